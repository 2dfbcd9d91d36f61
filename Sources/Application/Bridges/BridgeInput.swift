import Arrangement
import Catalog
import Domain

/// What is asked of a bridge fund, checked.
struct BridgeOrder: Sendable {
  var enterprise: EnterpriseID
  var fund: String
  var amount: Fen
  var startsOn: LegalDate
  var repaysOn: LegalDate
  var lender: String
  var maturesOn: LegalDate
  /// Nil where there is none: that is known.
  var commitment: BridgeRequest.Commitment?
  /// Nil where it is not known.
  var renewsDirectly: Bool?
  var isOverdue: Bool?
  var hasTaxArrears: Bool?

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let enterprise = body.requiredString("enterprise_id").flatMap { EnterpriseID($0) }
    if enterprise == nil, body.faults.isEmpty {
      body.add(
        Fault(
          "/enterprise_id", "identifier", zh: "应为 ent_ 开头的编号",
          en: "must be an identifier that begins with ent_"))
    }
    let fund = body.requiredString("fund", maximumLength: 64)
    let amount = body.requiredInteger("amount_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
    let startsOn = Self.day("starts_on", &body)
    let repaysOn = Self.day("repays_on", &body)
    if let startsOn, let repaysOn, repaysOn <= startsOn {
      body.add(Fault("/repays_on", "order", zh: "应晚于起始日", en: "must be after the first day"))
    }
    let lender = body.requiredString("lender", maximumLength: 64)
    if let lender, lender.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,63}/) == nil {
      body.add(
        Fault("/lender", "pattern", zh: "应为机构代码", en: "must be the code of an institution"))
    }
    let maturesOn = Self.day("matures_on", &body)
    commitment = Self.commitment(&body)
    renewsDirectly = body.boolean("renews_directly")
    isOverdue = body.boolean("overdue")
    hasTaxArrears = body.boolean("tax_arrears")
    let faults = body.finish()
    guard faults.isEmpty, let enterprise, let fund, let amount, let startsOn, let repaysOn,
      let lender, let maturesOn
    else { throw .invalid(faults) }
    (self.enterprise, self.fund, self.amount) = (enterprise, fund, amount)
    (self.startsOn, self.repaysOn) = (startsOn, repaysOn)
    (self.lender, self.maturesOn) = (lender, maturesOn)
  }

  private static func day(_ name: String, _ body: inout ObjectReader) -> LegalDate? {
    _ = body.required(name)
    return body.day(name)
  }

  private static func commitment(
    _ body: inout ObjectReader
  ) -> BridgeRequest.Commitment? {
    guard var nested = body.object("commitment") else { return nil }
    let lender = nested.requiredString("lender", maximumLength: 64)
    let amount = nested.requiredInteger("amount_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
    let isWritten = nested.boolean("written") ?? false
    let isInProcess = nested.boolean("in_process") ?? false
    body.merge(nested)
    guard let lender, let amount else { return nil }
    return BridgeRequest.Commitment(
      lender: lender, amount: amount, isWritten: isWritten, isInProcess: isInProcess)
  }

  func request(in region: RegionCode?) -> BridgeRequest {
    BridgeRequest(
      amount: amount, startsOn: startsOn, repaysOn: repaysOn, lender: lender,
      maturesOn: maturesOn, commitment: commitment, renewsDirectly: renewsDirectly,
      isOverdue: isOverdue, hasTaxArrears: hasTaxArrears, region: region)
  }
}

/// What somebody does with a bridge. `expire` is the service's own.
enum BridgeVerb: String, Sendable, CaseIterable {
  case lend
  case release
  case repay
  case writeOff = "write_off"
}

/// A step of a bridge with what is given with it, checked.
struct BridgeStepInput: Sendable {
  var verb: BridgeVerb
  var day: LegalDate?

  var given: Set<String> {
    switch verb {
    case .lend: ["lent_on"]
    case .repay: ["repaid_on"]
    case .release, .writeOff: []
    }
  }

  /// - Parameter today: no day of something that happened lies after it.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let verb = GuarantorInput.required("verb", of: BridgeVerb.self, &body) else {
      throw .invalid(body.faults)
    }
    self.verb = verb
    let name: String? =
      switch verb {
      case .lend: "lent_on"
      case .repay: "repaid_on"
      case .release, .writeOff: nil
      }
    if let name { day = body.requiredPastDay(name, today: today) }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}
