import Catalog
import Decision
import Domain
import Schemas
import Seeds
import Testing

@Suite("Principal reasons")
struct ReasonTests {
  private func reasons(
    _ body: String, _ facts: World.Facts = [:], amount: Int64 = 100_000_000, months: Int64 = 12,
    actionable: Set<String> = Set(RepairWorld.days.keys)
  ) throws -> [PrincipalReason] {
    let world = try RepairWorld(["ppp": body], actionable: actionable)
    let decision = try #require(
      world.engine.decide(World.input(facts, amount: amount, months: months), product: "ppp"))
    return Explainer.principalReasons(decision, catalog: world.catalog)
  }

  private func one(
    _ test: String, _ facts: World.Facts = [:], months: Int64 = 12
  ) throws -> PrincipalReason {
    try #require(reasons(World.one(test), facts, months: months).first)
  }

  @Test("each kind of rule reads as a sentence with value, threshold and distance")
  func sentences() throws {
    let tax = try one(
      "fact: tax.last_fen, op: gte, value: 30000000", ["tax.last_fen": .integer(18_000_000)])
    #expect(tax.text.zh == "去年纳税额为18万元，该产品要求不低于30万元，还差12万元。")
    #expect(
      tax.text.en
        == "Tax last year: CNY 180,000.00; this product asks for at least CNY 300,000.00: CNY 120,000.00 short."
    )
    #expect(tax.margin == -12_000_000 && tax.distance?.zh == "还差12万元")
    #expect(tax.clause == "第四条" && tax.citation.zh == "《办法》第四条（2015-12-03–…）")
    #expect(tax.value?.zh == "18万元" && tax.threshold.zh == "不低于30万元")
    let debt = try one(
      "fact: finance.debt_ppm, op: lte, value: 700000", ["finance.debt_ppm": .integer(712_345)])
    #expect(debt.text.zh == "资产负债率为71.2345%，该产品要求不高于70.00%，超出1.2345个百分点。")
    #expect(debt.distance?.en == "1.2345 percentage points too much")
    let grade = try one(
      "fact: tax.credit_grade, op: in, value: [A, B]", ["tax.credit_grade": .text("D")])
    #expect(grade.text.zh == "纳税信用等级为D，该产品要求为A级、B之一。" && grade.distance == nil)
    let overdue = try one(
      "fact: credit.has_overdue, op: eq, value: false", ["credit.has_overdue": .boolean(true)])
    #expect(overdue.text.zh == "“当前逾期”一项目前为“是”，该产品要求为“否”。")
    #expect(overdue.text.en == "“overdue now” stands at “yes”; this product asks for “no”.")
    let tenor = try one("fact: need.tenor_months, op: between, value: [3, 12]", months: 18)
    #expect(tenor.text.zh == "融资期限为18个月，该产品要求在3个月至12个月之间，超出6个月。")
    let short = try one("fact: need.tenor_months, op: between, value: [3, 12]", months: 1)
    #expect(short.text.en.hasSuffix("between 3 months and 12 months: 2 months short."))
    let none = try one(
      "fact: collateral.appraised_fen, op: exists", ["collateral.appraised_fen": nil])
    #expect(none.text.zh == "目前没有“抵押物评估值”，该产品要求必须有。")
    let day = try one(
      "fact: enterprise.registered_on, op: lte, value: 2025-01-01",
      ["enterprise.registered_on": .date(try #require(LegalDate("2025-01-11")))])
    #expect(day.distance?.zh == "晚了10天" && day.distance?.en == "10 days too late")
    let titles = try one(
      "fact: enterprise.titles, op: in, value: [high_tech, srdi]", ["enterprise.titles": .set([])])
    #expect(titles.text.zh == "目前没有“资质”，该产品要求至少包括其中一项：high_tech、srdi。")
  }

  @Test("the limit and the least amount are told with the amounts they come to")
  func amounts() throws {
    let limit = try reasons(
      "limit:\n  - {kind: multiple, fact: tax.last_fen, milli: 3000, citation: {document: x, tag: S}}\n",
      ["tax.last_fen": .integer(10_000_000)])
    #expect(limit.map(\.ruleID) == [EngineRule.coverage])
    #expect(
      limit[0].text.zh == "按公布的规则测算，额度最多为30万元，该产品要求不低于50万元（申请金额的50.00%），还差20万元。")
    #expect(limit[0].remedy?.zh == "可自行调整“融资金额”")
    let none = try reasons(
      "limit:\n  - {kind: multiple, fact: tax.last_fen, milli: 3000, citation: {document: x, tag: S}}\n",
      ["tax.last_fen": .integer(0)])
    // Without any limit no smaller amount helps.
    #expect(none[0].remedy?.zh == "可通过改变“去年纳税额”解决（一般约需60天）")
    let least = try reasons("amount: {min_fen: 200000000}\n")
    #expect(least.map(\.ruleID) == [EngineRule.amountMin])
    #expect(least[0].text.zh == "可用融资金额（额度与申请金额中较小者）为100万元，该产品要求不低于200万元，还差100万元。")
    #expect(least[0].remedy?.en == "the enterprise can choose another amount asked")
  }

  @Test("at most four: first what nobody can change, then what takes longest, choices last")
  func order() throws {
    let body =
      "criteria:\n"
      + World.criterion("used", "fact: finance.used_fen, op: lte, value: 1, reason: leverage_high")
      + World.criterion("overdue", "fact: credit.has_overdue, op: eq, value: false")
      + World.criterion("grade", "fact: tax.credit_grade, op: in, value: [A]")
      + World.criterion("region", "fact: enterprise.region, op: within_region, value: '340100'")
      + "tenor: {max_months: 6}\n"
    let facts: World.Facts = [
      "finance.used_fen": .integer(2), "credit.has_overdue": .boolean(true),
      "tax.credit_grade": .text("D"), "enterprise.region": .text("110105"),
    ]
    let found = try reasons(body, facts)
    #expect(found.map(\.ruleID) == ["region", "grade", "used", "overdue"])
    #expect(found.map(\.isRepairable) == [false, true, true, true])
    #expect(found[2].code == .leverageHigh && found[0].remedy == nil)
    #expect(found[2].remedy?.en == "can be mended (usually about 30 days)")
    let fewer = try reasons(body, facts.merging(["tax.credit_grade": .text("A")]) { $1 })
    #expect(fewer.map(\.ruleID) == ["region", "used", "overdue", EngineRule.tenor])
    #expect(try reasons("").isEmpty)
  }

  @Test("what time alone mends is told so")
  func ripening() throws {
    let age = try one(
      "fact: enterprise.age_months, op: gte, value: 24",
      ["enterprise.registered_on": .date(try #require(LegalDate("2024-12-10")))])
    #expect(age.text.zh == "成立月数为14个月，该产品要求不低于24个月，还差10个月。")
    #expect(age.remedy?.zh == "时间到了会自动满足" && !age.isRepairable)
  }

  @Test("of an alternative every way out is named, and of a group only what is in the way")
  func alternatives() throws {
    let body =
      "criteria:\n  - {id: any, any_of: ["
      + "{id: a, fact: tax.years, op: gte, value: 3}, "
      + "{id: b, all_of: [{id: c, fact: credit.has_overdue, op: eq, value: false}, "
      + "{id: d, fact: tax.credit_grade, op: eq, value: A}]}], citation: {document: x, tag: S}}\n"
    let found = try reasons(
      body,
      [
        "tax.years": .integer(1), "credit.has_overdue": .boolean(false),
        "tax.credit_grade": .text("C"),
      ])
    #expect(found[0].text.zh == "以下条件目前都不满足，至少要满足一项：“纳税年数”不低于3年；或“纳税信用等级”为A级。")
    #expect(
      found[0].text.en
        == "None of these is met, and one must be: years of tax record: at least 3 years; or tax credit grade: grade A."
    )
  }

  @Test("a product that needs facts says what to supply, the shortest list first")
  func supply() throws {
    let found = try reasons(
      "criteria:\n" + World.criterion("mean", "fact: tax.mean_fen, op: gte, value: 100000000")
        + World.criterion("years", "fact: tax.years, op: gte, value: 2"))
    #expect(found.map(\.ruleID) == ["years", "mean"])
    #expect(found[0].text.zh == "请补充“纳税年数”，该产品要求不低于2年。")
    #expect(
      found[1].text.zh == "请补充：去年纳税额、前年纳税额，用于判断“年均纳税额”（该产品要求：不低于100万元）。")
    #expect(found[1].supply.map(\.path) == ["tax.last_fen", "tax.prior_fen"])
    #expect(found[1].value == nil && found[1].remedy == nil && found[1].result == .unknown)
    #expect(found[0].json["supply"]?.arrayValue?.first?["path"] == "tax.years")
  }

  @Test("codes of places and banks read as names, and so do their alternatives in the trace")
  func names() throws {
    let world = try RepairWorld.seed()
    let regions = try RegionTable(csv: SchemaFiles.text("reference/regions-anhui.csv"))
    let input = World.input([
      "enterprise.region": .text("340104"), "enterprise.settlement_banks": .set(["icbc"]),
    ])
    func texts(_ code: String) throws -> String {
      let decision = try #require(world.engine.decide(input, product: code))
      let explanation = Explainer.explain(decision, catalog: world.catalog, regions: regions)
      return Explainer.principalReasons(decision, catalog: world.catalog, regions: regions)
        .map(\.text.zh).joined() + explanation.rules.map(\.text.zh).joined()
    }
    let region = try texts("wuhu-guoqiao")
    #expect(region.contains("安徽省合肥市蜀山区，该产品要求位于安徽省芜湖市"))
    let bank = try texts("ccb-yunshuidai")
    #expect(bank.contains("中国工商银行，该产品要求包括中国建设银行"))
    for text in [region, bank] { #expect(!text.contains("icbc") && !text.contains("340104")) }
  }

  @Test("no reason speaks in the language of programs, grants anything or rates anybody")
  func wording() throws {
    let seed = SeededGenerator.seed(for: "reasons")
    var random = RandomWorld(seed: seed)
    for _ in 0..<15 {
      let (criteria, rest) = random.repairable()
      let world = try RepairWorld(["ppp": RandomWorld.body(criteria, rest)])
      for _ in 0..<20 {
        let parts = random.input(random.facts(knownPercent: 80))
        let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
        let decision = try #require(world.engine.decide(input, product: "ppp"))
        let reasons = Explainer.principalReasons(decision, catalog: world.catalog)
        #expect(reasons.isEmpty == (decision.verdict == .eligible), "seed \(seed)")
        #expect(reasons.count <= 4)
        for reason in reasons {
          #expect(reason.result == (decision.verdict == .ineligible ? .fail : .unknown))
          #expect((reason.margin ?? -1) < 0 || reason.result == .unknown, "seed \(seed)")
          for text in [reason.text.zh, reason.text.en] {
            for word in [
              "gte", "lte", "not_in", "any_of", "all_of", "null", "Optional", "nil", "批准", "获批",
              "信用评分", "approved", "credit score",
            ] {
              #expect(!text.contains(word), "seed \(seed): \(text)")
            }
          }
        }
      }
    }
  }
}
