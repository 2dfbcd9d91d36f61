import ArgumentParser
import Domain
import Testing

@testable import rongqiao

@Suite("Receivables, guarantees and funds on the command line")
struct ClaimCommandTests {
  private static let id = "0190a3c8-5b6c-7d8e-9f10-1a2b3c4d5e6f"

  @Test(
    "lists of receivables are cut to what there is",
    arguments: [
      ["--state", "no"], ["--limit", "0"], ["--limit", "101"], ["--region", "34"],
      ["--enterprise", "rcv_\(id)"],
    ])
  func receivablesRefused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try ReceivableListCommand.parse(arguments) }
  }

  @Test("one thing is shown by an identifier of its kind")
  func shown() throws {
    #expect(throws: (any Error).self) { try ReceivableShowCommand.parse(["gua_\(Self.id)"]) }
    #expect(throws: (any Error).self) { try GuaranteeShowCommand.parse(["rcv_\(Self.id)"]) }
    #expect(try ReceivableShowCommand.parse(["rcv_\(Self.id)"]).json == false)
    #expect(try GuaranteeShowCommand.parse(["gua_\(Self.id)", "--json"]).json)
  }

  @Test("lists of guarantees and movements are bounded, too")
  func bounded() throws {
    #expect(throws: (any Error).self) { try GuaranteeListCommand.parse(["--state", "held"]) }
    #expect(throws: (any Error).self) { try GuaranteeListCommand.parse(["--limit", "0"]) }
    #expect(throws: (any Error).self) { try FundEntriesCommand.parse(["f", "--limit", "101"]) }
    #expect(throws: (any Error).self) { try FundEntriesCommand.parse([]) }
    #expect(try GuaranteeListCommand.parse(["--state", "claimed"]).limit == 20)
    #expect(try ReceivableListCommand.parse(["--state", "held"]).state == "held")
    #expect(try FundListCommand.parse([]).json == false)
  }

  @Test("a row says what a person looks for, and nothing where nothing is known")
  func rows() {
    let receivable: JSON = [
      "id": "rcv_1", "enterprise_id": "ent_1", "debtor_id": "ent_2",
      "gross": ["fen": 113, "currency": "CNY"], "due_on": "2027-01-01", "state": "confirmed",
      "funder": nil,
    ]
    #expect(
      ReceivableListCommand.row(of: receivable)
        == ["rcv_1", "ent_1", "ent_2", "113", "2027-01-01", "confirmed", ""])
    let fund: JSON = [
      "code": "f", "kind": "bridge", "region": "340800", "balance": ["fen": 9], "held": ["fen": 1],
      "out": ["fen": 2], "paid_fen": 3, "available": ["fen": 8],
    ]
    #expect(
      FundListCommand.row(of: fund) == ["f", "bridge", "340800", "9", "1", "2", "3", "8"])
    let entry: JSON = [
      "made_at": "2026-03-12T08:00:00.000000+08:00", "kind": "pay", "amount": ["fen": 7],
      "guarantee_id": "gua_1", "offer_id": nil, "bridge_id": nil, "reference": nil,
    ]
    #expect(
      FundEntriesCommand.row(of: entry) == ["2026-03-12T08:00:00", "pay", "7", "gua_1", ""])
    #expect(GuaranteeListCommand.row(of: ["id": "gua_1"]).count == 8)
  }
}
