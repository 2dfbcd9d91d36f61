import Arrangement
import Domain
import Store
import Workflow

/// What receivables go by: the state machine, the policies of eligibility, and the law of payments. All of
/// it is data of `Schemas/workflow` and `Schemas/arrangement`.
public struct ReceivableRules: Sendable {
  /// The policy of the platform itself.
  static let policyCode = "platform"

  let machine: StateMachine
  let policies: ReceivablePolicies
  /// When debtors must pay and confirm.
  let payment: PaymentClock
  let clock: DeadlineClock

  /// - Throws: every fault of a document.
  init(
    machine: JSON, policies: JSON, laws: JSON, calendar: WorkingCalendar, clock: DeadlineClock
  ) throws(Faults) {
    self.machine = try StateMachine(json: machine)
    self.policies = try ReceivablePolicies(json: policies)
    try Self.requireCeilings(self.policies)
    payment = PaymentClock(try PaymentLaws(json: laws), calendar)
    self.clock = clock
  }

  /// The documents that ship with the program.
  ///
  /// - Parameter clock: how deadlines are counted.
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(calendar: WorkingCalendar, clock: DeadlineClock) throws -> ReceivableRules {
    try ReceivableRules(
      machine: OfferRules.document("workflow/receivable.yaml"),
      policies: OfferRules.document("arrangement/receivables.yaml"),
      laws: OfferRules.document("arrangement/payment.yaml"), calendar: calendar, clock: clock)
  }

  /// The policy of a day: an institution's own where it has one, else the platform's.
  ///
  /// - Parameter institution: nil for the platform's.
  /// - Throws: `StoredDataError` on a day that no policy is for.
  func policy(of institution: String? = nil, on day: LegalDate) throws -> ReceivablePolicy {
    if let institution, let own = policies.policy(institution, on: day) { return own }
    guard let policy = policies.policy(Self.policyCode, on: day) else {
      throw StoredDataError(what: "policy of receivables on \(day.text)")
    }
    return policy
  }

  /// For what a person has to look at a receivable before it goes on, besides what it resembles.
  ///
  /// - Parameter day: by all policies of that day: whichever institution it comes before later, it was
  ///   looked at.
  /// - Returns: `strict` or nothing.
  func reviews(of terms: ReceivableTerms, on day: LegalDate) -> [String] {
    let flags = Set(terms.flags.compactMap(Receivable.Flag.init(rawValue:)))
    let isWanted = policies.policies.contains { policy in
      policy.period.contains(day)
        && policy.wantsReview(flags: flags, isRelated: terms.isRelated)
    }
    return isWanted ? [ReceivableRecord.strict] : []
  }

  /// No institution sets a rate above the platform's ceiling of the day on which its policy begins.
  ///
  /// - Throws: a fault for each that does.
  private static func requireCeilings(_ policies: ReceivablePolicies) throws(Faults) {
    var faults: [Fault] = []
    for (index, own) in policies.policies.enumerated() where own.code != policyCode {
      guard let ceiling = policies.policy(policyCode, on: own.period.from)?.advanceCeilingPPM.value
      else { continue }
      for (way, rate) in own.advancePPM.sorted(by: { $0.key.rawValue < $1.key.rawValue })
      where rate.value > ceiling {
        faults.append(
          Fault(
            "/policies/\(index)/advance_ppm/\(way.rawValue)", "above_max",
            zh: "不得超过平台的融资比例上限", en: "not above the ceiling of the platform", limit: ceiling))
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
  }

  // MARK: Times

  /// The last day a debtor has to confirm. The state machine's limit is the law's; where the law does not
  /// bind the debtor the platform asks the same of it.
  func confirmDue(from instant: Instant) -> LegalDate {
    let limit = machine.timer(in: "confirm_requested")?.limit
    return limit.flatMap { clock.deadline(of: $0, from: instant)?.day } ?? instant.legalDate
  }

  /// Writes until when a receivable may stay in its state, and when the next step of its escalation
  /// comes.
  func schedule(_ receivable: inout ReceivableRecord) {
    receivable.dueAt = nil
    receivable.stepAt = nil
    if receivable.state == "funded" {
      // Overdue from the day after the last one.
      let day = max(receivable.terms.dueOn, receivable.beganAt.legalDate).adding(days: 1)
      receivable.dueAt = Instant(startOf: day)
      receivable.stepAt = receivable.dueAt
      return
    }
    guard let timer = machine.timer(in: receivable.state),
      let deadline = clock.deadline(of: timer.limit, from: receivable.beganAt)
    else { return }
    receivable.dueAt = deadline.instant
    guard timer.steps.indices.contains(receivable.nextStep) else { return }
    receivable.stepAt =
      clock.deadline(
        deadline, movedBy: timer.steps[receivable.nextStep].afterWorkingDays)?.instant
  }

  /// What is done when that step comes.
  func action(of receivable: ReceivableRecord) -> Workflow.Timer.Step.Action? {
    if receivable.state == "funded" { return .use("mark_overdue") }
    guard let timer = machine.timer(in: receivable.state),
      timer.steps.indices.contains(receivable.nextStep)
    else { return nil }
    return timer.steps[receivable.nextStep].action
  }

  // MARK: The engine's view

  /// What the law of payments asks of a receivable; nil while it is not known when the contract was
  /// signed.
  func contract(of terms: ReceivableTerms) -> PaymentContract? {
    guard let signedOn = terms.signedOn, let debtor = DebtorKind(rawValue: terms.payerKind) else {
      return nil
    }
    let settlement: PaymentContract.Settlement =
      terms.acceptanceEndsOn.map {
        .acceptance(PaymentContract.Acceptance(periodEnds: $0, acceptedOn: terms.acceptedOn))
      } ?? .delivery(terms.deliveredOn)
    return PaymentContract(
      signedOn: signedOn, debtor: debtor, sellerSize: terms.sellerSize,
      debtorSize: terms.debtorSize, settlement: settlement,
      agreedDays: terms.agreedDays.map(Int64.init),
      agreedInterestPPM: terms.agreedInterestPPM.map(Int64.init))
  }
}

extension ReceivableRecord {
  /// What a debtor confirms: by its digest a confirmation is of these words and no others.
  static func digest(
    seller: EnterpriseID, debtor: EnterpriseID, _ terms: ReceivableTerms
  ) -> Digest {
    Digest(
      of: [
        "seller": .string(seller.text), "debtor": .string(debtor.text),
        "invoice_code": .optional(terms.invoiceCode),
        "invoice_number": .string(terms.invoiceNumber), "contract": .optional(terms.contract),
        "gross_fen": .int(terms.gross.value), "vat_fen": .int(terms.vat.value),
        "currency": "CNY", "invoiced_on": .string(terms.invoicedOn.text),
        "due_on": .string(terms.dueOn.text), "signed_on": .optional(terms.signedOn?.text),
        "agreed_interest_ppm": .optional(terms.agreedInterestPPM.map(Int64.init)),
      ])
  }

  /// What counts of it: as much as the debtor confirmed, with the VAT in it, which is never taken for
  /// less.
  var counted: (gross: Fen, vat: Fen) {
    guard let fen = confirmation?.fen, fen < terms.gross.value, let gross = Fen(fen) else {
      return (terms.gross, terms.vat)
    }
    let share = Exact.scaled(-terms.vat.value, by: fen, over: terms.gross.value).map { -$0 }
    return (gross, share.flatMap { Fen(min($0, fen)) } ?? terms.vat)
  }

  /// As the engine of eligibility sees it.
  ///
  /// - Parameter group: of the debtor.
  func judged(group: String?) -> Receivable? {
    let (gross, vat) = counted
    var flags = Set(terms.flags.compactMap(Receivable.Flag.init(rawValue:)))
    if state == "disputed" { flags.insert(.disputed) }
    return Receivable(
      id: id.text, debtor: debtor.text, debtorGroup: group, isRelated: terms.isRelated,
      invoicedOn: terms.invoicedOn, dueOn: terms.dueOn, gross: gross, vat: vat,
      isConfirmed: confirmation != nil, flags: flags,
      // A look at what it resembles says nothing of what a policy wants looked at strictly.
      isReviewed: review != nil && heldFor.contains(Self.strict))
  }
}
