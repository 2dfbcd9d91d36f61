import API
import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Drafts of products")
struct ProductPageTests {
  private static let product: JSON = [
    "code": "tax-a", "name": ["zh": "税信贷", "en": "Tax loan"], "version": 3, "family": "credit",
    "institution": ["code": "bank-a", "name": nil],
    "document": [
      "code": "tax-a", "institution": "bank-a",
      "amount": ["min_fen": 10_000_000, "max_fen": 300_000_000, "citation": ["document": "x"]],
      "effective": ["from": "2026-01-01"], "criteria": [["id": "grade"]],
    ],
  ]
  private static let path = "/console/products/tax-a"

  @Test("an institution finds its own products, and no other's")
  func own() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    var other = Self.product.objectValue ?? [:]
    other["code"] = "tax-b"
    other["institution"] = ["code": "bank-b", "name": nil]
    harness.backend.set { [other] in
      $0.lists["products"] = [Self.product, .object(other)]
      $0.answers["product"] = .object(other)
    }
    let list = try await harness.send(.get, "/console/products", key: key)
    #expect(list.text.contains(Self.path) && !list.text.contains("/console/products/tax-b"))
    #expect(try await harness.send(.get, "/console/products/tax-b", key: key).status == 404)
  }

  @Test(
    "a draft is the document with what was typed, and its effect is told in figures that may be")
  func draft() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    harness.backend.set {
      $0.answers["product"] = Self.product
      $0.answers["productWhatIf"] = [
        "gained": ["firms": 25, "amount": ["fen": 500_000_000, "currency": "CNY"]],
        "lost": ["firms": nil, "amount": nil],
      ]
    }
    let page = try await harness.send(.get, Self.path, key: key)
    #expect(page.text.contains("name=\"amount_most\"") && page.text.contains("value=\"300\""))
    #expect(page.text.contains("[{&quot;id&quot;:&quot;grade&quot;}]"))
    let reply = try await harness.post(
      Self.path, key: key,
      [
        ("amount_least", ""), ("amount_most", "500"), ("tenor_most", "36"),
        ("least_coverage", "60.5"), ("criteria", "[]"),
      ])
    #expect(
      harness.backend.calls.last?.body == [
        "code": "tax-a", "institution": "bank-a",
        "amount": ["max_fen": 500_000_000, "citation": ["document": "x"]],
        "tenor": ["max_months": 36], "min_coverage_ppm": 605_000,
        "effective": ["from": "2026-01-01"], "criteria": [],
      ])
    for text in ["<td class=\"number\">25</td>", "5,000,000 元", "不予显示", "value=\"60.5\""] {
      #expect(reply.text.contains(text), "\(text)")
    }
  }

  @Test("what does not read stands beside its field, and nothing is asked")
  func wrong() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    harness.backend.set { $0.answers["product"] = Self.product }
    let reply = try await harness.post(
      Self.path, key: key, [("amount_most", "many"), ("criteria", "<script>")])
    #expect(reply.status == 422 && reply.text.contains("id=\"field-amount_most-error\""))
    #expect(reply.text.contains("id=\"field-criteria-error\""))
    #expect(reply.text.contains("&lt;script&gt;</textarea>"))
    #expect(!harness.backend.calls.contains { $0.name == "productWhatIf" })
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/criteria/0/fact", "unknown_fact", zh: "未知的指标", en: "no such fact"),
        Fault("/tenor/max_months", "range", zh: "超出范围", en: "out of range"),
      ])
    }
    let told = try await harness.post(Self.path, key: key, [("criteria", "[{}]")])
    #expect(told.text.contains("id=\"field-criteria-error\">未知的指标</p>"))
    #expect(told.text.contains("id=\"field-tenor_most-error\">超出范围</p>"))
  }

  @Test("numbers are written as they are typed")
  func numbers() {
    #expect(Decimals.text(300_000_000, decimals: 6) == "300")
    #expect(Decimals.text(605_000, decimals: 4) == "60.5")
    #expect(Decimals.text(1, decimals: 6) == "0.000001")
    #expect(Decimals.text(36, decimals: 0) == "36")
    #expect(Figures(language: .english).thousandths(1_500) == "1.5")
    #expect(Figures(language: .english).thousandths(2_000) == "2")
  }
}
