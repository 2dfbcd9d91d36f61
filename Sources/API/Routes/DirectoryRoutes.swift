import Application
import Domain
import HTTPTypes

/// The directory of institutions.
enum DirectoryRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createDirectoryEntry,
        { call in
          .stored(
            try await backend.createDirectoryEntry(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listDirectory,
        { call in
          let page = try await backend.directory(
            try query(call), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (RouteTable.getDirectoryFile, { call in try await file(call, backend) }),
      (
        RouteTable.getDirectoryEntry,
        { call in
          .versioned(
            try await backend.directoryEntry(try code(call), actor: try call.actor()))
        }
      ),
      (
        RouteTable.amendDirectoryEntry,
        { call in
          .stored(
            try await backend.amendDirectoryEntry(
              try code(call), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.unlistDirectoryEntry,
        { call in
          .stored(
            try await backend.unlistDirectoryEntry(
              try code(call), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.relistDirectoryEntry,
        { call in
          .stored(
            try await backend.relistDirectoryEntry(
              try code(call), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  /// The file for a spreadsheet, to be saved rather than shown.
  private static func file(_ call: Call, _ backend: any Backend) async throws -> Answer {
    var answer = Answer(
      contentType: "text/csv; charset=utf-8; header=present",
      bytes: try await backend.directoryFile(try query(call), actor: try call.actor()))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    answer.headers.append((.contentDisposition, "attachment; filename=\"directory.csv\""))
    return answer
  }

  private static func query(_ call: Call) throws(Problem) -> DirectoryQuery {
    let text = try call.query.value(
      .text, "too_long",
      Text(
        "不得超过 \(Application.searchTextMaximum) 个字符",
        "at most \(Application.searchTextMaximum) characters")
    ) { $0.unicodeScalars.count <= Application.searchTextMaximum ? $0 : nil }
    return DirectoryQuery(
      text: text, region: try call.query.region(), kind: try choice(call, .kind),
      service: try choice(call, .service), status: try choice(call, .status) ?? .listed)
  }

  private static func choice<Value: RawRepresentable & CaseIterable>(
    _ call: Call, _ parameter: QueryParameter, _: Value.Type = Value.self
  ) throws(Problem) -> Value? where Value.RawValue == String {
    try call.query.choice(parameter, of: Value.allCases.map(\.rawValue))
      .flatMap { Value(rawValue: $0) }
  }

  /// `^[a-z0-9][a-z0-9_-]{0,63}$`; another form names nothing.
  private static func code(_ call: Call) throws(Problem) -> String {
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    guard let text = call.path["code"], text.utf8.count <= 64,
      text.utf8.first.map(isLetterOrDigit) == true,
      text.utf8.allSatisfy({
        isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      })
    else { throw Problem(.notFound) }
    return text
  }
}
