import Catalog
import Decision
import Domain
import Seeds
import Testing

@Suite("Next best question")
struct QuestionTests {
  private static func priced(_ ppm: Int64) -> String {
    "pricing: {form: all_in, base_ppm: \(ppm), citation: {document: x, tag: S}}\n"
  }

  private static func capped(_ fen: Int64) -> String {
    "limit:\n  - {kind: cap, fen: \(fen), citation: {document: x, tag: S}}\n"
  }

  private static let overdue = World.criterion(
    "a", "fact: credit.has_overdue, op: eq, value: false")
  private static let grade = World.criterion("b", "fact: tax.credit_grade, op: in, value: [A, B]")
  private static let years = World.criterion("c", "fact: tax.years, op: gte, value: 2")

  @Test("first what settles most products, then what touches most, then what brings most")
  func order() throws {
    let world = try RepairWorld([
      "p-1": "criteria:\n" + Self.overdue,
      "p-2": "criteria:\n" + Self.overdue,
      "p-3": "criteria:\n" + Self.grade,
      "p-4": "criteria:\n" + Self.grade + Self.years,
      "p-5": Self.capped(60_000_000) + "criteria:\n"
        + World.criterion("d", "fact: enterprise.alias, op: eq, value: x"),
      "p-6": "criteria:\n" + World.criterion("e", "fact: finance.debt_ppm, op: lte, value: 1"),
    ])
    let outcome = world.engine.nextQuestions(World.input())
    #expect(!outcome.isSettled)
    #expect(
      outcome.questions.map(\.path) == [
        "credit.has_overdue", "tax.credit_grade", "finance.debt_ppm", "enterprise.alias",
        "tax.years",
      ])
    #expect(outcome.questions[0].settles == 2 && outcome.questions[0].touches == 2)
    #expect(outcome.questions[0].moneyFen == 200_000_000)
    #expect(outcome.questions[1].settles == 1 && outcome.questions[1].touches == 2)
    #expect(outcome.questions[3].moneyFen == 60_000_000)
    #expect(
      outcome.json.canonicalText.contains(
        #"{"money_fen":100000000,"path":"tax.years","settles":0,"touches":1}"#))
  }

  @Test("nothing is asked any more when what is open cannot reach the top, or nothing is open")
  func settled() throws {
    let known = (1...3).map { number in
      ("p-\(number)", Self.priced(30_000 + Int64(number) * 1_000))
    }
    func world(_ open: String) throws -> RepairWorld {
      try RepairWorld(Dictionary(uniqueKeysWithValues: known + [("open", open)]))
    }
    let dear = try world(Self.priced(33_001) + "criteria:\n" + Self.overdue)
    #expect(dear.engine.nextQuestions(World.input()).isSettled)
    #expect(dear.engine.nextQuestions(World.input()).questions.isEmpty)
    #expect(!dear.engine.nextQuestions(World.input(), topLimit: 4).isSettled)
    for open in [Self.priced(33_000), Self.priced(10_000)] {
      let near = try world(open + "criteria:\n" + Self.overdue)
      #expect(!near.engine.nextQuestions(World.input()).isSettled)
      #expect(
        near.engine.nextQuestions(World.input(["credit.has_overdue": .boolean(true)])).isSettled)
    }
    let unpriced = try world("criteria:\n" + Self.overdue)
    #expect(unpriced.engine.nextQuestions(World.input()).isSettled)
  }

  @Test("an unknown fact that only moves a price is asked for while it can change the order")
  func prices() throws {
    let graded =
      "pricing: {form: annualised, rate: {max: {ppm: 40000}, by_grade: {fact: "
      + "tax.credit_grade, A: {max: {ppm: 30000}}}}, repayment: revolving, "
      + "citation: {document: x, tag: S}}\n"
    let world = try RepairWorld(["p-1": Self.priced(35_000), "p-2": graded])
    let outcome = world.engine.nextQuestions(World.input())
    #expect(outcome.questions.map(\.path) == ["tax.credit_grade"] && !outcome.isSettled)
    #expect(outcome.questions.first?.settles == 0)
    #expect(
      world.engine.nextQuestions(World.input(["tax.credit_grade": .text("A")])).isSettled)
  }

  @Test(
    "a price that an unknown fact can lower is asked for only where that would change the order")
  func subsidies() throws {
    func subsidised(_ ppm: Int64) -> String {
      "pricing: {form: all_in, base_ppm: 36000, subsidies: [{id: s, ppm: \(ppm), certain: true, "
        + "when: [{id: w, fact: credit.has_overdue, op: eq, value: false, "
        + "citation: {document: x, tag: S}}], citation: {document: x, tag: S}}], "
        + "citation: {document: x, tag: S}}\n"
    }
    for (ppm, isSettled) in [(Int64(999), true), (1_000, false), (2_000, false)] {
      let world = try RepairWorld(["p-1": Self.priced(35_000), "p-2": subsidised(ppm)])
      #expect(world.engine.nextQuestions(World.input()).isSettled == isSettled)
      #expect(
        world.engine.nextQuestions(World.input(["credit.has_overdue": .boolean(false)])).isSettled)
    }
  }

  @Test("once it is settled, no answer changes the top choices")
  func stops() throws {
    let seed = SeededGenerator.seed(for: "settled questions")
    var random = RandomWorld(seed: seed)
    var settled = 0
    var open = 0
    for number in 0..<60 {
      var products: [String: String] = [:]
      for index in 0..<6 {
        let (criteria, rest) = random.product()
        products["p-\(index)"] = RandomWorld.body(
          Array(criteria.prefix(index < 3 ? 0 : 3)), rest)
      }
      let world = try RepairWorld(products)
      for _ in 0..<30 {
        let parts = random.input(random.facts(knownPercent: 75))
        let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
        let limit = Int.random(in: 1...3, using: &random.random)
        let outcome = world.engine.nextQuestions(input, topLimit: limit)
        #expect(outcome.isSettled == outcome.questions.isEmpty)
        if !outcome.isSettled { open += 1 }
        let unknown = RandomWorld.paths.filter { parts.facts[$0] == nil }
        guard outcome.isSettled, !unknown.isEmpty else { continue }
        settled += 1
        let before = world.engine.match(input, topLimit: limit).top.map(\.code)
        for _ in 0..<8 {
          var more = parts
          for path in unknown { more.facts.updateValue(random.value(path), forKey: path) }
          let after = world.engine.match(
            World.input(more.facts, amount: more.amount, months: more.months), topLimit: limit)
          #expect(after.top.map(\.code) == before, "seed \(seed), world \(number)")
        }
      }
    }
    #expect(settled >= 100 && open >= 100, "too few: \(settled) settled, \(open) open")
  }

  @Test("answering what settles a product settles it, whatever the answer")
  func settles() throws {
    let seed = SeededGenerator.seed(for: "questions settle")
    var random = RandomWorld(seed: seed)
    for number in 0..<25 {
      var products: [String: String] = [:]
      for index in 0..<6 {
        let (criteria, rest) = random.product()
        products["p-\(index)"] = RandomWorld.body(criteria, rest)
      }
      let world = try RepairWorld(products)
      for _ in 0..<20 {
        let parts = random.input(random.facts(knownPercent: 80))
        let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
        let before = world.engine.match(input).counts.needsInfo
        for question in world.engine.nextQuestions(input).questions {
          #expect(parts.facts[question.path] == nil, "seed \(seed)")
          var more = parts
          more.facts.updateValue(random.value(question.path), forKey: question.path)
          let after = world.engine.match(
            World.input(more.facts, amount: more.amount, months: more.months))
          #expect(
            after.counts.needsInfo <= before - question.settles,
            "seed \(seed), world \(number), \(question.path)")
        }
      }
    }
  }
}
