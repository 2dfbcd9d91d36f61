import Crypto
import Domain

/// By what somebody without an account speaks for a debtor, once: 256 random bits, which nobody can
/// guess. Nothing prints it.
struct ConfirmationToken: Sendable, CustomStringConvertible, CustomReflectable {
  /// `rqcon_` and 43 characters of base64url.
  let text: String

  private static let prefix = "rqcon_"
  /// Longest text that is looked up, in characters.
  static let maximumLength = 100

  /// A new one.
  init() {
    let bits = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    text = Self.prefix + Base64URL.encode(bits)
  }

  var digest: [UInt8] { Self.digest(of: text) }

  static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  var description: String { Self.prefix + "…" }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
