import Domain

/// The price of a product as fields: both forms it may have, its fees, and what else there is of it as JSON.
struct PriceFields {
  /// Members with fields of their own. What the others say is typed as JSON, `by_grade` of the rate with it.
  private static let members: Set<String> = [
    "form", "citation", "rate", "lpr_tenor", "repayment", "fees", "base_ppm", "fees_ppm",
    "subsidies_ppm",
  ]
  private static let ends = ["min", "max"]
  private static let allIn = "all_in"
  /// Fields of the one additive rate, by the member of each.
  private static let additive = [
    (field: "price_base", member: "base_ppm"), (field: "price_fees", member: "fees_ppm"),
    (field: "price_subsidies", member: "subsidies_ppm"),
  ]
  private static let feeFields = ["kind", "payee", "timing", "min", "max"]
  private static let characters: Int64 = 40_000
  /// Rates are typed in percent, multiples of the LPR as they are.
  private static let rateDecimals = 4
  private static let multipleDecimals = 3

  private let published: [JSON]
  private let citation: JSON?
  private let count: Int
  private let visit: Visit
  let fields: [Field]

  init(_ pricing: JSON?, _ text: DraftText) {
    let published = pricing?["fees"]?.arrayValue ?? []
    let count = text.groups(published.count, "fee_kind")
    self.published = published
    self.count = count
    citation = pricing?["citation"]
    visit = text.visit
    fields =
      Self.rates(pricing, text)
      + (0..<count).flatMap {
        Self.fee($0, $0 < published.count ? published[$0] : [:], text)
      } + Self.others(pricing, text)
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
      let rate = pricing?["rate"]?[end]
      let multiple = rate?["lpr"]?["multiple_milli"]
      let percent = rate?["ppm"] ?? rate?["lpr"]?["spread_ppm"]
      return [
        line(
          "rate_\(end)_multiple", visit.say("rate_\(end)_multiple"), "decimal",
          TypedNumber.text(multiple, decimals: multipleDecimals), text),
        line(
          "rate_\(end)", visit.say("rate_\(end)"), "text",
          TypedNumber.text(percent, decimals: rateDecimals), text),
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
      let label = "\(visit.say("fee")) \(index + 1) · \(visit.say("fee_\(name)"))"
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
    let visit = text.visit
    var more = (pricing?.objectValue ?? [:]).filter { !members.contains($0.key) }
    more["by_grade"] = pricing?["rate"]?["by_grade"]
    let written =
      more.isEmpty ? "" : String(decoding: JSON.object(more).canonicalBytes, as: UTF8.self)
    let rates = additive.map { each in
      line(
        each.field, visit.say(each.field), "decimal",
        TypedNumber.text(pricing?[each.member], decimals: rateDecimals), text)
    }
    let rest = Field(
      "price_more", visit.say("price_more"), .area, hint: visit.say("price_more_hint"),
      typed: text("price_more", written), rule: FormSchema.Rule(maximumLength: characters))
    return rates + [rest]
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
      + (0..<count).flatMap { index in Self.feeFields.map { "fee_\($0)_\(index)" } }
    guard let chosen = visit.form["price_form"] else {
      let isTyped = (ofAllIn + ofAnnualised + ["price_more"]).contains { visit.form[$0] != nil }
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
      for end in Self.ends { rate[end] = self.end(end, &form) }
      for name in ["lpr_tenor", "repayment"] { price[name] = visit.form[name].map(JSON.string) }
      let paid = fees(&form, cited: cited)
      if !paid.fees.isEmpty { price["fees"] = .array(paid.fees) }
      places.merge(paid.places) { own, _ in own }
    }
    for (member, value) in more(&form) {
      if member == "by_grade" {
        rate[member] = value
      } else {
        price[member] = value
      }
    }
    if !rate.isEmpty { price["rate"] = .object(rate) }
    return (.object(price), places)
  }

  private func number(
    _ field: String, _ form: inout Form, decimals: Int = PriceFields.rateDecimals,
    fault: String = "not_a_rate"
  ) -> JSON? {
    guard let text = visit.form[field] else { return nil }
    let number = TypedNumber.json(text, decimals: decimals)
    if number == nil { form.note(field, visit.say(fault)) }
    return number
  }

  /// One end of the band: a rate, or a multiple of the LPR with a spread.
  private func end(_ end: String, _ form: inout Form) -> JSON? {
    let percent = number("rate_\(end)", &form)
    let multiple = number(
      "rate_\(end)_multiple", &form, decimals: Self.multipleDecimals, fault: "not_a_multiple")
    guard let multiple else { return percent.map { ["ppm": $0] } }
    var lpr = ["multiple_milli": multiple]
    lpr["spread_ppm"] = percent
    return ["lpr": .object(lpr)]
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

  private func more(_ form: inout Form) -> [String: JSON] {
    guard let text = visit.form["price_more"] else { return [:] }
    guard let found = (try? JSONParser.parse(Array(text.utf8)))?.objectValue else {
      form.note("price_more", visit.say("not_json"))
      return [:]
    }
    if found.keys.contains(where: Self.members.contains) {
      form.note("price_more", visit.say("has_own_field"))
    }
    return found
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
    for member in ["rate/by_grade", "subsidies", "deposit", "bridge"] {
      places["/pricing/\(member)"] = "price_more"
    }
    return places
  }()
}
