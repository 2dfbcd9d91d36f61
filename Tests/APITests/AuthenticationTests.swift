import API
import Application
import Crypto
import Domain
import Foundation
import HTTPTypes
import JWTKit
import Testing

@Suite("Authentication")
struct AuthenticationTests {
  /// The claims a good token has, changed at will.
  struct Claims: JWTPayload {
    var iss: String? = Harness.issuerName
    var sub: String? = "tester"
    var aud: [String] = [Harness.audience]
    var exp: Double? = Harness.now.seconds + 600
    var nbf: Double?
    var iat: Double?
    var role: String? = "operator"
    var org: String?
    var uscc: String?
    var region: String?
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  /// An API whose key set holds one Ed25519 and one P-256 key.
  struct Keyed: Sendable {
    let harness: Harness
    let ed25519 = Curve25519.Signing.PrivateKey()
    let p256 = P256.Signing.PrivateKey()
    let authenticator: Authenticator

    init() async throws {
      harness = try await Harness()
      func text(_ bytes: some Sequence<UInt8>) -> JSON {
        let base64 = Data(bytes).base64EncodedString()
        return .string(
          base64.replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: ""))
      }
      let point = Array(p256.publicKey.rawRepresentation)
      let set: JSON = [
        "keys": [
          [
            "kty": "OKP", "crv": "Ed25519", "kid": "ed", "alg": "EdDSA",
            "x": text(ed25519.publicKey.rawRepresentation),
          ],
          [
            "kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig", "x": text(point[..<32]),
            "y": text(point[32...]),
          ],
        ]
      ]
      authenticator = await Authenticator(
        keySet: try KeySet(jwks: set.canonicalBytes), issuer: Harness.issuerName,
        audience: Harness.audience, clock: .fixed(Harness.now))
    }

    func sign(
      _ claims: Claims, kid: String = "ed", es256: Bool = false,
      header: [String: JWTHeaderField] = [:]
    ) async throws -> String {
      let keys = JWTKeyCollection()
      if es256 {
        await keys.add(
          ecdsa: try ES256PrivateKey(backing: p256), kid: JWKIdentifier(string: kid))
      } else {
        await keys.add(
          eddsa: EdDSA.PrivateKey(backing: ed25519), kid: JWKIdentifier(string: kid))
      }
      return try await keys.sign(
        claims, kid: JWKIdentifier(string: kid), header: JWTHeader(fields: header))
    }

    func status(_ token: String?) async throws -> (Int, String?) {
      var dependencies = harness.dependencies
      dependencies.authenticator = authenticator
      let reply = try await Harness(harness, dependencies).send(.get, "/v1/needs", token: token)
      return (reply.status, reply.code)
    }
  }

  @Test("a token signed with EdDSA or ES256 by a known key is taken")
  func goodTokens() async throws {
    let keyed = try await Keyed()
    #expect(try await keyed.status(try await keyed.sign(Claims())).0 == 200)
    #expect(try await keyed.status(try await keyed.sign(Claims(), kid: "ec", es256: true)).0 == 200)
  }

  @Test("no token is 401 token_missing with a challenge")
  func missing() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "/v1/needs", token: nil)
    #expect(reply.status == 401)
    #expect(reply.code == "token_missing")
    #expect(reply.header("WWW-Authenticate") == "Bearer realm=\"rongqiao\"")
    let basic = try await harness.send(
      .get, "/v1/needs", token: nil, headers: ["Authorization": "Basic eDp5"])
    #expect(basic.code == "token_missing")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("an expired token is 401 token_expired, within the leeway it still counts")
  func expired() async throws {
    let keyed = try await Keyed()
    var claims = Claims()
    claims.exp = Harness.now.seconds - 31
    #expect(try await keyed.status(try await keyed.sign(claims)) == (401, "token_expired"))
    claims.exp = Harness.now.seconds - 29
    #expect(try await keyed.status(try await keyed.sign(claims)).0 == 200)
  }

  @Test(
    "a token with a wrong or missing claim is 401 token_invalid",
    arguments: [
      "iss", "aud", "nbf", "iat", "role", "no exp", "no sub", "no role", "no iss", "system sub",
      "long sub", "control sub", "region", "enterprise without org", "enterprise with bank org",
      "liaison without org",
    ])
  func badClaims(_ what: String) async throws {
    var claims = Claims()
    switch what {
    case "iss": claims.iss = "https://other.test"
    case "aud": claims.aud = ["other"]
    case "nbf": claims.nbf = Harness.now.seconds + 31
    case "iat": claims.iat = Harness.now.seconds + 31
    case "role": claims.role = "root"
    case "no exp": claims.exp = nil
    case "no sub": claims.sub = nil
    case "no role": claims.role = nil
    case "no iss": claims.iss = nil
    case "system sub": claims.sub = "system:sweeper"
    case "long sub": claims.sub = String(repeating: "x", count: 201)
    case "control sub": claims.sub = "a\nb"
    case "region": claims.region = "341"
    case "enterprise without org": claims.role = "enterprise"
    case "enterprise with bank org":
      claims.role = "enterprise"
      claims.org = "bank-a"
    default: claims.role = "liaison"
    }
    let keyed = try await Keyed()
    #expect(try await keyed.status(try await keyed.sign(claims)) == (401, "token_invalid"))
    #expect(keyed.harness.backend.calls.isEmpty)
  }

  @Test("a token whose signature, key, algorithm or shape is not ours is 401 token_invalid")
  func forged() async throws {
    let keyed = try await Keyed()
    let good = try await keyed.sign(Claims())
    let parts = good.split(separator: ".").map(String.init)
    let stranger = try await Keyed().sign(Claims())
    func header(_ json: String) -> String {
      Data(json.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }
    let forgeries = [
      stranger,
      try await keyed.sign(Claims(), kid: "unknown"),
      // Signed as it should be, but asking for what this service does not do.
      try await keyed.sign(Claims(), header: ["crit": .array([.string("exp")])]),
      try await keyed.sign(Claims(), header: ["typ": .string("id_token")]),
      // The P-256 key's name on an Ed25519 signature.
      try await keyed.sign(Claims(), kid: "ec"),
      header(#"{"alg":"none","typ":"JWT"}"#) + ".\(parts[1]).",
      header(#"{"alg":"none","kid":"ed"}"#) + ".\(parts[1]).\(parts[2])",
      header(#"{"alg":"HS256","kid":"ed"}"#) + ".\(parts[1]).\(parts[2])",
      header(#"{"alg":"EdDSA"}"#) + ".\(parts[1]).\(parts[2])",
      header(#"{"alg":"EdDSA","kid":"ed","crit":["x"]}"#) + ".\(parts[1]).\(parts[2])",
      "\(parts[0]).\(header(#"{"sub":"x"}"#)).\(parts[2])",
      "\(parts[0]).\(parts[1])", "\(good).x", "x", "..", "a.b.c",
      parts[0] + "=." + parts[1] + "." + parts[2],
      String(repeating: "a", count: 9_000),
    ]
    for token in forgeries {
      #expect(try await keyed.status(token) == (401, "token_invalid"), "\(token.prefix(40))")
    }
    #expect(keyed.harness.backend.calls.isEmpty)
  }

  @Test("the claims become the actor, in the request's trace")
  func actor() async throws {
    let harness = try await Harness()
    let token = try await harness.issuer.issue(
      role: .operator, region: "3401", subject: "op-7", ttlSeconds: 60)
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    _ = try await harness.send(.get, "/v1/needs", token: token, headers: ["traceparent": trace])
    var actor = try #require(harness.backend.calls.first?.actor)
    #expect(
      actor.traceparent.flatMap(TraceContext.init)?.traceID == String(trace.dropFirst(3).prefix(32))
    )
    actor.traceparent = nil
    #expect(actor == Actor(subject: "op-7", role: .operator, region: "3401"))
  }

  @Test(
    "a key set that is empty, private, symmetric, unnamed or repeated is refused at start",
    arguments: [
      "{}", #"{"keys":[]}"#, "[", #"{"keys":[{"kty":"oct","k":"AAAA","kid":"a"}]}"#,
      #"{"keys":[{"kty":"RSA","n":"AQ","e":"AQAB","kid":"a"}]}"#,
      #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","kid":"a"}]}"#,
      #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
      #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","alg":"ES256","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
      #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
    ])
  func badKeySets(_ text: String) {
    #expect(throws: KeySet.Malformed.self) { try KeySet(jwks: Array(text.utf8)) }
  }

  @Test("the key identifier is the RFC 7638 thumbprint, as RFC 8037 appendix A.3 gives it")
  func thumbprint() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rongqiao-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("key.json")
    let key = """
      {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
      "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
      """
    try Data(key.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let issuer = try TokenIssuer.load(keyFile: file.path, issuer: "i", audience: "a")
    #expect(issuer.keyIdentifier == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    #expect(!issuer.publicKeySet.canonicalText.contains("\"d\""))
  }

  @Test("a key file is made once, for its owner alone, and refused when others may read it")
  func keyFile() async throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-\(UUID().uuidString).jwk").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try TokenIssuer.load(keyFile: path, issuer: "i", audience: "a")
    let second = try TokenIssuer.load(keyFile: path, issuer: "i", audience: "a")
    #expect(first.keyIdentifier == second.keyIdentifier)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: TokenIssuer.KeyFileError.self) {
      try TokenIssuer.load(keyFile: path, issuer: "i", audience: "a")
    }
  }

  @Test("a token nobody would accept is not issued")
  func unissuable() async throws {
    let issuer = try await Harness().issuer
    await #expect(throws: TokenIssuer.ClaimsError.self) {
      try await issuer.issue(role: .enterprise, subject: "x", ttlSeconds: 60)
    }
    await #expect(throws: TokenIssuer.ClaimsError.self) {
      try await issuer.issue(role: .operator, subject: "x", ttlSeconds: 0)
    }
    await #expect(throws: TokenIssuer.ClaimsError.self) {
      try await issuer.issue(role: .operator, subject: "system:x", ttlSeconds: 60)
    }
  }
}

extension Instant {
  /// Seconds since 1970, as tokens count.
  var seconds: Double { Double(microseconds) / 1_000_000 }
}

extension Harness {
  /// The same backend and issuer behind other dependencies.
  init(_ other: Harness, _ dependencies: APIDependencies) {
    issuer = other.issuer
    clientIssuer = other.clientIssuer
    self.dependencies = dependencies
  }
}
