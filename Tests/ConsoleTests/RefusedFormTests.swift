import API
import Application
import Domain
import Foundation
import HTTPTypes
import Telemetry
import Testing

@testable import Console

@Suite("Forms that are refused")
struct RefusedFormTests {
  private static let refusals: [(error: ApplicationError, status: Int, told: String)] = [
    (.conflict(code: "offer_state", zh: "由他人办理", en: "taken"), 409, "由他人办理"),
    (.staleVersion(current: 7), 412, "当前版本为 7"),
    (.forbidden(zh: "不在权限内", en: "not yours"), 403, "不在权限内"),
    (.notFound(what: "那个"), 404, "没有找到:那个"),
    (.erased(at: Harness.now), 410, "依法删除"),
    (.idempotencyInFlight, 409, "idempotency_in_flight"),
    (.idempotencyReused, 422, "idempotency_key_reused"),
    (.unavailable(retryAfterSeconds: 7), 503, "unavailable"),
  ]
  private static let contact = "/console/offers/\(Harness.offer)/contact"

  /// Something that a line takes, whatever it asks for.
  private func typed(_ name: String, _ form: EveryForm.Shown) -> String {
    switch form.types[name] {
    case "date": return "2026-12-24"
    case "number": return "12"
    default:
      let isNumber =
        ["amount", "rate", "cap", "count", "value"].contains(name) || name.hasSuffix("_fen")
      return isNumber ? "37" : "打的字"
    }
  }

  /// What is typed into a form so that it is sent, and nothing of it told of as wrong before.
  private func fields(_ form: EveryForm.Shown, _ path: String) -> [(String, String)] {
    // Most fields of a product's draft are of others: of one kind of term, or of one form of price.
    if path == "/console/products/tax-b" { return [("amount_most", "37"), ("cited", "打的字")] }
    return form.lines.map { ($0, typed($0, form)) } + form.choices
  }

  @Test("a form that is refused comes back with all that was typed, and says why beside it")
  func kept() async throws {
    for (role, path) in EveryForm.all {
      let harness = try await EveryForm.harness(of: path)
      let key = harness.signIn(role)
      let form = try EveryForm.Shown(try await harness.send(.get, path, key: key))
      let fields = fields(form, path)
      for refusal in Self.refusals {
        let about = "\(path) \(refusal.told)"
        harness.backend.set { $0.failure = refusal.error }
        let reply = try await harness.post(form.action, key: key, form.hidden + fields)
        #expect(reply.status == refusal.status, "\(about)")
        #expect(reply.text.contains(refusal.told), "\(about)")
        #expect(reply.text.contains("<div class=\"summary\" role=\"alert\">"), "\(about)")
        let again = try EveryForm.Shown(reply)
        #expect(again.action == form.action, "\(about)")
        #expect(again.hidden.map(\.0) == form.hidden.map(\.0), "\(about)")
        for (name, value) in fields {
          let isKept = again.texts[name] == value || again.chosen.contains("\(name)=\(value)")
          #expect(isKept, "\(about) \(name)")
        }
      }
    }
  }

  @Test("what is wrong with a field stands beside it on every form, and leads to it from above")
  func beside() async throws {
    for (role, path) in EveryForm.all {
      let harness = try await EveryForm.harness(of: path)
      let key = harness.signIn(role)
      let form = try EveryForm.Shown(try await harness.send(.get, path, key: key))
      let sent = form.hidden + fields(form, path)
      let places = try #require(EveryForm.places[path], "\(path)")
      for (pointer, field) in places {
        let about = "\(path) \(field)"
        harness.backend.set {
          $0.failure = ApplicationError.invalid([
            Fault(pointer, "wrong", zh: "有误", en: "is wrong")
          ])
        }
        let reply = try await harness.post(form.action, key: key, sent)
        #expect(reply.status == 422, "\(about)")
        #expect(reply.text.contains("<a href=\"#field-\(field)\">"), "\(about)")
        let error = "<p class=\"error\" id=\"field-\(field)-error\">有误</p>"
        #expect(reply.text.contains(error), "\(about)")
        #expect(reply.text.components(separatedBy: "class=\"error\"").count == 2, "\(about)")
      }
      // Of a product's draft it is some alone.
      guard path != "/console/products/tax-b" else { continue }
      let names = Set(form.lines + form.choices.map { $0.0 })
      let told = Set(places.map { $0.field }).union(EveryForm.addressed[path] ?? [])
      #expect(told == names, "\(path)")
    }
  }

  @Test("control characters are taken out and told of beside their field, and nothing is done")
  func cleaned() async throws {
    for (role, path) in EveryForm.all {
      let harness = try await EveryForm.harness(of: path)
      let key = harness.signIn(role)
      let form = try EveryForm.Shown(try await harness.send(.get, path, key: key))
      let fields = fields(form, path)
      for (name, _) in fields where form.lines.contains(name) {
        let about = "\(path) \(name)"
        let sent = fields.map { ($0.0, $0.0 == name ? "\u{0}\($0.1)\u{1B}" : $0.1) }
        let reply = try await harness.post(form.action, key: key, form.hidden + sent)
        #expect(reply.status == 422, "\(about)")
        let error = "<p class=\"error\" id=\"field-\(name)-error\">含有不可见的控制字符"
        #expect(reply.text.contains(error), "\(about)")
        let again = try EveryForm.Shown(reply)
        for (name, value) in fields {
          let isKept = again.texts[name] == value || again.chosen.contains("\(name)=\(value)")
          #expect(isKept, "\(about): \(name)")
        }
      }
      #expect(!harness.backend.calls.contains { $0.body != nil }, "\(path)")
    }
  }

  @Test("every form that people send is among those that are tried, or has nothing to type into")
  func every() async throws {
    var actions: [[Substring]] = []
    for (role, path) in EveryForm.all {
      let harness = try await EveryForm.harness(of: path)
      let page = try await harness.send(.get, path, key: harness.signIn(role))
      actions.append(try EveryForm.Shown(page).action.split(separator: "/"))
    }
    let harness = try await Harness()
    for route in harness.console.routes
    where route.method == .post && !EveryForm.buttons.contains(route.path) {
      let parts = route.path.split(separator: "/")
      let isTried = actions.contains { action in
        action.count == parts.count && zip(action, parts).allSatisfy { $0 == $1 || $1.first == "{" }
      }
      #expect(isTried, "\(route.path)")
    }
  }

  @Test("what may have been done is sent again under its key, and what was refused under another")
  func keys() async throws {
    let harness = try await EveryForm.harness(of: Self.contact)
    let key = harness.signIn(.liaison)
    let fields = [("day", "2026-11-20")]
    harness.backend.set { $0.failure = ApplicationError.unavailable(retryAfterSeconds: 7) }
    let later = try await harness.post(Self.contact, key: key, fields)
    #expect(later.hidden("form_key") == Harness.formKey && later.header("Retry-After") == "7")
    harness.backend.set {
      $0.failure = ApplicationError.conflict(code: "offer_state", zh: "已变", en: "changed")
    }
    let refused = try await harness.post(Self.contact, key: key, fields)
    #expect(refused.hidden("form_key").map { $0 != Harness.formKey } ?? false)
  }

  @Test(
    "a form that cannot be shown again is given back as it was typed, to be sent again or copied")
  func unshown() async throws {
    let path = "/console/warnings/\(Harness.warning)/act"
    let harness = try await EveryForm.harness(of: path)
    let key = harness.signIn(.operator)
    // By then the warning is not to be had either.
    harness.backend.set {
      $0.answers["warning"] = nil
      $0.failure = ApplicationError.conflict(code: "warning_state", zh: "已变", en: "changed")
    }
    let lost = try await harness.post(path, key: key, [("note", "<b>已走访</b>")])
    #expect(lost.status == 404 && lost.text.contains("&lt;b&gt;已走访&lt;/b&gt;</dd>"))
    #expect(!lost.text.contains("action=\"\(path)\""))
    // A button has nothing that was typed; pressing it once more may help, or not.
    let revoke = "/console/consents/\(Harness.consent)/revoke"
    let owner = harness.signIn(.enterprise)
    let refused = try await harness.post(revoke, key: owner)
    #expect(refused.status == 409 && !refused.text.contains("action=\"\(revoke)\""))
    harness.backend.set { $0.failure = ApplicationError.unavailable(retryAfterSeconds: 7) }
    let later = try await harness.post(revoke, key: owner)
    #expect(later.status == 503 && later.text.contains("action=\"\(revoke)\""))
    #expect(later.text.contains("name=\"form_key\" value=\"\(Harness.formKey)\""))
  }

  @Test("whoever sends too much is given back what they typed, and nobody else is")
  func limited() async throws {
    let limits = RateLimits(perMinute: [.writes: 1])
    let harness = try await Harness(
      limiter: RateLimiter(limits, metrics: MetricsRegistry(), nanoseconds: { 0 }))
    let key = harness.signIn(.liaison)
    let fields = [("day", "<b>2026")]
    #expect(try await harness.post(Self.contact, key: key, fields).status == 303)
    let calls = harness.backend.calls.count
    let busy = try await harness.post(Self.contact, key: key, fields)
    #expect(busy.status == 429 && busy.header("Retry-After") != nil)
    #expect(busy.text.contains("name=\"day\" value=\"&lt;b&gt;2026\""))
    #expect(busy.text.contains("action=\"\(Self.contact)\""))
    let forged = try await harness.send(
      .post, Self.contact, key: key,
      form: [("form_token", "x"), ("form_key", Harness.formKey), ("day", "forged")])
    #expect(forged.status == 400 && !forged.text.contains("forged"))
    #expect(harness.backend.calls.count == calls)
  }
}
