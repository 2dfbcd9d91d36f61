import Domain

/// Makes product documents over the real fact registry: 6 to 12 rules each, with bounds a bank might
/// set. What they say is drawn at random, so no institution is to be taken by its word.
struct ProductMaker {
  private var random: FlowRandom
  private let institutions: [String]
  private let families: [String]
  private let cities: [String]

  private static let citation: JSON = ["document": "synthetic workload", "tag": "SEED"]
  /// One 10,000 yuan in fen.
  private static let wan: Int64 = 1_000_000
  private static let percent: Int64 = 10_000

  /// - Parameters:
  ///   - institutions: codes to choose from, as `families`.
  ///   - cities: division codes of prefectures.
  init(seed: UInt64, institutions: [String], families: [String], cities: [String]) {
    random = FlowRandom(seed: seed, stream: 0x70)
    self.institutions = institutions
    self.families = families
    self.cities = cities
  }

  /// A document with the code `flow-NNNNNN`.
  mutating func document(_ number: Int) -> JSON {
    let digits = String(number)
    let code = "flow-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    // Tenor and coverage are rules, too.
    let criteria = criteria(count: random.within(4...10))
    return [
      "code": .string(code),
      "name": ["zh": .string("合成产品\(number)"), "en": .string("synthetic product \(number)")],
      "institution": .string(random.pick(institutions)), "family": .string(random.pick(families)),
      "effective": ["from": "2025-01-01"],
      "source": ["url": "synthetic", "tag": "SEED", "observed_on": "2025-01-01"],
      "criteria": .array(criteria), "tenor": tenor(), "limit": .array(limit()),
      "min_coverage_ppm": .int(random.pick([500_000, 500_000, 1_000_000])), "pricing": pricing(),
    ]
  }

  // MARK: Criteria

  private mutating func criteria(count: Int) -> [JSON] {
    var makers = Self.makers
    makers.shuffle(using: &random)
    return makers.prefix(count).map { name, make in
      let (fact, op, value) = make(&random, cities)
      return [
        "id": .string(name), "fact": .string(fact), "op": .string(op), "value": value,
        "citation": Self.citation,
      ]
    }
  }

  private typealias Maker =
    @Sendable (
      _ random: inout FlowRandom, _ cities: [String]
    ) -> (fact: String, op: String, value: JSON)

  private static func texts(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  private static func isFalse(_ fact: String) -> Maker {
    { _, _ in (fact, "eq", false) }
  }

  private static func least(_ fact: String, _ values: [Int64], unit: Int64 = 1) -> Maker {
    { random, _ in (fact, "gte", .int(random.pick(values) * unit)) }
  }

  private static func most(_ fact: String, _ values: [Int64], unit: Int64 = 1) -> Maker {
    { random, _ in (fact, "lte", .int(random.pick(values) * unit)) }
  }

  private static func oneOf(_ fact: String, _ choices: [[String]]) -> Maker {
    { random, _ in (fact, "in", texts(random.pick(choices))) }
  }

  private static let makers: [(String, Maker)] = [
    (
      "region",
      { random, cities in
        let count = min(cities.count, random.within(6...15))
        return ("enterprise.region", "within_region", texts(random.some(count, of: cities)))
      }
    ),
    (
      "industry",
      { random, _ in
        let codes = ["01", "03", "13", "18", "29", "33", "34", "36", "38", "47", "51", "62", "72"]
        return (
          "enterprise.industry", "not_in", texts(random.some(random.within(1...6), of: codes))
        )
      }
    ),
    (
      "size",
      oneOf(
        "enterprise.size",
        [["small", "micro"], ["medium", "small", "micro"], ["medium", "small"]])
    ),
    ("form", oneOf("enterprise.legal_form", [["company"], ["company", "individual_business"]])),
    ("age", least("enterprise.age_months", [6, 12, 12, 24, 24, 36])),
    ("persons", least("enterprise.insured_persons", [1, 3, 5, 10, 20])),
    (
      "titles",
      oneOf(
        "enterprise.titles",
        [["high_tech", "tech_sme"], ["high_tech", "innovative_sme", "srdi_province"]])
    ),
    (
      "grade",
      oneOf(
        "tax.credit_grade",
        [["A", "B"], ["A", "B", "M"], ["A", "B", "M"], ["A", "B", "C", "M"]])
    ),
    ("tax_paid", least("tax.paid_last_year_fen", [1, 1, 2, 3, 5, 10], unit: wan)),
    ("tax_12m", least("tax.vat_cit_last_12m_fen", [1, 2, 3, 5, 10, 20], unit: wan)),
    ("arrears", most("tax.arrears_fen", [0, 0, 1], unit: wan)),
    ("breach", least("tax.breach_free_months", [6, 12, 12, 24])),
    ("tax_years", least("tax.consecutive_years", [1, 1, 2, 3])),
    ("revenue", least("finance.revenue_last_year_fen", [50, 100, 200, 300, 500], unit: wan)),
    (
      "revenue_range",
      { random, _ in
        let low = random.pick([20, 50, 100, 300] as [Int64]) * wan
        let high = random.pick([5_000, 20_000, 40_000] as [Int64]) * wan
        return ("tax.revenue_declared_last_12m_fen", "between", [.int(low), .int(high)])
      }
    ),
    ("growth", least("finance.revenue_growth_ppm", [-30, -20, -10, -5, 0], unit: percent)),
    ("debt", most("finance.debt_ratio_ppm", [55, 60, 65, 70, 75, 80], unit: percent)),
    ("net_assets", least("finance.net_assets_fen", [0, 20, 50, 100, 200], unit: wan)),
    ("lenders", most("finance.lender_count", [1, 2, 3, 4])),
    ("overdue", isFalse("credit.current_overdue")),
    ("bad_record", isFalse("credit.has_bad_record")),
    ("late", most("credit.late_count_24m", [0, 1, 2, 6])),
    ("inquiries", most("credit.inquiries_3m", [1, 2, 3, 5])),
    ("dishonest", isFalse("legal.dishonest_listed")),
    ("enforcement", isFalse("legal.enforcement_pending")),
    ("penalty", isFalse("legal.major_penalty")),
    ("abnormal", isFalse("legal.abnormal_operation")),
    ("receivables", least("receivable.eligible_fen", [5, 10, 20, 50], unit: wan)),
    ("estate", least("collateral.real_estate_fen", [10, 20, 50, 100], unit: wan)),
    ("patents", least("ip.invention_patents_count", [1, 1, 2, 3])),
    (
      "purpose",
      { random, _ in
        let all = [
          "equipment", "technology_upgrade", "plant", "digitalisation", "renovation",
          "refinancing", "other",
        ]
        return (
          "need.purpose", "in",
          texts(["working_capital"] + random.some(random.within(1...6), of: all))
        )
      }
    ),
  ]

  // MARK: Terms

  private mutating func tenor() -> JSON {
    [
      "min_months": .int(random.pick([1, 3, 3])),
      "max_months": .int(random.pick([12, 24, 36, 36, 60, 120])), "citation": Self.citation,
    ]
  }

  private mutating func limit() -> [JSON] {
    let cap: Int64 = random.pick([100, 200, 300, 500, 500, 1_000, 2_000, 3_000, 5_000])
    let term: JSON =
      switch random.within(0...4) {
      case 0:
        [
          "kind": "multiple", "fact": "tax.paid_last_year_fen",
          "milli": .int(random.pick([3_000, 5_000, 7_000, 10_000])), "citation": Self.citation,
        ]
      case 1:
        [
          "kind": "advance_rate", "fact": "receivable.eligible_fen",
          "ppm": .int(random.pick([600_000, 700_000, 800_000])), "citation": Self.citation,
        ]
      case 2:
        [
          "kind": "share", "fact": "collateral.real_estate_fen",
          "ppm": .int(random.pick([500_000, 600_000, 700_000])), "citation": Self.citation,
        ]
      default:
        [
          "kind": "share", "fact": "finance.revenue_last_year_fen",
          "ppm": .int(random.pick([100_000, 150_000, 200_000, 300_000])),
          "citation": Self.citation,
        ]
      }
    return [["kind": "cap", "fen": .int(cap * Self.wan), "citation": Self.citation], term]
  }

  private mutating func pricing() -> JSON {
    let rate = Int64(random.within(54...160)) * 500
    if random.chance(percent: 30) {
      return [
        "form": "all_in", "base_ppm": .int(rate), "fees_ppm": .int(random.pick([0, 0, 2_000])),
        "citation": Self.citation,
      ]
    }
    var members: [String: JSON] = [
      "form": "annualised", "rate": ["max": ["ppm": .int(rate)]],
      "repayment": .string(
        random.pick([
          "equal_instalment", "equal_principal", "revolving", "interest_monthly_bullet",
        ])), "citation": Self.citation,
    ]
    if random.chance(percent: 25) {
      members["fees"] = [
        [
          "kind": "guarantee_fee", "payee": "guarantor", "timing": "yearly",
          "max_ppm": .int(random.pick([5_000, 8_000, 10_000])),
        ]
      ]
    }
    return .object(members)
  }
}
