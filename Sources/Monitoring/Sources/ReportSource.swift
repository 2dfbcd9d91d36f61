import Catalog
import Domain

/// Where figures come from, as data (`Schemas/monitoring/sources.yaml`): whether the enterprise must permit it,
/// how long what came is good, and what its files look like.
public struct ReportSource: Hashable, Sendable {
  public enum Authorisation: String, CaseIterable, Hashable, Sendable {
    /// Published, or reported by the enterprise itself.
    case none
    /// Only by the enterprise's own permission for this source.
    case enterprise
  }

  /// Who reports it by itself; of other sources operators do.
  public enum Reporter: String, CaseIterable, Hashable, Sendable {
    case enterprise
    /// An institution, of what it has with the enterprise itself.
    case institution
  }

  /// One column of its files besides enterprise, period and as-of.
  public struct Column: Hashable, Sendable {
    public let name: String
    public let indicator: String
    public let isRequired: Bool
  }

  public let code: String
  public let label: Label
  public let authorisation: Authorisation
  public let reportedBy: Reporter?
  /// Months after the end of a period in which its figures are used.
  public let goodForMonths: Int
  public let columns: [Column]

  /// The last day on which figures of a period are used in decisions.
  public func goodThrough(_ period: ReportPeriod) -> LegalDate {
    period.lastDay.adding(months: goodForMonths)
  }

  /// Names that every file has, in this order before its own columns.
  public static let frame = ["uscc", "period", "as_of"]
}

/// Every source there is.
public struct SourceBook: Sendable {
  public let sources: [ReportSource]
  private let byCode: [String: ReportSource]

  /// Most sources, and most columns of one.
  static let maximumCount = 100

  public subscript(_ code: String) -> ReportSource? { byCode[code] }
  public var codes: Set<String> { Set(byCode.keys) }

  /// From a document in the form of `Schemas/monitoring/sources.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `duplicate_id` (a source, a column or an indicator of
  ///   one source twice, or a column that every file has already).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let sources = reader.requiredList("sources", maximumCount: Self.maximumCount, Self.source)
    var faults = reader.finish() + Nulls.faults(in: json)
    faults += Repeated.faults(sources.map(\.code) + [Indicator.serviceSource], "/sources")
    guard faults.isEmpty else { throw Faults(faults) }
    self.sources = sources
    byCode = Dictionary(sources.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func source(_ reader: inout ObjectReader) -> ReportSource? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let authorisation = reader.requiredChoice(
      "authorisation", of: ReportSource.Authorisation.self)
    let reportedBy = reader.choice("reported_by", of: ReportSource.Reporter.self)
    let months = reader.requiredInteger("good_for_months", in: 1...600)
    let place = reader.path("columns")
    let columns = reader.requiredList("columns", maximumCount: maximumCount) {
      nested -> ReportSource.Column? in
      let name = nested.requiredName("name")
      let indicator = nested.requiredName("indicator")
      let isRequired = nested.boolean("required") ?? false
      guard let name, let indicator else { return nil }
      return ReportSource.Column(name: name, indicator: indicator, isRequired: isRequired)
    }
    reader.add(Repeated.faults(ReportSource.frame + columns.map(\.name), place))
    reader.add(Repeated.faults(columns.map(\.indicator), place))
    guard let code, let label, let authorisation, let months else { return nil }
    return ReportSource(
      code: code, label: label, authorisation: authorisation, reportedBy: reportedBy,
      goodForMonths: Int(months), columns: columns)
  }
}

extension SourceBook {
  /// Columns whose indicator is not declared, or is not of their source: nothing of them could be taken in.
  public func faults(by indicators: IndicatorBook) -> [Fault] {
    sources.enumerated().flatMap { place, source in
      source.columns.enumerated().compactMap { index, column in
        if let indicator = indicators[column.indicator], indicator.sources.contains(source.code) {
          return nil
        }
        return .undeclared(
          "/sources/\(place)/columns/\(index)/indicator", "unknown_indicator", column.indicator)
      }
    }
  }
}
