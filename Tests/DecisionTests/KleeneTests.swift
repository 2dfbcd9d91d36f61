import Catalog
import Decision
import Domain
import Testing

@Suite("Three-valued logic")
struct KleeneTests {
  /// A fact state that gives `credit.has_overdue eq true` (and the like) a wanted result.
  private static func facts(_ results: [String: RuleResult]) -> World.Facts {
    var facts: World.Facts = [:]
    for (path, result) in results where result != .unknown {
      facts[path] = .some(.integer(result == .pass ? 1 : 0))
    }
    return facts
  }

  private static let paths = ["tax.years", "tax.last_fen", "finance.used_fen"]

  private static func leaf(_ index: Int) -> String {
    "{id: r\(index), fact: \(paths[index]), op: gte, value: 1}"
  }

  private static let combinations: [[RuleResult]] = RuleResult.allCases.flatMap { first in
    RuleResult.allCases.flatMap { second in
      RuleResult.allCases.map { [first, second, $0] }
    }
  }

  private func rule(_ body: String, _ results: [RuleResult]) throws -> RuleOutcome {
    let facts = Self.facts(Dictionary(uniqueKeysWithValues: zip(Self.paths, results)))
    let decision = try World.decide(
      "criteria:\n  - {id: group, any_of: [\(body)], citation: {document: x, tag: S}}\n", facts)
    #expect(decision.rules.count == 1)
    let verdicts: [RuleResult: Verdict] = [
      .pass: .eligible, .fail: .ineligible, .unknown: .needsInfo,
    ]
    #expect(decision.verdict == verdicts[decision.rules[0].result])
    return decision.rules[0]
  }

  @Test("any_of is Kleene OR over all 27 combinations", arguments: combinations)
  func anyOf(_ results: [RuleResult]) throws {
    let outcome = try rule((0..<3).map(Self.leaf).joined(separator: ", "), results)
    let expected: RuleResult =
      results.contains(.pass) ? .pass : results.contains(.unknown) ? .unknown : .fail
    #expect(outcome.result == expected)
    #expect(outcome.children.map(\.result) == results)
    #expect(outcome.op == "any_of" && outcome.margin == nil)
    let asked = zip(Self.paths, results).filter { $0.1 == .unknown }.map(\.0).sorted()
    #expect(outcome.missing == (expected == .unknown ? asked : []))
  }

  @Test(
    "any_of of a comparison and an all_of group, over all 27 combinations", arguments: combinations)
  func nested(_ results: [RuleResult]) throws {
    let outcome = try rule(
      "\(Self.leaf(0)), {id: all, all_of: [\(Self.leaf(1)), \(Self.leaf(2))]}", results)
    let pair = results.dropFirst()
    let group: RuleResult =
      pair.contains(.fail) ? .fail : pair.contains(.unknown) ? .unknown : .pass
    let expected: RuleResult =
      [results[0], group].contains(.pass)
      ? .pass : [results[0], group].contains(.unknown) ? .unknown : .fail
    #expect(outcome.result == expected)
    #expect(outcome.children.map(\.result) == [results[0], group])
    // A group that already fails cannot be rescued: what is unknown in it is not asked for.
    var asked: [String] = []
    if expected == .unknown {
      if results[0] == .unknown { asked.append(Self.paths[0]) }
      if group == .unknown {
        asked += zip(Self.paths, results).dropFirst().filter { $0.1 == .unknown }.map(\.0)
      }
    }
    #expect(outcome.missing == asked.sorted())
  }

  @Test(
    "rules combine by Kleene AND: a failure decides, whatever is unknown", arguments: combinations)
  func verdict(_ results: [RuleResult]) throws {
    let body =
      "criteria:\n"
      + (0..<3).map {
        World.criterion("r\($0)", "fact: \(Self.paths[$0]), op: gte, value: 1")
      }.joined()
    let decision = try World.decide(
      body, Self.facts(Dictionary(uniqueKeysWithValues: zip(Self.paths, results))))
    let expected: Verdict =
      results.contains(.fail) ? .ineligible : results.contains(.unknown) ? .needsInfo : .eligible
    #expect(decision.verdict == expected)
    let asked = zip(Self.paths, results).filter { $0.1 == .unknown }.map(\.0).sorted()
    #expect(decision.missingFacts == (expected == .needsInfo ? asked : []))
    let isNear = results.filter { $0 == .fail }.count == 1 && !results.contains(.unknown)
    #expect(
      decision.nearMissRule == (isNear ? results.firstIndex(of: .fail).map { "r\($0)" } : nil))
  }

  @Test("a product without criteria is for everyone")
  func empty() throws {
    let decision = try World.decide("")
    #expect(decision.verdict == .eligible && decision.rules.isEmpty)
    #expect(decision.limit.state == .unpublished && decision.limit.fen == nil)
    #expect(decision.cost == nil && decision.coveragePPM == nil)
  }
}
