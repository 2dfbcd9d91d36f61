import Catalog
import Domain

extension Standard {
  /// One entry of the list `standards`.
  static func read(_ reader: inout ObjectReader, _ registry: FactRegistry) -> Standard? {
    let code = reader.requiredName("code", allowing: "-_.")
    let version = reader.requiredString("version", maximumLength: 40)
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = reader.region("jurisdiction")
    let kind = reader.requiredChoice("kind", of: Kind.self)
    let board = readBoard(kind, &reader)
    let rank = readRank(kind, &reader)
    let json = reader.optional("citation")
    let citation = reader.requiredCitation()
    let source = Source(json: json, citation: citation)
    let rules = readRules(&reader, source.json, registry)
    let place = reader.path("groups")
    let groups = reader.list("groups", maximumCount: StandardBook.maximumCount) {
      readGroup(&$0, source, registry)
    }
    reader.add(Board.repeated(groups.map(\.code), place))
    reader.add(Board.repeated(groups.flatMap { $0.routes.map(\.code) }, place))
    guard let code, let version, let label, let period, let kind, let citation else { return nil }
    return Standard(
      code: code, version: version, label: label, period: period, jurisdiction: jurisdiction,
      kind: kind, board: board, rank: rank, rules: rules, groups: groups, citation: citation)
  }

  /// Where a standard stands: what its criteria inherit.
  struct Source {
    /// Nil for one that cannot be read: it is told of once, not again for every criterion.
    let json: JSON?
    let citation: Citation?

    init(json: JSON?, citation: Citation?) {
      self.json = citation == nil ? nil : json
      self.citation = citation
    }
  }

  /// What is of a board names it.
  private static func readBoard(_ kind: Kind?, _ reader: inout ObjectReader) -> String? {
    switch kind {
    case .readiness, .layer, .tier: return reader.requiredName("board", allowing: "-")
    case .title, .statisticalClass:
      if reader.optional("board") != nil { reader.add(misplaced(reader.path("board"))) }
      return nil
    case nil:
      _ = reader.optional("board")
      return nil
    }
  }

  private static func readRank(_ kind: Kind?, _ reader: inout ObjectReader) -> Int? {
    switch kind {
    case .layer, .tier: return reader.requiredInteger("rank", in: 0...100).map { Int($0) }
    case .readiness, .title, .statisticalClass:
      if reader.optional("rank") != nil { reader.add(misplaced(reader.path("rank"))) }
      return nil
    case nil:
      _ = reader.optional("rank")
      return nil
    }
  }

  private static func misplaced(_ pointer: String) -> Fault {
    Fault(pointer, "not_for_kind", zh: "该类标准无此项", en: "has no use for a standard of this kind")
  }

  private static func readGroup(
    _ reader: inout ObjectReader, _ source: Source, _ registry: FactRegistry
  ) -> Group? {
    let code = reader.requiredString("code", maximumLength: 40)
    let label = reader.requiredLabel("label")
    let rules = readRules(&reader, source.json, registry)
    let routes = reader.list("routes", maximumCount: StandardBook.maximumCount) {
      nested -> Route? in
      let code = nested.requiredString("code", maximumLength: 40)
      let label = nested.requiredLabel("label")
      let rules = readRules(&nested, source.json, registry)
      let score = ScoreTable.read(&nested, source, registry)
      if nested.faults.isEmpty, rules.isEmpty, score == nil {
        nested.add(empty(nested.path("criteria")))
      }
      guard let code, let label else { return nil }
      return Route(code: code, label: label, rules: rules, score: score)
    }
    if reader.faults.isEmpty, rules.isEmpty, routes.isEmpty { reader.add(empty(reader.pointer)) }
    guard let code, let label else { return nil }
    return Group(code: code, label: label, rules: rules, routes: routes)
  }

  private static func empty(_ pointer: String) -> Fault {
    Fault(pointer, "empty", zh: "未提出任何条件", en: "asks for nothing")
  }

  /// The member `criteria`; one without a citation has that of the standard.
  static func readRules(
    _ reader: inout ObjectReader, _ inherited: JSON?, _ registry: FactRegistry
  ) -> [Rule] {
    let elements = (reader.array("criteria", maximumCount: Criterion.maximumCount) ?? []).map {
      element -> JSON in
      guard let inherited, case .object(var members) = element, members["citation"] == nil else {
        return element
      }
      members["citation"] = inherited
      return .object(members)
    }
    var faults: [Fault] = []
    let criteria = Criterion.readAll(
      elements, at: reader.path("criteria"), registry: registry, faults: &faults)
    reader.add(faults)
    return criteria.compactMap { Rule($0, registry) }
  }
}
