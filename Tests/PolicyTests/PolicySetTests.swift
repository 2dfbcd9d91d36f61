import Catalog
import Domain
import Policy
import Testing

@Suite("Policy packs")
struct PolicySetTests {
  private static let national = """
    code: cn
    jurisdiction: {code: CN, name: {zh: 国家, en: national}}
    parameters:
      - id: fee_cap
        unit: ppm
        label: {zh: 担保费上限, en: fee cap}
        citation: {document: 办法, tag: K, verified: false}
        series:
          - {from: 2019-01-01, value: 15000}
          - {from: 2025-03-01, value: 10000}
    """

  private static func pack(_ code: String, _ region: String, _ value: Int) -> SourceFile {
    SourceFile(
      name: "\(code).yaml",
      text: """
        code: \(code)
        jurisdiction: {code: \(region), name: {zh: 地方, en: local}}
        parameters:
          - {id: fee_cap, unit: ppm, label: {zh: 上限, en: cap}, citation: {document: 细则, tag: S}, series: [{from: 2025-01-01, value: \(value)}]}
        """)
  }

  private static let nationalFile = SourceFile(name: "cn.yaml", text: national)

  private func faults(_ files: [SourceFile]) -> [CatalogFault] {
    do throws(CatalogFaults) {
      _ = try PolicySet.read(files: files)
      return []
    } catch {
      return error.list
    }
  }

  @Test("each value lasts until the day before the next")
  func series() throws {
    let set = try PolicySet.read(files: [Self.nationalFile])
    for (day, value) in [
      ("2018-12-31", Int64?.none), ("2019-01-01", 15_000), ("2025-02-28", 15_000),
      ("2025-03-01", 10_000), ("2030-01-01", 10_000),
    ] {
      #expect(
        set.value("fee_cap", on: try #require(LegalDate(day)))?.value == value, "\(day)")
    }
    let day = try #require(LegalDate("2025-04-01"))
    let value = try #require(set.value("fee_cap", on: day))
    #expect(value.citation.document == "办法" && !value.carriedPastEnd && value.unit == .ppm)
    #expect(set.value("other", on: day) == nil)
  }

  @Test("the lowest jurisdiction that holds the region wins, and only there")
  func overrides() throws {
    let set = try PolicySet.read(files: [
      Self.pack("cn-3401", "340100", 8_000), Self.nationalFile, Self.pack("cn-34", "340000", 9_000),
    ])
    let day = try #require(LegalDate("2025-06-01"))
    func value(_ region: String?) -> Int64? {
      set.value("fee_cap", on: day, in: region.flatMap { RegionCode($0) })?.value
    }
    #expect(value(nil) == 10_000)
    #expect(value("110101") == 10_000)
    #expect(value("341302") == 9_000)
    #expect(value("340104") == 8_000)
    let before = try #require(LegalDate("2024-12-31"))
    #expect(set.value("fee_cap", on: before, in: RegionCode("340104"))?.value == 15_000)
  }

  @Test("the canonical document gives the set again, whatever the order of the files")
  func roundTrip() throws {
    let files = [Self.pack("cn-34", "340000", 9_000), Self.nationalFile]
    let set = try PolicySet.read(files: files)
    #expect(set.packs.map(\.code) == ["cn", "cn-34"])
    let again = try PolicySet(json: set.json)
    #expect(again.json.canonicalBytes == set.json.canonicalBytes)
    #expect(try PolicySet.read(files: files.reversed()).digest == set.digest)
    #expect(try PolicyPack(json: set.packs[0].json) == set.packs[0])
  }

  @Test(
    "a bad pack is refused with file, line and reason",
    arguments: [
      ("value: 10000", "value: 1.0", "number", 10),
      ("from: 2025-03-01", "from: 2019-01-01", "order", 10),
      ("from: 2025-03-01", "from: 2025-02-30", "date", 10),
      ("unit: ppm", "unit: percent", "unknown_value", 5),
      ("    citation: {document: 办法, tag: K, verified: false}\n", "", "missing_citation", 4),
      ("code: CN", "code: XX", "pattern", 2),
      ("code: cn\n", "code: cn\nowner: x\n", "unknown_member", 2),
      ("code: cn\n", "code: cn-34\n", "file_name", 1),
    ])
  func faults(_ old: String, _ new: String, _ code: String, _ line: Int) throws {
    let parts = Self.national.split(separator: old, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    let found = faults([SourceFile(name: "cn.yaml", text: parts[0] + new + parts[1])])
    let fault = try #require(found.first { $0.code == code }, "\(found)")
    #expect(fault.line == line && fault.file == "cn.yaml")
  }

  @Test("two packs of one code or jurisdiction are refused")
  func conflicts() {
    #expect(
      faults([Self.pack("cn-34", "340000", 1), Self.pack("cn-340", "340000", 2)]).map(\.pointer)
        == ["/jurisdiction/code"])
  }
}
