import Domain

/// The price of a product as fields: both forms that it may have, with fees, rates of grades and subsidies as rows.
struct PriceFields {
  private static let ends = ["min", "max"]
  private static let allIn = "all_in"
  /// Fields of the one additive rate, by the member of each.
  private static let additive = [
    (field: "price_base", member: "base_ppm"), (field: "price_fees", member: "fees_ppm"),
    (field: "price_subsidies", member: "subsidies_ppm"),
  ]
  private static let feeFields = ["kind", "payee", "timing", "min", "max"]
  private static let feeList = "fee"
  private static let rateDecimals = 4
  /// Of the deposit and of the bridge.
  private static let single = ["deposit_share", "deposit_rate", "bridge_day_count", "bridge_days"]

  private let published: [JSON]
  private let citation: JSON?
  private let deposit: JSON?
  private let grades: GradeRateFields
  private let subsidies: SubsidyFields
  private let count: Int
  private let visit: Visit
  let fields: [Field]

  init(_ pricing: JSON?, _ words: FactWords, _ text: DraftText) {
    let published = pricing?["fees"]?.arrayValue ?? []
    let count = text.groups(published.count, "fee_kind", Self.feeList)
    self.published = published
    self.count = count
    citation = pricing?["citation"]
    deposit = pricing?["deposit"]
    grades = GradeRateFields(pricing?["rate"]?["by_grade"], words, text)
    subsidies = SubsidyFields(pricing?["subsidies"], text)
    visit = text.visit
    fields =
      Self.rates(pricing, text) + grades.fields
      + text.rows(
        (0..<count).map { Self.fee($0, $0 < published.count ? published[$0] : [:], text) },
        Self.feeList, "fee") + Self.others(pricing, text) + subsidies.fields
  }

  // MARK: Fields

  private static func choices(
    _ values: [String], _ word: String, _ text: DraftText
  ) -> Field.Kind {
    .select(values.map { Field.Choice(value: $0, label: text.visit.say("\(word)_\($0)")) })
  }

  private static func line(
    _ name: String, _ label: String, _ inputMode: String, _ now: String, _ text: DraftText
  ) -> Field {
    Field(name, label, .line(type: "text", inputMode: inputMode), typed: text(name, now))
  }

  private static func rates(_ pricing: JSON?, _ text: DraftText) -> [Field] {
    let (visit, schema) = (text.visit, text.visit.parts.productSchema)
    func select(_ name: String, _ values: [String], _ member: String) -> Field {
      Field(
        name, visit.say(name), choices(values, name, text),
        typed: text(name, pricing?[member]?.stringValue ?? ""))
    }
    let rates = ends.flatMap { end -> [Field] in
      let written = RateEnd(pricing?["rate"]?[end])
      return [
        line(
          "rate_\(end)_multiple", visit.say("rate_\(end)_multiple"), "decimal", written.multiple,
          text),
        line("rate_\(end)", visit.say("rate_\(end)"), "text", written.percent, text),
      ]
    }
    return [select("price_form", schema.priceForms, "form")] + rates
      + [
        select("lpr_tenor", schema.lprTenors, "lpr_tenor"),
        select("repayment", schema.repayments, "repayment"),
      ]
  }

  private static func fee(_ index: Int, _ fee: JSON, _ text: DraftText) -> [Field] {
    let visit = text.visit
    return feeFields.map { name in
      let field = "fee_\(name)_\(index)"
      let label = visit.say("fee_\(name)")
      switch name {
      case "timing":
        return Field(
          field, label,
          choices(visit.parts.productSchema.feeTimings, "fee_timing", text),
          typed: text(field, fee[name]?.stringValue ?? ""))
      case "min", "max":
        return line(
          field, label, "decimal",
          TypedNumber.text(fee["\(name)_ppm"], decimals: rateDecimals), text)
      default: return line(field, label, "text", fee[name]?.stringValue ?? "", text)
      }
    }
  }

  private static func others(_ pricing: JSON?, _ text: DraftText) -> [Field] {
    let (visit, schema) = (text.visit, text.visit.parts.productSchema)
    func rate(_ name: String, _ now: JSON?) -> Field {
      line(name, visit.say(name), "decimal", TypedNumber.text(now, decimals: rateDecimals), text)
    }
    let bridge = pricing?["bridge"]
    let day = TypedNumber.text(bridge?["day_count"], decimals: 0)
    return additive.map { rate($0.field, pricing?[$0.member]) }
      + [
        rate("deposit_share", pricing?["deposit"]?["ppm"]),
        rate("deposit_rate", pricing?["deposit"]?["rate_ppm"]),
        Field(
          "bridge_day_count", visit.say("bridge_day_count"),
          .select(schema.dayCounts.map { Field.Choice(value: $0, label: $0) }),
          typed: text("bridge_day_count", day)),
        line(
          "bridge_days", visit.say("bridge_days"), "numeric",
          TypedNumber.text(bridge?["days"], decimals: 0), text),
      ]
  }

  // MARK: The price

  /// The price as it was typed, nil for none, and the fields that its pointers are of.
  ///
  /// - Parameters:
  ///   - form: is told what does not read.
  ///   - cited: where a price that is new is stated.
  func pricing(
    _ form: inout Form, cited: JSON?
  ) -> (pricing: JSON?, places: [String: String]) {
    let ofAllIn = Self.additive.map(\.field)
    let ofAnnualised =
      Self.ends.flatMap { ["rate_\($0)_multiple", "rate_\($0)"] } + ["lpr_tenor", "repayment"]
      + Self.single + grades.names
      + (0..<count).flatMap { index in Self.feeFields.map { "fee_\($0)_\(index)" } }
    guard let chosen = visit.form["price_form"] else {
      let all = ofAllIn + ofAnnualised + subsidies.fields.map(\.name)
      let isTyped = all.contains { visit.form[$0] != nil }
      if isTyped { form.note("price_form", visit.say("required")) }
      return (nil, [:])
    }
    let isAllIn = chosen == Self.allIn
    for name in isAllIn ? ofAnnualised : ofAllIn where visit.form[name] != nil {
      form.note(name, visit.say("not_for_price_form"))
    }
    var price: [String: JSON] = ["form": .string(chosen)]
    price["citation"] = citation ?? cited
    var places = Self.places
    var rate: [String: JSON] = [:]
    if isAllIn {
      for each in Self.additive { price[each.member] = number(each.field, &form) }
    } else {
      for end in Self.ends {
        rate[end] = RateEnd.json(
          percent: "rate_\(end)", multiple: "rate_\(end)_multiple", &form, visit)
      }
      let ofGrades = grades.rates(&form)
      rate["by_grade"] = ofGrades.rates
      places.merge(ofGrades.places) { own, _ in own }
      price["deposit"] = deposit(&form, cited: cited)
      price["bridge"] = bridge(&form)
      for name in ["lpr_tenor", "repayment"] { price[name] = visit.form[name].map(JSON.string) }
      let paid = fees(&form, cited: cited)
      if !paid.fees.isEmpty { price["fees"] = .array(paid.fees) }
      places.merge(paid.places) { own, _ in own }
    }
    let paid = subsidies.subsidies(&form, isAllIn: isAllIn, cited: cited)
    if !paid.subsidies.isEmpty { price["subsidies"] = .array(paid.subsidies) }
    places.merge(paid.places) { own, _ in own }
    if !rate.isEmpty { price["rate"] = .object(rate) }
    return (.object(price), places)
  }

  private func number(
    _ field: String, _ form: inout Form, decimals: Int = PriceFields.rateDecimals,
    fault: String = "not_a_rate"
  ) -> JSON? {
    RateEnd.number(field, decimals, fault, &form, visit)
  }

  private func deposit(_ form: inout Form, cited: JSON?) -> JSON? {
    let (share, rate) = (number("deposit_share", &form), number("deposit_rate", &form))
    guard share != nil || rate != nil else { return nil }
    var members: [String: JSON] = [:]
    members["ppm"] = share
    members["rate_ppm"] = rate
    members["citation"] = deposit?["citation"] ?? cited
    return .object(members)
  }

  private func bridge(_ form: inout Form) -> JSON? {
    let count = number("bridge_day_count", &form, decimals: 0, fault: "not_a_number")
    let days = number("bridge_days", &form, decimals: 0, fault: "not_a_number")
    guard count != nil || days != nil else { return nil }
    var members: [String: JSON] = [:]
    members["day_count"] = count
    members["days"] = days
    return .object(members)
  }

  private func fees(
    _ form: inout Form, cited: JSON?
  ) -> (fees: [JSON], places: [String: String]) {
    var fees: [JSON] = []
    var places: [String: String] = [:]
    for index in 0..<count {
      func field(_ name: String) -> String { "fee_\(name)_\(index)" }
      guard Self.feeFields.contains(where: { visit.form[field($0)] != nil }) else { continue }
      var fee: [String: JSON] = [:]
      // A fee that was there without a citation of its own has none still.
      fee["citation"] = index < published.count ? published[index]["citation"] : cited
      for name in ["kind", "payee", "timing"] {
        fee[name] = visit.form[field(name)].map(JSON.string)
      }
      let base = "/pricing/fees/\(fees.count)"
      places[base] = field("kind")
      for name in Self.feeFields { places["\(base)/\(name)"] = field(name) }
      for end in Self.ends {
        fee["\(end)_ppm"] = number(field(end), &form)
        places["\(base)/\(end)_ppm"] = field(end)
      }
      fees.append(.object(fee))
    }
    return (fees + published.dropFirst(count), places)
  }

  private static let places: [String: String] = {
    var places = [
      "/pricing": "price_form", "/pricing/citation": "cited", "/pricing/lpr_tenor": "lpr_tenor",
      "/pricing/repayment": "repayment",
    ]
    for end in ends {
      places["/pricing/rate/\(end)"] = "rate_\(end)"
      places["/pricing/rate/\(end)/lpr/multiple_milli"] = "rate_\(end)_multiple"
    }
    for each in additive { places["/pricing/\(each.member)"] = each.field }
    for (member, field) in [
      ("deposit", "deposit_share"), ("deposit/rate_ppm", "deposit_rate"),
      ("deposit/citation", "cited"), ("bridge", "bridge_day_count"), ("bridge/days", "bridge_days"),
    ] { places["/pricing/\(member)"] = field }
    return places
  }()
}
