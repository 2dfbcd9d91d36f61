import Domain

/// By what a receivable is found again: canonical bytes that somebody else keys (HMAC) before they are
/// stored or compared, so that a stolen table tells no invoice numbers.
///
/// The same bytes mean the same thing; different things never have the same bytes: every field carries
/// its length.
public struct Fingerprint: Hashable, Sendable {
  /// What a fingerprint looks for.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The same invoice of the same parties: financed twice.
    case exact
    /// The same invoice number of one seller, whoever owes it.
    case invoice
    /// The same parties and amount on nearly the same day.
    case near
    /// Numbers of one stem: an invoice split in two, perhaps.
    case stem
    /// Invoices of one contract.
    case contract
    /// Invoices of the same parties on one day.
    case day
  }

  public let kind: Kind
  /// What is keyed.
  public let bytes: [UInt8]

  /// Format of the bytes; another one makes all of them different.
  static let version = "1"

  init(_ kind: Kind, _ fields: [String]) {
    self.kind = kind
    var bytes: [UInt8] = []
    for field in ["rongqiao.receivable", Self.version, kind.rawValue] + fields {
      bytes += Array("\(field.utf8.count):".utf8)
      bytes += Array(field.utf8)
      bytes.append(UInt8(ascii: ","))
    }
    self.bytes = bytes
  }
}

/// What of an invoice is made into fingerprints.
public struct InvoiceIdentity: Hashable, Sendable {
  public let seller: String
  public let debtor: String
  /// Code of a paper invoice; nil for a 20-digit number.
  public let code: String?
  public let number: String
  public let contract: String?
  public let gross: Fen
  public let invoicedOn: LegalDate

  /// As people wrote it: it is made canonical here and nowhere else.
  public init(
    seller: String, debtor: String, code: String? = nil, number: String, contract: String? = nil,
    gross: Fen, invoicedOn: LegalDate
  ) {
    self.seller = seller
    self.debtor = debtor
    self.code = code
    self.number = number
    self.contract = contract
    self.gross = gross
    self.invoicedOn = invoicedOn
  }

  /// Who sells and who owes, in their one form.
  private var parties: [String] { [Canonical.party(seller), Canonical.party(debtor)] }

  public var exact: Fingerprint {
    Fingerprint(.exact, parties + [Canonical.invoice(code: code, number: number)])
  }

  /// Without the debtor: an invoice altered in who owes it is found by it.
  public var invoice: Fingerprint {
    Fingerprint(
      .invoice, [Canonical.party(seller), Canonical.invoice(code: code, number: number)])
  }

  /// The one under which it is stored: parties, amount and the window its day lies in.
  ///
  /// - Parameter windowDays: at least 1 (`near_days` of the policy).
  public func near(windowDays: Int64) -> Fingerprint { near(window(windowDays), windowDays) }

  /// Those under which it is looked for: its own window, the one before and the one after. Whatever is
  /// at most `windowDays` away is under one of them; what is found may be up to twice as far, so that
  /// its day is compared once more (``isNear(_:windowDays:)``).
  public func nearLookups(windowDays: Int64) -> [Fingerprint] {
    let own = window(windowDays)
    return [own - 1, own, own + 1].map { near($0, windowDays) }
  }

  /// Whether two invoices are of the same parties and amount and at most so many days apart.
  public func isNear(_ other: InvoiceIdentity, windowDays: Int64) -> Bool {
    let apart =
      Int64(invoicedOn.daysSinceEpoch) - Int64(other.invoicedOn.daysSinceEpoch)
    return parties == other.parties && gross == other.gross && abs(apart) <= windowDays
  }

  private func window(_ days: Int64) -> Int64 {
    Int64(
      clamping: Rounding.floored(Int128(invoicedOn.daysSinceEpoch), Int128(max(1, days))).quotient)
  }

  private func near(_ window: Int64, _ days: Int64) -> Fingerprint {
    Fingerprint(.near, parties + [String(gross.value), String(max(1, days)), String(window)])
  }

  /// Under what the parts of a split invoice, and the whole, come together: the stem of the number, the
  /// contract, the day. Equal sums among them are looked for by ``SplitSearch``.
  public var groups: [Fingerprint] {
    var keys = [
      Fingerprint(.stem, parties + [Canonical.stem((code ?? "") + number)]),
      Fingerprint(.day, parties + [invoicedOn.text]),
    ]
    if let contract = contract.map(Canonical.number), !contract.isEmpty {
      keys.append(Fingerprint(.contract, parties + [contract]))
    }
    return keys
  }
}
