import Application
import Crypto
import Domain
import Foundation
import Sealing

/// An Ed25519 private key in a file, as a JWK (RFC 8037 section 2), mode 0600.
enum KeyFile {
  typealias Failure = TokenIssuer.KeyFileError

  /// Largest file that is read, in bytes.
  private static let maximumBytes = 4_096

  static func readOrCreate(_ path: String) throws(Failure) -> Curve25519.Signing.PrivateKey {
    let bytes: [UInt8]
    do {
      bytes = try SecretFile.readOrCreate(path, maximumBytes: maximumBytes) {
        jwk(Curve25519.Signing.PrivateKey())
      }
    } catch {
      throw Failure(description: error.description)
    }
    guard let json = try? JSONParser.parse(bytes),
      json["kty"] == "OKP", json["crv"] == "Ed25519",
      let secret = json["d"]?.stringValue.flatMap({ Base64URL.decode($0) }),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    else {
      throw Failure(description: "key file \(path): holds no Ed25519 private key as JWK")
    }
    return key
  }

  private static func jwk(_ key: Curve25519.Signing.PrivateKey) -> [UInt8] {
    let json: JSON = [
      "crv": "Ed25519", "d": .string(Base64URL.encode(Array(key.rawRepresentation))),
      "kty": "OKP", "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
    ]
    return json.canonicalBytes
  }
}
