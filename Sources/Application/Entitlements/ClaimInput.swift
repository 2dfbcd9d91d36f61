import Catalog
import Domain
import Entitlement
import Store

/// What an enterprise claims, checked.
struct ClaimOrder: Sendable {
  static let documentsMaximum = 100

  var event: AwardEventID
  var clause: String
  var documents: [ClaimDocument]
  var note: String?

  /// - Parameter today: papers are of no later day.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let event = body.requiredString("award_event_id", maximumLength: 64).flatMap { text in
      let id = AwardEventID(text)
      if id == nil {
        body.add(
          Fault(
            "/award_event_id", "identifier", zh: "应为 awe_ 开头的编号",
            en: "must be an identifier that begins with awe_"))
      }
      return id
    }
    let clause = body.requiredString("clause", maximumLength: 64)
    documents = body.list("documents", maximumCount: Self.documentsMaximum) { nested in
      let kind = nested.requiredName("kind")
      guard let kind, let proof = ProofInput.proof(&nested, today) else { return nil }
      return ClaimDocument(kind: kind, proof: proof)
    }
    note = body.string("note", maximumLength: 1_000)
    let faults = body.finish()
    guard faults.isEmpty, let event, let clause else { throw .invalid(faults) }
    (self.event, self.clause) = (event, clause)
  }

  /// Every paper that a clause demands, and none that it does not know.
  ///
  /// - Throws: `.invalid` with `document_missing` and `unknown_value`.
  func requireDocuments(of clause: EntitlementClause) throws(ApplicationError) {
    let given = Set(documents.map(\.kind))
    let demanded = clause.documents.map(\.code)
    var faults = clause.documents.filter { !given.contains($0.code) }.map { missing in
      Fault(
        "/documents", "document_missing", zh: "缺少材料:\(missing.label.zh)(\(missing.code))",
        en: "a paper is missing: \(missing.label.en) (\(missing.code))")
    }
    for (index, document) in documents.enumerated() where !demanded.contains(document.kind) {
      let list = demanded.joined(separator: ", ")
      faults.append(
        Fault(
          "/documents/\(index)/kind", "unknown_value", zh: "取值应为:\(list)",
          en: "must be one of: \(list)"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// What somebody does with a claim. `complete` is the service's own.
enum ClaimVerb: String, Sendable, CaseIterable {
  case accept
  case pass
  case pay
  case reject
  case withdraw
  case clawBack = "claw_back"
}

/// Why a claim is rejected or clawed back.
public enum ClaimReason: String, Sendable, Hashable, CaseIterable {
  /// A paper does not show what it should.
  case papers
  /// The enterprise does not meet a condition of the clause.
  case conditions
  /// It was paid for the same thing elsewhere.
  case doublePaid = "double_paid"
  /// It has moved away, or lost the title.
  case lapsed
  case fraud
  /// An amount was computed wrongly.
  case amount
  case other
}

/// A step of a claim with what is given with it, checked.
struct ClaimStepInput: Sendable {
  var verb: ClaimVerb
  /// Accepted: what the authority fixes. Clawed back: how much.
  var amount: Fen?
  var level: EntitlementClause.Level?
  /// The day of the verb: paid, clawed back.
  var day: LegalDate?
  var voucher: String?
  var reason: ClaimReason?
  var note: String?

  /// Names of what is given, as the state machine demands them.
  var given: Set<String> {
    switch verb {
    case .accept, .pass, .withdraw: []
    case .pay: ["level", "paid_on", "voucher"]
    case .reject: ["reason"]
    case .clawBack: ["amount_fen", "reason", "clawed_back_on"]
    }
  }

  /// - Parameters:
  ///   - json: `{verb, …}`; members of other verbs are not known.
  ///   - today: no day of something that happened lies after it.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let verb = GuarantorInput.required("verb", of: ClaimVerb.self, &body) else {
      throw .invalid(body.faults)
    }
    self.verb = verb
    switch verb {
    case .accept: amount = body.integer("amount_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
    case .pass, .withdraw: break
    case .pay:
      level = GuarantorInput.required("level", of: EntitlementClause.Level.self, &body)
      day = ProofInput.past("paid_on", today, &body)
      voucher = body.requiredString("voucher", maximumLength: 200)
    case .reject:
      reason = GuarantorInput.required("reason", of: ClaimReason.self, &body)
      note = body.string("note", maximumLength: 1_000)
    case .clawBack:
      amount = body.requiredInteger("amount_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
      reason = GuarantorInput.required("reason", of: ClaimReason.self, &body)
      day = ProofInput.past("clawed_back_on", today, &body)
      note = body.string("note", maximumLength: 1_000)
    }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}
