import Arrangement
import Catalog
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Names of the states of a guarantee.
  public static let guaranteeStates = [
    "reserved", "in_force", "overdue", "claimed", "reviewing", "refused", "compensated",
    "share_claimed", "recovering", "settled", "written_off", "closed", "released", "expired",
  ]

  /// One guarantee with its shares, its steps, and what became of a loss.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func guarantee(_ id: GuaranteeID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.guarantee, as: actor) { session in
      let found = try await GuaranteeRepository.find(id, session)
      // Who stands behind it an institution does not read; whether it may see it is asked for there.
      try await actAsService(actor, session)
      guard let found,
        let enterprise = try await EnterpriseRepository.find(found.enterprise, session),
        GuaranteeAccess.canSee(found, enterprise.scope, actor)
      else { throw ApplicationError.notFound(what: "guarantee") }
      let view = try await guaranteeView(found, to: actor, session)
      return (
        Versioned(view, version: found.version), actor.actsForInstitution ? [] : [found.enterprise]
      )
    }
  }

  /// Newest first, within what the caller may see: an institution those that name it, an enterprise its
  /// own.
  ///
  /// - Parameter state: one of `guaranteeStates`; anything else is `.invalid`.
  public func guarantees(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    if let state, !Self.guaranteeStates.contains(state) {
      let known = Self.guaranteeStates.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.guarantee, as: actor) { session in
      var filter = GuaranteeRepository.Filter(
        state: state, regionPrefix: prefix.isEmpty ? nil : prefix)
      switch actor.role {
      case .liaison, .liaisonManager:
        guard let institution = actor.organisation else { return (Page(items: [], next: nil), []) }
        filter.institution = institution
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return (Page(items: [], next: nil), [])
        }
        filter.enterprise = own
      case .service, .auditor, .operator: break
      }
      // Regions are those of enterprises, which an institution does not see.
      if filter.institution != nil { try await actAsService(actor, session) }
      let found = try await GuaranteeRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let view = GuaranteeView(machine: reference.guarantees.machine, reader: actor)
      return (
        cut.map { .object(view.plain($0)) },
        actor.actsForInstitution ? [] : cut.items.map(\.enterprise)
      )
    }
  }

  /// One guarantee with all of it, for a reader who may see it.
  func guaranteeView(
    _ guarantee: GuaranteeRecord, to reader: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    let view = GuaranteeView(machine: reference.guarantees.machine, reader: reader)
    var members = view.plain(guarantee)
    members["shares"] = .array(
      try await GuaranteeRepository.shares(of: guarantee.id, session).map { share in
        [
          "party": .string(share.party), "ppm": .int(Int64(share.ppm)),
          "institution": .optional(share.institution),
        ]
      })
    members["steps"] = .array(
      try await GuaranteeRepository.steps(of: guarantee.id, session).map(view.step))
    members["compensation"] =
      try await CompensationRepository.find(guarantee.id, session).map(GuaranteeView.json) ?? .null
    members["recoveries"] = .array(
      try await CompensationRepository.recoveries(of: guarantee.id, session)
        .map(GuaranteeView.json))
    return .object(members)
  }
}

/// How guarantees look.
struct GuaranteeView {
  let machine: StateMachine
  let reader: Actor
  private var isInstitution: Bool { [.liaison, .liaisonManager].contains(reader.role) }

  func plain(_ guarantee: GuaranteeRecord) -> [String: JSON] {
    let label = machine.state(guarantee.state)?.label
    let side = GuaranteeAccess.side(of: guarantee, reader)
    var members: [String: JSON] = [
      "id": .string(guarantee.id.text), "need_id": .string(guarantee.need.text),
      "need_version": .int(Int64(guarantee.needVersion)),
      "guarantor": .string(guarantee.guarantor),
      "re_guarantor": .optional(guarantee.reGuarantor), "bank": .string(guarantee.bank),
      "product": .string(guarantee.productCode), "scheme": .string(guarantee.scheme),
      "scheme_from": .string(guarantee.schemeFrom.text), "fund": .optional(guarantee.fund),
      "kind": .string(guarantee.kind), "contract": .string(guarantee.contract),
      "principal": MoneyView.json(guarantee.principalFen),
      "outstanding": MoneyView.json(guarantee.outstandingFen),
      "own_ppm": .int(Int64(guarantee.ownPpm)), "own": MoneyView.json(guarantee.ownFen),
      "all_in_ppm": .int(guarantee.allInPpm), "state": .string(guarantee.state),
      "state_label": label.map(ProductView.label) ?? .null,
      "version": .int(Int64(guarantee.version)),
      "verbs": .array(machine.verbs(in: guarantee.state, for: side).map(JSON.string)),
      "began_at": .string(guarantee.beganAt.text), "due_at": .optional(guarantee.dueAt?.text),
      "signed_on": .optional(guarantee.signedOn?.text),
      "matures_on": .optional(guarantee.maturesOn?.text),
      "contract_number": .optional(guarantee.contractNumber),
      "overdue_on": .optional(guarantee.overdueOn?.text),
      "claimed": MoneyView.json(guarantee.claimedFen),
      "claimed_on": .optional(guarantee.claimedOn?.text),
      "ended_on": .optional(guarantee.endedOn?.text), "reason": .optional(guarantee.reason),
      "created_at": .string(guarantee.createdAt.text),
      "updated_at": .string(guarantee.updatedAt.text),
    ]
    if !isInstitution {
      members["enterprise_id"] = .string(guarantee.enterprise.text)
      members["run_id"] = .string(guarantee.run.text)
    }
    return members
  }

  /// An institution is not shown who acted for others.
  func step(_ step: GuaranteeStep) -> JSON {
    let isOthers = ["enterprise", "operator", "service"].contains(step.side)
    return [
      "version": .int(Int64(step.version)), "from": .optional(step.from),
      "state": .string(step.state), "verb": .string(step.verb),
      "actor": .optional(isInstitution && isOthers ? nil : step.actor),
      "side": .string(step.side), "at": .string(step.takenAt.text),
      "repaid": MoneyView.json(step.repayment?.fen),
      "repaid_on": .optional(step.repayment?.on.text),
    ]
  }

  static func json(_ compensation: CompensationRecord) -> JSON {
    [
      "loss": MoneyView.json(compensation.lossFen), "on": .string(compensation.on.text),
      "parts": .array(
        compensation.parts.map { part in
          [
            "party": .string(part.party), "borne": MoneyView.json(part.borneFen),
            "returned": MoneyView.json(part.returnedFen), "state": .string(part.state.rawValue),
            "claimed_at": .optional(part.claimedAt?.text),
            "paid_on": .optional(part.paidOn?.text),
          ]
        }),
    ]
  }

  static func json(_ recovery: RecoveryRecord) -> JSON {
    [
      "id": .string(recovery.id.text), "number": .int(Int64(recovery.number)),
      "gross": MoneyView.json(recovery.grossFen), "costs": MoneyView.json(recovery.costsFen),
      "on": .string(recovery.on.text),
      "parts": .array(
        recovery.parts.map { ["party": .string($0.party), "amount": MoneyView.json($0.fen)] }),
    ]
  }
}
