import Catalog
import Domain
import Seeds
import Testing

@testable import Arrangement

@Suite("Headroom of guarantors")
struct HeadroomTests {
  private func shippedLimits() throws -> GuarantorLimits {
    let rules = try GuarantorRules(
      json: ArrangementFixture.document("Schemas/arrangement/guarantors.yaml"))
    let day = try ArrangementFixture.day("2026-01-05")
    return try #require(rules.limits(on: day))
  }

  private func exposure(
    _ fen: Int64, kind: ExposureKind = .smallLoan, own: Int64 = 1_000_000
  ) throws -> Exposure {
    Exposure(kind: kind, principal: try ArrangementFixture.fen(fen), ownPPM: own)
  }

  private func makeBook(
    assets: Int64, equity: Int64 = 0, small: Bool = false, others: Int64 = 0, related: Int64 = 0,
    borrower: [Exposure] = [], controller: Bool = false
  ) throws -> GuarantorBook {
    GuarantorBook(
      netAssets: try ArrangementFixture.fen(assets),
      equityInGuarantors: try ArrangementFixture.fen(equity), isMainlySmall: small,
      othersWeightedFen: others, relatedWeightedFen: related, borrower: borrower,
      isController: controller)
  }

  @Test("a small loan weighs 75 % up to exactly 5 million, and all of it weighs 100 % above")
  func weights() throws {
    let limits = try shippedLimits()
    #expect(try limits.weightedFen(of: [exposure(500_000_000)]) == 375_000_000)
    #expect(try limits.weightedFen(of: [exposure(500_000_001)]) == 500_000_001)
    // What was there before weighs more, too.
    let before = try exposure(400_000_000)
    #expect(limits.weightedFen(of: [before]) == 300_000_000)
    #expect(try limits.weightedFen(of: [before, exposure(100_000_000)]) == 375_000_000)
    #expect(try limits.weightedFen(of: [before, exposure(100_000_001)]) == 500_000_001)
    // The guarantor's own share counts: 40 % of 12.5 million.
    #expect(try limits.weightedFen(of: [exposure(1_250_000_000, own: 400_000)]) == 375_000_000)
    // Another kind has a balance and a weight of its own.
    #expect(
      try limits.weightedFen(of: [before, exposure(500_000_000, kind: .otherLoan)])
        == 800_000_000)
    #expect(try limits.weightedFen(of: [exposure(200_000_000, kind: .farmLoan)]) == 150_000_000)
    #expect(try limits.weightedFen(of: [exposure(200_000_001, kind: .farmLoan)]) == 200_000_001)
    #expect(try limits.weightedFen(of: [exposure(1)]) == 1, "rounded up")
  }

  @Test(
    "the liability may be exactly 10 times net assets, 15 times for those who serve small firms",
    arguments: [(false, Int64(10)), (true, 15)])
  func leverage(_ small: Bool, _ times: Int64) throws {
    let others = 1_000_000_000 * times - 75
    let book = try makeBook(assets: 1_000_000_000, small: small, others: others)
    #expect(try Headroom(book, asked: exposure(100), by: shippedLimits()).refusal == nil)
    let refusal = try #require(
      try Headroom(book, asked: exposure(101), by: shippedLimits()).refusal)
    #expect(refusal.limit == .leverage && refusal.excessFen == 1)
    #expect(refusal.citation.clause?.hasPrefix("第十五条") == true)
    #expect(
      try Headroom.greatest(book, kind: .smallLoan, ownPPM: 1_000_000, by: shippedLimits())?.value
        == 100)
  }

  @Test("one party may be exactly 10 % of net assets, and 15 % with its related parties")
  func singleAndGroup() throws {
    let kind = ExposureKind.otherLoan
    let alone = try makeBook(assets: 10_000_000_000)
    #expect(
      try Headroom(alone, asked: exposure(1_000_000_000, kind: kind), by: shippedLimits()).refusal
        == nil)
    let single = try #require(
      try Headroom(alone, asked: exposure(1_000_000_001, kind: kind), by: shippedLimits()).refusal)
    #expect(single.limit == .single && single.excessFen == 1)
    let related = try makeBook(assets: 10_000_000_000, related: 700_000_000)
    #expect(
      try Headroom(related, asked: exposure(800_000_000, kind: kind), by: shippedLimits()).refusal
        == nil)
    let group = try #require(
      try Headroom(related, asked: exposure(800_000_003, kind: kind), by: shippedLimits()).refusal)
    #expect(group.limit == .group && group.excessFen == 3)
  }

  @Test("where the weight steps up at 5 million, the headroom ends there")
  func step() throws {
    // One party may be 4 million: 5 million at 75 % is 3.75 million, a fen more is above 5 million.
    let book = try makeBook(assets: 4_000_000_000)
    #expect(try Headroom(book, asked: exposure(500_000_000), by: shippedLimits()).refusal == nil)
    let refusal = try #require(
      try Headroom(book, asked: exposure(500_000_001), by: shippedLimits()).refusal)
    #expect(refusal.limit == .single && refusal.excessFen == 100_000_001)
    let greatest = try Headroom.greatest(
      book, kind: .smallLoan, ownPPM: 1_000_000, by: shippedLimits())
    #expect(greatest?.value == 500_000_000)
  }

  @Test("equity in other guarantors does not count, and controllers get nothing")
  func exclusions() throws {
    let poor = try makeBook(assets: 10_000_000_000, equity: 9_000_000_000)
    let refusal = try #require(
      try Headroom(poor, asked: exposure(200_000_000), by: shippedLimits()).refusal)
    #expect(refusal.limit == .single && refusal.excessFen == 50_000_000)
    #expect(
      try Headroom(makeBook(assets: 1, equity: 5), asked: exposure(1), by: shippedLimits()).refusal?
        .limit
        == .single)
    let owner = try makeBook(assets: 10_000_000_000, controller: true)
    #expect(
      try Headroom(owner, asked: exposure(1), by: shippedLimits()).refusal?.limit == .controller)
    #expect(
      try Headroom.greatest(owner, kind: .smallLoan, ownPPM: 1_000_000, by: shippedLimits())?.value
        == 0)
  }

  @Test("the headroom found fits, and a fen more does not, for any guarantor")
  func greatest() throws {
    let seed = SeededGenerator.seed(for: "headroom")
    var random = SeededGenerator(seed: seed)
    let limits = try shippedLimits()
    for _ in 0..<2_000 {
      let kind = ExposureKind.allCases.randomElement(using: &random) ?? .smallLoan
      let own = Int64.random(in: 1...10, using: &random) * 100_000
      let inForce = try (0..<Int.random(in: 0...3, using: &random)).map { _ in
        try exposure(
          .random(in: 0...600_000_000, using: &random),
          kind: Bool.random(using: &random) ? kind : .smallLoan, own: own)
      }
      let assets = Int64.random(in: 0...20_000_000_000, using: &random)
      let book = try makeBook(
        assets: assets, small: Bool.random(using: &random),
        others: .random(in: 0...(assets * 12), using: &random),
        related: .random(in: 0...(assets / 10), using: &random), borrower: inForce)
      let found = try #require(
        Headroom.greatest(book, kind: kind, ownPPM: own, by: limits)?.value)
      let now = Headroom(book, asked: nil, by: limits).refusal
      func refusal(_ fen: Int64) throws -> Headroom.Check? {
        Headroom(book, asked: try exposure(fen, kind: kind, own: own), by: limits).refusal
      }
      #expect(try now != nil || refusal(found) == nil, "seed \(seed)")
      if found < Fen.maximum { #expect(try refusal(found + 1) != nil, "seed \(seed)") }
    }
  }

  @Test("who mainly serves small firms is told by amount and clients, both at their bounds")
  func mainlySmall() throws {
    let limits = try shippedLimits()
    func told(_ small: Int64, _ clients: Int64) throws -> Bool {
      limits.isMainlySmall(
        small: try ArrangementFixture.fen(small), all: try ArrangementFixture.fen(1_000),
        smallClients: clients, allClients: 100)
    }
    #expect(try told(500, 80))
    #expect(try !told(499, 80))
    #expect(try !told(500, 79))
  }
}

extension Headroom {
  /// The greatest loan the guarantor may still take a share of, in fen of principal; 0 when none.
  ///
  /// The liability never falls when the loan grows, also where a bound is passed and all of a balance
  /// weighs more, so that it is found by halving.
  fileprivate static func greatest(
    _ book: GuarantorBook, kind: ExposureKind, ownPPM: Int64, by limits: GuarantorLimits
  ) -> Fen? {
    func fits(_ amount: Int64) -> Bool {
      guard let principal = Fen(amount) else { return false }
      let asked = Exposure(kind: kind, principal: principal, ownPPM: ownPPM)
      return Headroom(book, asked: asked, by: limits).refusal == nil
    }
    var (low, high) = (Int64(0), Fen.maximum)
    while low < high {
      let middle = high - (high - low) / 2
      if fits(middle) { low = middle } else { high = middle - 1 }
    }
    return Fen(low)
  }
}
