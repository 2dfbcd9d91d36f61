import Crypto
import Domain

/// A public Ed25519 key of receipts, as it is published.
public struct ReceiptPublicKey: Sendable, Hashable {
  /// RFC 7638 thumbprint.
  public let id: String
  /// 32 bytes.
  public let bytes: [UInt8]
  /// From then on it signs nothing any more.
  public let retiredAt: Instant?

  public init(_ bytes: [UInt8], retiredAt: Instant? = nil) {
    id = Self.thumbprint(bytes)
    self.bytes = bytes
    self.retiredAt = retiredAt
  }

  /// SHA-256 of the key's required members in canonical form, as base64url (RFC 7638, RFC 8037
  /// appendix A.3).
  static func thumbprint(_ publicKey: [UInt8]) -> String {
    let members: JSON = [
      "crv": "Ed25519", "kty": "OKP", "x": .string(Base64URL.encode(publicKey)),
    ]
    return Base64URL.encode(Domain.Digest(of: members).bytes)
  }

  /// As a JSON Web Key, with `retired_at` where it is.
  var json: JSON {
    var members: [String: JSON] = [
      "alg": "EdDSA", "crv": "Ed25519", "kid": .string(id), "kty": "OKP", "use": "sig",
      "x": .string(Base64URL.encode(bytes)),
    ]
    if let retiredAt { members["retired_at"] = .string(retiredAt.text) }
    return .object(members)
  }

  /// Keys from a JWK Set, or from one JWK.
  ///
  /// - Returns: nil when it is neither, or one of the keys is no Ed25519 key whose `kid` is its
  ///   thumbprint.
  public static func read(_ bytes: [UInt8]) -> [ReceiptPublicKey]? {
    guard let json = try? JSONParser.parse(bytes) else { return nil }
    let members = json["keys"]?.arrayValue ?? [json]
    guard (1...maximumKeys).contains(members.count) else { return nil }
    var keys: [ReceiptPublicKey] = []
    for member in members {
      guard member["kty"] == "OKP", member["crv"] == "Ed25519",
        let x = member["x"]?.stringValue.flatMap({ Base64URL.decode($0) }), x.count == 32
      else { return nil }
      var retiredAt: Instant?
      if let text = member["retired_at"] {
        guard let instant = text.stringValue.flatMap({ Instant($0) }) else { return nil }
        retiredAt = instant
      }
      let key = ReceiptPublicKey(x, retiredAt: retiredAt)
      if let named = member["kid"], named != .string(key.id) { return nil }
      keys.append(key)
    }
    return keys
  }

  /// Most keys of one set.
  static let maximumKeys = 1_000
}

/// The secret half of a receipt key.
struct ReceiptSigner: Sendable {
  let publicKey: ReceiptPublicKey
  /// 32 bytes.
  let secret: [UInt8]

  /// A new key.
  init() {
    let key = Curve25519.Signing.PrivateKey()
    secret = Array(key.rawRepresentation)
    publicKey = ReceiptPublicKey(Array(key.publicKey.rawRepresentation))
  }

  /// - Throws: when the bytes are no key: what is stored was changed.
  init(secret: [UInt8]) throws {
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    self.secret = secret
    publicKey = ReceiptPublicKey(Array(key.publicKey.rawRepresentation))
  }

  func sign(_ message: [UInt8]) throws -> [UInt8] {
    Array(
      try Curve25519.Signing.PrivateKey(rawRepresentation: secret).signature(for: message))
  }
}
