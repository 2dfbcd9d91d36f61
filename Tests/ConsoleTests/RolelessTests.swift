import API
import Application
import Crypto
import Domain
import Foundation
import HTTPTypes
import Schemas
import Synchronization
import Telemetry
import Testing

@testable import Console

@Suite("Signing in without a role")
struct RolelessTests {
  /// A provider whose tokens name any role, or none.
  private final class Elsewhere: IdentityProvider {
    let clientID = Harness.client
    private let role: String?
    private let key = Curve25519.Signing.PrivateKey()
    private let nonce = Mutex("")

    init(role: String?) { self.role = role }

    var keys: JSON {
      [
        "keys": [
          [
            "kty": "OKP", "crv": "Ed25519", "kid": "elsewhere", "alg": "EdDSA",
            "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
          ]
        ]
      ]
    }

    func address(for request: AuthorizationRequest) async throws -> String {
      nonce.withLock { $0 = request.nonce }
      return "https://id.example.cn/auth?state=\(request.state)"
    }

    func identityToken(code: String, verifier: String, redirect: String) async throws -> String {
      let header: JSON = ["alg": "EdDSA", "kid": "elsewhere", "typ": "JWT"]
      let now = Harness.now.microseconds / 1_000_000
      var claims: [String: JSON] = [
        "iss": .string(Harness.issuerName), "sub": "somebody", "aud": [.string(Harness.client)],
        "iat": .int(now), "exp": .int(now + 60), "nonce": .string(nonce.withLock { $0 }),
      ]
      claims["role"] = role.map(JSON.string)
      let parts = [header, JSON.object(claims)].map { Base64URL.encode($0.canonicalBytes) }
      let signed = parts.joined(separator: ".")
      let signature = try key.signature(for: Data(signed.utf8))
      return "\(signed).\(Base64URL.encode(Array(signature)))"
    }
  }

  @Test("whoever's token names no role, or one that is none of ours, has no session")
  func refused() async throws {
    let roles: [(role: String?, isOurs: Bool)] = [
      (nil, false), ("", false), ("citizen", false), ("operator", true),
    ]
    for (role, isOurs) in roles {
      let about = role ?? "none"
      let provider = Elsewhere(role: role)
      let harness = try await Harness(provider, keys: provider.keys)
      let start = try await harness.send(.get, "/console/sign-in/start")
      let cookie = try #require(start.cookie("rongqiao_sign_in"))
      let state = try #require(start.place?.split(separator: "=").last)
      let reply = try await harness.send(
        .get, "/console/callback?code=c&state=\(state)", cookies: ["rongqiao_sign_in": cookie])
      #expect(reply.status == (isOurs ? 303 : 400), "\(about)")
      #expect((reply.cookie("rongqiao_session") != nil) == isOurs, "\(about)")
      #expect(harness.backend.sessions.count == (isOurs ? 1 : 0), "\(about)")
    }
  }
}

extension Harness {
  /// The console where people are known by another provider.
  ///
  /// - Parameter keys: the JWK Set that its tokens are signed with.
  init(_ other: any IdentityProvider, keys: JSON) async throws {
    let clock = WallClock.fixed(Self.now)
    provider = DevelopmentProvider(
      clientID: Self.client, people: [],
      issuer: .ephemeral(issuer: Self.issuerName, audience: Self.client, clock: clock),
      clock: clock)
    let authenticator = await Authenticator(
      keySet: try KeySet(jwks: keys.canonicalBytes), issuer: Self.issuerName,
      audience: Self.client, clock: clock)
    let documents = try PublicDocuments(openapiYAML: SchemaFiles.bytes("api/openapi.yaml"))
    console = try Console(
      backend: backend, provider: other, authenticator: authenticator,
      limiter: .off(metrics: MetricsRegistry()), openapi: documents.openapiJSON,
      calendar: try WorkingCalendar(csv: SchemaFiles.text("reference/calendar-cn.csv")),
      clock: clock, ids: IdentifierSource(clock: clock))
  }
}
