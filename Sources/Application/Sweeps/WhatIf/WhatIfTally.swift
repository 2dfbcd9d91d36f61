import Domain
import Store

/// Adds up per firm what a draft would do, by measure, and shows it only as `Suppression` allows.
struct WhatIfTally {
  private var considered: [EnterpriseID: String] = [:]
  /// Amounts by measure and firm.
  private var amounts: [String: [EnterpriseID: Int64]] = [:]

  /// A firm that takes part, and where it is.
  mutating func consider(_ enterprise: EnterpriseID, region: String) {
    considered[enterprise] = region
  }

  /// Adds an amount of a firm to a measure.
  mutating func add(_ fen: Int64, to measure: String, of enterprise: EnterpriseID) {
    let before = amounts[measure]?[enterprise] ?? 0
    amounts[measure, default: [:]][enterprise] = before.saturatingAdd(fen)
  }

  /// `{considered, MEASURE…, by_county}`.
  ///
  /// Counties are listed with at least ten firms that were considered.
  ///
  /// - Parameter measures: all there are, also those nothing was added to.
  func json(_ measures: [String], byCounty: Bool, names: RegionTable) -> [String: JSON] {
    let total = Suppression.figure(FirmSum(considered.keys.map { _ in 0 }))
    var members: [String: JSON] = [
      "considered": ["firms": .optional(total.firms), "suppressed": .bool(total.firms == nil)]
    ]
    for measure in measures {
      members[measure] =
        Suppression.figure(FirmSum((amounts[measure] ?? [:]).values)).json
    }
    guard byCounty else { return members }
    let counties = Set(considered.values).sorted()
    var parts: [String: [String: SafeFigure]] = [:]
    for measure in measures {
      var sums = Dictionary(uniqueKeysWithValues: counties.map { ($0, FirmSum()) })
      for (enterprise, fen) in amounts[measure] ?? [:] {
        if let region = considered[enterprise] { sums[region]?.add(fen) }
      }
      parts[measure] = Suppression.parts(sums)
    }
    // That a county has a few firms in need is not told either.
    let firms = considered.values.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let listed = counties.filter { firms[$0] ?? 0 >= Suppression.firmsMinimum }
    members["by_county"] = .array(
      listed.map { county in
        var row: [String: JSON] = [
          "region": .string(county),
          "name": .optional(RegionCode(county).flatMap { names.fullName($0) }),
        ]
        for measure in measures {
          row[measure] = (parts[measure]?[county] ?? .suppressed).json
        }
        return .object(row)
      })
    return members
  }
}
