import Application
import Domain
import Foundation
import Ingest
import Postgres
import Store
import TestSupport
import Testing

@Suite("Imports", .serialized)
struct ImportTests {
  private func run(
    _ world: World, _ kind: ImportKind, _ text: String, _ mode: ImportMode = .allOrNothing
  ) async throws -> CSVImportOutcome {
    try await world.application.importCSV(
      kind, bytes: Array(text.utf8), mode: mode, actor: World.system)
  }

  private func faults(_ outcome: CSVImportOutcome) -> [String] {
    outcome.report.faults.map { "\($0.line ?? 0) \($0.column ?? "-") \($0.code)" }
  }

  private let enterpriseHeader = "uscc,name,region,industry,registered_on\n"
  private let factHeader = "uscc,path,value,none,source,as_of\n"
  private let needHeader = "uscc,amount_yuan,amount_fen,tenor_months,purpose,security\n"

  private func enterprises(_ numbers: Range<Int>) -> String {
    numbers.map { "\(Body.uscc($0)),企业\($0),340104,6510,2019-03-15\n" }.joined()
  }

  @Test("enterprises of a file are registered with their first facts and events")
  func enterprisesTaken() async throws {
    try await World.with { world in
      let outcome = try await run(world, .enterprises, enterpriseHeader + enterprises(0..<600))
      #expect(outcome.report.state == .accepted)
      #expect(outcome.report.accepted == 600 && outcome.quarantine == nil)
      let counts = try await world.counts()
      #expect(counts["enterprise"] == 600 && counts["facts_version"] == 600)
      #expect(counts["outbox"] == 600)
      let found = try await world.application.enterprises(
        region: nil, uscc: Body.uscc(599), page: PageRequest(), actor: World.system)
      let id = try #require(
        found.items.first?["id"]?.stringValue.flatMap { EnterpriseID($0) })
      let facts = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(facts.value.fact("enterprise.region")?["source"] == "registry")
      let events = try await world.events()
      #expect(events.allSatisfy { $0.type == .enterpriseCreated && $0.sequence == 1 })
    }
  }

  @Test("bad and known enterprises are named by line; by default one of them refuses the file")
  func enterprisesRefused() async throws {
    try await World.with { world in
      try await world.register(3)
      let wrong = String(Body.uscc(5).dropLast()) + "W"
      let text =
        enterpriseHeader + enterprises(0..<3) + enterprises(3..<4)
        + "\(wrong),企业,340104,6510,2019-03-15\n" + "\(Body.uscc(6)),企业,999999,6510,2030-01-01\n"
        + enterprises(0..<1) + enterprises(7..<8)
      let expected = [
        "5 uscc enterprise_exists", "6 uscc checksum", "7 region region_unknown",
        "7 registered_on future", "8 - duplicate_key",
      ]
      let before = try await world.counts()
      let refused = try await run(world, .enterprises, text)
      #expect(refused.report.state == .refused)
      #expect(faults(refused) == expected)
      #expect(try await world.counts() == before)
      let checked = try await run(world, .enterprises, text, .dryRun)
      #expect(checked.report.state == .checked && faults(checked) == expected)
      #expect(try await world.counts() == before)
      let partly = try await run(world, .enterprises, text, .skipBad)
      #expect(partly.report.state == .partlyAccepted)
      #expect(partly.report.accepted == 4 && partly.report.rejected == 4)
      #expect(try await world.count("enterprise") == 5)
      let quarantine = String(decoding: partly.quarantine ?? [], as: UTF8.self)
      #expect(quarantine.contains(Body.uscc(6)) && !quarantine.contains(Body.uscc(7)))
      let again = try await run(world, .enterprises, text, .skipBad)
      #expect(again.report.state == .refused, "what is left is bad")
      #expect(try await world.count("enterprise") == 5)
    }
  }

  @Test("facts of a file are laid over those that are there, one version an enterprise")
  func factsTaken() async throws {
    try await World.with { world in
      let first = try await world.register(0)
      let second = try await world.register(1)
      try await world.report(first, ["tax.credit_grade": "C", "tax.arrears_fen": 5])
      let need = try await world.submit(first)
      try await world.matchWaiting()
      try await world.drain()
      let text =
        factHeader + "\(Body.uscc(0)),tax.credit_grade,A,,tax_bureau,2026-04-30\n"
        + "\(Body.uscc(0)),enterprise.titles,tech_sme;high_tech,,industry_bureau,2026-04-30\n"
        + "\(Body.uscc(1)),enterprise.listed_boards,,是,equity_board,2026-04-30\n"
        + "\(Body.uscc(0)),tax.vat_payer,是,,tax_bureau,2026-04-30\n"
      let outcome = try await run(world, .facts, text)
      #expect(outcome.report.state == .accepted && outcome.report.accepted == 4)
      let facts = try await world.application.facts(
        first, version: nil, asOf: nil, actor: World.system)
      #expect(facts.version == 3)
      #expect(facts.value.fact("tax.credit_grade")?["value"] == "A")
      #expect(facts.value.fact("tax.arrears_fen")?["value"] == 5)
      #expect(facts.value.fact("enterprise.titles")?["value"] == ["high_tech", "tech_sme"])
      #expect(facts.value.fact("tax.vat_payer")?["value"] == true)
      let other = try await world.application.facts(
        second, version: nil, asOf: nil, actor: World.system)
      #expect(other.value.fact("enterprise.listed_boards")?["none"] == true)
      #expect(try await world.events().map(\.type) == [.factsChanged, .factsChanged])
      let view = try await world.application.need(need, actor: World.system).value
      #expect(view["match"]?["state"] == "pending")
      let before = try await world.counts()
      #expect(try await run(world, .facts, text).report.state == .accepted)
      #expect(try await world.counts() == before, "the same facts again change nothing")
    }
  }

  @Test("bad facts are named by line and column, and store nothing")
  func factsRefused() async throws {
    try await World.with { world in
      try await world.register(0)
      let good = "\(Body.uscc(0)),tax.credit_grade,A,,tax_bureau,2026-04-30\n"
      let code = Body.uscc(0)
      let text =
        factHeader + good + "\(Body.uscc(9)),tax.credit_grade,A,,tax_bureau,2026-04-30\n"
        + "\(code),tax.nothing,A,,tax_bureau,2026-04-30\n"
        + "\(code),enterprise.region,340104,,tax_bureau,2026-04-30\n"
        + "\(code),need.amount_fen,1,,tax_bureau,2026-04-30\n"
        + "\(code),tax.mean_2y_fen,1,,tax_bureau,2026-04-30\n"
        + "\(code),tax.arrears_fen,1.5,,tax_bureau,2026-04-30\n"
        + "\(code),tax.arrears_fen,-1,,tax_bureau,2026-04-30\n"
        + "\(code),tax.vat_payer,,true,tax_bureau,2026-04-30\n"
        + "\(code),tax.vat_payer,maybe,,tax_bureau,2026-04-30\n"
        + "\(code),tax.vat_payer,true,,registry,2026-04-30\n"
        + "\(code),enterprise.size,micro,,classification,2026-04-30\n"
        + "\(code),tax.consecutive_years,3,,tax_bureau,2027-01-01\n" + good
      let before = try await world.counts()
      let outcome = try await run(world, .facts, text)
      #expect(outcome.report.state == .refused)
      #expect(
        faults(outcome) == [
          "3 uscc enterprise_unknown", "4 path path_unknown", "5 path path_unknown",
          "6 path path_unknown", "7 path path_unknown", "8 value type", "9 value below_min",
          "10 none none_not_allowed", "11 value type", "12 source source", "13 source source",
          "14 as_of future", "15 - duplicate_key",
        ])
      #expect(try await world.counts() == before)
      let skipped = try await run(world, .facts, text, .skipBad)
      #expect(skipped.report.accepted == 1 && skipped.report.rejected == 13)
      #expect(try await world.count("facts_version") == 2)
    }
  }

  @Test("needs of a file are submitted and decided like any other")
  func needsTaken() async throws {
    try await World.with { world in
      let first = try await world.register(0)
      try await world.register(1)
      let text =
        needHeader + "\(Body.uscc(0)),\"3,000,000.00\",,12,working_capital,credit;guarantee\n"
        + "\(Body.uscc(0)),,50000000,36,equipment,\n" + "\(Body.uscc(1)),0.01,,1,other,ip\n"
      let dry = try await run(world, .needs, text, .dryRun)
      #expect(dry.report.state == .checked)
      #expect(try await world.count("need") == 0)
      let outcome = try await run(world, .needs, text)
      #expect(outcome.report.state == .accepted && outcome.report.accepted == 3)
      #expect(try await world.matchWaiting().decided == 3)
      let needs = try await world.application.needs(
        status: nil, enterprise: first, region: nil, page: PageRequest(), actor: World.system)
      let amounts = Set(needs.items.compactMap { $0["amount"]?["fen"]?.intValue })
      #expect(amounts == [300_000_000, 50_000_000])
      let security = needs.items.map { $0["security"] }
      #expect(security.contains(.null) && security.contains(["credit", "guarantee"]))
      try await world.expectRefused("conflict file_imported", "the very same file again") {
        _ = try await run(world, .needs, text)
      }
    }
  }

  @Test("bad needs are named by line and column, and store nothing")
  func needsRefused() async throws {
    try await World.with { world in
      try await world.register(0)
      let code = Body.uscc(0)
      let text =
        needHeader + "\(code),100,,12,other,\n" + "\(Body.uscc(9)),100,,12,other,\n"
        + "\(code),100,100,12,other,\n" + "\(code),,,12,other,\n" + "\(code),-5,,12,other,\n"
        + "\(code),99999999999999999999,,12,other,\n" + "\(code),100,,0,other,\n"
        + "\(code),100,,12,speculation,\n" + "\(code),100,,12,other,promise\n" + "\(code),100,12\n"
      let before = try await world.counts()
      let outcome = try await run(world, .needs, text)
      #expect(
        faults(outcome) == [
          "3 uscc enterprise_unknown", "4 amount_yuan amount_twice",
          "5 amount_yuan amount_missing", "6 amount_yuan negative", "7 amount_yuan above_max",
          "8 tenor_months below_min", "9 purpose unknown_value", "10 security unknown_value",
          "11 - ragged",
        ])
      #expect(try await world.counts() == before)
      let skipped = try await run(world, .needs, text, .skipBad)
      #expect(skipped.report.accepted == 1)
      #expect(try await world.count("need") == 1)
    }
  }

  @Test("more needs than an enterprise may have open refuse the whole file")
  func needsLimit() async throws {
    try await World.with { world in
      try await world.register(0)
      let rows = String(repeating: "\(Body.uscc(0)),100,,12,other,\n", count: 101)
      try await world.expectRefused("conflict too_many_open_needs") {
        _ = try await run(world, .needs, needHeader + rows)
      }
    }
  }

  @Test("files in GBK, UTF-16 or no text at all are refused with a code that says so")
  func encodings() async throws {
    try await World.with { world in
      try await world.register(0)
      // 统一社会信用代码,企业名称 in GBK, then a row with 合肥 in it.
      let gbk: [UInt8] =
        [0xCD, 0xB3, 0xD2, 0xBB, 0xC9, 0xE7, 0xBB, 0xE1, 0xD0, 0xC5, 0xD3, 0xC3, 0xB4, 0xFA]
        + [0xC2, 0xEB, 0x2C, 0xC6, 0xF3, 0xD2, 0xB5, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A]
        + Array(Body.uscc(1).utf8) + [0x2C, 0xBA, 0xCF, 0xB7, 0xCA, 0x0A]
      let utf16: [UInt8] = [0xFF, 0xFE] + "uscc,name\n".utf16.flatMap { [UInt8($0 & 255), 0] }
      let before = try await world.counts()
      for kind in ImportKind.allCases {
        for mode in [ImportMode.allOrNothing, .skipBad, .dryRun] {
          for (bytes, code) in [(gbk, "encoding_gbk"), (utf16, "encoding_utf16"), ([], "empty")] {
            let outcome = try await world.application.importCSV(
              kind, bytes: bytes, mode: mode, actor: World.system)
            #expect(outcome.report.state == .refused)
            #expect(outcome.report.faults.map(\.code) == [code], "\(kind) \(mode)")
          }
        }
      }
      #expect(try await world.counts() == before)
    }
  }

  @Test("codes admitted by an override may be named in files of facts and needs")
  func admitted() async throws {
    try await World.with { world in
      let legacy = String(Body.uscc(0).dropLast()) + "W"
      _ = try await world.application.createEnterprise(
        Body.enterprise().with(["uscc": .string(legacy), "uscc_override_reason": "试点发码"]),
        actor: World.system)
      let facts = try await run(
        world, .facts, factHeader + "\(legacy),tax.credit_grade,A,,tax_bureau,2026-04-30\n")
      #expect(facts.report.state == .accepted)
      let needs = try await run(world, .needs, needHeader + "\(legacy),100,,12,other,\n")
      #expect(needs.report.state == .accepted)
    }
  }

  @Test("progress is told step by step up to the end")
  func progress() async throws {
    try await World.with { world in
      let seen = Locked<[String: Int]>([:])
      let text = enterpriseHeader + enterprises(0..<700)
      _ = try await world.application.importCSV(
        .enterprises, bytes: Array(text.utf8), mode: .allOrNothing, actor: World.system
      ) { step, done, total in
        #expect(total == 700)
        seen.withLock { seen in
          #expect(done >= seen[step, default: 0])
          seen[step] = done
        }
      }
      #expect(seen.withLock { $0 } == ["check": 700, "store": 700])
    }
  }

  @Test("a file of sample enterprises, facts and needs goes in whole and is decided")
  func sampleFiles() async throws {
    try await World.with { world in
      let samples = try SampleRegistration(application: world.application).samples(
        count: 30, seed: 3, today: TestStore.morning.legalDate)
      var files = SampleFiles()
      for sample in samples { files.append(sample) }
      for (kind, bytes) in [
        (ImportKind.enterprises, files.enterprises), (.facts, files.facts), (.needs, files.needs),
      ] {
        let outcome = try await world.application.importCSV(
          kind, bytes: bytes, mode: .allOrNothing, actor: World.system)
        #expect(outcome.report.state == .accepted, "\(outcome.report.table(.en))")
      }
      let needs = samples.reduce(0) { $0 + $1.needs.count }
      #expect(try await world.matchWaiting().decided == needs)
    }
  }
}
