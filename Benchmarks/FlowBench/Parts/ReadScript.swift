/// The statements of `Application.runDocument` for pgbench; see ``SubmitScript``.
enum ReadScript {
  private static let run = FlowIdentity.sql(.run, ":number::bigint")

  /// - Parameter runs: how many runs there are to choose from.
  static func script(runs: Int) -> String {
    "\\set number random(0, \(runs - 1))\n" + statements.map(\.script).joined()
  }

  static let statements = [
    ScriptStatement(
      """
      SELECT r.id, r.need_id, r.need_version, r.enterprise_id, r.facts_version, r.facts_digest,
        r.catalog_version, r.policy_version, r.engine_version, r.clock, r.considered, r.eligible,
        r.ineligible, r.needs_info, r.result, r.cause_event_id, r.traceparent, r.created_at,
        e.uscc, e.region, e.erased_at
      FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = {id}
      """, ["id": run])
  ]
}
