import Domain
import Foundation
import Postgres
import Sealing
import Store

/// What the tables of monitoring must refuse; see `badRows`.
let monitoringRows =
  [
    BadRow("report_enrolment_duty", "UPDATE report_enrolment SET duty = 'No'"),
    BadRow(
      "report_enrolment_from", "UPDATE report_enrolment SET from_on = from_on + 1, to_on = NULL"),
    BadRow("report_enrolment_to", "UPDATE report_enrolment SET to_on = to_on + 1"),
    BadRow("report_enrolment_version", "UPDATE report_enrolment SET version = 0"),
    BadRow("report_enrolment_author", "UPDATE report_enrolment SET updated_by = ''"),
    BadRow(
      "report_enrolment_order",
      "UPDATE report_enrolment SET to_on = (from_on - interval '1 month')::date"),
    BadRow(
      "report_enrolment_enterprise_id_fkey",
      "UPDATE report_enrolment SET enterprise_id = gen_random_uuid()"),
    BadRow(
      "report_enrolment_pkey", "INSERT INTO report_enrolment SELECT * FROM report_enrolment"),
    BadRow("source_authorisation_source", "UPDATE source_authorisation SET source = 'No'"),
    BadRow("source_authorisation_author", "UPDATE source_authorisation SET granted_by = ''"),
    BadRow(
      "source_authorisation_revoked_after",
      "UPDATE source_authorisation SET revoked_at = granted_at - interval '1 s', revoked_by = 'a'"),
    BadRow(
      "source_authorisation_revoker",
      "UPDATE source_authorisation SET revoked_at = granted_at, revoked_by = ''"),
    BadRow(
      "source_authorisation_revoked",
      "UPDATE source_authorisation SET revoked_by = 'a', revoked_at = NULL"),
    BadRow(
      "source_authorisation_enterprise_id_fkey",
      """
      UPDATE source_authorisation SET enterprise_id = gen_random_uuid()
      WHERE source = 'electricity'
      """),
    BadRow(
      "source_authorisation_pkey",
      "INSERT INTO source_authorisation SELECT * FROM source_authorisation"),
    BadRow(
      "source_authorisation_one_live",
      """
      INSERT INTO source_authorisation (id, enterprise_id, source, granted_at, granted_by, expires_on)
      SELECT gen_random_uuid(), enterprise_id, source, granted_at, granted_by, expires_on
      FROM source_authorisation WHERE source = 'tax'
      """),
    BadRow("monitoring_account_level", "UPDATE monitoring_account SET level = 'blue'"),
    BadRow("monitoring_account_rules", "UPDATE monitoring_account SET judged_by = '\\x00'"),
    BadRow("monitoring_account_judged", "UPDATE monitoring_account SET judged_at = NULL"),
    BadRow(
      "monitoring_account_enterprise_id_fkey",
      "UPDATE monitoring_account SET enterprise_id = gen_random_uuid()"),
    BadRow(
      "monitoring_account_pkey",
      "INSERT INTO monitoring_account SELECT * FROM monitoring_account"),
  ] + reportRows + qualityRows + warningRows + warningRulesRows

/// What the table of reports must refuse.
private let reportRows = [
  BadRow("report_source", "UPDATE report SET source = 'No'"),
  BadRow("report_reporter", "UPDATE report SET reporter = 'No'"),
  BadRow("report_period_kind", "UPDATE report SET period_kind = 'year'"),
  BadRow("report_period_on", "UPDATE report SET period_on = period_on + 1"),
  BadRow("report_revision", "UPDATE report SET revision = 0"),
  BadRow("report_provenance", "UPDATE report SET provenance = ''"),
  BadRow("report_outcome", "UPDATE report SET outcome = 'lost' WHERE outcome = 'accept'"),
  BadRow("report_broken", "UPDATE report SET broken = ARRAY[NULL]::text[] WHERE broken <> '{}'"),
  BadRow("report_figures", "UPDATE report SET figures = convert_to(repeat('x', 100001), 'UTF8')"),
  BadRow("report_author", "UPDATE report SET received_by = ''"),
  BadRow("report_decision", "UPDATE report SET decision = 'maybe' WHERE decision IS NOT NULL"),
  BadRow("report_decider", "UPDATE report SET decided_by = '' WHERE decision IS NOT NULL"),
  BadRow("report_outcome_explained", "UPDATE report SET broken = '{a}' WHERE broken = '{}'"),
  BadRow("report_decided", "UPDATE report SET decided_by = NULL WHERE decision IS NOT NULL"),
  BadRow(
    "report_time_order",
    "UPDATE report SET decided_at = received_at - interval '1 s' WHERE decision IS NOT NULL"),
  BadRow(
    "report_enterprise_id_fkey",
    "UPDATE report SET enterprise_id = gen_random_uuid() WHERE authorisation_id IS NULL"),
  BadRow(
    "report_authorisation_id_enterprise_id_fkey",
    "UPDATE report SET authorisation_id = gen_random_uuid() WHERE authorisation_id IS NOT NULL"),
  BadRow("report_pkey", "INSERT INTO report SELECT * FROM report"),
  BadRow(
    "report_once",
    """
    INSERT INTO report (id, enterprise_id, source, period_kind, period_on, revision, as_of, provenance,
      outcome, broken, figures, received_on, received_at, received_by)
    SELECT gen_random_uuid(), enterprise_id, source, period_kind, period_on, revision, as_of,
      provenance, outcome, broken, figures, received_on, received_at, received_by FROM report
    """),
  BadRow("report_use_path", "UPDATE report_use SET path = ''"),
  BadRow("report_use_from", "UPDATE report_use SET from_version = 0, through_version = NULL"),
  BadRow("report_use_order", "UPDATE report_use SET through_version = from_version - 1"),
  BadRow(
    "report_use_enterprise_id_fkey", "UPDATE report_use SET enterprise_id = gen_random_uuid()"),
  BadRow("report_use_report_id_fkey", "UPDATE report_use SET report_id = gen_random_uuid()"),
  BadRow("report_use_pkey", "INSERT INTO report_use SELECT * FROM report_use"),
  BadRow("report_stays", "WITH used AS (DELETE FROM report_use) DELETE FROM report"),
  BadRow("report_stays", "UPDATE report SET as_of = as_of + 1"),
  BadRow("report_stays", "UPDATE report SET decision = 'reject' WHERE decision = 'accept'"),
]

/// What the tables of daily scores must refuse.
private let qualityRows = [
  BadRow("quality_day_pkey", "INSERT INTO quality_day SELECT * FROM quality_day"),
  BadRow("quality_score_region", "UPDATE quality_score SET region = '340'"),
  BadRow("quality_score_source", "UPDATE quality_score SET source = 'No'"),
  BadRow("quality_score_score", "UPDATE quality_score SET score_ppm = 1000001"),
  BadRow("quality_score_counts", "UPDATE quality_score SET missed = -1"),
  BadRow("quality_score_counts", "UPDATE quality_score SET late = accepted + 1"),
  BadRow("quality_score_counts", "UPDATE quality_score SET accepted = 0, late = 0, missed = 0"),
  BadRow("quality_score_day_fkey", "UPDATE quality_score SET day = day + 1"),
  BadRow("quality_score_pkey", "INSERT INTO quality_score SELECT * FROM quality_score"),
]

/// What the tables of warnings must refuse.
private let warningRows = [
  BadRow("warning_rule", "UPDATE warning SET rule = 'No'"),
  BadRow("warning_level", "UPDATE warning SET level = 'blue'"),
  BadRow("warning_period_kind", "UPDATE warning SET period_kind = 'year'"),
  BadRow("warning_begun_on", "UPDATE warning SET begun_on = begun_on - 1"),
  BadRow("warning_since_on", "UPDATE warning SET since_on = since_on + 1"),
  BadRow("warning_assignee", "UPDATE warning SET assignee = ''"),
  BadRow("warning_reason", "UPDATE warning SET reason = 'No'"),
  BadRow("warning_note", "UPDATE warning SET note = ''"),
  BadRow(
    "warning_readings", "UPDATE warning SET readings = convert_to(repeat('x', 200001), 'UTF8')"),
  BadRow("warning_periods", "UPDATE warning SET since_on = (begun_on - interval '1 month')::date"),
  BadRow("warning_reason_named", "UPDATE warning SET reason = 'resolved'"),
  BadRow("warning_time_order", "UPDATE warning SET updated_at = opened_at - interval '1 s'"),
  BadRow("warning_enterprise_id_fkey", "UPDATE warning SET enterprise_id = gen_random_uuid()"),
  BadRow("warning_is_its_last_step", "UPDATE warning SET version = version + 1"),
  BadRow("warning_pkey", "INSERT INTO warning SELECT * FROM warning"),
  BadRow(
    "warning_one_open",
    """
    INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on,
      readings, opened_at, updated_at)
    SELECT gen_random_uuid(), enterprise_id, rule, level, state, version, period_kind, begun_on,
      since_on, readings, opened_at, updated_at FROM warning
    """),
  BadRow(
    "warning_touch_kind",
    """
    INSERT INTO warning_touch
    SELECT warning_id, version, 'loan', subject_id, state, institutions
    FROM warning_touch
    """),
  BadRow(
    "warning_touch_state",
    """
    INSERT INTO warning_touch
    SELECT warning_id, version, kind, gen_random_uuid(), 'No', institutions
    FROM warning_touch
    """),
  BadRow(
    "warning_touch_institutions",
    """
    INSERT INTO warning_touch
    SELECT warning_id, version, kind, gen_random_uuid(), state, ARRAY[NULL]::text[]
    FROM warning_touch
    """),
  BadRow("warning_touch_pkey", "INSERT INTO warning_touch SELECT * FROM warning_touch"),
  BadRow(
    "warning_touch_warning_id_version_fkey",
    """
    INSERT INTO warning_touch
    SELECT gen_random_uuid(), version, kind, subject_id, state, institutions
    FROM warning_touch
    """),
  BadRow(
    "warning_recheck_finding",
    """
    INSERT INTO warning_recheck
    SELECT warning_id, version, kind, subject_id, 'lost', done_at, done_by FROM warning_recheck
    """),
  BadRow(
    "warning_recheck_author",
    """
    INSERT INTO warning_recheck
    SELECT warning_id, version, kind, subject_id, finding, done_at, '' FROM warning_recheck
    """),
  BadRow(
    "warning_recheck_of_touch",
    """
    INSERT INTO warning_recheck
    SELECT warning_id, version, kind, gen_random_uuid(), finding, done_at, done_by
    FROM warning_recheck
    """),
  BadRow("warning_recheck_pkey", "INSERT INTO warning_recheck SELECT * FROM warning_recheck"),
  BadRow("warning_step_level", "UPDATE warning_step SET level = 'blue'"),
  BadRow("warning_step_role", "UPDATE warning_step SET role = 'bank'"),
]

/// What the tables of rules of warnings must refuse.
private let warningRulesRows = [
  BadRow("warning_trial_rules", "UPDATE warning_trial SET rules = '\\x00'"),
  BadRow("warning_trial_against", "UPDATE warning_trial SET against = '\\x00'"),
  BadRow("warning_trial_author", "UPDATE warning_trial SET begun_by = ''"),
  BadRow("warning_trial_summary", "UPDATE warning_trial SET summary = '[]'"),
  BadRow("warning_trial_place", "UPDATE warning_trial SET looked_at = 0"),
  BadRow("warning_trial_place", "UPDATE warning_trial SET looked_at = -1"),
  BadRow(
    "warning_trial_time_order", "UPDATE warning_trial SET done_at = begun_at - interval '1 s'"),
  BadRow(
    "warning_trial_pkey",
    "INSERT INTO warning_trial OVERRIDING SYSTEM VALUE SELECT * FROM warning_trial"),
  BadRow("warning_rules_version", "UPDATE warning_rules SET version = 0 WHERE version = 2"),
  BadRow("warning_rules_digest", "UPDATE warning_rules SET digest = '\\x00'"),
  BadRow("warning_rules_document", "UPDATE warning_rules SET document = '[]'"),
  BadRow("warning_rules_author", "UPDATE warning_rules SET put_by = ''"),
  BadRow(
    "warning_rules_override",
    "UPDATE warning_rules SET trial_id = NULL, override_reason = '' WHERE version = 2"),
  BadRow(
    "warning_rules_of_trial",
    """
    INSERT INTO warning_rules
    SELECT version + 1, sha256('x'), document, in_force_at, put_by, trial_id, NULL
    FROM warning_rules WHERE version = 2
    """),
  BadRow(
    "warning_rules_tried_first", "UPDATE warning_rules SET trial_id = NULL WHERE version = 2"),
  BadRow("warning_rules_pkey", "INSERT INTO warning_rules SELECT * FROM warning_rules"),
]

extension Samples {
  /// A report by permission, one that was in quarantine, and a warning that somebody has seen.
  @discardableResult
  func insertMonitoring(
    of enterprise: EnterpriseID, _ session: PostgresConnection
  ) async throws -> WarningID {
    let day = now.legalDate
    let month = day.adding(days: 1 - day.day)
    let tax = SourceAuthorisationRecord(
      id: ids.next(), enterprise: enterprise, source: "tax", grantedAt: now, grantedBy: "owner-1",
      expiresOn: day.adding(days: 90))
    let electricity = SourceAuthorisationRecord(
      id: ids.next(), enterprise: enterprise, source: "electricity", grantedAt: now,
      grantedBy: "owner-1", expiresOn: day)
    func sealed(_ subject: UUID) -> SealedText {
      SealedText(enterprise: enterprise, subject: subject, body: Array("{}".utf8), key: nil)
    }
    func report(
      _ source: String, by permission: SourceAuthorisationID?, _ outcome: String, _ broken: [String]
    ) -> ReportRecord {
      let id: ReportID = ids.next()
      return ReportRecord(
        id: id, enterprise: enterprise, source: source, periodKind: "month", periodOn: month,
        revision: 1, asOf: day, provenance: "test", authorisation: permission, outcome: outcome,
        broken: broken, figures: sealed(id.uuid), dueOn: day, receivedAt: now,
        receivedBy: "operator-1")
    }
    let declared = report("tax", by: tax.id, "accept", [])
    var own = report("enterprise", by: nil, "quarantine", ["revenue_jump"])
    let id: WarningID = ids.next()
    var warning = WarningRecord(
      id: id, enterprise: enterprise, rule: "tax", level: "yellow", state: "open",
      periodKind: "month", begunOn: month, sinceOn: month, readings: sealed(id.uuid), at: now)
    func step(_ from: String?, _ verb: String, _ role: String) -> WarningStep {
      WarningStep(
        version: warning.version, from: from, state: warning.state, verb: verb,
        level: warning.level, actor: "operator-1", role: role, takenAt: now)
    }
    try await inTransaction(session) {
      for permission in [tax, electricity] {
        try await SourceAuthorisationRepository.insert(permission, session)
      }
      _ = try await SourceAuthorisationRepository.revoke(
        "electricity", of: enterprise, at: now, by: "owner-1", session)
      try await ReportRepository.insert([declared, own], session)
      own.decision = ReportRecord.Decision(outcome: "accept", at: now, by: "operator-1")
      try await ReportRepository.decide(own, session)
      try await ReportUseRepository.begin(
        [ReportUse(path: "tax.arrears_fen", report: declared.id)], of: enterprise, from: 1, session)
      _ = try await QualityRepository.begin(day, at: now, session)
      try await QualityRepository.insert(
        [
          QualityRecord(
            day: day, region: "34", source: "tax", accepted: 2, quarantined: 0, rejected: 0,
            late: 1,
            missed: 1, scorePPM: 500_000)
        ], of: day, session)
      try await MonitoringAccountRepository.save(
        EnrolmentRecord(
          enterprise: enterprise, duty: "monthly", from: month, to: month, version: 1,
          updatedAt: now, updatedBy: "operator-1"), session)
      try await session.execute(MonitoringAccountRepository.marking(enterprise, at: now))
      try await MonitoringAccountRepository.settle(
        enterprise, level: "yellow", by: Digest(ofBytes: [1]).bytes, at: now, next: now, session)
      try await WarningRepository.insert(warning, step(nil, "open", "service"), session)
      (warning.state, warning.version, warning.assignee) = ("assigned", 2, "operator-1")
      try await WarningRepository.advance(warning, step("open", "assign", "operator"), session)
      (warning.state, warning.version) = ("acknowledged", 3)
      try await WarningRepository.advance(
        warning, step("assigned", "acknowledge", "operator"), session)
      try await WarningTouchRepository.insert(
        [
          WarningTouch(
            kind: "offer", subject: ids.next(OfferKind.self).uuid, state: "drawn",
            institutions: ["hf-bank"])
        ], of: warning.id, version: 1, session)
      for recheck in try await RecheckRepository.list(of: [warning.id], session)[
        warning.id, default: []]
      {
        _ = try await RecheckRepository.insert(
          .init(finding: "kept", at: now, by: "operator-1"), of: recheck, session)
      }
      try await insertWarningRules(after: enterprise, session)
    }
    return warning.id
  }

  /// The first rules, and others after a dry run.
  private func insertWarningRules(
    after enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws {
    let documents: [JSON] = [["first": 1], ["second": 2]]
    let digests = documents.map { Digest(of: $0) }
    try await WarningRulesRepository.insert(
      WarningRulesRecord(
        version: 1, digest: digests[0], document: documents[0], inForceAt: now,
        putBy: "system:monitoring"), session)
    try await WarningTrialRepository.begin(
      digests[1], against: digests[0], summary: [:], at: now, by: "operator-1", session)
    guard
      var trial = try await WarningTrialRepository.latest(
        of: digests[1], against: digests[0], isLocked: true, session)
    else { return }
    (trial.through, trial.lookedAt, trial.doneAt) = (enterprise, 1, now)
    try await WarningTrialRepository.advance(trial, session)
    try await WarningRulesRepository.insert(
      WarningRulesRecord(
        version: 2, digest: digests[1], document: documents[1], inForceAt: now,
        putBy: "operator-1", trial: trial.id), session)
  }
}
