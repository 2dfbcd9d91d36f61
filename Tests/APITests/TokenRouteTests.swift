import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Tokens for clients over HTTP")
struct TokenRouteTests {
  private static let secret = "rqsec_right"
  private static let form = ["Content-Type": "application/x-www-form-urlencoded"]

  private func basic(_ id: String, _ secret: String) -> [String: String] {
    ["Authorization": "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()]
  }

  private func harness(_ limits: RateLimits = .off) async throws -> Harness {
    let harness = try await Harness(limits: limits)
    let id = try #require(ClientID(Harness.client))
    harness.backend.set {
      $0.grants[Self.secret] = ClientGrant(client: id, role: .liaison, organisation: "bank-a")
    }
    return harness
  }

  private func ask(
    _ harness: Harness, _ body: String = "grant_type=client_credentials",
    headers: [String: String]? = nil, query: String = ""
  ) async throws -> Reply {
    try await harness.send(
      .post, "/v1/oauth/token" + query, token: nil,
      headers: headers ?? Self.form.merging(basic(Harness.client, Self.secret)) { old, _ in old },
      body: Array(body.utf8))
  }

  /// Members of the second part of a token, which nobody has checked.
  private func claims(_ token: String) throws -> JSON {
    let part = try #require(token.split(separator: ".").dropFirst().first)
    let bytes = try #require(Base64URL.decode(part))
    // NumericDate may have a fraction, which this service's JSON has not.
    let text = String(decoding: bytes, as: UTF8.self).replacing(/\.0\b/, with: "")
    return try JSONParser.parse(Array(text.utf8))
  }

  @Test("a client with its secret gets a token that nobody keeps and this service takes")
  func granted() async throws {
    let harness = try await harness()
    let reply = try await ask(harness)
    #expect(reply.status == 200)
    #expect(reply.json["token_type"] == "Bearer" && reply.json["expires_in"] == 900)
    #expect(reply.header("Cache-Control") == "no-store" && reply.header("Pragma") == "no-cache")
    #expect(
      harness.backend.calls.last?.details == ["id": Harness.client, "secret": Self.secret])
    let token = try #require(reply.json["access_token"]?.stringValue)
    let claims = try claims(token)
    #expect(claims["iss"] == .string(Harness.clientIssuer))
    #expect(claims["sub"] == .string(Harness.client) && claims["client_id"] == claims["sub"])
    #expect(claims["role"] == "liaison" && claims["org"] == "bank-a")
    #expect(try await harness.send(.get, "/v1/offers", token: token).status == 200)
    let actor = try #require(harness.backend.calls.last?.actor)
    #expect(actor.role == .liaison && actor.organisation == "bank-a")
    #expect(actor.subject == Harness.client)
  }

  @Test(
    "an unknown client and a wrong secret are told alike, and no use case hears of no credentials")
  func refused() async throws {
    let harness = try await harness()
    for headers in [basic(Harness.client, "wrong"), basic("nobody", "x"), basic("", "")] {
      let reply = try await ask(
        harness, headers: Self.form.merging(headers) { old, _ in old })
      #expect(reply.status == 401)
      #expect(reply.json["error"] == "invalid_client")
      #expect(reply.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
      #expect(reply.header("Content-Type") == "application/json")
      #expect(reply.header("Cache-Control") == "no-store")
    }
    let calls = harness.backend.calls.count
    #expect(calls == 3)
    let bad: [[String: String]] = [
      [:], ["Authorization": "Bearer x"], ["Authorization": "Basic ***"],
      ["Authorization": "Basic " + Data("no colon".utf8).base64EncodedString()],
      ["Authorization": "Basic " + Data([0xFF, 0x3A, 0x61]).base64EncodedString()],
      ["Authorization": "Basic " + String(repeating: "A", count: 4_000)],
    ]
    for headers in bad {
      let reply = try await ask(
        harness, headers: Self.form.merging(headers) { old, _ in old })
      #expect(reply.status == 401 && reply.json["error"] == "invalid_client", "\(headers)")
    }
    #expect(harness.backend.calls.count == calls)
  }

  @Test("id and secret are form-encoded inside HTTP Basic (RFC 6749 section 2.3.1)")
  func encoded() async throws {
    let harness = try await harness()
    _ = try await ask(
      harness, headers: Self.form.merging(basic("a%3Ab", "c+d%2B:e")) { old, _ in old })
    #expect(harness.backend.calls.last?.details == ["id": "a:b", "secret": "c d+:e"])
  }

  @Test(
    "what is wrong with a request has the code of RFC 6749 section 5.2",
    arguments: [
      ("", "invalid_request"), ("grant_type=", "invalid_request"),
      ("scope=x", "invalid_request"),
      ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
      ("grant_type=client_credentials&client_secret=x", "invalid_request"),
      ("grant_type=%FF", "invalid_request"),
      ("grant_type=password&username=a&password=b", "unsupported_grant_type"),
      ("grant_type=client_credentials&scope=needs%3Aread", "invalid_scope"),
    ])
  func badRequests(_ body: String, _ code: String) async throws {
    let harness = try await harness()
    let reply = try await ask(harness, body)
    #expect(reply.status == 400 && reply.json["error"] == .string(code), "\(reply.text)")
    #expect(reply.json["code"] == nil, "no problem+json")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("another type, a large body and parameters in the address are invalid requests")
  func badForms() async throws {
    let harness = try await harness()
    let credentials = basic(Harness.client, Self.secret)
    for type in ["application/json", "text/plain", ""] {
      let headers = credentials.merging(["Content-Type": type]) { old, _ in old }
      let reply = try await ask(harness, headers: headers.filter { !$0.value.isEmpty })
      #expect(reply.status == 400 && reply.json["error"] == "invalid_request")
    }
    let large = "grant_type=client_credentials&x=" + String(repeating: "x", count: 9_000)
    #expect(try await ask(harness, large).json["error"] == "invalid_request")
    #expect(
      try await ask(harness, query: "?grant_type=client_credentials").json["error"]
        == "invalid_request")
    // What is not known is passed over.
    #expect(try await ask(harness, "grant_type=client_credentials&x=1&y").status == 200)
  }

  @Test("without a key to sign with no token is issued")
  func noIssuer() async throws {
    let harness = try await harness()
    var dependencies = harness.dependencies
    dependencies.tokens = nil
    let reply = try await ask(Harness(harness, dependencies))
    #expect(reply.status == 400 && reply.json["error"] == "unsupported_grant_type")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("a key of one issuer signs nothing for the other, and another audience is refused")
  func issuers() async throws {
    let harness = try await harness()
    let dependencies = harness.dependencies
    func status(_ issuer: TokenIssuer) async throws -> Int {
      let token = try await issuer.issue(
        role: .liaison, organisation: "bank-a", subject: "x", ttlSeconds: 60)
      return try await Harness(harness, dependencies).send(.get, "/v1/offers", token: token).status
    }
    #expect(try await status(harness.issuer) == 200)
    #expect(try await status(harness.clientIssuer) == 200)
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appendingPathComponent("rongqiao-\(UUID().uuidString).jwk").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    func load(_ issuer: String, _ audience: String) throws -> TokenIssuer {
      try TokenIssuer.load(
        keyFile: path, issuer: issuer, audience: audience, clock: .fixed(Harness.now))
    }
    let own = try load(Harness.clientIssuer, Harness.audience)
    var trusting = dependencies
    trusting.authenticator = Authenticator(
      keys: await KeyRing(fixed: try KeySet(jwks: harness.issuer.publicKeySet.canonicalBytes)),
      issuer: Harness.issuerName,
      own: .init(
        ring: await KeyRing(fixed: try KeySet(jwks: own.publicKeySet.canonicalBytes)),
        issuer: Harness.clientIssuer), audience: Harness.audience, clock: .fixed(Harness.now))
    func code(_ issuer: TokenIssuer) async throws -> String? {
      let token = try await issuer.issue(
        role: .liaison, organisation: "bank-a", subject: "x", ttlSeconds: 60)
      let reply = try await Harness(harness, trusting).send(.get, "/v1/offers", token: token)
      return reply.status == 200 ? nil : reply.code
    }
    #expect(try await code(own) == nil)
    #expect(try await code(load(Harness.issuerName, Harness.audience)) == "token_invalid")
    #expect(try await code(load(Harness.clientIssuer, "another")) == "token_invalid")
    #expect(try await code(harness.clientIssuer) == "token_invalid", "a key nobody knows")
    #expect(try await code(harness.issuer) == nil)
  }

  @Test("the keys of both issuers are served, each once")
  func keys() async throws {
    let harness = try await harness()
    let served = try await harness.send(.get, "/.well-known/jwks.json", token: nil).json
    let names = (served["keys"]?.arrayValue ?? []).compactMap { $0["kid"]?.stringValue }
    #expect(names == [harness.issuer.keyIdentifier, harness.clientIssuer.keyIdentifier])
  }

  @Test("requests for tokens are limited by address, and failures for one client alone")
  func limited() async throws {
    let harness = try await harness(RateLimits(perMinute: [.tokenFailures: 2, .tokens: 8]))
    func status(_ id: String, _ secret: String) async throws -> Int {
      try await ask(
        harness, headers: Self.form.merging(basic(id, secret)) { old, _ in old }
      ).status
    }
    for expected in [401, 401, 429, 429] {
      #expect(try await status("guessed", "wrong") == expected)
    }
    let calls = harness.backend.calls.count
    #expect(calls == 2, "what is refused asks nothing")
    #expect(try await status(Harness.client, Self.secret) == 200)
    #expect(try await status(Harness.client, "wrong") == 401)
    #expect(try await status(Harness.client, Self.secret) == 200)
    #expect(try await status(Harness.client, Self.secret) == 200)
    let refused = try await ask(harness)
    #expect(refused.status == 429 && refused.code == "rate_limited")
    #expect(refused.header("RateLimit-Policy") == "\"tokens\";q=8;w=60")
  }
}
