import Domain
import Foundation
import TestSupport
import Testing

@Suite("The policy command", .serialized)
struct PolicyCommandTests {
  private static let pack = """
    code: cn
    jurisdiction: {code: CN, name: {zh: 国家, en: national}}
    parameters:
      - {id: lpr_1y, unit: ppm, label: {zh: 一年期, en: 1 year}, citation: {document: 公告, tag: S}, series: [{from: 2019-08-20, value: 30000}]}
      - {id: lpr_5y, unit: ppm, label: {zh: 五年期, en: 5 years}, citation: {document: 公告, tag: S}, series: [{from: 2019-08-20, value: 35000}]}
    """

  /// A folder with one national pack, gone afterwards.
  private func withPack(_ text: String = pack, _ body: (URL) async throws -> Void) async throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-policy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try text.write(
      to: folder.appendingPathComponent("cn.yaml"), atomically: true, encoding: .utf8)
    try await body(folder)
  }

  @Test("check lists what the packs that ship say, without a database")
  func check() throws {
    let text = try Program.run(["policy", "check", "--on", "2026-11-20"])
    #expect(text.contains("shuirongtong_grade_a_multiple_milli") && text.contains("cn-340102"))
    #expect(text.contains("? 3.00%"), "what is not verified is marked")
    let json = try JSONParser.parse(
      try Program.run(["policy", "check", "--on", "2026-11-20", "--json"]))
    let packs = json["packs"]?.arrayValue?.compactMap(\.stringValue)
    #expect(packs == ["cn", "cn-34", "cn-3401", "cn-340102", "cn-61"])
    let lpr = json["parameters"]?.arrayValue?.first { $0["id"] == "lpr_1y" }
    #expect(lpr?["value"] == 30_000 && lpr?["carried_past_end"] == true)
  }

  @Test("a bad pack ends with 65 and its place: file, line and column")
  func faults() async throws {
    let broken =
      Self.pack + "\nsubsidies:\n" + """
          - {id: x, label: {zh: 补, en: s}, families: [none_such], kind: fee_share, ppm: 1, certain: true, paid: at_end, effective: {from: 2025-01-01}, citation: {document: 办法, tag: S}}
        """
    try await withPack(broken) { folder in
      let said = try Program.run(["policy", "check", folder.path], status: 65)
      #expect(said.contains("cn.yaml:7:47: unknown_family"))
      let json = try Program(["policy", "check", folder.path, "--json"])
      #expect(try json.end() == 65)
      let faults = try JSONParser.parse(json.standardOutput).arrayValue ?? []
      #expect(faults.first?["line"] == 7 && faults.first?["code"] == "unknown_family")
    }
  }

  @Test("packs that lack what a product refers to are refused at the product")
  func missing() async throws {
    try await withPack { folder in
      let said = try Program.run(["policy", "check", folder.path], status: 65)
      #expect(
        said.contains("products/hefei-shuirongtong.yaml:") && said.contains("missing_parameter"))
    }
  }

  @Test("publish takes a set as a whole, keeps packs from vanishing, and diff tells versions apart")
  func publish() async throws {
    let server = try await TestPostgres.shared()
    let environment = ["RONGQIAO_DATABASE_URL": try await server.database(named: "policy")]
    try Program.run(["migrate"], environment: environment)
    try await withPack { folder in
      func publish(_ more: String..., status: Int32 = 0) throws -> JSON? {
        let text = try Program.run(
          ["policy", "publish", folder.path, "--json"] + more, environment: environment,
          status: status)
        return status == 0 ? try JSONParser.parse(text) : nil
      }
      #expect(try publish("--dry-run")?["version"] == 1)
      #expect(try publish()?["version"] == 1)
      #expect(try publish()?["is_new"] == false)
      let changed = Self.pack.replacingOccurrences(of: "value: 30000", with: "value: 29000")
      let file = folder.appendingPathComponent("cn.yaml")
      try changed.write(to: file, atomically: true, encoding: .utf8)
      let dry = try publish("--dry-run")
      #expect(dry?["version"] == 2 && dry?["diff"]?["parameters"]?.arrayValue?.count == 1)
      #expect(try publish()?["version"] == 2)
      let diff = try JSONParser.parse(
        try Program.run(["policy", "diff", "1", "latest", "--json"], environment: environment))
      let change = diff["parameters"]?.arrayValue?.first
      #expect(change?["before"] == 30_000 && change?["after"] == 29_000)
      #expect(diff["products"]?.arrayValue?.isEmpty == false)

      try FileManager.default.moveItem(at: file, to: folder.appendingPathComponent("china.yaml"))
      try changed.replacingOccurrences(of: "code: cn\n", with: "code: china\n").write(
        to: folder.appendingPathComponent("china.yaml"), atomically: true, encoding: .utf8)
      let said = try Program.run(
        ["policy", "publish", folder.path], environment: environment, status: 65)
      #expect(said.contains("--withdraw"))
      #expect(try publish("--withdraw")?["version"] == 3)
    }
    try Program.run(["policy", "diff", "1", "99"], environment: environment, status: 65)
    try Program.run(["policy", "diff", "seed", "/no/such/place"], status: 65)
  }
}
