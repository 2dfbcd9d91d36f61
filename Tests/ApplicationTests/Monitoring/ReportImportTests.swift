import Application
import Domain
import Foundation
import Ingest
import Postgres
import Store
import TestSupport
import Testing

@Suite("Files of sources", .serialized)
struct ReportImportTests {
  private static let header = "uscc,period,as_of,revenue_yuan,tax_paid_yuan\n"

  private func run(
    _ world: World, _ bytes: [UInt8], _ source: String = "tax",
    _ mode: ImportMode = .allOrNothing
  ) async throws -> CSVImportOutcome {
    try await world.application.importReports(
      from: source, bytes: bytes, name: "tax-2026-08.csv", mode: mode, actor: World.system)
  }

  private func row(_ number: Int, _ period: String, _ figures: String) -> String {
    "\(Body.uscc(number)),\(period),2026-11-10,\(figures)\n"
  }

  private func faults(_ outcome: CSVImportOutcome) -> [String] {
    outcome.report.faults.map { "\($0.line ?? 0) \($0.column ?? "-") \($0.code)" }
  }

  private func reports(_ world: World) async throws -> Int64 {
    try await world.counts()["report"] ?? 0
  }

  @Test("a good file is stored whole, and once: again it changes nothing")
  func stored() async throws {
    try await World.with { world in
      for number in 0..<3 { try await MonitoringCase.make(world, number).permit("tax") }
      let text =
        Self.header + (0..<3).map { row($0, "2026-08", "10000.00,1300.5") }.joined()
      let outcome = try await run(world, Array(text.utf8))
      #expect(outcome.report.state == .accepted && outcome.report.accepted == 3)
      #expect(try await reports(world) == 3)
      let first = try await world.application.reports(
        of: nil, source: "tax", isInQuarantine: false, page: PageRequest(limit: 1),
        actor: World.system
      ).items.first
      #expect(first?["figures"] == ["revenue": 1_000_000, "tax_paid": 130_050])
      #expect(first?["provenance"] == "tax-2026-08.csv")
      #expect(try await run(world, Array(text.utf8)).report.state == .accepted)
      #expect(try await reports(world) == 3)
    }
  }

  @Test("a file that is sent is taken whole or without its bad rows, which come back with reasons")
  func sent() async throws {
    try await World.with { world in
      try await MonitoringCase.make(world).permit("tax")
      let text = Self.header + row(0, "2026-08", "10000.00,1300.5") + row(0, "2026-13", "1,1")
      func send(_ more: [String: JSON], by actor: Actor = World.system) async throws -> JSON {
        let body: [String: JSON] = [
          "source": "tax", "name": "tax.csv",
          "file": .string(Data(text.utf8).base64EncodedString()),
        ]
        return try await world.application.reportFile(
          .object(body.merging(more) { $1 }), actor: actor
        ).body
      }
      #expect(try await send(["mode": "dry_run"])["report"]?["rejected"] == 1)
      for more in [[:], ["source": "moon"], ["file": "?"], ["mode": "some"]] as [[String: JSON]] {
        try await world.expectInvalid("\(more)") { _ = try await send(more) }
      }
      // It is of enterprises of anywhere.
      try await world.expectRefused("forbidden") {
        _ = try await send(["mode": "skip_bad"], by: MonitoringCase.county)
      }
      #expect(try await reports(world) == 0)
      let taken = try await send(["mode": "skip_bad"])
      #expect(taken["report"]?["state"] == "partly_accepted")
      #expect(taken["rejected"]?.stringValue?.contains("2026-13") == true)
      #expect(try await reports(world) == 1)
    }
  }

  @Test("a file of another schema, in GBK or of an unknown source is refused whole")
  func wholeFiles() async throws {
    try await World.with { world in
      try await MonitoringCase.make(world).permit("tax")
      let other = try await run(
        world, Array("uscc,period,as_of,kwh\n\(row(0, "2026-08", "1"))".utf8))
      #expect(other.report.state == .refused)
      // Good rows are not taken out of a file in GBK, whose header is plain: the last one says 一万.
      let plain = Self.header + row(0, "2026-08", "10,1")
      #expect(try await run(world, Array(plain.utf8), "tax", .dryRun).report.state == .checked)
      let gbk: [UInt8] =
        Array((plain + "\(Body.uscc(0)),2026-09,2026-11-10,").utf8)
        + [0xD2, 0xBB, 0xCD, 0xF2] + Array(",1\n".utf8)
      for mode in [ImportMode.allOrNothing, .skipBad] {
        let outcome = try await run(world, gbk, "tax", mode)
        #expect(outcome.report.state == .refused)
        #expect(faults(outcome) == ["0 - encoding_gbk"])
      }
      await #expect(throws: ApplicationError.self) { try await run(world, [], "moon") }
      #expect(try await reports(world) == 0)
    }
  }

  @Test("bad rows keep a whole file out, or are put apart with their reasons; never half a row")
  func badRows() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      let permission = try await given.permit("tax")
      let other = try await MonitoringCase.make(world, 1)
      try await other.permit("tax")
      let text =
        Self.header + row(1, "2026-08", "10,1") + row(1, "2026-08", "20,1")
        + row(1, "2026-11", "10,1") + row(1, "2026-09", "x,1") + row(1, "2026-10", ",")
        + row(5, "2026-08", "10,1") + row(0, "2026-08", "10,1")
      _ = try await given.application.revokeSource(permission, actor: given.owner)
      let whole = try await run(world, Array(text.utf8))
      #expect(whole.report.state == .refused)
      #expect(try await reports(world) == 0)
      let part = try await run(world, Array(text.utf8), "tax", .skipBad)
      #expect(
        faults(part) == [
          "3 - duplicate_key", "4 period future_period", "5 revenue_yuan number",
          "6 period empty", "7 uscc enterprise_unknown", "8 uscc source_unauthorised",
        ])
      #expect(part.report.accepted == 1 && part.quarantine != nil)
      #expect(try await reports(world) == 1)
    }
  }

  @Test("a row of who waits to be erased is a bad one, and keeps no others out")
  func frozen() async throws {
    try await World.with { world in
      for number in 0..<2 { try await MonitoringCase.make(world, number).permit("tax") }
      try await world.execute(
        "UPDATE enterprise SET frozen_at = created_at WHERE uscc = \(Body.uscc(0))")
      let text = Self.header + row(0, "2026-08", "10,1") + row(1, "2026-08", "10,1")
      #expect(try await run(world, Array(text.utf8)).report.state == .refused)
      let part = try await run(world, Array(text.utf8), "tax", .skipBad)
      #expect(faults(part) == ["2 uscc enterprise_frozen"])
      #expect(part.report.accepted == 1)
      #expect(try await reports(world) == 1)
    }
  }

  @Test("a file of courts is taken in while its month runs, and not before that has begun")
  func running() async throws {
    try await World.with { world in
      _ = try await MonitoringCase.make(world)
      let header = "uscc,period,as_of,executions,dishonest\n"
      let outcome = try await run(
        world, Array((header + row(0, "2026-11", "1,1")).utf8), "court")
      #expect(outcome.report.accepted == 1, "\(faults(outcome))")
      let early = try await run(
        world, Array((header + row(0, "2026-12", "1,1")).utf8), "court")
      #expect(early.report.state == .refused)
      #expect(faults(early) == ["2 period future_period"])
      #expect(try await reports(world) == 1)
    }
  }

  @Test("every declared source reads a file of its own columns")
  func declared() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      for (source, columns, figures) in [
        ("tax", "revenue_yuan,tax_paid_yuan,arrears_notices", "1,1,0"),
        (
          "court", "executions,dishonest,consumption_limits,equity_freezes,bankruptcies",
          "0,0,0,0,0"
        ),
        ("social_insurance", "insured_persons,arrears_months", "12,0"),
        ("electricity", "kwh", "12000"), ("procurement", "awarded_yuan", "1000000"),
        ("ip", "patents_in_force", "3"),
      ] {
        if !["court", "procurement", "ip"].contains(source) { try await given.permit(source) }
        let text = "uscc,period,as_of,\(columns)\n" + row(0, "2026-08", figures)
        let outcome = try await run(world, Array(text.utf8), source)
        #expect(outcome.report.accepted == 1, "\(source) \(faults(outcome))")
      }
      let sources = try await given.state()["sources"]?.arrayValue ?? []
      #expect(sources.count == 6)
      #expect(sources.allSatisfy { $0["reports"]?.arrayValue?.count == 1 })
    }
  }
}
