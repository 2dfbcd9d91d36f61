import API
import Application
import Domain
import Foundation
import HTTPTypes
import Schemas
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
    #expect(page.text.contains("name=\"crit_id_0\" value=\"grade\""))
    let reply = try await harness.post(
      Self.path, key: key,
      [
        ("amount_least", ""), ("amount_most", "500"), ("tenor_most", "36"),
        ("least_coverage", "60.5"),
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

  @Test("what was tried is published, and nothing that nobody saw the figures of")
  func published() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    harness.backend.set { $0.answers["product"] = Self.product }
    let fields = [("amount_most", "500")]
    let tried = try await harness.post(Self.path, key: key, fields)
    #expect(tried.text.contains("<button name=\"publish\" value=\"yes\""))
    let digest = try #require(tried.hidden("tried"))
    #expect(!digest.isEmpty && tried.hidden("version") == "3")
    let sent = [("version", "3"), ("tried", digest), ("publish", "yes")]
    // Changed since, or never tried.
    for (more, text) in [(sent, "501"), ([("version", "3"), ("publish", "yes")], "500")] {
      let refused = try await harness.post(
        Self.path, key: key, more + [("amount_most", text)])
      #expect(refused.status == 422 && refused.text.contains("请先试算再发布"))
      #expect(refused.text.contains("value=\"\(text)\""))
    }
    #expect(!harness.backend.calls.contains { $0.name == "publishProduct" })
    let reply = try await harness.post(Self.path, key: key, fields + sent)
    #expect(reply.place == Self.path)
    let call = try #require(harness.backend.calls.last)
    #expect(call.name == "publishProduct" && call.details == ["code": "tax-a", "version": "3"])
    #expect(call.body?["amount"]?["max_fen"] == 500_000_000 && call.idempotency != nil)
    // Somebody else was first: what was typed stays, and is to be tried again.
    harness.backend.set { $0.failure = ApplicationError.staleVersion(current: 4) }
    let stale = try await harness.post(Self.path, key: key, fields + sent)
    #expect(stale.status == 412 && stale.text.contains("value=\"500\""))
    #expect(!stale.text.contains("name=\"publish\"") && stale.hidden("tried") == "")
    // A liaison tries, and does not publish.
    harness.backend.set { $0.failure = nil }
    let liaison = try await harness.post(
      Self.path, key: harness.signIn(.liaison), fields)
    #expect(liaison.status == 200 && !liaison.text.contains("name=\"publish\""))
  }

  @Test("what was typed over an older version is neither tried nor published as if over the newest")
  func olderVersion() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    var newer = Self.product.objectValue ?? [:]
    newer["version"] = 4
    harness.backend.set { [newer] in $0.answers["product"] = .object(newer) }
    for more in [[], [("publish", "yes")]] {
      let refused = try await harness.post(
        Self.path, key: key, [("version", "3"), ("amount_most", "500")] + more)
      #expect(refused.status == (more.isEmpty ? 412 : 422))
      #expect(refused.hidden("version") == "3" && refused.text.contains("value=\"500\""))
    }
    #expect(!harness.backend.calls.contains { $0.name == "publishProduct" })
  }

  private static let citation: JSON = ["document": "办法", "tag": "S"]
  /// With every kind of term, references to parameters, and a price by the LPR.
  private static let rich: JSON = [
    "code": "tax-a", "institution": "bank-a", "source": ["tag": "S"],
    "amount": ["max_fen": ["parameter": "firm_max_fen"], "citation": citation],
    "effective": ["from": "2026-01-01"], "capacity": ["amount_fen": 1_000_000_000, "count": 50],
    "criteria": [
      [
        "id": "grade", "fact": "tax.credit_grade", "op": "in", "value": ["A", "B"],
        "reason": "tax_grade_low", "citation": ["document": "办法", "clause": "3", "tag": "S"],
      ],
      [
        "id": "either", "citation": citation,
        "any_of": [
          [
            "id": "large", "fact": "finance.revenue_last_year_fen", "op": "gte",
            "value": 500_000_000,
          ],
          [
            "id": "both",
            "all_of": [
              ["id": "graded", "fact": "tax.credit_grade", "op": "exists"],
              [
                "id": "small", "fact": "finance.revenue_last_year_fen", "op": "lte",
                "value": ["parameter": "firm_max_fen"],
              ],
            ],
          ],
        ],
      ],
      [
        "id": "band", "fact": "finance.revenue_last_year_fen", "op": "between",
        "value": [100_000_000, 900_000_000], "citation": citation,
      ],
    ],
    "limit": [
      ["kind": "cap", "fen": 200_000_000, "citation": citation],
      [
        "kind": "multiple_by_grade", "fact": "finance.revenue_last_year_fen",
        "grade": "tax.credit_grade", "milli": ["A": 8_000, "B": nil], "citation": citation,
      ],
      [
        "kind": "headroom", "cap_fen": ["parameter": "firm_max_fen"],
        "used": "finance.unlisted_fen", "citation": citation,
      ],
      [
        "kind": "share", "fact": "finance.revenue_last_year_fen", "ppm": 125_000,
        "citation": citation,
      ],
    ],
    "pricing": [
      "form": "annualised", "lpr_tenor": "1y", "repayment": "revolving", "citation": citation,
      "rate": [
        "min": ["lpr": ["multiple_milli": 1_000, "spread_ppm": -5_000]], "max": ["ppm": 43_500],
        "by_grade": ["fact": "tax.credit_grade", "A": ["max": ["ppm": 32_500]]],
      ],
      "fees": [
        [
          "kind": "guarantee_fee", "payee": "guarantor", "timing": "yearly", "max_ppm": 15_000,
          "citation": citation,
        ]
      ], "deposit": ["ppm": 50_000, "citation": citation],
      "subsidies": [
        [
          "id": "interest", "kind": "interest_share", "ppm": 500_000, "cap_fen": 20_000_000,
          "paid": "at_end", "certain": false, "fact": "finance.subsidy_fen", "citation": citation,
          "when": [["id": "first", "fact": "tax.credit_grade", "op": "eq", "value": "A"]],
        ]
      ],
    ],
  ]

  private static func plain(_ html: Substring) -> String {
    String(html).replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing(
      "&gt;", with: ">"
    )
    .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  /// What a browser sends of the form of a page.
  static func fields(of page: String) -> [(String, String)] {
    var fields = page.matches(of: /<input id="field-[^"]*" name="([^"]+)"[^>]* value="([^"]*)"/)
      .map { (String($0.1), plain($0.2)) }
    fields += page.matches(
      of: /<textarea id="field-[^"]*" name="([^"]+)"[^>]*>([^<]*)<\/textarea>/
    ).map { (String($0.1), plain($0.2)) }
    for select in page.matches(of: /<select id="field-[^"]*" name="([^"]+)"/) {
      let rest = page[select.range.upperBound...]
      let options = rest[..<(rest.range(of: "</select>")?.lowerBound ?? rest.endIndex)]
      let chosen = options.firstMatch(of: /<option value="([^"]*)" selected>/)
      fields.append((String(select.1), chosen.map { plain($0.1) } ?? ""))
    }
    return fields
  }

  private func harness(_ document: JSON) async throws -> Harness {
    let harness = try await Harness()
    var product = Self.product.objectValue ?? [:]
    product["document"] = document
    harness.backend.set { [product] in $0.answers["product"] = .object(product) }
    return harness
  }

  @Test("a form that is sent as it came says what is published, limit and price with it")
  func unchanged() async throws {
    let harness = try await harness(Self.rich)
    let key = harness.signIn(.liaisonManager)
    let page = try await harness.send(.get, Self.path, key: key)
    for text in [
      "value=\"A=8, B=\"", "value=\"@firm_max_fen\"", "value=\"-0.5\"", "value=\"4.35\"",
      "name=\"limit_kind_4\"", "name=\"fee_kind_1\"", "<option value=\"yearly\" selected>",
      "name=\"crit_id_7\"", "value=\"A, B\"", "value=\"100, 900\"", "<datalist id=\"list-fact\">",
      "<option value=\"any_of\" selected>", "value=\"both\"", "name=\"grade_name_1\"",
      "name=\"subsidy_id_1\"", "<option value=\"interest_share\" selected>",
    ] { #expect(page.text.contains(text), "\(text)") }
    _ = try await harness.post(Self.path, key: key, Self.fields(of: page.text))
    #expect(harness.backend.calls.last?.body == Self.rich)
  }

  @Test("terms of limit and price are added, changed and taken away by fields")
  func terms() async throws {
    let harness = try await harness(Self.rich)
    let key = harness.signIn(.liaisonManager)
    let page = try await harness.send(.get, Self.path, key: key)
    var fields = Dictionary(Self.fields(of: page.text), uniquingKeysWith: { first, _ in first })
    for index in 0..<3 {
      for name in ["kind", "fact", "number", "grade", "grades"] {
        fields["limit_\(name)_\(index)"] = ""
      }
    }
    fields["limit_kind_4"] = "multiple"
    fields["limit_fact_4"] = "finance.revenue_last_year_fen"
    fields["limit_number_4"] = "0.5"
    fields["cited"] = "新办法"
    fields["price_form"] = "all_in"
    let annualised = ["rate_", "fee_", "grade_", "deposit_", "subsidy_"]
    for name in fields.keys where annualised.contains(where: name.hasPrefix) { fields[name] = "" }
    fields.merge(["lpr_tenor": "", "repayment": "", "price_base": "4.5"]) { $1 }
    _ = try await harness.post(Self.path, key: key, fields.map { ($0.key, $0.value) })
    let body = try #require(harness.backend.calls.last?.body)
    #expect(
      body["limit"] == [
        [
          "kind": "share", "fact": "finance.revenue_last_year_fen", "ppm": 125_000,
          "citation": Self.citation,
        ],
        [
          "kind": "multiple", "fact": "finance.revenue_last_year_fen", "milli": 500,
          "citation": ["document": "新办法", "tag": "S"],
        ],
      ])
    #expect(
      body["pricing"] == ["form": "all_in", "base_ppm": 45_000, "citation": Self.citation])
  }

  @Test("a field of another kind of term or price is told of, and faults find the term's fields")
  func misplaced() async throws {
    let harness = try await harness(Self.rich)
    let key = harness.signIn(.liaisonManager)
    let wrong = try await harness.post(
      Self.path, key: key,
      [
        ("limit_kind_0", "cap"), ("limit_fact_0", "need.amount_fen"), ("limit_number_1", "5"),
        ("limit_kind_2", "multiple_by_grade"), ("limit_grades_2", "A:8"),
        ("price_form", "all_in"), ("price_base", "x"), ("repayment", "revolving"),
        ("subsidy_kind_0", "fee_share"), ("grade_name_0", "A"), ("deposit_share", "5"),
      ])
    #expect(wrong.status == 422)
    for name in [
      "limit_fact_0", "limit_kind_1", "limit_grades_2", "price_base", "repayment",
      "subsidy_kind_0", "grade_name_0", "deposit_share",
    ] { #expect(wrong.text.contains("id=\"field-\(name)-error\""), "\(name)") }
    #expect(!harness.backend.calls.contains { $0.name == "productWhatIf" })
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/limit/0/ppm", "range", zh: "超出范围", en: "out of range"),
        Fault("/pricing/rate/max/ppm", "range", zh: "利率超出范围", en: "out of range"),
        Fault("/pricing/fees/0/timing", "required", zh: "必填", en: "is required"),
        Fault("/pricing/citation", "required", zh: "应注明依据", en: "is required"),
      ])
    }
    // The first group is left out: the second one becomes the first term.
    let told = try await harness.post(
      Self.path, key: key,
      [
        ("limit_kind_1", "share"), ("limit_number_1", "500"), ("price_form", "annualised"),
        ("rate_max", "500"), ("fee_kind_0", "guarantee_fee"),
      ])
    for text in [
      "id=\"field-limit_number_1-error\">超出范围</p>",
      "id=\"field-rate_max-error\">利率超出范围</p>",
      "id=\"field-fee_timing_0-error\">必填</p>", "id=\"field-cited-error\">应注明依据</p>",
    ] { #expect(told.text.contains(text), "\(text)") }
  }

  @Test("there is a word for every kind of limit, price, repayment and fee of the schema")
  func words() throws {
    let schema = try ProductSchema(json: SchemaFiles.bytes("catalog/product.schema.json"))
    #expect(schema.limitKinds.count == 7 && schema.feeTimings.count == 4)
    #expect(schema.dayCounts == ["360", "365"] && schema.operators.count == 11)
    let words: [String] =
      schema.limitKinds.map { "limit_kind_\($0)" } + schema.priceForms.map { "price_form_\($0)" }
      + schema.lprTenors.map { "lpr_tenor_\($0)" }
      + schema.repayments.map { "repayment_\($0)" }
      + schema.feeTimings.map { "fee_timing_\($0)" }
      + schema.subsidyKinds.map { "subsidy_kind_\($0)" }
      + schema.subsidyPayments.map { "subsidy_paid_\($0)" }
      + (schema.operators + ["any_of", "all_of"]).map { "op_\($0)" }
      + schema.reasons.map { "reason_\($0)" }
    let names = try Renderer().words.names
    for word in words { #expect(names.contains(word), "\(word)") }
    #expect(throws: ProductSchema.Malformed.self) { try ProductSchema(json: Array("{}".utf8)) }
  }

  @Test("what does not read stands beside its field, and nothing is asked")
  func wrong() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    harness.backend.set { $0.answers["product"] = Self.product }
    let reply = try await harness.post(
      Self.path, key: key,
      [
        ("amount_most", "many"), ("crit_fact_0", "finance.revenue_last_year_fen"),
        ("crit_op_0", "gte"), ("crit_value_0", "<script>"),
      ])
    #expect(reply.status == 422 && reply.text.contains("id=\"field-amount_most-error\""))
    #expect(reply.text.contains("id=\"field-crit_value_0-error\""))
    #expect(reply.text.contains("value=\"&lt;script&gt;\""))
    #expect(!harness.backend.calls.contains { $0.name == "productWhatIf" })
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/criteria/0/fact", "unknown_fact", zh: "未知的指标", en: "no such fact"),
        Fault("/tenor/max_months", "range", zh: "超出范围", en: "out of range"),
      ])
    }
    let told = try await harness.post(
      Self.path, key: key, [("crit_id_1", "new"), ("crit_op_1", "exists")])
    #expect(told.text.contains("id=\"field-crit_fact_1-error\">未知的指标</p>"))
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
