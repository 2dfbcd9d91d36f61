import Domain
import Store

/// What an institution does with money it advances on a receivable.
public enum FinancingVerb: String, Sendable, Hashable, CaseIterable {
  /// 通知债务人.
  case notify
  /// 登记 (中登网).
  case register
  /// 放款.
  case fund
  /// 收款.
  case collect
  /// 解除.
  case release
  /// 婉拒.
  case decline
}

/// A part of a receivable that a seller puts before an institution.
struct FinancingOrder {
  let institution: String
  let way: FinancingWay
  let hasRecourse: Bool
  let amount: Fen

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let institution = body.requiredString("institution", maximumLength: 64)
    _ = body.required("way")
    let way = body.choice("way", of: FinancingWay.self)
    _ = body.required("recourse")
    let hasRecourse = body.boolean("recourse")
    let amount = body.requiredInteger("amount_fen", in: 1...Fen.maximum)
    let faults = body.finish()
    guard faults.isEmpty, let institution, let way, let hasRecourse,
      let amount = amount.flatMap({ Fen($0) })
    else { throw .invalid(faults) }
    self.institution = institution
    self.way = way
    self.hasRecourse = hasRecourse
    self.amount = amount
  }
}

/// What is given with a verb, checked.
struct FinancingInput {
  var notice: FinancingNotice?
  var registryNumber: String?
  var registryQueriedOn: LegalDate?
  var fundedFen: Int64?
  var fundedOn: LegalDate?
  var collection: FinancingCollection?
  var release: FinancingRelease?
  var reason: FinancingDecline?

  /// Names of what is given, as the state machine demands them.
  var given: Set<String> {
    var names: Set<String> = []
    if notice != nil { names.formUnion(["notified_on", "voucher"]) }
    if registryNumber != nil { names.insert("registry_number") }
    if registryQueriedOn != nil { names.insert("registry_queried_on") }
    if fundedFen != nil { names.insert("funded_fen") }
    if fundedOn != nil { names.insert("funded_on") }
    if collection != nil { names.formUnion(["collected_fen", "collected_on"]) }
    if release != nil { names.formUnion(["debtor_told_on", "registry_cancelled_on"]) }
    if reason != nil { names.insert("reason") }
    return names
  }

  /// What the service itself gives when it lets go.
  init(reason: FinancingDecline) { self.reason = reason }

  /// - Parameters:
  ///   - verb: members of other verbs are not known.
  ///   - today: no day lies after it.
  /// - Throws: `.invalid`.
  init(_ json: JSON, verb: FinancingVerb, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    switch verb {
    case .notify:
      let on = body.requiredPastDay("notified_on", today: today)
      let voucher = body.requiredString("voucher", maximumLength: 200)
      if let on, let voucher { notice = FinancingNotice(on: on, voucher: voucher) }
    case .register:
      registryNumber = body.requiredString("registry_number", maximumLength: 100)
      registryQueriedOn = body.requiredPastDay("registry_queried_on", today: today)
    case .fund:
      fundedFen = body.requiredInteger("funded_fen", in: 1...Fen.maximum)
      fundedOn = body.requiredPastDay("funded_on", today: today)
    case .collect:
      let fen = body.requiredInteger("collected_fen", in: 1...Fen.maximum)
      let on = body.requiredPastDay("collected_on", today: today)
      if let fen, let on { collection = FinancingCollection(fen: fen, on: on) }
    case .release:
      let (told, cancelled) = (
        body.requiredPastDay("debtor_told_on", today: today),
        body.requiredPastDay("registry_cancelled_on", today: today)
      )
      if let told, let cancelled {
        release = FinancingRelease(debtorToldOn: told, registryCancelledOn: cancelled)
      }
    case .decline:
      _ = body.required("reason")
      reason = body.choice("reason", of: FinancingDecline.self)
    }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// Why money is not advanced on a receivable.
public enum FinancingDecline: String, Sendable, Hashable, CaseIterable {
  /// 平台外已在先登记.
  case registeredElsewhere = "registered_elsewhere"
  case debtorNotAccepted = "debtor_not_accepted"
  case invoiceUnverified = "invoice_unverified"
  case noCapacity = "no_capacity"
  /// The seller took it back.
  case takenBack = "taken_back"
  /// Nobody answered in time.
  case noResponse = "no_response"
  case other
}
