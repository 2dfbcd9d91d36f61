import Arrangement
import Catalog
import Domain
import Workflow

/// What guarantees go by: schemes, the limits of guarantors, the terms of pools and bridge funds, and
/// the ways of guarantees and bridges. All of it is data of `Schemas/arrangement` and `Schemas/workflow`.
public struct GuaranteeRules: Sendable {
  let schemes: SchemeBook
  let limits: GuarantorRules
  let pools: RiskPools
  let machine: StateMachine
  let bridges: BridgeFunds
  let bridgeMachine: StateMachine
  let clock: DeadlineClock

  /// - Throws: every fault of a document.
  init(
    schemes: JSON, limits: JSON, pools: JSON, machine: JSON, bridges: JSON, bridgeMachine: JSON,
    clock: DeadlineClock
  ) throws(Faults) {
    self.schemes = try SchemeBook(json: schemes)
    self.limits = try GuarantorRules(json: limits)
    self.pools = try RiskPools(json: pools)
    self.machine = try StateMachine(json: machine)
    self.bridges = try BridgeFunds(json: bridges)
    self.bridgeMachine = try StateMachine(json: bridgeMachine)
    self.clock = clock
  }

  /// The documents that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(clock: DeadlineClock) throws -> GuaranteeRules {
    try GuaranteeRules(
      schemes: OfferRules.document("arrangement/schemes.yaml"),
      limits: OfferRules.document("arrangement/guarantors.yaml"),
      pools: OfferRules.document("arrangement/pools.yaml"),
      machine: OfferRules.document("workflow/guarantee.yaml"),
      bridges: OfferRules.document("arrangement/bridge.yaml"),
      bridgeMachine: OfferRules.document("workflow/bridge.yaml"), clock: clock)
  }

  /// Codes of all schemes, of whatever days.
  var schemeCodes: Set<String> { Set(schemes.schemes.map(\.code)) }

  /// Until when something that came into a state may stay there, and when the service takes the next
  /// step by itself.
  func times(
    in state: String, since instant: Instant
  ) -> (dueAt: Instant?, stepAt: Instant?) {
    times(of: machine, in: state, since: instant)
  }

  /// The same of a bridge.
  func bridgeTimes(
    in state: String, since instant: Instant
  ) -> (dueAt: Instant?, stepAt: Instant?) {
    times(of: bridgeMachine, in: state, since: instant)
  }

  private func times(
    of machine: StateMachine, in state: String, since instant: Instant
  ) -> (dueAt: Instant?, stepAt: Instant?) {
    guard let timer = machine.timer(in: state),
      let deadline = clock.deadline(of: timer.limit, from: instant)
    else { return (nil, nil) }
    let step = timer.steps.first.flatMap {
      clock.deadline(deadline, movedBy: $0.afterWorkingDays)?.instant
    }
    return (deadline.instant, step)
  }

  /// Whether nothing comes after a state.
  func isOver(_ state: String) -> Bool { machine.state(state)?.isFinal ?? true }

  /// The verb the service itself uses when a state lasts too long.
  func ownVerb(in state: String) -> String? {
    guard case .use(let verb)? = machine.timer(in: state)?.steps.first?.action else { return nil }
    return verb
  }
}

extension GuaranteeRules {
  /// What a loan of a borrower of that size is, as the risk weights tell it apart.
  static func kind(of size: EnterpriseSize) -> ExposureKind {
    size <= .small ? .smallLoan : .otherLoan
  }
}
