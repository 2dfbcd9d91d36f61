import Catalog
import Domain
import Foundation
import Statistics

/// The shipped definitions and calendar, and short ways to values.
enum StatisticsFixture {
  private static func text(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func definitions() throws -> JSON {
    let path = "Schemas/statistics/definitions.yaml"
    let document = YAMLDocument(SourceFile(name: path, text: try text(path)))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func book() throws -> DefinitionBook { try DefinitionBook(json: definitions()) }

  static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: text("Schemas/reference/calendar-cn.csv"))
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

  static func definition(_ code: String, on day: String) throws -> LendingDefinition {
    guard let found = try book().definition(code, on: Self.day(day)) else {
      throw CocoaError(.formatting)
    }
    return found
  }

  /// A loan to a small firm.
  static func loan(
    _ key: String, of borrower: String? = nil, _ balance: Int64, size: BorrowerSize? = .small,
    credit: Int64? = 100, bad: Int64 = 0, granted: Int64 = 0, rate: Int64 = 0,
    asked: Bool = false, got: Bool = false
  ) throws -> LoanRow {
    LoanRow(
      key: key, borrower: borrower ?? key, size: size, credit: try credit.map(fen),
      balance: try fen(balance), bad: try fen(bad), granted: try fen(granted), ratePPM: rate,
      hasApplied: asked, isApproved: got)
  }
}
