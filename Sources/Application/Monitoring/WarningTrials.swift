import Catalog
import Domain
import Monitoring
import Postgres
import Store

extension Application {
  /// Enterprises that one page of a dry run looks at.
  public static let dryRunMaximum = 1_000

  /// What warnings would change, were enterprises judged now by the rules of another document: one page of those that
  /// are watched. Of enterprises nothing is stored. That pages were looked at one after another is, so that rules come
  /// into force only when the last one was; an auditor's are not.
  ///
  /// - Parameters:
  ///   - warnings: in the form of `Schemas/monitoring/warnings.yaml`.
  ///   - after: the last enterprise of the page before; nil begins anew.
  ///   - limit: enterprises looked at, in the order of their identifiers.
  /// - Returns: `{"data": [{enterprise_id, rule, from, to}], "composite": [{enterprise_id, from, to}], "looked_at": …,
  ///   "next_after": …, "summary": {…}}`; the summary is of all pages so far.
  /// - Throws: `.invalid` for a document that cannot be meant; `.forbidden`.
  public func dryRunWarnings(
    _ warnings: JSON, after: EnterpriseID?, limit: Int, actor: Actor
  ) async throws -> JSON {
    try requireCountryOverview(actor)
    let tried: WarningRulesInForce
    do {
      tried = try WarningRulesInForce(
        version: 0, warnings, indicators: reference.monitoring.indicators)
    } catch {
      throw ApplicationError.invalid(error.list)
    }
    let today = clock.now().legalDate
    let (inForce, found) = try await read { session in
      (
        try await warningRulesInForce(session),
        try await MonitoringAccountRepository.page(after: after, limit: limit + 1, session)
      )
    }
    var page = WarningTrialPage(
      watched: Array(found.prefix(limit)), after: after, isLast: found.count <= limit)
    for id in page.watched {
      guard let series = try await read({ try await watchedSeries(of: id, $0) }) else { continue }
      page.add(
        id, WarningStanding(inForce.book, series, on: today),
        WarningStanding(tried.book, series, on: today))
    }
    return page.json(
      try await note(page, of: tried.digest, against: inForce.digest, actor))
  }

  /// What is known of an enterprise; nil of one that is gone.
  private func watchedSeries(
    of id: EnterpriseID, _ session: any PostgresSession
  ) async throws -> ReportSeries? {
    guard let enterprise = try await EnterpriseRepository.find(id, session),
      enterprise.erasedAt == nil
    else { return nil }
    let desk = MonitoringDesk(
      self, enterprise,
      LockedEnterprise(id: id, factsVersion: enterprise.factsVersion, eventSequence: 0),
      traceparent: nil, session)
    return try await desk.judgedSeries(desk.enrolments())
  }

  /// Adds a page to the dry run that it goes on with; a page that was added before is not added again.
  ///
  /// - Returns: the dry run as it stands; nil where none of these rules was begun.
  private func note(
    _ page: WarningTrialPage, of rules: Digest, against: Digest, _ actor: Actor
  ) async throws -> WarningTrialRecord? {
    guard actor.role != .auditor else {
      return try await read {
        try await WarningTrialRepository.latest(of: rules, against: against, $0)
      }
    }
    return try await writeQuietly { session in
      let now = clock.now()
      if page.after == nil {
        try await WarningTrialRepository.begin(
          rules, against: against, summary: WarningTally().json, at: now, by: actor.subject,
          session)
      }
      guard
        var trial = try await WarningTrialRepository.latest(
          of: rules, against: against, isLocked: true, session)
      else { return nil }
      guard trial.doneAt == nil, trial.through == page.after else { return trial }
      var tally = WarningTally(trial.summary)
      tally.add(page.tally)
      trial.summary = tally.json
      trial.lookedAt += Int64(page.watched.count)
      trial.through = page.watched.last ?? page.after
      if page.isLast { trial.doneAt = max(now, trial.begunAt) }
      try await WarningTrialRepository.advance(trial, session)
      return trial
    }
  }
}

/// Where an enterprise stands by some rules.
private struct WarningStanding {
  let rules: [String: WarningLevel]
  /// Of all of them together.
  let composite: WarningLevel?

  init(_ book: WarningBook, _ series: ReportSeries, on today: LegalDate) {
    let states = book.states(series, on: today)
    rules = Dictionary(
      states.compactMap { state in state.level.map { (state.rule.code, $0) } },
      uniquingKeysWith: { first, _ in first })
    composite = book.level(of: states)
  }
}

/// What one page of a dry run found.
private struct WarningTrialPage: Sendable {
  let watched: [EnterpriseID]
  let after: EnterpriseID?
  let isLast: Bool
  private(set) var tally = WarningTally()
  private var changes: [JSON] = []
  private var wholes: [JSON] = []

  init(watched: [EnterpriseID], after: EnterpriseID?, isLast: Bool) {
    self.watched = watched
    self.after = after
    self.isLast = isLast
  }

  mutating func add(_ id: EnterpriseID, _ before: WarningStanding, _ after: WarningStanding) {
    let rules = Set(before.rules.keys).union(after.rules.keys).sorted().filter {
      before.rules[$0] != after.rules[$0]
    }
    for rule in rules {
      let (from, to) = (before.rules[rule], after.rules[rule])
      changes.append([
        "enterprise_id": .string(id.text), "rule": .string(rule),
        "from": .optional(from?.rawValue), "to": .optional(to?.rawValue),
      ])
      tally.count(rule, from, to)
    }
    if before.composite != after.composite {
      wholes.append([
        "enterprise_id": .string(id.text), "from": .optional(before.composite?.rawValue),
        "to": .optional(after.composite?.rawValue),
      ])
      tally.count(nil, before.composite, after.composite)
    }
    if !rules.isEmpty || before.composite != after.composite { tally.changed += 1 }
  }

  func json(_ trial: WarningTrialRecord?) -> JSON {
    [
      "data": .array(changes), "composite": .array(wholes),
      "looked_at": .int(Int64(watched.count)),
      "next_after": isLast ? .null : .optional(watched.last?.text),
      "summary": trial.map(Self.summary) ?? .null,
    ]
  }

  private static func summary(_ trial: WarningTrialRecord) -> JSON {
    var members = WarningTally(trial.summary).members
    members["looked_at"] = .int(trial.lookedAt)
    members["begun_at"] = .string(trial.begunAt.text)
    members["done_at"] = .optional(trial.doneAt?.text)
    return .object(members)
  }
}

/// How many enterprises come from which level to which.
private struct WarningTally: Sendable {
  /// Enterprises of which anything changes.
  var changed: Int64 = 0
  /// By `RULE FROM TO`.
  private var counts: [String: Int64] = [:]

  /// In the place of a rule, for the levels of enterprises as a whole; no rule is named so.
  private static let whole = "*"
  /// In the place of a level.
  private static let none = "none"

  init() {}

  /// As it was stored.
  init(_ json: JSON) {
    changed = json["changed"]?.intValue ?? 0
    counts = (json["counts"]?.objectValue ?? [:]).compactMapValues(\.intValue)
  }

  var json: JSON {
    ["changed": .int(changed), "counts": .object(counts.mapValues(JSON.int))]
  }

  mutating func count(_ rule: String?, _ from: WarningLevel?, _ to: WarningLevel?) {
    let names = [rule ?? Self.whole, from?.rawValue ?? Self.none, to?.rawValue ?? Self.none]
    counts[names.joined(separator: " "), default: 0] += 1
  }

  mutating func add(_ other: WarningTally) {
    changed += other.changed
    counts.merge(other.counts) { $0 + $1 }
  }

  /// As it is shown.
  var members: [String: JSON] {
    [
      "changed": .int(changed), "rules": list { $0 != Self.whole },
      "composite": list { $0 == Self.whole },
    ]
  }

  private func list(_ belongs: (String) -> Bool) -> JSON {
    .array(
      counts.sorted { $0.key < $1.key }.compactMap { key, count -> JSON? in
        let names = key.split(separator: " ").map(String.init)
        guard names.count == 3, belongs(names[0]) else { return nil }
        var members: [String: JSON] = [
          "from": Self.level(names[1]), "to": Self.level(names[2]), "enterprises": .int(count),
        ]
        if names[0] != Self.whole { members["rule"] = .string(names[0]) }
        return .object(members)
      })
  }

  private static func level(_ name: String) -> JSON { name == none ? .null : .string(name) }
}
