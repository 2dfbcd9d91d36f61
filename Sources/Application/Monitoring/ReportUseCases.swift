import Catalog
import Domain
import Monitoring
import Postgres
import Sealing
import Store

extension Application {
  /// The state by which lists choose what waits for somebody to look at it.
  public static let reportInQuarantine = QualityOutcome.quarantine.rawValue

  /// Takes in what a source says of an enterprise for a period: 201 with `Location` and `ETag`. The same period
  /// again is a correction: the next revision, and the ones before it stay. An enterprise reports what is its own;
  /// of other sources operators and their systems, where the enterprise permits it.
  ///
  /// - Parameter body: `{source, period, as_of, provenance, figures}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`, for a period that is not over, too; `.conflict`
  ///   `source_unauthorised`, `report_unchanged`.
  public func submitReport(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try ReportInput(
        body, rules: reference.monitoring, today: clock.now().legalDate)
      let (enterprise, locked) = try await lockForWrite(id, by: actor, session)
      if actor.role == .enterprise {
        try MonitoringAccess.requireReporting(input.source, by: .enterprise)
      }
      let report = try await receive(input, of: enterprise, locked, by: actor, session)
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/reports/\(report.id)", "ETag": Tag.text(report.version)],
        body: try reportView(report).json, tells: id)
    }
  }

  /// Takes in what an institution says of an enterprise to which it has paid out by an offer: 201 with `ETag`. What
  /// other institutions say of the same period stands beside it.
  ///
  /// - Parameter body: as of `submitReport`, of a source that institutions report.
  /// - Throws: `.notFound` for another institution's offer; `.forbidden` for a source of which others report;
  ///   `.invalid`; `.conflict` `offer_state` before it is drawn, `consent_missing` without a live consent, and as
  ///   `submitReport`.
  public func reportOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try ReportInput(body, rules: reference.monitoring, today: clock.now().legalDate)
      let found = try await OfferRepository.find(id, session)
      try await actAsService(actor, session)
      guard let seen = found, actor.organisation == seen.institution else {
        throw ApplicationError.notFound(what: "offer")
      }
      return try await receive(
        input, of: seen.enterprise, for: seen.need, what: "offer", by: actor, session
      ) {
        guard let offer = try await OfferRepository.find(id, session) else {
          throw ApplicationError.notFound(what: "offer")
        }
        guard offer.state == "drawn" else { throw MonitoringRefusal.notDrawn(offer.state) }
      }
    }
  }

  /// Takes in what a guarantor, re-guarantor or bank says of the enterprise whose loan is guaranteed, also after it
  /// was paid for: 201 with `ETag`. What other institutions say of the same period stands beside it.
  ///
  /// - Parameter body: as of `submitReport`, of a source that institutions report.
  /// - Throws: `.notFound` for a guarantee of others; `.forbidden` for a source of which others report; `.invalid`;
  ///   `.conflict` `guarantee_state` before it is confirmed and after it has ended, `consent_missing` without a live
  ///   consent, and as `submitReport`.
  public func reportGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try ReportInput(body, rules: reference.monitoring, today: clock.now().legalDate)
      let found = try await GuaranteeRepository.find(id, session)
      try await actAsService(actor, session)
      guard let seen = found, let organisation = actor.organisation,
        seen.institutions.contains(organisation)
      else { throw ApplicationError.notFound(what: "guarantee") }
      return try await receive(
        input, of: seen.enterprise, for: seen.need, what: "guarantee", by: actor, session
      ) {
        guard let guarantee = try await GuaranteeRepository.find(id, session) else {
          throw ApplicationError.notFound(what: "guarantee")
        }
        guard guarantee.signedOn != nil, !reference.guarantees.isOver(guarantee.state) else {
          throw MonitoringRefusal.notGuaranteed(guarantee.state)
        }
      }
    }
  }

  /// - Parameters:
  ///   - need: whose consent lets the institution see the enterprise.
  ///   - what: by what it has to do with it, for whoever may not know that there is an enterprise.
  ///   - isExposed: throws where it has nothing to do with it now; called under the enterprise's lock.
  private func receive(
    _ input: ReportInput, of id: EnterpriseID, for need: NeedID, what: String, by actor: Actor,
    _ session: any PostgresSession, requiring isExposed: () async throws -> Void
  ) async throws -> StoredAnswer {
    let now = clock.now()
    guard let institution = actor.organisation else { throw ApplicationError.notFound(what: what) }
    var input = input
    try MonitoringAccess.requireReporting(input.source, by: .institution)
    guard
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        id, session), enterprise.erasedAt == nil
    else { throw ApplicationError.notFound(what: what) }
    try AccessRules.requireUnfrozen(enterprise)
    try await isExposed()
    guard
      let consent = try await ConsentRepository.current(
        need: need, institution: institution, holding: true, session),
      consent.isLive(at: now)
    else { throw MonitoringRefusal.consentMissing }
    input.reporter = institution
    let report = try await receive(input, of: enterprise, locked, by: actor, session)
    var members = try reportView(report).members
    // Who it is an institution reads where reads are noted.
    members["enterprise_id"] = nil
    return StoredAnswer(
      status: 201, headers: ["ETag": Tag.text(report.version)], body: .object(members),
      tells: enterprise.id)
  }

  /// - Throws: `.conflict` `source_unauthorised`, `report_unchanged`, `report_state`.
  private func receive(
    _ input: ReportInput, of enterprise: EnterpriseRecord, _ locked: LockedEnterprise,
    by actor: Actor, _ session: any PostgresSession
  ) async throws -> ReportRecord {
    var desk = MonitoringDesk(self, enterprise, locked, traceparent: actor.traceparent, session)
    guard let received = try await desk.receive(input, by: actor) else {
      throw MonitoringRefusal.unchanged
    }
    try await desk.close()
    // With the key that its figures were sealed with.
    guard let report = try await ReportRepository.find(received.id, session) else {
      throw StoredDataError(what: "report \(received.id)")
    }
    return report
  }

  /// Says of a report in quarantine whether it is so: 200 with `ETag`.
  ///
  /// - Parameter body: `{verdict}`: `accept` or `reject`.
  /// - Throws: `.notFound`; `.forbidden` for anyone but operators and their systems; `.invalid`;
  ///   `.conflict` `report_state` for one that does not wait.
  public func decideReport(
    _ id: ReportID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let verdict = GuarantorInput.required("verdict", of: ReportVerdict.self, &reader)
    let faults = reader.finish()
    guard faults.isEmpty, let verdict else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      guard let seen = try await ReportRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "report")
      }
      let (enterprise, locked) = try await lockForWrite(seen.enterprise, by: actor, session)
      try MonitoringAccess.requireHandling(actor)
      guard var report = try await ReportRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "report")
      }
      guard report.isInQuarantine else {
        throw ApplicationError.conflict(
          code: "report_state", zh: "该报送不在待核实状态", en: "the report does not wait for anybody")
      }
      var desk = MonitoringDesk(
        self, enterprise, locked, traceparent: actor.traceparent, session)
      report.decision = ReportRecord.Decision(
        outcome: verdict.rawValue, at: max(desk.now, report.receivedAt), by: actor.subject)
      try await ReportRepository.decide(report, session)
      try await desk.tellDecided(report)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(report.version)],
        body: try reportView(report).json, tells: report.enterprise)
    }
  }

  /// One report with its figures.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func report(_ id: ReportID, actor: Actor) async throws -> Versioned<JSON> {
    try await read(as: actor) { session in
      guard let report = try await ReportRepository.find(id, session),
        let enterprise = try await EnterpriseRepository.find(report.enterprise, session),
        AccessRules.canRead(enterprise, by: actor)
      else { throw ApplicationError.notFound(what: "report") }
      try AccessRules.requireKept(enterprise.scope)
      return Versioned(try reportView(report).json, version: report.version)
    }
  }

  /// Reports newest first, all revisions; of one enterprise, or of those that the caller may see.
  ///
  /// - Throws: `.notFound` for an enterprise that the caller may not see.
  public func reports(
    of id: EnterpriseID?, source: String?, isInQuarantine: Bool, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await read(as: actor) { session in
      var enterprise = id
      if let id {
        guard let found = try await EnterpriseRepository.find(id, session) else {
          throw ApplicationError.notFound(what: "enterprise")
        }
        try AccessRules.requireRead(found, by: actor)
      }
      switch actor.role {
      case .liaison, .liaisonManager: return Page(items: [], next: nil)
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return Page(items: [], next: nil)
        }
        enterprise = own
      case .service, .auditor, .operator: break
      }
      guard let prefix = AccessRules.listPrefix(asked: nil, by: actor) else {
        return Page(items: [], next: nil)
      }
      let found = try await ReportRepository.list(
        .init(
          enterprise: enterprise, source: source, isInQuarantine: isInQuarantine,
          regionPrefix: prefix.isEmpty ? nil : prefix), after: page.after,
        limit: page.limit + 1, session)
      return try Page(found, limit: page.limit, id: \.id.uuid).map {
        try reportView($0).json
      }
    }
  }

  private func reportView(_ report: ReportRecord) throws -> PeriodReportView {
    // What an erased enterprise reported is gone with its key.
    guard !report.figures.body.isEmpty else {
      return PeriodReportView(report: report, figures: nil)
    }
    return PeriodReportView(report: report, figures: try self.report(report).figures)
  }

  // MARK: Who must report

  /// Says that an enterprise must report under a duty, from one period on: 200 with `ETag`.
  ///
  /// - Parameter body: `{from, to}`: periods; without `to` it lasts.
  /// - Throws: `.notFound`; `.forbidden` for anyone but operators and their systems; `.invalid`;
  ///   `.staleVersion`.
  public func putReportDuty(
    _ code: String, of id: EnterpriseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let today = clock.now().legalDate
      guard let duty = reference.monitoring.indicators.duty(code, on: today) else {
        throw ApplicationError.notFound(what: "duty")
      }
      let (from, to) = try DutyInput.periods(body, duty)
      let (enterprise, locked) = try await lockForWrite(id, by: actor, session)
      try MonitoringAccess.requireHandling(actor)
      let before = try await MonitoringAccountRepository.enrolments(of: id, session).first {
        $0.duty == code
      }
      if let expectedVersion, expectedVersion != before?.version ?? 0 {
        throw ApplicationError.staleVersion(current: before?.version ?? 0)
      }
      let desk = MonitoringDesk(
        self, enterprise, locked, traceparent: actor.traceparent, session)
      let enrolment = EnrolmentRecord(
        enterprise: id, duty: code, from: from.firstDay, to: to?.firstDay,
        version: (before?.version ?? 0) + 1, updatedAt: desk.now, updatedBy: actor.subject)
      try await MonitoringAccountRepository.save(enrolment, session)
      try await desk.mark()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(enrolment.version)],
        body: DutyView.json(enrolment, duty), tells: id)
    }
  }
}

/// What an operator finds of a report in quarantine.
enum ReportVerdict: String, CaseIterable {
  case accept
  case reject
}

enum MonitoringAccess {
  /// - Throws: `.forbidden` for a source of which others report.
  static func requireReporting(
    _ source: ReportSource, by reporter: ReportSource.Reporter
  ) throws(ApplicationError) {
    guard source.reportedBy == reporter else {
      throw .forbidden(zh: "不能报送该来源的数据", en: "others report what is of this source")
    }
  }

  /// - Throws: `.forbidden`.
  static func requireHandling(_ actor: Actor) throws(ApplicationError) {
    switch actor.role {
    case .operator, .service: return
    case .enterprise, .liaison, .liaisonManager, .auditor:
      throw .forbidden(zh: "仅限运营角色", en: "for operators only")
    }
  }
}

/// From when to when an enterprise must report, as bodies give it.
enum DutyInput {
  /// - Throws: `.invalid`.
  static func periods(
    _ json: JSON, _ duty: ReportDuty
  ) throws(ApplicationError) -> (ReportPeriod, ReportPeriod?) {
    var body = ObjectReader(json)
    _ = body.required("from")
    let from = period("from", &body, duty)
    let to = period("to", &body, duty)
    if let from, let to, to < from { body.add(.emptyRange("/to")) }
    let faults = body.finish()
    guard faults.isEmpty, let from else { throw .invalid(faults) }
    return (from, to)
  }

  private static func period(
    _ name: String, _ body: inout ObjectReader, _ duty: ReportDuty
  ) -> ReportPeriod? {
    guard let text = body.string(name, maximumLength: 7) else { return nil }
    guard let period = ReportPeriod(text), period.kind == duty.period else {
      body.add(.pattern(body.path(name), duty.period == .month ? "2026-03" : "2026-Q1"))
      return nil
    }
    return period
  }
}

/// How enrolments look.
enum DutyView {
  static func json(_ enrolment: EnrolmentRecord, _ duty: ReportDuty) -> JSON {
    [
      "enterprise_id": .string(enrolment.enterprise.text), "duty": .string(enrolment.duty),
      "label": ProductView.label(duty.label), "source": .string(duty.source),
      "period": .string(duty.period.rawValue),
      "from": .string(ReportPeriod(duty.period, of: enrolment.from).text),
      "to": .optional(enrolment.to.map { ReportPeriod(duty.period, of: $0).text }),
      "version": .int(Int64(enrolment.version)),
      "updated_at": .string(enrolment.updatedAt.text),
    ]
  }
}

/// How reports look.
struct PeriodReportView {
  let report: ReportRecord
  /// Nil of an enterprise that was erased.
  let figures: [String: Int64]?

  var json: JSON { .object(members) }

  var members: [String: JSON] {
    [
      "id": .string(report.id.text), "enterprise_id": .string(report.enterprise.text),
      "source": .string(report.source), "reporter": .optional(report.reporter),
      "period": .optional(
        ReportPeriod.Kind(rawValue: report.periodKind).map {
          ReportPeriod($0, of: report.periodOn).text
        }),
      "revision": .int(Int64(report.revision)), "as_of": .string(report.asOf.text),
      "provenance": .string(report.provenance),
      "authorisation_id": .optional(report.authorisation?.text),
      "figures": figures.map { .object($0.mapValues(JSON.int)) } ?? .null,
      "outcome": .string(report.outcome), "broken": .array(report.broken.map(JSON.string)),
      "decision": .optional(report.decision?.outcome),
      "decided_at": .optional(report.decision?.at.text),
      "due_on": .optional(report.dueOn?.text),
      "is_late": .bool(report.dueOn.map { $0 < report.receivedAt.legalDate } ?? false),
      "received_at": .string(report.receivedAt.text),
    ]
  }
}
