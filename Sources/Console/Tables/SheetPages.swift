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
    var sheet: TableSheet
    /// Beside the table: a map, a chart, ways to go on.
    var values: [String: Any] = [:]
  }

  /// A file of a table: the last part of its address, and what it is.
  private struct File {
    var name: String
    var type: String
    var bytes: @Sendable (TableSheet, Instant) async throws -> [UInt8]

    func response(_ sheet: TableSheet, _ visit: Visit) async throws -> Response {
      let bytes = try await self.bytes(sheet, visit.parts.clock.now())
      return Response(
        status: .ok,
        headers: [
          .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
        ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  private static let files = [
    File(name: "table.csv", type: "text/csv; charset=utf-8; header=present") { sheet, _ in
      sheet.csv
    },
    File(
      name: "table.xlsx",
      type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ) { sheet, now in try await sheet.xlsx(at: now) },
  ]

  let template: String
  let path: String
  let access: PageRoute.Access
  let content: @Sendable (Visit) async throws -> Content
  /// What the files hold where the page shows a part of it; nil for what the page shows.
  var whole: (@Sendable (Visit) async throws -> TableSheet)?

  var routes: [PageRoute] {
    let (template, content, whole) = (self.template, self.content, self.whole)
    let page = PageRoute(.get, path, access) { visit in
      let content = try await content(visit)
      var values = content.values
      values["table"] = content.sheet.values(at: visit.path, visit.query)
      return try visit.show(template, title: content.title, values)
    }
    return [page]
      + Self.files(of: path, access) { visit in
        if let whole { return try await whole(visit) }
        return try await content(visit).sheet
      }
  }

  /// The files of a table that a page shows in its own way.
  ///
  /// - Parameter path: of that page.
  static func files(
    of path: String, _ access: PageRoute.Access,
    _ sheet: @escaping @Sendable (Visit) async throws -> TableSheet
  ) -> [PageRoute] {
    files.map { file in
      PageRoute(.get, "\(path)/\(file.name)", access) { visit in
        try await file.response(try await sheet(visit), visit)
      }
    }
  }

  /// A file of a table that has no address of its own.
  ///
  /// - Parameter name: as it stands at the end of addresses of other tables.
  /// - Throws: `.notFound` for another name.
  static func file(_ name: String, _ sheet: TableSheet, _ visit: Visit) async throws -> Response {
    guard let file = files.first(where: { $0.name == name }) else {
      throw PageError.refused(.notFound)
    }
    return try await file.response(sheet, visit)
  }
}
