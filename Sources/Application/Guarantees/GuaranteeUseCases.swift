import Arrangement
import Catalog
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Reserves headroom of a guarantor for one lawful bundle of a need: 201 with `Location` and `ETag`. It is
  /// held for a time, until the guarantor confirms or somebody releases it.
  ///
  /// - Parameter body: `{product, guarantor, scheme, re_guarantor, contract}`.
  /// - Throws: `.notFound`; `.invalid`; `.conflict` `need_withdrawn`, `need_undecided`,
  ///   `guarantee_exists`, `guarantee_refused`, `guarantee_fuse`, `headroom_exceeded`.
  public func reserveGuarantee(
    for id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let input = try ReservationInput(body)
    return try await answer(idempotency, as: actor) { session in
      let need = try await readableNeed(id, by: actor, session)
      try await actAsService(actor, session)
      // In this order everywhere: the guarantor, then the enterprise.
      let guarantor = try await GuarantorRepository.lock(input.guarantor, session)
      let (desk, current) = try await guaranteeDesk(of: need, by: actor, session)
      try requireOpen(current)
      guard let guarantor, guarantor.kind != .reGuarantor else {
        throw ApplicationError.invalid([
          Fault("/guarantor", "unknown_value", zh: "没有该担保机构", en: "there is no such guarantor")
        ])
      }
      let run = try await decidedRun(of: current, session)
      let found = try await bundles(of: run, input, guarantor, at: desk.now, session)
      let (bundle, bank) = try lawful(found, input)
      let code = bank.product.institution
      try await requireNone(of: id, by: guarantor.code, for: code, session)
      try await requireNoFuse(bundle, code, at: desk.now, session)
      let guarantee = try await guarantee(
        of: found, bundle, bank, input, at: desk.now, session)
      let reserved = try await HeadroomRefusal.telling {
        var desk = desk
        let reserved = try await desk.reserve(guarantee, bundle, by: actor)
        try await desk.close()
        return reserved
      }
      return StoredAnswer(
        status: 201,
        headers: [
          "Location": "/v1/guarantees/\(reserved.id)", "ETag": Tag.text(reserved.version),
        ],
        body: try await guaranteeView(reserved, to: actor, session))
    }
  }

  /// Locks the enterprise of a need for writing.
  private func guaranteeDesk(
    of need: NeedRecord, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (GuaranteeDesk, NeedRecord) {
    let (_, locked) = try await lockForWrite(need.enterprise, by: actor, session)
    guard let current = try await NeedRepository.find(need.id, session) else {
      throw ApplicationError.notFound(what: "need")
    }
    return (GuaranteeDesk(self, locked, at: clock.now(), by: actor, session), current)
  }

  private func requireOpen(_ need: NeedRecord) throws(ApplicationError) {
    guard need.status == "submitted" else {
      throw .conflict(
        code: "need_withdrawn", zh: "该融资需求已撤回", en: "this need was withdrawn")
    }
  }

  /// A need is guaranteed by one guarantor for one bank once at a time.
  private func requireNone(
    of need: NeedID, by guarantor: String, for bank: String, _ session: any PostgresSession
  ) async throws {
    let isThere = try await GuaranteeRepository.list(need: need, session).contains {
      $0.isLive && $0.guarantor == guarantor && $0.bank == bank
    }
    guard !isThere else {
      throw ApplicationError.conflict(
        code: "guarantee_exists", zh: "该需求已有该机构对该银行的担保",
        en: "the need has a guarantee of this guarantor for this bank already")
    }
  }

  private func decidedRun(
    of need: NeedRecord, _ session: any PostgresSession
  ) async throws -> LoadedRun {
    guard let id = try await RunRepository.latest(needs: [need.id], session)[need.id] else {
      throw Self.undecided
    }
    let run = try await loadRun(id, actor: .system("guarantees"), session)
    guard run.record.needVersion == need.version else { throw Self.undecided }
    return run
  }

  private static let undecided = ApplicationError.conflict(
    code: "need_undecided", zh: "该需求尚未完成匹配", en: "the need has no match for its newest version yet")

  /// The bundles of a locked guarantor and, if one is named, a re-guarantor.
  private func bundles(
    of run: LoadedRun, _ input: ReservationInput, _ guarantor: GuarantorRecord, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> BundleCase {
    var parts = [guarantor]
    if let code = input.reGuarantor {
      guard let behind = try await GuarantorRepository.find(code, session),
        behind.kind == .reGuarantor
      else {
        throw ApplicationError.invalid([
          Fault(
            "/re_guarantor", "unknown_value", zh: "没有该再担保机构", en: "there is no such re-guarantor")
        ])
      }
      parts.append(behind)
    }
    let desk = BundleDesk(application: self, session: session, run: run, instant: now)
    return try await desk.bundles(among: parts)
  }

  /// The bundle that is asked for.
  ///
  /// - Throws: `.conflict` `headroom_exceeded` or `guarantee_refused` with what refuses it.
  private func lawful(
    _ found: BundleCase, _ input: ReservationInput
  ) throws(ApplicationError) -> (GuaranteeBundle, BundleCase.Bank) {
    func isAsked(_ bundle: GuaranteeBundle) -> Bool {
      bundle.bank == input.product && bundle.scheme == input.scheme
        && bundle.reGuarantor == input.reGuarantor
    }
    // The first is the cheapest: with the subsidies there are.
    if let bundle = found.lawful.first(where: isAsked), let bank = found.bank(bundle.bank) {
      return (bundle, bank)
    }
    guard let refusal = found.refused.first(where: isAsked)?.refusal else {
      throw .conflict(
        code: "guarantee_refused", zh: "没有该组合:产品、担保机构与再担保机构须同在该担保方案内",
        en:
          "there is no such bundle: product, guarantor and re-guarantor take part in the scheme together"
      )
    }
    let isLegal = [.controller, .single, .group, .leverage].contains(refusal.limit)
    let excess = refusal.excess.map { " \($0)" } ?? ""
    let place = refusal.citation.map { "\($0.document)\($0.clause ?? "")" } ?? ""
    throw .conflict(
      code: isLegal ? HeadroomRefusal.code : "guarantee_refused",
      zh: "超过限制(\(refusal.limit.rawValue))\(excess);依据:\(place)",
      en: "refused by \(refusal.limit.rawValue)\(excess); \(place)")
  }

  private func guarantee(
    of found: BundleCase, _ bundle: GuaranteeBundle, _ bank: BundleCase.Bank,
    _ input: ReservationInput, at now: Instant, _ session: any PostgresSession
  ) async throws -> GuaranteeRecord {
    let rules = reference.guarantees
    guard let scheme = rules.schemes.scheme(bundle.scheme, on: found.day), let size = found.size,
      let principal = Fen(found.run.need.amountFen)
    else { throw StoredDataError(what: "bundle of \(found.run.record.need)") }
    let own = Exposure(
      kind: GuaranteeRules.kind(of: size), principal: principal,
      ownPPM: bundle.table[.guarantor])
    let hasGovernment = bundle.table[.government] > 0
    return GuaranteeRecord(
      id: ids.next(), need: found.run.record.need, needVersion: found.run.need.version,
      enterprise: found.run.enterprise.id, run: found.run.record.id, guarantor: bundle.guarantor,
      reGuarantor: bundle.reGuarantor, bank: bank.product.institution, productCode: bundle.bank,
      scheme: bundle.scheme, schemeFrom: scheme.period.from,
      fund: hasGovernment ? try await fund(for: found.run.enterprise, session) : nil,
      kind: own.kind.rawValue, size: size.rawValue, contract: input.contract.rawValue,
      principalFen: principal.value, ownPpm: Int(own.ownPPM), ownFen: own.ownFen,
      allInPpm: bundle.allInPPM, state: rules.machine.initial, at: now)
  }

  /// The compensation fund of the smallest region that the enterprise is in.
  private func fund(
    for enterprise: EnterpriseRecord, _ session: any PostgresSession
  ) async throws -> String? {
    guard let place = RegionCode(enterprise.region) else { return nil }
    return try await FundRepository.list(limit: Self.fundsMaximum, session).filter { fund in
      fund.kind == .compensation && RegionCode(fund.region)?.contains(place) == true
    }.max { AccessRules.stripped($0.region).count < AccessRules.stripped($1.region).count }?.code
  }

  // MARK: Steps

  /// Takes one step with a guarantee: 200 with `ETag`.
  ///
  /// - Parameter body: `{verb, …}`.
  /// - Throws: `.notFound` for one the caller may not see; `.forbidden`; `.invalid`; `.conflict`
  ///   `guarantee_state` with the state it is in, `fund_short`, `share_state`, `recovery_above_loss`,
  ///   `recovery_open`, `too_many_recoveries`.
  public func advanceGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try GuaranteeInput(body, today: clock.now().legalDate)
      var (desk, guarantee) = try await openDesk(of: id, by: actor, session)
      guarantee = try await desk.step(guarantee, input, by: actor)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(guarantee.version)],
        body: try await guaranteeView(guarantee, to: actor, session))
    }
  }

  /// Locks guarantor and enterprise of a guarantee, in this order, and reads it under the locks.
  ///
  /// - Throws: `.notFound` when there is no such guarantee, or the caller may not see it.
  func openDesk(
    of id: GuaranteeID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (GuaranteeDesk, GuaranteeRecord) {
    let found = try await GuaranteeRepository.find(id, session)
    // An institution sees the guarantee, and not who stands behind it.
    try await actAsService(actor, session)
    guard let found else { throw ApplicationError.notFound(what: "guarantee") }
    _ = try await GuarantorRepository.lock(found.guarantor, session)
    guard
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        found.enterprise, session),
      let guarantee = try await GuaranteeRepository.find(id, session),
      GuaranteeAccess.canSee(guarantee, enterprise.scope, actor)
    else { throw ApplicationError.notFound(what: "guarantee") }
    return (GuaranteeDesk(self, locked, at: clock.now(), by: actor, session), guarantee)
  }

  /// Lets go of headroom that nobody confirmed in time.
  ///
  /// - Parameter limit: guarantees in one call; each is one transaction.
  /// - Returns: how many were let go.
  public func expireGuarantees(limit: Int) async throws -> Int {
    let due = try await read {
      try await GuaranteeRepository.due(at: clock.now(), limit: limit, $0)
    }
    var expired = 0
    for id in due {
      let isDone = try await leavingOut(false, "guarantee \(id)") {
        try await write { session in
          var (desk, guarantee) = try await openDesk(
            of: id, by: .system("guarantees"), session)
          // Read again under the locks: somebody may have confirmed at the last moment.
          guard let stepAt = guarantee.stepAt, stepAt <= desk.now,
            try await desk.expire(guarantee) != nil
          else { return false }
          try await desk.close()
          return true
        }
      }
      expired += isDone ? 1 : 0
    }
    return expired
  }
}
