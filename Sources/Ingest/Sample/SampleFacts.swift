import Domain

/// Turns what is true of a sample enterprise into the facts somebody knows: each group is missing
/// with a probability of its own, single facts within a group now and then, and what the enterprise
/// does not have is known to be none, or unknown.
struct SampleFacts {
  /// The groups, each with its own stream of random numbers (0 and 1 are the enterprise and needs).
  private enum Group: UInt64 {
    case profile = 2
    case tax
    case finance
    case credit
    case legal
    case receivable
    case stock
    case collateral
    case rights
    case person
  }

  let latent: SampleLatent
  private let seed: UInt64
  private let index: UInt64
  var random: SampleRandom
  private var facts: [String: Fact] = [:]

  init(latent: SampleLatent, seed: UInt64, index: UInt64) {
    self.latent = latent
    self.seed = seed
    self.index = index
    random = SampleRandom(seed: seed, index: index, stream: Group.profile.rawValue)
  }

  /// By the bytes of their paths.
  var sorted: [Fact] { FactSheet(Array(facts.values)).sorted }

  mutating func addAll() {
    profile()
    if begin(.tax, 780_000) { tax() }
    if begin(.finance, 680_000) { finance() }
    if begin(.credit, 580_000) { credit() }
    if begin(.legal, 930_000) { legal() }
    if begin(.receivable, 700_000) { receivable() }
    if begin(.stock, 560_000) { stock() }
    if begin(.collateral, 800_000) { collateral() }
    if begin(.rights, 640_000) { rights() }
    if begin(.person, 420_000) { person() }
  }

  /// Opens a group's stream; false when the whole group is unknown.
  private mutating func begin(_ group: Group, _ ppm: Int64) -> Bool {
    random = SampleRandom(seed: seed, index: index, stream: group.rawValue)
    return random.chance(ppm)
  }

  /// Adds a fact that is known in `ppm` of a million; nil is known-none.
  mutating func add(
    _ path: String, _ value: FactValue?, _ source: String, known ppm: Int64 = 950_000,
    asOf: LegalDate? = nil
  ) {
    // The draw comes first, so that one fact's gap does not move the next.
    let age = random.within(0...75)
    let isKnown = random.chance(ppm)
    let day = asOf ?? latent.today.adding(days: -Int(age))
    guard isKnown else { return }
    // Nobody knew anything before the enterprise existed.
    facts[path] = Fact(
      path: path, value: value, source: source, asOf: max(day, latent.registeredOn))
  }

  mutating func addFlag(
    _ path: String, _ ppm: Int64, _ source: String, known: Int64 = 950_000
  ) {
    let value = random.chance(ppm)
    add(path, .boolean(value), source, known: known)
  }

  mutating func addAmount(
    _ path: String, _ fen: Int64?, _ source: String, known: Int64 = 950_000, asOf: LegalDate? = nil
  ) {
    add(path, fen.map { .integer($0) }, source, known: known, asOf: asOf)
  }

  /// The last day of the year before this.
  var lastYearEnd: LegalDate {
    LegalDate(year: latent.today.year - 1, month: 12, day: 31) ?? latent.today
  }

  func elements(_ choices: [String], _ count: Int, _ random: inout SampleRandom) -> [String] {
    var chosen: Set<String> = []
    for _ in 0..<count { chosen.insert(random.pick(choices)) }
    return chosen.sorted()
  }

  mutating func profile() {
    let latent = latent
    add("enterprise.size", .text(latent.size.rawValue), "statistics_bureau", known: 900_000)
    add("enterprise.legal_form", .text(latent.form.rawValue), "market_regulator", known: 980_000)
    add(
      "enterprise.statistics_region", .text(latent.region.text), "statistics_bureau", known: 600_000
    )
    add(
      "enterprise.titles", latent.titles.isEmpty ? nil : .set(latent.titles), "industry_bureau",
      known: 880_000)
    for (title, path) in [
      ("high_tech", "enterprise.high_tech_certified_on"),
      ("tech_sme", "enterprise.tech_sme_numbered_on"),
    ] {
      let months = random.within(1...44)
      let day = max(latent.today.adding(months: -Int(months)), latent.registeredOn)
      add(
        path, latent.titles.contains(title) ? .date(day) : nil, "science_bureau", known: 820_000)
    }
    add(
      "enterprise.insured_persons", .integer(max(1, latent.persons)), "social_security",
      known: 760_000)
    let policy = random.pick(weighted: [
      ("encouraged", 22), ("permitted", 74), ("restricted", 3), ("eliminated", 1),
    ])
    add("enterprise.industry_policy_class", .text(policy), "industry_bureau", known: 720_000)
    addFlag(
      "enterprise.backward_capacity", policy == "eliminated" ? 900_000 : 8_000, "industry_bureau",
      known: 600_000)
    addFlag("enterprise.environment_compliant", 975_000, "environment_bureau", known: 640_000)
    addFlag("enterprise.state_controlled", 25_000, "market_regulator", known: 850_000)
    addFlag("enterprise.major_incident_3y", 6_000, "emergency_bureau", known: 800_000)
    let isRural = latent.profile.industry.hasPrefix("0") || latent.profile.industry == "1311"
    addFlag(
      "enterprise.agriculture_related", isRural ? 960_000 : 20_000, "guarantor", known: 500_000)
    let boards = random.chance(latent.titles.isEmpty ? 15_000 : 170_000)
    let board = random.pick(weighted: [
      ("anhui_technology_board", 60), ("anhui_srdi_board", 32), ("neeq", 8),
    ])
    add("enterprise.listed_boards", boards ? .set([board]) : nil, "equity_board", known: 800_000)
    let banks = elements(SampleProfile.banks, Int(random.within(1...3)), &random)
    add("enterprise.settlement_banks", .set(banks), "enterprise", known: 620_000)
    let holds = random.chance(350_000)
    add("enterprise.asset_banks", holds ? .set([banks[0]]) : nil, "enterprise", known: 400_000)
    let isHefei = latent.region.prefecture?.text == "340100"
    var platforms: [String] = []
    if random.chance(isHefei ? 480_000 : 20_000) { platforms.append("hefei_xinyidai") }
    if random.chance(140_000) { platforms.append("zhongzheng") }
    add(
      "enterprise.platforms", platforms.isEmpty ? nil : .set(platforms), "credit_platform",
      known: 850_000)
    let joined = random.chance(latent.profile.isTechnical ? 90_000 : 4_000)
    let programme = random.pick([
      "angel_fund_invested", "high_level_talent_team", "risk_compensation_pool",
    ])
    add("enterprise.programmes", joined ? .set([programme]) : nil, "science_bureau", known: 560_000)
    let inPark = random.chance(230_000)
    addFlag("park.recommended", inPark ? 260_000 : 10_000, "park_committee", known: 520_000)
  }

  mutating func tax() {
    let latent = latent
    let source = "tax_bureau"
    add("tax.data_authorised", .boolean(true), "enterprise", known: 1_000_000)
    let april = LegalDate(year: latent.today.year, month: 4, day: 30) ?? latent.today
    let rated = april <= latent.today ? april : april.adding(months: -12)
    let isRated = latent.registeredOn <= rated
    add(
      "tax.credit_grade", isRated ? .text(latent.grade) : nil, source, asOf: isRated ? rated : nil)
    let full = max(0, latent.today.year - 1 - latent.registeredOn.year)
    add("tax.consecutive_years", .integer(Int64(min(full, latent.grade == "D" ? 2 : 20))), source)
    // The poorest payers declare least.
    let share = latent.grade == "D" ? latent.taxShare / 3 : latent.taxShare
    func paid(_ revenue: Int64?) -> Int64? { revenue.map { SampleRandom.share($0, share) } }
    let last = paid(latent.revenueLastYear)
    let pace = paid(latent.revenuePace) ?? 0
    addAmount("tax.paid_last_year_fen", last, source, asOf: lastYearEnd)
    addAmount("tax.paid_prior_year_fen", paid(latent.revenuePriorYear), source, asOf: lastYearEnd)
    let recent = random.scaled(pace, 850_000...1_150_000)
    addAmount("tax.vat_cit_last_12m_fen", random.scaled(recent, 620_000...900_000), source)
    addAmount(
      "tax.paid_with_relief_last_12m_fen", random.scaled(recent, 1_000_000...1_350_000), source)
    let declared = random.scaled(latent.revenuePace, 850_000...1_120_000)
    addAmount("tax.revenue_declared_last_12m_fen", declared, source)
    addAmount("tax.invoiced_last_12m_fen", random.scaled(declared, 780_000...1_040_000), source)
    let owes = random.chance(latent.grade == "D" ? 300_000 : 12_000)
    addAmount("tax.arrears_fen", owes ? random.scaled(pace, 50_000...400_000) : 0, source)
    let months = Int64(latent.ageMonths)
    let clean =
      latent.grade == "C" || latent.grade == "D" ? random.within(0...11) : random.within(9...72)
    add("tax.breach_free_months", .integer(min(clean, months)), source, known: 800_000)
    let unbroken = random.chance(900_000) ? months : random.within(0...11)
    add(
      "tax.record_unbroken_months", .integer(min(unbroken, months, 1_200)), source, known: 800_000)
    addFlag("tax.vat_payer", latent.form == .company ? 970_000 : 600_000, source)
    add("tax.registration_region", .text(latent.region.text), source)
  }
}
