import Catalog
import Domain
import Entitlement
import Store

/// Something that happened for which governments pay, checked.
struct AwardEventInput: Sendable {
  var kind: EntitlementClause.Trigger
  /// The title or the stage; nil for contracts.
  var event: String?
  var contract: String?
  var occurredOn: LegalDate
  var tenorMonths: Int?
  var bases = AwardEventRecord.Bases()
  var evidence: DocumentProof?

  /// The same title, stage or contract is recorded once.
  var key: String {
    guard let contract else { return Self.key(kind, event ?? "", on: occurredOn) }
    return "\(kind.rawValue)/\(contract)"
  }

  static func key(
    _ kind: EntitlementClause.Trigger, _ event: String, on day: LegalDate
  ) -> String { "\(kind.rawValue)/\(event)/\(day.text)" }

  /// - Parameter today: nothing that happened lies after it.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let kind = GuarantorInput.required("kind", of: EntitlementClause.Trigger.self, &body)
    else { throw .invalid(body.faults) }
    self.kind = kind
    if kind.isContract {
      contract = body.requiredString("contract", maximumLength: 100)
      tenorMonths = body.integer("tenor_months", in: 1...600).map { Int($0) }
      bases = Self.bases(&body)
    } else {
      event = body.requiredString("event", maximumLength: 64)
      if let event, event.wholeMatch(of: /[a-z0-9][a-z0-9_.-]{0,63}/) == nil {
        body.add(.pattern("/event", "neeq.listed"))
      }
    }
    let day = ProofInput.past("occurred_on", today, &body)
    evidence = ProofInput.optional("evidence", today, &body)
    let faults = body.finish()
    guard faults.isEmpty, let day else { throw .invalid(faults) }
    occurredOn = day
  }

  /// What shares are of, as far as it is given.
  static func bases(_ body: inout ObjectReader) -> AwardEventRecord.Bases {
    var bases = AwardEventRecord.Bases()
    guard var nested = body.object("bases") else { return bases }
    bases.financedFen = nested.fen("financed_fen")?.value
    bases.interestFen = nested.fen("interest_fen")?.value
    bases.lprInterestFen = nested.fen("lpr_interest_fen")?.value
    bases.rentInterestFen = nested.fen("rent_interest_fen")?.value
    bases.feesFen = nested.fen("fees_fen")?.value
    body.merge(nested)
    return bases
  }
}

/// Papers that show something, as bodies give them.
enum ProofInput {
  /// A day of something that happened.
  static func past(
    _ name: String, _ today: LegalDate, _ body: inout ObjectReader
  ) -> LegalDate? {
    _ = body.required(name)
    guard let day = body.day(name) else { return nil }
    if day > today {
      body.add(
        Fault(body.path(name), "future", zh: "日期不得晚于今天", en: "a day that is not after today"))
    }
    return day
  }

  static func optional(
    _ name: String, _ today: LegalDate, _ body: inout ObjectReader
  ) -> DocumentProof? {
    guard var nested = body.object(name) else { return nil }
    let proof = proof(&nested, today)
    body.merge(nested)
    return proof
  }

  /// The members of a paper: `reference`, `digest`, `issued_on`, `issuer`.
  static func proof(_ body: inout ObjectReader, _ today: LegalDate) -> DocumentProof? {
    let reference = body.requiredString("reference", maximumLength: 300)
    let digest = PartyInput.digest("digest", &body)
    let issuedOn = past("issued_on", today, &body)
    let issuer = body.requiredString("issuer", maximumLength: 200)
    guard let reference, let digest, let issuedOn, let issuer else { return nil }
    return DocumentProof(
      reference: reference, digest: digest.bytes, issuedOn: issuedOn, issuer: issuer)
  }
}
