import Arrangement
import Catalog
import Domain

/// Which bundle is to be reserved, checked.
struct ReservationInput: Sendable {
  enum Contract: String, CaseIterable {
    /// 连带责任保证.
    case jointLiability = "joint_liability"
    /// 一般保证.
    case general
  }

  var product: String
  var guarantor: String
  var reGuarantor: String?
  var scheme: String
  /// Never left open: unspecified would be 一般保证 (民法典 第六百八十六条).
  var contract: Contract

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let product = body.requiredString("product", maximumLength: 64)
    let guarantor = body.requiredString("guarantor", maximumLength: 64)
    reGuarantor = body.string("re_guarantor", maximumLength: 64)
    let scheme = body.requiredString("scheme", maximumLength: 64)
    let contract = GuarantorInput.required("contract", of: Contract.self, &body)
    let faults = body.finish()
    guard faults.isEmpty, let product, let guarantor, let scheme, let contract else {
      throw .invalid(faults)
    }
    (self.product, self.guarantor, self.scheme) = (product, guarantor, scheme)
    self.contract = contract
  }
}

/// What somebody does with a guarantee. `expire` is the service's own.
public enum GuaranteeVerb: String, Sendable, Hashable, CaseIterable {
  case confirm
  case release
  case markOverdue = "mark_overdue"
  case cure
  case repay
  case close
  case claim
  case review
  case refuse
  case compensate
  case claimShares = "claim_shares"
  case payShare = "pay_share"
  case recover
  case settle
  case writeOff = "write_off"
}

/// A step of a guarantee with what is given with it, checked.
struct GuaranteeInput: Sendable {
  var verb: GuaranteeVerb
  var signedOn: LegalDate?
  var maturesOn: LegalDate?
  var contractNumber: String?
  /// The day of the verb: overdue, repaid, claimed, ended, compensated, paid, recovered.
  var day: LegalDate?
  var claimed: Fen?
  var repaid: Fen?
  var reason: String?
  var party: LossParty?
  var gross: Fen?
  var costs: Fen?

  /// Names of what is given, as the state machine demands them.
  var given: Set<String> {
    switch verb {
    case .confirm: ["signed_on", "matures_on", "contract_number"]
    case .markOverdue: ["overdue_on"]
    case .repay: ["repaid_fen", "repaid_on"]
    case .close: ["ended_on"]
    case .claim: ["claimed_fen", "claimed_on"]
    case .refuse, .writeOff: ["reason"]
    case .compensate: ["compensated_on"]
    case .payShare: ["party", "paid_on"]
    case .recover: ["gross_fen", "costs_fen", "recovered_on"]
    case .release, .cure, .review, .claimShares, .settle: []
    }
  }

  /// - Parameters:
  ///   - json: `{verb, …}`; members of other verbs are not known.
  ///   - today: no day of something that happened lies after it.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let verb = GuarantorInput.required("verb", of: GuaranteeVerb.self, &body) else {
      throw .invalid(body.faults)
    }
    self.verb = verb
    switch verb {
    case .confirm:
      signedOn = body.requiredPastDay("signed_on", today: today)
      _ = body.required("matures_on")
      maturesOn = body.day("matures_on")
      if let signedOn, let maturesOn, maturesOn <= signedOn {
        body.add(
          Fault("/matures_on", "order", zh: "应晚于签订日期", en: "must be after the day of signing"))
      }
      contractNumber = body.requiredString("contract_number", maximumLength: 100)
    case .markOverdue: day = body.requiredPastDay("overdue_on", today: today)
    case .repay:
      repaid = Self.amount("repaid_fen", from: 1, &body)
      day = body.requiredPastDay("repaid_on", today: today)
    case .close: day = body.requiredPastDay("ended_on", today: today)
    case .claim:
      claimed = Self.amount("claimed_fen", from: 1, &body)
      day = body.requiredPastDay("claimed_on", today: today)
    case .refuse, .writeOff: reason = body.requiredString("reason", maximumLength: 1_000)
    case .compensate: day = body.requiredPastDay("compensated_on", today: today)
    case .payShare:
      party = GuarantorInput.required("party", of: LossParty.self, &body)
      day = body.requiredPastDay("paid_on", today: today)
    case .recover:
      gross = Self.amount("gross_fen", from: 1, &body)
      costs = Self.amount("costs_fen", from: 0, &body)
      // A round that brings nothing is none.
      if let gross, let costs, costs >= gross {
        body.add(
          Fault(
            "/costs_fen", "above_max", zh: "应少于收回金额", en: "less than what came in",
            limit: gross.value - 1))
      }
      day = body.requiredPastDay("recovered_on", today: today)
    case .release, .cure, .review, .claimShares, .settle: break
    }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private static func amount(
    _ name: String, from least: Int64, _ body: inout ObjectReader
  ) -> Fen? {
    body.requiredInteger(name, in: least...Fen.maximum).flatMap { Fen($0) }
  }
}
