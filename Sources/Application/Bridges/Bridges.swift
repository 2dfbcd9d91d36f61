import Arrangement
import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store
import Workflow

extension Application {
  /// Holds money of a bridge fund (续贷过桥) for a renewal, when every gate of the fund is open: 201 with
  /// `Location` and `ETag`. Renewal without repayment comes first: who can have that gets no bridge.
  ///
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `bridge_gate` with the gate that is shut
  ///   or the facts that are missing, `bridge_exists`, `fund_short`.
  public func reserveBridge(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let order = try BridgeOrder(body)
    return try await answer(idempotency, as: actor) { session in
      let (enterprise, _) = try await lockForWrite(order.enterprise, by: actor, session)
      guard let fund = try await FundRepository.lock(order.fund, session), fund.kind == .bridge
      else {
        throw ApplicationError.invalid([
          Fault("/fund", "unknown_value", zh: "没有该过桥资金", en: "there is no such bridge fund")
        ])
      }
      let now = clock.now()
      let terms = try bridgeTerms(of: fund, on: order.startsOn)
      try requireOpen(order, enterprise, by: terms)
      guard
        try await !BridgeRepository.hasLive(enterprise.id, lender: order.lender, session)
      else {
        throw ApplicationError.conflict(
          code: "bridge_exists", zh: "该企业在该机构已有未结过桥",
          en: "the enterprise has a bridge for this lender")
      }
      guard order.amount.value <= fund.availableFen else {
        throw FundRefusal.short(fund, asked: order.amount.value)
      }
      var bridge = BridgeRecord(
        id: ids.next(), enterprise: enterprise.id, fund: fund.code, termsFrom: terms.period.from,
        lender: order.lender, maturesOn: order.maturesOn, amountFen: order.amount.value,
        commitmentFen: order.commitment?.amount.value ?? order.amount.value,
        startsOn: order.startsOn, repaysOn: order.repaysOn,
        lprPpm: Int(try await oneYearLPR(on: order.startsOn, session)),
        state: reference.guarantees.bridgeMachine.initial, at: now)
      (bridge.dueAt, bridge.stepAt) = reference.guarantees.bridgeTimes(in: bridge.state, since: now)
      try await BridgeRepository.insert(
        bridge,
        BridgeStep(
          version: 1, from: nil, state: bridge.state, verb: "reserve", actor: actor.subject,
          takenAt: now), session)
      try await move([(.hold, bridge.amountFen)], of: bridge, by: actor.subject, session)
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/bridge-loans/\(bridge.id)", "ETag": Tag.text(bridge.version)],
        body: try await bridgeView(bridge, session))
    }
  }

  private func bridgeTerms(
    of fund: FundRecord, on day: LegalDate
  ) throws(ApplicationError) -> BridgeFund {
    guard let terms = reference.guarantees.bridges.fund(fund.terms ?? "", on: day) else {
      throw .conflict(
        code: "bridge_gate", zh: "该过桥资金在起始日没有适用规则", en: "the fund has no terms on the first day")
    }
    return terms
  }

  private func requireOpen(
    _ order: BridgeOrder, _ enterprise: EnterpriseRecord, by terms: BridgeFund
  ) throws(ApplicationError) {
    let verdict = BridgeVerdict(order.request(in: RegionCode(enterprise.region)), by: terms)
    if let line = verdict.refusal {
      throw .conflict(
        code: "bridge_gate", zh: "门槛未满足:\(line.gate.rawValue);依据:\(line.citation.document)",
        en: "a gate is shut: \(line.gate.rawValue); \(line.citation.document)")
    }
    guard verdict.isOpen else {
      let open = verdict.open.map(\.rawValue).joined(separator: ", ")
      throw .conflict(
        code: "bridge_gate", zh: "尚缺判断所需事实:\(open)", en: "facts are missing for: \(open)")
    }
  }

  /// The one-year LPR of a day, of the policies in force.
  private func oneYearLPR(
    on day: LegalDate, _ session: any PostgresSession
  ) async throws -> Int64 {
    guard let pins = try await catalogs.currentPins(session),
      let value = try await catalogs.engine(pins, session).policies.value(
        "lpr_1y", on: day)
    else { throw ApplicationError.unavailable(retryAfterSeconds: 30) }
    return value.value
  }

  /// Moves money of the fund of a bridge.
  private func move(
    _ entries: [(FundEntry.Kind, Int64)], of bridge: BridgeRecord, by subject: String,
    _ session: any PostgresSession
  ) async throws {
    let now = clock.now()
    let written = entries.filter { $0.1 > 0 }.map { kind, fen in
      FundEntry(
        id: ids.next(), fund: bridge.fund, kind: kind, amountFen: fen, bridge: bridge.id,
        reference: nil, madeAt: now, madeBy: subject)
    }
    try await FundRefusal.telling {
      for entry in written { try await FundRepository.append(entry, session) }
    }
  }

  // MARK: Steps

  /// Takes one step with a bridge: 200 with `ETag`. Repaid, it costs a fee for the days that were used.
  ///
  /// - Parameter body: `{verb, …}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `bridge_state`.
  public func advanceBridge(
    _ id: BridgeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try BridgeStepInput(body, today: clock.now().legalDate)
      let before = try await lockBridge(id, by: actor, session)
      let edge = try bridgeEdge(input.verb.rawValue, before, input.given)
      let bridge = try await advance(before, edge, input, by: actor.subject, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(bridge.version)],
        body: try await bridgeView(bridge, session))
    }
  }

  /// Locks the enterprise and the fund of a bridge, in this order, and reads it under the locks.
  private func lockBridge(
    _ id: BridgeID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> BridgeRecord {
    let found = try await BridgeRepository.find(id, session)
    try await actAsService(actor, session)
    guard let found,
      let (enterprise, _, further: _) = try await EnterpriseRepository.lockAndFind(
        found.enterprise, session),
      AccessRules.canRead(enterprise.scope, by: actor)
    else { throw ApplicationError.notFound(what: "bridge") }
    _ = try await FundRepository.lock(found.fund, session)
    guard let bridge = try await BridgeRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "bridge")
    }
    return bridge
  }

  private func bridgeEdge(
    _ verb: String, _ bridge: BridgeRecord, _ given: Set<String>
  ) throws -> StateMachine.Edge {
    let machine = reference.guarantees.bridgeMachine
    do throws(StateMachine.Refusal) {
      return try machine.next(verb, from: bridge.state, by: Role.service.rawValue, given: given)
    } catch {
      switch error {
      case .state(let state):
        let label = machine.state(state)?.label
        throw ApplicationError.conflict(
          code: "bridge_state", zh: "该过桥当前为“\(label?.zh ?? state)”(\(state))",
          en: "the bridge is \(state)")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .role, .unknownState, .unknownVerb: throw StoredDataError(what: "bridge \(bridge.id)")
      }
    }
  }

  private func advance(
    _ before: BridgeRecord, _ edge: StateMachine.Edge, _ input: BridgeStepInput?,
    by subject: String, _ session: any PostgresSession
  ) async throws -> BridgeRecord {
    var bridge = before
    let at = max(clock.now(), before.updatedAt)
    let fund = try await FundRepository.find(bridge.fund, session)
    let entries = try settle(&bridge, edge.to, input?.day, terms: fund?.terms ?? "")
    bridge.state = edge.to
    bridge.version += 1
    bridge.updatedAt = at
    (bridge.dueAt, bridge.stepAt) = reference.guarantees.bridgeTimes(in: edge.to, since: at)
    try await BridgeRepository.advance(
      bridge,
      BridgeStep(
        version: bridge.version, from: edge.from, state: edge.to, verb: edge.verb,
        actor: subject, takenAt: at), session)
    try await move(entries, of: bridge, by: subject, session)
    return bridge
  }

  /// What a step does to the money, and what is kept of it.
  private func settle(
    _ bridge: inout BridgeRecord, _ state: String, _ day: LegalDate?, terms code: String
  ) throws -> [(FundEntry.Kind, Int64)] {
    switch state {
    case "lent":
      // Nothing was lent before the money was held.
      let reserved = bridge.createdAt.legalDate
      guard let day, day >= reserved else {
        throw ApplicationError.invalid([
          Fault(
            "/lent_on", "order", zh: "不得早于 \(reserved.text)", en: "not before \(reserved.text)")
        ])
      }
      bridge.lentOn = day
      return [(.lend, bridge.amountFen)]
    case "repaid":
      guard let lent = bridge.lentOn, let day, day >= lent else {
        throw ApplicationError.invalid([
          Fault("/repaid_on", "order", zh: "不得早于出借日", en: "not before the day of lending")
        ])
      }
      guard
        let terms = reference.guarantees.bridges.fund(code, on: bridge.termsFrom),
        let amount = Fen(bridge.amountFen)
      else { throw StoredDataError(what: "terms of bridge \(bridge.id)") }
      let fee = terms.feeFen(
        on: amount, lprPPM: Int64(bridge.lprPpm),
        days: Int64(day.daysSinceEpoch - lent.daysSinceEpoch))
      (bridge.repaidOn, bridge.feeFen) = (day, fee)
      return [(.repay, bridge.amountFen), (.fee, fee)]
    case "written_off": return [(.writeOff, bridge.amountFen)]
    default: return [(.release, bridge.amountFen)]
    }
  }

  /// Frees money that nobody took in time.
  ///
  /// - Parameter limit: bridges in one call; each is one transaction.
  /// - Returns: how many were freed.
  public func expireBridges(limit: Int) async throws -> Int {
    let due = try await read { try await BridgeRepository.due(at: clock.now(), limit: limit, $0) }
    var expired = 0
    for id in due {
      let isDone = try await leavingOut(false, "bridge \(id)") {
        try await write { session in
          let bridge = try await lockBridge(id, by: .system("bridges"), session)
          // Read again under the locks: somebody may have taken it at the last moment.
          guard let stepAt = bridge.stepAt, stepAt <= clock.now(),
            case .use(let verb)? =
              reference.guarantees.bridgeMachine.timer(in: bridge.state)?.steps.first?.action
          else { return false }
          let edge = try bridgeEdge(verb, bridge, [])
          _ = try await advance(bridge, edge, nil, by: "system:bridges", session)
          return true
        }
      }
      expired += isDone ? 1 : 0
    }
    return expired
  }
}
