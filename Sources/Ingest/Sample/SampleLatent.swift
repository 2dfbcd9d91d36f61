import Domain

/// What is true of a sample enterprise, whether or not anybody knows it. Facts are drawn from it,
/// so that those that are known agree with each other.
struct SampleLatent {
  let profile: SampleProfile
  let form: SampleForm
  let region: RegionCode
  let registeredOn: LegalDate
  let today: LegalDate
  let size: EnterpriseSize
  let persons: Int64
  /// Of the last full year, in fen; nil when the enterprise did not exist then.
  let revenueLastYear: Int64?
  let revenuePriorYear: Int64?
  /// At the pace of the last twelve months, in fen.
  let revenuePace: Int64
  let assets: Int64
  let liabilities: Int64
  let loans: Int64
  /// One of A B M C D.
  let grade: String
  let taxShare: Int64
  let isOverdue: Bool
  let titles: [String]
  /// Fen; 0 when there are none.
  let receivables: Int64
  let collateral: Int64

  var ageMonths: Int { today.wholeMonths(since: registeredOn) }

  init(
    profile: SampleProfile, form: SampleForm, region: RegionCode, registeredOn: LegalDate,
    today: LegalDate, random: inout SampleRandom
  ) {
    self.profile = profile
    self.form = form
    self.region = region
    self.registeredOn = registeredOn
    self.today = today
    let months = today.wholeMonths(since: registeredOn)
    size = random.pick(
      weighted: form != .company
        ? [(.micro, 90), (.small, 10)]
        : months < 36
          ? [(.micro, 74), (.small, 24), (.medium, 2)]
          : [(.micro, 46), (.small, 43), (.medium, 10), (.large, 1)])
    let figures = SampleFigures(profile, size, &random)
    persons = figures.persons
    revenuePace = figures.revenue
    let years = today.year - registeredOn.year
    revenueLastYear = years >= 1 ? figures.revenue : nil
    revenuePriorYear = years >= 2 ? random.scaled(figures.revenue, 720_000...1_180_000) : nil
    assets = figures.assets
    liabilities = random.scaled(
      assets, random.chance(120_000) ? 700_000...980_000 : 120_000...690_000)
    let borrows = random.chance(months < 24 ? 300_000 : 620_000)
    loans = borrows ? Self.rounded(random.scaled(liabilities, 150_000...800_000)) : 0
    grade = random.pick(
      weighted: months < 36
        ? [("B", 120), ("M", 780), ("C", 70), ("D", 30)]
        : [("A", 180), ("B", 575), ("M", 55), ("C", 130), ("D", 60)])
    taxShare = random.within(profile.taxShare)
    // 7 % in all; those with a poor grade much more often.
    isOverdue = random.chance(grade == "C" || grade == "D" ? 220_000 : 41_000)
    titles = Self.titles(profile, size, months, &random)
    receivables = random.chance(340_000) ? random.scaled(figures.revenue, 40_000...320_000) : 0
    collateral = random.chance(420_000) ? Self.rounded(random.scaled(assets, 120_000...650_000)) : 0
  }

  /// To whole 10,000 yuan, at least one.
  static func rounded(_ fen: Int64) -> Int64 { max(1, fen / 1_000_000) * 1_000_000 }

  private static func titles(
    _ profile: SampleProfile, _ size: EnterpriseSize, _ months: Int, _ random: inout SampleRandom
  ) -> [String] {
    var titles: [String] = []
    let isMaker = profile.keepsStock && profile.taxShare.lowerBound == 18_000
    let base: Int64 = profile.isTechnical ? 1_000_000 : isMaker ? 220_000 : 0
    func chance(_ ppm: Int64) -> Bool { random.chance(SampleRandom.share(ppm, base)) }
    if months >= 12, chance(420_000) { titles.append("tech_sme") }
    if months >= 18, chance(size >= .small ? 330_000 : 120_000) { titles.append("high_tech") }
    if months >= 24, chance(240_000) { titles.append("innovative_sme") }
    if months >= 36, size >= .small, chance(170_000) {
      titles.append("srdi_province")
      if chance(150_000) { titles.append("little_giant") }
    }
    return titles.sorted()
  }

  /// No need, one, or two, of sizes and kinds that fit the enterprise.
  func needs(_ random: inout SampleRandom) -> [SampleNeed] {
    let count = random.pick(weighted: [(0, 4), (1, 82), (2, 14)] as [(Int, Int64)])
    return (0..<count).compactMap { _ in
      let purposes: [(NeedRow.Purpose, Int64)] = [
        (.workingCapital, 52), (.equipment, 14), (.technologyUpgrade, 8), (.plant, 4),
        (.digitalisation, 4), (.renovation, 4), (.refinancing, loans > 0 ? 12 : 0), (.other, 2),
      ]
      let purpose = random.pick(weighted: purposes)
      let isLong = [.equipment, .technologyUpgrade, .plant, .renovation].contains(purpose)
      let tenor = random.pick(
        weighted: isLong
          ? [(24, 30), (36, 50), (60, 20)]
          : [(3, 4), (6, 14), (12, 66), (24, 9), (36, 7)] as [(Int, Int64)])
      let asked =
        purpose == .refinancing && loans > 0
        ? loans : random.scaled(revenuePace, 40_000...(isLong ? 420_000 : 300_000))
      // From 50,000 yuan to 50 million, in whole 10,000 yuan.
      let amount = Self.rounded(min(max(asked, 5_000_000), 5_000_000_000))
      return Fen(amount).map { amount in
        SampleNeed(
          amount: amount, tenorMonths: tenor, purpose: purpose, security: security(&random))
      }
    }
  }

  private func security(_ random: inout SampleRandom) -> [NeedRow.Security]? {
    if random.chance(120_000) { return nil }
    var offered: Set<NeedRow.Security> = []
    if random.chance(640_000) { offered.insert(.credit) }
    if random.chance(380_000) { offered.insert(.guarantee) }
    if collateral > 0, random.chance(750_000) { offered.insert(.mortgage) }
    if receivables > 0, random.chance(600_000) { offered.insert(.receivable) }
    if profile.keepsStock, random.chance(120_000) { offered.insert(.inventory) }
    if profile.isTechnical, random.chance(180_000) { offered.insert(.ip) }
    if offered.isEmpty { offered.insert(.credit) }
    return NeedRow.Security.allCases.filter { offered.contains($0) }
  }
}

/// Persons, revenue and assets that fall into a size class by the thresholds of the industry.
private struct SampleFigures {
  let persons: Int64
  /// In fen.
  let revenue: Int64
  /// In fen.
  let assets: Int64

  init(_ profile: SampleProfile, _ size: EnterpriseSize, _ random: inout SampleRandom) {
    // One place within the class for all metrics, each a little off: big firms of a class are big
    // in everything.
    let place = random.within(0...65_535)
    func figure(_ bounds: SampleProfile.Bounds) -> Int64 {
      let (low, high): (Int64, Int64) =
        switch size {
        case .micro: (max(1, bounds.small / 6), max(1, bounds.small - 1))
        case .small: (bounds.small, bounds.medium - 1)
        case .medium: (bounds.medium, bounds.large - 1)
        case .large: (bounds.large, bounds.large * 3)
        }
      let position = min(max(place + random.within(-9_000...9_000), 0), 65_535)
      return SampleRandom.between(low, high, at: position)
    }
    let ofPersons = profile.persons.map(figure)
    let ofRevenue = profile.revenue.map(figure)
    let ofAssets = profile.assets.map(figure)
    let tenThousands = ofRevenue ?? (ofPersons ?? 10) * random.within(14...48)
    persons = ofPersons ?? max(2, tenThousands / random.within(30...80))
    revenue = tenThousands * 1_000_000 + random.within(0...999_999)
    assets =
      ofAssets.map { $0 * 1_000_000 + random.within(0...999_999) }
      ?? random.scaled(revenue, 380_000...1_500_000)
  }
}
