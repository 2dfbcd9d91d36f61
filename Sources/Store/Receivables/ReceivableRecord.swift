import Domain

/// A claim of a seller on a debtor as it stands.
public struct ReceivableRecord: Sendable, Hashable {
  public var id: ReceivableID
  public var seller: EnterpriseID
  public var debtor: EnterpriseID
  public var terms: ReceivableTerms
  public var state: String
  /// Counts the steps; the ETag.
  public var version: Int
  /// SHA-256 of what a debtor confirms.
  public var digest: Digest
  /// Why a person has to look at it: words of `near`, `split`, `crowd` and `strict`; what it resembles,
  /// and who has looked.
  public var heldFor: [String] = []
  public var resembles: [ReceivableID] = []
  public var review: ReceivableReview?
  public var request: ConfirmationRequest?
  public var confirmation: ReceivableConfirmation?
  /// Why the debtor objects, in a code and in words.
  public var disputedFor: String?
  public var note: String?
  public var funding: ReceivableFunding?
  /// Since when it is in its state, and until when it may stay there.
  public var beganAt: Instant
  public var dueAt: Instant?
  /// The step of its timer that comes next, and when.
  public var nextStep = 0
  public var stepAt: Instant?
  public var createdAt: Instant
  public var createdBy: String
  public var updatedAt: Instant

  /// One that was just uploaded.
  public init(
    id: ReceivableID, seller: EnterpriseID, debtor: EnterpriseID, terms: ReceivableTerms,
    state: String, digest: Digest, at instant: Instant, by author: String
  ) {
    self.id = id
    self.seller = seller
    self.debtor = debtor
    self.terms = terms
    self.state = state
    version = 1
    self.digest = digest
    beganAt = instant
    createdAt = instant
    createdBy = author
    updatedAt = instant
  }

  /// It is held because a policy wants it looked at strictly.
  public static let strict = "strict"

  /// Whether it waits for a person to look at it.
  public var isHeld: Bool { !heldFor.isEmpty && review == nil }
}

/// What an invoice and its contract say.
public struct ReceivableTerms: Sendable, Hashable {
  /// Of a paper invoice.
  public var invoiceCode: String?
  public var invoiceNumber: String
  public var contract: String?
  public var gross: Fen
  public var vat: Fen
  public var invoicedOn: LegalDate
  public var dueOn: LegalDate
  /// When the contract was signed.
  public var signedOn: LegalDate?
  public var deliveredOn: LegalDate?
  /// The last day on which the goods may be accepted, where that is agreed, and when they were.
  public var acceptanceEndsOn: LegalDate?
  public var acceptedOn: LegalDate?
  public var agreedDays: Int?
  /// Per year.
  public var agreedInterestPPM: Int?
  /// How the payment regulation tells the debtor apart.
  public var payerKind: String
  /// Sizes at the signing.
  public var sellerSize: EnterpriseSize?
  public var debtorSize: EnterpriseSize?
  /// Words of the engine, sorted.
  public var flags: [String]
  /// Nil when nobody knows.
  public var isRelated: Bool?

  public init(
    invoiceCode: String? = nil, invoiceNumber: String, contract: String? = nil, gross: Fen,
    vat: Fen, invoicedOn: LegalDate, dueOn: LegalDate, signedOn: LegalDate? = nil,
    deliveredOn: LegalDate? = nil, acceptanceEndsOn: LegalDate? = nil,
    acceptedOn: LegalDate? = nil, agreedDays: Int? = nil, agreedInterestPPM: Int? = nil,
    payerKind: String, sellerSize: EnterpriseSize? = nil, debtorSize: EnterpriseSize? = nil,
    flags: [String] = [], isRelated: Bool? = nil
  ) {
    self.invoiceCode = invoiceCode
    self.invoiceNumber = invoiceNumber
    self.contract = contract
    self.gross = gross
    self.vat = vat
    self.invoicedOn = invoicedOn
    self.dueOn = dueOn
    self.signedOn = signedOn
    self.deliveredOn = deliveredOn
    self.acceptanceEndsOn = acceptanceEndsOn
    self.acceptedOn = acceptedOn
    self.agreedDays = agreedDays
    self.agreedInterestPPM = agreedInterestPPM
    self.payerKind = payerKind
    self.sellerSize = sellerSize
    self.debtorSize = debtorSize
    self.flags = flags
    self.isRelated = isRelated
  }
}

/// Somebody looked at a receivable and let it pass.
public struct ReceivableReview: Sendable, Hashable {
  public var at: Instant
  public var by: String

  public init(at instant: Instant, by author: String) {
    at = instant
    by = author
  }
}

/// That a debtor was asked to confirm.
public struct ConfirmationRequest: Sendable, Hashable {
  public var at: Instant
  /// The last day it has.
  public var dueOn: LegalDate

  public init(at instant: Instant, dueOn: LegalDate) {
    at = instant
    self.dueOn = dueOn
  }
}

/// What a debtor confirmed.
public struct ReceivableConfirmation: Sendable, Hashable {
  public var fen: Int64
  public var at: Instant
  public var by: String

  public init(fen: Int64, at instant: Instant, by author: String) {
    self.fen = fen
    at = instant
    by = author
  }
}

/// Who advances money on a receivable, and how.
public struct ReceivableFunding: Sendable, Hashable {
  /// Code of the institution.
  public var institution: String
  public var way: FinancingWay

  public init(institution: String, way: FinancingWay) {
    self.institution = institution
    self.way = way
  }
}

/// One step of a receivable, kept as it was taken.
public struct ReceivableStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
  public var role: String
  /// What the receivable said then.
  public var digest: Digest
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, actor: String, role: String,
    digest: Digest, takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.actor = actor
    self.role = role
    self.digest = digest
    self.takenAt = takenAt
  }
}

/// What one party has of another one's receivables that are late for as long as each other.
public struct ReceivableAgeing: Sendable, Hashable {
  public var party: EnterpriseID
  /// Counts the stretches of days, from 0: those that are not late.
  public var stretch: Int
  public var count: Int64
  public var fen: Int64
}
