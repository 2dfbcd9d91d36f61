/// A table of figures: shown on a page, and given away as a file with the same cells.
struct TableSheet {
  struct Column {
    var title: String
    var isNumber = true
  }

  struct Cell {
    var text: String
    /// The page that tells more of it.
    var address: String?

    init(_ text: String, address: String? = nil) {
      self.text = text
      self.address = address
    }
  }

  var caption: String
  /// The first one heads the rows.
  var columns: [Column]
  var rows: [[Cell]]
  /// What has to be known to read it.
  var notes: [String] = []

  /// Rows of one page; a file has all of them.
  private static let rowsMaximum = 60

  /// The rows that a page shows. Files go on where a page ends.
  func portion(_ query: FormBody) -> Portion<[Cell]> {
    Portion(rows, limit: Self.rowsMaximum, by: "after_row", query, keeping: ["after"]) { row in
      // What comes before the first number is what the row is about.
      zip(row, columns).prefix { !$1.isNumber }.map { $0.0.text }.joined(separator: " ")
    }
  }

  /// Every name is given, since a template looks in what surrounds a table for what it lacks.
  ///
  /// - Parameters:
  ///   - address: of the page; files with the same cells lie below it.
  ///   - query: of the page: says where it begins.
  func values(at address: String, _ query: FormBody) -> [String: Any] {
    let portion = portion(query)
    return [
      "caption": caption, "columns": columns.map { ["title": $0.title, "number": $0.isNumber] },
      "rows": portion.items.map { row in
        [
          "first": Self.values(row.first, isNumber: false),
          "cells": zip(row, columns).dropFirst().map { Self.values($0, isNumber: $1.isNumber) },
        ] as [String: Any]
      }, "notes": notes.map { ["text": $0] }, "at": address, "next_rows": portion.nextValue,
    ]
  }

  private static func values(_ cell: Cell?, isNumber: Bool) -> [String: Any] {
    [
      "text": cell?.text ?? "", "address": cell?.address.map { $0 as Any } ?? false,
      "number": isNumber,
    ]
  }

  /// The file, with a mark that tells spreadsheets that it is UTF-8 (RFC 4180).
  var csv: [UInt8] {
    let head = [columns.map(\.title)]
    let body = rows.map { row in
      zip(row, columns).map { $1.isNumber ? $0.text : Self.harmless($0.text) }
    }
    let lines = head + body + notes.map { [Self.harmless($0)] }
    let text = lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A spreadsheet would take such text for a formula, whoever wrote it.
  private static func harmless(_ text: String) -> String {
    guard let first = text.first, "=+-@\t".contains(first) else { return text }
    return "'" + text
  }
}

extension TableSheet {
  /// A table of texts, row by row.
  ///
  /// - Parameter names: words for the columns.
  init(caption: String, names: [String], texts: [[String]], notes: [String], _ visit: Visit) {
    self.init(
      caption: caption,
      columns: names.map { Column(title: visit.say($0), isNumber: false) },
      rows: texts.map { $0.map { Cell($0) } }, notes: notes)
  }
}
