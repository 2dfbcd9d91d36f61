import Catalog
import Domain
import Schemas
import Workflow

/// What offers go by: the state machine, what is shown before a consent, and how needs are put before
/// institutions. All of it is data of `Schemas/workflow`.
public struct OfferRules: Sendable {
  /// Why an offer is declined or taken away.
  struct Reason: Sendable {
    var code: ReasonCode
    /// Whether the enterprise can mend it.
    var isRepairable: Bool
    /// Whether the rule or fact it is about must be named.
    var needsAbout: Bool
  }

  let machine: StateMachine
  /// `teaser.yaml`; its facts are those of a catalog.
  let teaser: JSON
  let clock: DeadlineClock
  /// Time limits that products and counties set for themselves.
  let limits: LimitTable
  /// Institutions a need is before at once, unless it asks for another number; and at most.
  let institutions: Int
  let institutionsMaximum: Int
  let openInstitutionsMaximum: Int
  let shareDays: Int
  let seed: UInt64
  let consentDaysMaximum: Int
  let retryHours: Int
  private let reasons: [ReasonCode: Reason]

  /// - Throws: every fault of the documents.
  init(
    machine: JSON, teaser: JSON, referral: JSON, limits: JSON, calendar: WorkingCalendar
  ) throws(Faults) {
    self.machine = try StateMachine(json: machine)
    self.limits = try LimitTable(json: limits, machine: self.machine)
    self.teaser = teaser
    var reader = ObjectReader(referral)
    func number(_ name: String, _ range: ClosedRange<Int64>) -> Int {
      Int(reader.requiredInteger(name, in: range) ?? range.lowerBound)
    }
    clock = DeadlineClock(
      calendar, closesAtMinute: number("business_day_ends_at_minute", 1...1_440))
    institutionsMaximum = number("institutions_maximum", 1...20)
    institutions = number("institutions", 1...Int64(institutionsMaximum))
    openInstitutionsMaximum = number("open_institutions_maximum", 1...20)
    shareDays = number("share_days", 1...3_660)
    seed = UInt64(number("seed", 0...Int64.max))
    consentDaysMaximum = number("consent_days_maximum", 1...3_660)
    retryHours = number("retry_hours", 1...8_760)
    var reasons: [ReasonCode: Reason] = [:]
    for (index, element) in (reader.array("reasons", maximumCount: 100) ?? []).enumerated() {
      var nested = ObjectReader(element, at: "\(reader.path("reasons"))/\(index)")
      let code = nested.requiredChoice("code", of: ReasonCode.self)
      let (isRepairable, needsAbout) = (nested.boolean("repairable"), nested.boolean("about"))
      if let code, let isRepairable, let needsAbout {
        reasons[code] = Reason(code: code, isRepairable: isRepairable, needsAbout: needsAbout)
      }
      reader.merge(nested)
    }
    self.reasons = reasons
    for code in ReasonCode.allCases where reasons[code] == nil {
      reader.add(ObjectReader.requiredFault("/reasons/\(code.rawValue)"))
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
  }

  /// The documents that ship with the program.
  ///
  /// - Parameter limits: in place of `limits.yaml`.
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(
    calendar: WorkingCalendar, limits: JSON? = nil
  ) throws -> OfferRules {
    try OfferRules(
      machine: document("workflow/offer.yaml"), teaser: document("workflow/teaser.yaml"),
      referral: document("workflow/referral.yaml"),
      limits: limits ?? document("workflow/limits.yaml"),
      calendar: calendar)
  }

  /// A document of `Schemas` as JSON.
  static func document(_ path: String) throws -> JSON {
    let document = YAMLDocument(SourceFile(name: path, text: try SchemaFiles.text(path)))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  func reason(_ code: ReasonCode) -> Reason {
    reasons[code] ?? Reason(code: code, isRepairable: false, needsAbout: false)
  }
}
