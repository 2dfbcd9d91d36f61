import Catalog
import Domain
import Policy

extension Engine {
  /// The first legal day after the clock's on which a product becomes eligible with the same facts:
  /// it comes into force, rules ripen with time, or policy parameters change as published.
  ///
  /// Verified by the engine on that day and the day before.
  /// - Parameter horizonDays: how far to look, at most `maximumHorizonDays`.
  /// - Returns: nil when there is no such day within the horizon, or the product is eligible today.
  public func qualifyOn(
    _ input: DecisionInput, product code: String, horizonDays: Int = 3_660
  ) -> LegalDate? {
    guard let product = catalog[code], !isEligible(input, code),
      let day = firstDay(product, input, last: Self.last(input, horizonDays))
    else { return nil }
    return qualifies(input, code, from: day) ? day : nil
  }

  /// The earliest day `qualifyOn` gives for any product of the catalog: when to match again.
  public func nextQualifyDay(_ input: DecisionInput, horizonDays: Int = 3_660) -> LegalDate? {
    let last = Self.last(input, horizonDays)
    var found: [(day: LegalDate, code: String)] = []
    for product in catalog.products {
      if let day = firstDay(product, input, last: last) { found.append((day, product.code)) }
    }
    return found.sorted { ($0.day, $0.code) < ($1.day, $1.code) }
      .first { !isEligible(input, $0.code) && qualifies(input, $0.code, from: $0.day) }?.day
  }

  /// Longest horizon: a hundred years.
  public static let maximumHorizonDays = 36_525

  private static func last(_ input: DecisionInput, _ horizonDays: Int) -> LegalDate {
    input.clock.legalDate.adding(days: min(max(0, horizonDays), maximumHorizonDays))
  }

  private func isEligible(_ input: DecisionInput, _ code: String) -> Bool {
    decide(input, product: code)?.verdict == .eligible
  }

  private func qualifies(_ input: DecisionInput, _ code: String, from day: LegalDate) -> Bool {
    isEligible(input.on(day), code) && !isEligible(input.on(day.adding(days: -1)), code)
  }

  /// The first of the days on which something can change that makes the product eligible.
  private func firstDay(
    _ product: Product, _ input: DecisionInput, last: LegalDate
  ) -> LegalDate? {
    let registry = catalog.registry
    let today = input.clock.legalDate
    let board = FactBoard(input, registry: registry, day: today)
    // Most products are out for good: what no day changes is looked at first.
    guard !RuleModel.isStuck(product, board) else { return nil }
    var changes = ChangeDays(registry: registry, today: today, last: last)
    changes.add(product.effective.from)
    changes.addRipening(product, on: board)
    for day in parameterDays(of: product) { changes.add(day) }
    guard !changes.days.isEmpty else { return nil }
    func isEligible(on day: LegalDate) -> Bool {
      guard let product = self.product(product.code, on: day), product.effective.contains(day),
        let model = RuleModel(product, registry: registry)
      else { return false }
      return model.verdict(FactBoard(input, registry: registry, day: day)) == .eligible
    }
    guard !isEligible(on: today) else { return nil }
    return changes.days.sorted().first(where: isEligible)
  }

  /// First days of the values of the policy parameters a product refers to, and the days after
  /// values that end.
  private func parameterDays(of product: Product) -> [LegalDate] {
    let ids = product.parameterReferences
    guard !ids.isEmpty else { return [] }
    return policies.packs.flatMap(\.parameters).filter { ids.contains($0.id) }
      .flatMap(\.series).flatMap { [$0.from, $0.to?.adding(days: 1)] }.compactMap(\.self)
  }
}
