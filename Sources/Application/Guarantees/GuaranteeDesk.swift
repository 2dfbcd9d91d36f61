import Arrangement
import Catalog
import Domain
import Postgres
import Store
import Workflow

/// Works on the guarantees of one enterprise, which is locked after their guarantor, in one transaction.
struct GuaranteeDesk {
  let application: Application
  let now: Instant
  let session: any PostgresSession
  private var writer: EventWriter
  private let traceparent: String?

  var rules: GuaranteeRules { application.reference.guarantees }

  init(
    _ application: Application, _ locked: LockedEnterprise, at now: Instant, by actor: Actor,
    _ session: any PostgresSession
  ) {
    self.application = application
    writer = EventWriter(locked: [locked.id: locked], ids: application.ids, time: now)
    self.now = now
    traceparent = actor.traceparent
    self.session = session
  }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  /// Tells of a guarantee: what it is about, and whom it names.
  mutating func tell(_ type: EventType, _ guarantee: GuaranteeRecord) {
    writer.add(
      type, enterprise: guarantee.enterprise, subject: guarantee.id.text,
      data: [
        "guarantee_id": .string(guarantee.id.text), "need_id": .string(guarantee.need.text),
        "institutions": .array(guarantee.institutions.map(JSON.string)),
        "state": .string(guarantee.state), "version": .int(Int64(guarantee.version)),
      ], traceparent: traceparent)
  }

  /// What is told of a step.
  private static func event(_ verb: String) -> EventType? {
    switch verb {
    case "reserve": .guaranteeReserved
    case "confirm": .guaranteeConfirmed
    case "repay": .guaranteeRepaid
    case "release", "expire", "close": .guaranteeReleased
    case "mark_overdue": .guaranteeOverdue
    case "claim": .guaranteeClaimed
    case "compensate": .guaranteeCompensated
    case "recover": .guaranteeRecovered
    default: nil
    }
  }

  // MARK: Reserving

  /// Reserves headroom of a locked guarantor for a bundle.
  mutating func reserve(
    _ guarantee: GuaranteeRecord, _ bundle: GuaranteeBundle, by actor: Actor
  ) async throws -> GuaranteeRecord {
    var guarantee = guarantee
    (guarantee.dueAt, guarantee.stepAt) = rules.times(in: guarantee.state, since: now)
    let step = GuaranteeStep(
      version: 1, from: nil, state: guarantee.state, verb: "reserve", actor: actor.subject,
      side: GuaranteeAccess.side(of: guarantee, actor), takenAt: now)
    let shares = bundle.table.shares.map { share in
      GuaranteeRecord.Share(
        party: share.party.rawValue, ppm: Int(share.ppm),
        institution: Self.institution(share.party, in: guarantee))
    }
    try await GuaranteeRepository.insert(guarantee, shares, step, session)
    try await weigh(guarantee)
    tell(.guaranteeReserved, guarantee)
    return guarantee
  }

  /// Who bears a share.
  private static func institution(
    _ party: LossParty, in guarantee: GuaranteeRecord
  ) -> String? {
    switch party {
    case .guarantor, .insurer: guarantee.guarantor
    case .reGuarantor: guarantee.reGuarantor
    case .bank: guarantee.bank
    case .nationalFund, .government: nil
    }
  }

  /// Weighs anew what the guarantor carries for the borrower.
  private func weigh(_ guarantee: GuaranteeRecord) async throws {
    guard let limits = rules.limits.limits(on: now.legalDate) else {
      throw StoredDataError(what: "limits of guarantors on \(now.legalDate.text)")
    }
    let carried = try await GuarantorRepository.carried(
      by: guarantee.guarantor, for: guarantee.enterprise, session)
    try await GuarantorRepository.weigh(
      limits.weightedFen(of: carried.exposures), by: guarantee.guarantor,
      for: guarantee.enterprise, session)
  }

  // MARK: Steps

  /// Takes one step with a guarantee, with all that follows from it.
  ///
  /// - Throws: `.conflict` `guarantee_state`, `fund_short`, `share_paid`, `recovery_above_loss`;
  ///   `.forbidden`; `.invalid`.
  mutating func step(
    _ guarantee: GuaranteeRecord, _ input: GuaranteeInput, by actor: Actor
  ) async throws -> GuaranteeRecord {
    let side = GuaranteeAccess.side(of: guarantee, actor)
    let edge = try edge(input.verb.rawValue, guarantee, side, input.given)
    var guarantee = guarantee
    try apply(input, to: &guarantee)
    try await settle(input, of: &guarantee, by: actor)
    return try await advance(
      guarantee, edge, by: actor.subject, side: side, repayment: input.repayment)
  }

  /// Takes the step that the service takes when a state lasted too long, or when the need was taken back.
  mutating func expire(_ guarantee: GuaranteeRecord) async throws -> GuaranteeRecord? {
    let need = try await NeedRepository.find(guarantee.need, session)
    let verb =
      need?.status == "submitted"
      ? rules.ownVerb(in: guarantee.state) : GuaranteeVerb.release.rawValue
    guard let verb else { return nil }
    let edge = try edge(verb, guarantee, Role.service.rawValue, [])
    return try await advance(
      guarantee, edge, by: "system:guarantees", side: Role.service.rawValue)
  }

  private mutating func advance(
    _ before: GuaranteeRecord, _ edge: StateMachine.Edge, by subject: String, side: String,
    repayment: GuaranteeRepayment? = nil
  ) async throws -> GuaranteeRecord {
    var guarantee = before
    let at = max(now, before.updatedAt)
    guarantee.state = edge.to
    guarantee.version += 1
    if edge.to != edge.from {
      guarantee.beganAt = at
      (guarantee.dueAt, guarantee.stepAt) = rules.times(in: edge.to, since: at)
    }
    guarantee.updatedAt = at
    let step = GuaranteeStep(
      version: guarantee.version, from: edge.from, state: edge.to, verb: edge.verb,
      actor: subject, side: side, takenAt: at, repayment: repayment)
    try await GuaranteeRepository.advance(guarantee, step, session)
    // What is no longer live weighs nothing, what is repaid no more; the others are weighed as they stand.
    try await weigh(guarantee)
    if let type = Self.event(edge.verb) { tell(type, guarantee) }
    return guarantee
  }

  private func edge(
    _ verb: String, _ guarantee: GuaranteeRecord, _ side: String, _ given: Set<String>
  ) throws -> StateMachine.Edge {
    do throws(StateMachine.Refusal) {
      return try rules.machine.next(verb, from: guarantee.state, by: side, given: given)
    } catch {
      switch error {
      case .state(let state):
        let label = rules.machine.state(state)?.label
        throw ApplicationError.conflict(
          code: "guarantee_state", zh: "该担保当前为“\(label?.zh ?? state)”(\(state))",
          en: "the guarantee is \(state)")
      case .role:
        throw ApplicationError.forbidden(
          zh: "该角色不能对担保作此操作", en: "this side may not do this with a guarantee")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .unknownState, .unknownVerb: throw StoredDataError(what: "guarantee \(guarantee.id)")
      }
    }
  }

  private func apply(
    _ input: GuaranteeInput, to guarantee: inout GuaranteeRecord
  ) throws(ApplicationError) {
    var faults: [Fault] = []
    func refuse(_ name: String, _ day: LegalDate?, before earliest: LegalDate?) {
      guard let day, let earliest, day < earliest else { return }
      faults.append(
        Fault(
          "/\(name)", "order", zh: "不得早于 \(earliest.text)", en: "not before \(earliest.text)"))
    }
    switch input.verb {
    case .confirm:
      guarantee.signedOn = input.signedOn
      guarantee.maturesOn = input.maturesOn
      guarantee.contractNumber = input.contractNumber
    case .markOverdue:
      refuse("overdue_on", input.day, before: guarantee.signedOn)
      guarantee.overdueOn = input.day
    case .cure: guarantee.overdueOn = nil
    case .repay:
      refuse("repaid_on", input.day, before: guarantee.signedOn)
      if let repaid = input.repaid, repaid.value >= guarantee.outstandingFen {
        faults.append(
          Fault(
            "/repaid_fen", "above_max", zh: "应少于未还本金,全部还清的应解除担保",
            en: "less than what is outstanding; what is repaid whole is closed",
            limit: guarantee.outstandingFen - 1))
      } else {
        guarantee.repaidFen += input.repaid?.value ?? 0
        guarantee.ownFen = Self.ownFen(of: guarantee)
      }
    case .close:
      refuse("ended_on", input.day, before: guarantee.signedOn)
      guarantee.endedOn = input.day
    case .claim:
      refuse("claimed_on", input.day, before: guarantee.overdueOn)
      if let claimed = input.claimed, claimed.value > guarantee.outstandingFen {
        faults.append(
          Fault(
            "/claimed_fen", "above_max", zh: "不得超过未还的担保本金",
            en: "not more than what is outstanding of the principal",
            limit: guarantee.outstandingFen))
      }
      guarantee.claimedFen = input.claimed?.value
      guarantee.claimedOn = input.day
    case .compensate:
      refuse("compensated_on", input.day, before: guarantee.claimedOn)
      guarantee.endedOn = input.day
    case .refuse, .writeOff: guarantee.reason = input.reason
    case .recover: refuse("recovered_on", input.day, before: guarantee.endedOn)
    case .payShare: refuse("paid_on", input.day, before: guarantee.endedOn)
    case .release, .review, .claimShares, .settle: break
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// The guarantor's share of what is outstanding.
  private static func ownFen(of guarantee: GuaranteeRecord) -> Int64 {
    guard let outstanding = Fen(guarantee.outstandingFen) else { return guarantee.ownFen }
    // The share is the same for every kind.
    return Exposure(
      kind: .otherLoan, principal: outstanding, ownPPM: Int64(guarantee.ownPpm)
    ).ownFen
  }
}

extension GuaranteeInput {
  /// What is repaid with the step.
  fileprivate var repayment: GuaranteeRepayment? {
    guard let repaid, let day else { return nil }
    return GuaranteeRepayment(fen: repaid.value, on: day)
  }
}

/// Who may see a guarantee, and on which side somebody stands. What a caller may not see does not exist.
enum GuaranteeAccess {
  static func canSee(
    _ guarantee: GuaranteeRecord, _ enterprise: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager:
      actor.organisation.map(guarantee.institutions.contains) ?? false
    default: AccessRules.canRead(enterprise, by: actor)
    }
  }

  /// As the state machine names it. An institution that stands on several sides acts for the first.
  static func side(of guarantee: GuaranteeRecord, _ actor: Actor) -> String {
    switch actor.role {
    case .enterprise, .operator, .service: return actor.role.rawValue
    case .auditor: return actor.role.rawValue
    case .liaison, .liaisonManager:
      if actor.organisation == guarantee.guarantor { return "guarantor" }
      if actor.organisation == guarantee.bank { return "bank" }
      return "re_guarantor"
    }
  }
}
