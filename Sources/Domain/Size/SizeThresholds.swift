/// The thresholds of the size classes, read from `Schemas/reference/sme-size-thresholds.csv`.
///
/// Large, medium and small enterprises must reach the lower bound of *every* metric of their row,
/// else they fall to the class below (note to 统计上大中小微型企业划分办法(2017)): the size is the least
/// of the classes of the metrics. "及以上" is ≥, "以下" is <.
public struct SizeThresholds: Sendable {
  /// The bounds of one metric, in its unit.
  struct Bounds: Hashable, Sendable {
    let metric: SizeMetric
    let large: Int64
    let medium: Int64
    let small: Int64

    func size(_ value: Int64) -> EnterpriseSize {
      if value >= large { return .large }
      if value >= medium { return .medium }
      return value >= small ? .small : .micro
    }
  }

  /// One row: the industries it covers and its metrics.
  struct Rule: Hashable, Sendable {
    let code: String
    let industries: [IndustryCode]
    let exclusions: [IndustryCode]
    let bounds: [Bounds]
  }

  let rules: [Rule]
  private let industries: IndustryTable

  /// - Parameters:
  ///   - text: the CSV file.
  ///   - industries: gives the section of a division.
  /// - Throws: faults with the pointer `/line/column`: `header`, `columns`, `industry`, `metric`,
  ///   `bound`.
  public init(csv text: String, industries: IndustryTable) throws(Faults) {
    let table = try ReferenceRows(
      text,
      columns: [
        "code", "industry", "gbt4754_2017", "metric1", "L1", "M1", "S1", "metric2", "L2", "M2",
        "S2",
      ])
    var faults: [Fault] = []
    var rules: [Rule] = []
    for row in table.rows {
      guard let scope = SizeScope(row.text("gbt4754_2017")) else {
        faults.append(
          row.fault(
            "gbt4754_2017", "industry", zh: "行业范围无法识别", en: "the industries cannot be read"))
        continue
      }
      do {
        var bounds = [try Self.bounds(row, "1")]
        if !row.text("metric2").isEmpty { bounds.append(try Self.bounds(row, "2")) }
        rules.append(
          Rule(
            code: row.text("code"), industries: scope.included, exclusions: scope.excluded,
            bounds: bounds))
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.rules = rules
    self.industries = industries
  }

  /// The size of an enterprise of this industry; see `SizeClassification` for the other outcomes.
  public func classify(_ industry: IndustryCode, _ metrics: SizeMetrics) -> SizeClassification {
    guard industries.section(of: industry) != nil else { return .notApplicable }
    // A coarse code that a row names only in part does not choose that row.
    let splits = rules.flatMap { $0.industries + $0.exclusions }.contains { pattern in
      pattern != industry && industries.matches(pattern, within: industry)
    }
    if splits { return .industryTooCoarse }
    let rule = rules.first { rule in
      rule.industries.contains { industries.matches(industry, within: $0) }
        && !rule.exclusions.contains { industries.matches(industry, within: $0) }
    }
    guard let rule else { return .notApplicable }
    let missing = rule.bounds.map(\.metric).filter { metrics[$0] == nil }
    guard missing.isEmpty else { return .missing(missing) }
    let sizes = rule.bounds.compactMap { bounds in
      metrics[bounds.metric].map { bounds.size($0) }
    }
    return sizes.min().map { .known($0) } ?? .missing(rule.bounds.map(\.metric))
  }

  private static func bounds(_ row: ReferenceRows.Row, _ number: String) throws(Fault) -> Bounds {
    guard let metric = SizeMetric(rawValue: row.text("metric" + number)) else {
      throw row.fault(
        "metric" + number, "metric", zh: "指标应为 X、Y 或 Z", en: "the metric must be X, Y or Z")
    }
    guard let large = Int64(row.text("L" + number)), let medium = Int64(row.text("M" + number)),
      let small = Int64(row.text("S" + number)), small > 0, medium > small, large > medium
    else {
      throw row.fault(
        "L" + number, "bound", zh: "三个下限应为递减的正整数", en: "the bounds must be falling whole numbers")
    }
    return Bounds(metric: metric, large: large, medium: medium, small: small)
  }
}

/// The industries of one row, as the table writes them: `A`, `B-C-D (06-46)`, `54-57 58
/// 591(装卸搬运) excl 53铁路`. What stands in parentheses and Chinese words are remarks.
struct SizeScope {
  let included: [IndustryCode]
  let excluded: [IndustryCode]

  /// Nil when a word is neither a code, a range of divisions, nor letters joined by hyphens.
  init?(_ text: String) {
    var plain = ""
    var depth = 0
    for scalar in text.unicodeScalars {
      if scalar == "(" { depth += 1 }
      if depth == 0, scalar.isASCII { plain.unicodeScalars.append(scalar) }
      if scalar == ")" { depth -= 1 }
    }
    var included: [IndustryCode] = []
    var excluded: [IndustryCode] = []
    var excluding = false
    for word in plain.split(separator: " ") {
      if word == "excl" {
        excluding = true
        continue
      }
      guard let codes = Self.codes(word), !codes.isEmpty else { return nil }
      if excluding { excluded += codes } else { included += codes }
    }
    guard depth == 0, !included.isEmpty else { return nil }
    self.included = included
    self.excluded = excluded
  }

  private static func codes(_ word: Substring) -> [IndustryCode]? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    let codes = ends.compactMap { IndustryCode($0) }
    guard codes.count == ends.count else { return nil }
    if codes.count == 1 || codes.allSatisfy(\.isSection) { return codes }
    guard codes.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first < last,
      last < 100
    else { return nil }
    return (first...last).compactMap { IndustryCode($0 < 10 ? "0\($0)" : "\($0)") }
  }
}
