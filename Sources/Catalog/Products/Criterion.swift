import Domain

/// How a criterion compares a fact with its value.
public enum Operator: String, CaseIterable, Hashable, Sendable {
  case equal = "eq"
  case notEqual = "ne"
  /// One of a list; for a set fact: the sets meet.
  case within = "in"
  case notWithin = "not_in"
  case atLeast = "gte"
  case atMost = "lte"
  case above = "gt"
  case below = "lt"
  /// Both ends included.
  case between
  case withinRegion = "within_region"
  case exists

  /// The operators whose number may be a policy parameter's.
  public static let admittingParameters: Set<Operator> = [
    .equal, .atLeast, .atMost, .above, .below,
  ]

  /// The operators a fact of this type can be judged by.
  public static func admitted(for type: FactType) -> Set<Operator> {
    switch type {
    case .boolean: [.equal, .notEqual, .exists]
    case .integer:
      [
        .equal, .notEqual, .within, .notWithin, .atLeast, .atMost, .above, .below, .between,
        .exists,
      ]
    case .date: [.equal, .notEqual, .atLeast, .atMost, .above, .below, .between, .exists]
    case .enumeration, .set, .industry, .text: [.equal, .notEqual, .within, .notWithin, .exists]
    case .region: [.withinRegion, .exists]
    }
  }
}

/// What a fact is compared with.
public enum Operand: Hashable, Sendable {
  /// `exists` compares with nothing.
  case nothing
  case value(FactValue)
  /// Of `in`, `not_in` and `within_region`.
  case list([FactValue])
  /// Of `between`, both ends included.
  case range(FactValue, FactValue)
  /// Id of a policy parameter whose value is not read yet (`Product.resolved`); of `gte`, `lte`,
  /// `gt`, `lt` and `eq` on an integer fact.
  case parameter(String)

  /// The threshold as rule outcomes show it.
  public var json: JSON {
    switch self {
    case .nothing: .null
    case .value(let value): value.json
    case .list(let values): .array(values.map(\.json))
    case .range(let low, let high): [low.json, high.json]
    case .parameter(let id): ["parameter": .string(id)]
    }
  }
}

/// One comparison of one fact.
public struct FactTest: Hashable, Sendable {
  /// Path of a base or derived fact.
  public let fact: String
  public let op: Operator
  public let operand: Operand

  public init(fact: String, op: Operator, operand: Operand) {
    self.fact = fact
    self.op = op
    self.operand = operand
  }
}

/// One criterion of a product; all of a product's criteria must hold.
public struct Criterion: Hashable, Sendable {
  /// A comparison, an alternative of comparisons and groups, or (inside an alternative) a group of
  /// comparisons that must all hold.
  public indirect enum Body: Hashable, Sendable {
    case test(FactTest)
    case anyOf([Criterion])
    case allOf([Criterion])
  }

  /// Unique in the product.
  public let id: String
  public let body: Body
  /// What a refusal by this criterion is called.
  public let reason: ReasonCode?
  /// Its own, or that of the alternative or group it stands in.
  public let citation: Citation

  public init(id: String, body: Body, reason: ReasonCode? = nil, citation: Citation) {
    self.id = id
    self.body = body
    self.reason = reason
    self.citation = citation
  }

  /// Paths of all facts it reads.
  public var facts: Set<String> {
    switch body {
    case .test(let test): [test.fact]
    case .anyOf(let members), .allOf(let members):
      members.reduce(into: []) { $0.formUnion($1.facts) }
    }
  }
}
