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

  /// The fields of each form by pointers into what it asks of the use case; some of those of a
  /// product's draft, which have tests of their own.
  static let places: [String: [(pointer: String, field: String)]] = [
    "/console/enterprise": [
      ("/uscc", "uscc"), ("/name", "name"), ("/region", "region"), ("/industry", "industry"),
      ("/registered_on", "registered_on"),
    ],
    "/console/needs/new": [
      ("/amount/fen", "amount"), ("/tenor_months", "tenor_months"), ("/purpose", "purpose"),
      ("/security/0", "security"),
    ],
    "/console/needs/\(Harness.need)/supply": [
      ("/facts/0/value", "tax.credit_grade"), ("/facts/1", "finance.revenue_last_year_fen"),
    ],
    "/console/needs/\(Harness.need)/consents/bank-b": [
      ("/fields/0", "fields"), ("/purpose", "purpose"), ("/expires_at", "days"),
    ],
    "/console/receivables/\(Harness.receivable)/confirm": [("/confirmed_fen", "amount")],
    "/console/receivables/\(Harness.receivable)/dispute": [
      ("/reason", "reason"), ("/note", "note"),
    ],
    "/console/offers/\(Harness.offer)/contact": [("/contacted_on", "day")],
    "/console/offers/\(Harness.offer)/grant": [
      ("/granted_fen", "amount"), ("/granted_rate_ppm", "rate"), ("/granted_on", "day"),
    ],
    "/console/offers/\(Harness.offer)/draw": [
      ("/drawn_fen", "amount"), ("/drawn_on", "day"), ("/matures_on", "matures_on"),
    ],
    "/console/offers/\(Harness.offer)/decline": [
      ("/reasons/0", "reasons"), ("/about", "about"), ("/note", "note"),
    ],
    "/console/listing/cases/\(Harness.listing)/steps/suspend/exchange": [
      ("/on", "on"), ("/reason", "reason"), ("/evidence/0/document", "document-0"),
      ("/evidence/0/issuer", "issuer-0"), ("/evidence/0/issued_on", "issued_on-0"),
      ("/evidence/0/cut_off_on", "cut_off_on-0"), ("/evidence/0/sha256", "sha256-0"),
    ],
    "/console/listing/cases/\(Harness.listing)/target": [
      ("/target_on", "target_on"), ("/pace", "pace"),
    ],
    "/console/targets/set": [("/count", "count"), ("/source", "source")],
    "/console/warnings/\(Harness.warning)/assign": [("/assignee", "assignee")],
    "/console/warnings/\(Harness.warning)/acknowledge": [("/note", "note")],
    "/console/warnings/\(Harness.warning)/act": [("/note", "note")],
    "/console/warnings/\(Harness.warning)/close": [("/reason", "reason"), ("/note", "note")],
    "/console/dead-letters/\(Harness.deadLetter)/skip": [("/reason", "reason")],
    "/console/products/tax-b": [("/amount/max_fen", "amount_most"), ("/amount/citation", "cited")],
    "/console/policies/packs/cn-34/subsidies/first_loan": [
      ("/packs/0/subsidies/0/ppm", "rate"), ("/packs/0/subsidies/0/cap_fen", "cap"),
    ],
    "/console/policies/packs/cn-34/parameters/fee_max_ppm": [
      ("/packs/0/parameters/0/values/0/value", "value")
    ],
  ]

  /// Fields that are the address of what a form asks for, so that no pointer tells of them.
  static let addressed: [String: Set<String>] = [
    "/console/targets/set": ["region", "board", "year"]
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
