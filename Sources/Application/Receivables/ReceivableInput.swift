import Arrangement
import Catalog
import Domain
import Store

/// What an invoice and its contract say, checked.
struct ReceivableTermsInput {
  /// Longest number of an invoice, longest name of a contract, in characters.
  static let maximumNumber = 50
  static let maximumContract = 100
  /// Longest term from the invoice to the due day, in days.
  static let maximumTermDays: Int32 = 3_650

  /// Nil when there are faults in the reader; the payer is the debtor's, where it is known as a core
  /// enterprise.
  let terms: ReceivableTerms?

  /// - Parameter today: nothing that has happened lies after it.
  init(_ body: inout ObjectReader, today: LegalDate) {
    Self.currency(&body)
    let code = body.string("invoice_code", maximumLength: Self.maximumNumber)
    let number = body.requiredString("invoice_number", maximumLength: Self.maximumNumber)
    if let number, Canonical.number(number).isEmpty {
      body.add(
        Fault(
          body.path("invoice_number"), "alphabet", zh: "应含字母或数字",
          en: "must hold letters or digits"))
    }
    let contract = body.string("contract", maximumLength: Self.maximumContract)
    let gross = body.requiredInteger("gross_fen", in: 1...Fen.maximum)
    let vat = body.requiredInteger("vat_fen", in: 0...Fen.maximum)
    if let gross, let vat, vat > gross {
      body.add(
        Fault(
          body.path("vat_fen"), "above_max", zh: "税额不得超过价税合计",
          en: "the VAT is not more than the whole", limit: gross))
    }
    let invoicedOn = body.requiredPastDay("invoiced_on", today: today)
    let dueOn = Self.day("due_on", isRequired: true, &body)
    if let invoicedOn, let dueOn {
      Self.order(dueOn, notBefore: invoicedOn, "due_on", &body)
      if dueOn.daysSinceEpoch - invoicedOn.daysSinceEpoch > Self.maximumTermDays {
        body.add(
          Fault(
            body.path("due_on"), "above_max", zh: "账期不得超过 \(Self.maximumTermDays) 天",
            en: "the term is at most \(Self.maximumTermDays) days",
            limit: Int64(Self.maximumTermDays)))
      }
    }
    let signedOn = body.pastDay("signed_on", today: today)
    if let signedOn, let invoicedOn {
      Self.order(invoicedOn, notBefore: signedOn, "invoiced_on", &body)
    }
    let deliveredOn = body.pastDay("delivered_on", today: today)
    let acceptanceEndsOn = Self.day("acceptance_ends_on", &body)
    let acceptedOn = body.pastDay("accepted_on", today: today)
    if acceptedOn != nil, acceptanceEndsOn == nil {
      body.add(ObjectReader.requiredFault(body.path("acceptance_ends_on")))
    }
    let agreedDays = body.integer("agreed_days", in: 0...3_650)
    let interest = body.integer("agreed_interest_ppm", in: 0...PartsPerMillion.one)
    let sellerSize = body.choice("seller_size", of: EnterpriseSize.self)
    let debtorSize = body.choice("debtor_size", of: EnterpriseSize.self)
    let flags = Self.flags(&body)
    let isRelated = body.boolean("is_related")
    guard let number, let gross = gross.flatMap({ Fen($0) }), let vat = vat.flatMap({ Fen($0) }),
      let invoicedOn, let dueOn
    else {
      terms = nil
      return
    }
    terms = ReceivableTerms(
      invoiceCode: code, invoiceNumber: number, contract: contract, gross: gross, vat: vat,
      invoicedOn: invoicedOn, dueOn: dueOn, signedOn: signedOn, deliveredOn: deliveredOn,
      acceptanceEndsOn: acceptanceEndsOn, acceptedOn: acceptedOn,
      agreedDays: agreedDays.map { Int($0) }, agreedInterestPPM: interest.map { Int($0) },
      payerKind: DebtorKind.enterprise.rawValue, sellerSize: sellerSize, debtorSize: debtorSize,
      flags: flags, isRelated: isRelated)
  }

  private static func currency(_ body: inout ObjectReader) {
    guard let currency = body.requiredString("currency", maximumLength: 3), currency != "CNY" else {
      return
    }
    body.add(
      Fault(
        body.path("currency"), "currency_unsupported", zh: "仅支持人民币(CNY)",
        en: "only CNY is supported"))
  }

  private static func day(
    _ name: String, isRequired: Bool = false, _ body: inout ObjectReader
  ) -> LegalDate? {
    if isRequired { _ = body.required(name) }
    return body.day(name)
  }

  private static func order(
    _ day: LegalDate, notBefore earlier: LegalDate, _ name: String, _ body: inout ObjectReader
  ) {
    guard day < earlier else { return }
    body.add(
      Fault(
        body.path(name), "order", zh: "不得早于 \(earlier.text)", en: "not before \(earlier.text)"))
  }

  private static func flags(_ body: inout ObjectReader) -> [String] {
    var flags: Set<String> = []
    let elements = body.array("flags", maximumCount: Receivable.Flag.allCases.count) ?? []
    for (index, element) in elements.enumerated() {
      let pointer = "\(body.path("flags"))/\(index)"
      guard let flag = element.stringValue.flatMap(Receivable.Flag.init(rawValue:)) else {
        let known = Receivable.Flag.allCases.map(\.rawValue).joined(separator: ", ")
        body.add(
          Fault(pointer, "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)"))
        continue
      }
      if !flags.insert(flag.rawValue).inserted { body.add(.duplicate(pointer, flag.rawValue)) }
    }
    return flags.sorted()
  }
}

/// A receivable that somebody uploads.
struct ReceivableInput {
  /// Codes of parties are longer only when they are spelled oddly.
  private static let maximumUSCC = 64

  let debtorUSCC: String
  let terms: ReceivableTerms

  /// - Parameter reader: of the object; the caller takes the members that are its own.
  /// - Returns: nil when there are faults in the reader.
  init?(_ reader: inout ObjectReader, today: LegalDate) {
    let debtor = Self.uscc("debtor_uscc", &reader)
    let terms = ReceivableTermsInput(&reader, today: today).terms
    guard let debtor, let terms else { return nil }
    debtorUSCC = debtor
    self.terms = terms
  }

  /// A code as it is stored; one that an audited override admitted is known by its digits, too.
  static func uscc(_ name: String, _ reader: inout ObjectReader) -> String? {
    guard let text = reader.requiredString(name, maximumLength: maximumUSCC) else { return nil }
    do throws(Fault) {
      return try USCC(legacyOverride: text).text
    } catch {
      reader.add(error.under(reader.path(name)))
      return nil
    }
  }
}

/// Members that many bodies have.
enum PartyInput {
  static func enterprise(_ name: String, _ body: inout ObjectReader) -> EnterpriseID? {
    guard let text = body.requiredString(name, maximumLength: 64) else { return nil }
    guard let id = EnterpriseID(text) else {
      body.add(
        Fault(
          body.path(name), "identifier", zh: "企业标识应为 ent_ 加 UUID",
          en: "an enterprise id is ent_ and a UUID"))
      return nil
    }
    return id
  }

  /// The digest of what is confirmed, as receivables show it.
  static func digest(_ name: String, _ body: inout ObjectReader) -> Digest? {
    guard let text = body.requiredString(name, maximumLength: 100) else { return nil }
    guard text.hasPrefix("sha256:"), let bytes = Hexadecimal.bytes(String(text.dropFirst(7))),
      bytes.count == 32
    else {
      body.add(
        Fault(
          body.path(name), "digest", zh: "应为 sha256: 加 64 位十六进制",
          en: "must be sha256: and 64 hexadecimal digits"))
      return nil
    }
    return Digest(bytes: bytes)
  }
}

/// Why a debtor objects.
public enum DisputeReason: String, Sendable, Hashable, CaseIterable {
  /// The goods did not come, or not all of them.
  case goods
  case quality
  case amount
  /// It is paid already.
  case paid
  /// It is set off against what the seller owes.
  case setOff = "set_off"
  /// The debtor knows nothing of it.
  case notOurs = "not_ours"
  case other
}

/// What a debtor says of one receivable.
struct ConfirmationInput {
  let version: Digest
  let fen: Int64

  init(version: Digest, fen: Int64) {
    self.version = version
    self.fen = fen
  }

  /// - Returns: nil when there are faults in the reader.
  init?(_ body: inout ObjectReader) {
    let version = PartyInput.digest("version_digest", &body)
    let fen = body.requiredInteger("confirmed_fen", in: 1...Fen.maximum)
    guard let version, let fen else { return nil }
    self.version = version
    self.fen = fen
  }
}

/// Why a debtor objects to one.
struct DisputeInput {
  static let maximumNote = 1_000

  let reason: DisputeReason
  let note: String?

  /// - Returns: nil when there are faults in the reader.
  init?(_ body: inout ObjectReader) {
    _ = body.required("reason")
    let reason = body.choice("reason", of: DisputeReason.self)
    note = body.string("note", maximumLength: Self.maximumNote)
    if reason == .other, note == nil { body.add(ObjectReader.requiredFault(body.path("note"))) }
    guard let reason else { return nil }
    self.reason = reason
  }
}
