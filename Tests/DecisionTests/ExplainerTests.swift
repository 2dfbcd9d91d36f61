import Catalog
import Decision
import Domain
import Testing

@Suite("Explanations")
struct ExplainerTests {
  private func explain(
    _ body: String, _ facts: World.Facts = [:], months: Int64 = 12
  ) throws -> Explanation {
    let world = try World(["ppp": body])
    let decision = try #require(
      world.engine.decide(World.input(facts, months: months), product: "ppp"))
    return Explainer.explain(decision, catalog: world.catalog)
  }

  @Test("values are in units of people, and the citation names clause and day")
  func units() throws {
    let tax = try explain(
      World.one("fact: tax.last_fen, op: gte, value: 30000000"),
      ["tax.last_fen": .integer(125_000_000)])
    #expect(tax.rules[0].text.zh == "符合：去年纳税额为125万元，要求不低于30万元")
    #expect(
      tax.rules[0].text.en
        == "met: tax last year is CNY 1,250,000.00; required: at least CNY 300,000.00"
    )
    #expect(tax.rules[0].citation.zh == "《办法》第四条（2015-12-03–…）")
    let debt = try explain(
      World.one("fact: finance.debt_ppm, op: lte, value: 700000"),
      ["finance.debt_ppm": .integer(712_345)])
    #expect(debt.rules[0].value?.zh == "71.2345%" && debt.rules[0].threshold?.zh == "不高于70.00%")
    let tenor = try explain("tenor: {min_months: 6, max_months: 12}\n", months: 1)
    #expect(tenor.rules[0].text.zh == "不符合：融资期限为1个月，要求介于6个月至12个月")
    #expect(
      tenor.rules[0].text.en
        == "not met: tenor is 1 month; required: between 6 months and 12 months")
    let grade = try explain(World.one("fact: tax.credit_grade, op: in, value: [A, B]"))
    #expect(grade.rules[0].text.zh == "待补充：纳税信用等级为未知，要求应属于A级、B")
  }

  @Test("the summary fits the verdict and leaves the decision to the institution")
  func summaries() throws {
    let fits = try explain(
      "limit:\n  - {kind: cap, fen: 70000000, citation: {document: x, tag: S}}\n"
        + "pricing: {form: all_in, base_ppm: 34500, citation: {document: x, tag: S}}\n")
    #expect(fits.summary.zh.contains("测算额度70万元") && fits.summary.zh.contains("3.45%"))
    #expect(fits.summary.zh.contains("由机构决定"))
    let open = try explain("")
    #expect(open.summary.zh.contains("额度未公布") && open.summary.en.contains("ask the institution"))
    let asks = try explain(World.one("fact: tax.mean_fen, op: gte, value: 1"))
    #expect(asks.summary.zh.contains("去年纳税额、前年纳税额"))
    let misses = try explain("tenor: {max_months: 6}\n")
    #expect(misses.summary.en.contains("1 criterion of ppp is not met; all others are."))
  }

  @Test("at most four principal reasons, in the order of the rules")
  func reasons() throws {
    let body =
      "criteria:\n"
      + (0..<6).map {
        World.criterion(
          "r\($0)", "fact: tax.years, op: gte, value: \($0 + 5), reason: tax_record_short")
      }.joined()
    let explanation = try explain(body, ["tax.years": .integer(1)])
    #expect(explanation.reasons.map(\.ruleID) == ["r0", "r1", "r2", "r3"])
    #expect(explanation.reasons[0].code == .taxRecordShort)
    #expect(explanation.rules.count == 6)
    #expect(try explain("").reasons.isEmpty)
  }

  @Test("no wording grants anything or rates anybody")
  func wording() throws {
    let bodies = [
      "", World.one("fact: tax.years, op: gte, value: 2"), "tenor: {max_months: 6}\n",
      "criteria:\n  - {id: g, any_of: [{id: a, fact: tax.years, op: exists}, {id: b, all_of: [{id: c, fact: enterprise.titles, op: in, value: [srdi]}]}], citation: {document: x, tag: '?'}}\n",
      "limit:\n  - {kind: multiple, fact: tax.last_fen, milli: 1500, citation: {document: x, tag: S}}\n",
    ]
    for body in bodies {
      for facts: World.Facts in [[:], ["tax.years": .integer(3)], ["tax.years": nil]] {
        let text = try explain(body, facts).json.canonicalText
        for word in ["批准", "获批", "信用评分", "approved", "Approved", "credit score"] {
          #expect(!text.contains(word))
        }
      }
    }
  }
}
