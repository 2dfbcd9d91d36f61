import Domain
import Foundation
import Ingest

/// One enterprise of the benchmark with its facts and its one need.
struct FlowSubject: Sendable {
  /// From 0; the identifiers follow from it.
  let index: Int
  let enterprise: SampleEnterprise
  /// What is stored as the enterprise's first facts version.
  let facts: FactSheet
  let terms: Terms

  /// What is asked for.
  struct Terms: Sendable {
    var amountFen: Int64
    var tenorMonths: Int
    var purpose: String
    /// Sorted; nil: not said.
    var security: [String]?

    /// The body of `POST /v1/needs`.
    func body(of enterprise: EnterpriseID) -> JSON {
      [
        "enterprise_id": .string(enterprise.text),
        "amount": ["fen": .int(amountFen), "currency": "CNY"],
        "tenor_months": .int(Int64(tenorMonths)), "purpose": .string(purpose),
        "security": security.map { .array($0.map(JSON.string)) } ?? .null,
      ]
    }
  }

  var id: EnterpriseID { EnterpriseID(FlowIdentity.uuid(.enterprise, index)) }
  var need: NeedID { NeedID(FlowIdentity.uuid(.need, index)) }

  /// The need as facts of the engine, as of `day`.
  func needFacts(on day: LegalDate) -> FactSheet {
    func fact(_ path: String, _ value: FactValue) -> Fact {
      Fact(path: path, value: value, source: "need", asOf: day)
    }
    var sheet = FactSheet([
      fact("need.amount_fen", .integer(terms.amountFen)),
      fact("need.tenor_months", .integer(Int64(terms.tenorMonths))),
      fact("need.purpose", .text(terms.purpose)),
    ])
    if let security = terms.security {
      sheet["need.security"] = fact("need.security", .set(security))
    }
    return sheet
  }
}

/// Identifiers that follow from a number, so that a script of another program can name the same
/// rows: version 7 of RFC 9562 with a fixed time, and the number in the last 48 bits.
enum FlowIdentity {
  enum Kind: String, Sendable {
    case enterprise = "018bcfe5-6800-7000-8000-"
    case need = "018bcfe5-6801-7000-8000-"
    case run = "018bcfe5-6802-7000-8000-"
    case event = "018bcfe5-6803-7000-8000-"
    /// Needs that pgbench writes.
    case foreignNeed = "018bcfe5-6804-7000-8000-"
    case foreignEvent = "018bcfe5-6805-7000-8000-"

    /// What tells the kinds apart in the sixth byte.
    fileprivate var number: UInt8 {
      switch self {
      case .enterprise: 0
      case .need: 1
      case .run: 2
      case .event: 3
      case .foreignNeed: 4
      case .foreignEvent: 5
      }
    }
  }

  static func uuid(_ kind: Kind, _ index: Int) -> UUID {
    precondition((0..<1 << 48).contains(index), "a number of 48 bits makes an identifier")
    // The same as the text of the kind and twelve digits; the measured loop would pay for text.
    func byte(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: index >> (40 - 8 * place)) }
    return UUID(
      uuid: (
        0x01, 0x8b, 0xcf, 0xe5, 0x68, kind.number, 0x70, 0, 0x80, 0, byte(0), byte(1), byte(2),
        byte(3), byte(4), byte(5)
      ))
  }

  /// The same in SQL, of an expression that is an integer.
  static func sql(_ kind: Kind, _ number: String) -> String {
    "('\(kind.rawValue)' || lpad(to_hex(\(number)), 12, '0'))::uuid"
  }
}

/// Makes the subjects: the sample enterprises of the service with about 27 of their facts.
struct FlowSubjects: Sendable {
  let count: Int
  private let seed: UInt64
  private let generator: SampleGenerator

  /// Facts that are kept of a sample; about a quarter of them are unknown of a given enterprise.
  static let paths: Set<String> = [
    "enterprise.size", "enterprise.legal_form", "enterprise.titles", "enterprise.insured_persons",
    "tax.data_authorised", "tax.credit_grade", "tax.consecutive_years", "tax.paid_last_year_fen",
    "tax.paid_prior_year_fen", "tax.vat_cit_last_12m_fen", "tax.revenue_declared_last_12m_fen",
    "tax.arrears_fen", "tax.breach_free_months", "finance.assets_fen", "finance.liabilities_fen",
    "finance.revenue_last_year_fen", "finance.revenue_prior_year_fen",
    "finance.existing_loans_fen", "finance.lender_count", "credit.current_overdue",
    "credit.has_bad_record", "credit.late_count_24m", "credit.inquiries_3m",
    "legal.dishonest_listed", "legal.enforcement_pending", "legal.major_penalty",
    "legal.abnormal_operation", "receivable.eligible_fen", "receivable.core_enterprise",
    "collateral.real_estate_fen", "ip.invention_patents_count",
    "guarantee.counter_guarantee_willing",
  ]

  init(
    count: Int, seed: UInt64, regions: RegionTable, industries: IndustryTable, today: LegalDate
  ) throws {
    guard
      let generator = SampleGenerator(
        seed: seed, regions: regions, industries: industries, today: today)
    else { throw BenchFailure("the reference tables hold no county and industry of the samples") }
    self.count = count
    self.seed = seed
    self.generator = generator
  }

  var today: LegalDate { generator.today }

  func subject(_ index: Int) -> FlowSubject {
    let sample = generator.enterprise(UInt64(index))
    var facts = FactSheet(sample.facts.filter { Self.paths.contains($0.path) })
    let attributes: [(String, FactValue)] = [
      ("enterprise.region", .text(sample.region.text)),
      ("enterprise.industry", .text(sample.industry.text)),
      ("enterprise.registered_on", .date(sample.registeredOn)),
    ]
    for (path, value) in attributes {
      facts[path] = Fact(path: path, value: value, source: "registry", asOf: today)
    }
    return FlowSubject(
      index: index, enterprise: sample, facts: facts, terms: terms(sample, index))
  }

  private func terms(_ sample: SampleEnterprise, _ index: Int) -> FlowSubject.Terms {
    if let need = sample.needs.first {
      return FlowSubject.Terms(
        amountFen: need.amount.value, tenorMonths: need.tenorMonths,
        purpose: need.purpose.rawValue, security: need.security?.map(\.rawValue).sorted())
    }
    var random = FlowRandom(seed: seed, stream: UInt64(index) &+ 1)
    return FlowSubject.Terms(
      amountFen: Int64(random.within(10...500)) * 1_000_000,
      tenorMonths: random.pick([3, 6, 12, 12, 12, 24, 36]),
      purpose: random.pick(["working_capital", "equipment", "technology_upgrade"]),
      security: ["credit"])
  }
}
