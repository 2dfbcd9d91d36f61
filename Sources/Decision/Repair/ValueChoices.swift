import Catalog
import Domain

/// The values worth trying for one base fact of a product: where the outcome of a rule changes, the
/// nearest first.
struct ValueChoices {
  let model: RuleModel
  let maximumCount: Int
  /// See `RepairLimits.minimumAmountPPM`.
  let minimumAmountPPM: Int64

  /// Values and whether some were left out.
  typealias Choices = (values: [FactState], isCut: Bool)

  /// - Parameters:
  ///   - path: an actionable base fact of the product that is known.
  ///   - board: where the other facts stand.
  ///   - trials: is counted up by what it costs.
  func choices(for path: String, on board: FactBoard, trials: inout Int) -> Choices {
    guard let definition = board.registry[path] else { return ([], false) }
    let values: [FactState] =
      switch definition.type {
      case .boolean: [.known(.boolean(true)), .known(.boolean(false))]
      case .integer: integers(definition, board, &trials)
      // A day of the past cannot be had any more; what is done now bears the day of now.
      case .date: [.known(.date(board.day))]
      case .set: sets(definition, board)
      case .enumeration, .region, .industry, .text: codes(definition, board)
      }
    let current = board[path]
    let changed = values.filter { $0 != current && !(current == .none && $0.isNothing) }
    // Of an open list there are always more codes than the product names.
    let isOpen = definition.values == nil && !definition.type.hasBounds
    return (Array(changed.prefix(maximumCount)), isOpen || changed.count > maximumCount)
  }

  private func leaves(of path: String) -> [RuleModel.Leaf] {
    model.rules.flatMap { $0.leaves.filter { $0.baseFacts.contains(path) } }
  }

  // MARK: Numbers

  /// The bounds of the registry; of the amount asked, not less than a share of what is asked.
  private func range(
    of definition: FactDefinition, _ board: FactBoard
  ) -> ClosedRange<Int64> {
    guard definition.path == NeedFact.amount, let asked = board[NeedFact.amount].integer,
      let least = Exact.scaled(asked, by: minimumAmountPPM, over: PartsPerMillion.one),
      least <= definition.max
    else { return definition.min...definition.max }
    return max(definition.min, least)...definition.max
  }

  private func integers(
    _ definition: FactDefinition, _ board: FactBoard, _ trials: inout Int
  ) -> [FactState] {
    let path = definition.path
    let range = range(of: definition, board)
    let start = min(max(board[path].integer ?? 0, range.lowerBound), range.upperBound)
    var found: Set<Int64> = [min(max(0, range.lowerBound), range.upperBound)]
    var board = board
    var count = 0
    for leaf in leaves(of: path) {
      if case .exists = leaf.check.check {
        if leaf.fact == path { found.insert(min(max(1, range.lowerBound), range.upperBound)) }
        continue
      }
      for edge in leaf.check.check.edges {
        if leaf.fact == path {
          // At the edge, and just before it.
          found.formUnion([edge, edge == .min ? edge : edge - 1].filter(range.contains))
          continue
        }
        let isBelow: Bool? =
          if case .known(.integer(let computed)) = board.state(leaf.fact) {
            computed < edge
          } else { nil }
        for above in [true, false] where isBelow == nil || isBelow == above {
          found.formUnion(
            Crossing.nearest(to: start, in: range) { value in
              count += 1
              board[path] = .known(.integer(value))
              guard case .known(.integer(let computed)) = board.state(leaf.fact) else {
                return false
              }
              return above ? computed >= edge : computed < edge
            })
        }
        board[path] = .known(.integer(start))
      }
    }
    // Each part of the limit by itself: others may be mended by other facts.
    for part in model.limitParts where part.baseFacts.contains(path) {
      found.formUnion(
        Crossing.nearest(to: start, in: range) { value in
          count += 1
          board[path] = .known(.integer(value))
          return model.result(part, board) == .pass
        })
    }
    trials += count
    return found.sorted {
      (Crossing.distance($0, start), $0) < (Crossing.distance($1, start), $1)
    }.map { .known(.integer($0)) }
  }

  // MARK: Codes

  /// A closed list in full, by distance in the order of the registry; of an open one what the
  /// product names.
  private func codes(_ definition: FactDefinition, _ board: FactBoard) -> [FactState] {
    if let values = definition.values {
      let attainable = definition.attainable ?? values
      let current: Int? =
        if case .known(.text(let code)) = board[definition.path] {
          values.firstIndex(of: code)
        } else { nil }
      let ordered = values.enumerated().sorted {
        let (left, right) = (abs($0.offset - (current ?? 0)), abs($1.offset - (current ?? 0)))
        return (left, $0.offset) < (right, $1.offset)
      }
      return ordered.map(\.element).filter(attainable.contains).map { .known(.text($0)) }
    }
    let named = leaves(of: definition.path).reduce(into: Set<String>()) {
      $0.formUnion($1.check.check.codes)
    }
    return Self.sorted(named).map { .known(.text($0)) }
  }

  /// Sets one edit away for each comparison that fails, and their combinations.
  private func sets(_ definition: FactDefinition, _ board: FactBoard) -> [FactState] {
    let path = definition.path
    let current: [String] =
      if case .known(.set(let codes)) = board[path] { codes } else { [] }
    let leaves = leaves(of: path)
    let named = leaves.reduce(into: Set<String>()) { $0.formUnion($1.check.check.codes) }
    let supply = definition.values ?? Self.sorted(named)
    var found = [current]
    var known: Set<[String]> = [current]
    var next = 0
    while next < found.count, found.count <= maximumCount * 4 {
      for leaf in leaves {
        for edited in Self.edits(of: found[next], for: leaf, on: path, supply: supply)
        where known.insert(edited).inserted {
          found.append(edited)
        }
      }
      next += 1
    }
    let start = Set(current)
    let ordered = found.sorted {
      let (left, right) = (
        start.symmetricDifference($0).count, start.symmetricDifference($1).count
      )
      return left == right ? $0.lexicographicallyPrecedes($1) : left < right
    }
    return ordered.map { .known(.set($0)) }
  }

  /// The smallest edits after which a comparison passes.
  private static func edits(
    of codes: [String], for leaf: RuleModel.Leaf, on path: String, supply: [String]
  ) -> [[String]] {
    let more = { supply.filter { !codes.contains($0) }.map { sorted(codes + [$0]) } }
    let fewer = { codes.indices.map { place in codes.enumerated().filter { $0.offset != place } } }
    guard leaf.fact == path else {
      guard case .interval(let range, negated: false) = leaf.check.check else { return [] }
      // The number of elements, or something computed from it: one more or one less at a time.
      let count = Int64(codes.count)
      if count < range.lowerBound { return more() }
      return count > range.upperBound ? fewer().map { $0.map(\.element) } : []
    }
    switch leaf.check.check {
    case .exists: return codes.isEmpty ? more() : []
    case .meets(let wanted, negated: false):
      return wanted.isDisjoint(with: codes) ? sorted(wanted).map { sorted(codes + [$0]) } : []
    case .meets(let unwanted, negated: true):
      return unwanted.isDisjoint(with: codes) ? [] : [codes.filter { !unwanted.contains($0) }]
    case .equals(let wanted, negated: false): return codes == wanted ? [] : [wanted]
    case .equals(let unwanted, negated: true):
      return codes == unwanted ? more() + fewer().map { $0.map(\.element) } : []
    default: return []
    }
  }

  private static func sorted(_ codes: some Sequence<String>) -> [String] {
    codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension FactType {
  /// Whether the values that matter can all be named.
  fileprivate var hasBounds: Bool {
    switch self {
    case .boolean, .integer, .set, .date, .enumeration: true
    case .region, .industry, .text: false
    }
  }
}

extension FactState {
  /// Zero, or no elements: says what a known none says.
  fileprivate var isNothing: Bool { self == .known(.integer(0)) || self == .known(.set([])) }
}

extension FactCheck.Check {
  /// Integers where the outcome may differ from that of the integer before.
  var edges: [Int64] {
    func edges(_ range: ClosedRange<Int64>) -> [Int64] {
      (range.lowerBound == .min ? [] : [range.lowerBound])
        + (range.upperBound == .max ? [] : [range.upperBound + 1])
    }
    return switch self {
    case .interval(let range, _): edges(range)
    case .integers(let values, _): values.sorted().flatMap { edges($0...$0) }
    case .exists, .days, .boolean, .codes, .meets, .equals, .industries, .regions: []
    }
  }

  /// Codes it names.
  var codes: Set<String> {
    switch self {
    case .codes(let codes, _), .meets(let codes, _): codes
    case .equals(let codes, _): Set(codes)
    case .industries(let codes, _): Set(codes.map(\.text))
    case .regions(let regions): Set(regions.map(\.text))
    case .exists, .interval, .integers, .days, .boolean: []
    }
  }
}
