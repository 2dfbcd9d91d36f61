import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Signing in to the console")
struct SignInTests {
  /// Fields of the query of an address.
  private func query(_ address: String) throws -> FormBody {
    let text = try #require(address.split(separator: "?").dropFirst().first)
    return try FormBody(Array(text.utf8))
  }

  /// Begins to sign in: the secret in the browser's cookie, and where it is sent.
  private func begin(_ harness: Harness) async throws -> (cookie: String, address: String) {
    let reply = try await harness.send(.get, "/console/sign-in/start")
    #expect(reply.status == 303)
    return (try #require(reply.cookie("rongqiao_sign_in")), try #require(reply.place))
  }

  /// Chooses somebody: the address the browser comes back by.
  private func choose(
    _ harness: Harness, _ address: String, person: String, changes: [String: String] = [:]
  ) async throws -> Reply {
    let asked = try query(address)
    var fields = ["person": person]
    for name in ["state", "nonce", "code_challenge", "redirect_uri"] { fields[name] = asked[name] }
    fields.merge(changes) { _, new in new }
    return try await harness.send(
      .post, "/console/development", form: fields.sorted { $0.key < $1.key }.map { ($0, $1) })
  }

  @Test("whoever signs in has a session that the browser alone holds the key of")
  func whole() async throws {
    let harness = try await Harness()
    let (cookie, address) = try await begin(harness)
    let page = try await harness.send(.get, address)
    #expect(page.status == 200 && page.text.contains("liaison-1"))
    let chosen = try await choose(harness, address, person: "3")
    let back = try #require(chosen.place)
    let reply = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
    #expect(reply.status == 303 && reply.place == "/console")
    let text = try #require(reply.cookie("rongqiao_session"))
    let key = try #require(SessionKey(cookie: text))
    #expect(harness.backend.sessions[key.digest]?.role == .operator)
    #expect(!harness.backend.sessions.keys.contains { $0.hexadecimal.contains(text) })
    for set in reply.cookies {
      #expect(set.contains("; Secure; HttpOnly; SameSite=Lax"), "\(set)")
    }
    // The secret of the sign-in has done its work.
    #expect(
      reply.cookies.contains { $0.hasPrefix("rongqiao_sign_in=;") && $0.contains("Max-Age=0") })
    let home = try await harness.send(.get, "/console", key: key)
    // Of the whole country.
    #expect(home.place == "/console/funnel")
  }

  @Test("the page that asks for no password answers to names of this machine alone")
  func names() {
    for name in ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "LOCALHOST", "[::1]:8080"] {
      #expect(DevelopmentPages.isOwn(name), "\(name)")
    }
    for name in [
      nil, "", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080",
      "localhost:", "localhost:80x", "evil.example:127.0.0.1", "[::1].evil.example",
    ] {
      #expect(!DevelopmentPages.isOwn(name), "\(name ?? "none")")
    }
  }

  @Test("an answer of the provider counts once, and only in the browser that asked")
  func once() async throws {
    let harness = try await Harness()
    let (cookie, address) = try await begin(harness)
    let other = try await begin(harness).cookie
    let back = try #require(try await choose(harness, address, person: "0").place)
    for cookies in [[:], ["rongqiao_sign_in": other], ["rongqiao_sign_in": "x"]] {
      let reply = try await harness.send(.get, back, cookies: cookies)
      #expect(reply.status == 400 && reply.cookie("rongqiao_session") == nil)
    }
    let first = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
    #expect(first.status == 303)
    let second = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
    #expect(second.status == 400 && second.cookie("rongqiao_session") == nil)
  }

  @Test("a code with another challenge or nonce than the browser's signs nobody in")
  func bound() async throws {
    let harness = try await Harness()
    for changes in [["code_challenge": "another"], ["nonce": "another"]] {
      let (cookie, address) = try await begin(harness)
      let back = try #require(
        try await choose(harness, address, person: "0", changes: changes).place)
      let reply = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
      #expect(reply.status == 400, "\(changes)")
    }
    #expect(harness.backend.sessions.isEmpty)
  }

  @Test("nobody is sent with a code to an address that is not the console's")
  func redirects() async throws {
    let harness = try await Harness()
    let address = try await begin(harness).address
    let reply = try await choose(
      harness, address, person: "0",
      changes: ["redirect_uri": "https://evil.example/console/callback"])
    #expect(reply.status == 404 && reply.place == nil)
  }

  @Test("a code that is none stands beside its field with what was typed, and signs nobody in")
  func wrongCodes() async throws {
    let harness = try await Harness()
    let address = try await begin(harness).address
    let asked = try query(address)
    let markup = "<script>alert(1)</script>\"'><b>"
    let shown = "&lt;script&gt;alert(1)&lt;/script&gt;"
    let long = String(repeating: "x", count: 65)
    let cases: [(person: String, field: String, text: String, shown: String)] = [
      ("0", "uscc", "123", "123"), ("0", "uscc", "91340100MA2TE2W96O", "91340100MA2TE2W96O"),
      ("0", "uscc", markup, shown), ("1", "institution", "Bank B", "Bank B"),
      ("1", "institution", "system:x", "system:x"), ("1", "institution", long, long),
      ("1", "institution", "bank\u{7}b", "bankb"), ("2", "institution", markup, shown),
    ]
    for (person, field, text, shown) in cases {
      let reply = try await choose(harness, address, person: person, changes: [field: text])
      #expect(reply.status == 422 && reply.place == nil, "\(field) \(text)")
      #expect(reply.text.contains("<p class=\"error\" id=\"\(field)-\(person)-error\">"))
      #expect(reply.text.contains("<a href=\"#\(field)-\(person)\">"))
      #expect(reply.text.contains("name=\"\(field)\" value=\"\(shown)"), "\(field) \(text)")
      #expect(reply.text.components(separatedBy: "class=\"error\"").count == 2)
      #expect(!reply.text.contains("<script>alert") && !reply.text.contains("<b>"))
      // Corrected, it is sent once more as it was asked for.
      #expect(reply.hidden("state") == asked["state"])
    }
  }

  @Test("a code of an enterprise is taken as people write it")
  func writtenCodes() async throws {
    let harness = try await Harness()
    let (cookie, address) = try await begin(harness)
    let back = try #require(
      try await choose(
        harness, address, person: "0", changes: ["uscc": "9134 0100 ma2te2w96t"]
      ).place)
    let reply = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
    let key = try #require(reply.cookie("rongqiao_session").flatMap { SessionKey(cookie: $0) })
    #expect(harness.backend.sessions[key.digest]?.uscc == "91340100MA2TE2W96T")
  }

  @Test("the built-in issuer offers one person of each role, and each of them can sign in")
  func everyRole() async throws {
    let people = DevelopmentProvider.people(institution: "bank-a")
    #expect(people.count == Role.allCases.count)
    #expect(Set(people.map(\.role)) == Set(Role.allCases))
    for (index, person) in people.enumerated() {
      let harness = try await Harness()
      let (cookie, address) = try await begin(harness)
      let back = try #require(try await choose(harness, address, person: "\(index)").place)
      let reply = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
      let key = try #require(reply.cookie("rongqiao_session").flatMap { SessionKey(cookie: $0) })
      let actor = try #require(harness.backend.sessions[key.digest])
      #expect(actor.role == person.role && actor.subject == person.subject)
    }
  }

  @Test("one may be of another institution, but of no other role")
  func others() async throws {
    let harness = try await Harness()
    let (cookie, address) = try await begin(harness)
    let back = try #require(
      try await choose(harness, address, person: "1", changes: ["institution": "icbc"]).place)
    let reply = try await harness.send(.get, back, cookies: ["rongqiao_sign_in": cookie])
    let key = try #require(reply.cookie("rongqiao_session").flatMap { SessionKey(cookie: $0) })
    let actor = try #require(harness.backend.sessions[key.digest])
    #expect(actor.role == .liaison && actor.organisation == "icbc")
    #expect(actor.subject == "icbc-liaison-1")
  }

  @Test("signing out ends the session, and needs a form of that session")
  func out() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    let forged = try await harness.send(
      .post, "/console/sign-out", key: key, form: [("form_token", "x")])
    #expect(forged.status == 400 && harness.backend.sessions.count == 1)
    let reply = try await harness.post("/console/sign-out", key: key)
    #expect(reply.place == "/console/sign-in" && harness.backend.sessions.isEmpty)
    #expect(reply.cookies.contains { $0.hasPrefix("rongqiao_session=;") })
  }

  @Test("over https cookies have the prefix that keeps them to this host")
  func prefix() async throws {
    let harness = try await Harness(
      options: ConsoleOptions(publicAddress: "https://rongqiao.example.cn"))
    let reply = try await harness.send(.get, "/console/sign-in/start")
    #expect(reply.cookie("__Host-rongqiao_sign_in") != nil)
    let asked = try query(try #require(reply.place))
    #expect(asked["redirect_uri"] == "https://rongqiao.example.cn/console/callback")
  }

  @Test("a key stands in two forms that do not tell it, nor each other")
  func keys() throws {
    let key = SessionKey(Array(repeating: 7, count: 32))
    #expect(SessionKey(cookie: key.text)?.digest == key.digest)
    #expect(SessionKey(cookie: "short") == nil)
    #expect(key.formToken != key.text && key.formToken != Base64URL.encode(key.digest.bytes))
    #expect(SecretBytes.areEqual("abc", "abc") && !SecretBytes.areEqual("abc", "abd"))
    #expect(!SecretBytes.areEqual("abc", "ab"))
    let attempt = SignInAttempt(Array(repeating: 7, count: 32))
    #expect(attempt.verifier.utf8.count == 43)
    #expect(Set([attempt.state, attempt.nonce, attempt.verifier, attempt.cookie]).count == 4)
    // RFC 7636 appendix B.
    #expect(
      PKCE.challenge(of: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
  }
}
