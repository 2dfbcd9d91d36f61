import Domain
import Foundation
import Synchronization
import Testing

@testable import Console

@Suite("An OpenID provider")
struct OpenIDTests {
  private static let issuer = "https://id.example.cn/realm"
  private static let request = AuthorizationRequest(
    state: "s", nonce: "n", challenge: "c", redirect: "https://rq.example.cn/console/callback")

  /// A provider that answers as told, and what it was asked.
  private final class Fake: Sendable {
    let asked = Mutex<[ProviderRequest]>([])
    let discovery: JSON
    let token: (status: Int, body: JSON)

    init(
      discovery: JSON = [
        "issuer": .string(OpenIDTests.issuer),
        "authorization_endpoint": "https://id.example.cn/realm/auth?tenant=1",
        "token_endpoint": "https://id.example.cn/realm/token",
      ], token: (status: Int, body: JSON) = (200, ["id_token": "signed"])
    ) {
      self.discovery = discovery
      self.token = token
    }

    func provider(
      secret: String? = "s:&", clock: WallClock = .fixed(Harness.now)
    ) -> OpenIDProvider {
      OpenIDProvider(
        issuer: OpenIDTests.issuer, clientID: "rongqiao console", clientSecret: secret,
        clock: clock
      ) { request in
        self.asked.withLock { $0.append(request) }
        return request.form == nil
          ? (200, self.discovery.canonicalBytes)
          : (self.token.status, self.token.body.canonicalBytes)
      }
    }
  }

  @Test("a browser is sent to the address that the provider names, with a challenge")
  func address() async throws {
    let fake = Fake()
    let provider = fake.provider()
    let address = try await provider.address(for: Self.request)
    #expect(address.hasPrefix("https://id.example.cn/realm/auth?tenant=1&response_type=code&"))
    for part in [
      "client_id=rongqiao%20console", "scope=openid", "state=s", "nonce=n", "code_challenge=c",
      "code_challenge_method=S256",
      "redirect_uri=https%3A%2F%2Frq.example.cn%2Fconsole%2Fcallback",
    ] {
      #expect(address.contains(part), "\(part)")
    }
    _ = try await provider.address(for: Self.request)
    #expect(
      fake.asked.withLock { $0.map(\.url) } == [Self.issuer + "/.well-known/openid-configuration"])
  }

  @Test("a code is exchanged with the verifier and the client's secret")
  func exchange() async throws {
    let fake = Fake()
    let token = try await fake.provider().identityToken(
      code: "a b", verifier: "v", redirect: Self.request.redirect)
    #expect(token == "signed")
    let asked = try #require(fake.asked.withLock { $0.last })
    #expect(asked.url == "https://id.example.cn/realm/token")
    let form = try FormBody(Array(try #require(asked.form).utf8))
    #expect(form["grant_type"] == "authorization_code" && form["code"] == "a b")
    #expect(form["code_verifier"] == "v" && form["client_id"] == nil)
    let basic = Data("rongqiao%20console:s%3A%26".utf8).base64EncodedString()
    #expect(asked.authorization == "Basic \(basic)")
  }

  @Test("a client without a secret names itself")
  func publicClient() async throws {
    let fake = Fake()
    _ = try await fake.provider(secret: nil).identityToken(
      code: "a", verifier: "v", redirect: "r")
    let asked = try #require(fake.asked.withLock { $0.last })
    #expect(asked.authorization == nil)
    #expect(asked.form?.contains("client_id=rongqiao%20console") == true)
  }

  @Test("a provider that says it is another, or sends secrets unsealed, is not used")
  func untrusted() async throws {
    let good = Fake().discovery.objectValue ?? [:]
    for (name, value) in [
      ("issuer", "https://id.example.cn/other"), ("token_endpoint", "http://id.example.cn/token"),
      ("authorization_endpoint", "http://localhost.evil.example/auth"),
    ] {
      let fake = Fake(discovery: .object(good.merging([name: .string(value)]) { $1 }))
      await #expect(throws: IdentityProviderError.self, "\(name)") {
        try await fake.provider().address(for: Self.request)
      }
    }
  }

  @Test("a refused code is told apart from a provider that is down")
  func refusals() async throws {
    let cases: [(Int, JSON, Bool)] = [
      (400, ["error": "invalid_grant"], true), (503, [:], false), (200, [:], false),
    ]
    for (status, body, isRefusal) in cases {
      let provider = Fake(token: (status, body)).provider()
      do {
        _ = try await provider.identityToken(code: "c", verifier: "v", redirect: "r")
        Issue.record("\(status) gave a token")
      } catch let error as IdentityProviderError {
        #expect((error == .refused) == isRefusal, "\(status)")
      }
    }
  }
}
