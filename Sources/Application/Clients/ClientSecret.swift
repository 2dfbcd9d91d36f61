import Crypto
import Domain
import Foundation

/// What a client shows to get a token: 256 random bits, which nobody can guess. Nothing prints it.
struct ClientSecret: Sendable, CustomStringConvertible, CustomReflectable {
  /// `rqsec_` and 43 characters of base64url; the beginning lets scanners of source code find one.
  let text: String

  private static let prefix = "rqsec_"

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

/// Comparing that takes as long for the first wrong byte as for the last.
enum ConstantTime {
  static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
