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

  private static func documents(in folder: String) throws -> [(name: String, json: JSON)] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return try names.sorted().map { ($0, try document("\(folder)/\($0)")) }
  }

  static func boards() throws -> BoardBook { try BoardBook(documents(in: boardFolder)) }

  static func standards() throws -> StandardBook {
    try StandardBook(documents(in: "Schemas/listing/standards"), registry: registry())
  }

  /// A shipped board with members of its document changed.
  static func board(_ file: String, _ changes: [String: JSON?] = [:]) throws -> Board {
    var members = try document("\(boardFolder)/\(file).yaml").objectValue ?? [:]
    for (name, value) in changes { members[name] = value }
    return try Board(json: .object(members))
  }

  static func ladder(_ changes: [String: JSON?] = [:]) throws -> Ladder {
    var members = try document("Schemas/listing/ladders/sn.yaml").objectValue ?? [:]
    for (name, value) in changes { members[name] = value }
    return try Ladder(json: .object(members), registry: registry())
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }

  /// Facts in 万元 (10,000 yuan), as the rules say them.
  static func wan(_ amount: Int64) -> FactState { .known(.integer(amount * 1_000_000)) }

  static func number(_ value: Int64) -> FactState { .known(.integer(value)) }

  static func flag(_ value: Bool) -> FactState { .known(.boolean(value)) }

  static func code(_ text: String) -> FactState { .known(.text(text)) }

  static func codes(_ texts: [String]) -> FactState { .known(.set(texts)) }

  static func date(_ text: String) throws -> FactState { .known(.date(try day(text))) }
}
