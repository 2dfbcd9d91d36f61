import Domain
import Ingest
import Testing

@Suite("Import frame")
struct ImporterTests {
  private static let good = [
    "91340000711771143J", "913401001492097421", "91340000731686376P", "913400001489746613",
  ]

  private func decoder() throws -> RowDecoder<EnterpriseRow> {
    try EnterpriseRow.decoder(
      regions: Reference.regions(), industries: Reference.industries(), today: day("2026-11-20"))
  }

  private func run(
    _ text: String, mode: ImportMode = .allOrNothing, limits: ImportLimits = .standard
  ) throws -> ImportResult<EnterpriseRow> {
    try Importer(decoder(), mode: mode, limits: limits).run(bytes: Array(text.utf8))
  }

  private let header = "uscc,name,region,industry,registered_on\n"

  @Test("good rows become values")
  func accepted() throws {
    let result = try run(
      header + "91340000711771143j,示例一,340104,6510,1999-12-30\n"
        + " 9134 0100 1492 097421 ,\"示例,二\",340100,C,2020-02-29\n")
    #expect(result.report.state == .accepted && result.report.accepted == 2)
    #expect(result.rows.map(\.line) == [2, 3])
    #expect(result.rows.map(\.row.name) == ["示例一", "示例,二"])
    #expect(result.rows.map(\.row.uscc.text) == ["91340000711771143J", "913401001492097421"])
    #expect(result.rows[0].row.registeredOn.text == "1999-12-30")
    #expect(result.quarantine == nil && result.report.faults.isEmpty)
  }

  @Test("the header may be in Chinese and in any order")
  func chineseHeader() throws {
    let result = try run(
      "成立日期,行业代码,行政区划代码,企业名称,统一社会信用代码\n2020-01-01,39,340100,示例,\(Self.good[0])\n")
    #expect(result.report.state == .accepted)
  }

  @Test("unknown, missing, duplicate and unnamed columns are all reported")
  func headers() throws {
    let result = try run("uscc,name,name,colour,\n")
    #expect(result.report.state == .refused && result.rows.isEmpty)
    #expect(
      result.report.faults.map { "\($0.columnNumber ?? 0) \($0.column ?? "-") \($0.code)" } == [
        "3 name column_duplicate", "4 colour column_unknown", "5 - column_unnamed",
        "0 region column_missing", "0 industry column_missing", "0 registered_on column_missing",
      ])
  }

  private var bad: String {
    header + "\(Self.good[0]),甲,340100,39,2020-01-01\n"
      + "914403001922038217,乙,349999,X1,2020-02-30\n"
      + "\(Self.good[1]),丙,340100\n" + "\(Self.good[0]),丁,340100,39,2020-01-01\n"
      + ",=cmd(),340100,39,2027-01-01\n" + "\(Self.good[2]),\"戊\"x,340100,39,2020-01-01\n"
      + "\(Self.good[3]),己,340100,39,2020-01-01\n"
  }

  private let badFaults = [
    "3 uscc 1 checksum", "3 region 3 region_unknown", "3 industry 4 industry_format",
    "3 registered_on 5 date", "4 - 0 ragged", "5 - 0 duplicate_key", "6 uscc 1 required",
    "6 name 2 formula", "6 registered_on 5 future", "7 - 0 quote_stray",
  ]

  @Test("every fault of every row is reported, with line, column and number")
  func allFaults() throws {
    for mode in ImportMode.allCases {
      let report = try run(bad, mode: mode).report
      #expect(
        report.faults.map {
          "\($0.line ?? 0) \($0.column ?? "-") \($0.columnNumber ?? 0) \($0.code)"
        }
          == badFaults)
      #expect(report.rows == 7 && report.rejected == 5 && report.errors == 10)
      #expect(report.rows == report.accepted + report.rejected + report.held)
    }
  }

  @Test("one bad row refuses the whole file unless bad rows are to be skipped")
  func modes() throws {
    let refused = try run(bad)
    #expect(refused.report.state == .refused && refused.rows.isEmpty && refused.report.held == 2)
    let skipped = try run(bad, mode: .skipBad)
    #expect(skipped.report.state == .partlyAccepted && skipped.rows.map(\.line) == [2, 8])
    let dry = try run(bad, mode: .dryRun)
    #expect(dry.report.state == .checked && dry.rows.isEmpty && dry.report.held == 2)
    let clean = try run(header + "\(Self.good[0]),甲,340100,39,2020-01-01\n", mode: .dryRun)
    #expect(clean.rows.isEmpty && clean.report.held == 1 && clean.report.errors == 0)
    let none = try run(header + "x,甲,340100,39,2020-01-01\n", mode: .skipBad)
    #expect(none.report.state == .refused)
  }

  @Test("no report shows a whole credit code")
  func masking() throws {
    let result = try run(
      header + "914403001922038217,914403001922038217,914403001922038217,39,9144 0300 1922 038217\n"
    )
    let shown =
      result.report.json.canonicalText + result.report.table(.zh) + result.report.table(.en)
    #expect(!shown.contains("91440300192203821"))
    #expect(!shown.contains("1922 0382"))
    #expect(shown.contains("8217"))
    #expect(ShownValue.shortened("示例９１４４０３００１９２２０３８２１７公司") == "示例…８２１７公司")
    #expect(ShownValue.shortened(String(repeating: "长", count: 40)).count == 24)
    #expect(ShownValue.shortened("two\nlines") == "two lines")
    #expect(ShownValue.shortened("Guangyuan Machinery Ltd") == "Guangyuan Machinery Ltd")
    #expect(ShownValue.code("914403001922038217") == "…8217" && ShownValue.code("12") == "**")
  }

  @Test("the quarantine file can be repaired and imported as it is")
  func quarantine() throws {
    let result = try run(bad, mode: .skipBad)
    let bytes = try #require(result.quarantine)
    let file = try CSVDocument.read(bytes: bytes)
    #expect(file.encoding == .utf8WithMark)
    let rows = file.records().map(\.cells)
    #expect(rows.map { $0[5] } == ["3", "4", "5", "6", "7"])
    #expect(rows[0][0] == "914403001922038217")
    #expect(rows[0][6] == "checksum;region_unknown;industry_format;date")
    #expect(rows[4][8] == "\(Self.good[2]),\"戊\"x,340100,39,2020-01-01")

    var repaired = CSVWriter()
    repaired.append(file.header)
    repaired.append([Self.good[1], "丙", "340100", "39", "2020-01-01"] + rows[1][5...])
    let second = try Importer(decoder()).run(bytes: repaired.bytes)
    #expect(second.report.state == .accepted && second.rows.map(\.row.name) == ["丙"])

    let again = try Importer(decoder(), mode: .skipBad).run(bytes: bytes)
    // The duplicate stands alone now; the others are as bad as before.
    #expect(again.report.rejected == 4 && again.rows.map(\.row.name) == ["丁"])
    let header = try CSVDocument.read(bytes: #require(again.quarantine)).header
    #expect(header.count { $0.hasPrefix("import_") } == 4)
  }

  @Test("surplus cells of a ragged row are not lost")
  func surplus() throws {
    let result = try run(
      header + "\(Self.good[0]),甲,340100,39,2020-01-01,more,\"a,b\"\n", mode: .skipBad)
    let rows = try CSVDocument.read(bytes: #require(result.quarantine)).records().map(\.cells)
    #expect(rows.first?.last == "more,a,b")
  }

  @Test("faults beyond the limit are counted, not kept")
  func faultLimit() throws {
    let text = header + String(repeating: ",,,,\n", count: 50)
    let report = try run(text, limits: ImportLimits(maximumFaultsKept: 7)).report
    #expect(report.faults.count == 7 && report.errors == 250 && report.faultsDropped == 243)
    #expect(report.table(.zh).contains("另有 243 条未列出"))
    #expect(report.json["faults_dropped"] == 243)
  }

  @Test("a wrong organisation code warns and does not refuse")
  func warning() throws {
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    let code = try #require(alphabet.compactMap { try? USCC("91340102MA2MTK1A2\($0)") }.first)
    let result = try run(header + "\(code.text),甲,340100,39,2020-01-01\n")
    #expect(result.report.state == .accepted && result.report.warnings == 1)
    #expect(result.report.faults.map(\.code) == ["organisation_check"])
  }

  @Test("a legacy code passes only when it is admitted by name")
  func override() throws {
    let text = header + "91350100M0001TGQXM,甲,340100,39,2020-01-01\n"
    #expect(try run(text).report.faults.map(\.code) == ["checksum"])
    let admitting = try EnterpriseRow.decoder(
      regions: Reference.regions(), industries: Reference.industries(), today: day("2026-11-20"),
      admitting: ["91350100M0001TGQXM"])
    #expect(Importer(admitting).run(bytes: Array(text.utf8)).report.state == .accepted)
  }

  @Test("progress is told up to the end")
  func progress() throws {
    let text = header + Self.good.map { "\($0),甲,340100,39,2020-01-01\n" }.joined()
    var told: [String] = []
    _ = try Importer(decoder(), limits: ImportLimits(recordsPerBatch: 3))
      .run(bytes: Array(text.utf8)) { told.append("\($0)/\($1)") }
    #expect(told == ["3/4", "4/4"])
  }

  @Test("a file that cannot be read gives a report, not a crash")
  func unreadable() throws {
    let result = try Importer(decoder(), mode: .skipBad).run(bytes: [0xC6, 0xF3, 0x0A])
    #expect(result.report.state == .refused && result.report.encoding == nil)
    #expect(result.report.faults.map(\.code) == ["encoding_gbk"])
    #expect(result.report.json["encoding"] == .null)
  }

  @Test("the report's table lines up Chinese and Latin text")
  func table() throws {
    let lines = try run(bad).report.table(.zh).split(separator: "\n")
    #expect(lines.count == 12)
    #expect(lines[0] == "未接收:共 7 行,接收 0,拒绝 5,未提交 2;错误 10,警告 0")
    #expect(lines[2].contains("checksum"))
    #expect(try run(bad).report.table(.en).hasPrefix("refused: 7 rows, 0 accepted, 5 rejected"))
  }
}
