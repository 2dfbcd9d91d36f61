import Catalog
import Decision
import Domain
import Testing

/// Values below, at and above each bound, none and unknown, for every operator and limit term.
@Suite struct KernelBoundaryTests {
  private static let tests: [(String, String)] = [
    ("tax.years", "op: eq, value: 2"), ("tax.years", "op: ne, value: 2"),
    ("tax.years", "op: gte, value: 2"), ("tax.years", "op: lte, value: 2"),
    ("tax.years", "op: gt, value: 2"), ("tax.years", "op: lt, value: 2"),
    ("tax.years", "op: between, value: [2, 3]"), ("tax.years", "op: in, value: [1, 3]"),
    ("tax.years", "op: not_in, value: [1, 3]"), ("tax.years", "op: exists"),
    ("tax.mean_fen", "op: gte, value: 2"), ("tax.mean_fen", "op: ne, value: 2"),
    ("enterprise.age_months", "op: gte, value: 2"), ("enterprise.age_months", "op: exists"),
    ("enterprise.age_months", "op: ne, value: 2"),
    ("enterprise.registered_on", "op: gte, value: 2026-01-02"),
    ("enterprise.registered_on", "op: lt, value: 2026-01-02"),
    ("enterprise.registered_on", "op: between, value: [2026-01-01, 2026-01-02]"),
    ("enterprise.registered_on", "op: eq, value: 2026-01-02"),
    ("enterprise.registered_on", "op: ne, value: 2026-01-02"),
    ("credit.has_overdue", "op: eq, value: true"), ("credit.has_overdue", "op: ne, value: true"),
    ("credit.has_overdue", "op: exists"),
    ("tax.credit_grade", "op: in, value: [A, B]"), ("tax.credit_grade", "op: not_in, value: [A]"),
    ("tax.credit_grade", "op: eq, value: M"), ("tax.credit_grade", "op: ne, value: M"),
    ("enterprise.titles", "op: in, value: [srdi]"),
    ("enterprise.titles", "op: not_in, value: [srdi]"),
    ("enterprise.titles", "op: eq, value: [high_tech, srdi]"),
    ("enterprise.titles", "op: ne, value: [srdi]"),
    ("enterprise.region", "op: within_region, value: '340100'"),
    ("enterprise.region", "op: exists"),
    ("enterprise.industry", "op: in, value: [C, '7010']"),
    ("enterprise.industry", "op: not_in, value: ['39']"),
    ("enterprise.alias", "op: eq, value: x"), ("enterprise.alias", "op: not_in, value: [x]"),
  ]

  /// Values around every bound above; nil is none, and unknown is left out.
  private static let values: [String: [FactValue?]] = [
    "tax.years": [nil] + (0...4).map { .integer($0) },
    "tax.last_fen": (0...4).map { .integer($0) },
    "tax.prior_fen": (0...4).map { .integer($0) },
    "enterprise.registered_on": [
      nil, day("2025-12-02"), day("2025-12-31"), day("2026-01-01"), day("2026-01-02"),
      day("2026-01-03"), day("2026-03-02"),
    ],
    "credit.has_overdue": [.boolean(false), .boolean(true)],
    "tax.credit_grade": ["A", "B", "M", "C", "D"].map { .text($0) },
    "enterprise.titles": [[], ["srdi"], ["high_tech"], ["high_tech", "srdi"]].map { .set($0) },
    "enterprise.region": ["340100", "340104", "340200", "110105"].map { .text($0) },
    "enterprise.industry": ["C", "39", "3911", "7010", "K"].map { .text($0) },
    "enterprise.alias": ["x", "y"].map { .text($0) },
  ]

  private static func day(_ text: String) -> FactValue? { LegalDate(text).map { .date($0) } }

  @Test(
    "every operator means the same in the kernel: below, at, above its bounds, none, unknown",
    arguments: tests.map { "fact: \($0.0), \($0.1)" })
  func operators(test: String) throws {
    let fact = String(test.dropFirst(6).prefix { $0 != "," })
    let inputs = fact == "tax.mean_fen" ? ["tax.last_fen", "tax.prior_fen"] : [Self.base(of: fact)]
    var sheets: [World.Facts] = [[:]]
    for path in inputs {
      sheets = sheets.flatMap { sheet in
        [sheet]
          + (Self.values[path] ?? []).map { value in
            var next = sheet
            next.updateValue(value, forKey: path)
            return next
          }
      }
    }
    try agree(["aaa": World.one(test), "bbb": ""], sheets)
  }

  private static func base(of fact: String) -> String {
    fact == "enterprise.age_months" ? "enterprise.registered_on" : fact
  }

  @Test("limits, least amounts and coverage agree around every bound and beyond all bounds")
  func amounts() throws {
    let terms = [
      "kind: cap, fen: 4", "kind: multiple, fact: tax.last_fen, milli: 1500",
      "kind: share, fact: tax.last_fen, ppm: 700000",
      "kind: fact, fact: tax.prior_fen", "kind: multiple, fact: tax.last_fen, milli: 0",
      "kind: headroom, cap_fen: 5, used: finance.used_fen",
      "kind: multiple_by_grade, fact: tax.last_fen, grade: tax.credit_grade, milli: {A: 2000, B: null}",
    ]
    var bodies: [String: String] = [:]
    for (index, term) in terms.enumerated() {
      for (place, amount) in ["", "amount: {min_fen: 3}\n", "amount: {min_fen: 2, max_fen: 5}\n"]
        .enumerated()
      {
        for coverage in [1, 500_000, 1_000_000] {
          bodies["p\(index)\(place)\(coverage)"] =
            amount
            + "min_coverage_ppm: \(coverage)\nlimit:\n  - {\(term), citation: {document: x, tag: S}}\n"
            + "  - {\(terms[(index + 1) % terms.count]), citation: {document: x, tag: S}}\n"
        }
      }
    }
    var sheets: [World.Facts] = [[:]]
    for last: Int64 in [0, 1, 2, 3, 5, 20_000_000_000_000] {
      for prior: Int64 in [0, 2, 3] {
        sheets.append([
          "tax.last_fen": .integer(last), "tax.prior_fen": .integer(prior),
          "finance.used_fen": .integer(prior), "tax.credit_grade": .text(last < 3 ? "A" : "B"),
        ])
      }
    }
    try agree(bodies, sheets, amounts: [1, 2, 3, 4, 5, 6, 10_000_000_000_000, 0, -3])
  }

  @Test("a need without amount or tenor is judged alike")
  func missingTerms() throws {
    let engine = try World([
      "aaa": "tenor: {max_months: 12}\namount: {min_fen: 2, max_fen: 9}\n",
      "bbb": "pricing: {form: all_in, base_ppm: 1, citation: {document: x, tag: S}}\n",
    ]).engine
    let facts = [[], [NeedFact.amount], [NeedFact.tenor]].map { (known: [String]) in
      DecisionInput(
        needFacts: FactSheet(
          known.map {
            Fact(
              path: $0, value: .integer(5), source: "need",
              asOf: World.clock.legalDate)
          }), enterpriseFacts: FactSheet(), clock: World.clock)
    }
    try KernelComparison(engine, facts, facts.map { engine.plainMatch($0) }, topLimit: 10)
      .check("missing terms")
    for input in facts { #expect(engine.kernelMatch(input) == engine.plainMatch(input)) }
  }

  private func agree(
    _ bodies: [String: String], _ sheets: [World.Facts],
    amounts: [Int64] = [5], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let engine = try World(bodies).engine
    let inputs = sheets.flatMap { sheet in amounts.map { World.input(sheet, amount: $0) } }
    let plain = inputs.map { engine.plainMatch($0) }
    for (input, expected) in zip(inputs, plain) {
      #expect(engine.kernelMatch(input) == expected, sourceLocation: sourceLocation)
    }
    try KernelComparison(engine, inputs, plain, topLimit: 10).check(
      "boundaries", sourceLocation: sourceLocation)
  }
}
