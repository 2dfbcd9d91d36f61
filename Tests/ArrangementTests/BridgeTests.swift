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
}
