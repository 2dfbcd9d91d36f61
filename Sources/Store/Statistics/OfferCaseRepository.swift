import Domain
import Foundation
import Postgres

/// What became of one offer.
public struct OfferCaseRecord: Sendable, Hashable {
  public var offer: OfferID
  public var need: NeedID
  /// First day of the month of the offer.
  public var month: LegalDate
  public var region: String
  public var industry: String
  public var size: String
  public var institution: String
  public var product: String
  public var outcome: String
  public var answerDays: Int?
  public var grantDays: Int?
  public var grantedFen: Int64?
  public var ratePPM: Int64?

  public init(
    offer: OfferID, need: NeedID, month: LegalDate, region: String, industry: String, size: String,
    institution: String, product: String, outcome: String, answerDays: Int?, grantDays: Int?,
    grantedFen: Int64?, ratePPM: Int64?
  ) {
    self.offer = offer
    self.need = need
    self.month = month
    self.region = region
    self.industry = industry
    self.size = size
    self.institution = institution
    self.product = product
    self.outcome = outcome
    self.answerDays = answerDays
    self.grantDays = grantDays
    self.grantedFen = grantedFen
    self.ratePPM = ratePPM
  }
}

/// By what the enterprises are told apart of which an institution decides.
public enum OfferCaseDimension: String, CaseIterable, Sendable {
  case size
  /// City.
  case region
  /// Section of the industry.
  case industry
}

/// How many offers came to what, at one institution and of one kind of enterprise.
public struct OfferCaseSums: Sendable, Hashable {
  public var institution: String
  public var value: String
  /// By outcome.
  public var outcomes: [String: Int64]
  /// Working days until the first answer, and how many answers took so many.
  public var answerDays: [Int: Int64]
}

/// What is observed of one product.
public struct ObservedProductRow: Sendable, Hashable {
  public var product: String
  public var institution: String
  public var outcome: String
  public var grantDays: Int?
  public var cases: Int64
  /// Granted, and the same times the rate in ppm.
  public var grantedFen: Int128
  public var interest: Int128
}

public enum OfferCaseRepository {
  /// Which offers are meant.
  public struct Filter: Sendable, Hashable {
    /// First days of the first and the last month.
    public var from: LegalDate
    public var to: LegalDate
    public var institution: String?
    /// What the regions begin with; empty for all.
    public var regionPrefix: String

    public init(
      from: LegalDate, to: LegalDate, institution: String? = nil, regionPrefix: String = ""
    ) {
      self.from = from
      self.to = to
      self.institution = institution
      self.regionPrefix = regionPrefix
    }
  }

  /// Writes what became of the offers of needs whose counts are locked.
  public static func put(
    _ cases: [OfferCaseRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !cases.isEmpty else { return }
    func days(_ lengths: [Int?]) -> [Int16?] { lengths.map { $0.map { Int16(clamping: $0) } } }
    try await session.execute(
      """
      INSERT INTO offer_case AS c (offer_id, need_id, month, region, industry, size, institution,
        product, outcome, answer_days, grant_days, granted_fen, rate_ppm)
      SELECT n.offer_id, n.need_id, n.month, n.region, n.industry, n.size, n.institution,
        n.product, n.outcome, n.answer_days, n.grant_days, n.granted_fen, n.rate_ppm::integer
      FROM unnest(\(cases.map(\.offer.uuid)), \(cases.map(\.need.uuid)),
        \(cases.map(\.month.bound)), \(cases.map(\.region)), \(cases.map(\.industry)),
        \(cases.map(\.size)), \(cases.map(\.institution)), \(cases.map(\.product)),
        \(cases.map(\.outcome)), \(days(cases.map(\.answerDays))),
        \(days(cases.map(\.grantDays))), \(cases.map(\.grantedFen)), \(cases.map(\.ratePPM)))
        AS n (offer_id, need_id, month, region, industry, size, institution, product, outcome,
          answer_days, grant_days, granted_fen, rate_ppm)
      ORDER BY n.offer_id
      ON CONFLICT (offer_id) DO UPDATE SET month = excluded.month, region = excluded.region,
        industry = excluded.industry, size = excluded.size, institution = excluded.institution,
        product = excluded.product, outcome = excluded.outcome,
        answer_days = excluded.answer_days, grant_days = excluded.grant_days,
        granted_fen = excluded.granted_fen, rate_ppm = excluded.rate_ppm
      WHERE (c.month, c.region, c.industry, c.size, c.institution, c.product, c.outcome,
          c.answer_days, c.grant_days, c.granted_fen, c.rate_ppm)
        IS DISTINCT FROM (excluded.month, excluded.region, excluded.industry, excluded.size,
          excluded.institution, excluded.product, excluded.outcome, excluded.answer_days,
          excluded.grant_days, excluded.granted_fen, excluded.rate_ppm)
      """)
  }

  /// Of each institution and kind of enterprise what became of its offers, in their order.
  public static func sums(
    by dimension: OfferCaseDimension, _ filter: Filter, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferCaseSums] {
    let value: Statement =
      switch dimension {
      case .size: "c.size"
      case .region: "left(c.region, 4) || '00'"
      case .industry: "c.industry"
      }
    let rows = try await session.query(
      "SELECT c.institution, " + value
        + ", c.outcome, c.answer_days::integer, count(*)" + source(filter)
        + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4")
    var sums: [OfferCaseSums] = []
    for row in rows {
      let (institution, value) = (try row.text(0), try row.text(1))
      if sums.last?.institution != institution || sums.last?.value != value {
        sums.append(
          OfferCaseSums(institution: institution, value: value, outcomes: [:], answerDays: [:]))
      }
      let (outcome, cases) = (try row.text(2), try row.int64(4))
      sums[sums.count - 1].outcomes[outcome, default: 0] += cases
      if let days = try row.decode(3, as: Int32?.self) {
        sums[sums.count - 1].answerDays[Int(days), default: 0] += cases
      }
    }
    return sums
  }

  /// What became of the decided offers of each product, in the order of their codes.
  public static func products(
    _ filter: Filter, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ObservedProductRow] {
    try await session.query(
      """
      SELECT c.product, c.institution, c.outcome, c.grant_days::integer, count(*),
        coalesce(sum(c.granted_fen), 0)::text,
        coalesce(sum(c.granted_fen::numeric * c.rate_ppm), 0)::text
      """ + source(filter)
        + """
         AND c.outcome IN ('granted', 'declined', 'silent')
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """
    ).map { row throws(PostgresError) in
      guard let granted = Int128(try row.text(5)), let interest = Int128(try row.text(6)) else {
        throw PostgresError(kind: .decoding, reason: "a sum of offers is too large")
      }
      return ObservedProductRow(
        product: try row.text(0), institution: try row.text(1), outcome: try row.text(2),
        grantDays: try row.decode(3, as: Int32?.self).map { Int($0) }, cases: try row.int64(4),
        grantedFen: granted, interest: interest)
    }
  }

  /// Digits from which on a place is a city or less.
  private static let cityDigits = 4

  /// `FROM` and `WHERE` of the cases that are meant. Those of a city or county are few of all, and found by the index
  /// that begins with the place. Institutions are few, too: the cases of each are found by the index that begins
  /// with it, so that those of all in some months need not be looked for in all there are.
  private static func source(_ filter: Filter) -> Statement {
    var scope: Statement = """
       AND c.month BETWEEN \(filter.from.bound) AND \(filter.to.bound)
      """
    if !filter.regionPrefix.isEmpty {
      scope = scope + " AND c.region ^@ \(filter.regionPrefix)"
    }
    if let institution = filter.institution {
      return " FROM offer_case c WHERE c.institution = \(institution)" + scope
    }
    if filter.regionPrefix.count >= cityDigits { return " FROM offer_case c WHERE true" + scope }
    return """
       FROM (
        WITH RECURSIVE known (institution) AS (
          (SELECT institution FROM offer_case ORDER BY institution LIMIT 1)
          UNION ALL
          SELECT (SELECT institution FROM offer_case WHERE institution > k.institution
            ORDER BY institution LIMIT 1)
          FROM known k WHERE k.institution IS NOT NULL)
        SELECT c.* FROM known k CROSS JOIN LATERAL (
          SELECT * FROM offer_case c WHERE c.institution = k.institution
      """ + scope + " OFFSET 0) AS c) AS c WHERE true"
  }
}
