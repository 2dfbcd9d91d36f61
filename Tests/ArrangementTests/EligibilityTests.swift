import Domain
import Seeds
import Testing

@testable import Arrangement

@Suite("Receivables that count")
struct EligibilityTests {
  private func shippedPolicy() throws -> ReceivablePolicy {
    let policies = try ReceivablePolicies(
      json: ArrangementFixture.document("Schemas/arrangement/receivables.yaml"))
    let day = try theDay()
    return try #require(policies.policy("platform", on: day))
  }

  private func theDay() throws -> LegalDate { try ArrangementFixture.day("2026-06-01") }

  private func receivable(
    _ id: String, debtor: String = "d", group: String? = nil, related: Bool? = false,
    age: Int = 10, term: Int = 30, fen: Int64 = 100_000, vat: Int64 = 0, confirmed: Bool = true,
    flags: Set<Receivable.Flag> = [], reviewed: Bool = false
  ) throws -> Receivable {
    let invoiced = try theDay().adding(days: -age)
    let (gross, tax) = (try ArrangementFixture.fen(fen), try ArrangementFixture.fen(vat))
    return try #require(
      Receivable(
        id: id, debtor: debtor, debtorGroup: group, isRelated: related, invoicedOn: invoiced,
        dueOn: invoiced.adding(days: term), gross: gross,
        vat: tax, isConfirmed: confirmed, flags: flags,
        isReviewed: reviewed))
  }

  private func reasons(_ receivables: [Receivable]) throws -> [String?] {
    Eligibility(receivables, by: try shippedPolicy(), on: try theDay()).lines.map {
      $0.reason?.code
    }
  }

  @Test("the shipped policy is read, and every number says whether it is law or a default")
  func shipped() throws {
    let policy = try shippedPolicy()
    #expect(policy.flags.map(\.flag) == Receivable.Flag.shippedOrder)
    #expect(policy.flags.prefix(5).allSatisfy { $0.basis == .law && $0.treatment == .exclude })
    #expect(policy.concentrationPPM.basis == .platform)
    #expect(policy.advancePPM[.factoring]?.value == 800_000)
  }

  @Test("the first failing test is kept, in a fixed order")
  func order() throws {
    // Each fails everything from its own test on.
    let all: Set<Receivable.Flag> = [.consignment, .disputed, .servicesOrWorks]
    #expect(
      try reasons([
        receivable("a", related: true, age: 200, confirmed: false, flags: all),
        receivable(
          "b", related: true, age: 200, confirmed: false, flags: [.disputed, .servicesOrWorks]),
        receivable("c", related: true, age: 200, confirmed: false, flags: [.servicesOrWorks]),
        receivable("d", related: true, age: 200, confirmed: false),
        receivable("e", related: true, age: 200),
        receivable("f", related: nil, age: 200),
        receivable("g", age: 200),
        receivable("h", debtor: "other"),
      ]) == [
        "consignment", "disputed", "services_or_works_review", "unconfirmed",
        "related_party_review", "relation_unknown", "too_old", nil,
      ])
  }

  @Test("who was looked at counts where the policy wants a second look, and nowhere else")
  func reviewed() throws {
    #expect(
      try reasons([
        receivable("a", flags: [.servicesOrWorks], reviewed: true),
        receivable("b", related: true, reviewed: true),
        receivable("c", flags: [.disputed], reviewed: true),
        receivable("d", related: nil, reviewed: true),
      ]) == [nil, nil, "disputed", "relation_unknown"])
  }

  @Test(
    "ages are tested at their bounds",
    arguments: [
      // Age, agreed term, and what is told.
      (90, 30, nil), (91, 30, "too_old"),
      // 60 days past due comes first with a short term.
      (61, 1, nil), (62, 1, "past_due"),
      // A term of 60 days: three times as long.
      (120, 60, nil), (121, 60, "past_due"),
      // A long term stops at a year.
      (365, 350, nil), (366, 350, "too_old"),
    ] as [(Int, Int, String?)])
  func ages(_ age: Int, _ term: Int, _ reason: String?) throws {
    #expect(try reasons([receivable("a", age: age, term: term)]) == [reason])
  }

  @Test("when a tenth of what a debtor owes is too old, nothing of him counts")
  func crossAging() throws {
    func told(old: Int64) throws -> [String?] {
      try reasons([
        receivable("old", age: 200, fen: old), receivable("new", fen: 90_000),
        receivable("other", debtor: "e"),
        // What is no claim of the debtor's counts on neither side.
        receivable("void", fen: 9_000_000, flags: [.consignment]),
      ])
    }
    #expect(try told(old: 9_999) == ["too_old", nil, nil, "consignment"])
    #expect(try told(old: 10_000) == ["too_old", "cross_aged", nil, "consignment"])
  }

  private func makeBase(
    _ receivables: [Receivable], _ terms: BorrowingBase.Terms
  ) throws -> BorrowingBase {
    BorrowingBase(Eligibility(receivables, by: try shippedPolicy(), on: try theDay()), terms)
  }

  private func makeTerms(
    rate: Int64? = nil, dilution: Int64 = 0, payables: [String: Fen] = [:],
    strong: Set<String> = [], lined: Set<String> = [], reserves: Int64 = 0, outstanding: Int64 = 0
  ) throws -> BorrowingBase.Terms {
    BorrowingBase.Terms(
      way: .factoring, ratePPM: rate, dilutionPPM: dilution, payables: payables, strong: strong,
      lined: lined, reserves: try ArrangementFixture.fen(reserves),
      outstanding: try ArrangementFixture.fen(outstanding))
  }

  @Test("a group of debtors counts up to a fifth of the total, taken before anything is capped")
  func concentration() throws {
    let ones = try (0..<6).map { try receivable("\($0)", debtor: "d\($0)") }
    // Two debtors of one group: 400,000 of 1,000,000.
    let group = try [
      receivable("x", debtor: "x", group: "g", fen: 150_000),
      receivable("y", debtor: "y", group: "g", fen: 250_000),
    ]
    let base = try makeBase(ones + group, makeTerms())
    #expect(base.totalFen == 1_000_000)
    #expect(base.groups.last?.group == "g" && base.groups.last?.excessFen == 200_000)
    #expect(base.eligibleFen == 800_000 && base.advanceFen == 640_000)
    // A strong core enterprise is not cut.
    #expect(try makeBase(ones + group, makeTerms(strong: ["g"])).eligibleFen == 1_000_000)
  }

  @Test("what the seller owes a debtor comes off, and never more than he is owed")
  func contra() throws {
    let receivables = try [
      receivable("a", debtor: "a"), receivable("b", debtor: "b"),
    ]
    let base = try makeBase(
      receivables,
      makeTerms(
        payables: ["a": ArrangementFixture.fen(30_000), "b": ArrangementFixture.fen(999_999)],
        strong: ["a", "b"]))
    #expect(base.groups.map(\.contraFen) == [30_000, 100_000])
    #expect(base.totalFen == 70_000 && base.advanceFen == 56_000)
  }

  @Test("dilution comes off the rate, reserves and what is out come off the advance, never below 0")
  func advance() throws {
    let one = try [receivable("a", fen: 113_000, vat: 13_000)]
    #expect(try makeBase(one, makeTerms(strong: ["d"])).advanceFen == 80_000)
    #expect(try makeBase(one, makeTerms(dilution: 80_000, strong: ["d"])).ratePPM == 720_000)
    #expect(try makeBase(one, makeTerms(dilution: 900_000, strong: ["d"])).ratePPM == 0)
    // The institution's own rate, up to the ceiling.
    #expect(try makeBase(one, makeTerms(rate: 950_000, strong: ["d"])).ratePPM == 900_000)
    #expect(
      try makeBase(one, makeTerms(strong: ["d"], reserves: 5_000, outstanding: 70_000)).advanceFen
        == 5_000)
    #expect(try makeBase(one, makeTerms(strong: ["d"], outstanding: 90_000)).advanceFen == 0)
    let base = try makeBase(one, makeTerms(strong: ["d"]))
    let lines = Eligibility(one, by: try shippedPolicy(), on: try theDay()).lines
    #expect(lines.map(base.advance(on:)) == [80_000])
  }

  @Test("where the funder has a credit line of a debtor, the line binds instead of its share")
  func underLine() throws {
    let ones = try (0..<6).map { try receivable("\($0)", debtor: "d\($0)") }
    let group = try [
      receivable("x", debtor: "x", group: "g", fen: 150_000),
      receivable("y", debtor: "y", group: "g", fen: 250_000),
    ]
    // What is under the line is not cut; the rest of the group is within its fifth.
    let lined = try makeBase(ones + group, makeTerms(lined: ["y"]))
    #expect(lined.eligibleFen == 1_000_000 && lined.binding == .outstanding)
    // 250,000 under no line are 50,000 more than a fifth.
    let other = try makeBase(ones + group, makeTerms(lined: ["x"]))
    #expect(other.groups.last?.excessFen == 50_000 && other.binding == .concentration)
    // What the seller owes and what is outstanding bind all the same.
    let owing = try makeBase(
      [receivable("a", debtor: "a")],
      makeTerms(
        payables: ["a": ArrangementFixture.fen(30_000)], lined: ["a"], outstanding: 10_000))
    #expect(owing.advanceFen == 46_000 && owing.binding == .contra)
  }

  @Test(
    "a policy says which receivables somebody has to look at; who knows no relation is asked first")
  func reviews() throws {
    let policy = try shippedPolicy()
    #expect(policy.wantsReview(flags: [.servicesOrWorks], isRelated: false))
    #expect(policy.wantsReview(flags: [], isRelated: true))
    #expect(!policy.wantsReview(flags: [], isRelated: nil))
    #expect(!policy.wantsReview(flags: [.consignment], isRelated: false))
  }

  @Test("ten thousand random sets: the advance never passes face × rate, and nothing is negative")
  func bounds() throws {
    let seed = SeededGenerator.seed(for: "borrowing base")
    var random = SeededGenerator(seed: seed)
    let policy = try shippedPolicy()
    let today = try theDay()
    for _ in 0..<10_000 {
      let receivables = try (0..<Int.random(in: 0...12, using: &random)).map { number in
        try receivable(
          "\(number)", debtor: "d\(Int.random(in: 0...3, using: &random))",
          age: Int.random(in: 0...150, using: &random),
          fen: Int64.random(in: 1...1_000_000, using: &random),
          flags: Bool.random(using: &random) ? [] : [.disputed])
      }
      let eligibility = Eligibility(receivables, by: policy, on: today)
      let base = BorrowingBase(
        eligibility,
        try makeTerms(
          dilution: Int64.random(in: 0...200_000, using: &random),
          payables: ["d1": ArrangementFixture.fen(.random(in: 0...500_000, using: &random))],
          outstanding: .random(in: 0...500_000, using: &random)))
      let face = eligibility.lines.filter { $0.reason == nil }.reduce(0) { $0 + $1.face.value }
      #expect(base.eligibleFen <= face && base.advanceFen >= 0, "seed \(seed)")
      #expect(
        Int128(base.advanceFen) * 1_000_000 <= Int128(face) * Int128(base.ratePPM),
        "seed \(seed)")
      #expect(base.groups.allSatisfy { $0.countedFen >= 0 && $0.excessFen >= 0 }, "seed \(seed)")
    }
  }
}

extension Receivable.Flag {
  /// As the shipped policy tests them: what the law forbids first.
  fileprivate static let shippedOrder: [Receivable.Flag] = [
    .unlawfulContract, .consignment, .future, .titleUnclear, .negotiableInstrument,
    .registeredElsewhere, .invoiceReversed, .invoiceUnverified, .disputed, .retention,
    .progressUnconfirmed, .unbudgeted, .debtorInsolvent, .debtorDishonest, .foreignUninsured,
    .servicesOrWorks,
  ]
}
