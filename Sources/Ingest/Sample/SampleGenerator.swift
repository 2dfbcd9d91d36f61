import Domain

/// A financing need of a sample enterprise.
public struct SampleNeed: Hashable, Sendable {
  public let amount: Fen
  public let tenorMonths: Int
  public let purpose: NeedRow.Purpose
  /// In the order of `NeedRow.Security`; nil when the enterprise has not said.
  public let security: [NeedRow.Security]?
}

/// A made-up enterprise with its facts and needs.
public struct SampleEnterprise: Hashable, Sendable {
  /// Valid in both check characters. Its organisation code begins with `XX`, which is not issued,
  /// so that it belongs to nobody.
  public let uscc: USCC
  public let name: String
  public let region: RegionCode
  public let industry: IndustryCode
  public let registeredOn: LegalDate
  /// Sorted by path, each path once; what is not in it is unknown. The attributes above are not
  /// repeated.
  public let facts: [Fact]
  public let needs: [SampleNeed]

  /// The whole sample as JSON with a fixed form, for digests.
  public var json: JSON {
    [
      "uscc": .string(uscc.text), "name": .string(name), "region": .string(region.text),
      "industry": .string(industry.text), "registered_on": .string(registeredOn.text),
      "facts": .array(facts.map(\.json)),
      "needs": .array(
        needs.map { need in
          [
            "amount_fen": .int(need.amount.value), "tenor_months": .int(Int64(need.tenorMonths)),
            "purpose": .string(need.purpose.rawValue),
            "security": need.security.map { .array($0.map { .string($0.rawValue) }) } ?? .null,
          ]
        }),
    ]
  }
}

/// Makes sample enterprises of Anhui that hang together as real ones do: size, revenue, tax, debt
/// and titles follow from each other, and data is missing where it is missing in life.
///
/// The same seed, tables and day give the same bytes on every machine, and enterprise i is the same
/// however many are made. No name, person or telephone number of anybody is in them.
public struct SampleGenerator: Sendable {
  public let seed: UInt64
  public let today: LegalDate
  private let cities: [([RegionTable.Region], Int64)]
  private let cityNames: [RegionCode: String]
  private let businesses: [((SampleProfile, IndustryCode), Int64)]

  /// How many different enterprises one seed gives: six characters of the codes count them.
  public static let maximumCount: UInt64 = 887_503_681

  /// - Parameters:
  ///   - seed: chooses the sample.
  ///   - regions: where the enterprises are: in the counties of the cities of Anhui, by their weights. What
  ///     it knows of other provinces changes nothing.
  ///   - industries: only industries it knows are used.
  ///   - today: the day the samples are of; nothing in them is later.
  /// - Returns: nil when `regions` has no county within a city of Anhui, or no industry of the samples is known.
  public init?(seed: UInt64, regions: RegionTable, industries: IndustryTable, today: LegalDate) {
    self.seed = seed
    self.today = today
    var cities: [([RegionTable.Region], Int64)] = []
    var names: [RegionCode: String] = [:]
    for city in regions.regions where city.level == .prefecture {
      guard let weight = SampleProfile.cityWeights[city.code.text] else { continue }
      let counties = regions.children(of: city.code)
      names[city.code] = city.name
      if !counties.isEmpty { cities.append((counties, weight)) }
    }
    let businesses = SampleProfile.all.compactMap { profile in
      IndustryCode(profile.industry).flatMap { code in
        industries.section(of: code) == nil ? nil : ((profile, code), profile.weight)
      }
    }
    guard !cities.isEmpty, !businesses.isEmpty else { return nil }
    self.businesses = businesses
    self.cities = cities
    cityNames = names
  }

  /// Enterprise number `index`; numbers from `maximumCount` on repeat the codes of earlier ones.
  public func enterprise(_ index: UInt64) -> SampleEnterprise {
    var random = SampleRandom(seed: seed, index: index, stream: 0)
    let county = random.pick(random.pick(weighted: cities))
    let (profile, industry) = random.pick(weighted: businesses)
    let form = SampleForm.draw(profile, &random)
    let registeredOn = today.adding(days: -Int(Self.age(&random)))
    let latent = SampleLatent(
      profile: profile, form: form, region: county.code, registeredOn: registeredOn, today: today,
      random: &random)
    let name = name(county, profile, form, &random)
    var facts = SampleFacts(latent: latent, seed: seed, index: index)
    facts.addAll()
    var needRandom = SampleRandom(seed: seed, index: index, stream: 1)
    return SampleEnterprise(
      uscc: uscc(index, county.code, form, &random), name: name, region: county.code,
      industry: industry, registeredOn: registeredOn,
      facts: facts.sorted, needs: latent.needs(&needRandom))
  }

  /// Age in days: a third are younger than three years, a quarter older than ten.
  private static func age(_ random: inout SampleRandom) -> Int64 {
    let years = random.pick(
      weighted: [(0...2, 34), (3...9, 40), (10...24, 26)] as [(ClosedRange<Int64>, Int64)])
    return max(45, random.within(years) * 365 + random.within(0...364))
  }

  /// A code that no other index has: the index, spread by an affine map, is written in six of its
  /// characters.
  private func uscc(
    _ index: UInt64, _ county: RegionCode, _ form: SampleForm, _ random: inout SampleRandom
  ) -> USCC {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    // 387,420,489 = 3^18 has no factor 31, so that the map is one to one.
    let offset = SampleRandom.mixed(seed) % Self.maximumCount
    var number = (index % Self.maximumCount * 387_420_489 + offset) % Self.maximumCount
    var body = ""
    for _ in 0..<6 {
      body.append(alphabet[Int(number % 31)])
      number /= 31
    }
    // Registered with the city, the county or the province.
    let divisions = [county.text, county.prefecture?.text ?? county.text, county.province.text]
    let division = random.pick(
      weighted: [
        (divisions[0], 70), (divisions[1], 25), (divisions[2], 5),
      ] as [(String, Int64)])
    guard
      let code = USCC.make(
        registration: form.registration, division: division, organisationBody: "XX" + body)
    else { preconditionFailure("the parts are of the length and alphabet of the code") }
    return code
  }

  private func name(
    _ county: RegionTable.Region, _ profile: SampleProfile, _ form: SampleForm,
    _ random: inout SampleRandom
  ) -> String {
    let city = county.parent.flatMap { cityNames[$0] } ?? county.name
    let place =
      random.chance(700_000) && city.hasSuffix("市") ? String(city.dropLast()) : county.name
    let word = random.pick(SampleProfile.nameHeads) + random.pick(SampleProfile.nameTails)
    return place + word + profile.word + form.ending
  }
}

/// The legal form, as far as the samples tell it apart.
enum SampleForm: String {
  case company
  case individual = "individual_business"
  case cooperative = "farmer_cooperative"

  static func draw(_ profile: SampleProfile, _ random: inout SampleRandom) -> SampleForm {
    let isFarm = profile.industry.hasPrefix("0")
    return random.pick(
      weighted: isFarm
        ? [(.company, 60), (.individual, 5), (.cooperative, 35)]
        : [(.company, 94), (.individual, 6)])
  }

  /// Characters 1 and 2 of the code.
  var registration: String {
    switch self {
    case .company: "91"
    case .individual: "92"
    case .cooperative: "93"
    }
  }

  var ending: String {
    switch self {
    case .company: "有限公司"
    case .individual: "经营部"
    case .cooperative: "农民专业合作社"
    }
  }
}
