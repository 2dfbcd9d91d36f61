import Catalog
import Domain
import Policy
import Pricing

extension Engine {
  /// What an enterprise can change so that it fits a product: the smallest sets (by inclusion) of
  /// actionable base facts (可修复路径).
  ///
  /// Derived facts are mended through the base facts they are computed from, by the smallest change
  /// of one of them that reaches the threshold. A fact that is unknown is never assumed: it is to be
  /// supplied. Each path was verified by deciding again.
  /// - Parameters:
  ///   - code: of a product in force on the clock's day; otherwise the outcome is empty.
  ///   - limits: bounds of the search.
  /// - Returns: paths for an ineligible product; for one that needs facts only these facts; nothing
  ///   for an eligible one.
  public func repairPaths(
    _ input: DecisionInput, product code: String, limits: RepairLimits = .standard
  ) -> RepairOutcome {
    let day = input.clock.legalDate
    guard let decision = decide(input, product: code), let product = product(code, on: day),
      let model = RuleModel(product, registry: catalog.registry)
    else { return .nothing }
    switch decision.verdict {
    case .eligible: return .nothing
    case .needsInfo:
      return RepairOutcome(
        paths: [], openPaths: [], missing: decision.missingFacts, blockers: [], isComplete: true)
    case .ineligible: break
    }
    let board = FactBoard(
      input, paths: model.baseFacts, registry: catalog.registry, day: day)
    let missing = decision.rules.reduce(into: Set<String>()) { $0.formUnion($1.missing) }
    var isComplete = true
    let blockers = blockers(model, board, limits, &isComplete)
    func paths(_ goal: RepairSearch.Goal) -> [RepairPath] {
      guard blockers.isEmpty else { return [] }
      var search = RepairSearch(model, from: board, goal: goal, limits: limits)
      let changes = search.changes()
      let found = changes.compactMap { verified($0, input, product: code, goal) }
      isComplete = isComplete && search.isComplete && found.count == changes.count
      return found.sorted(by: RepairPath.precedes)
    }
    let eligible = paths(.eligible)
    return RepairOutcome(
      paths: eligible, openPaths: eligible.isEmpty && !missing.isEmpty ? paths(.open) : [],
      missing: missing.sorted(), blockers: blockers, isComplete: isComplete)
  }

  /// Failing rules that no change of actionable facts within the limits mends, each taken alone.
  private func blockers(
    _ model: RuleModel, _ board: FactBoard, _ limits: RepairLimits, _ isComplete: inout Bool
  ) -> [String] {
    var blockers: [String] = []
    for rule in model.rules where model.result(rule, board) == .fail {
      var search = RepairSearch(
        model, rules: [rule], from: board, goal: .open,
        limits: RepairLimits(
          maximumChanges: limits.maximumChanges, maximumValues: limits.maximumValues,
          maximumTrials: limits.maximumTrials, maximumPaths: 1,
          minimumAmountPPM: limits.minimumAmountPPM))
      if search.changes().isEmpty {
        // More facts at once than are tried might do it.
        if search.facts.count > limits.maximumChanges || !search.isComplete {
          isComplete = false
        } else {
          blockers.append(rule.id)
        }
      }
    }
    return blockers
  }

  /// The path, when the engine agrees.
  private func verified(
    _ changes: [String: FactState], _ input: DecisionInput, product code: String,
    _ goal: RepairSearch.Goal
  ) -> RepairPath? {
    let changed = changes.reduce(input) { $0.changing($1.key, to: $1.value) }
    guard let decision = decide(changed, product: code) else { return nil }
    switch goal {
    case .eligible: guard decision.verdict == .eligible else { return nil }
    case .open: guard decision.verdict != .ineligible else { return nil }
    }
    let list = changes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { path in
      let definition = catalog.registry[path]
      return FactChange(
        path: path, from: FactState(input.needFacts[path] ?? input.enterpriseFacts[path]),
        to: changes[path] ?? .unknown, days: definition?.days,
        department: definition?.department)
    }
    let days = list.map(\.days)
    return RepairPath(
      changes: list, days: days.contains(nil) ? nil : days.compactMap(\.self).max(),
      costPPM: decision.cost?.effectivePPM, decision: decision)
  }

  /// The product with the policy parameters of a day in place; nil when there is none, or one of
  /// them has no value that day.
  func product(_ code: String, on day: LegalDate) -> Product? {
    guard let product = catalog[code] else { return nil }
    return product.resolved { policies.value($0, on: day, in: product.jurisdiction)?.value }
  }
}
