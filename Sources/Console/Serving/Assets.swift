import API
import Application
import Domain
import HTTPTypes
import Hummingbird
import Schemas

/// Style and script of the pages: files of this program, fetched from nowhere else.
struct Asset: Sendable {
  let name: String
  let contentType: String
  let bytes: [UInt8]
  private let tag: String

  /// - Throws: when the file is missing.
  init(_ name: String, contentType: String) throws {
    self.name = name
    self.contentType = contentType
    bytes = try SchemaFiles.bytes("console/\(name)")
    tag = "\"\(Digest(ofBytes: bytes).hexadecimal.prefix(16))\""
  }

  static func all() throws -> [Asset] {
    [
      try Asset("style.css", contentType: "text/css; charset=utf-8"),
      try Asset("live.js", contentType: "text/javascript; charset=utf-8"),
    ]
  }

  var path: String { "/console/assets/\(name)" }

  func response(to request: Request) -> Response {
    let headers: HTTPFields = [
      .eTag: tag, .cacheControl: "public, max-age=300", .contentType: contentType,
    ]
    if request.headers[.ifNoneMatch] == tag {
      return Response(status: .notModified, headers: headers)
    }
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
