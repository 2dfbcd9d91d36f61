import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Markup in forms")
struct MarkupTests {
  private static let markup = "<script>alert(1)</script>\"'><b>"

  /// Every form with fields to type into, and who is shown it.
  private static let forms: [(role: Role, path: String)] = [
    (.enterprise, "/console/enterprise"), (.enterprise, "/console/needs/new"),
    (.enterprise, "/console/receivables/\(Harness.receivable)/confirm"),
    (.enterprise, "/console/receivables/\(Harness.receivable)/dispute"),
    (.liaison, "/console/offers/\(Harness.offer)/contact"),
    (.liaison, "/console/offers/\(Harness.offer)/grant"),
    (.liaison, "/console/offers/\(Harness.offer)/draw"),
    (.liaison, "/console/offers/\(Harness.offer)/decline"),
    (.operator, "/console/listing/cases/\(Harness.listing)/steps/suspend/exchange"),
    (.operator, "/console/listing/cases/\(Harness.listing)/target"),
    (.operator, "/console/targets/set"),
    (.operator, "/console/warnings/\(Harness.warning)/assign"),
    (.operator, "/console/warnings/\(Harness.warning)/acknowledge"),
    (.operator, "/console/warnings/\(Harness.warning)/act"),
    (.operator, "/console/warnings/\(Harness.warning)/close"),
    (.operator, "/console/dead-letters/\(Harness.deadLetter)/skip"),
    (.operator, "/console/products/tax-b"),
    (.operator, "/console/policies/packs/cn-34/subsidies/first_loan"),
  ]

  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.invalid([Fault("", "wrong", zh: "有误", en: "is wrong")])
      $0.answers["receivable"] = Samples.receivable
      $0.answers["boards"] = ["data": [Samples.board]]
      $0.answers["board"] = Samples.board
      $0.answers["listingCase"] = Samples.listingCase
      $0.answers["warning"] = Samples.warning
      $0.answers["product"] = ["code": "tax-b", "document": ["code": "tax-b"]]
      $0.answers["policyPack"] = ["code": "cn-34", "subsidies": [["id": "first_loan"]]]
    }
    return harness
  }

  @Test("markup in any field of any form comes back as text")
  func text() async throws {
    for (role, path) in Self.forms {
      let harness = try await harness()
      // Who is registered is not asked to register.
      if path == "/console/enterprise" { harness.backend.set { $0.lists["enterprises"] = [] } }
      let key = harness.signIn(role)
      let page = try await harness.send(.get, path, key: key)
      #expect(page.status == 200, "\(path)")
      let form = try #require(
        page.text.firstMatch(of: /<form method="post" action="([^"]+)" class="main">/), "\(path)")
      let names = page.text.matches(of: /<(?:input|textarea) id="field-[^"]*" name="([^"]+)"/)
        .map { String($0.1) }
      #expect(!names.isEmpty, "\(path)")
      let hidden = page.text.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/)
        .map { (String($0.1), String($0.2)) }
        .filter { !["form_token", "form_key", "back"].contains($0.0) }
      let reply = try await harness.post(
        String(form.1), key: key, hidden + names.map { ($0, Self.markup) })
      #expect(reply.status == 422, "\(path)")
      #expect(!reply.text.contains("<script>alert") && !reply.text.contains("<b>"), "\(path)")
      let shown = reply.text.components(separatedBy: "&lt;script&gt;alert(1)").count - 1
      #expect(shown >= names.count, "\(path)")
    }
  }
}
