import Application
import Crypto
import Domain
import Foundation
import JWTKit

/// The public keys tokens are verified with: a JWK Set (RFC 7517) of Ed25519 (RFC 8037) and P-256
/// (RFC 7518 section 6.2) keys.
public struct KeySet: Sendable {
  /// Why a key set was refused. Never holds key material.
  public struct Malformed: Error, Sendable, CustomStringConvertible {
    /// Which key, by its place in the set, and what is wrong with it.
    public let description: String
  }

  /// The only algorithms that are accepted; `none` and the symmetric ones are not among them.
  enum Algorithm: String, Sendable {
    case edDSA = "EdDSA"
    case es256 = "ES256"
  }

  enum PublicKey: Sendable {
    case ed25519(EdDSA.PublicKey)
    case p256(ES256PublicKey)
  }

  struct Entry: Sendable {
    let algorithm: Algorithm
    let key: PublicKey
    /// The public members only.
    let json: JSON
  }

  /// By `kid`.
  let entries: [String: Entry]

  /// Most keys one set may hold.
  public static let maximumKeys = 32

  /// - Parameter jwks: JSON of the form `{"keys":[…]}`.
  /// - Throws: `Malformed` for no key, a key without `kid`, a repeated `kid`, another type or
  ///   algorithm, or a private key, which has no place where keys are only read.
  public init(jwks: [UInt8]) throws(Malformed) {
    let json: JSON
    do {
      json = try JSONParser.parse(jwks)
    } catch {
      throw Malformed(description: "key set: \(error.message) at byte \(error.offset)")
    }
    guard let keys = json["keys"]?.arrayValue, !keys.isEmpty else {
      throw Malformed(description: "key set: no member keys, or no key in it")
    }
    guard keys.count <= Self.maximumKeys else {
      throw Malformed(description: "key set: more than \(Self.maximumKeys) keys")
    }
    var entries: [String: Entry] = [:]
    for (index, key) in keys.enumerated() {
      guard let kid = key["kid"]?.stringValue, (1...128).contains(kid.utf8.count) else {
        throw Malformed(description: "key set: key \(index) has no kid")
      }
      guard entries[kid] == nil else {
        throw Malformed(description: "key set: kid of key \(index) is repeated")
      }
      guard key["d"] == nil, key["k"] == nil else {
        throw Malformed(
          description: "key set: key \(index) is private; give the public part only")
      }
      entries[kid] = try Self.entry(key, kid: kid, index: index)
    }
    self.entries = entries
  }

  private static func entry(
    _ key: JSON, kid: String, index: Int
  ) throws(Malformed) -> Entry {
    func coordinate(_ name: String) -> [UInt8]? {
      key[name]?.stringValue.flatMap { Base64URL.decode($0) }.flatMap { $0.count == 32 ? $0 : nil }
    }
    if let use = key["use"], use != "sig" {
      throw Malformed(description: "key set: key \(index) is not for signatures")
    }
    let algorithm: Algorithm
    let publicKey: PublicKey
    var members: [String: JSON] = ["kid": .string(kid), "use": "sig"]
    switch (key["kty"]?.stringValue, key["crv"]?.stringValue) {
    case ("OKP", "Ed25519"):
      guard let x = coordinate("x"),
        let backing = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
      else { throw Malformed(description: "key set: key \(index) is not an Ed25519 key") }
      algorithm = .edDSA
      publicKey = .ed25519(EdDSA.PublicKey(backing: backing))
    case ("EC", "P-256"):
      guard let x = coordinate("x"), let y = coordinate("y"),
        let backing = try? P256.Signing.PublicKey(x963Representation: [0x04] + x + y),
        let key = try? ES256PublicKey(backing: backing)
      else { throw Malformed(description: "key set: key \(index) is not a P-256 key") }
      algorithm = .es256
      publicKey = .p256(key)
      members["y"] = .string(Base64URL.encode(y))
    default:
      throw Malformed(description: "key set: key \(index) is neither Ed25519 nor P-256")
    }
    if let named = key["alg"], named != .string(algorithm.rawValue) {
      throw Malformed(description: "key set: alg of key \(index) is not \(algorithm.rawValue)")
    }
    for name in ["kty", "crv", "x"] { members[name] = key[name] }
    members["alg"] = .string(algorithm.rawValue)
    return Entry(algorithm: algorithm, key: publicKey, json: .object(members))
  }

  /// The public keys as a JWK Set, in order of `kid`; what `/.well-known/jwks.json` serves.
  public var json: JSON {
    [
      "keys": .array(entries.sorted { $0.key < $1.key }.map(\.value.json))
    ]
  }
}
