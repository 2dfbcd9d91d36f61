import Domain

/// One unknown base fact that is worth asking for.
public struct Question: Hashable, Sendable {
  /// Path of the fact; label and wording stand in the registry.
  public let path: String
  /// Products whose only missing fact it is: settled whatever the answer.
  public let settles: Int
  /// Products whose verdict, or the cost by which they rank, hangs on it among others.
  public let touches: Int
  /// The most these products could bring together, in fen: of each the lesser of the amount asked
  /// and what is known of its limit.
  public let moneyFen: Int64

  /// `{path, settles, touches, money_fen}`.
  public var json: JSON {
    [
      "path": .string(path), "settles": .int(Int64(settles)), "touches": .int(Int64(touches)),
      "money_fen": .int(moneyFen),
    ]
  }

  /// Products settled, products touched, money, all descending; then the path.
  static func precedes(_ left: Question, _ right: Question) -> Bool {
    let leftKey = (left.settles, left.touches, left.moneyFen)
    let rightKey = (right.settles, right.touches, right.moneyFen)
    if leftKey != rightKey { return leftKey > rightKey }
    return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
  }
}

/// What to ask next, if anything.
public struct QuestionOutcome: Hashable, Sendable {
  /// The best first; empty when settled.
  public let questions: [Question]
  /// No answer can change the top choices or their order.
  public let isSettled: Bool

  /// `{questions, settled}`.
  public var json: JSON {
    ["questions": .array(questions.map(\.json)), "settled": .bool(isSettled)]
  }
}
