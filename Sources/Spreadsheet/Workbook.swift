/// Tables for a spreadsheet, one a sheet.
public struct Workbook: Sendable, Hashable {
  public var title: String
  /// Seconds since 1970, which the file says it was made: the same tables give the same bytes.
  public var createdSeconds: Int
  /// At least one.
  public var sheets: [Sheet]

  public init(title: String, createdSeconds: Int, sheets: [Sheet]) {
    self.title = title
    self.createdSeconds = createdSeconds
    self.sheets = sheets
  }
}

public struct Sheet: Sendable, Hashable {
  public enum Cell: Sendable, Hashable {
    case text(String)
    case number(Int64)
    /// So many thousandths.
    case thousandths(Int64)
  }

  /// Unique in its workbook; what a spreadsheet does not take in a name is left out of it.
  public var name: String
  public var headings: [String]
  public var rows: [[Cell]]
  /// What is said under the table, a line each.
  public var notes: [String]

  public init(name: String, headings: [String], rows: [[Cell]], notes: [String] = []) {
    self.name = name
    self.headings = headings
    self.rows = rows
    self.notes = notes
  }
}

/// Why a workbook was not written.
public struct SpreadsheetError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    /// More sheets, cells or bytes than are written.
    case tooLarge = "too_large"
    /// The library or the file system refused it.
    case failed
  }

  public let kind: Kind
  public let reason: String

  public init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  public var description: String { "workbook \(kind.rawValue): \(reason)" }
}
