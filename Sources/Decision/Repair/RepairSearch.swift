import Catalog
import Domain

/// Searches the smallest sets of actionable base facts, and values for them, after which no rule of
/// a product stands in the way.
///
/// Sets are tried by size, then by paths; a set that holds a smaller one already found is passed
/// over. For each set the values nearest to where the facts stand are tried first. It works on
/// `RuleModel`; the engine has the last word.
struct RepairSearch {
  /// What must be reached.
  enum Goal {
    /// Every rule passes.
    case eligible
    /// No rule fails; what is unknown stays so.
    case open
  }

  private let model: RuleModel
  private let rules: [RuleModel.Rule]
  private let start: FactBoard
  private let goal: Goal
  private let limits: RepairLimits
  private let choices: ValueChoices
  /// Actionable base facts that are known, sorted. What is unknown is to be supplied first: the
  /// answer may need no change.
  let facts: [String]
  private var fresh: [String: ValueChoices.Choices] = [:]
  private var trials = 0
  private(set) var isComplete: Bool

  /// - Parameter rules: those that must be reached; all of the model's unless only some matter.
  init(
    _ model: RuleModel, rules: [RuleModel.Rule]? = nil, from start: FactBoard, goal: Goal,
    limits: RepairLimits
  ) {
    self.model = model
    self.rules = rules ?? model.rules
    self.start = start
    self.goal = goal
    self.limits = limits
    choices = ValueChoices(
      model: model, maximumCount: limits.maximumValues,
      minimumAmountPPM: limits.minimumAmountPPM)
    let relevant = self.rules.reduce(into: Set<String>()) { $0.formUnion($1.baseFacts) }
    facts = relevant.filter { path in
      start.registry[path]?.isActionable == true && start[path] != .unknown
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // Where more of a fact raises one term of the limit and lowers another, its best value may lie
    // between the values tried.
    let terms = model.product.limit ?? []
    isComplete = !facts.contains { path in
      terms.count { $0.facts.contains { start.registry.baseFacts(of: $0).contains(path) } } > 1
    }
  }

  private func isReached(_ result: RuleResult) -> Bool {
    switch goal {
    case .eligible: result == .pass
    case .open: result != .fail
    }
  }

  /// Changes by set, smallest sets first; at most `limits.maximumPaths`.
  mutating func changes() -> [[String: FactState]] {
    let open = rules.filter { !isReached(model.result($0, start)) }
    guard !open.isEmpty else { return [] }
    // Every set must touch each of the rules in the way.
    let actionable = Set(facts)
    let touching = open.map { $0.baseFacts.intersection(actionable) }
    guard touching.allSatisfy({ !$0.isEmpty }) else { return [] }
    var found: [[String: FactState]] = []
    for size in stride(from: 1, through: min(limits.maximumChanges, facts.count), by: 1) {
      var combination = Array(0..<size)
      repeat {
        let paths = combination.map { facts[$0] }
        let set = Set(paths)
        guard touching.allSatisfy({ !$0.isDisjoint(with: set) }),
          !found.contains(where: { set.isSuperset(of: $0.keys) }),
          // A fact that meets neither a rule in the way nor another of the set could be left out.
          paths.allSatisfy({ path in
            touching.contains { $0.contains(path) }
              || paths.contains { $0 != path && interact($0, path) }
          })
        else { continue }
        guard trials < limits.maximumTrials, found.count < limits.maximumPaths else {
          isComplete = false
          return found
        }
        if let changes = solveInAnyOrder(paths) {
          let smallest = shrunk(changes)
          found.removeAll { Set($0.keys).isSuperset(of: smallest.keys) }
          found.append(smallest)
        }
      } while Self.advance(&combination, below: facts.count)
    }
    return found
  }

  /// The next choice of as many places below `count`, in order.
  private static func advance(_ combination: inout [Int], below count: Int) -> Bool {
    let size = combination.count
    guard let place = combination.indices.last(where: { combination[$0] < count - size + $0 })
    else { return false }
    combination[place] += 1
    for next in combination.indices where next > place {
      combination[next] = combination[next - 1] + 1
    }
    return true
  }

  // MARK: Values

  /// Values that reach the goal, or nil. What one fact must become may hang on another having
  /// moved before, so every order is tried.
  private mutating func solveInAnyOrder(_ paths: [String]) -> [String: FactState]? {
    let isOrdered = paths.contains { path in
      paths.contains { $0 != path && interact($0, path) }
    }
    for order in isOrdered ? Self.orders(of: paths) : [paths] {
      if let changes = solve(order) { return changes }
    }
    return nil
  }

  /// Whether a rule hangs on both facts.
  private func interact(_ one: String, _ other: String) -> Bool {
    model.rules.contains { $0.baseFacts.contains(one) && $0.baseFacts.contains(other) }
  }

  /// All orders, the given one first.
  private static func orders(of paths: [String]) -> [[String]] {
    guard paths.count > 1 else { return [paths] }
    return paths.indices.flatMap { first in
      var others = paths
      let path = others.remove(at: first)
      return orders(of: others).map { [path] + $0 }
    }
  }

  /// Values for exactly these facts, given one after the other.
  private mutating func solve(_ paths: [String]) -> [String: FactState]? {
    // A rule is judged as soon as the last of these facts it hangs on has its value.
    var due = [[RuleModel.Rule]](repeating: [], count: paths.count)
    for rule in rules {
      guard let last = paths.lastIndex(where: rule.baseFacts.contains) else {
        if !isReached(model.result(rule, start)) { return nil }
        continue
      }
      due[last].append(rule)
    }
    var board = start
    guard assign(paths, 0, due, &board) else { return nil }
    return paths.reduce(into: [:]) { $0[$1] = board[$1] }
  }

  private mutating func assign(
    _ paths: [String], _ place: Int, _ due: [[RuleModel.Rule]], _ board: inout FactBoard
  ) -> Bool {
    guard place < paths.count else { return true }
    let path = paths[place]
    let before = board[path]
    for value in values(for: path, changed: paths[..<place], board) {
      guard trials < limits.maximumTrials else {
        isComplete = false
        break
      }
      trials += due[place].count + 1
      board[path] = value
      if due[place].allSatisfy({ isReached(model.result($0, board)) }),
        assign(paths, place + 1, due, &board)
      {
        return true
      }
    }
    board[path] = before
    return false
  }

  /// Values to try; computed once for the facts as they stand, again when others have moved.
  private mutating func values(
    for path: String, changed: ArraySlice<String>, _ board: FactBoard
  ) -> [FactState] {
    let isFresh = !changed.contains { interact($0, path) }
    if isFresh, let known = fresh[path] { return known.values }
    let found = choices.choices(for: path, on: board, trials: &trials)
    if found.isCut { isComplete = false }
    if isFresh { fresh[path] = found }
    return found.values
  }

  /// The least of the changes that still reach the goal.
  private func shrunk(_ changes: [String: FactState]) -> [String: FactState] {
    for path in changes.keys.sorted() where changes.count > 1 {
      var fewer = changes
      fewer[path] = nil
      var board = start
      for (path, value) in fewer { board[path] = value }
      if rules.allSatisfy({ isReached(model.result($0, board)) }) { return shrunk(fewer) }
    }
    return changes
  }
}
