import Catalog
import Domain

/// How net assets become shares when a limited company is changed into a company limited by shares (折股), on
/// some days (`Schemas/listing/share-reform.yaml`).
public struct ShareReformRule: Hashable, Sendable {
  public let period: EffectivePeriod
  /// What a share is of the capital.
  public let par: Fen
  public let citation: Citation

  /// The shares of a capital of so much, at least.
  ///
  /// - Returns: nil for a capital above the net assets, which the law forbids, and for one that is no whole
  ///   number of shares, or none.
  public func conversion(of netAssets: Fen, into capital: Fen) -> ShareConversion? {
    guard par.value > 0, capital.value > 0, capital <= netAssets, capital.value % par.value == 0
    else { return nil }
    return ShareConversion(
      shares: capital.value / par.value, capital: capital,
      reserveFen: netAssets.value - capital.value,
      ratioPPM: Rounding.halfEven(
        Int128(capital.value) * Int128(PartsPerMillion.one), over: Int128(netAssets.value)))
  }

  /// As many shares as there can be; nil when net assets make none.
  public func most(of netAssets: Fen) -> ShareConversion? {
    guard par.value > 0 else { return nil }
    let capital = Fen(netAssets.value - netAssets.value % par.value)
    return capital.flatMap { conversion(of: netAssets, into: $0) }
  }
}

/// Net assets as shares: what is not capital is capital reserve (资本公积), to the fen.
public struct ShareConversion: Hashable, Sendable {
  public let shares: Int64
  public let capital: Fen
  public let reserveFen: Int64
  /// Capital over net assets, half to even.
  public let ratioPPM: Int64
}

/// The rules there are, by their days.
public struct ShareReformRules: Hashable, Sendable {
  private static let maximumCount = 100

  public let rules: [ShareReformRule]

  /// From a document in the form of `Schemas/listing/share-reform.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `overlap` (two rules on one day) and `below_min` (a
  ///   share of nothing).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    rules = reader.requiredList("rules", maximumCount: Self.maximumCount) { nested in
      let period = nested.requiredPeriod()
      let par = nested.requiredInteger("par_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
      let citation = nested.requiredCitation()
      guard let period, let par, let citation else { return nil }
      return ShareReformRule(period: period, par: par, citation: citation)
    }
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(rules, name: { _ in "" }, days: \.period).map {
        .overlap("/rules/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
  }

  public func rule(on day: LegalDate) -> ShareReformRule? {
    rules.first { $0.period.contains(day) }
  }
}
