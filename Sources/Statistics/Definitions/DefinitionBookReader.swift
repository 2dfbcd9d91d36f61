import Catalog
import Domain

extension DefinitionBook {
  /// Most entries of a list.
  static let maximumCount = 200

  /// From a document in the form of `Schemas/statistics/definitions.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `overlap` (a definition twice on one day),
  ///   `duplicate_id` (an indicator or a table twice), `empty` (loans of nobody, a definition without
  ///   indicators), `order` (stages of the report) and `not_for_kind` (a margin where none is compared).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let lending = reader.requiredList("definitions", maximumCount: Self.maximumCount, Self.read)
    for index in Periods.overlaps(lending, name: \.code, days: \.period) {
      reader.add(.overlap("/definitions/\(index)"))
    }
    let suppression = Self.readSuppression(&reader)
    let truth = Self.readTruth(&reader)
    let report = ReportForm.read(&reader)
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty, let suppression, let truth, let report else { throw Faults(faults) }
    self.lending = lending
    self.suppression = suppression
    self.truth = truth
    self.report = report
  }

  private static func read(_ reader: inout ObjectReader) -> LendingDefinition? {
    let code = reader.requiredName("code", allowing: "-_")
    let label = reader.requiredLabel("label")
    let authority = reader.requiredLabel("authority")
    let period = reader.requiredPeriod()
    let jurisdiction = readRegion(&reader)
    let scope = readScope(&reader)
    let place = reader.path("indicators")
    let indicators = reader.requiredList(
      "indicators", maximumCount: maximumCount, readIndicator)
    if indicators.isEmpty, reader.faults.isEmpty {
      reader.add(Fault(place, "empty", zh: "不得为空", en: "must not be empty"))
    }
    var seen: Set<String> = []
    for indicator in indicators where !seen.insert(indicator.code).inserted {
      reader.add(.duplicate(place, indicator.code))
    }
    let citation = reader.requiredCitation()
    guard let code, let label, let authority, let period, let scope, let citation else {
      return nil
    }
    return LendingDefinition(
      code: code, label: label, authority: authority, period: period, jurisdiction: jurisdiction,
      scope: scope, indicators: indicators, citation: citation)
  }

  private static func readRegion(_ reader: inout ObjectReader) -> RegionCode? {
    guard let text = reader.string("jurisdiction", maximumLength: 6) else { return nil }
    guard let region = RegionCode(text) else {
      reader.add(.pattern(reader.path("jurisdiction"), "340000"))
      return nil
    }
    return region
  }

  private static func readScope(_ reader: inout ObjectReader) -> LendingDefinition.Scope? {
    guard reader.required("loans") != nil, var nested = reader.object("loans") else { return nil }
    defer { reader.merge(nested) }
    _ = nested.required("sizes")
    let sizes = nested.choices("sizes", of: EnterpriseSize.self) ?? []
    if sizes.isEmpty, nested.faults.isEmpty {
      nested.add(Fault(nested.path("sizes"), "empty", zh: "不得为空", en: "must not be empty"))
    }
    let takesOwners = nested.boolean("owners") ?? false
    let limit = nested.fen("credit_up_to_fen")
    var counted = Set(sizes.map(BorrowerSize.init))
    if takesOwners { counted.insert(.owner) }
    return LendingDefinition.Scope(sizes: counted, creditUpTo: limit)
  }

  private static func readIndicator(
    _ reader: inout ObjectReader
  ) -> LendingDefinition.Indicator? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let kind = reader.requiredChoice("kind", of: LendingDefinition.Kind.self)
    let margin: Int64?
    switch kind {
    case .badShare: margin = reader.requiredShare("margin_ppm")
    case .growth, .borrowers, .approval, .cost, nil:
      margin = nil
      if reader.optional("margin_ppm") != nil, kind != nil {
        reader.add(
          Fault(
            reader.path("margin_ppm"), "not_for_kind", zh: "该类指标无此项",
            en: "has no use for this kind"))
      }
    }
    guard let code, let label, let kind else { return nil }
    return LendingDefinition.Indicator(code: code, label: label, kind: kind, marginPPM: margin)
  }

  private static func readSuppression(_ reader: inout ObjectReader) -> SuppressionRule? {
    guard reader.required("suppression") != nil, var nested = reader.object("suppression") else {
      return nil
    }
    defer { reader.merge(nested) }
    let threshold = nested.requiredInteger("threshold", in: 2...1_000)
    let steps = nested.requiredInteger("search_steps", in: 1...10_000_000)
    let work = nested.requiredInteger("work_steps", in: 1...1_000_000_000_000)
    let citation = nested.requiredCitation()
    guard let threshold, let steps, let work, let citation else { return nil }
    return SuppressionRule(
      threshold: threshold, searchSteps: Int(steps), workSteps: Int(work), citation: citation)
  }

  private static func readTruth(_ reader: inout ObjectReader) -> TruthRule? {
    guard reader.required("truth") != nil, var nested = reader.object("truth") else { return nil }
    defer { reader.merge(nested) }
    let cases = nested.requiredInteger("least_cases", in: 1...1_000_000)
    let citation = nested.requiredCitation()
    guard let cases, let citation else { return nil }
    return TruthRule(leastCases: cases, citation: citation)
  }
}

extension BorrowerSize {
  init(_ size: EnterpriseSize) {
    switch size {
    case .micro: self = .micro
    case .small: self = .small
    case .medium: self = .medium
    case .large: self = .large
    }
  }
}
