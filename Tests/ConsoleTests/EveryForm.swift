import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

/// Every form with fields to type into, and who is shown it.
enum EveryForm {
  static let all: [(role: Role, path: String)] = [
    (.enterprise, "/console/enterprise"), (.enterprise, "/console/needs/new"),
    (.enterprise, "/console/needs/\(Harness.need)/supply"),
    (.enterprise, "/console/needs/\(Harness.need)/consents/bank-b"),
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
    (.operator, "/console/policies/packs/cn-34/parameters/fee_max_ppm"),
  ]

  /// Forms that are one button, or are sent without a session.
  static let buttons: Set<String> = [
    "/console/sign-out", "/console/language", "/console/development",
    "/console/needs/{id}/referral", "/console/consents/{id}/revoke",
    "/console/dead-letters/{id}/redrive", "/console/offers/{id}/claim",
  ]

  /// A console in which all of them are shown.
  static func harness(of path: String) async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["receivable"] = Samples.receivable
      $0.answers["questions"] = [
        "questions": [
          ["path": "tax.credit_grade"], ["path": "finance.revenue_last_year_fen"],
        ]
      ]
      $0.answers["boards"] = ["data": [Samples.board]]
      $0.answers["board"] = Samples.board
      $0.answers["listingCase"] = Samples.listingCase
      $0.answers["warning"] = Samples.warning
      $0.answers["product"] = ["code": "tax-b", "document": ["code": "tax-b"]]
      $0.answers["policyPack"] = [
        "code": "cn-34", "subsidies": [["id": "first_loan"]],
        "parameters": [
          [
            "id": "fee_max_ppm", "unit": "ppm",
            "values": [["from": "2020-01-01", "value": 10_000]],
          ]
        ],
      ]
      // Who is registered is not asked to register.
      if path == "/console/enterprise" { $0.lists["enterprises"] = [] }
    }
    return harness
  }

  /// A form as its page shows it.
  struct Shown {
    let action: String
    /// What the page has filled in, which is sent back as it is.
    let hidden: [(String, String)]
    /// Names of lines and areas to type into.
    let lines: [String]
    /// Types of the lines, by their names.
    let types: [String: String]
    /// What stands in lines and areas.
    let texts: [String: String]
    /// A choice of each list, and every box.
    let choices: [(String, String)]
    /// What is chosen, as `name=value`.
    let chosen: Set<String>

    /// - Throws: where a page has no such form.
    init(_ page: Reply) throws {
      let text = page.text
      action = String(
        try #require(text.firstMatch(of: /<form method="post" action="([^"]+)" class="main">/)).1)
      hidden = text.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/)
        .map { (String($0.1), String($0.2)) }
        .filter { !["form_token", "form_key", "back"].contains($0.0) }
      let inputs = text.matches(
        of: /<input id="field-[^"]*" name="([^"]+)"(?: type="([^"]+)")?[^>]* value="([^"]*)"/
      ).map { (name: String($0.1), type: $0.2.map { String($0) } ?? "text", value: String($0.3)) }
      let areas = text.matches(
        of: /<textarea id="field-[^"]*" name="([^"]+)"[^>]*>([^<]*)<\/textarea>/
      ).map { (name: String($0.1), value: String($0.2)) }
      lines = inputs.map(\.name) + areas.map(\.name)
      types = Dictionary(
        inputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
      texts = Dictionary(
        inputs.map { ($0.name, $0.value) } + areas.map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first })
      var choices: [(String, String)] = []
      var chosen: Set<String> = []
      for select in text.matches(of: /<select id="field-[^"]*" name="([^"]+)"/) {
        let rest = text[select.range.upperBound...]
        let options = rest[..<(rest.range(of: "</select>")?.lowerBound ?? rest.endIndex)]
          .matches(of: /<option value="([^"]+)"( selected)?>/)
        if let last = options.last { choices.append((String(select.1), String(last.1))) }
        for option in options where option.2 != nil { chosen.insert("\(select.1)=\(option.1)") }
      }
      for box in text.matches(
        of: /<input type="checkbox" id="[^"]*" name="([^"]+)" value="([^"]+)"( checked)?>/)
      {
        choices.append((String(box.1), String(box.2)))
        if box.3 != nil { chosen.insert("\(box.1)=\(box.2)") }
      }
      self.choices = choices
      self.chosen = chosen
    }
  }
}
