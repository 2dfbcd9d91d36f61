import Catalog
import Domain

extension IndicatorBook {
  /// Most indicators, and most duties.
  static let maximumCount = 500
  /// What any figure can be at most, and its opposite at least.
  static let maximumFigure = Fen.maximum

  /// From a document in the form of `Schemas/monitoring/indicators.yaml`.
  ///
  /// - Parameters:
  ///   - sources: where figures may come from.
  ///   - facts: paths of the catalog.
  /// - Throws: every fault, with pointers; besides malformed members `duplicate_id`, `unknown_source`,
  ///   `unknown_fact`, `not_for_fact` (a fact that is derived, or of another type than is drawn), `empty_range`,
  ///   `empty` (no period or no source) and `overlap` (two versions of one duty on the same day).
  public init(json: JSON, sources: Set<String>, facts: FactRegistry) throws(Faults) {
    var reader = ObjectReader(json)
    let indicators = reader.requiredList("indicators", maximumCount: Self.maximumCount) {
      Self.indicator(&$0, sources, facts)
    }
    let duties = reader.requiredList("duties", maximumCount: Self.maximumCount) {
      Self.duty(&$0, sources)
    }
    var faults = reader.finish() + Nulls.faults(in: json)
    faults += Repeated.faults(indicators.map(\.code), "/indicators")
    if indicators.contains(where: { $0.code == Indicator.missedReports }) {
      faults.append(.duplicate("/indicators", Indicator.missedReports))
    }
    if faults.isEmpty {
      faults = Periods.overlaps(duties, name: \.code, days: \.days).map {
        .overlap("/duties/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.init(indicators: indicators, duties: duties)
  }

  private static func indicator(
    _ reader: inout ObjectReader, _ known: Set<String>, _ facts: FactRegistry
  ) -> Indicator? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let unit = reader.requiredChoice("unit", of: Indicator.Unit.self)
    let timeliness = reader.choice("timely", of: Indicator.Timeliness.self) ?? .period
    _ = reader.required("periods")
    let periods = reader.choices("periods", of: ReportPeriod.Kind.self) ?? []
    _ = reader.required("sources")
    let sources = reader.texts("sources") ?? []
    for (index, source) in sources.enumerated() where !known.contains(source) {
      reader.add(.undeclared("\(reader.path("sources"))/\(index)", "unknown_source", source))
    }
    for (name, isEmpty) in [("periods", periods.isEmpty), ("sources", sources.isEmpty)]
    where isEmpty {
      reader.add(Fault(reader.path(name), "empty", zh: "不得为空", en: "must not be empty"))
    }
    let fact = reader.string("fact", maximumLength: 100)
    if let fact, facts.definitions[fact] == nil {
      reader.add(.undeclared(reader.path("fact"), "unknown_fact", fact))
    }
    let draw = Self.draw(&reader, fact, sources, facts)
    let low = reader.integer("low", in: -maximumFigure...maximumFigure) ?? 0
    let high = reader.integer("high", in: -maximumFigure...maximumFigure) ?? maximumFigure
    guard low <= high else {
      reader.add(.emptyRange(reader.path("high")))
      return nil
    }
    guard let code, let label, let unit else { return nil }
    return Indicator(
      code: code, label: label, unit: unit, timeliness: timeliness, periods: Set(periods),
      sources: sources, fact: fact, draw: draw, range: low...high)
  }

  private static func draw(
    _ reader: inout ObjectReader, _ fact: String?, _ sources: [String], _ facts: FactRegistry
  ) -> FactDraw? {
    guard var nested = reader.object("draw") else { return nil }
    defer { reader.merge(nested) }
    let kind = nested.requiredChoice("kind", of: FactDraw.Kind.self)
    let source = nested.requiredName("source")
    if let source, !sources.contains(source) {
      nested.add(.undeclared(nested.path("source"), "unknown_source", source))
    }
    guard let kind, let source else { return nil }
    let definition = fact.flatMap { facts.definitions[$0] }
    guard let definition, definition.derivation == nil, kind.fits(definition.type) else {
      nested.add(
        Fault(
          nested.path("kind"), "not_for_fact", zh: "该事实不能由此得出",
          en: "the fact cannot be drawn so"))
      return nil
    }
    return FactDraw(kind: kind, source: source)
  }

  private enum DueKind: String, CaseIterable {
    case day
    case workingDays = "working_days"
  }

  private static func duty(_ reader: inout ObjectReader, _ known: Set<String>) -> ReportDuty? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let period = reader.requiredChoice("period", of: ReportPeriod.Kind.self)
    let source = reader.requiredName("source")
    if let source, !known.contains(source) {
      reader.add(.undeclared(reader.path("source"), "unknown_source", source))
    }
    let due = due(&reader)
    let days = reader.requiredPeriod()
    let citation = reader.requiredCitation()
    guard let code, let label, let period, let source, let due, let days, let citation else {
      return nil
    }
    return ReportDuty(
      code: code, label: label, period: period, source: source, due: due, days: days,
      citation: citation)
  }

  private static func due(_ reader: inout ObjectReader) -> ReportDuty.Due? {
    guard reader.required("due") != nil, var nested = reader.object("due") else { return nil }
    defer { reader.merge(nested) }
    switch nested.requiredChoice("kind", of: DueKind.self) {
    case .day: return nested.requiredInteger("day", in: 1...28).map { .day(Int($0)) }
    case .workingDays:
      return nested.requiredInteger("count", in: 1...250).map { .workingDays(Int($0)) }
    case nil: return nil
    }
  }
}

/// Names that stand twice where each must be alone.
enum Repeated {
  static func faults(_ names: [String], _ pointer: String) -> [Fault] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }.map { .duplicate(pointer, $0) }
  }
}
