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

  /// The last part of the address of a file.
  static let file = "table.csv"

  let template: String
  let path: String
  let access: PageRoute.Access
  let content: @Sendable (Visit) async throws -> Content

  var routes: [PageRoute] {
    let (template, content) = (template, content)
    return [
      PageRoute(.get, path, access) { visit in
        let content = try await content(visit)
        var values = content.values
        values["table"] = content.sheet.values(file: "\(visit.path)/\(Self.file)")
        return try visit.show(template, title: content.title, values)
      },
      PageRoute(.get, "\(path)/\(Self.file)", access) { visit in
        let bytes = try await content(visit).sheet.csv
        return Response(
          status: .ok,
          headers: [
            .contentType: "text/csv; charset=utf-8; header=present",
            .contentDisposition: "attachment; filename=\"\(Self.file)\"",
          ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
      },
    ]
  }
}
