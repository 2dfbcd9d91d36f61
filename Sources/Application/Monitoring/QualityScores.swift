import Domain
import Monitoring
import Postgres
import Store

/// How good what sources send is, day by day. A day is scored when it is over, by what was known at its end; so it comes
/// out the same when it is scored anew, but for who must report, which may be said later of earlier periods.
extension Application {
  /// Days that are listed in one answer.
  public static let qualityDaysMaximum = 92

  /// How good what sources sent on a day is, of enterprises of the caller's region; of today as far as it is.
  ///
  /// - Throws: `.forbidden` for anyone but those who oversee.
  public func sourceQuality(
    on day: LegalDate?, region: String?, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let day = day ?? clock.now().legalDate
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return ["day": .string(day.text), "data": []]
    }
    let scores = try await read { session in
      try await qualityScores(
        on: day, regionPrefix: prefix, levels: [prefix.utf8.count], session)
    }
    return ["day": .string(day.text), "data": .array(scores.map(QualityView.json))]
  }

  /// The scores of days that are over, as they were stored, in the order of days and sources.
  ///
  /// - Parameters:
  ///   - from: the first day; 30 before the last unless told otherwise.
  ///   - to: the last day; yesterday unless told otherwise.
  /// - Throws: `.forbidden` for anyone but those who oversee; `.invalid` with `order` or `above_max` (more days
  ///   than are listed).
  public func qualityDays(
    source: String?, region: String?, from: LegalDate?, to: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let last = to ?? clock.now().legalDate.adding(days: -1)
    let first = from ?? last.adding(days: -30)
    guard first <= last else {
      throw ApplicationError.invalid([
        Fault("/to", "order", zh: "不得早于起始日期", en: "not before the first day")
      ])
    }
    guard last < first.adding(days: Self.qualityDaysMaximum) else {
      throw ApplicationError.invalid([
        Fault(
          "/from", "above_max", zh: "不得超过 \(Self.qualityDaysMaximum) 天",
          en: "at most \(Self.qualityDaysMaximum) days", limit: Int64(Self.qualityDaysMaximum))
      ])
    }
    var view: [String: JSON] = [
      "from": .string(first.text), "to": .string(last.text), "region": .optional(region),
      "data": [],
    ]
    if let prefix = AccessRules.listPrefix(asked: region, by: actor) {
      let scores = try await read { session in
        try await QualityRepository.list(
          region: prefix, source: source, from: first, through: last, session)
      }
      view["data"] = .array(
        scores.map { score in
          .object(QualityView.members(score).merging(["day": .string(score.day.text)]) { $1 })
        })
    }
    return .object(view)
  }

  /// Scores the days that are over since the last one that is scored, oldest first.
  ///
  /// - Parameter limit: days in one call, each in a transaction of its own.
  /// - Returns: how many were scored.
  public func scoreDays(limit: Int) async throws -> Int {
    let today = clock.now().legalDate
    var scored = 0
    for _ in 0..<limit {
      let isScored = try await writeQuietly { session in
        var day = try await QualityRepository.lastDay(session)?.adding(days: 1)
        if day == nil { day = try await QualityRepository.begun(session) }
        guard let day, day < today,
          // Another sweeper may have been first.
          try await QualityRepository.begin(day, at: clock.now(), session)
        else { return false }
        let scores = try await qualityScores(
          on: day, regionPrefix: "", levels: QualityRepository.levels, session)
        try await QualityRepository.insert(scores, of: day, session)
        return true
      }
      guard isScored else { break }
      scored += 1
    }
    return scored
  }

  /// Scores all days that are scored anew, from what was reported.
  ///
  /// - Throws: database errors; days before it are scored then.
  public func rescoreDays() async throws -> Rescoring {
    var outcome = Rescoring()
    var after: LegalDate?
    while true {
      let last = after
      let days = try await read {
        try await QualityRepository.days(after: last, limit: Self.qualityDaysMaximum, $0)
      }
      guard let end = days.last else { return outcome }
      for day in days {
        let isChanged = try await writeQuietly { session in
          let scores = try await qualityScores(
            on: day, regionPrefix: "", levels: QualityRepository.levels, session)
          guard try await Set(QualityRepository.scores(on: day, session)) != Set(scores) else {
            return false
          }
          try await QualityRepository.replace(scores, of: day, at: clock.now(), session)
          return true
        }
        outcome.days += 1
        outcome.changed += isChanged ? 1 : 0
      }
      after = end
    }
  }

  /// What sources sent on a day, as it was known at its end, in the order of regions and sources.
  ///
  /// - Parameter levels: by so many first digits regions are told apart.
  private func qualityScores(
    on day: LegalDate, regionPrefix: String, levels: [Int], _ session: any PostgresSession
  ) async throws -> [QualityRecord] {
    struct Place: Hashable {
      let region: String
      let source: String
    }
    let rules = reference.monitoring
    let end = Instant(startOf: day.adding(days: 1))
    var counts: [Place: QualityScore.Counts] = [:]
    for count in try await QualityRepository.counts(
      on: day, before: end, regionPrefix: regionPrefix, levels: levels, session)
    {
      counts[Place(region: count.region, source: count.source)] = QualityScore.Counts(
        accepted: count.accepted, quarantined: count.quarantined, rejected: count.rejected,
        late: count.late)
    }
    // What should have come through this day.
    for duty in rules.indicators.duties where duty.days.contains(day) {
      for back in 1...2 {
        let period = ReportPeriod(duty.period, of: day).adding(-back)
        guard duty.dueOn(period, rules.calendar).day == day else { continue }
        for missed in try await QualityRepository.missed(
          duty: duty.code, source: duty.source, duty.period.rawValue, period.firstDay, on: day,
          before: end, regionPrefix: regionPrefix, levels: levels, session)
        {
          counts[
            Place(region: missed.region, source: duty.source), default: QualityScore.Counts()
          ].missed += missed.count
        }
      }
    }
    return counts.compactMap { place, counts -> QualityRecord? in
      rules.quality.score.score(counts).map { score in
        QualityRecord(
          day: day, region: place.region, source: place.source, accepted: counts.accepted,
          quarantined: counts.quarantined, rejected: counts.rejected, late: counts.late,
          missed: counts.missed, scorePPM: score)
      }
    }.sorted { ($0.region, $0.source) < ($1.region, $1.source) }
  }
}

/// What came of scoring days anew.
public struct Rescoring: Sendable, Hashable {
  /// Days that are scored.
  public var days: Int
  /// Of these, those whose scores were others before.
  public var changed: Int

  public init(days: Int = 0, changed: Int = 0) {
    self.days = days
    self.changed = changed
  }
}

/// How a score looks.
enum QualityView {
  static func json(_ score: QualityRecord) -> JSON { .object(members(score)) }

  static func members(_ score: QualityRecord) -> [String: JSON] {
    [
      "source": .string(score.source), "accepted": .int(score.accepted),
      "quarantined": .int(score.quarantined), "rejected": .int(score.rejected),
      "late": .int(score.late), "missed": .int(score.missed), "score_ppm": .int(score.scorePPM),
    ]
  }
}
