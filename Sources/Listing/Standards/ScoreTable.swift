import Catalog
import Domain

/// Points that facts give, and how many it takes, of the whole and of its parts. Data: the member `score` of a
/// route.
struct ScoreTable: Sendable {
  /// One thing that is looked at.
  struct Indicator: Sendable {
    let code: String
    /// Its greatest number of points.
    let most: Int64
    let form: Form
  }

  enum Form: Sendable {
    /// The points of the first band that holds; nothing where none does.
    case first([Band])
    /// The points of all bands that hold, up to the most.
    case sum([Band])
    /// What a fact says, up to the most.
    case fact(String)
  }

  struct Band: Sendable {
    let points: Int64
    /// All must hold; none: it holds always.
    let rules: [Standard.Rule]
  }

  struct Part: Sendable {
    let code: String
    /// Nil where it counts only in the whole.
    let least: Int64?
    let indicators: [Indicator]
  }

  /// Of the whole.
  let least: Int64
  /// A fact that says the whole as an authority has counted it: where it is known, it counts instead of the table.
  let told: String?
  let parts: [Part]
  let citation: Citation

  /// Every comparison in it.
  var tests: [FactTest] { parts.flatMap(\.indicators).flatMap(\.tests) }

  /// One of each part with a number of its own, then one of the whole.
  ///
  /// Indicators are counted one by one. Where two of them hang on one unknown fact, more or less may be left open
  /// than can be: then it stays unknown longer, and is never wrong.
  func outcomes(_ facts: KnownFacts) -> [Assessment.Outcome] {
    let counts = parts.map { part in part.indicators.map { $0.count(facts) } }
    let ofParts = zip(parts, counts).compactMap { part, counts in
      part.least.map { outcome("score_" + part.code, of: counts, least: $0) }
    }
    return ofParts + [outcome("score", of: whole(counts.flatMap { $0 }, facts), least: least)]
  }

  private func whole(_ counts: [Count], _ facts: KnownFacts) -> [Count] {
    guard let told else { return counts }
    switch facts[told] {
    case .known(.integer(let points)):
      return [Count([points], [Self.test(told, facts, .pass)])]
    case .unknown: return counts + [Count([0], [Self.test(told, facts, .unknown)])]
    case .none, .known: return counts
    }
  }

  private func outcome(_ id: String, of counts: [Count], least: Int64) -> Assessment.Outcome {
    let low = counts.reduce(0) { $0 + $1.low }
    let high = counts.reduce(0) { $0 + $1.high }
    return Assessment.Outcome(
      id: id, result: low >= least ? .pass : high < least ? .fail : .unknown,
      tests: counts.flatMap(\.tests), citation: citation, points: low...high)
  }

  fileprivate static func test(
    _ fact: String, _ facts: KnownFacts, _ result: RuleResult
  ) -> Assessment.Test {
    Assessment.Test(
      fact: fact, state: facts[fact], op: .exists, operand: .nothing, result: result, margin: nil)
  }
}

extension ScoreTable {
  /// The points that are sure, those that may still come, and what they hang on.
  fileprivate struct Count {
    let low: Int64
    let high: Int64
    let tests: [Assessment.Test]

    /// - Parameter possible: not empty.
    init(_ possible: [Int64], _ tests: [Assessment.Test]) {
      low = possible.min() ?? 0
      high = possible.max() ?? 0
      self.tests = tests
    }
  }
}

extension ScoreTable.Indicator {
  fileprivate var tests: [FactTest] {
    switch form {
    case .first(let bands), .sum(let bands): bands.flatMap(\.rules).flatMap(\.tests)
    case .fact: []
    }
  }

  fileprivate func count(_ facts: KnownFacts) -> ScoreTable.Count {
    switch form {
    case .first(let bands): first(of: bands, facts)
    case .sum(let bands): sum(of: bands, facts)
    case .fact(let path): value(of: path, facts)
    }
  }

  private func first(of bands: [ScoreTable.Band], _ facts: KnownFacts) -> ScoreTable.Count {
    var possible: [Int64] = []
    var tests: [Assessment.Test] = []
    for band in bands {
      let (result, more) = band.judge(facts)
      tests += more
      if result != .fail { possible.append(band.points) }
      if result == .pass { return ScoreTable.Count(possible, tests) }
    }
    return ScoreTable.Count(possible + [0], tests)
  }

  private func sum(of bands: [ScoreTable.Band], _ facts: KnownFacts) -> ScoreTable.Count {
    var (low, high) = (Int64(0), Int64(0))
    var tests: [Assessment.Test] = []
    for band in bands {
      let (result, more) = band.judge(facts)
      tests += more
      if result == .pass { low += band.points }
      if result != .fail { high += band.points }
    }
    (low, high) = (min(low, most), min(high, most))
    // What would only add to the most is not asked for.
    return ScoreTable.Count(
      [low, high], low == high ? tests.filter { $0.result != .unknown } : tests)
  }

  private func value(of path: String, _ facts: KnownFacts) -> ScoreTable.Count {
    switch facts[path] {
    case .known(.integer(let points)):
      ScoreTable.Count([min(max(0, points), most)], [ScoreTable.test(path, facts, .pass)])
    case .none: ScoreTable.Count([0], [ScoreTable.test(path, facts, .fail)])
    case .unknown, .known: ScoreTable.Count([0, most], [ScoreTable.test(path, facts, .unknown)])
    }
  }
}

extension ScoreTable.Band {
  fileprivate func judge(_ facts: KnownFacts) -> (RuleResult, [Assessment.Test]) {
    let outcomes = rules.map { $0.outcome(facts) }
    let (result, tests) = (RuleResult.all(outcomes.map(\.result)), outcomes.flatMap(\.tests))
    // Of a band that is decided nothing more is asked.
    return (result, result == .unknown ? tests : tests.filter { $0.result != .unknown })
  }
}
