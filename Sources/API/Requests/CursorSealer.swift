import Application
import Crypto
import Domain
import Foundation
import Synchronization

/// Makes and opens list cursors: base64url of `{"after","bind"}`, a dot, base64url of its
/// HMAC-SHA256 (RFC 2104).
///
/// `bind` ties a cursor to one address, one filter and one caller, so that it cannot be used to walk
/// another list than the one it was given for.
final class CursorSealer: Sendable {
  private let load: @Sendable () async throws -> [UInt8]
  private let cached = Mutex<SymmetricKey?>(nil)

  /// - Parameter load: the secret all replicas share; asked for until it has been given once.
  init(load: @escaping @Sendable () async throws -> [UInt8]) { self.load = load }

  private func key() async throws -> SymmetricKey {
    if let key = cached.withLock({ $0 }) { return key }
    let key = SymmetricKey(data: try await load())
    cached.withLock { $0 = key }
    return key
  }

  /// What a cursor is bound to.
  static func binding(path: String, filters: [QueryParameter: String], subject: String) -> String {
    var members: [String: JSON] = [:]
    for (parameter, value) in filters where parameter != .cursor && parameter != .limit {
      members[parameter.rawValue] = .string(value)
    }
    let bound: JSON = [
      "filters": .object(members), "path": .string(path), "subject": .string(subject),
    ]
    return Domain.Digest(of: bound).hexadecimal
  }

  /// The cursor for the page after the item `after`.
  func seal(after: UUID, binding: String) async throws -> String {
    let payload: JSON = [
      "after": .string(after.uuidString.lowercased()), "bind": .string(binding),
    ]
    let bytes = payload.canonicalBytes
    let code = HMAC<SHA256>.authenticationCode(for: bytes, using: try await key())
    return Base64URL.encode(bytes) + "." + Base64URL.encode(Array(code))
  }

  /// The item a page starts after.
  ///
  /// - Throws: 400 `invalid_cursor` when the text is not a cursor of ours, was changed, or belongs to
  ///   another list, filter or caller.
  func open(_ text: String, binding: String) async throws -> UUID {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= 1_024, parts.count == 2, let payload = Base64URL.decode(parts[0]),
      let code = Base64URL.decode(parts[1])
    else { throw Self.invalid }
    let key = try await key()
    guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: payload, using: key),
      let json = try? JSONParser.parse(payload), json["bind"]?.stringValue == binding,
      let after = json["after"]?.stringValue.flatMap(UUID.init(uuidString:))
    else { throw Self.invalid }
    return after
  }

  private static var invalid: Problem {
    Problem(
      .invalidCursor,
      entries: [
        .init(
          "query:cursor", "cursor",
          Text("游标无效,或筛选条件已改变", "not a cursor of this list, or the filter has changed"))
      ])
  }
}
