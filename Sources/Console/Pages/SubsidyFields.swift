import Domain

/// The subsidies that a price counts with, as rows of fields: one for each, and one to spare. On what condition one is
/// paid stays as it is published.
struct SubsidyFields {
  private static let list = "subsidy"
  /// Of a row, in the order of the form, with the member of each.
  private static let members = [
    (name: "id", member: "id"), (name: "kind", member: "kind"), (name: "rate", member: "ppm"),
    (name: "cap", member: "cap_fen"), (name: "paid", member: "paid"),
    (name: "certain", member: "certain"), (name: "fact", member: "fact"),
  ]
  /// What a price of one additive rate has no use for.
  private static let annualised = ["kind", "cap", "paid", "fact"]

  private let published: [JSON]
  private let count: Int
  private let visit: Visit
  let fields: [Field]

  init(_ subsidies: JSON?, _ text: DraftText) {
    let published = subsidies?.arrayValue ?? []
    let count = text.groups(published.count, "subsidy_id", Self.list)
    self.published = published
    self.count = count
    visit = text.visit
    fields = text.rows(
      (0..<count).map { Self.row($0, $0 < published.count ? published[$0] : [:], text) },
      Self.list, "subsidy")
  }

  private static func field(_ name: String, _ index: Int) -> String { "subsidy_\(name)_\(index)" }

  private static func row(_ index: Int, _ one: JSON, _ text: DraftText) -> [Field] {
    let (visit, schema) = (text.visit, text.visit.parts.productSchema)
    func select(_ values: [String], _ word: String) -> Field.Kind {
      .select(values.map { Field.Choice(value: $0, label: visit.say("\(word)_\($0)")) })
    }
    return members.map { name, member in
      var kind = Field.Kind.line(type: "text", inputMode: "text")
      var now = one[member]?.stringValue ?? ""
      switch name {
      case "kind": kind = select(schema.subsidyKinds, "subsidy_kind")
      case "paid": kind = select(schema.subsidyPayments, "subsidy_paid")
      case "certain":
        kind = select(["true", "false"], "answer")
        now = one[member]?.boolValue.map { "\($0)" } ?? ""
      case "rate": now = TypedNumber.text(one[member], decimals: 4)
      case "cap": now = TypedNumber.text(one[member], decimals: 6)
      default: break
      }
      var field = Field(
        field(name, index), visit.say("draft_subsidy_\(name)"), kind,
        typed: text(field(name, index), now))
      if name == "fact" { field.suggestions = "list-fact" }
      return field
    }
  }

  /// The subsidies as they were typed, and the fields that their pointers are of.
  ///
  /// - Parameters:
  ///   - form: is told what does not read.
  ///   - isAllIn: whether the price is one additive rate.
  ///   - cited: where one that is new is stated.
  func subsidies(
    _ form: inout Form, isAllIn: Bool, cited: JSON?
  ) -> (subsidies: [JSON], places: [String: String]) {
    var subsidies: [JSON] = []
    var places: [String: String] = [:]
    for index in 0..<count {
      func typed(_ name: String) -> String? { visit.form[Self.field(name, index)] }
      guard Self.members.contains(where: { typed($0.name) != nil }) else { continue }
      if isAllIn {
        for name in Self.annualised where typed(name) != nil {
          form.note(Self.field(name, index), visit.say("not_for_price_form"))
        }
      }
      let before: JSON = index < published.count ? published[index] : [:]
      var one: [String: JSON] = [:]
      for name in ["id", "kind", "paid", "fact"] { one[name] = typed(name).map(JSON.string) }
      one["certain"] = typed("certain").map { .bool($0 == "true") }
      one["ppm"] = RateEnd.number(Self.field("rate", index), 4, "not_a_rate", &form, visit)
      one["cap_fen"] = RateEnd.number(Self.field("cap", index), 6, "not_an_amount", &form, visit)
      one["citation"] = before["citation"] ?? cited
      // The conditions are those of the subsidy that they were written for.
      if let id = one["id"] { one["when"] = published.first { $0["id"] == id }?["when"] }
      let base = "/pricing/subsidies/\(subsidies.count)"
      places[base] = Self.field("id", index)
      places[base + "/citation"] = "cited"
      for each in Self.members { places["\(base)/\(each.member)"] = Self.field(each.name, index) }
      subsidies.append(.object(one))
    }
    return (subsidies + published.dropFirst(count), places)
  }
}
