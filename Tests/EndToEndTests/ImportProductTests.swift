import Domain
import Foundation
import TestSupport
import Testing

@Suite("Publishing one product from a file", .serialized)
struct ImportProductTests {
  private static func product(_ name: String, family: String = "park") -> String {
    """
    code: zhubaodai
    name: {zh: 助保贷, en: \(name)}
    institution: park-pool-banks
    family: \(family)
    effective: {from: 2017-05-11}
    source: {url: 陕中企规发〔2017〕69号, tag: SEED, observed_on: 2026-11-20}
    """
  }

  @Test("it takes the place of the version it was made from, once, and of no other one")
  func publish() async throws {
    let server = try await TestPostgres.shared()
    let environment = ["RONGQIAO_DATABASE_URL": try await server.database(named: "product")]
    try Program.run(["migrate"], environment: environment)
    try Program.run(["import", "catalog"], environment: environment)
    let file = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-product-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    func publish(_ text: String, over: Int, _ more: String..., status: Int32 = 0) throws -> String {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return try Program.run(
        ["import", "product", file.path, "--over", "\(over)"] + more, environment: environment,
        status: status)
    }
    let made = try JSONParser.parse(try publish(Self.product("Revised"), over: 1, "--json"))
    #expect(made["version"] == 2 && made["catalog_version"] == 2 && made["changed"] == true)
    #expect(try publish(Self.product("Revised"), over: 2).contains("same as version 2"))
    #expect(try publish(Self.product("Late"), over: 1, status: 65).contains("version 2"))
    #expect(try publish(Self.product("x", family: "none"), over: 2, status: 65).contains("/family"))
    #expect(try publish(Self.product("Later"), over: 2).contains("version 3"))
  }
}
