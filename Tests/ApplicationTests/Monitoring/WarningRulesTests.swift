import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Rules of warnings that come into force", .serialized)
struct WarningRulesTests {
  private static let auditor = Actor(subject: "auditor-1", role: .auditor)

  /// A rule book of a region: a loan is yellow from the first day on, and red after so many.
  private func book(red days: Int64) -> JSON {
    [
      "rules": [
        [
          "code": "overdue", "label": ["zh": "逾期", "en": "overdue"], "group": "credit",
          "period": "month", "from": "2018-01-01", "clear_after": 2,
          "conditions": [
            [
              "measure": ["kind": "value", "of": "overdue_days"], "worse": "higher",
              "enter": ["yellow": 1, "red": .int(days)],
            ]
          ],
          "citation": ["document": "地方规则", "tag": "K"],
        ]
      ],
      "composite": ["groups": 3, "from": "yellow", "raise": 1],
    ]
  }

  /// Enterprises whose loans are overdue by so many days, judged by the rules that ship.
  private func overdue(_ days: [Int64], _ world: World) async throws -> [MonitoringCase] {
    var cases: [MonitoringCase] = []
    for (number, days) in days.enumerated() {
      let given = try await MonitoringCase.make(world, number)
      try await given.permit("bank")
      try await given.overdue("2026-08", days)
      try await given.judge()
      cases.append(given)
    }
    return cases
  }

  private func dryRun(
    _ book: JSON, after: JSON? = nil, limit: Int = 100, by actor: Actor = World.system,
    _ world: World
  ) async throws -> JSON {
    let last = after?.stringValue.flatMap { EnterpriseID($0) }
    return try await world.application.dryRunWarnings(
      book, after: last, limit: limit, actor: actor)
  }

  private func put(
    _ book: JSON, because reason: String? = nil, _ world: World
  ) async throws -> JSON {
    var body: [String: JSON] = ["document": book]
    if let reason { body["override_reason"] = .string(reason) }
    return try await world.application.putWarningRules(.object(body), actor: World.system).body
  }

  @Test("other rules are tried page by page, and of enterprises nothing is stored")
  func pages() async throws {
    try await World.with { world in
      let cases = try await overdue([40, 40, 0], world)
      let ids = cases.map(\.enterprise).sorted().map { JSON.string($0.text) }
      func kept() async throws -> [String: Int64] {
        try await world.counts().filter { $0.key != "warning_trial" }
      }
      let before = try await kept()
      let first = try await dryRun(book(red: 30), limit: 2, world)
      #expect(first["looked_at"] == 2 && first["next_after"] == ids[1])
      let second = try await dryRun(book(red: 30), after: ids[1], limit: 2, world)
      #expect(second["looked_at"] == 1 && second["next_after"] == .null)
      let changes = [first, second].flatMap { $0["data"]?.arrayValue ?? [] }
      #expect(
        Set(changes.compactMap { $0["enterprise_id"]?.stringValue })
          == Set(cases.prefix(2).map(\.enterprise.text)))
      for change in changes {
        #expect(change["rule"] == "overdue" && change["from"] == "orange" && change["to"] == "red")
      }
      let wholes = [first, second].flatMap { $0["composite"]?.arrayValue ?? [] }
      #expect(wholes.map { $0["to"] } == ["red", "red"])
      #expect(first["summary"]?["looked_at"] == 2 && first["summary"]?["done_at"] == .null)
      let summary = try #require(second["summary"])
      #expect(summary["looked_at"] == 3 && summary["changed"] == 2 && summary["done_at"] != .null)
      #expect(
        summary["rules"] == [
          ["rule": "overdue", "from": "orange", "to": "red", "enterprises": 2]
        ])
      #expect(summary["composite"] == [["from": "orange", "to": "red", "enterprises": 2]])
      // A page that is asked for again is counted once, and an auditor's never.
      let again = try await dryRun(book(red: 30), after: ids[1], limit: 2, world)
      #expect(again["summary"] == summary)
      let audited = try await dryRun(book(red: 30), limit: 2, by: Self.auditor, world)
      #expect(audited["summary"] == summary)
      #expect(try await kept() == before)
      #expect(try await cases[0].open() == ["overdue orange"])
      try await world.expectRefused("invalid /composite required, /rules required") {
        _ = try await dryRun([:], world)
      }
      try await world.expectRefused("forbidden") {
        _ = try await dryRun(book(red: 30), by: MonitoringCase.county, world)
      }
    }
  }

  @Test(
    "rules come into force after a dry run of these very rules, and enterprises are judged anew")
  func triedFirst() async throws {
    try await World.with { world in
      let cases = try await overdue([40, 40], world)
      let (strict, other) = (book(red: 30), book(red: 35))
      func refused() async throws {
        try await world.expectRefused("conflict rules_not_tried") {
          _ = try await put(strict, world)
        }
      }
      try await refused()
      // A dry run of others does not count, nor an auditor's, nor one with pages left.
      _ = try await dryRun(other, world)
      _ = try await dryRun(strict, by: Self.auditor, world)
      try await refused()
      let page = try await dryRun(strict, limit: 1, world)
      try await refused()
      _ = try await dryRun(strict, after: page["next_after"], limit: 1, world)
      let inForce = try await put(strict, world)
      #expect(inForce["version"] == 2 && inForce["is_tried"] == true)
      #expect(inForce["document"] == strict && inForce["shipped"] != .null)
      #expect(try await world.application.warningRules(actor: Self.auditor) == inForce)
      #expect(try await cases[0].judge() == 2)
      #expect(try await cases[0].judge() == 0)
      for given in cases { #expect(try await given.open() == ["overdue red"]) }
      try await world.expectRefused("conflict rules_in_force") { _ = try await put(strict, world) }
      // The other ones were tried against rules that are in force no more.
      try await world.expectRefused("conflict rules_not_tried") { _ = try await put(other, world) }
      try await world.expectRefused(
        "invalid /document/composite required, /document/rules required"
      ) {
        _ = try await put([:], world)
      }
      try await world.expectRefused("forbidden") {
        _ = try await world.application.putWarningRules(
          ["document": other], actor: MonitoringCase.county)
      }
    }
  }

  @Test("rules without a dry run come into force with a reason, which the audit trail keeps")
  func overridden() async throws {
    try await World.with { world in
      let cases = try await overdue([40], world)
      let inForce = try await put(book(red: 100), because: "省级紧急通知", world)
      #expect(inForce["is_tried"] == false && inForce["override_reason"] == "省级紧急通知")
      let entries = try await world.application.auditEntries(
        action: "warning_rules.override", subject: nil, page: PageRequest(), actor: World.system
      ).items
      #expect(entries.map { $0["reason"] } == ["省级紧急通知"])
      #expect(entries.map { $0["subject"] } == ["warning_rules/2"])
      #expect(try await cases[0].judge() == 1)
      #expect(try await cases[0].open() == ["overdue yellow"])
      // Those that shipped stay where they were: tried, they come back.
      let shipped = try #require(
        try await world.application.warningRules(actor: World.system)["shipped"])
      let tried = try await dryRun(shipped, world)
      #expect(tried["data"]?.arrayValue?.first?["to"] == "orange")
      #expect(try await put(shipped, world)["shipped"] == .null)
      #expect(try await cases[0].judge() == 1)
      #expect(try await cases[0].open() == ["overdue orange"])
    }
  }

  @Test("the rules by which enterprises were judged first are recorded, and stay")
  func recorded() async throws {
    try await World.with { world in
      let none = try await world.application.warningRules(actor: World.system)
      #expect(none["version"] == 0 && none["in_force_at"] == .null)
      _ = try await overdue([40], world)
      let first = try await world.application.warningRules(actor: World.system)
      #expect(first["version"] == 1 && first["digest"] == none["digest"])
      #expect(first["is_tried"] == false && first["override_reason"] == .null)
      await #expect(throws: PostgresError.self) {
        try await world.execute("UPDATE warning_rules SET put_by = 'x'")
      }
    }
  }
}
