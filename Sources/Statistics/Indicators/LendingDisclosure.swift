import Domain

/// What of figures of lending is published. They are of banks as a whole, and are still to tell of no few borrowers:
/// no count and no amount is told, but whether an indicator is met, and rates.
public struct LendingDisclosure: Hashable, Sendable {
  /// Borrowers behind whatever is told at least.
  public let threshold: Int64
  /// What one borrower is of an amount behind a rate at most, in ppm.
  public let largestPPM: Int64
  /// Rates are told to the nearest of so many ppm.
  public let stepPPM: Int64

  public init(threshold: Int64, largestPPM: Int64, stepPPM: Int64) {
    self.threshold = threshold
    self.largestPPM = largestPPM
    self.stepPPM = stepPPM
  }
}

/// An indicator as it is published.
public struct PublishedLendingFigure: Hashable, Sendable {
  /// Of which nothing is told.
  public static let heldBack = PublishedLendingFigure(
    outcome: nil, reachedPPM: nil, boundPPM: nil)

  /// Nil is held back.
  public let outcome: LendingFigure.Outcome?
  /// Nil is held back or undefined; of an indicator that counts borrowers always.
  public let reachedPPM: Int64?
  public let boundPPM: Int64?

  public init(outcome: LendingFigure.Outcome?, reachedPPM: Int64?, boundPPM: Int64?) {
    self.outcome = outcome
    self.reachedPPM = reachedPPM
    self.boundPPM = boundPPM
  }
}

extension LendingDefinition {
  /// Every indicator of one bank, region and year as it is published, in the order of the definition.
  ///
  /// Whether one is met is told when at least the threshold of borrowers are counted in each year that it
  /// compares; rates, when besides each group that they tell apart (such as who asked and got nothing) is at
  /// least as many, or nobody, and no borrower makes up most of an amount.
  ///
  /// - Parameters:
  ///   - now: all loans of the year, whatever their size, by the scope of the definition.
  ///   - past: those of the year before; nil when they were not reported.
  public func published(
    _ now: LoanSums, before past: LoanSums?, _ disclosure: LendingDisclosure
  ) -> [PublishedLendingFigure] {
    indicators.map { indicator in
      let figure = Self.compare(indicator, now, past)
      // That a year was not reported is told of no borrower.
      if figure.outcome == .undefined(.notReportedBefore) {
        return PublishedLendingFigure(
          outcome: figure.outcome, reachedPPM: nil, boundPPM: nil)
      }
      let behind = Behind(indicator.kind, now, past)
      let tellsRates = behind.mayTellRates(disclosure)
      return PublishedLendingFigure(
        outcome: behind.mayTellOutcome(disclosure) ? figure.outcome : nil,
        reachedPPM: tellsRates ? figure.reached.map(disclosure.rounded) : nil,
        boundPPM: tellsRates ? figure.bound.map(disclosure.rounded) : nil)
    }
  }
}

extension LendingDisclosure {
  fileprivate func rounded(_ ratio: Ratio) -> Int64 {
    stepPPM
      * Rounding.halfEven(
        ratio.numerator * Int128(PartsPerMillion.one),
        over: ratio.denominator * Int128(stepPPM))
  }
}

/// Who is behind one figure.
private struct Behind {
  /// How many are counted, in each year that is looked at.
  let counted: [Int]
  /// How many are in each group that rates tell apart; nil where there are no rates.
  let apart: [Int]?
  /// Amounts that rates are made of, by borrower.
  let amounts: [[Int128]]

  init(_ kind: LendingDefinition.Kind, _ now: LoanSums, _ past: LoanSums?) {
    let years = [now, past].compactMap(\.self)
    switch kind {
    case .growth:
      counted = years.map { $0.scoped.count(\.balance) }
      apart = years.map { $0.others.count(\.balance) }
      amounts = years.flatMap { [$0.scoped.each(\.balance), $0.all.each(\.balance)] }
    case .borrowers:
      counted = years.map { $0.scoped.count(\.balance) }
      apart = nil
      amounts = []
    case .approval:
      counted = years.map(\.scoped.applicants)
      apart = years.flatMap { year in
        [year.scoped.approved, year.scoped.applicants - year.scoped.approved]
      }
      amounts = []
    case .badShare:
      counted = [now.scoped.count(\.balance)]
      apart = [now.scoped, now.others].flatMap { part in
        let bad = part.count(\.bad)
        return [bad, part.count(\.balance) - bad]
      }
      amounts = [now.scoped, now.all].flatMap { [$0.each(\.balance), $0.each(\.bad)] }
    case .cost:
      counted = years.map { $0.scoped.count(\.granted) }
      apart = []
      amounts = years.map { $0.scoped.each(\.granted) }
    }
  }

  func mayTellOutcome(_ disclosure: LendingDisclosure) -> Bool {
    counted.allSatisfy { $0 >= disclosure.threshold }
  }

  func mayTellRates(_ disclosure: LendingDisclosure) -> Bool {
    guard mayTellOutcome(disclosure), let apart else { return false }
    return apart.allSatisfy { $0 == 0 || $0 >= disclosure.threshold }
      && amounts.allSatisfy { each in
        let sum = each.reduce(0, +)
        return (each.max() ?? 0) * Int128(PartsPerMillion.one)
          <= sum * Int128(disclosure.largestPPM)
      }
  }
}
