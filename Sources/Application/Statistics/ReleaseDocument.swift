import Domain
import Ingest
import Spreadsheet

/// A published report as files: tables of counts, and those of lending (`PublishedLendingTable`). They say
/// nothing that it does not, and on every table as of when it is and what its columns count.
struct ReleaseDocument {
  /// What stands where a count is held back.
  static let heldBack = "*"

  let report: JSON

  init(_ report: JSON) { self.report = report }

  private var stages: [JSON] { report["stages"]?.arrayValue ?? [] }
  private var tables: [JSON] { report["tables"]?.arrayValue ?? [] }
  private var threshold: Int64 { report["suppression"]?["threshold"]?.intValue ?? 0 }

  static func text(_ label: JSON?) -> String {
    "\(label?["zh"]?.stringValue ?? "") \(label?["en"]?.stringValue ?? "")"
  }

  private static func cells(_ counts: JSON?) -> [String] {
    (counts?.arrayValue ?? []).map { $0.intValue.map { String($0) } ?? heldBack }
  }

  /// As of when what is told stands.
  var edition: [String] {
    let revision = report["revision"]?.intValue ?? 1
    return [
      "截至 as of: \(report["as_of"]?.stringValue ?? "")", "第 \(revision) 版 release \(revision)",
    ]
  }

  /// What is said under each table of counts.
  private var notes: [String] {
    let note = "* 少于 \(threshold) 或会泄露此类数字 held back: under \(threshold), or telling of such"
    return edition + stages.map { "\(Self.text($0["label"])): \(Self.text($0["means"]))" } + [note]
  }

  /// With a byte-order mark, so that spreadsheets read the Chinese; nil for a table that there is not.
  func csv(table code: String) -> [UInt8]? {
    var writer = CSVWriter(mark: true)
    let table = tables.first { $0["code"]?.stringValue == code }
    guard table != nil || code == "total" else {
      return lendingTables.first { $0.code == code }?.csv
    }
    writer.append(
      ["代码 code", "名称 name"] + stages.map { Self.text($0["label"]) })
    writer.append(["*", "合计 total"] + Self.cells(report["total"]))
    for row in table?["rows"]?.arrayValue ?? [] {
      writer.append(
        [row["code"]?.stringValue ?? "", row["label"]?.stringValue ?? ""]
          + Self.cells(row["counts"]))
    }
    for note in notes { writer.append([note]) }
    return writer.bytes
  }

  /// Every table a sheet, the total first.
  func workbook(publishedAt: Instant) -> Workbook {
    let headings = ["代码 code", "名称 name"] + stages.map { Self.text($0["label"]) }
    func row(_ code: String, _ name: String, _ counts: JSON?) -> [Sheet.Cell] {
      var cells = [Sheet.Cell.text(code), .text(name)]
      for count in counts?.arrayValue ?? [] {
        cells.append(count.intValue.map { Sheet.Cell.number($0) } ?? .text(Self.heldBack))
      }
      return cells
    }
    let total = row("*", "合计 total", report["total"])
    var sheets = [Sheet(name: "合计", headings: headings, rows: [total], notes: notes)]
    for table in tables {
      let rows = (table["rows"]?.arrayValue ?? []).map {
        row($0["code"]?.stringValue ?? "", $0["label"]?.stringValue ?? "", $0["counts"])
      }
      sheets.append(
        Sheet(
          name: table["label"]?["zh"]?.stringValue ?? table["code"]?.stringValue ?? "",
          headings: headings, rows: [total] + rows, notes: notes))
    }
    sheets += lendingTables.map(\.sheet)
    return Workbook(
      title: report["title"]?.stringValue ?? "",
      createdSeconds: Int(publishedAt.microseconds / 1_000_000), sheets: sheets)
  }

  /// A page without scripts or anything from elsewhere.
  func page(digest: String) -> PrintedPage {
    PrintedPage(html: html(digest: digest), contentSecurityPolicy: "default-src 'none'")
  }

  private func html(digest: String) -> String {
    let title = Self.escaped(report["title"]?.stringValue ?? "")
    let head = (["名称 name"] + stages.map { Self.text($0["label"]) })
      .map { "<th scope=\"col\">\(Self.escaped($0))</th>" }.joined()
    func line(_ name: String, _ counts: JSON?) -> String {
      "<tr><th scope=\"row\">\(Self.escaped(name))</th>"
        + Self.cells(counts).map { "<td>\($0)</td>" }.joined() + "</tr>\n"
    }
    let notes = notes.map { "<li>\(Self.escaped($0))</li>" }.joined()
    var body = "<h1>\(title)</h1>\n"
    if let reason = report["reason"]?.stringValue {
      body += "<p>修订原因 revised for: \(Self.escaped(reason))</p>\n"
    }
    for table in tables {
      body += "<h2>\(Self.escaped(Self.text(table["label"])))</h2>\n<table>\n"
      body += "<thead><tr>\(head)</tr></thead>\n<tbody>\n"
      body += line("合计 total", report["total"])
      for row in table["rows"]?.arrayValue ?? [] {
        body += line(row["label"]?.stringValue ?? "", row["counts"])
      }
      body += "</tbody>\n</table>\n<ul>\(notes)</ul>\n"
    }
    for table in lendingTables { body += table.html }
    body += "<p>\(Self.escaped(digest))</p>\n"
    return """
      <!doctype html>
      <html lang="zh">
      <head><meta charset="utf-8"><title>\(title)</title></head>
      <body>
      \(body)</body>
      </html>

      """
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
