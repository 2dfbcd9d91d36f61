import Domain
import Postgres
import Store

/// Statements the constraints on sweeps must refuse; see `badRows`.
let sweepRows = [
  BadRow("sweep_author", "UPDATE sweep SET created_by = ''"),
  BadRow("sweep_author", "UPDATE sweep SET created_by = repeat('x', 201)"),
  BadRow("sweep_catalog_from_fkey", "UPDATE sweep SET catalog_from = -1"),
  BadRow("sweep_catalog_to_fkey", "UPDATE sweep SET catalog_to = 99"),
  BadRow("sweep_policy_from_fkey", "UPDATE sweep SET policy_from = -1"),
  BadRow("sweep_policy_to_fkey", "UPDATE sweep SET policy_to = 99"),
  BadRow("sweep_counts", "UPDATE sweep SET slices_done = slices + 1"),
  BadRow("sweep_counts", "UPDATE sweep SET slices_done = -1"),
  BadRow("sweep_counts", "UPDATE sweep SET needs = slices - 1"),
  BadRow("sweep_counts", "UPDATE sweep SET needs_changed = needs_examined + 1"),
  BadRow("sweep_counts", "UPDATE sweep SET needs_changed = -1"),
  BadRow("sweep_end", "UPDATE sweep SET state = 'finished'"),
  BadRow("sweep_end", "UPDATE sweep SET finished_at = now()"),
  BadRow("sweep_forward", "UPDATE sweep SET policy_to = policy_from"),
  BadRow("sweep_forward", "UPDATE sweep SET catalog_from = catalog_to + 1"),
  BadRow("sweep_forward", "UPDATE sweep SET kind = 'full'"),
  BadRow("sweep_kind", "UPDATE sweep SET kind = 'half'"),
  BadRow("sweep_state", "UPDATE sweep SET state = 'paused'"),
  BadRow("sweep_touched_count", "UPDATE sweep SET touched = '{}'"),
  BadRow(
    "sweep_touched_count",
    "UPDATE sweep SET touched = ARRAY(SELECT 'p' FROM generate_series(1, 40001))"),
  BadRow("sweep_pkey", "INSERT INTO sweep SELECT * FROM sweep"),
  BadRow(
    "sweep_once",
    """
    INSERT INTO sweep (id, catalog_from, policy_from, catalog_to, policy_to, touched, state,
      planned_to, created_at, created_by)
    SELECT gen_random_uuid(), catalog_from, policy_from, catalog_to, policy_to, touched, state,
      planned_to, created_at, created_by FROM sweep
    """),
  BadRow("sweep_slice_number", "UPDATE sweep_slice SET number = 0"),
  BadRow("sweep_slice_size", "UPDATE sweep_slice SET needs = 0"),
  BadRow("sweep_slice_size", "UPDATE sweep_slice SET needs = 10001"),
  BadRow("sweep_slice_requests", "UPDATE sweep_slice SET requests = 0"),
  BadRow("sweep_slice_range", "UPDATE sweep_slice SET after_need = last_need"),
  BadRow("sweep_slice_sweep_id_fkey", "UPDATE sweep_slice SET sweep_id = gen_random_uuid()"),
  BadRow("sweep_slice_pkey", "INSERT INTO sweep_slice SELECT * FROM sweep_slice"),
  BadRow("decision_flip_amount", "UPDATE decision_flip SET amount_fen = -1"),
  BadRow("decision_flip_amount", "UPDATE decision_flip SET amount_fen = 10000000000001"),
  BadRow("decision_flip_amount", "UPDATE decision_flip SET to_verdict = 'needs_info'"),
  BadRow("decision_flip_cause", "UPDATE decision_flip SET cause = 'rumour'"),
  BadRow("decision_flip_change_has_sweep", "UPDATE decision_flip SET sweep_id = NULL"),
  BadRow("decision_flip_differs", "UPDATE decision_flip SET from_verdict = to_verdict"),
  BadRow("decision_flip_from", "UPDATE decision_flip SET from_verdict = 'approved'"),
  BadRow(
    "decision_flip_to", "UPDATE decision_flip SET to_verdict = 'approved', amount_fen = NULL"),
  BadRow("decision_flip_runs_differ", "UPDATE decision_flip SET from_run = to_run"),
  BadRow(
    "decision_flip_enterprise_id_fkey", "UPDATE decision_flip SET enterprise_id = gen_random_uuid()"
  ),
  BadRow("decision_flip_from_run_fkey", "UPDATE decision_flip SET from_run = gen_random_uuid()"),
  BadRow("decision_flip_to_run_fkey", "UPDATE decision_flip SET to_run = gen_random_uuid()"),
  BadRow("decision_flip_need_id_fkey", "UPDATE decision_flip SET need_id = gen_random_uuid()"),
  BadRow(
    "decision_flip_product_id_fkey", "UPDATE decision_flip SET product_id = gen_random_uuid()"),
  BadRow("decision_flip_sweep_id_fkey", "UPDATE decision_flip SET sweep_id = gen_random_uuid()"),
  BadRow("decision_flip_pkey", "INSERT INTO decision_flip SELECT * FROM decision_flip"),
  BadRow(
    "decision_flip_once",
    """
    INSERT INTO decision_flip
    SELECT gen_random_uuid(), need_id, enterprise_id, product_id, from_verdict, to_verdict,
      from_run, to_run, cause, sweep_id, amount_fen, created_at FROM decision_flip
    """),
  BadRow("need_rematch_day", "UPDATE need_rematch SET state = 'scheduled', rematch_on = NULL"),
  BadRow("need_rematch_day", "UPDATE need_rematch SET state = 'none', rematch_on = '2027-01-01'"),
  BadRow("need_rematch_revision", "UPDATE need_rematch SET revision = -1"),
  BadRow("need_rematch_state", "UPDATE need_rematch SET state = 'sometime', rematch_on = NULL"),
  BadRow("need_rematch_need_id_fkey", "UPDATE need_rematch SET need_id = gen_random_uuid()"),
  BadRow("need_rematch_run_id_fkey", "UPDATE need_rematch SET run_id = gen_random_uuid()"),
  BadRow("whatif_query_actor", "UPDATE whatif_query SET actor = ''"),
  BadRow("whatif_query_actor", "UPDATE whatif_query SET actor = repeat('x', 201)"),
  BadRow("whatif_query_institution", "UPDATE whatif_query SET institution = ''"),
  BadRow("whatif_query_institution", "UPDATE whatif_query SET institution = repeat('x', 201)"),
  BadRow("whatif_query_draft_length", "UPDATE whatif_query SET draft = '\\x00'"),
  BadRow(
    "whatif_query_pkey",
    """
    INSERT INTO whatif_query OVERRIDING SYSTEM VALUE SELECT * FROM whatif_query
    """),
  BadRow("need_rematch_pkey", "INSERT INTO need_rematch SELECT * FROM need_rematch"),
]

extension Samples {
  /// Writes a sweep with a slice, a flip and a day to match again, over a need's run.
  func insertSweep(_ need: NeedRecord, run first: RunRecord, _ connection: PostgresConnection)
    async throws
  {
    let digest = try await connection.queryOne("SELECT digest FROM policy_version").decode(
      0, as: [UInt8].self)
    try await PolicyRepository.insert(
      version: 2, digest: Digest(bytes: digest), publishedAt: now, publishedBy: "system:test",
      connection)
    let sweep = SweepRecord(
      id: ids.next(), from: VersionPins(catalog: 1, policy: 1),
      to: VersionPins(catalog: 1, policy: 2), touched: ["some-product"], createdAt: now,
      createdBy: "system:test")
    try await SweepRepository.insert(sweep, connection)
    try await SliceRepository.insert(
      [
        SliceRecord(
          sweep: sweep.id, number: 1, after: SweepRepository.beforeAll, last: need.id.uuid,
          needs: 1)
      ], at: now, connection)
    try await connection.execute(
      "UPDATE sweep_slice SET done_at = \(PostgresTimestamp(microseconds: now.microseconds))")
    var second = first
    second.id = ids.next()
    second.policyVersion = 2
    _ = try await RunRepository.insert([second], connection)
    let code = try await connection.queryOne("SELECT code FROM product ORDER BY code LIMIT 1")
      .decode(0, as: String.self)
    try await FlipRepository.insert(
      [
        FlipRecord(
          id: ids.next(), need: need.id, enterprise: need.enterprise, product: code,
          from: .needsInfo, to: .eligible, fromRun: first.id, toRun: second.id, cause: .change,
          sweep: sweep.id, amountFen: 300_000_000, createdAt: now)
      ], connection)
    try await RematchRepository.reset([(need.id, second.id)], connection)
    try await WhatIfQueryRepository.insert(
      actor: "user:test", institution: "some-bank", draft: Digest(of: [:]), at: now, connection)
  }
}
