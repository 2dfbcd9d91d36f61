import API
import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Moving a listing case")
struct ListingFormTests {
  private static let page = "/console/listing/cases/\(Harness.listing)"
  private static let step = page + "/steps/suspend/exchange"

  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["board"] = Samples.board
      $0.answers["listingCase"] = Samples.listingCase
    }
    return harness
  }

  @Test("a case says what may be done next, and in which role")
  func offered() async throws {
    let harness = try await harness()
    harness.backend.set { $0.answers["listingPlan"] = Samples.plan }
    let page = try await harness.send(.get, Self.page, key: harness.signIn(.operator))
    #expect(page.text.contains("href=\"\(Self.step)\">中止审核 (全国股转公司)</a>"))
    #expect(page.text.contains("\(Self.page)/target"))
  }

  @Test("a step is a form with the documents that its gate asks for, which become the API's body")
  func step() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let page = try await harness.send(.get, Self.step, key: key)
    for text in ["中止通知: 文号或存放位置", "value=\"requested\"", "name=\"kind\" value=\"notice\""] {
      #expect(page.text.contains(text), "\(text)")
    }
    let digest = String(repeating: "0", count: 64)
    let reply = try await harness.post(
      Self.step, key: key,
      [
        ("kind", "notice"), ("on", "2026-11-20"), ("reason", "requested"),
        ("document-0", "股转〔2026〕1号"), ("issuer-0", "全国股转公司"), ("issued_on-0", "2026-11-19"),
        ("cut_off_on-0", ""), ("sha256-0", digest),
      ])
    #expect(reply.place == Self.page)
    #expect(
      harness.backend.calls.last?.body == [
        "verb": "suspend", "role": "exchange", "on": "2026-11-20", "reason": "requested",
        "evidence": [
          [
            "kind": "notice", "document": "股转〔2026〕1号", "issuer": "全国股转公司",
            "issued_on": "2026-11-19", "sha256": .string(digest),
          ]
        ],
      ])
  }

  @Test(
    "what is wrong stands beside its field, and what was typed stays, wherever the case is by then")
  func wrong() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.answers["listingCase"] = [
        "id": .string(Harness.listing), "board": "neeq", "stage": "listed", "verbs": [],
        "began_on": "2026-09-01",
      ]
      $0.failure = ApplicationError.invalid([
        Fault("/evidence/0/sha256", "pattern", zh: "应为摘要", en: "must be a digest")
      ])
    }
    let reply = try await harness.post(
      Self.step, key: key, [("kind", "notice"), ("document-0", "<b>1号</b>"), ("sha256-0", "x")])
    #expect(reply.status == 422)
    #expect(reply.text.contains("id=\"field-sha256-0-error\">应为摘要</p>"))
    #expect(reply.text.contains("value=\"&lt;b&gt;1号&lt;/b&gt;\""))
    // A form of a step that is not offered is not shown.
    #expect(try await harness.send(.get, Self.step, key: key).status == 404)
  }

  @Test("a target is set by a form")
  func target() async throws {
    let harness = try await harness()
    let key = harness.signIn(.enterprise)
    let page = try await harness.send(.get, Self.page + "/target", key: key)
    #expect(page.text.contains("<option value=\"typical\" selected>"))
    let reply = try await harness.post(
      Self.page + "/target", key: key, [("target_on", "2027-12-31"), ("pace", "least")])
    #expect(reply.place == Self.page)
    #expect(
      harness.backend.calls.last?.body == ["target_on": "2027-12-31", "pace": "least"])
  }

  @Test("what the form of a target does not ask for stays")
  func kept() async throws {
    let harness = try await harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.answers["listingCase"] = [
        "id": .string(Harness.listing), "board": "neeq", "stage": "tutoring", "verbs": [],
        "options": ["over_200_holders"], "rounds": 3,
      ]
    }
    _ = try await harness.post(
      Self.page + "/target", key: key, [("target_on", "2027-12-31"), ("pace", "least")])
    #expect(
      harness.backend.calls.last?.body == [
        "target_on": "2027-12-31", "pace": "least", "options": ["over_200_holders"], "rounds": 3,
      ])
  }
}
