import Catalog
import Domain
import Monitoring
import Postgres
import Sealing
import Store
import Workflow

/// Works on what is reported of one enterprise, which is locked, in one transaction.
struct MonitoringDesk {
  let application: Application
  let enterprise: EnterpriseRecord
  let now: Instant
  let session: any PostgresSession
  var writer: EventWriter
  let traceparent: String?
  /// Who has lent to it or stands in for it, and may see it; read once.
  private var exposedInstitutions: [String]?

  /// Reports that one enterprise is judged by, the newest ones.
  static let reportsMaximum = 5_000
  /// Revisions of one period of one source.
  private static let revisionsMaximum = 1_000

  var rules: MonitoringRules { application.reference.monitoring }
  var today: LegalDate { now.legalDate }

  init(
    _ application: Application, _ enterprise: EnterpriseRecord, _ locked: LockedEnterprise,
    at now: Instant? = nil, traceparent: String?, _ session: any PostgresSession
  ) {
    self.application = application
    self.enterprise = enterprise
    self.now = now ?? application.clock.now()
    writer = EventWriter(locked: [enterprise.id: locked], ids: application.ids, time: self.now)
    self.traceparent = traceparent
    self.session = session
  }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  // MARK: Reports

  /// What is known of the enterprise: of every source and period the last accepted revision.
  func series() async throws -> ReportSeries {
    ReportSeries(
      try await ReportRepository.current(
        of: enterprise.id, limit: Self.reportsMaximum, session
      ).map { try application.report($0) })
  }

  /// Takes in a report: it is judged by the rules of quality, and the enterprise by what is known then.
  ///
  /// - Returns: nil when the last revision says the very same.
  /// - Throws: `.conflict` `source_unauthorised`.
  mutating func receive(_ input: ReportInput, by actor: Actor) async throws -> ReportRecord? {
    let authorisation = try await authorisation(for: input.source)
    let (kind, on) = (input.period.kind.rawValue, input.period.firstDay)
    let last = try await ReportRepository.last(
      input.source.code, by: input.reporter, kind, on, of: enterprise.id, session)
    if let last {
      let said = try application.report(last)
      if said.figures == input.figures, said.asOf == input.asOf { return nil }
      guard last.revision < Self.revisionsMaximum else {
        throw ApplicationError.conflict(
          code: "report_state", zh: "该报告期更正次数已达上限", en: "the period was corrected too often")
      }
    }
    let id: ReportID = application.ids.next()
    let findings = rules.quality.findings(
      PeriodReport(
        source: input.source.code, reporter: input.reporter, period: input.period,
        figures: input.figures, asOf: input.asOf,
        provenance: input.provenance), known: try await series(), on: today)
    let text = String(
      decoding: JSON.object(input.figures.mapValues(JSON.int)).canonicalBytes, as: UTF8.self)
    guard
      let sealed = try await application.seal(text, in: id.uuid, of: enterprise.id, session)
    else { throw StoredDataError(what: "key of \(enterprise.id)") }
    let report = ReportRecord(
      id: id, enterprise: enterprise.id, source: input.source.code, reporter: input.reporter,
      periodKind: kind, periodOn: on, revision: (last?.revision ?? 0) + 1, asOf: input.asOf,
      provenance: input.provenance, authorisation: authorisation,
      outcome: QualityBook.outcome(findings).rawValue, broken: findings.map(\.rule.code),
      figures: sealed, dueOn: try await dueOn(input), receivedAt: now, receivedBy: actor.subject)
    try await ReportRepository.insert([report], session)
    writer.add(
      .reportReceived, enterprise: enterprise.id, subject: id.text,
      data: [
        "report_id": .string(id.text), "source": .string(report.source),
        "period": .string(input.period.text), "revision": .int(Int64(report.revision)),
        "outcome": .string(report.outcome),
      ], traceparent: traceparent)
    try await mark()
    return report
  }

  /// Notes that the enterprise is to be judged anew, by a worker or else by the sweeper.
  func mark() async throws {
    try await session.execute(MonitoringAccountRepository.marking(enterprise.id, at: now))
  }

  /// Tells of a report that was in quarantine, so that it is looked at by whom it concerns.
  mutating func tellDecided(_ report: ReportRecord) async throws {
    writer.add(
      .reportReceived, enterprise: enterprise.id, subject: report.id.text,
      data: [
        "report_id": .string(report.id.text), "source": .string(report.source),
        "period": .string(try report.period().text), "revision": .int(Int64(report.revision)),
        "outcome": .string(report.settled),
      ], traceparent: traceparent)
    try await mark()
  }

  /// By whose permission it is taken in; nil where none is needed.
  private func authorisation(for source: ReportSource) async throws -> SourceAuthorisationID? {
    guard source.authorisation == .enterprise else { return nil }
    let live = try await SourceAuthorisationRepository.live(
      source.code, of: [enterprise.id], session)[enterprise.id]
    guard let live, live.isLive(on: today) else { throw MonitoringRefusal.unauthorised(source) }
    return live.id
  }

  /// The last day in time, when the enterprise must report it.
  private func dueOn(_ input: ReportInput) async throws -> LegalDate? {
    for enrolment in try await enrolments()
    where enrolment.duty.source == input.source.code && enrolment.covers(input.period) {
      return enrolment.duty.dueOn(input.period, rules.calendar).day
    }
    return nil
  }

  /// Under which duties the enterprise must report, by their versions of today.
  func enrolments() async throws -> [ReportEnrolment] {
    try await application.enrolments(of: enterprise.id, on: today, session)
  }

  // MARK: Warnings

  /// Judges the enterprise by all that is known of it, opens and closes warnings, and notes when to look again.
  /// Whoever judges how often changes nothing else.
  mutating func judge() async throws {
    guard enterprise.erasedAt == nil, enterprise.frozenAt == nil else {
      try await MonitoringAccountRepository.end(enterprise.id, session)
      return
    }
    let enrolments = try await enrolments()
    let series = try await judgedSeries(enrolments)
    let lastDays = try await drawFacts(series)
    let inForce = try await application.warningRulesInForce(session)
    if inForce.isShipped { try await application.record(inForce, at: now, session) }
    let states = inForce.book.states(series, on: today)
    var latest = try await WarningRepository.latest(of: enterprise.id, session)
    let whole = WarningFinding(inForce.book.together(states))
    for finding in states.map(WarningFinding.init) + [whole] {
      try await follow(finding, latest.removeValue(forKey: finding.rule))
    }
    // Of rules that are not in force any more.
    for warning in latest.values.sorted(by: { $0.id < $1.id }) {
      try await settle(warning, for: "rule_ended")
    }
    // The day after the last one in time for a report, the last one on which a fact is used, or the last one of a
    // period of which something is known before it is over.
    let running = series.running(on: today).map(\.lastDay)
    let last =
      (enrolments.compactMap { $0.nextDue(after: today, rules.calendar) } + lastDays + running)
      .min()
    try await MonitoringAccountRepository.settle(
      enterprise.id, level: inForce.book.level(of: states)?.rawValue,
      by: rules.digest(of: inForce, on: today).bytes, at: now,
      next: last.map { Instant(startOf: $0.adding(days: 1)) }, session)
  }

  /// What is known, with the reports that were missed.
  func judgedSeries(_ enrolments: [ReportEnrolment]) async throws -> ReportSeries {
    var series = try await series()
    for kind in ReportPeriod.Kind.allCases {
      var closed: Set<ReportPeriod> = []
      var missing: Set<ReportPeriod> = []
      for enrolment in enrolments where enrolment.duty.period == kind {
        let periods = enrolment.closed(on: today, rules.calendar)
        let received = try await ReportRepository.received(
          enrolment.duty.source, kind.rawValue, of: enterprise.id, session)
        closed.formUnion(periods)
        missing.formUnion(periods.filter { received[$0.firstDay] == nil })
      }
      series.addMissed(
        closed: closed.sorted(), received: closed.subtracting(missing), on: today)
    }
    return series
  }

  /// Brings the warning of a rule to where the rule stands.
  private mutating func follow(_ state: WarningFinding, _ last: WarningRecord?) async throws {
    let open = last.flatMap { rules.isClosed($0.state) ? nil : $0 }
    guard let level = state.level, let begun = state.begun, let since = state.since else {
      if let open { try await settle(open, for: "left") }
      return
    }
    guard var warning = open else {
      // What somebody closed stays closed while it is the same one and no worse.
      if let last, last.isClosedByHand, begun.firstDay <= last.begunOn,
        let before = WarningLevel(rawValue: last.level), level <= before
      {
        return
      }
      try await begin(state, level, begun, since)
      return
    }
    guard let before = WarningLevel(rawValue: warning.level) else {
      throw StoredDataError(what: "warning \(warning.id)")
    }
    // A correction, or a report that comes late, may tell of the same level otherwise.
    guard level != before || warning.begunOn != begun.firstDay || warning.sinceOn != since.firstDay
    else { return }
    warning.level = level.rawValue
    (warning.begunOn, warning.sinceOn) = (begun.firstDay, since.firstDay)
    warning.readings = try await sealed(state, of: warning.id)
    try await take(before < level ? "raise" : level < before ? "lower" : "restate", &warning)
    if before < level { try await raise(warning) }
  }

  private mutating func begin(
    _ state: WarningFinding, _ level: WarningLevel, _ begun: ReportPeriod, _ since: ReportPeriod
  ) async throws {
    let id: WarningID = application.ids.next()
    var warning = WarningRecord(
      id: id, enterprise: enterprise.id, rule: state.rule, level: level.rawValue,
      state: rules.machine.initial, periodKind: begun.kind.rawValue, begunOn: begun.firstDay,
      sinceOn: since.firstDay, readings: try await sealed(state, of: id), at: now)
    warning.dueAt = rules.dueAt(in: warning.state, since: now)
    try await WarningRepository.insert(
      warning,
      WarningStep(
        version: 1, from: nil, state: warning.state, verb: "open", level: warning.level,
        actor: Self.service.subject, role: Role.service.rawValue, takenAt: now), session)
    try await raise(warning)
  }

  /// Tells of a level that is worse; at red, what the enterprise has is looked at anew.
  private mutating func raise(_ warning: WarningRecord) async throws {
    try await tell(.warningRaised, warning)
    guard warning.level == WarningLevel.red.rawValue else { return }
    try await recheck(warning)
  }

  private mutating func settle(_ warning: WarningRecord, for reason: String) async throws {
    guard !rules.isClosed(warning.state) else { return }
    var warning = warning
    warning.reason = reason
    try await take("settle", &warning)
    try await tell(.warningClosed, warning)
  }

  /// Ends what is open of an enterprise that is to be erased.
  ///
  /// - Returns: how many.
  mutating func settleAll() async throws -> Int {
    var ended = 0
    for warning in try await WarningRepository.latest(of: enterprise.id, session).values.sorted(
      by: { $0.id < $1.id }) where !rules.isClosed(warning.state)
    {
      try await settle(warning, for: "erased")
      ended += 1
    }
    return ended
  }

  private static let service = Actor.system("monitoring")

  /// A step of the service itself.
  private func take(_ verb: String, _ warning: inout WarningRecord) async throws {
    guard let edge = rules.machine.edge(verb, from: warning.state) else {
      throw StoredDataError(what: "warning \(warning.id)")
    }
    try await write(&warning, edge, by: Self.service)
  }

  func write(
    _ warning: inout WarningRecord, _ edge: StateMachine.Edge, by actor: Actor
  ) async throws {
    let at = max(now, warning.updatedAt)
    warning.state = edge.to
    warning.version += 1
    warning.updatedAt = at
    warning.dueAt = rules.dueAt(in: edge.to, since: at)
    try await WarningRepository.advance(
      warning,
      WarningStep(
        version: warning.version, from: edge.from, state: edge.to, verb: edge.verb,
        level: warning.level, actor: actor.subject, role: actor.role.rawValue, takenAt: at),
      session)
  }

  /// Tells of a warning, also the institutions that may see it; who reads it reads the rest where reads are checked.
  mutating func tell(_ type: EventType, _ warning: WarningRecord) async throws {
    let institutions = try await exposed()
    var data: [String: JSON] = [
      "warning_id": .string(warning.id.text), "rule": .string(warning.rule),
      "level": .string(warning.level), "version": .int(Int64(warning.version)),
      "institutions": .array(institutions.map(JSON.string)),
    ]
    if let reason = warning.reason { data["reason"] = .string(reason) }
    writer.add(
      type, enterprise: enterprise.id, subject: warning.id.text, data: data,
      traceparent: traceparent)
  }

  /// Who has lent to the enterprise or stands in for it, and may see it now.
  mutating func exposed() async throws -> [String] {
    if let exposedInstitutions { return exposedInstitutions }
    let found = try await WarningTouchRepository.exposed(to: enterprise.id, at: now, session)
    exposedInstitutions = found
    return found
  }

  private func sealed(_ state: WarningFinding, of id: WarningID) async throws -> SealedText {
    let readings = JSON.array(state.readings.map(WarningReadingView.json))
    let text = String(decoding: readings.canonicalBytes, as: UTF8.self)
    guard let sealed = try await application.seal(text, in: id.uuid, of: enterprise.id, session)
    else { throw StoredDataError(what: "key of \(enterprise.id)") }
    return sealed
  }
}

/// Where a rule, or all of them together, stands for one enterprise.
private struct WarningFinding {
  let rule: String
  let level: WarningLevel?
  let begun: ReportPeriod?
  let since: ReportPeriod?
  let readings: [WarningReading]

  init(_ state: WarningState) {
    rule = state.rule.code
    (level, begun, since) = (state.level, state.begun, state.since)
    readings = state.readings
  }

  init(_ state: CompositeState?) {
    rule = CompositeRule.code
    (level, begun, since) = (state?.level, state?.begun, state?.since)
    readings = state?.readings ?? []
  }
}

extension WarningRecord {
  /// Whether somebody closed it, and not the service.
  fileprivate var isClosedByHand: Bool {
    reason.map { !["left", "rule_ended", "erased"].contains($0) } ?? false
  }
}

extension ReportEnrolment {
  func covers(_ period: ReportPeriod) -> Bool {
    period.kind == duty.period && from <= period && (to.map { period <= $0 } ?? true)
  }
}

extension ReportRecord {
  /// - Throws: `StoredDataError`.
  func period() throws -> ReportPeriod {
    guard let kind = ReportPeriod.Kind(rawValue: periodKind) else {
      throw StoredDataError(what: "period of \(id)")
    }
    return ReportPeriod(kind, of: periodOn)
  }
}

enum MonitoringRefusal {
  static func unauthorised(_ source: ReportSource) -> ApplicationError {
    .conflict(
      code: "source_unauthorised", zh: "企业未授权“\(source.label.zh)”数据,或授权已终止",
      en: "the enterprise has not permitted \(source.label.en), or does not any more")
  }

  static func notDrawn(_ state: String) -> ApplicationError {
    .conflict(
      code: "offer_state", zh: "该推介当前为 \(state),放款后方可报送",
      en: "the offer is \(state): nothing was paid out by it")
  }

  static func notGuaranteed(_ state: String) -> ApplicationError {
    .conflict(
      code: "guarantee_state", zh: "该担保当前为 \(state),在保或追偿期间方可报送",
      en: "the guarantee is \(state): nothing is guaranteed by it, or nothing any more")
  }

  static let consentMissing = ApplicationError.conflict(
    code: "consent_missing", zh: "企业尚未授权,或授权已终止",
    en: "there is no live consent of the enterprise")

  static let unchanged = ApplicationError.conflict(
    code: "report_unchanged", zh: "与最近一次报送完全相同", en: "the last revision says the very same")
}

extension Application {
  /// A stored report as engines read it.
  ///
  /// - Throws: as `unlocking`; what a body that is no object of figures throws.
  func report(_ record: ReportRecord) throws -> PeriodReport {
    let text = try unlocking { () throws(SealingError) in try masterKeys.open(record.figures) }
    guard let members = try JSONParser.parse(Array(text.utf8)).objectValue else {
      throw StoredDataError(what: "figures of \(record.id)")
    }
    return PeriodReport(
      source: record.source, reporter: record.reporter, period: try record.period(),
      revision: record.revision,
      figures: members.compactMapValues(\.intValue), asOf: record.asOf,
      provenance: record.provenance, isAccepted: record.settled == QualityOutcome.accept.rawValue)
  }

  /// Under which duties an enterprise must report, by their versions of a day.
  func enrolments(
    of enterprise: EnterpriseID, on day: LegalDate, _ session: any PostgresSession
  ) async throws -> [ReportEnrolment] {
    let book = reference.monitoring.indicators
    return try await MonitoringAccountRepository.enrolments(of: enterprise, session).compactMap {
      enrolment in
      guard let duty = book.duty(enrolment.duty, on: day) else { return nil }
      return ReportEnrolment(
        duty: duty, from: ReportPeriod(duty.period, of: enrolment.from),
        to: enrolment.to.map { ReportPeriod(duty.period, of: $0) })
    }
  }
}
