import Domain
import Postgres
import Statistics
import Store

/// What the funnel is asked for.
public struct FunnelQuestion: Sendable, Hashable {
  public var dimension: FunnelDimension
  /// First days of the first and the last month.
  public var from: LegalDate
  public var to: LegalDate
  /// 2, 4 or 6 digits.
  public var region: String?

  /// Longest time that is summed, in months.
  public static let maximumMonths = 120

  /// From the texts of a request; left out, all needs of the last twelve months.
  ///
  /// - Throws: `.invalid` with every fault: `unknown_value`, `pattern` (a month that is none), `order`,
  ///   `above_max` (more months than are summed).
  public init(
    by dimension: String?, from: String?, to: String?, region: String?, today: LegalDate
  ) throws(ApplicationError) {
    var faults: [Fault] = []
    func month(_ text: String?, _ name: String, _ otherwise: LegalDate) -> LegalDate {
      guard let text else { return otherwise }
      guard text.utf8.count == 7, let day = LegalDate(text + "-01") else {
        faults.append(
          Fault("/\(name)", "pattern", zh: "格式应为 2026-01", en: "must look like 2026-01"))
        return otherwise
      }
      return day
    }
    let last = month(to, "to", today.firstOfMonth)
    let first = month(from, "from", last.adding(months: -11))
    if let dimension, FunnelDimension(rawValue: dimension) == nil {
      let known = FunnelDimension.allCases.map(\.rawValue).joined(separator: ", ")
      faults.append(
        Fault(
          "/by", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)"))
    }
    if faults.isEmpty {
      if last < first {
        faults.append(Fault("/to", "order", zh: "不得早于起始月份", en: "not before the first month"))
      } else if last.wholeMonths(since: first) >= Self.maximumMonths {
        faults.append(
          Fault(
            "/from", "above_max", zh: "不得超过 \(Self.maximumMonths) 个月",
            en: "at most \(Self.maximumMonths) months", limit: Int64(Self.maximumMonths)))
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    self.dimension = dimension.flatMap { FunnelDimension(rawValue: $0) } ?? .all
    self.from = first
    self.to = last
    self.region = region
  }
}

extension Application {
  /// By what needs are told apart.
  public static let funnelDimensions = FunnelDimension.allCases.map(\.rawValue)

  /// The same of the texts of a request.
  public func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON {
    let question = try FunnelQuestion(
      by: dimension, from: from, to: to, region: region, today: clock.now().legalDate)
    return try await funnel(question, actor: actor)
  }

  /// `{by, from, to, region, data: […]}`: of the needs that were submitted in these months how many reached
  /// each stage, what was asked for, granted and drawn, and the medians of the days of each step. Not held
  /// back where it is small: only for those who oversee.
  public func funnel(_ question: FunnelQuestion, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    var view: [String: JSON] = [
      "by": .string(question.dimension.rawValue), "from": .string(question.from.monthText),
      "to": .string(question.to.monthText), "region": question.region.map(JSON.string) ?? .null,
      "data": [],
    ]
    guard let prefix = AccessRules.listPrefix(asked: question.region, by: actor) else {
      return .object(view)
    }
    let isByRegion = question.dimension == .region
    let filter = FunnelFilter(
      dimension: (isByRegion ? FunnelDimension.all : question.dimension).rawValue,
      from: question.from, to: question.to, regionPrefix: prefix, isByRegion: isByRegion)
    let (sums, days) = try await read { session in
      (
        try await FunnelRepository.sums(filter, session),
        try await FunnelRepository.days(filter, session)
      )
    }
    var histograms: [String: [String: DayHistogram]] = [:]
    for row in days {
      histograms[row.value, default: [:]][row.stage, default: DayHistogram()]
        .add(row.days, count: row.cases)
    }
    view["data"] = .array(sums.map { Self.funnelView($0, histograms[$0.value] ?? [:]) })
    return .object(view)
  }

  private static func funnelView(_ sum: FunnelSumRow, _ days: [String: DayHistogram]) -> JSON {
    var stages: [String: JSON] = [:]
    var steps: [String: JSON] = [:]
    for stage in FunnelStage.allCases {
      stages[stage.code] = .int(sum.reached[stage.rawValue])
      guard let histogram = days[stage.code], let median = histogram.medianMilliDays else {
        continue
      }
      steps[stage.code] = ["cases": .int(histogram.cases), "median_milli_days": .int(median)]
    }
    return [
      "value": .string(sum.value), "stages": .object(stages), "days": .object(steps),
      "asked": MoneyView.json(Int64(clamping: sum.askedFen)),
      "granted": MoneyView.json(Int64(clamping: sum.grantedFen)),
      "drawn": MoneyView.json(Int64(clamping: sum.drawnFen)),
    ]
  }
}

extension LegalDate {
  /// `YYYY-MM`.
  var monthText: String { String(text.prefix(7)) }
}
