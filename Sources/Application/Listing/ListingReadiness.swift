import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// The board that is meant where none is named.
  static let usualBoard = "neeq"

  /// Whether an enterprise is ready for a board by what is known of it: routes, negative list, margins, and
  /// the day on which time alone suffices.
  ///
  /// - Parameters:
  ///   - board: a board with conditions; the NEEQ when nil.
  ///   - asOf: by the facts that were known then, and the rules of that day; now when nil.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.invalid` for a board without
  ///   conditions on that day.
  public func listingReadiness(
    of id: EnterpriseID, board: String?, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    let (_, version, facts) = try await knownFacts(of: id, asOf: asOf, actor: actor)
    let board = board ?? Self.usualBoard
    let rules = reference.listing
    let found = rules.standards.standards(.readiness, of: board, on: facts.day)
    guard let standard = found.first else {
      throw ApplicationError.invalid([
        Fault(
          "/board", "unknown_value", zh: "当日没有该板块的挂牌条件",
          en: "no conditions of such a board are known for that day")
      ])
    }
    let assessment = standard.assess(facts)
    let view = AssessmentView(registry: rules.standards.registry)
    var members = view.members(assessment, standard)
    members["enterprise_id"] = .string(id.text)
    members["facts_version"] = .int(Int64(version))
    members["board"] = .string(board)
    members["day"] = .string(facts.day.text)
    members["qualifies_on"] = .optional(standard.qualifiesOn(facts)?.text)
    members["repairs"] = .array(standard.repairs(facts).map(view.repair))
    members["layer"] = view.placement(rules.standards.placement(.layer, of: board, facts))
    members["share_conversion"] =
      ShareConversionView(facts, standard, rules.shareReform)?.json ?? .null
    return .object(members)
  }

  /// Which titles, statistical classes and layers an enterprise meets by what is known of it.
  ///
  /// - Parameter asOf: by the facts that were known then, and the rules of that day; now when nil.
  /// - Throws: `.notFound` also when the caller may not see the enterprise.
  public func listingClassification(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    let (enterprise, version, facts) = try await knownFacts(of: id, asOf: asOf, actor: actor)
    let standards = reference.listing.standards
    let view = AssessmentView(registry: standards.registry)
    let region = RegionCode(enterprise.region)
    func classes(_ kind: Standard.Kind) -> JSON {
      let found = standards.classification(kind, in: region, facts)
      return [
        "met": .array(found.met.map { view.named($0, in: standards, on: facts.day) }),
        "possible": .array(found.possible.map { view.named($0, in: standards, on: facts.day) }),
        "missing": .array(found.missing.map(view.missing)),
      ]
    }
    var size = JSON.null
    if case .known(let value) = facts[FactSheetBuilder.sizePath] { size = value.json }
    return [
      "enterprise_id": .string(id.text), "facts_version": .int(Int64(version)),
      "day": .string(facts.day.text), "size": size, "titles": classes(.title),
      "classes": classes(.statisticalClass),
      "layers": .object(
        Dictionary(
          uniqueKeysWithValues: reference.listing.layeredBoards.map { board in
            (board, view.placement(standards.placement(.layer, of: board, facts)))
          })),
    ]
  }

  /// What is known of an enterprise, opened for a reader who may see it.
  private func knownFacts(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> (EnterpriseRecord, version: Int, KnownFacts) {
    let registry = reference.listing.standards.registry
    let day = (asOf ?? clock.now()).legalDate
    return try await readLogged(.listing, as: actor) { session in
      let enterprise = try await readable(id, by: actor, session)
      let found =
        if let asOf {
          try await FactsRepository.find(id, asOf: asOf, session)
        } else {
          try await FactsRepository.find(id, version: enterprise.factsVersion, session)
        }
      guard let found else { throw ApplicationError.notFound(what: "facts version") }
      let sheet = try sheet(found.sealed, registry)
      let facts = KnownFacts(sheet, registry: registry, on: day)
      return ((enterprise, version: found.version, facts), [id])
    }
  }
}

/// How it looks whether a standard is met.
struct AssessmentView {
  let registry: FactRegistry

  func members(_ assessment: Assessment, _ standard: Standard) -> [String: JSON] {
    let nearest = assessment.nearest
    return [
      "standard": .string(assessment.code), "version": .string(assessment.version),
      "label": ProductView.label(standard.label), "citation": standard.citation.json,
      "result": .string(assessment.result.rawValue),
      "conditions": .array(assessment.outcomes.map(outcome)),
      "failing": .array(
        assessment.outcomes.filter { $0.result == .fail }.map { .string($0.id) }),
      "routes": .array(assessment.routes.map(route)),
      "open_routes": .array(assessment.open.map { .string($0.code) }),
      "nearest_routes": .array(
        nearest.map { route in
          [
            "code": .string(route.code), "failing": .array(route.failing.map(JSON.string)),
          ]
        }),
      "missing": .array(assessment.missing.map(missing)),
    ]
  }

  /// In the words of repair paths of products: the fact, how it is, and what it must be.
  func repair(_ repair: StandardRepair) -> JSON {
    [
      "condition": .string(repair.criterion), "route": .optional(repair.route),
      "one_of": .bool(repair.isAlternative), "holds_on": .optional(repair.holdsOn?.text),
      "changes": .array(
        repair.tests.map { test -> JSON in
          let definition = registry[test.fact]
          let department = definition?.department.flatMap { registry.departments[$0] }
          return [
            "path": .string(test.fact),
            "label": definition.map { ProductView.label($0.label) } ?? .null,
            "from": state(test.state), "op": .string(test.op.rawValue), "to": test.operand.json,
            "margin": .optional(test.margin),
            "actionable": .bool(definition?.isActionable ?? false),
            "days": .optional(definition?.days),
            "department": department.map { ProductView.label($0) } ?? .null,
          ]
        }),
    ]
  }

  private func state(_ state: FactState) -> JSON {
    switch state {
    case .known(let value): ["state": "known", "value": value.json]
    case .none: ["state": "none"]
    case .unknown: ["state": "unknown"]
    }
  }

  private func route(_ route: Assessment.Route) -> JSON {
    [
      "group": .string(route.group), "code": .string(route.code),
      "label": ProductView.label(route.label), "result": .string(route.result.rawValue),
      "conditions": .array(route.outcomes.map(outcome)),
    ]
  }

  private func outcome(_ outcome: Assessment.Outcome) -> JSON {
    [
      "id": .string(outcome.id), "result": .string(outcome.result.rawValue),
      "citation": outcome.citation.json, "tests": .array(outcome.tests.map(test)),
    ]
  }

  private func test(_ test: Assessment.Test) -> JSON {
    var (state, value) = ("unknown", JSON.null)
    switch test.state {
    case .unknown: break
    case .none: state = "none"
    case .known(let known): (state, value) = ("known", known.json)
    }
    return [
      "fact": .string(test.fact),
      "label": registry[test.fact].map { ProductView.label($0.label) } ?? .null,
      "state": .string(state), "value": value, "op": .string(test.op.rawValue),
      "threshold": test.operand.json, "result": .string(test.result.rawValue),
      "margin": .optional(test.margin),
      // What an enterprise can change of itself.
      "actionable": .bool(registry[test.fact]?.isActionable ?? false),
    ]
  }

  func placement(_ placement: LayerPlacement) -> JSON {
    [
      "sure": .optional(placement.sure), "possible": .optional(placement.possible),
      "decided": .bool(placement.isDecided),
      "missing": .array(placement.missing.map(missing)),
    ]
  }

  func named(_ code: String, in book: StandardBook, on day: LegalDate) -> JSON {
    let standard = book.standard(code, on: day)
    return [
      "code": .string(code), "version": .optional(standard?.version),
      "label": standard.map { ProductView.label($0.label) } ?? .null,
      "citation": standard?.citation.json ?? .null,
    ]
  }

  func missing(_ path: String) -> JSON { DecisionView.missing(path, registry: registry) }
}
