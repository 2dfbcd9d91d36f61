import AllocationBench
import Domain
import Foundation
import Testing

@testable import Market

@Suite("Plans of a batch")
struct AllocationPlanTests {
  /// A UUIDv7 whose order is not that of the numbers.
  private static func uuid(_ number: Int, _ seed: UInt64) -> UUID {
    var bytes = RandomMarket.need(number, seed).uuid.uuid
    bytes.6 = bytes.6 & 0x0F | 0x70
    bytes.8 = bytes.8 & 0x3F | 0x80
    return UUID(uuid: bytes)
  }

  /// Inputs in which few values differ, so that lots decide much.
  static func inputs(_ seed: UInt64) -> AllocationInputs {
    var random = BenchRandom(seed)
    let institutions = (0..<Int.random(in: 1...4, using: &random)).map {
      AllocationInputs.Institution(
        code: "bank-\($0)",
        room: Bool.random(using: &random) ? nil : Int.random(in: 0...4, using: &random),
        preferences: AllocationMarket.Preference.allCases.shuffled(using: &random),
        behind: Int.random(in: -2...2, using: &random))
    }
    let products = (0..<Int.random(in: 1...8, using: &random)).map {
      AllocationInputs.Product(
        code: "product-\($0)", institution: Int.random(in: institutions.indices, using: &random),
        room: Bool.random(using: &random) ? nil : Int.random(in: 0...3, using: &random))
    }
    let needs = (0..<Int.random(in: 0...12, using: &random)).map { number in
      let count = Int.random(in: 0...products.count, using: &random)
      return AllocationInputs.Need(
        id: NeedID(Self.uuid(number, seed)), version: 1, run: RunID(Self.uuid(number, 9)),
        pool: Int.random(in: 0...1, using: &random),
        since: Instant(microseconds: Int64.random(in: 0...2, using: &random) * 1_000_000),
        offers: Int.random(in: 1...3, using: &random),
        choices: products.indices.shuffled(using: &random).prefix(count).enumerated().map {
          AllocationInputs.Choice(
            product: $1, place: $0 + 1,
            costPpm: Bool.random(using: &random) ? nil : Int64.random(in: 1...2, using: &random),
            coveragePpm: Int.random(in: 1...2, using: &random) * 500_000,
            wasAsked: Int.random(in: 0...5, using: &random) == 0)
        })
    }
    return AllocationInputs(
      seed: seed, institutions: institutions, products: products, needs: needs)
  }

  @Test("inputs are read back as they were written, and come to the same outcome to the byte")
  func replay() throws {
    for seed in UInt64(0)..<500 {
      let inputs = Self.inputs(seed)
      let bytes = inputs.json.canonicalBytes
      let again = try #require(AllocationInputs(json: try JSONParser.parse(bytes)))
      #expect(again == inputs, "seed \(seed)")
      #expect(
        try AllocationPlan(again).json.canonicalBytes
          == AllocationPlan(inputs).json.canonicalBytes, "seed \(seed)")
    }
  }

  @Test("a plan is stable and within all rooms, and asks nobody again")
  func sound() throws {
    var offered = 0
    for seed in UInt64(0)..<1_000 {
      let inputs = Self.inputs(seed)
      let plan = try AllocationPlan(inputs)
      #expect(OfferAudit(of: plan.allocation).faults == [], "seed \(seed)")
      var ofProduct = [Int](repeating: 0, count: inputs.products.count)
      var ofInstitution = [Int](repeating: 0, count: inputs.institutions.count)
      for (need, lines) in zip(inputs.needs, plan.lines) {
        #expect(Set(lines.map(\.choice)) == Set(need.choices), "seed \(seed)")
        let made = lines.filter { $0.why == .offered }
        #expect(made.count <= need.offers, "seed \(seed)")
        let places = made.map { inputs.products[$0.choice.product].institution }
        #expect(Set(places).count == places.count, "seed \(seed)")
        for line in lines { #expect((line.why == .askedBefore) == line.choice.wasAsked) }
        for line in made { ofProduct[line.choice.product] += 1 }
        for place in places { ofInstitution[place] += 1 }
        offered += made.count
      }
      for (taken, product) in zip(ofProduct, inputs.products) {
        #expect(taken <= product.room ?? .max, "seed \(seed)")
      }
      for (taken, institution) in zip(ofInstitution, inputs.institutions) {
        #expect(taken <= institution.room ?? .max, "seed \(seed)")
      }
      #expect(plan.count == ofInstitution.reduce(0, +))
    }
    #expect(offered > 1_000)
  }

  @Test("another seed draws other lots, and nothing else")
  func seeds() throws {
    let needs = (0..<40).map { number in
      AllocationInputs.Need(
        id: NeedID(Self.uuid(number, 5)), version: 1, run: RunID(Self.uuid(number, 6)), pool: 0,
        since: Instant(microseconds: 0), offers: 1,
        choices: [0, 1].map {
          AllocationInputs.Choice(
            product: $0, place: $0 + 1, costPpm: nil, coveragePpm: 1_000_000, wasAsked: false)
        })
    }
    func plan(_ seed: UInt64) throws -> AllocationPlan {
      try AllocationPlan(
        AllocationInputs(
          seed: seed,
          institutions: ["a", "b"].map {
            AllocationInputs.Institution(
              code: $0, room: nil, preferences: [.pool, .coverage, .age], behind: 0)
          },
          products: [0, 1].map {
            AllocationInputs.Product(code: "p\($0)", institution: $0, room: nil)
          }, needs: needs))
    }
    let (first, second) = (try plan(1), try plan(2))
    #expect(first.json != second.json)
    #expect(first.count == second.count)
    #expect(try plan(1).json == first.json)
  }

  @Test("inputs that name what is not there are refused")
  func flaws() throws {
    let bank = AllocationInputs.Institution(
      code: "a", room: 1, preferences: [.pool, .coverage, .age], behind: 0)
    let far = AllocationInputs.Product(code: "p", institution: 1, room: nil)
    #expect(throws: AllocationMarket.Flaw.institution(product: "p")) {
      try AllocationPlan(
        AllocationInputs(seed: 0, institutions: [bank], products: [far], needs: []))
    }
    let id = NeedID(Self.uuid(1, 1))
    for products in [[1], [-1], [0, 0]] {
      let need = AllocationInputs.Need(
        id: id, version: 1, run: RunID(id.uuid), pool: 0, since: Instant(microseconds: 0),
        offers: 1,
        choices: products.map {
          AllocationInputs.Choice(
            product: $0, place: 1, costPpm: nil, coveragePpm: 1, wasAsked: false)
        })
      let near = AllocationInputs.Product(code: "p", institution: 0, room: nil)
      #expect(throws: AllocationMarket.Flaw.choice(id)) {
        try AllocationPlan(
          AllocationInputs(seed: 0, institutions: [bank], products: [near], needs: [need]))
      }
    }
    let good = Self.inputs(3).json
    for member in ["seed", "institutions", "products", "needs"] {
      guard case .object(var members) = good else { continue }
      members[member] = "x"
      #expect(AllocationInputs(json: .object(members)) == nil, "\(member)")
    }
  }
}
