import Catalog
import Domain
import Policy
import Postgres
import Pricing
import Statistics
import Store

/// How institutions decide of whom, and what products give beside what they advertise: drawn from what became of
/// offers, as the statistics worker writes it.
extension Application {
  /// By what the enterprises are told apart of which an institution decides.
  public static let fairnessDimensions = OfferCaseDimension.allCases.map(\.rawValue)

  /// `{by, from, to, region, least_cases, threshold, data: […]}`: of the offers made in these months, by
  /// institution and kind of enterprise, how many were decided, the shares declined and left without an answer,
  /// and the median until the first answer. Of few nothing is said. For those who oversee.
  ///
  /// - Throws: `.invalid` with every fault of the question.
  public func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let question = try FunnelQuestion(
      by: nil, from: from, to: to, region: region, today: clock.now().legalDate)
    let by = dimension.flatMap { OfferCaseDimension(rawValue: $0) } ?? .size
    let (least, threshold) = (
      reference.statistics.book.truth.leastCases, reference.statistics.book.suppression.threshold
    )
    var view = Self.view(of: question)
    view["by"] = .string(by.rawValue)
    view["least_cases"] = .int(least)
    view["threshold"] = .int(threshold)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return .object(view)
    }
    let sums = try await read {
      try await OfferCaseRepository.sums(
        by: by,
        OfferCaseRepository.Filter(
          from: question.from, to: question.to, institution: institution, regionPrefix: prefix),
        $0)
    }
    view["data"] = .array(sums.map { Self.fairnessView($0, least: least, threshold: threshold) })
    return .object(view)
  }

  private static func view(of question: FunnelQuestion) -> [String: JSON] {
    [
      "from": .string(question.from.monthText), "to": .string(question.to.monthText),
      "region": .optional(question.region), "data": [],
    ]
  }

  private static func fairnessView(
    _ sums: OfferCaseSums, least: Int64, threshold: Int64
  ) -> JSON {
    var days = DayHistogram()
    for (length, cases) in sums.answerDays { days.add(length, count: cases) }
    let fairness = Fairness(
      granted: sums.outcomes["granted"] ?? 0, declined: sums.outcomes["declined"] ?? 0,
      unanswered: sums.outcomes["silent"] ?? 0, answerDays: days, least: least,
      threshold: threshold)
    return [
      "institution": .string(sums.institution), "value": .string(sums.value),
      "cases": .optional(fairness.cases), "declined_ppm": .optional(fairness.declinedPPM),
      "unanswered_ppm": .optional(fairness.unansweredPPM), "answers": .optional(fairness.answers),
      "median_milli_days": .optional(fairness.medianMilliDays),
    ]
  }

  /// `{from, to, region, least_cases, data: […]}`: of each product with decided offers of these months the rate,
  /// the days from claim to grant and the share granted as observed, beside what its latest version advertises,
  /// from so many cases on. For those who oversee.
  ///
  /// - Throws: `.invalid` with every fault of the question.
  public func observedProducts(
    from: String?, to: String?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let today = clock.now().legalDate
    let question = try FunnelQuestion(by: nil, from: from, to: to, region: region, today: today)
    let least = reference.statistics.book.truth.leastCases
    var view = Self.view(of: question)
    view["least_cases"] = .int(least)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return .object(view)
    }
    let filter = OfferCaseRepository.Filter(
      from: question.from, to: question.to, institution: institution, regionPrefix: prefix)
    let (rows, catalog, policies) = try await read { session in
      (
        try await OfferCaseRepository.products(filter, session),
        try await catalogs.latest(session)?.catalog, try await Self.policies(session)
      )
    }
    let products = Dictionary(
      (catalog?.products ?? []).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [JSON] = []
    for (code, own) in Dictionary(grouping: rows, by: \.product).sorted(by: { $0.key < $1.key }) {
      let truth = ProductTruth(
        Self.observed(own),
        advertised: AdvertisedTerms(
          ratePPM: products[code]?.pricing?.advertisedPPM(on: today, policies),
          days: products[code]?.advertised?.workingDays,
          grantPPM: products[code]?.advertised?.grantedPPM),
        least: least)
      lines.append([
        "product": .string(code), "institution": .string(own.first?.institution ?? ""),
        "rate_ppm": Self.observation(truth.rate), "milli_days": Self.observation(truth.days),
        "granted_ppm": Self.observation(truth.grants),
      ])
    }
    view["data"] = .array(lines)
    return .object(view)
  }

  private static func policies(_ session: any PostgresSession) async throws -> PolicySet? {
    guard let version = try await PolicyRepository.latestVersion(session)?.version,
      let document = try await PolicyRepository.find(version: version, session)
    else { return nil }
    return try PolicySet(json: try JSONParser.parse(document))
  }

  private static func observed(_ rows: [ObservedProductRow]) -> ObservedSums {
    var sums = ObservedSums()
    for row in rows {
      sums.decided += row.cases
      guard row.outcome == "granted" else { continue }
      sums.granted += row.cases
      sums.lent += row.grantedFen
      sums.interest += row.interest
      if let days = row.grantDays { sums.days.add(days, count: row.cases) }
    }
    return sums
  }

  private static func observation(_ one: ProductTruth.Observation) -> JSON {
    [
      "advertised": .optional(one.advertised), "observed": .optional(one.value),
      "difference": .optional(one.difference), "cases": .optional(one.cases),
    ]
  }
}

extension PricingTerms {
  /// The yearly rate that is advertised on a day, the upper end of a band; nil where there is none.
  func advertisedPPM(on day: LegalDate, _ policies: PolicySet?) -> Int64? {
    switch self {
    case .allIn(let terms): return terms.basePPM + terms.feesPPM - terms.subsidiesPPM
    case .annualised(let terms):
      switch terms.rate.max ?? terms.rate.min {
      case .fixed(let ppm): return ppm
      case .lpr(let multiple, let spread):
        let name = terms.lprTenor == .fiveYears ? Pricer.fiveYearLPR : Pricer.oneYearLPR
        guard let lpr = policies?.value(name, on: day)?.value,
          let base = Exact.scaled(lpr, by: multiple, over: 1_000)
        else { return nil }
        return max(0, base + spread)
      case nil: return nil
      }
    }
  }
}
