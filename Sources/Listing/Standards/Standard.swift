import Catalog
import Domain

/// What must hold for something in one version: to be listed, to be in a layer, to bear a title, to be
/// counted in a class. Data of `Schemas/listing/standards`.
public struct Standard: Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// To be listed on a board.
    case readiness
    /// A layer of a board (分层).
    case layer
    /// An official title (专精特新, 小巨人).
    case title
    /// A statistical class (四上).
    case statisticalClass = "class"
    /// A tier of a ladder of growing enterprises (成长梯队).
    case tier
  }

  /// A criterion made ready to be judged.
  struct Rule: Sendable {
    let criterion: Criterion
    let body: Body

    indirect enum Body: Sendable {
      case test(FactTest, FactCheck)
      case anyOf([Rule])
      case allOf([Rule])
    }
  }

  /// One of several ways to meet a standard.
  public struct Route: Sendable {
    /// As people call it: `A1`.
    public let code: String
    public let label: Label
    let rules: [Rule]
    /// Points that it takes besides; nil for none.
    let score: ScoreTable?

    public var criteria: [Criterion] { rules.map(\.criterion) }
  }

  /// Routes with what all of them ask for.
  public struct Group: Sendable {
    public let code: String
    public let label: Label
    let rules: [Rule]
    /// Empty: the criteria of the group are the route.
    public let routes: [Route]

    public var criteria: [Criterion] { rules.map(\.criterion) }
  }

  /// The same in all versions; of a layer what clauses of awards call it, such as `neeq.innovation`.
  public let code: String
  public let version: String
  public let label: Label
  public let period: EffectivePeriod
  /// Nil for the whole country.
  public let jurisdiction: RegionCode?
  public let kind: Kind
  /// Of a readiness or a layer the board; of a tier the ladder.
  public let board: String?
  /// Of layers and tiers: higher ones go before.
  public let rank: Int?
  let rules: [Rule]
  /// One must hold, when there are any.
  public let groups: [Group]
  public let citation: Citation

  /// All must hold, whatever the route.
  public var criteria: [Criterion] { rules.map(\.criterion) }

  /// Every comparison in it.
  var tests: [FactTest] {
    let all =
      rules + groups.flatMap { group in group.rules + group.routes.flatMap(\.rules) }
    let scores = groups.flatMap(\.routes).compactMap(\.score)
    return all.flatMap(\.tests) + scores.flatMap(\.tests)
  }
}

extension Standard.Rule {
  /// Nil when some comparison does not fit its fact; the reader of criteria lets no such through.
  init?(_ criterion: Criterion, _ registry: FactRegistry) {
    self.criterion = criterion
    switch criterion.body {
    case .test(let test):
      guard let definition = registry[test.fact], let check = FactCheck(test, of: definition)
      else { return nil }
      body = .test(test, check)
    case .anyOf(let members):
      let rules = members.compactMap { Standard.Rule($0, registry) }
      guard rules.count == members.count else { return nil }
      body = .anyOf(rules)
    case .allOf(let members):
      let rules = members.compactMap { Standard.Rule($0, registry) }
      guard rules.count == members.count else { return nil }
      body = .allOf(rules)
    }
  }

  var tests: [FactTest] {
    switch body {
    case .test(let test, _): [test]
    case .anyOf(let rules), .allOf(let rules): rules.flatMap(\.tests)
    }
  }
}
