import Domain

/// Reads the `pricing` of a product.
struct PricingReader {
  /// The two forms a price is published in.
  private enum Form: String, CaseIterable {
    case annualised
    case allIn = "all_in"
  }

  /// Most fees and most subsidies of a price.
  static let maximumCount = 50

  let context: ProductContext
  /// Tenors the product admits, in months.
  let tenor: ClosedRange<Int64>
  private(set) var faults: [Fault] = []

  init(context: ProductContext, tenor: ClosedRange<Int64>) {
    self.context = context
    self.tenor = tenor
  }

  mutating func read(_ json: JSON, at pointer: String) -> PricingTerms? {
    var reader = ObjectReader(json, at: pointer)
    let form = reader.requiredChoice("form", of: Form.self)
    let citation = reader.requiredCitation()
    let terms: PricingTerms?
    switch form {
    case .annualised: terms = readAnnualised(&reader, citation)
    case .allIn: terms = readAllIn(&reader, citation)
    case nil: return failed(reader)
    }
    faults.append(contentsOf: reader.finish())
    return terms
  }

  /// Without a form nobody knows which members belong.
  private mutating func failed(_ reader: ObjectReader) -> PricingTerms? {
    faults.append(contentsOf: reader.faults)
    return nil
  }

  private func readAllIn(_ reader: inout ObjectReader, _ citation: Citation?) -> PricingTerms? {
    let base = reader.requiredInteger("base_ppm", in: Bounds.rate)
    let fees = reader.integer("fees_ppm", in: Bounds.rate)
    let subsidies = reader.integer("subsidies_ppm", in: Bounds.rate)
    let conditional = readAllInSubsidies(&reader)
    guard let base, let citation else { return nil }
    return .allIn(
      AllInTerms(
        basePPM: base, feesPPM: fees ?? 0, subsidiesPPM: subsidies ?? 0, subsidies: conditional,
        citation: citation))
  }

  private mutating func readAnnualised(
    _ reader: inout ObjectReader, _ citation: Citation?
  ) -> PricingTerms? {
    var rate = RateBand()
    var gradeFact: FactDefinition?
    var bands: [String: RateBand] = [:]
    if var nested = reader.object("rate") {
      rate = readBand(&nested)
      (gradeFact, bands) = readGrades(&nested)
      reader.merge(nested)
    }
    let lprTenor = reader.choice("lpr_tenor", of: LPRTenor.self)
    let repayment = reader.requiredChoice("repayment", of: Repayment.self)
    let fees = readFees(&reader)
    let subsidies = readSubsidies(&reader)
    let deposit = readDeposit(&reader)
    let bridge = readBridge(&reader, repayment)
    guard let repayment, let citation else { return nil }
    let terms = AnnualisedTerms(
      rate: rate, gradeFact: gradeFact?.path, gradeBands: bands, lprTenor: lprTenor,
      repayment: repayment, fees: fees, subsidies: subsidies, deposit: deposit, bridge: bridge,
      citation: citation)
    if terms.usesLPR, lprTenor == nil, reader.optional("lpr_tenor") == nil,
      tenor.overlaps(13...59)
    {
      reader.add(
        Fault(
          reader.path("lpr_tenor"), "lpr_tenor",
          zh: "期限可能在 12 至 60 个月之间，须写明参照哪一期限的 LPR",
          en: "tenors between 12 and 60 months are possible: say which LPR they refer to"))
    }
    return .annualised(terms)
  }

  private func readBand(_ reader: inout ObjectReader) -> RateBand {
    let min = readEnd("min", &reader)
    let max = readEnd("max", &reader)
    switch (min, max) {
    case (.fixed(let low), .fixed(let high)) where high < low:
      reader.add(.emptyRange(reader.path("max")))
    case (.lpr(let low, let lowSpread), .lpr(let high, let highSpread))
    where high <= low && highSpread <= lowSpread && (high, highSpread) != (low, lowSpread):
      reader.add(.emptyRange(reader.path("max")))
    default: break
    }
    return RateBand(min: min, max: max)
  }

  private func readEnd(_ name: String, _ reader: inout ObjectReader) -> RateEnd? {
    guard var nested = reader.object(name) else { return nil }
    defer { reader.merge(nested) }
    if var lpr = nested.object("lpr") {
      let multiple = lpr.requiredInteger("multiple_milli", in: Bounds.milli)
      let spread = lpr.integer("spread_ppm", in: Bounds.spread)
      nested.merge(lpr)
      return multiple.map { .lpr(multipleMilli: $0, spreadPPM: spread ?? 0) }
    }
    return nested.requiredInteger("ppm", in: Bounds.rate).map(RateEnd.fixed)
  }

  private func readGrades(
    _ reader: inout ObjectReader
  ) -> (FactDefinition?, [String: RateBand]) {
    guard let json = reader.optional("by_grade") else { return (nil, [:]) }
    var nested = ObjectReader(json, at: reader.path("by_grade"))
    var definition: FactDefinition?
    if let path = nested.requiredString("fact") {
      var found: [Fault] = []
      definition = context.definition(path, .enumeration, at: nested.path("fact"), faults: &found)
      nested.add(found)
    }
    var bands: [String: RateBand] = [:]
    for code in nested.names where code != "fact" {
      if let definition, !(definition.values ?? []).contains(code) {
        nested.add(.undeclared(nested.path(code), "unknown_value", code))
      }
      if var band = nested.object(code) {
        bands[code] = readBand(&band)
        nested.merge(band)
      }
    }
    if bands.isEmpty, case .object = json {
      nested.add(Fault(nested.pointer, "empty", zh: "至少写一个等级", en: "name at least one grade"))
    }
    reader.merge(nested)
    return (definition, bands)
  }
}
