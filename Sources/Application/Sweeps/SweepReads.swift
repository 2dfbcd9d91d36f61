import Domain
import Postgres
import Store

extension Application {
  /// Sweeps, newest first, with how far each has come.
  ///
  /// - Throws: `.forbidden` for anyone but operators, auditors and this service.
  public func sweeps(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try requireOverview(actor)
    let found = try await read {
      try await SweepRepository.list(after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map { SweepView.json($0) }
  }

  /// One sweep with what it did so far: the flips by kind, and who newly qualifies. These are over
  /// the whole country: an operator of a region gets null in their place.
  ///
  /// - Throws: `.notFound`, and as `sweeps`.
  public func sweep(_ id: SweepID, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    return try await read { session in
      guard let sweep = try await SweepRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "sweep")
      }
      guard overseesCountry(actor) else { return SweepView.suppressed(sweep) }
      return SweepView.json(sweep, try await numbers(of: sweep, session))
    }
  }

  /// What a sweep did so far.
  func numbers(
    of sweep: SweepRecord, _ session: any PostgresSession
  ) async throws -> SweepNumbers {
    let gained = try await FlipRepository.newlyQualifying(sweep: sweep.id, session)
    var numbers = SweepNumbers()
    numbers.examined = sweep.needsExamined
    numbers.changed = sweep.needsChanged
    numbers.flips = try await FlipRepository.counts(sweep: sweep.id, session)
    numbers.newlyQualifyingEnterprises = gained.enterprises
    numbers.newlyQualifyingNeeds = gained.needs
    numbers.newlyQualifyingFen = gained.amountFen
    return numbers
  }

  /// What flipped for a need, newest first; for those who may see the need.
  public func flips(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try await readLogged(.run, as: actor) { session in
      let owner = try await readableNeed(need, by: actor, session).enterprise
      try await actAsService(actor, session)
      let found = try await FlipRepository.list(
        need: need, after: page.after, limit: page.limit + 1, session)
      return (Page(found, limit: page.limit, id: \.id.uuid).map(FlipView.json), [owner])
    }
  }

  /// What flipped by a sweep, newest first.
  ///
  /// - Throws: `.notFound`; `.forbidden` for anyone but operators of the whole country, auditors and
  ///   this service.
  public func flips(of sweep: SweepID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try requireOverview(actor)
    guard overseesCountry(actor) else {
      throw ApplicationError.forbidden(
        zh: "逐条变化须按辖区内的需求查看", en: "an operator of a region reads flips need by need")
    }
    return try await readLogged(.run, as: actor) { session in
      // Sweeps are of nobody.
      try await actAsService(actor, session)
      guard try await SweepRepository.find(sweep, session) != nil else {
        throw ApplicationError.notFound(what: "sweep")
      }
      let found = try await FlipRepository.list(
        sweep: sweep, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map(FlipView.json), cut.items.map(\.enterprise))
    }
  }

  /// Whether the whole country is the caller's, not only a region.
  func overseesCountry(_ actor: Actor) -> Bool {
    AccessRules.listPrefix(asked: nil, by: actor) == ""
  }

  /// Figures over all needs are for those who oversee the service.
  func requireOverview(_ actor: Actor) throws(ApplicationError) {
    switch actor.role {
    case .operator, .auditor, .service: return
    case .enterprise, .liaison, .liaisonManager:
      throw .forbidden(zh: "仅限运营与审计角色", en: "for operators and auditors only")
    }
  }
}

/// How a sweep looks.
enum SweepView {
  static func json(_ sweep: SweepRecord) -> JSON {
    [
      "id": .string(sweep.id.text), "kind": .string(sweep.kind.rawValue),
      "state": .string(sweep.state.rawValue),
      "from": pins(sweep.from), "to": pins(sweep.to),
      "touched": .array(sweep.touched.map(JSON.string)),
      "slices": ["total": .int(Int64(sweep.slices)), "done": .int(Int64(sweep.slicesDone))],
      "needs": [
        "total": .int(sweep.needs), "examined": .int(sweep.needsExamined),
        "changed": .int(sweep.needsChanged),
      ],
      "created_at": .string(sweep.createdAt.text),
      "finished_at": .optional(sweep.finishedAt?.text),
    ]
  }

  static func json(_ sweep: SweepRecord, _ numbers: SweepNumbers) -> JSON {
    guard case .object(var members) = json(sweep), case .object(let done) = numbers.json else {
      return json(sweep)
    }
    members["flips"] = done["flips"]
    members["newly_qualifying"] = done["newly_qualifying"]
    members["suppressed"] = false
    return .object(members)
  }

  /// Without the figures over the whole country.
  static func suppressed(_ sweep: SweepRecord) -> JSON {
    guard case .object(var members) = json(sweep) else { return json(sweep) }
    members["flips"] = .null
    members["newly_qualifying"] = .null
    members["suppressed"] = true
    return .object(members)
  }

  private static func pins(_ pins: VersionPins) -> JSON {
    ["catalog_version": .int(Int64(pins.catalog)), "policy_version": .int(Int64(pins.policy))]
  }
}

/// How a flip looks.
enum FlipView {
  static func json(_ flip: FlipRecord) -> JSON {
    [
      "id": .string(flip.id.text), "need_id": .string(flip.need.text),
      "enterprise_id": .string(flip.enterprise.text), "product": .string(flip.product),
      "from": .string(flip.from.rawValue), "to": .string(flip.to.rawValue),
      "from_run_id": .string(flip.fromRun.text), "to_run_id": .string(flip.toRun.text),
      "cause": .string(flip.cause.rawValue), "sweep_id": .optional(flip.sweep?.text),
      "amount": MoneyView.json(flip.amountFen), "created_at": .string(flip.createdAt.text),
    ]
  }
}
