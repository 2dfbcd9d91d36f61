import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Files of tables")
struct FileTests {
  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.lists["needs"] = [Samples.need()]
      $0.lists["listingCases"] = [Samples.listingCase]
      $0.lists["deadLetters"] = [
        [
          "id": .string(Harness.deadLetter), "state": "open", "consumer": "match",
          "reason": "event_data", "detail": "=cmd()",
        ]
      ]
      $0.lists["products"] = [
        [
          "code": "tax-a", "name": ["zh": "税信贷", "en": "Tax loan"], "version": 3,
          "family": "credit", "institution": ["code": "bank-a", "name": nil],
        ],
        [
          "code": "tax-b", "name": ["zh": "税易贷", "en": "Tax loan"], "version": 1,
          "family": "credit", "institution": ["code": "bank-b", "name": nil],
        ],
      ]
      $0.answers["need"] = Samples.need()
      $0.answers["run"] = Samples.run
      $0.answers["repairs"] = Samples.repairs
      $0.answers["entitlements"] = Samples.entitlements
      $0.answers["referral"] = Samples.referral
      $0.answers["warning"] = Samples.warning
      $0.answers["warningRule"] = Samples.warningRule
      $0.answers["listingCase"] = Samples.listingCase
      $0.answers["listingPlan"] = Samples.plan
      $0.answers["boards"] = ["data": [Samples.board]]
      $0.answers["board"] = Samples.board
      $0.answers["policyChain"] = [
        "packs": [],
        "subsidies": [
          [
            "id": "first_loan", "pack": "cn-34", "label": ["zh": "首贷贴息", "en": "first loan"],
            "ppm": 500_000, "document": "办法",
          ]
        ],
      ]
    }
    return harness
  }

  @Test("every table that officials see leads to its files, which hold its rows")
  func officials() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let need = "/console/needs/\(Harness.need)"
    let warning = "/console/warnings/\(Harness.warning)"
    let listing = "/console/listing/cases/\(Harness.listing)"
    let tables = [
      (need, "\(need)/offers", "税信贷"), ("\(need)/result", "\(need)/result", "2,500,000.50 元"),
      (warning, "\(warning)/rule", "≤ -40.00%"), (warning, "\(warning)/figures", "1,175,000 元"),
      (listing, "\(listing)/plan", "2026-12-09"),
      ("/console/needs", "/console/needs", "3,000,000 元"),
      ("/console/regions/340104/needs", "/console/regions/340104/needs", "经营周转"),
      ("/console/dead-letters", "/console/dead-letters", "'=cmd()"),
      ("/console/products", "/console/products", "税易贷"),
      ("/console/listing", "/console/listing/boards/neeq", "辅导"),
      ("/console/policies/340100", "/console/policies/340100/subsidies", "首贷贴息"),
    ]
    for (path, at, text) in tables {
      let page = try await harness.send(.get, path, key: key)
      #expect(page.text.contains("href=\"\(at)/table.csv\" download"), "\(path)")
      #expect(page.text.contains("href=\"\(at)/table.xlsx\" download"), "\(path)")
      let file = try await harness.send(.get, at + "/table.csv", key: key)
      #expect(file.status == 200 && file.text.contains(text), "\(path)")
      let book = try await harness.send(.get, at + "/table.xlsx", key: key)
      #expect(book.status == 200 && book.text.hasPrefix("PK"), "\(path)")
    }
  }

  @Test("an institution's file has its own products alone")
  func own() async throws {
    let harness = try await harness()
    let file = try await harness.send(
      .get, "/console/products/table.csv", key: harness.signIn(.liaisonManager))
    #expect(file.text.contains("tax-a") && !file.text.contains("tax-b"))
  }

  @Test("a file holds all pages of a list up to a bound, and says so where there is more")
  func gathered() async throws {
    let two = try await Gathered { page in
      Page(items: [.string("\(page.limit)")], next: page.after == nil ? Harness.formID : nil)
    }
    #expect(two.items == ["100", "100"] && two.isWhole)
    let endless = try await Gathered { _ in Page(items: ["x"], next: Harness.formID) }
    #expect(endless.items.count == 50 && !endless.isWhole)
  }
}
