import Catalog
import Domain
import Foundation
import Listing

/// The shipped documents, and short ways to values.
enum ListingFixture {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func document(_ path: String) throws -> JSON {
    let document = YAMLDocument(SourceFile(name: path, text: try text(path)))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func registry() throws -> FactRegistry {
    try FactRegistry(json: document("Schemas/catalog/facts.yaml"))
  }

  static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: text("Schemas/reference/calendar-cn.csv"))
  }

  private static let boardFolder = "Schemas/listing/boards"

  static func boards() throws -> BoardBook {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: boardFolder).path)
    return try BoardBook(
      names.sorted().map { ($0, try document("\(boardFolder)/\($0)")) })
  }

  /// A shipped board with members of its document changed.
  static func board(_ file: String, _ changes: [String: JSON?] = [:]) throws -> Board {
    var members = try document("\(boardFolder)/\(file).yaml").objectValue ?? [:]
    for (name, value) in changes { members[name] = value }
    return try Board(json: .object(members))
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }
}
