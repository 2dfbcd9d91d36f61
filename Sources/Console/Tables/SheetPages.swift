import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// A page that is a table of figures, and its file: one is never without the other.
struct SheetPages: Sendable {
  /// What such a page shows.
  struct Content {
    var title: String
    var sheet: Sheet
    /// Beside the table: a map, a chart, ways to go on.
    var values: [String: Any] = [:]
  }

  /// The files of a table: the last part of their addresses, and what they are.
  private static let files: [(name: String, type: String, bytes: @Sendable (Sheet) -> [UInt8])] = [
    ("table.csv", "text/csv; charset=utf-8; header=present", { $0.csv }),
    (
      "table.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      { Workbook($0).bytes }
    ),
  ]

  let template: String
  let path: String
  let access: PageRoute.Access
  let content: @Sendable (Visit) async throws -> Content

  var routes: [PageRoute] {
    let (template, content) = (self.template, self.content)
    let page = PageRoute(.get, path, access) { visit in
      let content = try await content(visit)
      var values = content.values
      values["table"] = content.sheet.values(at: visit.path, visit.query)
      return try visit.show(template, title: content.title, values)
    }
    return [page]
      + Self.files.map { file in
        PageRoute(.get, "\(path)/\(file.name)", access) { visit in
          let bytes = file.bytes(try await content(visit).sheet)
          return Response(
            status: .ok,
            headers: [
              .contentType: file.type,
              .contentDisposition: "attachment; filename=\"\(file.name)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
      }
  }
}
