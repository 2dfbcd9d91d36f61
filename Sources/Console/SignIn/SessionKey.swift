import Application
import Domain

/// The key of a session: 32 random bytes that the browser alone holds.
struct SessionKey: Sendable {
  /// As it stands in the cookie.
  let text: String

  init(_ bytes: [UInt8]) { text = Base64URL.encode(bytes) }

  /// - Returns: nil for anything that is not of the form of a key.
  init?(cookie: String) {
    guard let bytes = Base64URL.decode(cookie), bytes.count == SecretBytes.count else { return nil }
    self.init(bytes)
  }

  /// What the service keeps of it.
  var digest: Digest { derived("session") }

  /// What every form of the session must send back: a site that cannot read our pages does not know it.
  var formToken: String { Base64URL.encode(derived("form").bytes) }

  private func derived(_ purpose: String) -> Digest {
    Digest(ofBytes: Array("rongqiao console \(purpose) \(text)".utf8))
  }
}

/// Random bytes that nobody can guess.
enum SecretBytes {
  static let count = 32

  static func make() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// Whether two texts are the same, in a time that does not tell where they part.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
