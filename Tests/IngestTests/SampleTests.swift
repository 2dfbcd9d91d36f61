import Domain
import Ingest
import Testing

@Suite("Sample enterprises")
struct SampleTests {
  private func generator(_ seed: UInt64 = 42) throws -> SampleGenerator {
    try #require(
      try SampleGenerator(
        seed: seed, regions: Reference.regions(), industries: Reference.industries(),
        today: day("2026-11-20")))
  }

  private func sample(_ count: UInt64, _ seed: UInt64 = 42) throws -> [SampleEnterprise] {
    let generator = try generator(seed)
    return (0..<count).map { generator.enterprise($0) }
  }

  @Test("the same seed gives the same bytes, whatever the machine")
  func digest() throws {
    let digest = Digest(of: .array(try sample(200).map(\.json)))
    #expect(
      digest.hexadecimal == "33884dca0edda6da632598dceca097b4e27ace79cb73903c3028da1c584e8c8b")
    #expect(try Digest(of: .array(sample(200, 43).map(\.json))) != digest)
  }

  @Test("an enterprise does not hang on how many are made, or in which order")
  func independence() throws {
    let generator = try generator()
    let forward = try sample(50)
    for index in (0..<UInt64(50)).reversed() {
      #expect(generator.enterprise(index) == forward[Int(index)])
    }
    #expect(generator.enterprise(1_000_000).uscc != generator.enterprise(0).uscc)
  }

  @Test("codes are valid, never repeat, and are of nobody")
  func codes() throws {
    let codes = try sample(4_000).map(\.uscc)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(code.hasValidChecksum && code.organisationCheckWarning == nil)
      #expect(code.organisationCode.hasPrefix("XX"))
    }
  }

  @Test("names are a place, a made-up word, a business and a legal form")
  func names() throws {
    for one in try sample(1_000) {
      let scalars = one.name.unicodeScalars
      #expect(scalars.contains { "样例拟仿".unicodeScalars.contains($0) }, "\(one.name)")
      #expect(
        ["有限公司", "经营部", "农民专业合作社"].contains { one.name.hasSuffix($0) }, "\(one.name)")
      #expect(scalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }, "\(one.name)")
    }
  }

  @Test("every fact is one the registry knows, of its type and within its bounds")
  func registry() throws {
    let registry = try FactRegistry(yaml: Reference.text("catalog/facts.yaml"))
    #expect(registry.entries.count > 80)
    var seen: Set<String> = []
    for one in try sample(800) {
      #expect(one.facts.map(\.path) == one.facts.map(\.path).sorted())
      #expect(Set(one.facts.map(\.path)).count == one.facts.count)
      for fact in one.facts {
        seen.insert(fact.path)
        #expect(registry.fault(fact) == nil, "\(registry.fault(fact) ?? "") in \(fact)")
        #expect(fact.asOf <= (try day("2026-11-20")) && fact.asOf >= one.registeredOn)
      }
    }
    let expected = Set(registry.entries.keys.filter { !$0.hasPrefix("need.") })
    let left = expected.subtracting(seen).sorted()
    // Made-up enterprises want money, not a listing: what only a standard of a board or title asks for,
    // itself or by a fact derived from it, none of them reports.
    let forListing = try Reference.words(in: "listing/standards", and: "catalog/facts.yaml") {
      $0.contains("derive:")
    }
    #expect(
      left.filter { !forListing.contains($0) } == [
        "guarantee.changyidan_balance_fen", "guarantee.private_investment_plan_fen", "park.zone",
        "subsidy.equipment_lease_fen",
      ])
  }

  @Test("institution codes in the facts are in the catalog")
  func institutions() throws {
    let text = try Reference.text("catalog/institutions.yaml")
    for one in try sample(500) {
      for fact in one.facts where fact.path.hasSuffix("_banks") || fact.path.hasSuffix("guarantors")
      {
        guard case .set(let codes)? = fact.value else { continue }
        for code in codes { #expect(text.contains("code: \(code),"), "\(code)") }
      }
    }
  }

  @Test("the shares are those of the province, each group has its gaps")
  func marginals() throws {
    let all = try sample(5_000)
    func perMille(_ count: Int, of total: Int) -> Int { count * 1_000 / max(total, 1) }
    func share(_ path: String, _ holds: (FactValue?) -> Bool) -> Int {
      let known = all.compactMap { one in one.facts.first { $0.path == path } }
      return perMille(known.count { holds($0.value) }, of: known.count)
    }
    func coverage(_ path: String) -> Int {
      perMille(all.count { $0.facts.contains { $0.path == path } }, of: all.count)
    }
    #expect(
      (220...260).contains(
        perMille(all.count { $0.region.prefix.hasPrefix("3401") }, of: all.count)))
    let rated = all.compactMap { one in one.facts.first { $0.path == "tax.credit_grade" }?.value }
    for (grade, range) in [
      ("A", 105...155), ("B", 400...470), ("M", 225...315), ("C", 95...135), ("D", 35...70),
    ] {
      let found = perMille(rated.count { $0 == .text(grade) }, of: rated.count)
      #expect(range.contains(found), "\(grade) \(found)")
    }
    #expect((50...90).contains(share("credit.current_overdue") { $0 == .boolean(true) }))
    #expect((315...365).contains(share("receivable.eligible_fen") { $0 != nil }))
    #expect((395...445).contains(share("collateral.appraised_fen") { $0 != nil }))
    #expect((720...765).contains(coverage("tax.arrears_fen")))
    #expect((625...675).contains(coverage("finance.assets_fen")))
    #expect((560...600).contains(coverage("credit.current_overdue")))
    let facts = all.map(\.facts.count).reduce(0, +) / all.count
    #expect((40...75).contains(facts), "\(facts)")
  }

  @Test("the size stated is the size the thresholds give")
  func sizes() throws {
    let thresholds = try SizeThresholds(
      csv: Reference.text("reference/sme-size-thresholds.csv"), industries: Reference.industries())
    var checked = 0
    for one in try sample(800) {
      func integer(_ path: String) -> Int64? {
        guard case .integer(let number)? = one.facts.first(where: { $0.path == path })?.value else {
          return nil
        }
        return number
      }
      let metrics = SizeMetrics(
        persons: integer("enterprise.insured_persons"),
        revenue: integer("finance.revenue_last_year_fen").flatMap { Fen($0) },
        assets: integer("finance.assets_fen").flatMap { Fen($0) })
      guard
        case .text(let stated)? = one.facts.first(where: { $0.path == "enterprise.size" })?.value,
        let size = thresholds.classify(one.industry, metrics).size
      else { continue }
      checked += 1
      #expect(size.rawValue == stated, "\(one.industry) \(metrics)")
    }
    #expect(checked > 150)
  }

  @Test("figures agree with each other")
  func coherence() throws {
    for one in try sample(800) {
      func integer(_ path: String) -> Int64? {
        guard case .integer(let number)? = one.facts.first(where: { $0.path == path })?.value else {
          return nil
        }
        return number
      }
      if let tax = integer("tax.paid_last_year_fen"),
        let revenue = integer("finance.revenue_last_year_fen")
      {
        #expect(tax <= revenue / 10)
      }
      if let assets = integer("finance.assets_fen"), let debts = integer("finance.liabilities_fen")
      {
        #expect(debts < assets)
      }
      if let loans = integer("finance.existing_loans_fen"),
        let lenders = integer("finance.lender_count")
      {
        #expect((loans > 0) == (lenders > 0))
      }
      if let three = integer("credit.inquiries_3m"), let six = integer("credit.inquiries_6m") {
        #expect(three <= six)
      }
      if let row = integer("credit.consecutive_late_count"),
        let late = integer("credit.late_count_24m")
      {
        #expect(row <= late)
      }
      for need in one.needs {
        #expect(
          (5_000_000...5_000_000_000).contains(need.amount.value) || need.purpose == .refinancing)
        #expect(need.amount.value % 1_000_000 == 0)
        #expect(need.security?.isEmpty != true)
      }
    }
  }

  @Test("the files of a sample pass the import frame without a fault")
  func files() throws {
    let all = try sample(400)
    var files = SampleFiles()
    for one in all { files.append(one) }
    let today = try day("2026-11-20")
    let enterprises = try Importer(
      EnterpriseRow.decoder(
        regions: Reference.regions(), industries: Reference.industries(), today: today)
    ).run(bytes: files.enterprises)
    #expect(enterprises.report.state == .accepted && enterprises.report.warnings == 0)
    #expect(enterprises.rows.map(\.row.name) == all.map(\.name))
    let needs = Importer(NeedRow.decoder()).run(bytes: files.needs)
    #expect(needs.report.state == .accepted)
    #expect(needs.rows.map(\.row.security) == all.flatMap(\.needs).map(\.security))
    let registry = try FactRegistry(yaml: Reference.text("catalog/facts.yaml"))
    let facts = Importer(FactRow.decoder(today: today, check: registry.check)).run(
      bytes: files.facts)
    #expect(facts.report.state == .accepted, "\(facts.report.faults.prefix(3))")
    #expect(facts.rows.map(\.row.fact) == all.flatMap(\.facts))
  }

  @Test("what the table knows of other provinces changes no sample")
  func otherProvinces() throws {
    let both = try RegionTable(
      csv: Reference.text("reference/regions-anhui.csv"),
      Reference.text("reference/regions-shaanxi.csv"))
    let wide = try #require(
      try SampleGenerator(
        seed: 42, regions: both, industries: Reference.industries(), today: day("2026-11-20")))
    let own = try sample(50)
    #expect((0..<UInt64(50)).map { wide.enterprise($0) } == own)
  }

  @Test("without a county or a known industry there is no generator")
  func noTables() throws {
    let bare = try RegionTable(csv: "code,name,level,parent\n340000,安徽省,province,\n")
    #expect(
      try SampleGenerator(
        seed: 1, regions: bare, industries: Reference.industries(), today: day("2026-11-20")) == nil
    )
    let industries = try IndustryTable(csv: "section,division,name\nT,97,国际组织\n")
    #expect(
      try SampleGenerator(
        seed: 1, regions: Reference.regions(), industries: industries, today: day("2026-11-20"))
        == nil)
  }
}
