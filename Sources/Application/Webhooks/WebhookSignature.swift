import Crypto
import Domain
import Foundation

/// Signatures of the Standard Webhooks specification (standard-webhooks/standard-webhooks,
/// spec/standard-webhooks.md, "Signature scheme"): asymmetric, Ed25519 (RFC 8032).
public enum WebhookSignature {
  /// Names of the header fields.
  public static let idHeader = "webhook-id"
  public static let timestampHeader = "webhook-timestamp"
  public static let signatureHeader = "webhook-signature"

  /// What is signed: `ID.TIMESTAMP.BODY`.
  ///
  /// - Parameter seconds: whole seconds since 1970-01-01T00:00:00Z.
  static func content(id: String, seconds: Int64, body: [UInt8]) -> [UInt8] {
    Array("\(id).\(seconds).".utf8) + body
  }

  /// The value of the signature header: one `v1a,BASE64` for each key, with a space between them.
  static func header(
    id: String, seconds: Int64, body: [UInt8], keys: [WebhookSigner]
  ) throws -> String {
    let content = content(id: id, seconds: seconds, body: body)
    return try keys.map { "v1a," + Data(try $0.sign(content)).base64EncodedString() }
      .joined(separator: " ")
  }

  /// Whether one of the signatures in a header is by `publicKey`: what a receiver does.
  ///
  /// - Parameter publicKey: as the API shows it, `whpk_BASE64`.
  public static func isValid(
    _ header: String, id: String, seconds: Int64, body: [UInt8], publicKey: String
  ) -> Bool {
    guard publicKey.hasPrefix(publicPrefix),
      let bytes = Data(base64Encoded: String(publicKey.dropFirst(publicPrefix.count))),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return false }
    let content = content(id: id, seconds: seconds, body: body)
    return header.split(separator: " ").contains { part in
      guard part.hasPrefix("v1a,"),
        let signature = Data(base64Encoded: String(part.dropFirst(4)))
      else { return false }
      return key.isValidSignature(signature, for: content)
    }
  }

  static let publicPrefix = "whpk_"

  /// A public key as receivers are told it: `whpk_` and Base64.
  static func publicText(_ bytes: [UInt8]) -> String {
    publicPrefix + Data(bytes).base64EncodedString()
  }
}

/// The secret half of a webhook's key. Nothing prints it.
struct WebhookSigner: Sendable, CustomStringConvertible, CustomReflectable {
  /// 32 bytes.
  let publicKey: [UInt8]
  /// 32 bytes.
  let secret: [UInt8]

  /// A new key.
  init() {
    let key = Curve25519.Signing.PrivateKey()
    secret = Array(key.rawRepresentation)
    publicKey = Array(key.publicKey.rawRepresentation)
  }

  /// - Throws: when the bytes are no key: what is stored was changed.
  init(secret: [UInt8]) throws {
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    self.secret = secret
    publicKey = Array(key.publicKey.rawRepresentation)
  }

  func sign(_ message: [UInt8]) throws -> [UInt8] {
    Array(try Curve25519.Signing.PrivateKey(rawRepresentation: secret).signature(for: message))
  }

  var description: String { WebhookSignature.publicText(publicKey) }
  var customMirror: Mirror { Mirror(self, children: ["publicKey": description]) }
}
