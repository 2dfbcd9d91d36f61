import Domain

/// What became of one indicator.
public struct LendingFigure: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case met
    case missed
    case undefined(Reason)
  }

  /// Why there is no figure.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// The year before was not reported.
    case notReportedBefore = "not_reported_before"
    /// What is compared with had no balance, so that nothing can be said of growth or a share.
    case noBase = "no_base"
    case noApplicants = "no_applicants"
    case noApplicantsBefore = "no_applicants_before"
    /// Nothing was lent in the period.
    case nothingLent = "nothing_lent"
    case nothingLentBefore = "nothing_lent_before"
  }

  public let indicator: String
  public let kind: LendingDefinition.Kind
  /// What was reached and what it is compared with: growth and shares as fractions, borrowers over 1; nil
  /// where undefined.
  public let reached: Ratio?
  public let bound: Ratio?
  public let outcome: Outcome
  /// The rows behind it, of the period and of the one before, sorted.
  public let rows: [String]
  public let rowsBefore: [String]
  /// Rows that might count: what decides it was not said. They are in no figure.
  public let unclear: [String]
}

extension LendingDefinition {
  /// Every indicator of one bank, region and period, in the order of the definition.
  ///
  /// - Parameters:
  ///   - rows: all loans of the period, whatever their size.
  ///   - before: those of the same period a year before; nil when they were not reported, which is not the
  ///     same as none.
  public func figures(_ rows: [LoanRow], before: [LoanRow]?) -> [LendingFigure] {
    let now = sums(rows)
    let past = before.map(sums)
    let keys = LoanKeys(rows, scope)
    let keysBefore = before.map { LoanKeys($0, scope) }
    let unclear = Set(keys.unclear + (keysBefore?.unclear ?? [])).sorted()
    return indicators.map { indicator in
      let found = Self.compare(indicator, now, past)
      // Growth and shares of bad loans are compared with all loans, and so rest on every row.
      let restsOnAll = indicator.kind == .growth || indicator.kind == .badShare
      let looksBack = indicator.kind != .badShare
      return LendingFigure(
        indicator: indicator.code, kind: indicator.kind, reached: found.reached,
        bound: found.bound, outcome: found.outcome,
        rows: restsOnAll ? keys.all : keys.scoped,
        rowsBefore: looksBack ? (restsOnAll ? keysBefore?.all : keysBefore?.scoped) ?? [] : [],
        unclear: unclear)
    }
  }

  private func sums(_ rows: [LoanRow]) -> LoanSums {
    var sums = LoanSums(scope)
    for row in rows { sums.add(row) }
    return sums
  }

  typealias Found = (reached: Ratio?, bound: Ratio?, outcome: LendingFigure.Outcome)

  /// One indicator by the sums of a period and of the same a year before; nil when that was not reported.
  static func compare(_ indicator: Indicator, _ now: LoanSums, _ past: LoanSums?) -> Found {
    switch indicator.kind {
    case .growth:
      guard let past else { return undefined(.notReportedBefore) }
      guard let own = growth(now.scoped, past.scoped), let all = growth(now.all, past.all) else {
        return undefined(.noBase)
      }
      return atLeast(own, all)
    case .borrowers:
      guard let past else { return undefined(.notReportedBefore) }
      guard let count = Ratio(Int128(now.scoped.count(\.balance)), over: 1),
        let least = Ratio(Int128(past.scoped.count(\.balance)), over: 1)
      else { return undefined(.noBase) }
      return atLeast(count, least)
    case .approval:
      guard let past else { return undefined(.notReportedBefore) }
      guard let share = now.scoped.approval else { return undefined(.noApplicants) }
      guard let least = past.scoped.approval else { return undefined(.noApplicantsBefore) }
      return atLeast(share, least)
    case .badShare:
      let balance = now.all.sum(\.balance)
      guard let share = Ratio(now.scoped.sum(\.bad), over: now.scoped.sum(\.balance)),
        let most = Ratio(
          now.all.sum(\.bad) * 1_000_000 + balance * Int128(indicator.marginPPM ?? 0),
          over: balance * 1_000_000)
      else { return undefined(.noBase) }
      return atMost(share, most)
    case .cost:
      guard let past else { return undefined(.notReportedBefore) }
      guard let cost = now.scoped.cost else { return undefined(.nothingLent) }
      guard let most = past.scoped.cost else { return undefined(.nothingLentBefore) }
      return atMost(cost, most)
    }
  }

  private static func undefined(_ reason: LendingFigure.Reason) -> Found {
    (nil, nil, .undefined(reason))
  }

  private static func atLeast(_ reached: Ratio, _ bound: Ratio) -> Found {
    (reached, bound, reached.isBelow(bound) ? .missed : .met)
  }

  private static func atMost(_ reached: Ratio, _ bound: Ratio) -> Found {
    (reached, bound, bound.isBelow(reached) ? .missed : .met)
  }

  /// (now − before) / before.
  private static func growth(_ now: LoanSums.Part, _ past: LoanSums.Part) -> Ratio? {
    Ratio(now.sum(\.balance) - past.sum(\.balance), over: past.sum(\.balance))
  }
}

/// Names of the loans of a period, sorted: of all, of those that count and of those that might.
private struct LoanKeys {
  var all: [String] = []
  var scoped: [String] = []
  var unclear: [String] = []

  init(_ rows: [LoanRow], _ scope: LendingDefinition.Scope) {
    for row in rows.sorted(by: { $0.key < $1.key }) {
      all.append(row.key)
      switch scope.takes(row) {
      case .some(true): scoped.append(row.key)
      case .some(false): break
      case nil: unclear.append(row.key)
      }
    }
  }
}
