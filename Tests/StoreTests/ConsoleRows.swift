import Domain
import Postgres
import Store

/// Statements the constraints on sessions and drafts of the console must refuse; see `badRows`.
let consoleRows = [
  BadRow("console_session_key_digest_length", "UPDATE console_session SET key_digest = '\\x00'"),
  BadRow("console_session_subject_length", "UPDATE console_session SET subject = ''"),
  BadRow(
    "console_session_subject_length", "UPDATE console_session SET subject = repeat('x', 201)"),
  BadRow("console_session_role", "UPDATE console_session SET role = 'nobody'"),
  BadRow("console_session_organisation_length", "UPDATE console_session SET organisation = ''"),
  BadRow(
    "console_session_organisation_length",
    "UPDATE console_session SET organisation = repeat('x', 201)"),
  BadRow("console_session_uscc_length", "UPDATE console_session SET uscc = '9134'"),
  BadRow("console_session_region", "UPDATE console_session SET region = '340'"),
  BadRow("console_session_region", "UPDATE console_session SET region = E'34\\n'"),
  BadRow("console_session_times", "UPDATE console_session SET expires_at = opened_at"),
  BadRow(
    "console_session_times", "UPDATE console_session SET seen_at = opened_at - interval '1 s'"),
  BadRow("console_session_pkey", "INSERT INTO console_session SELECT * FROM console_session"),
  BadRow("need_draft_fields_length", "UPDATE need_draft SET fields = ''"),
  BadRow("need_draft_fields_length", "UPDATE need_draft SET fields = repeat('x', 4097)"),
  BadRow("need_draft_author", "UPDATE need_draft SET saved_by = ''"),
  BadRow("need_draft_author", "UPDATE need_draft SET saved_by = repeat('x', 201)"),
  BadRow(
    "need_draft_enterprise_id_fkey", "UPDATE need_draft SET enterprise_id = gen_random_uuid()"),
  BadRow("need_draft_pkey", "INSERT INTO need_draft SELECT * FROM need_draft"),
]

extension Samples {
  /// Of an operator of a city.
  func consoleSession(_ number: UInt8 = 1) -> ConsoleSessionRecord {
    ConsoleSessionRecord(
      keyDigest: Array(repeating: number, count: 32), subject: "operator-1", role: "operator",
      organisation: nil, uscc: nil, region: "3401", openedAt: now, seenAt: now,
      expiresAt: now.adding(milliseconds: 3_600_000))
  }

  func needDraft(of enterprise: EnterpriseID) -> NeedDraftRecord {
    NeedDraftRecord(
      enterprise: enterprise, fields: #"{"amount":["300"]}"#, savedAt: now, savedBy: "owner-1")
  }
}
