import Catalog
import Domain
import Foundation

/// The repository's own files, and short ways to values.
enum ArrangementFixture {
  static func document(_ path: String) throws -> JSON {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try document(yaml: String(contentsOf: root.appending(path: path), encoding: .utf8))
  }

  static func document(yaml: String) throws -> JSON {
    let document = YAMLDocument(SourceFile(name: "arrangement.yaml", text: yaml))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func calendar() throws -> WorkingCalendar {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try WorkingCalendar(
      csv: String(
        contentsOf: root.appending(path: "Schemas/reference/calendar-cn.csv"), encoding: .utf8))
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }

  static func fen(_ value: Int64) throws -> Fen {
    guard let fen = Fen(value) else { throw CocoaError(.formatting) }
    return fen
  }

  /// Codes of the faults that reading throws.
  static func codes(_ read: () throws -> Void) -> [String] {
    do {
      try read()
      return []
    } catch let faults as Faults {
      return faults.list.map(\.code)
    } catch {
      return ["\(error)"]
    }
  }
}
