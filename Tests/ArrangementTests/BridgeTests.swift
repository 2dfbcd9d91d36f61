import Domain
import Testing

@testable import Arrangement

@Suite("Bridges for renewal")
struct BridgeTests {
  private static let text = "Schemas/arrangement/bridge.yaml"

  private func shipped(_ json: JSON? = nil) throws -> BridgeFund {
    let funds = try BridgeFunds(json: json ?? ArrangementFixture.document(Self.text))
    let day = try ArrangementFixture.day("2026-01-05")
    return try #require(funds.fund("anqing", on: day))
  }

  private func request(
    fen: Int64 = 500_000_000, renewed: Int64 = 500_000_000, committed: Bool = true,
    lender: String = "bank-a", written: Bool = true, inProcess: Bool = true, days: Int = 10,
    matures: Int = 5, direct: Bool? = false, overdue: Bool? = false, arrears: Bool? = false,
    region: String? = "340802"
  ) throws -> BridgeRequest {
    let start = try ArrangementFixture.day("2026-01-05")
    let commitment = BridgeRequest.Commitment(
      lender: lender, amount: try ArrangementFixture.fen(renewed), isWritten: written,
      isInProcess: inProcess)
    return BridgeRequest(
      amount: try ArrangementFixture.fen(fen), startsOn: start,
      repaysOn: start.adding(days: days), lender: "bank-a",
      maturesOn: start.adding(days: matures), commitment: committed ? commitment : nil,
      renewsDirectly: direct, isOverdue: overdue, hasTaxArrears: arrears,
      region: region.flatMap { RegionCode($0) })
  }

  @Test("10 million at 3 % for ten days: 8,333.33 by 360 days, 8,219.18 by 365")
  func fees() throws {
    let amount = try ArrangementFixture.fen(1_000_000_000)
    #expect(try shipped().feeFen(on: amount, lprPPM: 30_000, days: 10) == 833_333)
    #expect(try shipped().feeFen(on: amount, lprPPM: 30_000, days: -1) == 0)
    guard case .object(var document) = try ArrangementFixture.document(Self.text),
      case .object(var fund)? = document["funds"]?.arrayValue?.first,
      case .object(var year)? = fund["year_days"]
    else {
      Issue.record("the document has another form")
      return
    }
    year["value"] = 365
    fund["year_days"] = .object(year)
    document["funds"] = .array([.object(fund)])
    #expect(
      try shipped(.object(document)).feeFen(on: amount, lprPPM: 30_000, days: 10) == 821_918)
  }

  @Test("each gate shuts by its own fact, at its bound")
  func gates() throws {
    let fund = try shipped()
    func shut(_ request: BridgeRequest) -> BridgeFund.Gate? {
      BridgeVerdict(request, by: fund).refusal?.gate
    }
    #expect(try BridgeVerdict(request(), by: fund).isOpen)
    #expect(try shut(request(direct: true)) == .noDirectRenewal)
    #expect(try shut(request(committed: false)) == .commitment)
    #expect(try shut(request(written: false)) == .commitment)
    #expect(try shut(request(lender: "bank-b")) == .sameLender)
    #expect(try shut(request(renewed: 499_999_999)) == .renewalAmount)
    #expect(try shut(request(inProcess: false)) == .inProcess)
    #expect(try shut(request(matures: 30)) == nil)
    #expect(try shut(request(matures: 31)) == .maturity)
    #expect(try shut(request(matures: -1)) == .maturity)
    #expect(try shut(request(overdue: true)) == .noOverdue)
    #expect(try shut(request(arrears: true)) == .taxesPaid)
    #expect(try shut(request(region: "340100")) == .local)
    #expect(try shut(request(fen: 1_000_000_000, renewed: 1_000_000_000)) == nil)
    #expect(try shut(request(fen: 1_000_000_001, renewed: 1_000_000_001)) == .singleMaximum)
    #expect(try shut(request(days: 30)) == nil)
    #expect(try shut(request(days: 31)) == .days)
    #expect(try shut(request(days: 0)) == .days)
  }

  @Test("what is not known neither opens nor shuts a gate")
  func unknown() throws {
    let verdict = BridgeVerdict(
      try request(direct: nil, overdue: nil, arrears: nil, region: nil), by: try shipped())
    #expect(verdict.open == [.noDirectRenewal, .noOverdue, .taxesPaid, .local])
    #expect(verdict.refusal == nil && !verdict.isOpen)
  }

  private func account(
    _ capital: Int64, held: Int64 = 0, out: Int64 = 0
  ) throws -> FundAccount? {
    FundAccount(
      capital: try ArrangementFixture.fen(capital), held: try ArrangementFixture.fen(held),
      out: try ArrangementFixture.fen(out))
  }

  @Test("a fund gives out what it has to the fen, and a refusal changes nothing")
  func gives() throws {
    let made = try account(100)
    var fund = try #require(made)
    try fund.hold(ArrangementFixture.fen(100))
    let full = fund
    #expect(throws: FundAccount.Refusal.notAvailable(missing: 1)) {
      try fund.hold(ArrangementFixture.fen(1))
    }
    #expect(throws: FundAccount.Refusal.notHeld(excess: 1)) {
      try fund.draw(ArrangementFixture.fen(101))
    }
    #expect(throws: FundAccount.Refusal.notOut(excess: 1)) {
      try fund.repay(ArrangementFixture.fen(1))
    }
    #expect(throws: FundAccount.Refusal.nothing) { try fund.hold(ArrangementFixture.fen(0)) }
    #expect(fund == full)
    try fund.draw(ArrangementFixture.fen(60))
    try fund.release(ArrangementFixture.fen(40))
    try fund.repay(ArrangementFixture.fen(50))
    try fund.writeOff(ArrangementFixture.fen(10))
    #expect(fund.capital.value == 90 && fund.availableFen == 90)
    #expect(try account(9, held: 5, out: 5) == nil)
  }

  @Test("a hundred thousand random moves never leave less than nothing, nor more out than there is")
  func storm() throws {
    let seed = SeededGenerator.seed(for: "bridge fund")
    var random = SeededGenerator(seed: seed)
    let made = try account(1_000)
    var fund = try #require(made)
    var refused = 0
    for _ in 0..<100_000 {
      let before = fund
      let amount = try ArrangementFixture.fen(.random(in: 0...400, using: &random))
      do {
        switch Int.random(in: 0...5, using: &random) {
        case 0: try fund.hold(amount)
        case 1: try fund.release(amount)
        case 2: try fund.draw(amount)
        case 3: try fund.repay(amount)
        case 4: try fund.endow(amount)
        default: try fund.writeOff(amount)
        }
      } catch {
        refused += 1
        #expect(fund == before, "seed \(seed)")
      }
      #expect(fund.availableFen >= 0, "seed \(seed)")
    }
    #expect(refused > 100, "seed \(seed)")
  }
}
