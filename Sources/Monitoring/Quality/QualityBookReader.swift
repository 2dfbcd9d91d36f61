import Catalog
import Domain

extension QualityBook {
  /// Most rules, and most parts of a sum.
  static let maximumCount = 1_000
  private static let change: ClosedRange<Int64> = -1_000_000...1_000_000_000

  private enum Kind: String, CaseIterable {
    case range
    case jump
    case sum
    case months
    case source
  }

  /// From a document in the form of `Schemas/monitoring/quality.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `unknown_indicator`, `unknown_source`,
  ///   `not_for_indicator` (a source that does not give it, or months of what no quarter has), `share_sum`,
  ///   `empty_range` and `overlap` (two versions of one rule on the same day).
  public init(json: JSON, indicators: IndicatorBook) throws(Faults) {
    var reader = ObjectReader(json)
    let rules = reader.requiredList("rules", maximumCount: Self.maximumCount) {
      Self.rule(&$0, indicators)
    }
    let score = Self.score(&reader)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(rules, name: \.code, days: \.days).map { .overlap("/rules/\($0)") }
    }
    guard faults.isEmpty, let score else { throw Faults(faults) }
    self.init(rules: rules, score: score)
  }

  private static func rule(
    _ reader: inout ObjectReader, _ indicators: IndicatorBook
  ) -> QualityRule? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let days = reader.requiredPeriod()
    let indicator = reader.requiredIndicator("of", indicators)
    let check = check(indicator, &reader, indicators)
    let outcome = reader.requiredChoice("outcome", of: QualityOutcome.self)
    if outcome == .accept {
      reader.add(
        Fault(
          reader.path("outcome"), "unknown_value", zh: "应为 quarantine 或 reject",
          en: "must be one of: quarantine, reject"))
    }
    guard let code, let label, let days, let indicator, let check, let outcome else { return nil }
    return QualityRule(
      code: code, label: label, days: days, indicator: indicator.code, check: check,
      outcome: outcome)
  }

  private static func check(
    _ indicator: Indicator?, _ reader: inout ObjectReader, _ indicators: IndicatorBook
  ) -> QualityRule.Check? {
    switch reader.requiredChoice("kind", of: Kind.self) {
    case .range:
      let most = IndicatorBook.maximumFigure
      return range(in: -most...most, &reader).map { .range($0) }
    case .jump:
      let back = reader.requiredInteger("back", in: 1...60)
      let range = range(in: change, &reader)
      let floor = baseFloor(&reader)
      guard let back, let range, let floor else { return nil }
      return .jump(back: Int(back), within: range, baseFloor: floor)
    case .sum:
      _ = reader.required("parts")
      let parts = reader.texts("parts", maximumCount: maximumCount) ?? []
      for (index, part) in parts.enumerated() where indicators[part] == nil {
        reader.add(.undeclared("\(reader.path("parts"))/\(index)", "unknown_indicator", part))
      }
      guard let tolerance = reader.requiredShare("tolerance_ppm"), !parts.isEmpty else {
        return nil
      }
      return .sum(parts: parts, tolerancePPM: tolerance)
    case .months:
      if let indicator, indicator.periods.count < ReportPeriod.Kind.allCases.count {
        reader.add(unfit(reader.path("kind")))
      }
      return reader.requiredShare("tolerance_ppm").map { .months(tolerancePPM: $0) }
    case .source:
      let other = reader.requiredName("other")
      if let indicator, let other, !indicator.sources.contains(other) {
        reader.add(unfit(reader.path("other")))
      }
      let tolerance = reader.requiredShare("tolerance_ppm")
      let floor = baseFloor(&reader)
      guard let other, let tolerance, let floor else { return nil }
      return .source(other, tolerancePPM: tolerance, baseFloor: floor)
    case nil: return nil
    }
  }

  private static func unfit(_ pointer: String) -> Fault {
    Fault(
      pointer, "not_for_indicator", zh: "该指标没有此来源或周期",
      en: "the indicator has no such source or period")
  }

  private static func range(
    in bounds: ClosedRange<Int64>, _ reader: inout ObjectReader
  ) -> ClosedRange<Int64>? {
    let low = reader.requiredInteger("low", in: bounds)
    let high = reader.requiredInteger("high", in: bounds)
    guard let low, let high else { return nil }
    guard low <= high else {
      reader.add(.emptyRange(reader.path("high")))
      return nil
    }
    return low...high
  }

  private static func baseFloor(_ reader: inout ObjectReader) -> Int64? {
    reader.requiredInteger("base_floor", in: 0...IndicatorBook.maximumFigure)
  }

  private static func score(_ reader: inout ObjectReader) -> QualityScore? {
    guard reader.required("score") != nil, var nested = reader.object("score") else { return nil }
    defer { reader.merge(nested) }
    let complete = nested.requiredShare("complete_ppm")
    let accepted = nested.requiredShare("accepted_ppm")
    let timely = nested.requiredShare("timely_ppm")
    let quarantine = nested.requiredShare("quarantine_ppm")
    guard let complete, let accepted, let timely, let quarantine else { return nil }
    if complete + accepted + timely != PartsPerMillion.one {
      nested.add(
        Fault(
          nested.pointer, "share_sum", zh: "各项权重之和应为 1000000",
          en: "the weights must sum to 1,000,000 ppm"))
    }
    return QualityScore(
      completePPM: complete, acceptedPPM: accepted, timelyPPM: timely, quarantinePPM: quarantine)
  }
}

extension ObjectReader {
  /// An indicator that is declared; absent is the fault `required`.
  mutating func requiredIndicator(_ member: String, _ book: IndicatorBook) -> Indicator? {
    guard let code = requiredName(member) else { return nil }
    guard let indicator = book[code] else {
      add(.undeclared(path(member), "unknown_indicator", code))
      return nil
    }
    return indicator
  }
}
