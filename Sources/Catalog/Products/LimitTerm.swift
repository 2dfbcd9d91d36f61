import Domain

/// One of the terms whose least is the limit of a product for an enterprise.
public struct LimitTerm: Hashable, Sendable {
  /// How the term is computed; all results in fen, divisions round down, none counts as 0.
  public enum Kind: Hashable, Sendable {
    case cap(fen: Quantity)
    /// `milli` thousandths of a fact.
    case multiple(fact: String, milli: Quantity)
    /// The multiple depends on a grade. A null multiple: qualified, but the institution did not
    /// publish it. A grade not listed: 0.
    case multipleByGrade(fact: String, grade: String, milli: [String: Quantity?])
    /// `ppm` of eligible receivables.
    case advanceRate(fact: String, ppm: Quantity)
    /// `ppm` of collateral or another amount.
    case share(fact: String, ppm: Quantity)
    /// What is left of a cap after what is already used, never below 0.
    case headroom(capFen: Quantity, used: String)
    /// Never above a fact.
    case fact(String)
  }

  /// How it is computed.
  public let kind: Kind
  public let citation: Citation

  public init(_ kind: Kind, citation: Citation) {
    self.kind = kind
    self.citation = citation
  }

  /// Paths of the facts it reads.
  public var facts: [String] {
    switch kind {
    case .cap: []
    case .multiple(let fact, _), .advanceRate(let fact, _), .share(let fact, _), .fact(let fact):
      [fact]
    case .multipleByGrade(let fact, let grade, _): [fact, grade]
    case .headroom(_, let used): [used]
    }
  }
}

/// The value of one limit term for one enterprise.
public enum LimitTermValue: Hashable, Sendable {
  /// In fen.
  case known(Int64)
  /// The institution did not publish what is needed.
  case unpublished
  /// Facts of the enterprise are missing.
  case unknown
}

extension LimitTerm {
  /// Computes the term. A number that still is a policy parameter counts as not published.
  /// - Parameter input: the state of a fact by its path.
  public func value(input: (String) -> FactState) -> LimitTermValue {
    switch kind {
    case .cap(let fen): fen.number.map(LimitTermValue.known) ?? .unpublished
    case .multiple(let fact, let milli): Self.scaled(input(fact), milli, over: 1_000)
    case .advanceRate(let fact, let ppm), .share(let fact, let ppm):
      Self.scaled(input(fact), ppm, over: PartsPerMillion.one)
    case .headroom(let capFen, let used):
      if let capFen = capFen.number {
        input(used).integer.map { .known(max(0, capFen - $0)) } ?? .unknown
      } else {
        .unpublished
      }
    case .fact(let fact): input(fact).integer.map { .known($0) } ?? .unknown
    case .multipleByGrade(let fact, let grade, let milli):
      Self.byGrade(input(grade), milli) { input(fact) }
    }
  }

  private static func byGrade(
    _ grade: FactState, _ milli: [String: Quantity?], fact: () -> FactState
  ) -> LimitTermValue {
    switch grade {
    case .unknown, .known(.boolean), .known(.integer), .known(.set), .known(.date): .unknown
    case .none: .known(0)
    case .known(.text(let code)):
      switch milli[code] ?? 0 {
      case nil: .unpublished
      case .some(0): .known(0)
      case .some(let milli): scaled(fact(), milli, over: 1_000)
      }
    }
  }

  private static func scaled(
    _ state: FactState, _ factor: Quantity, over divisor: Int64
  ) -> LimitTermValue {
    guard let factor = factor.number else { return .unpublished }
    guard let value = state.integer else { return .unknown }
    // Past Int64 the term binds nothing: every amount is at most 10^13.
    return .known(
      Exact.scaled(value, by: factor, over: divisor) ?? (value < 0 ? .min : .max))
  }
}
