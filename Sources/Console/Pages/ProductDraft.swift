import Domain

/// The draft of a product: its document with what was typed in place of what it said.
struct ProductDraft {
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
    Number(
      field: "capacity_amount", object: "capacity", member: "amount_fen", decimals: 6,
      fault: "not_an_amount"),
    Number(
      field: "capacity_count", object: "capacity", member: "count", decimals: 0,
      fault: "not_a_number"),
  ]

  private let published: [String: JSON]
  private let visit: Visit
  private let limit: LimitFields
  private let price: PriceFields
  private let criteria: CriteriaFields
  var form: Form
  /// Fields by the pointers of the document that was put together last.
  private(set) var places = [
    "/amount": "amount_least", "/amount/min_fen": "amount_least",
    "/amount/max_fen": "amount_most", "/amount/citation": "cited", "/tenor": "tenor_least",
    "/tenor/min_months": "tenor_least", "/tenor/max_months": "tenor_most",
    "/tenor/citation": "cited", "/min_coverage_ppm": "least_coverage",
    "/effective/to": "effective_to", "/criteria": "crit_id_0", "/capacity": "capacity_amount",
    "/capacity/count": "capacity_count",
  ]

  init(_ published: JSON, _ words: FactWords, _ text: DraftText) {
    let members = published.objectValue ?? [:]
    let visit = text.visit
    self.published = members
    self.visit = visit
    limit = LimitFields(members["limit"], text)
    price = PriceFields(members["pricing"], words, text)
    criteria = CriteriaFields(members["criteria"], words, text)
    var fields = Self.numbers.map { number in
      let value = (number.object.map { members[$0] ?? .null } ?? published)[number.member]
      return Field(
        number.field, visit.say(number.field), .line(type: "text", inputMode: "decimal"),
        hint: number.field == "amount_most" ? visit.say("parameter_hint") : nil,
        typed: text(number.field, TypedNumber.text(value, decimals: number.decimals)))
    }
    fields.append(
      Field(
        "effective_to", visit.say("effective_to"), .line(type: "date", inputMode: "text"),
        typed: text("effective_to", members["effective"]?["to"]?.stringValue ?? "")))
    fields += criteria.fields + limit.fields + price.fields
    fields.append(
      Field(
        "cited", visit.say("cited"), .line(type: "text", inputMode: "text"),
        hint: visit.say("cited_hint"), typed: text("cited", "")))
    form = Form(fields: fields)
  }

  /// The lists that fields of it suggest from.
  static func lists(_ words: FactWords, _ visit: Visit) -> [[String: Any]] {
    let reasons = visit.parts.productSchema.reasons.map {
      Field.Choice(value: $0, label: visit.say("reason_\($0)"))
    }
    let lists = [
      ("list-fact", words.all), ("list-amount", words.facts(type: "integer", unit: "fen")),
      ("list-grade", words.facts(type: "enum")), ("list-reason", reasons),
    ]
    return lists.map { id, choices in
      ["id": id, "choices": choices.map { ["value": $0.value, "label": $0.label] }]
    }
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
        value = TypedNumber.json(text, decimals: number.decimals)
        if value == nil { form.note(number.field, visit.say(number.fault)) }
      }
      if let object = number.object {
        var inner = members[object]?.objectValue ?? [:]
        inner[number.member] = value
        // Of what it has room for nobody asks where that is stated.
        if object != "capacity" { inner["citation"] = inner["citation"] ?? citation }
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
    let limited = limit.terms(&form, cited: citation)
    // Without a term there is no member: `nil` in a conditional of JSON would be its null.
    members["limit"] = limited.terms.isEmpty ? JSON?.none : .array(limited.terms)
    let priced = price.pricing(&form, cited: citation)
    members["pricing"] = priced.pricing
    places.merge(limited.places) { own, _ in own }
    places.merge(priced.places) { own, _ in own }
    let judged = criteria.criteria(
      &form, cited: citation, tag: published["source"]?["tag"] ?? "?")
    members["criteria"] = judged.criteria
    places.merge(judged.places) { own, _ in own }
    return form.hasErrors ? nil : .object(members)
  }
}
