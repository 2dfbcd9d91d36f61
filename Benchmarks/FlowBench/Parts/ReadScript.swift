/// The statements of `Application.runDocument` for pgbench; see ``SubmitScript``.
enum ReadScript {
  private static let run = FlowIdentity.sql(.run, ":number::bigint")
  private static let enterprise = FlowIdentity.sql(.enterprise, ":number::bigint")
  private static let entry = FlowIdentity.sql(.foreignEvent, ":entry::bigint")

  /// - Parameters:
  ///   - round: keeps the identifiers of one round apart from those of another.
  ///   - runs: how many runs there are to choose from.
  static func script(round: Int, runs: Int) -> String {
    """
    \\set turn :turn + 1
    \\set entry \(round) * 1000000000 + :client_id * 10000000 + :turn
    \\set number random(0, \(runs - 1))

    """ + statements.map(\.script).joined()
  }

  static let statements = [
    ScriptStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
    ScriptStatement(
      """
      SELECT r.id, r.need_id, r.need_version, r.enterprise_id, r.facts_version, r.facts_digest,
        r.catalog_version, r.policy_version, r.engine_version, r.clock, r.considered, r.eligible,
        r.ineligible, r.needs_info, r.result, r.cause_event_id, r.traceparent, r.created_at,
        e.uscc, e.region, e.erased_at
      FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = {id}
      """, ["id": run]),
    // Who read it: what was answered is kept before it is.
    ScriptStatement(
      """
      INSERT INTO enterprise_read (id, enterprise_id, consent_id, organisation, reader,
        reader_role, document, basis, read_at)
      SELECT r.id, r.enterprise_id,
        (SELECT c.id FROM consent c
         WHERE c.institution = {institution} AND c.enterprise_id = r.enterprise_id
           AND c.revoked_at IS NULL AND c.expires_at > {now}
         ORDER BY c.id DESC LIMIT 1),
        {organisation}, {reader}, {role}, {document},
        {basis}, {now}
      FROM unnest({ids}, {enterprises})
        AS r (id, enterprise_id)
      """,
      [
        "institution": "NULL::text", "now": "now()", "organisation": "NULL::text",
        "reader": "'system-bench'", "role": "'service'", "document": "'run'",
        "basis": "'service'", "ids": "ARRAY[\(entry)]", "enterprises": "ARRAY[\(enterprise)]",
      ]),
    ScriptStatement("COMMIT"),
  ]
}
