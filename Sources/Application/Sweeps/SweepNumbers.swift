import Domain
import Store

/// What a sweep did, or would do.
public struct SweepNumbers: Sendable, Equatable {
  /// Open needs whose runs were compared.
  public var examined: Int64 = 0
  /// Those with another verdict or other best products: each has a new run.
  public var changed: Int64 = 0
  /// Flipped verdicts by kind, in the order of their words.
  public var flips: [FlipCount] = []
  /// Enterprises with a need that newly qualifies for some product, and those needs.
  public var newlyQualifyingEnterprises: Int64 = 0
  public var newlyQualifyingNeeds: Int64 = 0
  /// Over those needs: the lesser of limit and amount asked, of the product where it is greatest. A
  /// product without a published limit counts nothing.
  public var newlyQualifyingFen: Int64 = 0

  public init() {}

  public var json: JSON {
    [
      "needs": ["examined": .int(examined), "changed": .int(changed)],
      "flips": .array(
        flips.map {
          [
            "from": .string($0.from.rawValue), "to": .string($0.to.rawValue),
            "count": .int($0.count),
          ]
        }),
      "newly_qualifying": [
        "enterprises": .int(newlyQualifyingEnterprises), "needs": .int(newlyQualifyingNeeds),
        "amount": MoneyView.json(newlyQualifyingFen),
      ],
    ]
  }
}

/// Adds up what needs come to.
struct SweepTally {
  private var numbers = SweepNumbers()
  private var counts: [[FlipVerdict]: Int64] = [:]
  private var enterprises: Set<EnterpriseID> = []

  mutating func add(_ change: NeedChange?, of enterprise: EnterpriseID) {
    numbers.examined += 1
    guard let change else { return }
    numbers.changed += 1
    for flip in change.flips { counts[[flip.from, flip.to], default: 0] += 1 }
    let gained = change.flips.filter { $0.to == .eligible }
    guard !gained.isEmpty else { return }
    enterprises.insert(enterprise)
    numbers.newlyQualifyingNeeds += 1
    numbers.newlyQualifyingFen = numbers.newlyQualifyingFen.saturatingAdd(
      gained.compactMap(\.amountFen).max() ?? 0)
  }

  var result: SweepNumbers {
    var result = numbers
    result.newlyQualifyingEnterprises = Int64(enterprises.count)
    result.flips = counts.map { FlipCount(from: $0.key[0], to: $0.key[1], count: $0.value) }
      .sorted { ($0.from.rawValue, $0.to.rawValue) < ($1.from.rawValue, $1.to.rawValue) }
    return result
  }
}
