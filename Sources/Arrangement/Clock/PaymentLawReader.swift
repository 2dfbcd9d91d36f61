import Catalog
import Domain

extension PaymentLaws {
  /// Most versions.
  static let maximumCount = 100
  /// Longest term, in days.
  static let maximumDays: Int64 = 3_650

  /// From a document in the form of `Schemas/arrangement/payment.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `order` (a default above its
  ///   maximum), `duplicate_id` (a debtor twice), `overlap` (two versions on one day, whatever their
  ///   codes).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let laws = reader.requiredList("laws", maximumCount: Self.maximumCount, Self.readLaw)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(laws, name: { _ in "" }, days: \.period).map {
        .overlap("/laws/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.laws = laws
  }

  private static func readLaw(_ reader: inout ObjectReader) -> PaymentLaw? {
    let code = reader.requiredName("code", allowing: "-")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let terms = reader.requiredList(
      "terms", maximumCount: DebtorKind.allCases.count, readTerm)
    var seen: Set<DebtorKind> = []
    for kind in terms.flatMap({ $0.debtors.sorted { $0.rawValue < $1.rawValue } })
    where !seen.insert(kind).inserted {
      reader.add(.duplicate(reader.path("terms"), kind.rawValue))
    }
    let confirmation = readNumber("confirmation", "days", 1...maximumDays, &reader)
    let interest = readNumber(
      "late_interest", "daily_ppm", 0...PartsPerMillion.one, &reader)
    let year = readNumber("agreed_rate_year", "days", 360...366, &reader)
    let citation = reader.requiredCitation()
    guard let code, let label, let period, let confirmation, let interest, let year, let citation
    else { return nil }
    return PaymentLaw(
      code: code, label: label, period: period, terms: terms, confirmationDays: confirmation,
      dailyInterestPPM: interest, agreedRateYearDays: year, citation: citation)
  }

  private static func readTerm(_ reader: inout ObjectReader) -> PaymentLaw.Term? {
    _ = reader.required("debtors")
    let debtors = reader.choices("debtors", of: DebtorKind.self) ?? []
    let normal = reader.integer("default_days", in: 0...maximumDays)
    let most = reader.integer("maximum_days", in: 0...maximumDays)
    let pays = reader.boolean("may_pay_when_paid")
    if pays == nil { reader.add(ObjectReader.requiredFault(reader.path("may_pay_when_paid"))) }
    let citation = reader.requiredCitation()
    if let normal, let most, normal > most {
      reader.add(
        Fault(
          reader.path("maximum_days"), "order", zh: "最长期限不得短于默认期限",
          en: "the maximum is below the default"))
    }
    guard !debtors.isEmpty, let pays, let citation else { return nil }
    return PaymentLaw.Term(
      debtors: Set(debtors), defaultDays: normal, maximumDays: most, mayPayWhenPaid: pays,
      citation: citation)
  }

  private static func readNumber(
    _ member: String, _ name: String, _ range: ClosedRange<Int64>, _ reader: inout ObjectReader
  ) -> PaymentLaw.Number? {
    guard reader.required(member) != nil, var nested = reader.object(member) else { return nil }
    let value = nested.requiredInteger(name, in: range)
    let citation = nested.requiredCitation()
    reader.merge(nested)
    guard let value, let citation else { return nil }
    return PaymentLaw.Number(value: value, citation: citation)
  }
}
