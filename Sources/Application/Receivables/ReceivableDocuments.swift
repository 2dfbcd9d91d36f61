import Arrangement
import Catalog
import Decision
import Documents
import Domain
import Policy
import Postgres
import Pricing
import Store

/// What is handed over about a receivable: the letter that asks the debtor to confirm, what a late debtor
/// owes besides, and the evidence of a breach.
extension Application {
  /// The letter that asks a debtor to confirm, in codes and values, and as a page for print.
  ///
  /// - Throws: `.notFound` also when the caller may not see the receivable; `.forbidden` for
  ///   institutions.
  public func confirmationLetter(
    of id: ReceivableID, actor: Actor
  ) async throws -> LetterView {
    let actor = try await known(actor)
    return try await readLogged(.receivable, as: actor) { session in
      let (receivable, _) = try await visible(id, to: actor, session)
      guard !ReceivableView.isInstitution(actor) else {
        throw ApplicationError.forbidden(
          zh: "仅限当事企业与运营角色", en: "for both parties and operators")
      }
      let letter = try await letter(of: receivable, session)
      let view = LetterView(
        json: letter.json,
        page: {
          let page = try letter.page()
          return PrintedPage(html: page.html, contentSecurityPolicy: page.contentSecurityPolicy)
        })
      return (view, ReceivableView.shown([receivable], to: actor))
    }
  }

  func letter(
    of receivable: ReceivableRecord, _ session: any PostgresSession
  ) async throws -> ConfirmationLetter {
    let parties = try await EnterpriseRepository.find(
      [receivable.seller, receivable.debtor], session)
    guard let seller = parties[receivable.seller], let debtor = parties[receivable.debtor] else {
      throw StoredDataError(what: "parties of \(receivable.id)")
    }
    let rules = reference.receivables
    let asked = receivable.request?.at ?? clock.now()
    var law: PaymentClock.Confirmation?
    var silence: PaymentClock.Silence?
    if let contract = rules.contract(of: receivable.terms) {
      do throws(PaymentClock.Silence) {
        law = try rules.payment.confirmation(of: contract, requestedOn: asked.legalDate)
      } catch {
        silence = error
      }
    }
    return ConfirmationLetter(
      receivable: receivable, seller: seller, debtor: debtor,
      dueOn: receivable.request?.dueOn ?? rules.confirmDue(from: asked), law: law,
      silence: silence, madeOn: clock.now().legalDate)
  }

  /// What the debtor owes besides when it is late, up to and with a day.
  ///
  /// - Parameter until: today when nil.
  /// - Throws: `.notFound` also when the caller may not see the receivable.
  public func lateInterest(
    of id: ReceivableID, until: LegalDate?, actor: Actor
  ) async throws -> JSON {
    let actor = try await known(actor)
    let day = until ?? clock.now().legalDate
    return try await readLogged(.receivable, as: actor) { session in
      let (receivable, _) = try await visible(id, to: actor, session)
      let interest = try await lateInterest(of: receivable, through: day, session)
      return (interest, ReceivableView.shown([receivable], to: actor))
    }
  }

  private func lateInterest(
    of receivable: ReceivableRecord, through day: LegalDate, _ session: any PostgresSession
  ) async throws -> JSON {
    let rules = reference.receivables
    let amount = receivable.counted.gross
    var members: [String: JSON] = [
      "receivable_id": .string(receivable.id.text), "until": .string(day.text),
      "amount": MoneyView.json(amount.value),
    ]
    guard let contract = rules.contract(of: receivable.terms) else {
      return Self.silent("signing_unknown", members)
    }
    do throws(PaymentClock.Silence) {
      let payment = try rules.payment.payment(of: contract, on: day)
      members["law"] = .string(payment.law)
      members["due_on"] = .string(payment.due.day.text)
      members["term_days"] = .int(payment.days)
      members["term_basis"] = .string(payment.basis.rawValue)
      members["provisional"] = .bool(payment.due.isProvisional)
    } catch {
      return Self.silent(error.code, members)
    }
    let lpr = try await oneYearLPR(on: contract.signedOn, session)
    do throws(PaymentClock.InterestSilence) {
      let interest = try rules.payment.lateInterest(
        on: amount, of: contract, through: day, lprPPM: lpr)
      members["applies"] = true
      members["silence"] = .null
      members["days_late"] = .int(interest.days)
      members["interest"] = MoneyView.json(interest.fen)
      members["rate"] = interest.rate.json
      members["citation"] = interest.citation.json
      return .object(members)
    } catch {
      return Self.silent(error.code, members)
    }
  }

  /// The regulation says nothing of it.
  private static func silent(_ code: String, _ members: [String: JSON]) -> JSON {
    let nothing: [String: JSON] = [
      "applies": false, "silence": .string(code), "days_late": .null, "interest": .null,
      "rate": .null, "citation": .null, "law": .null, "due_on": .null, "term_days": .null,
      "term_basis": .null, "provisional": .null,
    ]
    return .object(nothing.merging(members) { _, known in known })
  }

  /// The one-year LPR of a day; nil where no policy pack has one.
  private func oneYearLPR(
    on day: LegalDate, _ session: any PostgresSession
  ) async throws -> Int64? {
    guard let pins = try await catalogs.currentPins(session) else { return nil }
    return try await catalogs.engine(pins, session).policies
      .value(Pricer.oneYearLPR, on: day)?.value
  }

  /// Everything that is known of a breach, for whoever has to prove it: each step with its instant and
  /// the digest of what the receivable said, the law of the day of signing, the debtor's days, and what
  /// it owes besides.
  ///
  /// - Throws: `.notFound` also when the caller may not see the receivable; `.forbidden` for
  ///   institutions.
  public func receivableEvidence(of id: ReceivableID, actor: Actor) async throws -> JSON {
    let actor = try await known(actor)
    return try await readLogged(.receivable, as: actor) { session in
      let (receivable, _) = try await visible(id, to: actor, session)
      guard !ReceivableView.isInstitution(actor) else {
        throw ApplicationError.forbidden(
          zh: "仅限当事企业与运营角色", en: "for both parties and operators")
      }
      let now = clock.now()
      let letter = try await letter(of: receivable, session)
      let answered = receivable.confirmation?.at
      let due = receivable.request?.dueOn
      // Late is who answers after the last day, or has not by today.
      let isBreached =
        due.map { (answered?.legalDate ?? now.legalDate) > $0 && receivable.disputedFor == nil }
        ?? false
      let evidence: JSON = [
        "receivable_id": .string(id.text), "made_at": .string(now.text),
        "letter": letter.json,
        "state": .string(receivable.state),
        "confirmation_breached": .bool(isBreached),
        "days_without_answer": .optional(
          due.map {
            max(
              0,
              Int64((answered?.legalDate ?? now.legalDate).daysSinceEpoch)
                - Int64($0.daysSinceEpoch))
          }),
        "late_interest": try await lateInterest(
          of: receivable, through: now.legalDate, session),
        "steps": .array(
          try await ReceivableRepository.steps(of: id, session).map {
            ReceivableView.step($0, to: actor)
          }),
      ]
      return (evidence, ReceivableView.shown([receivable], to: actor))
    }
  }
}

/// The letter that asks a debtor to confirm (应收账款确权函).
struct ConfirmationLetter: Sendable {
  var receivable: ReceivableRecord
  var seller: EnterpriseRecord
  var debtor: EnterpriseRecord
  /// The last day.
  var dueOn: LegalDate
  /// What the regulation says; nil where it does not bind the debtor.
  var law: PaymentClock.Confirmation?
  var silence: PaymentClock.Silence?
  var madeOn: LegalDate

  var json: JSON {
    let terms = receivable.terms
    return [
      "receivable_id": .string(receivable.id.text),
      "version_digest": .string(receivable.digest.text),
      "seller": Self.party(seller), "debtor": Self.party(debtor),
      "invoice_code": .optional(terms.invoiceCode),
      "invoice_number": .string(terms.invoiceNumber), "contract": .optional(terms.contract),
      "gross": MoneyView.json(terms.gross.value), "vat": MoneyView.json(terms.vat.value),
      "invoiced_on": .string(terms.invoicedOn.text), "due_on": .string(terms.dueOn.text),
      "requested_at": .optional(receivable.request?.at.text),
      "confirm_due_on": .string(dueOn.text), "law": .optional(law?.law),
      "citation": law.map { $0.citation.json } ?? .null,
      "silence": .optional(silence?.code), "made_on": .string(madeOn.text),
    ]
  }

  private static func party(_ enterprise: EnterpriseRecord) -> JSON {
    ["name": .string(enterprise.name), "uscc": .string(enterprise.uscc)]
  }

  func page() throws -> ConfirmationLetterPage {
    let terms = receivable.terms
    return try ConfirmationLetterPage(
      ConfirmationLetterPage.Values(
        seller: (seller.name, seller.uscc), debtor: (debtor.name, debtor.uscc),
        invoice: [terms.invoiceCode, terms.invoiceNumber].compactMap { $0 }.joined(separator: " "),
        contract: terms.contract, gross: terms.gross, vat: terms.vat,
        invoicedOn: terms.invoicedOn, payableOn: terms.dueOn, confirmBy: dueOn,
        law: law.map { [$0.citation.document, $0.citation.clause].compactMap { $0 }.joined() },
        reference: receivable.id.text, digest: receivable.digest.text, madeOn: madeOn))
  }
}

extension PaymentClock.Silence {
  /// A stable code in snake_case.
  var code: String {
    switch self {
    case .noLaw: "no_law"
    case .sellerNotSmall: "seller_not_small"
    case .debtorNotBound: "debtor_not_bound"
    case .sellerSizeUnknown: "seller_size_unknown"
    case .debtorSizeUnknown: "debtor_size_unknown"
    case .notStarted: "not_started"
    case .noTerm: "no_term"
    }
  }
}

extension PaymentClock.InterestSilence {
  var code: String {
    switch self {
    case .payment(let silence): silence.code
    case .floorUnknown: "floor_unknown"
    }
  }
}

extension PaymentClock.LateInterest.Rate {
  var json: JSON {
    switch self {
    case .daily(let ppm): ["kind": "daily", "ppm": .int(ppm)]
    case .agreed(let ppm): ["kind": "agreed", "ppm": .int(ppm)]
    case .floor(let ppm): ["kind": "floor", "ppm": .int(ppm)]
    }
  }
}

/// A letter in codes and values, and as a page when somebody wants to print it.
public struct LetterView: Sendable {
  public var json: JSON
  /// The page, in Chinese with English beside it.
  public var page: @Sendable () throws -> PrintedPage

  public init(json: JSON, page: @escaping @Sendable () throws -> PrintedPage) {
    self.json = json
    self.page = page
  }
}
