import Application
import Crypto
import Domain
import Foundation
import JWTKit

/// Signs access tokens with an Ed25519 key of its own: for the clients of institutions, and for development
/// and the command line. Those of people come from an identity provider, of which this service only knows
/// the public keys.
public struct TokenIssuer: Sendable {
  /// Why a key file was refused. Never holds key material.
  public struct KeyFileError: Error, Sendable, CustomStringConvertible {
    /// The path, what is wrong, and what to do.
    public let description: String
  }

  /// Why a token was not issued.
  public struct ClaimsError: Error, Sendable, CustomStringConvertible {
    /// What a token needs.
    public let description: String
  }

  /// Longest life of a token, in seconds: 30 days.
  public static let maximumLifeSeconds = 30 * 86_400

  private let key: EdDSA.PrivateKey
  private let issuer: String
  private let audience: String
  private let clock: WallClock
  /// The RFC 7638 thumbprint of the public key.
  public let keyIdentifier: String
  private let publicX: String

  private init(
    key: Curve25519.Signing.PrivateKey, issuer: String, audience: String, clock: WallClock
  ) {
    self.key = EdDSA.PrivateKey(backing: key)
    self.issuer = issuer
    self.audience = audience
    self.clock = clock
    publicX = Base64URL.encode(Array(key.publicKey.rawRepresentation))
    let thumbprint: JSON = ["crv": "Ed25519", "kty": "OKP", "x": .string(publicX)]
    keyIdentifier = Base64URL.encode(Domain.Digest(of: thumbprint).bytes)
  }

  /// An issuer with a new key that is written nowhere.
  public static func ephemeral(
    issuer: String, audience: String, clock: WallClock = .system
  ) -> TokenIssuer {
    TokenIssuer(
      key: Curve25519.Signing.PrivateKey(), issuer: issuer, audience: audience, clock: clock)
  }

  /// The issuer whose key stands in the file at `path` as a JWK (RFC 8037), made when there is none,
  /// readable by its owner alone.
  ///
  /// - Throws: `KeyFileError` when the file cannot be read or written, is open to others, or holds
  ///   no Ed25519 key.
  public static func load(
    keyFile path: String, issuer: String, audience: String, clock: WallClock = .system
  ) throws(KeyFileError) -> TokenIssuer {
    let key = try KeyFile.readOrCreate(path)
    return TokenIssuer(key: key, issuer: issuer, audience: audience, clock: clock)
  }

  /// A JWK Set of the public key, for `KeySet(jwks:)` and configuration.
  public var publicKeySet: JSON {
    [
      "keys": [
        [
          "alg": "EdDSA", "crv": "Ed25519", "kid": .string(keyIdentifier), "kty": "OKP",
          "use": "sig", "x": .string(publicX),
        ]
      ]
    ]
  }

  /// A signed token.
  ///
  /// - Parameters:
  ///   - organisation: `org`: an `ent_…` id for an enterprise, an institution's code for a liaison.
  ///   - uscc: for an enterprise that is not registered yet, the USCC it may register.
  ///   - region: 2, 4 or 6 digits an operator is bound to.
  ///   - client: the id of the system it is issued to, if it is one (RFC 9068 section 2.2).
  ///   - nonce: of the sign-in that an identity token answers.
  ///   - ttlSeconds: its life, 1 to `maximumLifeSeconds`.
  /// - Throws: `ClaimsError` when `Authenticator` would refuse such a token.
  public func issue(
    role: Role, organisation: String? = nil, uscc: String? = nil, region: String? = nil,
    subject: String, client: String? = nil, nonce: String? = nil, ttlSeconds: Int
  ) async throws -> String {
    guard (1...Self.maximumLifeSeconds).contains(ttlSeconds) else {
      throw ClaimsError(
        description: "the life of a token is 1 to \(Self.maximumLifeSeconds) seconds")
    }
    let now = (Double(clock.now().microseconds) / 1_000_000).rounded(.down)
    let claims = TokenClaims(
      iss: issuer, sub: subject, aud: AudienceClaim(value: [audience]),
      exp: now + Double(ttlSeconds), nbf: nil, iat: now, role: role.rawValue, org: organisation,
      uscc: uscc, region: region, client: client, nonce: nonce)
    guard claims.actor != nil else {
      throw ClaimsError(
        description: """
          a token needs a subject of 1 to 200 characters; an enterprise needs an ent_ organisation \
          or a USCC, a liaison needs an organisation, a region has 2, 4 or 6 digits
          """)
    }
    let keys = JWTKeyCollection()
    let kid = JWKIdentifier(string: keyIdentifier)
    await keys.add(eddsa: key, kid: kid)
    return try await keys.sign(claims, kid: kid)
  }
}
