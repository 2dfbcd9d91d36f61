import Application
import Domain
import Ingest
import TestSupport
import Testing

@Suite("The directory as a file", .serialized)
struct DirectoryFileTests {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let header = "code,kind,name_zh,source_document,source_tag"

  private func file(_ world: World, _ query: DirectoryQuery = DirectoryQuery()) async throws
    -> [UInt8]
  {
    try await world.application.directoryFile(query, actor: World.country)
  }

  private func faults(_ report: ImportReport) -> [String] {
    report.faults.map { "\($0.line ?? 0) \($0.column ?? "-") \($0.code)" }
  }

  @Test(
    "what was exported is imported without a change, with its mark and without; so is a file twice")
  func roundTrip() async throws {
    try await World.with { world in
      let odd: [String: JSON?] = [
        "code": "odd-one",
        "name": ["zh": "=1+1,\"引号\"；分号", "en": "'=x"], "regions": ["340100", "340200", "110000"],
        "services": [], "seat": nil,
        "contacts": ["phone": "(0551) 6264-6666", "address": "-1 号；@二楼", "email": nil],
        "intro": ["zh": "''@甲", "en": "＝乙"],
        "source": ["document": "+文件", "tag": "?", "observed_on": nil],
      ]
      try await world.enter()
      try await world.enter(World.firm().with(odd))
      let written = try await file(world)
      #expect(written.starts(with: Self.mark))
      let before = try await world.counts()
      let entry = try await world.entry("odd-one")
      for bytes in [written, Array(written.dropFirst(3))] {
        let report = try await world.importDirectory(bytes)
        #expect(report.state == .accepted, "\(report.table(.en))")
        #expect(report.accepted > 30 && report.rows == report.accepted && report.warnings == 0)
      }
      #expect(try await world.counts() == before, "no entry and no audit entry more")
      #expect(try await world.entry("odd-one") == entry)
      #expect(try await file(world) == written)
      let text = String(decoding: written, as: UTF8.self)
      #expect(text.contains("'+86 551 6264 6666"))
      #expect(text.contains("''=x") && text.contains("\"'=1+1,\"\"引号\"\"；分号\""))
      // In a directory without them the same file makes them anew.
      try await World.with(.migrated) { other in
        #expect(try await other.importDirectory(written).state == .accepted)
        #expect(try await file(other) == written)
        let made = try await other.entry("odd-one")
        for member in ["name", "contacts", "intro", "source", "regions", "services", "seat"] {
          #expect(made[member] == entry[member], "\(member)")
        }
      }
    }
  }

  @Test("no cell of an exported file begins like a formula")
  func guarded() async throws {
    try await World.with { world in
      for (index, start) in ["=", "+", "-", "@", "＝", "＋", "－", "＠"].enumerated() {
        let name: JSON = ["zh": .string(start + "cmd|' /C calc'!A0"), "en": .string(start + "1")]
        try await world.enter(World.firm("f-\(index)").with(["name": name]))
      }
      let document = try CSVDocument.read(bytes: try await file(world))
      #expect(document.header.first == "code")
      for record in document.records() {
        for cell in record.cells { #expect(!FormulaGuard.isFormula(cell), "\(cell)") }
      }
    }
  }

  @Test("an export holds what was asked for and nothing that is unlisted")
  func selection() async throws {
    try await World.with { world in
      try await world.enter()
      try await world.enter(World.firm("second"))
      try await world.unlist("second")
      func codes(_ query: DirectoryQuery) async throws -> [String] {
        try CSVDocument.read(bytes: try await file(world, query)).records().map { $0.cells[0] }
      }
      #expect(try await codes(DirectoryQuery(kind: .lawFirm)) == ["example-firm"])
      #expect(try await codes(DirectoryQuery(kind: .lawFirm, status: .unlisted)) == ["second"])
      #expect(try await codes(DirectoryQuery(text: "no such words")) == [])
      try await world.expectRefused("forbidden") {
        _ = try await world.application.directoryFile(
          DirectoryQuery(status: .unlisted), actor: Actor(subject: "e", role: .enterprise))
      }
    }
  }

  @Test("rows create, change and leave alone; a missing column leaves, an empty cell takes back")
  func upsert() async throws {
    try await World.with { world in
      try await world.enter()
      let text =
        "code,kind,name_zh,source_document,source_tag,office_phone,regions\n"
        + "example-firm,law_firm,新名称,新名单,S,,\n"
        + "new-broker,broker,示例证券,新名单,S,95500,340000；110000\n"
      let report = try await world.importDirectory(Array(text.utf8))
      #expect(report.state == .accepted && report.accepted == 2)
      let changed = try await world.entry()
      #expect(changed["version"] == 2 && changed["name"]?["zh"] == "新名称")
      #expect(changed["name"]?["en"] == "Example Law Firm", "a column the file does not have")
      #expect(changed["contacts"]?["phone"] == .null && changed["regions"] == [])
      #expect(changed["contacts"]?["email"] == "office@example.org")
      let made = try await world.entry("new-broker")
      #expect(made["regions"] == ["110000", "340000"] && made["services"] == [])
      let acts = try await world.acts("example-firm")
      #expect(acts.map { $0["action"] } == ["directory.amend", "directory.create"])
      #expect(acts[0]["reason"]?.stringValue?.hasPrefix("import sha256:") == true)
      let before = try await world.counts()
      #expect(try await world.importDirectory(Array(text.utf8)).state == .accepted)
      #expect(try await world.counts() == before)
      #expect(try await world.entry()["version"] == 2)
    }
  }

  @Test("bad rows are named by line and column, and by default refuse the file")
  func badRows() async throws {
    try await World.with { world in
      let full =
        Self.header + ",regions,seat,services,office_phone,web_site,business_email,observed_on\n"
      let text =
        full + "good,bank,好银行,名单,S,,,,,,,\n" + "Bad,bank,甲,名单,S,,,,,,,\n"
        + "b,planet,甲,名单,S,,,,,,,\n" + "c,bank,,名单,S,,,,,,,\n" + "d,bank,=1+1,名单,S,,,,,,,\n"
        + "e,bank,甲,,S,,,,,,,\n" + "f,bank,甲,名单,sure,,,,,,,\n"
        + "g,bank,甲,名单,S,340199;34,,,,,,\n" + "h,bank,甲,名单,S,340100;340100,3401,,,,,\n"
        + "i,bank,甲,名单,S,,,magic,,,,\n" + "j,bank,甲,名单,S,,,loan;loan,,,,\n"
        + "k,bank,甲,名单,S,,,,13800138000,example.org,office,2026-11-21\n"
        + "good,bank,又一家,名单,S,,,,,,,\n" + "l,bank,甲\n"
      let expected = [
        "3 code pattern", "4 kind unknown_value", "5 name_zh required", "6 name_zh formula",
        "7 source_document required", "8 source_tag unknown_value", "9 regions region_unknown",
        "10 regions duplicate_value", "10 seat region_format", "11 services unknown_value",
        "12 services duplicate_value", "13 office_phone mobile_number", "13 web_site web_site",
        "13 business_email email", "13 observed_on future", "14 - duplicate_key", "15 - ragged",
      ]
      let before = try await world.counts()
      for mode in [ImportMode.allOrNothing, .dryRun] {
        let report = try await world.importDirectory(Array(text.utf8), mode)
        #expect(report.state == (mode == .dryRun ? .checked : .refused))
        #expect(faults(report) == expected)
        #expect(try await world.counts() == before)
      }
      let partly = try await world.importDirectory(Array(text.utf8), .skipBad)
      #expect(partly.state == .partlyAccepted && partly.accepted == 1)
      #expect(try await world.entry("good")["name"]?["zh"] == "好银行")
      let short = try await world.importDirectory(Array("code,kind\nx,bank\n".utf8))
      #expect(
        faults(short) == [
          "1 name_zh column_missing", "1 source_document column_missing",
          "1 source_tag column_missing",
        ])
    }
  }

  @Test("an unlisted entry is updated with a warning, and stays unlisted")
  func unlisted() async throws {
    try await World.with { world in
      try await world.enter()
      try await world.unlist()
      let text = Self.header + "\nexample-firm,law_firm,新名称,名单,S\n"
      let report = try await world.importDirectory(Array(text.utf8))
      #expect(report.state == .accepted && faults(report) == ["2 code unlisted"])
      let entry = try await world.entry()
      #expect(entry["status"] == "unlisted" && entry["name"]?["zh"] == "新名称")
    }
  }
}
