import Arrangement
import Domain
import Postgres
import Store
import Workflow

/// A step with money on a receivable.
struct FinancingStep {
  var verb: FinancingVerb
  var input: FinancingInput
  /// Who takes it, and as what.
  var subject: String
  var role: String
}

extension Application {
  /// Locks the seller and the receivable that money is on, and reads all under the lock.
  ///
  /// - Parameter seen: the financing as the caller sees it.
  /// - Throws: `.notFound` when the caller may not act on it.
  func openFinancing(
    _ seen: FinancingRecord, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (ReceivableDesk, ReceivableRecord, FinancingRecord) {
    try await actAsService(actor, session)
    guard
      let (seller, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        seen.seller, session),
      let receivable = try await ReceivableRepository.lock([seen.receivable], session).first,
      let financing = try await FinancingRepository.find(seen.id, session)
    else { throw ApplicationError.notFound(what: "financing") }
    let isOwn =
      switch actor.role {
      case .liaison, .liaisonManager: actor.organisation == financing.institution
      default: AccessRules.canRead(seller, by: actor)
      }
    guard isOwn else { throw ApplicationError.notFound(what: "financing") }
    try AccessRules.requireKept(seller.scope)
    return (
      ReceivableDesk(
        self, [seller.id: locked], at: clock.now(), traceparent: actor.traceparent, session),
      receivable, financing
    )
  }

  /// Takes a step with a financing, and with its receivable as far as that is not further already: parts
  /// of one receivable follow one another.
  ///
  /// - Throws: `.conflict` `financing_state`, `registry_query_stale`; `.forbidden`, `.invalid`.
  func take(
    _ step: FinancingStep, _ financing: inout FinancingRecord,
    _ receivable: inout ReceivableRecord, _ desk: inout ReceivableDesk
  ) async throws {
    guard desk.rules.machine.mayUse(step.verb.rawValue, role: step.role) else {
      throw ApplicationError.forbidden(
        zh: "该角色不能对应收账款融资作此操作", en: "this role may not do this with a financing")
    }
    // What the debtor was told of is the institution's to let go.
    guard step.verb != .decline || step.role != ReceivableRole.seller || financing.notice == nil
    else {
      throw ApplicationError.conflict(
        code: "financing_state", zh: "债务人已收到通知,由机构办理",
        en: "the debtor was told: the institution has to let go")
    }
    try apply(step.input, step.verb, to: &financing, at: desk.now)
    try await write(&financing, desk)
    switch step.verb {
    case .notify, .register, .fund:
      if step.verb == .fund {
        try await LedgerRepository.confirm(financing.id.uuid, at: desk.now, desk.session)
      }
      receivable = try await desk.stepIfPossible(
        receivable, step.verb.rawValue, by: step.subject, as: step.role, given: step.input.given)
    case .collect, .release, .decline:
      if !financing.isLive {
        try await LedgerRepository.release(financing.id.uuid, at: desk.now, desk.session)
      }
      try await settle(&receivable, after: step, &desk)
    }
    if let type = Self.event(of: step.verb) { desk.tell(type, receivable, financing) }
  }

  /// What follows for a receivable when a part of it was collected, released or declined: it is collected
  /// once every part that lives is, and free once none lives. What follows by itself is the service's step.
  private func settle(
    _ receivable: inout ReceivableRecord, after step: FinancingStep, _ desk: inout ReceivableDesk
  ) async throws {
    let machine = desk.rules.machine
    let parts = try await FinancingRepository.list(of: [receivable.id], desk.session)
    let live = parts.filter(\.isLive)
    if parts.contains(where: { $0.collection != nil }),
      live.allSatisfy({ $0.state == .collected }),
      machine.edge("collect", from: receivable.state) != nil
    {
      receivable = try await desk.step(
        receivable, "collect", by: step.subject,
        as: step.verb == .collect ? step.role : ReceivableRole.service,
        given: ["collected_fen", "collected_on"])
    }
    guard live.isEmpty else { return }
    // A part was declined after others had been released, each with what that demands.
    let isOwn = machine.edge(step.verb.rawValue, from: receivable.state) != nil
    receivable = try await desk.step(
      receivable, isOwn ? step.verb.rawValue : FinancingVerb.release.rawValue, by: step.subject,
      as: isOwn ? step.role : ReceivableRole.service,
      given: isOwn ? step.input.given : ["debtor_told_on", "registry_cancelled_on"]
    ) { $0.funding = nil }
  }

  /// Lets go of money that has not gone out, without a step of the receivable.
  func end(
    _ financing: FinancingRecord, of receivable: ReceivableRecord, for reason: String,
    _ desk: inout ReceivableDesk
  ) async throws {
    var ended = financing
    ended.state = .released
    ended.declinedFor = reason
    try await write(&ended, desk)
    try await LedgerRepository.release(ended.id.uuid, at: desk.now, desk.session)
    desk.tell(.receivableDeclined, receivable, ended)
  }

  private func write(_ financing: inout FinancingRecord, _ desk: ReceivableDesk) async throws {
    financing.version += 1
    financing.updatedAt = max(desk.now, financing.updatedAt)
    try await FinancingRepository.save(financing, desk.session)
  }

  private static func event(of verb: FinancingVerb) -> EventType? {
    switch verb {
    case .notify: .receivableNotified
    case .register: nil
    case .fund: .receivableFunded
    case .collect: .receivableCollected
    case .release: .receivableReleased
    case .decline: .receivableDeclined
    }
  }

  /// What the step makes of the financing.
  private func apply(
    _ input: FinancingInput, _ verb: FinancingVerb, to financing: inout FinancingRecord,
    at now: Instant
  ) throws {
    var faults: [Fault] = []
    func order(_ day: LegalDate?, notBefore earlier: LegalDate?, _ name: String) {
      guard let day, let earlier, day < earlier else { return }
      faults.append(
        Fault("/\(name)", "order", zh: "不得早于 \(earlier.text)", en: "not before \(earlier.text)"))
    }
    let isDone =
      switch verb {
      case .notify: financing.state != .held || financing.notice != nil
      // What was registered is told anew when the look into the registry is too old.
      case .register: financing.state != .held || financing.notice == nil
      case .fund: financing.state != .held || financing.registration == nil
      case .collect: financing.state != .funded
      case .release: ![.funded, .collected].contains(financing.state)
      case .decline: financing.state != .held
      }
    guard !isDone else {
      throw ApplicationError.conflict(
        code: "financing_state", zh: "该笔融资当前不能作此操作 (\(financing.state.rawValue))",
        en: "the financing is not at this step (\(financing.state.rawValue))")
    }
    switch verb {
    case .notify: financing.notice = input.notice
    case .register:
      guard let number = input.registryNumber, let queried = input.registryQueriedOn else { break }
      order(queried, notBefore: financing.notice?.on, "registry_queried_on")
      // The same registration stands as long as it did.
      let before = financing.registration.flatMap { $0.number == number ? $0.at : nil }
      financing.registration = FinancingRegistration(
        number: number, queriedOn: queried, at: before ?? now)
    case .fund:
      order(
        input.fundedOn,
        notBefore: financing.registration.map { max($0.queriedOn, $0.at.legalDate) }, "funded_on")
      // There may be no policy for a day that is out of order.
      if faults.isEmpty { try requireFreshQuery(financing, input.fundedOn) }
      if input.fundedFen != financing.amount.value {
        faults.append(
          Fault(
            "/funded_fen", "mismatch", zh: "应与所占用的金额一致",
            en: "must be the amount that is reserved", limit: financing.amount.value))
      }
      financing.fundedOn = input.fundedOn
      financing.state = .funded
    case .collect:
      order(input.collection?.on, notBefore: financing.fundedOn, "collected_on")
      financing.collection = input.collection
      financing.state = .collected
    case .release:
      financing.release = input.release
      financing.state = .released
    case .decline:
      financing.declinedFor = input.reason?.rawValue
      financing.state = .released
    }
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
  }

  /// No money goes out on an old look into the registry: what was registered since is not seen.
  private func requireFreshQuery(_ financing: FinancingRecord, _ fundedOn: LegalDate?) throws {
    guard let queried = financing.registration?.queriedOn, let fundedOn else { return }
    let policy = try reference.receivables.policy(of: financing.institution, on: fundedOn)
    let most = policy.registryQueryDays.value
    let age = Int64(fundedOn.daysSinceEpoch) - Int64(queried.daysSinceEpoch)
    guard age <= most else {
      throw ApplicationError.conflict(
        code: "registry_query_stale", zh: "登记查询已过 \(age) 天,放款前须在 \(most) 天内查询",
        en: "the registry was asked \(age) days before: at most \(most)")
    }
  }
}
