/// The statements of `Application.submitNeed` for pgbench, in their order.
///
/// pgbench has no identifiers, so they are computed from numbers that rise as the service's own do;
/// what that costs is less than a microsecond a statement. ``StatementCheck`` holds the texts
/// against what the service says.
enum SubmitScript {
  private static let enterprise = FlowIdentity.sql(.enterprise, ":firm::bigint")
  private static let need = FlowIdentity.sql(.foreignNeed, ":number::bigint")
  private static let event = FlowIdentity.sql(.foreignEvent, ":number::bigint")

  /// - Parameters:
  ///   - round: keeps the identifiers of one round apart from those of another.
  ///   - callers: clients of pgbench, each of which goes through enterprises of its own.
  ///   - enterprises: how many enterprises there are to choose from.
  static func script(round: Int, callers: Int, enterprises: Int) -> String {
    """
    \\set turn :turn + 1
    \\set number \(round) * 1000000000 + :client_id * 10000000 + :turn
    \\set firm (:turn * \(callers) + :client_id) % \(enterprises)

    """ + statements.map(\.script).joined()
  }

  static let statements = [
    ScriptStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
    ScriptStatement(
      """
      SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version,
        facts_version, created_at, updated_at, erased_at, frozen_at, event_sequence
      FROM enterprise WHERE id = {id} FOR NO KEY UPDATE
      """, ["id": enterprise]),
    ScriptStatement(
      "SELECT count(*) FROM need WHERE enterprise_id = {id} AND status = 'submitted'",
      ["id": enterprise]),
    ScriptStatement(
      """
      INSERT INTO need (id, enterprise_id, version, status, match_due_since, created_at, updated_at)
      VALUES ({need}, {id}, {version}, {status}, {now}, {now}, {now})
      """,
      ["need": need, "id": enterprise, "version": "1", "status": "'submitted'", "now": "now()"]),
    ScriptStatement(
      """
      INSERT INTO need_version (need_id, version, amount_fen, tenor_months, purpose, security,
        created_at, created_by)
      VALUES ({need}, {version}, {amount}, {tenor}, {purpose}, {security}, {now}, {author})
      """,
      [
        "need": need, "version": "1", "amount": "300000000", "tenor": "12",
        "purpose": "'working_capital'", "security": "ARRAY['credit']", "now": "now()",
        // A colon would name a variable of pgbench.
        "author": "'system-bench'",
      ]),
    ScriptStatement(
      "UPDATE enterprise SET event_sequence = {sequence} WHERE id = {id}",
      ["id": enterprise, "sequence": ":turn::bigint"]),
    ScriptStatement(
      """
      INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent,
        occurred_at, payload)
      VALUES ({event}, {topic}, {key}, {type}, {subject}, {sequence}, {causation}, {trace}, {now},
        {payload})
      """,
      [
        "event": event, "topic": "'rongqiao.enterprise.v1'",
        "key": "'ent_018bcfe5-6800-7000-8000-000000000000'",
        "type": "'cn.rongqiao.need.submitted.v1'",
        "subject": "'need_018bcfe5-6804-7000-8000-000000000000'",
        "sequence": ":turn::bigint", "causation": "NULL::text", "trace": "NULL::text",
        "now": "now()", "payload": payload,
      ]),
    ScriptStatement("COMMIT"),
  ]

  private static let payload =
    "'{\"enterprise_id\": \"ent_018bcfe5-6800-7000-8000-000000000000\", "
    + "\"need_id\": \"need_018bcfe5-6804-7000-8000-000000000000\", \"need_version\": 1}'::bytea"
}
