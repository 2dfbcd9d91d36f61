import Domain
import Seeds

/// Random products and facts, small enough that every boundary is often hit.
struct RandomWorld {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &random)
  }

  /// One comparison without id and citation.
  private mutating func test() -> String {
    switch Int.random(in: 0..<9, using: &random) {
    case 0:
      let op = pick(["gte", "lte", "gt", "lt", "eq", "ne"])
      return "fact: tax.years, op: \(op), value: \(number(0...3))"
    case 1: return "fact: tax.mean_fen, op: gte, value: \(number(0...3))"
    case 2: return "fact: finance.profit_fen, op: between, value: [-1, \(number(-1...2))]"
    case 3:
      return
        "fact: tax.credit_grade, op: \(pick(["in", "not_in"])), value: [A, \(pick(["B", "M"]))]"
    case 4: return "fact: credit.has_overdue, op: eq, value: \(pick(["true", "false"]))"
    case 5:
      return
        "fact: enterprise.titles, op: \(pick(["in", "not_in", "eq", "ne"])), value: [\(pick(["srdi", "high_tech"]))]"
    case 6:
      return
        "fact: enterprise.region, op: within_region, value: '\(pick(["340000", "340100", "110000"]))'"
    case 7:
      return
        "fact: enterprise.industry, op: \(pick(["in", "not_in"])), value: [\(pick(["C", "'39'", "'3911'", "K"]))]"
    default: return "fact: \(pick(["tax.years", "collateral.appraised_fen"])), op: exists"
    }
  }

  private mutating func term() -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "kind: cap, fen: \(number(0...9))"
    case 1: "kind: multiple, fact: tax.mean_fen, milli: \(number(0...5) * 500)"
    case 2:
      "kind: multiple_by_grade, fact: tax.last_fen, grade: tax.credit_grade, milli: {A: 3000, B: null, M: 1000}"
    case 3:
      "kind: share, fact: collateral.appraised_fen, ppm: \(pick([333_333, 600_000, 1_000_000]))"
    case 4: "kind: headroom, cap_fen: \(number(0...9)), used: finance.used_fen"
    default: "kind: fact, fact: finance.used_fen"
    }
  }

  private mutating func pricing() -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return ""
    case 1:
      return
        "pricing: {form: all_in, base_ppm: \(pick([30_000, 40_000])), citation: {document: x, tag: S}}\n"
    case 2:
      return
        "pricing: {form: annualised, rate: {max: {lpr: {multiple_milli: \(pick([1_000, 1_300]))}}, by_grade: {fact: tax.credit_grade, A: {max: {ppm: 32500}}}}, lpr_tenor: 1y, repayment: equal_principal, citation: {document: x, tag: S}}\n"
    default:
      return
        "pricing: {form: annualised, rate: {max: {ppm: 40000}}, repayment: revolving, fees: [{kind: fee, payee: bank, timing: yearly, max_ppm: 10000}], subsidies: [{id: half, kind: interest_share, ppm: 500000, cap_fen: \(number(0...2)), paid: at_end, certain: true, fact: credit.has_overdue, citation: {document: x, tag: S}}], citation: {document: x, tag: S}}\n"
    }
  }

  /// Number of products of a catalog; now and then more than one word of bits, or several.
  mutating func catalogSize() -> Int {
    chance(10) ? Int.random(in: 60...140, using: &random) : Int.random(in: 1...16, using: &random)
  }

  /// How many of the facts are known, in percent.
  mutating func knownPercent() -> Int { pick([40, 70, 90, 100, 100]) }

  /// The body of a product, its criteria as separate lines so that they can be reordered.
  mutating func product() -> (criteria: [String], rest: String) {
    var criteria: [String] = []
    for index in 0..<Int.random(in: 0...4, using: &random) {
      if chance(30) {
        var members: [String] = []
        for member in 0..<Int.random(in: 1...3, using: &random) {
          let id = "c\(index)m\(member)"
          members.append(
            chance(40)
              ? "{id: \(id), all_of: [{id: \(id)a, \(test())}, {id: \(id)b, \(test())}]}"
              : "{id: \(id), \(test())}")
        }
        criteria.append(
          "  - {id: c\(index), any_of: [\(members.joined(separator: ", "))], citation: {document: x, tag: S}}\n"
        )
      } else {
        criteria.append(World.criterion("c\(index)", test()))
      }
    }
    var rest = pricing()
    if chance(50) { rest += "tenor: {max_months: \(pick([6, 12, 24]))}\n" }
    if chance(30) { rest += "min_coverage_ppm: \(pick([1, 333_333, 1_000_000]))\n" }
    let minimum = number(0...2)
    if chance(40) { rest += "amount: {min_fen: \(minimum), max_fen: \(minimum + number(0...6))}\n" }
    if chance(60) {
      var terms = ""
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        terms += "  - {\(term()), citation: {document: x, tag: S}}\n"
      }
      rest += "limit:\n" + terms
    }
    return (criteria, rest)
  }

  static func body(_ criteria: [String], _ rest: String) -> String {
    rest + (criteria.isEmpty ? "" : "criteria:\n" + criteria.joined())
  }

  /// One value of a fact, or nil for none where the registry admits it.
  mutating func value(_ path: String) -> FactValue? {
    switch path {
    case "tax.years": chance(15) ? nil : .integer(number(0...3))
    case "collateral.appraised_fen": chance(15) ? nil : .integer(number(0...9))
    case "finance.profit_fen": .integer(number(-2...2))
    case "tax.credit_grade": .text(pick(["A", "B", "M", "C", "D"]))
    case "credit.has_overdue": .boolean(chance(50))
    case "enterprise.titles": .set(pick([[], ["srdi"], ["high_tech"], ["high_tech", "srdi"]]))
    case "enterprise.region": .text(pick(["340104", "340200", "110105"]))
    case "enterprise.industry": .text(pick(["3911", "3900", "39", "C", "7010"]))
    default: .integer(number(0...4))
    }
  }

  static let paths = [
    "tax.years", "tax.last_fen", "tax.prior_fen", "tax.credit_grade", "finance.profit_fen",
    "finance.used_fen", "credit.has_overdue", "collateral.appraised_fen", "enterprise.titles",
    "enterprise.region", "enterprise.industry",
  ]

  /// Facts of which each is known with the given chance.
  mutating func facts(knownPercent: Int) -> World.Facts {
    var facts: World.Facts = [:]
    for path in Self.paths where chance(knownPercent) {
      facts.updateValue(value(path), forKey: path)
    }
    return facts
  }

  mutating func input(_ facts: World.Facts) -> DecisionInputParts {
    DecisionInputParts(facts: facts, amount: number(1...8), months: pick([6, 12, 18]))
  }
}

/// What `World.input` takes.
struct DecisionInputParts {
  var facts: World.Facts
  var amount: Int64
  var months: Int64
}
