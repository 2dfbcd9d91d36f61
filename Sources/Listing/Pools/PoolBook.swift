import Catalog
import Domain

/// A pool (储备库, 后备库, 专家团): who may be in it and what it takes to enter, as data
/// (`Schemas/listing/pools.yaml`).
public struct PoolRules: Sendable {
  /// Who its members are.
  public enum Members: String, CaseIterable, Hashable, Sendable {
    case enterprises
    /// Of the directory, experts among them: persons are not listed.
    case institutions
  }

  /// How many members one jurisdiction set itself to have, and until when.
  public struct Goal: Hashable, Sendable {
    public let jurisdiction: RegionCode
    public let count: Int64
    public let by: LegalDate
    public let citation: Citation
  }

  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  public let members: Members
  /// Kinds of institutions that may be in it; empty for enterprises.
  public let kinds: [DirectoryKind]
  /// The pool whose members alone may enter.
  public let after: String?
  /// What it takes to enter; nothing for institutions.
  public let gate: Condition
  public let goals: [Goal]
  public let citation: Citation
}

/// Whether facts let an enterprise into a pool.
public struct PoolVerdict: Hashable, Sendable {
  public let result: RuleResult
  /// Criteria that fail, in the order of the document.
  public let failing: [String]
  /// Base facts that are not known and on which it hangs, sorted; empty when it is decided.
  public let missing: [String]
}

/// Why somebody leaves a pool.
public struct PoolExit: Hashable, Sendable {
  public let code: String
  public let label: Label
  /// Given by the service alone.
  public let isOwn: Bool
}

/// Who advises on the way to a board.
public struct AdviserKind: Hashable, Sendable {
  public let code: String
  public let label: Label
  /// What the directory calls such.
  public let kinds: [DirectoryKind]
  /// Enterprises that one advises at once, while nobody says otherwise.
  public let capacity: Int
}

/// Pools, the ladder and the kinds of advisers.
public struct PoolBook: Sendable {
  public let pools: [PoolRules]
  public let exits: [PoolExit]
  public let ladder: GrowthLadder
  public let advisers: [AdviserKind]

  public func pool(_ code: String, on day: LegalDate) -> PoolRules? {
    pools.first { $0.code == code && $0.period.contains(day) }
  }

  public func exit(_ code: String) -> PoolExit? { exits.first { $0.code == code } }

  public func adviser(_ code: String) -> AdviserKind? { advisers.first { $0.code == code } }
}

extension PoolRules {
  /// Whether facts let somebody in.
  public func verdict(_ facts: KnownFacts) -> PoolVerdict {
    let result = gate.result { facts[$0] }
    let missing =
      result == .unknown ? Set(gate.facts.flatMap { facts.unknown(in: $0) }).sorted() : []
    return PoolVerdict(
      result: result, failing: result == .fail ? Self.failing(gate, facts) : [], missing: missing)
  }

  private static func failing(_ gate: Condition, _ facts: KnownFacts) -> [String] {
    gate.criteria.filter { criterion in
      Condition([criterion], registry: facts.registry)?.result { facts[$0] } == .fail
    }.map(\.id)
  }
}
