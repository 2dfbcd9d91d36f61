import Catalog
import Domain

/// The limit of a product for one input, term by term.
public struct LimitOutcome: Hashable, Sendable {
  /// Whether a limit, or one of its terms, could be computed.
  public enum State: String, CaseIterable, Hashable, Sendable {
    case known
    /// The institution did not publish it, or not all it takes: "ask the institution".
    case unpublished
    /// Facts of the enterprise are missing.
    case unknown
  }

  /// One term.
  public struct Term: Hashable, Sendable {
    /// `amount_max`, `cap`, `multiple`, `multiple_by_grade`, `advance_rate`, `share`, `headroom`,
    /// `fact`.
    public let kind: String
    public let state: State
    /// In fen, when known.
    public let fen: Int64?
    public let citation: Citation
    /// Unknown base facts it waits for, sorted.
    public let missing: [String]
  }

  /// In fen; nil unless the state is known.
  public let fen: Int64?
  public let state: State
  public let terms: [Term]

  /// Codes and values only.
  public var json: JSON {
    [
      "fen": .optional(fen), "state": .string(state.rawValue),
      "terms": .array(
        terms.map {
          [
            "kind": .string($0.kind), "state": .string($0.state.rawValue),
            "fen": .optional($0.fen), "citation": $0.citation.json,
            "missing": .array($0.missing.map(JSON.string)),
          ]
        }),
    ]
  }

  init(_ product: Product, _ limit: LimitState, _ view: FactView) {
    fen = limit.fen
    state = limit.hasUnknownTerm ? .unknown : limit.isUnpublished ? .unpublished : .known
    var terms: [Term] = []
    if let maximum = product.amount.maxFen {
      terms.append(
        Term(
          kind: "amount_max", state: .known, fen: maximum,
          citation: product.amount.citation ?? product.sourceCitation, missing: []))
    }
    for term in product.limit ?? [] {
      terms.append(Self.term(term, view))
    }
    self.terms = terms
  }

  private static func term(_ term: LimitTerm, _ view: FactView) -> Term {
    switch term.value(input: { view.state($0) }) {
    case .known(let value):
      Term(
        kind: term.kind.code, state: .known, fen: max(0, value), citation: term.citation,
        missing: [])
    case .unpublished:
      Term(
        kind: term.kind.code, state: .unpublished, fen: nil, citation: term.citation, missing: [])
    case .unknown:
      Term(
        kind: term.kind.code, state: .unknown, fen: nil, citation: term.citation,
        missing: term.facts.reduce(into: Set()) { $0.formUnion(view.missing($1)) }.sorted())
    }
  }
}

extension LimitTerm.Kind {
  /// The name of the term in product documents.
  public var code: String {
    switch self {
    case .cap: "cap"
    case .multiple: "multiple"
    case .multipleByGrade: "multiple_by_grade"
    case .advanceRate: "advance_rate"
    case .share: "share"
    case .headroom: "headroom"
    case .fact: "fact"
    }
  }
}
