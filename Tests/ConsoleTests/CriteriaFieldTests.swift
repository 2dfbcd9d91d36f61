import API
import Application
import Catalog
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Criteria as rows of fields")
struct CriteriaFieldTests {
  private static let path = "/console/products/tax-a"
  /// What the benchmark of the pages holds each of them to.
  private static let bytesMaximum = 150_000
  private static let citation: JSON = ["document": "办法", "tag": "S"]

  private func harness(_ document: JSON) async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["product"] = [
        "code": "tax-a", "version": 3, "institution": ["code": "bank-a", "name": nil],
        "document": document,
      ]
    }
    return harness
  }

  /// The criteria that a form asks for.
  private func sent(
    _ fields: [(String, String)], _ published: JSON = [:]
  ) async throws -> (reply: Reply, criteria: JSON?) {
    let harness = try await harness(published)
    let reply = try await harness.post(
      Self.path, key: harness.signIn(.liaisonManager), fields)
    let call = harness.backend.calls.last { $0.name == "productWhatIf" }
    return (reply, call?.body?["criteria"])
  }

  private func row(
    _ index: Int, id: String, part: String = "", fact: String = "", op: String, value: String = "",
    document: String = ""
  ) -> [(String, String)] {
    [
      ("id", id), ("part", part), ("fact", fact), ("op", op), ("value", value),
      ("document", document), ("reason", ""),
    ].map { ("crit_\($0)_\(index)", $1) }
  }

  @Test(
    "every product of the seed catalog comes back from its form as it went in, on a page of its size"
  )
  func seed() async throws {
    let catalog = try SeedCatalog.catalog()
    for product in catalog.products {
      let harness = try await harness(product.json)
      harness.backend.set { $0.answers["facts"] = catalog.registry.json }
      let key = harness.signIn(.operator)
      let page = try await harness.send(.get, Self.path, key: key)
      #expect(page.text.utf8.count < Self.bytesMaximum, "\(product.code)")
      let reply = try await harness.post(
        Self.path, key: key, ProductPageTests.fields(of: page.text))
      #expect(reply.status == 200, "\(product.code)")
      #expect(reply.text.utf8.count < Self.bytesMaximum, "\(product.code)")
      let body = harness.backend.calls.last { $0.name == "productWhatIf" }?.body
      #expect(body == product.json, "\(product.code)")
    }
  }

  @Test("groups are rows that others are part of, in any order")
  func groups() async throws {
    let fields =
      row(
        0, id: "large", part: "either", fact: "finance.revenue_last_year_fen", op: "gte",
        value: "500")
      + row(2, id: "either", op: "any_of", document: "办法")
      + row(3, id: "graded", part: "either", fact: "tax.credit_grade", op: "in", value: "A，B")
    let (_, criteria) = try await sent(fields + [("cited", "新办法")], ["source": ["tag": "S"]])
    #expect(
      criteria == [
        [
          "id": "either", "citation": Self.citation,
          "any_of": [
            [
              "id": "large", "fact": "finance.revenue_last_year_fen", "op": "gte",
              "value": 500_000_000,
            ],
            ["id": "graded", "fact": "tax.credit_grade", "op": "in", "value": ["A", "B"]],
          ],
        ]
      ])
    // What is part of nothing there is, or of itself, is told of and not left out.
    for part in ["nothing", "loop"] {
      let (reply, asked) = try await sent(
        row(0, id: "loop", part: part, op: "all_of")
          + row(1, id: "a", part: part, fact: "tax.credit_grade", op: "exists"))
      #expect(reply.status == 422 && asked == nil, "\(part)")
      #expect(reply.text.contains("id=\"field-crit_part_0-error\""), "\(part)")
    }
  }

  @Test("a criterion that is new is cited as the draft says, and one that changes as its row says")
  func citations() async throws {
    let published: JSON = [
      "source": ["tag": "S"],
      "criteria": [
        [
          "id": "grade", "fact": "tax.credit_grade", "op": "eq", "value": "A",
          "citation": ["document": "办法", "clause": "3", "tag": "L"],
        ]
      ],
    ]
    let fact = "finance.revenue_last_year_fen"
    let (_, kept) = try await sent(
      row(0, id: "grade", fact: "tax.credit_grade", op: "eq", value: "B", document: "办法")
        + row(1, id: "new", fact: fact, op: "lt", value: "@small") + [("cited", "新办法")], published)
    #expect(
      kept == [
        [
          "id": "grade", "fact": "tax.credit_grade", "op": "eq", "value": "B",
          "citation": ["document": "办法", "clause": "3", "tag": "L"],
        ],
        [
          "id": "new", "fact": .string(fact), "op": "lt", "value": ["parameter": "small"],
          "citation": ["document": "新办法", "tag": "S"],
        ],
      ])
    let (_, changed) = try await sent(
      row(0, id: "grade", fact: "tax.credit_grade", op: "eq", value: "A", document: "细则"),
      published)
    #expect(
      changed?.arrayValue?.first?["citation"] == ["document": "细则", "tag": "S"])
  }

  @Test("what a comparison has no use for is told of, as what does not read")
  func misplaced() async throws {
    let fact = "finance.revenue_last_year_fen"
    let wrong = [
      (row(0, id: "a", fact: fact, op: "exists", value: "1"), "crit_value_0"),
      (row(0, id: "a", fact: fact, op: "any_of"), "crit_fact_0"),
      (row(0, id: "a", fact: fact, op: "between", value: "1, x"), "crit_value_0"),
      ([("crit_id_0", "a")], "crit_op_0"),
    ]
    for (fields, name) in wrong {
      let (reply, asked) = try await sent(fields)
      #expect(reply.status == 422 && asked == nil, "\(name)")
      #expect(reply.text.contains("id=\"field-\(name)-error\""), "\(name)")
    }
  }

  @Test("a button asks for a row more, keeps what was typed, and asks nothing else")
  func more() async throws {
    let harness = try await harness(["criteria": []])
    let key = harness.signIn(.liaisonManager)
    let page = try await harness.send(.get, Self.path, key: key)
    #expect(page.text.contains("name=\"more\" value=\"criterion\" formnovalidate"))
    // The enter key tries the draft, and adds no row.
    let first = page.text.range(of: "<button class=\"default\"")?.lowerBound
    let more = page.text.range(of: "name=\"more\"")?.lowerBound
    #expect(try #require(first) < #require(more))
    #expect(page.text.contains("name=\"crit_id_0\"") && !page.text.contains("name=\"crit_id_1\""))
    let reply = try await harness.post(
      Self.path, key: key,
      row(0, id: "", op: "") + [("amount_most", "<b>"), ("more", "criterion")])
    #expect(reply.status == 200 && reply.text.contains("name=\"crit_id_1\""))
    #expect(!reply.text.contains("name=\"crit_id_2\"") && reply.text.contains("&lt;b&gt;"))
    #expect(!harness.backend.calls.contains { $0.name == "productWhatIf" })
  }
}
