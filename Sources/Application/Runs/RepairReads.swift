import Catalog
import Decision
import Domain
import Store

extension Application {
  /// What would make the enterprise fit a product of a run: repair paths, the failing rules nothing
  /// mends, and the day from which it fits by itself. Computed from the pins when asked for.
  public func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    let run = try await loadRun(run, actor: actor)
    let decision = try run.decision(product)
    let code = decision.productCode
    let outcome = run.engine.repairPaths(run.input, product: code)
    let day = run.engine.qualifyOn(run.input, product: code)
    let view = RepairView(run: run, regions: reference.regions)
    return view.json(
      decision, outcome, qualifyOn: day, guaranteedBundle: guaranteedBundle(run, decision))
  }

  /// Which unknown fact to ask for next, by what it would settle over the need's latest inputs and
  /// the catalog and policies in force now.
  ///
  /// - Throws: `.notFound`, `.unavailable` before anything is published.
  public func questions(of need: NeedID, actor: Actor) async throws -> JSON {
    let now = clock.now()
    let current: CurrentInputs = try await readLogged(.run, as: actor) { session in
      let record = try await readableNeed(need, by: actor, session)
      guard let pins = try await catalogs.currentPins(session) else {
        throw ApplicationError.unavailable(retryAfterSeconds: 30)
      }
      guard
        let facts = try await FactsRepository.find(record.enterprise, asOf: now, session)
      else { throw StoredDataError(what: "facts version") }
      let loaded = try await catalogs.catalog(pins.catalogVersion, session)
      let inputs = CurrentInputs(
        need: record, factsVersion: facts.version, pins: pins, loaded: loaded,
        engine: try await catalogs.engine(pins, session),
        sheet: try sheet(facts.sealed, loaded.registry))
      return (inputs, [record.enterprise])
    }
    let outcome = current.engine.nextQuestions(
      DecisionInput(
        needFacts: current.need.facts, enterpriseFacts: current.sheet, clock: now))
    return QuestionView.json(outcome, current)
  }
}

/// A need with everything a decision made now would use.
struct CurrentInputs: Sendable {
  var need: NeedRecord
  var factsVersion: Int
  var pins: EnginePins
  var loaded: LoadedCatalog
  var engine: Engine
  var sheet: FactSheet
}

/// How questions look: each with how to ask and who has the answer.
enum QuestionView {
  static func json(_ outcome: QuestionOutcome, _ current: CurrentInputs) -> JSON {
    [
      "need_id": .string(current.need.id.text),
      "need_version": .int(Int64(current.need.version)),
      "facts_version": .int(Int64(current.factsVersion)),
      "catalog_version": .int(Int64(current.pins.catalogVersion)),
      "policy_version": .int(Int64(current.pins.policyVersion)),
      "settled": .bool(outcome.isSettled),
      "questions": .array(
        outcome.questions.map { question in
          let shown = DecisionView.missing(question.path, registry: current.loaded.registry)
          guard case .object(var members) = shown else { return shown }
          members["settles"] = .int(Int64(question.settles))
          members["touches"] = .int(Int64(question.touches))
          members["money"] = MoneyView.json(question.moneyFen)
          return .object(members)
        }),
    ]
  }
}

/// How the way to a product looks.
struct RepairView {
  let run: LoadedRun
  let regions: RegionTable
  private var registry: FactRegistry { run.loaded.registry }

  /// - Parameter guaranteedBundle: where the bundles are, when only security is wanting.
  func json(
    _ decision: Decision, _ outcome: RepairOutcome, qualifyOn: LegalDate?, guaranteedBundle: JSON?
  ) -> JSON {
    var members =
      run.loaded.catalog[decision.productCode].map { RunView.product($0, in: run.loaded) }
      ?? ["product": .string(decision.productCode)]
    members["run_id"] = .string(run.record.id.text)
    members["need_id"] = .string(run.record.need.text)
    members["outcome"] = .string(decision.verdict.rawValue)
    members["paths"] = .array(outcome.paths.map(path))
    members["open_paths"] = .array(outcome.openPaths.map(path))
    members["missing"] = .array(
      outcome.missing.map { DecisionView.missing($0, registry: registry) })
    members["blockers"] = .array(outcome.blockers.map(JSON.string))
    members["complete"] = .bool(outcome.isComplete)
    members["qualify_on"] = .optional(qualifyOn?.text)
    members["guaranteed_bundle"] = guaranteedBundle ?? .null
    return .object(members)
  }

  private func path(_ path: RepairPath) -> JSON {
    [
      "changes": .array(path.changes.map(change)),
      "days": .optional(path.days), "verdict": .string(path.decision.verdict.rawValue),
      "limit": MoneyView.json(path.decision.limit.fen),
      "cost": path.costPPM.map { ["effective_ppm": .int($0)] } ?? .null,
    ]
  }

  private func change(_ change: FactChange) -> JSON {
    guard case .object(var members) = change.json else { return change.json }
    let definition = registry[change.path]
    let department = change.department.flatMap { registry.departments[$0] }
    let words = FactWords(definition, regions: regions)
    members["label"] = definition.map { ProductView.label($0.label) } ?? .null
    members["from_text"] = words.text(change.from).json
    members["to_text"] = words.text(change.to).json
    members["department"] = department.map { ProductView.label($0) } ?? .null
    return .object(members)
  }
}
