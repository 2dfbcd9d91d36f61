import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Who sees which page")
struct AccessTests {
  /// The address of a route with identifiers that are well formed.
  private func address(_ route: PageRoute) -> String {
    let ids = [
      "/needs/": Harness.need, "/runs/": Harness.run, "/offers/": Harness.offer,
      "/consents/": Harness.consent, "/cases/": Harness.listing,
      "/receivables/": Harness.receivable, "/dead-letters/": Harness.deadLetter,
      "/lineage/": Harness.need, "/warnings/": Harness.warning,
    ]
    var path = route.path.replacing("{institution}", with: "bank-b")
      .replacing("{product}", with: "tax-b").replacing("{board}", with: "neeq")
      .replacing("{verb}", with: "engage").replacing("{role}", with: "enterprise")
      .replacing("{by}", with: "place").replacing("{region}", with: "340100")
      .replacing("{pack}", with: "cn-34").replacing("{subsidy}", with: "first_loan")
      .replacing("{parameter}", with: "fee_max_ppm")
      .replacing("{year}", with: "2026").replacing("{level}", with: "red")
      .replacing("{state}", with: "live").replacing("**", with: "nothing")
    for (part, id) in ids { path = path.replacing(part + "{id}", with: part + id) }
    return path
  }

  private func allowed(_ route: PageRoute) -> Set<Role> {
    guard case .roles(let roles) = route.access else { return Set(Role.allCases) }
    return roles
  }

  @Test("whoever has not signed in sees the page for that, and changes nothing")
  func strangers() async throws {
    let harness = try await Harness()
    for route in harness.console.routes where route.access != .everyone {
      let reply = try await harness.send(
        route.method, address(route), cookies: ["rongqiao_session": "forged"],
        form: route.method == .post ? [("form_token", "x")] : nil)
      #expect(reply.status == 303, "\(route.method) \(route.path)")
      #expect(reply.place == "/console/sign-in", "\(route.path)")
    }
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("a role that a page is not for finds nothing there")
  func roles() async throws {
    let harness = try await Harness()
    for role in Role.allCases {
      let key = harness.signIn(role)
      for route in harness.console.routes where !allowed(route).contains(role) {
        let before = harness.backend.calls.count
        let reply =
          route.method == .post
          ? try await harness.post(address(route), key: key)
          : try await harness.send(.get, address(route), key: key)
        #expect(reply.status == 403, "\(role) \(route.path)")
        #expect(harness.backend.calls.count == before, "\(role) \(route.path)")
      }
    }
  }

  @Test("a form that comes from no page of the session changes nothing")
  func forged() async throws {
    let harness = try await Harness()
    let other = harness.signIn(.operator)
    for route in harness.console.routes where route.isProven {
      let role = try #require(allowed(route).sorted { $0.rawValue < $1.rawValue }.first)
      let key = harness.signIn(role)
      for token in ["", "x", other.formToken] {
        let reply = try await harness.send(
          .post, address(route), key: key,
          form: [("form_token", token), ("form_key", Harness.formKey)])
        #expect(reply.status == 400, "\(route.path)")
      }
    }
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("every page says what a browser may do with it, and that nobody keeps it")
  func headers() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    for path in ["/console/sign-in", "/console/needs", "/console/nothing", "/console/offers"] {
      let reply = try await harness.send(.get, path, key: key)
      let policy = try #require(reply.header("Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
      #expect(reply.header("Cache-Control") == "no-store", "\(path)")
    }
    let style = try await harness.send(.get, "/console/assets/style.css")
    #expect(style.status == 200 && style.header("Content-Type") == "text/css; charset=utf-8")
  }

  @Test("what is no page is a page that says so, in the language that was chosen")
  func missing() async throws {
    let harness = try await Harness()
    let chinese = try await harness.send(.get, "/console/nothing/at/all")
    #expect(chinese.status == 404 && chinese.text.contains("<html lang=\"zh-CN\">"))
    let english = try await harness.send(
      .get, "/console/nothing", cookies: ["rongqiao_language": "en"])
    #expect(english.status == 404 && english.text.contains("<html lang=\"en\">"))
    let chosen = try await harness.send(
      .post, "/console/language", form: [("language", "en"), ("back", "/console/sign-in")])
    #expect(chosen.place == "/console/sign-in")
    #expect(chosen.cookie("rongqiao_language") == "en")
    // Of somebody who is signed in, even that is no other site's to choose.
    let forged = try await harness.send(
      .post, "/console/language", key: harness.signIn(.operator), form: [("language", "en")])
    #expect(forged.status == 400 && forged.cookies.isEmpty)
  }

  @Test("a form that is too large, or no form, is refused")
  func sizes() async throws {
    let harness = try await Harness(
      options: ConsoleOptions(maximumFormBytes: 1_000, streamSeconds: 0))
    let key = harness.signIn(.enterprise)
    let long = String(repeating: "x", count: 2_000)
    let reply = try await harness.post("/console/needs", key: key, [("amount", long)])
    #expect(reply.status == 413 && reply.text.contains("缩短各栏内容"))
    #expect(harness.backend.calls.isEmpty)
  }
}
