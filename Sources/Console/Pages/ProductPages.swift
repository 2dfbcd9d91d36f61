import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Products, and the draft of one: what it would do is told before anybody publishes it.
enum ProductPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/products", PageRoute.publishers) { try await list($0) },
    PageRoute(.get, "/console/products/{product}", PageRoute.publishers) { visit in
      let product = try await product(visit)
      return try show(
        ProductDraft(product["document"] ?? [:], visit, isNew: true).form, product, visit)
    },
    PageRoute(
      .post, "/console/products/{product}", PageRoute.publishers, isHeavy: true
    ) { try await ask($0) },
  ]

  private static let rows = 50
  /// Products of the catalog that are looked through at once for those of one institution, and how often at most.
  private static let lookedThrough = 100
  private static let looksMaximum = 100
  private static let outcomes = ["gained", "lost", "raised", "lowered"]

  private static func list(_ visit: Visit) async throws -> Response {
    let actor = try visit.actor()
    var items: [JSON] = []
    var next: String?
    if let own = actor.organisation {
      var page = visit.page(limit: lookedThrough)
      for _ in 0..<looksMaximum where items.count <= rows {
        let found = try await visit.backend.products(family: nil, page: page, actor: actor)
        items += found.items.filter { $0["institution"]?["code"]?.stringValue == own }
        guard let after = found.next else { break }
        page = PageRequest(limit: lookedThrough, after: after)
      }
      if items.count > rows {
        items = Array(items.prefix(rows))
        let last = items.last?["id"]?.stringValue.flatMap { ProductID($0) }
        next = last?.uuid.uuidString.lowercased()
      }
    } else {
      let found = try await visit.backend.products(
        family: nil, page: visit.page(limit: rows), actor: actor)
      items = found.items
      next = found.next.map { $0.uuidString.lowercased() }
    }
    return try visit.show(
      "products", title: visit.say("products"),
      [
        "products": items.map { product -> [String: Any] in
          [
            "code": product["code"]?.stringValue ?? "",
            "name": visit.label(product["name"]) ?? product["code"]?.stringValue ?? "",
            "institution": visit.institution(product["institution"]),
            "family": product["family"]?.stringValue ?? "",
            "version": product["version"]?.intValue.map { String($0) } ?? "—",
          ]
        }, "none": items.isEmpty, "next": next.map { $0 as Any } ?? false,
      ])
  }

  /// - Throws: `.notFound` for another institution's product, too.
  private static func product(_ visit: Visit) async throws -> JSON {
    let actor = try visit.actor()
    let product = try await visit.backend.product(try visit.product(), actor: actor).value
    if let own = actor.organisation, product["institution"]?["code"]?.stringValue != own {
      throw PageError.refused(.notFound)
    }
    return product
  }

  private static func show(
    _ form: Form, _ product: JSON, _ visit: Visit, draft: JSON? = nil, result: JSON? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let name = visit.label(product["name"]) ?? product["code"]?.stringValue ?? ""
    var values: [String: Any] = [
      "action": visit.path, "submit": visit.say("try_draft"), "lead": visit.say("draft_lead"),
      "has_lines": true, "empty": false, "may_keep": false, "hidden": [[String: Any]](),
      "lines": [
        ["term": visit.say("product_name"), "text": name],
        ["term": visit.say("institution"), "text": visit.institution(product["institution"])],
        ["term": visit.say("code"), "text": product["code"]?.stringValue ?? ""],
      ], "has_result": result != nil, "outcomes": visit.outcomes(outcomes, of: result ?? [:]),
      "draft": draft.map { String(decoding: $0.canonicalBytes, as: UTF8.self) as Any } ?? false,
    ]
    values.merge(form.values) { _, own in own }
    return try visit.show("product", title: visit.say("product_draft"), values, status: status)
  }

  private static func ask(_ visit: Visit) async throws -> Response {
    let product = try await product(visit)
    var draft = ProductDraft(product["document"] ?? [:], visit, isNew: false)
    guard let document = draft.document() else {
      return try show(draft.form, product, visit, status: .unprocessableContent)
    }
    do {
      let result = try await visit.backend.productWhatIf(
        product["code"]?.stringValue ?? "", document, byCounty: false, actor: try visit.actor())
      return try show(draft.form, product, visit, draft: document, result: result)
    } catch ApplicationError.invalid(let faults) {
      draft.form.take(faults, places: ProductDraft.places, say: visit.say)
      return try show(draft.form, product, visit, status: .unprocessableContent)
    }
  }
}

/// The draft of a product: its document with what was typed in place of what it said.
struct ProductDraft {
  /// Fields by the pointers of the document.
  static let places = [
    "/amount": "amount_least", "/amount/min_fen": "amount_least",
    "/amount/max_fen": "amount_most", "/tenor": "tenor_least", "/tenor/min_months": "tenor_least",
    "/tenor/max_months": "tenor_most", "/min_coverage_ppm": "least_coverage",
    "/effective/to": "effective_to", "/criteria": "criteria",
  ]

  /// A number of the document: in which object, how it is called there, and how it is typed.
  private struct Number {
    var field: String
    var object: String?
    var member: String
    var decimals: Int
    var fault: String
  }

  // Amounts are typed in 万元, rates in percent: both have 10^n of the unit that is sent.
  private static let numbers = [
    Number(
      field: "amount_least", object: "amount", member: "min_fen", decimals: 6,
      fault: "not_an_amount"),
    Number(
      field: "amount_most", object: "amount", member: "max_fen", decimals: 6,
      fault: "not_an_amount"),
    Number(
      field: "tenor_least", object: "tenor", member: "min_months", decimals: 0,
      fault: "not_a_number"),
    Number(
      field: "tenor_most", object: "tenor", member: "max_months", decimals: 0,
      fault: "not_a_number"),
    Number(
      field: "least_coverage", object: nil, member: "min_coverage_ppm", decimals: 4,
      fault: "not_a_rate"),
  ]
  /// Criteria are written as the catalog's files say them, in JSON.
  private static let criteriaCharacters: Int64 = 40_000

  private let published: [String: JSON]
  private let visit: Visit
  var form: Form

  /// - Parameter isNew: as it was published; else with what was typed.
  init(_ published: JSON, _ visit: Visit, isNew: Bool) {
    let members = published.objectValue ?? [:]
    self.published = members
    self.visit = visit
    func typed(_ name: String, _ now: String) -> [String] {
      [isNew ? now : visit.form.typed(name)]
    }
    var fields = Self.numbers.map { number in
      let value = (number.object.map { members[$0] ?? .null } ?? published)[number.member]?.intValue
      return Field(
        number.field, visit.say(number.field), .line(type: "text", inputMode: "decimal"),
        typed: typed(number.field, value.map { Decimals.text($0, decimals: number.decimals) } ?? "")
      )
    }
    fields.append(
      Field(
        "effective_to", visit.say("effective_to"), .line(type: "date", inputMode: "text"),
        typed: typed("effective_to", members["effective"]?["to"]?.stringValue ?? "")))
    fields.append(
      Field(
        "cited", visit.say("cited"), .line(type: "text", inputMode: "text"),
        hint: visit.say("cited_hint"), typed: typed("cited", "")))
    let criteria = members["criteria"] ?? .array([])
    fields.append(
      Field(
        "criteria", visit.say("criteria"), .area, hint: visit.say("criteria_hint"),
        typed: typed("criteria", String(decoding: criteria.canonicalBytes, as: UTF8.self)),
        rule: FormSchema.Rule(maximumLength: Self.criteriaCharacters)))
    form = Form(fields: fields)
  }

  /// The document of the draft; nil where something typed does not read, which then stands beside its field.
  mutating func document() -> JSON? {
    var members = published
    // Terms that are stated for the first time are as sure as the rest of what the institution says.
    let citation = visit.form["cited"].map { document -> JSON in
      ["document": .string(document), "tag": published["source"]?["tag"] ?? "?"]
    }
    for number in Self.numbers {
      var value: JSON?
      if let text = visit.form[number.field] {
        guard let scaled = Decimals.scaled(text, decimals: number.decimals) else {
          note(number.field, number.fault)
          continue
        }
        value = .int(scaled)
      }
      if let object = number.object {
        var inner = members[object]?.objectValue ?? [:]
        inner[number.member] = value
        inner["citation"] = inner["citation"] ?? citation
        // What says nothing but where it was read says nothing.
        if inner.keys.allSatisfy({ $0 == "citation" }) {
          members.removeValue(forKey: object)
        } else {
          members[object] = .object(inner)
        }
      } else {
        members[number.member] = value
      }
    }
    var effective = members["effective"]?.objectValue ?? [:]
    effective["to"] = visit.form["effective_to"].map(JSON.string)
    members["effective"] = .object(effective)
    if let text = visit.form["criteria"] {
      if let criteria = try? JSONParser.parse(Array(text.utf8)) {
        members["criteria"] = criteria
      } else {
        note("criteria", "not_json")
      }
    } else {
      members["criteria"] = nil
    }
    return form.hasErrors ? nil : .object(members)
  }

  private mutating func note(_ field: String, _ word: String) {
    guard let index = form.fields.firstIndex(where: { $0.name == field }) else { return }
    form.fields[index].error = visit.say(word)
  }
}
