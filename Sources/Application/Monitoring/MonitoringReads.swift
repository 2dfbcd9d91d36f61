import Catalog
import Domain
import Monitoring
import Postgres
import Sealing
import Store

extension Application {
  /// Periods of a duty that are shown of one enterprise: the last ones.
  private static let shownPeriods = 12
  /// Uses of reports in facts that are shown of one enterprise: the newest ones.
  private static let shownUses = 500

  /// Where one enterprise stands: its level, what it must report and how that stands, and of every source what came
  /// when, which facts stood on it and how many runs decided by them, what open warnings stand on, and what expires.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func monitoring(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    let now = clock.now()
    return try await readLogged(.monitoring, as: actor) { session in
      guard let enterprise = try await EnterpriseRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      try AccessRules.requireRead(enterprise, by: actor)
      let rules = reference.monitoring
      let enrolments = try await enrolments(of: id, on: now.legalDate, session)
      var duties: [JSON] = []
      for enrolment in enrolments {
        duties.append(try await duty(enrolment, of: id, on: now.legalDate, session))
      }
      try await actAsService(actor, session)
      let account = try await MonitoringAccountRepository.find(id, session)
      let current = try await ReportRepository.current(
        of: id, limit: MonitoringDesk.reportsMaximum, session)
      let used = try await usedReports(of: id, session)
      let facts = Dictionary(
        grouping: try await ReportUseRepository.list(of: id, limit: Self.shownUses, session),
        by: \.use.report)
      var sources: [JSON] = []
      for source in rules.sources.sources {
        let own = current.filter { $0.source == source.code }
        let permission = try await SourceAuthorisationRepository.live(
          source.code, of: [id], session)[id]
        guard !own.isEmpty || permission != nil else { continue }
        sources.append(
          MonitoringSourceView(
            source: source, reports: own, permission: permission, used: used[source.code] ?? [],
            facts: facts, today: now.legalDate
          ).json)
      }
      let view: JSON = [
        "enterprise_id": .string(id.text), "as_of": .string(now.legalDate.text),
        "level": .optional(account?.level), "judged_at": .optional(account?.judgedAt?.text),
        "duties": .array(duties), "sources": .array(sources),
      ]
      return (view, [id])
    }
  }

  /// How the last periods of a duty stand.
  private func duty(
    _ enrolment: ReportEnrolment, of id: EnterpriseID, on today: LegalDate,
    _ session: any PostgresSession
  ) async throws -> JSON {
    let duty = enrolment.duty
    let calendar = reference.monitoring.calendar
    let received = try await ReportRepository.received(
      duty.source, duty.period.rawValue, of: id, session)
    let over = ReportPeriod(duty.period, of: today).adding(-1)
    let last = min(enrolment.to ?? over, over)
    let first = max(enrolment.from, last.adding(1 - Self.shownPeriods))
    let periods = ReportPeriod.range(first, through: last).reversed().map { period -> JSON in
      let due = duty.dueOn(period, calendar)
      return [
        "period": .string(period.text), "due_on": .string(due.day.text),
        "is_provisional": .bool(due.isProvisional),
        "standing": .string(
          duty.standing(
            of: period, received: received[period.firstDay], on: today, calendar
          ).rawValue),
        "received_on": .optional(received[period.firstDay]?.text),
      ]
    }
    return [
      "duty": .string(duty.code), "label": ProductView.label(duty.label),
      "source": .string(duty.source), "from": .string(enrolment.from.text),
      "to": .optional(enrolment.to?.text),
      "next_due_on": .optional(enrolment.nextDue(after: today, calendar)?.text),
      "citation": duty.citation.json, "periods": .array(periods),
    ]
  }

  /// By source, the periods and warnings that open warnings stand on.
  private func usedReports(
    of id: EnterpriseID, _ session: any PostgresSession
  ) async throws -> [String: [(period: String, warning: WarningID)]] {
    let key = try await DataKeyRepository.find([id], session)[id]
    var used: [String: [(period: String, warning: WarningID)]] = [:]
    for warning in try await WarningRepository.latest(of: id, session).values.sorted(
      by: { $0.id < $1.id })
    where !reference.monitoring.isClosed(warning.state) && !warning.readings.body.isEmpty {
      var readings = warning.readings
      readings.key = key
      let sealed = readings
      let text = try unlocking { () throws(SealingError) in try masterKeys.open(sealed) }
      for reading in try JSONParser.parse(Array(text.utf8)).arrayValue ?? [] {
        for figure in reading["figures"]?.arrayValue ?? [] {
          guard let source = figure["source"]?.stringValue,
            let period = figure["period"]?.stringValue
          else { continue }
          used[source, default: []].append((period, warning.id))
        }
      }
    }
    return used
  }
}

/// How what came from one source looks.
private struct MonitoringSourceView {
  let source: ReportSource
  /// Current ones, the newest periods first.
  let reports: [ReportRecord]
  let permission: SourceAuthorisationRecord?
  let used: [(period: String, warning: WarningID)]
  let facts: [ReportID: [ReportUsePeriod]]
  let today: LegalDate

  /// Reports that are shown: the newest periods.
  private static let maximumShown = 24

  var json: JSON {
    [
      "source": .string(source.code), "label": ProductView.label(source.label),
      "authorisation": .string(source.authorisation.rawValue),
      "permission": permission.map { SourceAuthorisationView.json($0, on: today) } ?? .null,
      "reports": .array(
        reports.prefix(Self.maximumShown).compactMap { report in
          guard let period = try? report.period() else { return nil }
          let good = source.goodThrough(period)
          return [
            "report_id": .string(report.id.text), "period": .string(period.text),
            "reporter": .optional(report.reporter),
            "revision": .int(Int64(report.revision)), "as_of": .string(report.asOf.text),
            "provenance": .string(report.provenance),
            "received_at": .string(report.receivedAt.text), "good_through": .string(good.text),
            "is_expired": .bool(good < today),
            "used_by": .array(
              Set(used.filter { $0.period == period.text }.map(\.warning.text)).sorted().map(
                JSON.string)),
            "facts": .array((facts[report.id] ?? []).map(Self.json)),
          ]
        }),
    ]
  }

  /// A fact that stood on a report, in which versions of the enterprise's facts, and the runs that decided by them.
  private static func json(_ period: ReportUsePeriod) -> JSON {
    [
      "path": .string(period.use.path), "from_version": .int(Int64(period.from)),
      "through_version": period.through.map { .int(Int64($0)) } ?? .null,
      "runs": .int(period.runs), "last_run_id": .optional(period.lastRun?.text),
    ]
  }
}
