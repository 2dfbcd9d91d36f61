import Application
import Crypto
import Domain
import Foundation
import JWTKit
import Testing

@testable import API

@Suite("Identity tokens")
struct IdentityTokenTests {
  private static let issuer = "https://issuer.test"
  private static let client = "rongqiao-console"

  /// One who verifies identity tokens for the console, and an issuer whose key it knows.
  private func parties(
    _ audience: String = IdentityTokenTests.client
  ) async throws -> (Authenticator, TokenIssuer) {
    let clock = WallClock.fixed(Harness.now)
    let issuer = TokenIssuer.ephemeral(issuer: Self.issuer, audience: audience, clock: clock)
    let ring = await KeyRing(fixed: try KeySet(jwks: issuer.publicKeySet.canonicalBytes))
    let authenticator = Authenticator(
      keys: ring, issuer: Self.issuer, audience: Self.client, clock: clock)
    return (authenticator, issuer)
  }

  @Test("a token says who signed in, for the sign-in that it answers alone")
  func answers() async throws {
    let (authenticator, issuer) = try await parties()
    let token = try await issuer.issue(
      role: .operator, region: "3401", subject: "operator-1", nonce: "n-1", ttlSeconds: 60)
    let actor = try await authenticator.signedIn(by: token, nonce: "n-1")
    #expect(actor == Actor(subject: "operator-1", role: .operator, region: "3401"))
    for nonce in ["n-2", ""] {
      await #expect(throws: (any Error).self) {
        try await authenticator.signedIn(by: token, nonce: nonce)
      }
    }
  }

  @Test("an access token, or an identity token for another client, signs nobody in")
  func others() async throws {
    let (authenticator, issuer) = try await parties()
    let access = try await issuer.issue(role: .operator, subject: "operator-1", ttlSeconds: 60)
    await #expect(throws: (any Error).self) {
      try await authenticator.signedIn(by: access, nonce: "")
    }
    let (other, foreign) = try await parties("another-client")
    let token = try await foreign.issue(
      role: .operator, subject: "operator-1", nonce: "n-1", ttlSeconds: 60)
    await #expect(throws: (any Error).self) {
      try await other.signedIn(by: token, nonce: "n-1")
    }
  }

  /// What a provider may sign: the answer of a sign-in with any role, or none.
  private struct Claims: JWTPayload {
    var iss = IdentityTokenTests.issuer
    var sub = "somebody"
    var aud = [IdentityTokenTests.client]
    var exp = Harness.now.seconds + 60
    var nonce = "n-1"
    var role: String?
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  @Test("a token that names no role, or one that is none of ours, signs nobody in")
  func roleless() async throws {
    let key = Curve25519.Signing.PrivateKey()
    let set: JSON = [
      "keys": [
        [
          "kty": "OKP", "crv": "Ed25519", "kid": "ed", "alg": "EdDSA",
          "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
        ]
      ]
    ]
    let authenticator = await Authenticator(
      keySet: try KeySet(jwks: set.canonicalBytes), issuer: Self.issuer, audience: Self.client,
      clock: .fixed(Harness.now))
    let kid = JWKIdentifier(string: "ed")
    let keys = JWTKeyCollection()
    await keys.add(eddsa: EdDSA.PrivateKey(backing: key), kid: kid)
    let roles: [(role: String?, isOurs: Bool)] = [
      (nil, false), ("", false), ("citizen", false), ("operator", true),
    ]
    for (role, isOurs) in roles {
      var claims = Claims()
      claims.role = role
      let token = try await keys.sign(claims, kid: kid)
      let actor = try? await authenticator.signedIn(by: token, nonce: "n-1")
      #expect((actor != nil) == isOurs, "\(role ?? "none")")
    }
  }

  @Test("an identity token is no access token, though the same key signs both")
  func noAccess() async throws {
    let (_, issuer) = try await parties()
    let ring = await KeyRing(fixed: try KeySet(jwks: issuer.publicKeySet.canonicalBytes))
    let clock = WallClock.fixed(Harness.now)
    let token = try await issuer.issue(
      role: .operator, subject: "operator-1", nonce: "n-1", ttlSeconds: 60)
    for (audience, isTaken) in [(Self.client, true), (Harness.audience, false)] {
      let api = Authenticator(
        keys: ring, issuer: Self.issuer, audience: audience, clock: clock)
      let actor = try? await api.actor(authorization: ["Bearer \(token)"])
      #expect((actor != nil) == isTaken, "\(audience)")
    }
  }
}
