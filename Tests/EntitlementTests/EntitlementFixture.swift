import Catalog
import Domain
import Entitlement
import Foundation

/// The shipped clauses, and short ways to values.
enum EntitlementFixture {
  private static func document(_ path: String) throws -> JSON {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    let document = YAMLDocument(SourceFile(name: path, text: text))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func clauses() throws -> JSON { try document("Schemas/entitlement/clauses.yaml") }

  static func registry() throws -> FactRegistry {
    try FactRegistry(json: document("Schemas/catalog/facts.yaml"))
  }

  static func book() throws -> ClauseBook {
    try ClauseBook(json: clauses(), registry: registry())
  }

  /// A book of one clause as it is shipped, with members changed.
  static func book(_ code: String, _ changes: [String: JSON?]) throws -> ClauseBook {
    var clause = try clause(code)
    for (name, value) in changes { clause[name] = value }
    return try ClauseBook(json: ["clauses": [.object(clause)]], registry: registry())
  }

  static func clause(_ code: String) throws -> [String: JSON] {
    let all = try clauses()["clauses"]?.arrayValue ?? []
    guard let found = all.first(where: { $0["code"]?.stringValue == code })?.objectValue else {
      throw CocoaError(.formatting)
    }
    return found
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }

  static func fen(_ value: Int64) throws -> Fen {
    guard let fen = Fen(value) else { throw CocoaError(.formatting) }
    return fen
  }

  static func region(_ text: String) throws -> RegionCode {
    guard let region = RegionCode(text) else { throw CocoaError(.formatting) }
    return region
  }

  /// A small manufacturer.
  static let manufacturer: [String: FactState] = [
    "enterprise.industry": .known(.text("35")), "enterprise.size": .known(.text("small")),
    "enterprise.industry_policy_class": .known(.text("encouraged")),
    "enterprise.titles": .known(.set(["srdi_province"])),
  ]
}
