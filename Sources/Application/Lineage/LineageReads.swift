import Domain
import Foundation
import Postgres
import Store

extension Application {
  /// What an event, a need, a run, an enterprise, a dead letter or a sweep led to, as a tree:
  /// `{id, kind, enterprise_id, traces, truncated, tree}`.
  ///
  /// Who may read an enterprise's runs may read its lineage; sweeps, and events of no enterprise, are
  /// for those who oversee the service.
  ///
  /// - Throws: `.notFound` also for what the caller may not see or what is forgotten (an applied event
  ///   is remembered for 30 days).
  public func lineage(_ id: LineageID, actor: Actor) async throws -> JSON {
    try await lineage(id, limits: LineageLimits(), actor: actor)
  }

  /// The same with other bounds.
  public func lineage(
    _ id: LineageID, limits: LineageLimits, actor: Actor
  ) async throws -> JSON {
    try await readLogged(.lineage, as: actor) { session in
      let shown = try await lineage(id, limits, actor, session)
      let owner = shown["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) }
      return (shown, owner.map { [$0] } ?? [])
    }
  }

  private func lineage(
    _ id: LineageID, _ limits: LineageLimits, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    switch id {
    case .sweep(let sweep): try await lineage(of: sweep, limits, actor, session)
    case .need(let need):
      try await lineage(
        id,
        LineageScope(
          enterprise: try await owner(of: need, session), needs: [need]), limits, actor, session)
    case .run(let run):
      try await lineage(
        id, LineageScope(enterprise: try await owner(of: run, session), run: run), limits, actor,
        session)
    case .enterprise(let enterprise):
      try await lineage(of: enterprise, id, limits, actor, session)
    case .event(let event): try await lineage(of: event, id, limits, actor, session)
    case .deadLetter(let letter): try await lineage(of: letter, id, limits, actor, session)
    }
  }

  private static let missing = ApplicationError.notFound(what: "lineage")

  private func owner(
    of need: NeedID, _ session: any PostgresSession
  ) async throws -> EnterpriseID {
    guard let owner = try await NeedRepository.enterprises(of: [need], session)[need] else {
      throw Self.missing
    }
    return owner
  }

  private func owner(of run: RunID, _ session: any PostgresSession) async throws -> EnterpriseID {
    guard let run = try await LineageRepository.run(run, session) else { throw Self.missing }
    return run.enterprise
  }

  private func isOverseer(_ actor: Actor) -> Bool {
    [.operator, .auditor, .service].contains(actor.role)
  }

  /// The tree of a scope whose enterprise the caller may see.
  private func lineage(
    _ id: LineageID, _ scope: LineageScope, _ limits: LineageLimits, _ actor: Actor,
    isTruncated: Bool = false, _ session: any PostgresSession
  ) async throws -> JSON {
    try await enter(actor, session)
    guard let enterprise = try await EnterpriseRepository.find(scope.enterprise, session),
      AccessRules.canRead(enterprise, by: actor)
    else { throw Self.missing }
    try AccessRules.requireKept(enterprise.scope)
    // Messages belong to nobody: they are read for an enterprise that the caller was found to see.
    try await actAsService(actor, session)
    var rows = try await LineageRows.read(scope, limits: limits, keys: masterKeys, session)
    rows.isTruncated = rows.isTruncated || isTruncated
    let events = LineageTree(rows, showsActs: isOverseer(actor)).events()
    let root: JSON
    switch id {
    case .event, .run, .deadLetter:
      guard let first = events.first else { throw Self.missing }
      root = first
    default: root = LineageTree.node(id.kind, id: id.text, children: events)
    }
    return answer(id, root, enterprise: scope.enterprise, isTruncated: rows.isTruncated)
  }

  private func answer(
    _ id: LineageID, _ tree: JSON, enterprise: EnterpriseID?, isTruncated: Bool
  ) -> JSON {
    var traces: Set<String> = []
    func walk(_ node: JSON) {
      if let trace = node["trace_id"]?.stringValue { traces.insert(trace) }
      for child in node["children"]?.arrayValue ?? [] { walk(child) }
    }
    walk(tree)
    return [
      "id": .string(id.text), "kind": .string(id.kind),
      "enterprise_id": .optional(enterprise?.text), "tree": tree,
      "traces": .array(traces.sorted().map(JSON.string)), "truncated": .bool(isTruncated),
    ]
  }

  private func lineage(
    of enterprise: EnterpriseID, _ id: LineageID, _ limits: LineageLimits, _ actor: Actor,
    _ session: any PostgresSession
  ) async throws -> JSON {
    let needs = try await NeedRepository.list(
      status: nil, enterprise: enterprise, regionPrefix: nil, after: nil, limit: limits.needs + 1,
      session)
    let scope = LineageScope(
      enterprise: enterprise, needs: needs.prefix(limits.needs).map(\.id), isWhole: true)
    return try await lineage(
      id, scope, limits, actor, isTruncated: needs.count > limits.needs, session)
  }

  /// An event says whom it is about in one of the places where it can be: applied, waiting, parked
  /// or given up.
  private func lineage(
    of event: EventID, _ id: LineageID, _ limits: LineageLimits, _ actor: Actor,
    _ session: any PostgresSession
  ) async throws -> JSON {
    try await actAsService(actor, session)
    let entries = try await LineageRepository.entries(of: [event], session)
    let pending =
      try await LineageRepository.waiting(events: [event], keys: [], limit: 1, session)
      + LineageRepository.held(events: [event], enterprises: [], limit: 1, session)
    let letters = try await LineageRepository.deadLetters(events: [event], limit: 1, session)
    let subjects = entries.compactMap(\.subject) + pending.flatMap { [$0.key, $0.subject] }
    for subject in subjects {
      if let sweep = SweepID(subject) {
        return try await lineage(of: sweep, limits, actor, session)
      }
    }
    var owner = letters.compactMap(\.enterprise).first
    var needs: [NeedID] = []
    for subject in subjects {
      if let enterprise = EnterpriseID(subject) { owner = owner ?? enterprise }
      if let need = NeedID(subject) { needs.append(need) }
      if let id = GuaranteeID(subject), owner == nil,
        let guarantee = try await GuaranteeRepository.find(id, session)
      {
        (owner, needs) = (guarantee.enterprise, [guarantee.need])
      }
    }
    if let need = needs.first, owner == nil { owner = try await self.owner(of: need, session) }
    for subject in subjects where owner == nil {
      owner = try await LineageRepository.owner(of: subject, session)
    }
    guard let owner else {
      guard !(entries.isEmpty && pending.isEmpty && letters.isEmpty), isOverseer(actor) else {
        throw Self.missing
      }
      var rows = LineageRows()
      (rows.entries, rows.letters) = (entries, letters)
      rows.waiting = pending.filter { $0.heldAt == nil }
      let root = LineageTree(rows, showsActs: true).events()[0]
      return answer(id, root, enterprise: nil, isTruncated: false)
    }
    if needs.isEmpty {
      needs = try await NeedRepository.list(
        status: nil, enterprise: owner, regionPrefix: nil, after: nil, limit: limits.needs, session
      ).map(\.id)
    }
    return try await lineage(
      id, LineageScope(enterprise: owner, needs: needs, event: event), limits, actor, session)
  }

  private func lineage(
    of letter: DeadLetterID, _ id: LineageID, _ limits: LineageLimits, _ actor: Actor,
    _ session: any PostgresSession
  ) async throws -> JSON {
    try await actAsService(actor, session)
    guard
      let head = try await LineageRepository.deadLetters(ids: [letter], limit: 1, session).first
    else { throw Self.missing }
    if let event = head.event {
      do {
        return try await lineage(of: event, id, limits, actor, session)
      } catch ApplicationError.notFound where head.enterprise == nil {
        // Its key is no enterprise of ours: only the letter itself can be shown.
      }
    }
    guard let owner = head.enterprise else {
      guard isOverseer(actor) else { throw Self.missing }
      var rows = LineageRows()
      rows.letters = [head]
      rows.acts[head.id] = try await AuditRepository.list(
        subject: head.id.text, after: nil, limit: limits.deadLetters, session)
      return answer(
        id, LineageTree(rows, showsActs: true).events()[0], enterprise: nil, isTruncated: false)
    }
    return try await lineage(
      id, LineageScope(enterprise: owner, deadLetter: letter), limits, actor, session)
  }

  private func lineage(
    of sweep: SweepID, _ limits: LineageLimits, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    try requireOverview(actor)
    try await actAsService(actor, session)
    guard let found = try await SweepRepository.find(sweep, session) else { throw Self.missing }
    var rows = LineageRows()
    rows.entries = rows.cut(
      try await LineageRepository.entries(
        about: [sweep.text], limit: limits.events + 1, session), limits.events)
    var children = LineageTree(rows, showsActs: true).events()
    // Single firms are for those who see the whole country, as in the sweep itself.
    if AccessRules.listPrefix(asked: nil, by: actor) == "" {
      children += rows.cut(
        try await LineageRepository.flips(of: sweep, limit: limits.flips + 1, session), limits.flips
      ).map(LineageTree.flip)
    }
    func pins(_ pins: VersionPins) -> JSON {
      ["catalog_version": .int(Int64(pins.catalog)), "policy_version": .int(Int64(pins.policy))]
    }
    let root = LineageTree.node(
      "sweep", id: sweep.text, at: found.createdAt,
      [
        "state": .string(found.state.rawValue), "from": pins(found.from), "to": pins(found.to),
        "slices": .int(Int64(found.slices)), "slices_done": .int(Int64(found.slicesDone)),
        "needs_examined": .int(found.needsExamined), "needs_changed": .int(found.needsChanged),
      ], children: children)
    return answer(.sweep(sweep), root, enterprise: nil, isTruncated: rows.isTruncated)
  }
}
