/// A row, or a change of one, that exactly one constraint of the schema refuses.
struct BadRow: Sendable {
  let constraint: String
  let sql: String

  init(_ constraint: String, _ sql: String) {
    self.constraint = constraint
    self.sql = sql
  }
}

/// For every constraint of the schema by its name, statements it must refuse. They run on a database
/// with one row or more in each table; deferred constraints are checked right after.
let badRows: [BadRow] =
  enterpriseRows + needRows + catalogRows + runRows + messagingRows + sweepRows
  + reviewRows + operationsRows + directoryRows + offerRows + allocationRows + webhookRows
  + clientRows + erasureRows + receivableRows + guarantorRows + guaranteeRows + lossRows
  + bridgeRows + listingRows + entitlementRows + monitoringRows + poolRows + activityRows
  + ladderRows + statisticsRows + consoleRows + stepRows

/// Steps of what goes from state to state, kept in the same columns.
private let stepRows: [BadRow] =
  refusedSteps("bridge_step", of: "bridge_id") + refusedSteps("pool_step", of: "member_id")
  + refusedSteps("adviser_step", of: "assignment_id")
  + refusedSteps("guarantee_step", of: "guarantee_id", with: ["side"])
  + refusedSteps("claim_step", of: "claim_id", with: ["role"], version: 3)
  + refusedSteps("warning_step", of: "warning_id", with: ["level", "role"], version: 3)

/// What a table of steps refuses: a number, an actor or a verb that is none, and a step that does not
/// follow one of its owner, has no owner, or is there already.
///
/// - Parameters:
///   - owner: the column that says whose step it is.
///   - others: columns that not all steps have.
///   - version: of a step that gets a number that is none.
private func refusedSteps(
  _ table: String, of owner: String, with others: [String] = [], version: Int = 2
) -> [BadRow] {
  let columns = (["state", "verb", "actor"] + others + ["taken_at"]).joined(separator: ", ")
  func copy(_ values: String, where condition: String = "true") -> String {
    """
    INSERT INTO \(table) (\(owner), version, from_state, \(columns))
    SELECT \(values), \(columns) FROM \(table) WHERE \(condition)
    """
  }
  return [
    BadRow("\(table)_version", "UPDATE \(table) SET version = 0 WHERE version = \(version)"),
    BadRow("\(table)_actor", "UPDATE \(table) SET actor = ''"),
    BadRow("\(table)_edge", "UPDATE \(table) SET verb = 'fly'"),
    BadRow("\(table)_follows", copy("\(owner), 90, from_state", where: "version = 2")),
    BadRow("\(table)_\(owner)_fkey", copy("gen_random_uuid(), 1, NULL", where: "version = 1")),
    BadRow("\(table)_pkey", copy("\(owner), version, from_state")),
  ]
}

private func long(_ count: Int) -> String { "repeat('x', \(count))" }

private let enterpriseRows = [
  BadRow("enterprise_event_sequence_positive", "UPDATE enterprise SET event_sequence = -1"),
  BadRow("enterprise_facts_version_positive", "UPDATE enterprise SET facts_version = 0"),
  BadRow("enterprise_industry_form", "UPDATE enterprise SET industry = 'U'"),
  BadRow("enterprise_industry_form", "UPDATE enterprise SET industry = '65101'"),
  BadRow("enterprise_data_key_length", "UPDATE enterprise SET data_key = '\\x01'"),
  BadRow("enterprise_name_length", "UPDATE enterprise SET name = ''"),
  BadRow("enterprise_name_length", "UPDATE enterprise SET name = \(long(201))"),
  BadRow("enterprise_override_reason", "UPDATE enterprise SET uscc_override_reason = ''"),
  BadRow("enterprise_override_reason", "UPDATE enterprise SET uscc_override_reason = \(long(501))"),
  BadRow("enterprise_region_form", "UPDATE enterprise SET region = '34010'"),
  BadRow("enterprise_region_form", "UPDATE enterprise SET region = E'340104\\n'"),
  BadRow("enterprise_time_order", "UPDATE enterprise SET updated_at = created_at - interval '1 s'"),
  BadRow("enterprise_uscc_form", "UPDATE enterprise SET uscc = '91340100MA2TE2W95'"),
  BadRow("enterprise_uscc_form", "UPDATE enterprise SET uscc = '91340100MA2TE2W95I'"),
  BadRow("enterprise_uscc_form", "UPDATE enterprise SET uscc = lower(uscc)"),
  BadRow("enterprise_version_positive", "UPDATE enterprise SET version = 0"),
  BadRow("enterprise_facts_exist", "UPDATE enterprise SET facts_version = 99"),
  BadRow("enterprise_pkey", "INSERT INTO enterprise SELECT * FROM enterprise"),
  BadRow(
    "enterprise_uscc_unique",
    """
    INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
      created_at, updated_at)
    SELECT gen_random_uuid(), uscc, name, region, industry, registered_on, 1, now(), now()
    FROM enterprise
    """),
  BadRow("facts_version_author", "UPDATE facts_version SET created_by = ''"),
  BadRow("facts_version_author", "UPDATE facts_version SET created_by = \(long(201))"),
  BadRow("facts_version_digest_length", "UPDATE facts_version SET digest = '\\x00'"),
  BadRow("facts_version_positive", "UPDATE facts_version SET version = 0"),
  BadRow(
    "facts_version_enterprise_id_fkey",
    """
    INSERT INTO facts_version SELECT gen_random_uuid(), 1, digest, body, now(), 'a'
    FROM facts_version
    """),
  BadRow("facts_version_pkey", "INSERT INTO facts_version SELECT * FROM facts_version"),
]

private let needRows = [
  BadRow("need_match_asks", "UPDATE need SET match_asks = -1"),
  BadRow("need_status", "UPDATE need SET status = 'approved', match_due_since = NULL"),
  BadRow("need_time_order", "UPDATE need SET updated_at = created_at - interval '1 s'"),
  BadRow("need_version_positive", "UPDATE need SET version = 0"),
  BadRow(
    "need_withdrawn_waits_for_nothing",
    "UPDATE need SET status = 'withdrawn', match_due_since = now()"),
  BadRow("need_enterprise_id_fkey", "UPDATE need SET enterprise_id = gen_random_uuid()"),
  BadRow("need_version_exists", "UPDATE need SET version = 99"),
  BadRow("need_pkey", "INSERT INTO need SELECT * FROM need"),
  BadRow("need_amount_range", "UPDATE need_version SET amount_fen = 0"),
  BadRow("need_amount_range", "UPDATE need_version SET amount_fen = 10000000000001"),
  BadRow("need_purpose", "UPDATE need_version SET purpose = 'speculation'"),
  BadRow("need_security", "UPDATE need_version SET security = ARRAY['credit', 'promise']"),
  BadRow("need_security", "UPDATE need_version SET security = ARRAY[NULL]::text[]"),
  BadRow("need_tenor_range", "UPDATE need_version SET tenor_months = 0"),
  BadRow("need_tenor_range", "UPDATE need_version SET tenor_months = 601"),
  BadRow("need_version_author", "UPDATE need_version SET created_by = ''"),
  BadRow("need_version_author", "UPDATE need_version SET created_by = \(long(201))"),
  BadRow("need_version_number", "UPDATE need_version SET version = 0"),
  BadRow(
    "need_version_need_id_fkey",
    """
    INSERT INTO need_version SELECT gen_random_uuid(), 1, 1, 1, 'other', NULL, now(), 'a'
    """),
  BadRow("need_version_pkey", "INSERT INTO need_version SELECT * FROM need_version"),
]

private let catalogRows = [
  BadRow("document_digest_length", "INSERT INTO document VALUES ('\\x00', 'facts', '{}')"),
  BadRow(
    "document_kind",
    "INSERT INTO document VALUES (decode(repeat('ab', 32), 'hex'), 'rumour', '{}')"),
  BadRow("document_pkey", "INSERT INTO document SELECT * FROM document"),
  BadRow("catalog_version_author", "UPDATE catalog_version SET published_by = ''"),
  BadRow("catalog_version_author", "UPDATE catalog_version SET published_by = \(long(201))"),
  BadRow("catalog_version_digest_length", "UPDATE catalog_version SET digest = '\\x00'"),
  BadRow("catalog_version_positive", "UPDATE catalog_version SET version = 0"),
  BadRow("catalog_version_pkey", "INSERT INTO catalog_version SELECT * FROM catalog_version"),
  BadRow("catalog_version_in_force_form", "UPDATE catalog_version SET in_force = 'empty'"),
  BadRow(
    "catalog_version_in_force_form",
    "UPDATE catalog_version SET in_force = tstzrange(now(), now() + interval '1 h', '[]')"),
  BadRow(
    "catalog_version_one_in_force",
    """
    INSERT INTO catalog_version SELECT version + 50, digest, facts_digest, institutions_digest,
      families_digest, published_at, published_by, in_force FROM catalog_version
    """),
  BadRow(
    "catalog_version_facts_digest_fkey",
    "UPDATE catalog_version SET facts_digest = decode(repeat('ab', 32), 'hex')"),
  BadRow(
    "catalog_version_families_digest_fkey",
    "UPDATE catalog_version SET families_digest = decode(repeat('ab', 32), 'hex')"),
  BadRow(
    "catalog_version_institutions_digest_fkey",
    "UPDATE catalog_version SET institutions_digest = decode(repeat('ab', 32), 'hex')"),
  BadRow("product_code_form", "INSERT INTO product VALUES (gen_random_uuid(), 'Loan')"),
  BadRow("product_code_form", "INSERT INTO product VALUES (gen_random_uuid(), 'ab')"),
  BadRow("product_pkey", "INSERT INTO product SELECT id, 'another-code' FROM product"),
  BadRow("product_code_unique", "INSERT INTO product SELECT gen_random_uuid(), code FROM product"),
  BadRow("product_version_positive", "UPDATE product_version SET version = 0"),
  BadRow(
    "product_version_digest_fkey",
    "UPDATE product_version SET digest = decode(repeat('ab', 32), 'hex')"),
  BadRow(
    "product_version_product_id_fkey",
    "INSERT INTO product_version SELECT gen_random_uuid(), 1, digest FROM product_version"),
  BadRow("product_version_pkey", "INSERT INTO product_version SELECT * FROM product_version"),
  BadRow("catalog_product_ordinal", "UPDATE catalog_product SET ordinal = -1 WHERE ordinal = 0"),
  BadRow(
    "catalog_product_catalog_version_fkey",
    "INSERT INTO catalog_product SELECT 99, ordinal, product_id, product_version FROM catalog_product"
  ),
  BadRow(
    "catalog_product_product_id_product_version_fkey",
    "UPDATE catalog_product SET product_version = 99"),
  BadRow("catalog_product_pkey", "INSERT INTO catalog_product SELECT * FROM catalog_product"),
  BadRow(
    "catalog_product_once",
    """
    INSERT INTO catalog_product
    SELECT catalog_version, ordinal + 1000, product_id, product_version FROM catalog_product
    """),
  BadRow("policy_version_author", "UPDATE policy_version SET published_by = ''"),
  BadRow("policy_version_author", "UPDATE policy_version SET published_by = \(long(201))"),
  BadRow("policy_version_positive", "UPDATE policy_version SET version = 0"),
  BadRow(
    "policy_version_digest_fkey",
    "UPDATE policy_version SET digest = decode(repeat('ab', 32), 'hex')"),
  BadRow("policy_version_pkey", "INSERT INTO policy_version SELECT * FROM policy_version"),
  BadRow("policy_version_in_force_form", "UPDATE policy_version SET in_force = 'empty'"),
  BadRow(
    "policy_version_one_in_force",
    """
    INSERT INTO policy_version SELECT version + 50, digest, published_at, published_by, in_force
    FROM policy_version
    """),
]

private let runRows = [
  BadRow("match_run_counts", "UPDATE match_run SET eligible = eligible + 1"),
  BadRow(
    "match_run_counts",
    "UPDATE match_run SET eligible = -1, ineligible = considered + 1, needs_info = 0"
  ),
  BadRow("match_run_digest_length", "UPDATE match_run SET facts_digest = '\\x00'"),
  BadRow("match_run_verdicts_length", "UPDATE match_run SET verdicts = '\\x00'"),
  BadRow("match_run_engine", "UPDATE match_run SET engine_version = 0"),
  BadRow("match_run_versions_exist", "UPDATE match_run SET catalog_version = 99"),
  BadRow(
    "match_run_facts_exist", "UPDATE match_run SET facts_version = 99"),
  BadRow("match_run_need_exists", "UPDATE match_run SET need_version = 99"),
  BadRow("match_run_need_exists", "UPDATE match_run SET enterprise_id = gen_random_uuid()"),
  BadRow("match_run_pins_stay", "DELETE FROM need_version"),
  BadRow("match_run_pins_stay", "DELETE FROM facts_version"),
  BadRow("match_run_pins_stay", "DELETE FROM catalog_version"),
  BadRow("match_run_pins_stay", "DELETE FROM policy_version"),
  BadRow(
    "match_run_versions_exist", "UPDATE match_run SET policy_version = policy_version + 90"),
  BadRow("match_run_pkey", "INSERT INTO match_run SELECT * FROM match_run"),
  BadRow(
    "match_run_once",
    """
    INSERT INTO match_run
    SELECT gen_random_uuid(), need_id, need_version, enterprise_id, facts_version, facts_digest,
      catalog_version, policy_version, engine_version, clock, decided_on, 0, 0, 0, 0, '{}',
      gen_random_uuid(), NULL
    FROM match_run
    """),
]

private let messagingRows = [
  BadRow("outbox_headers", "UPDATE outbox SET headers = '[]'"),
  BadRow("outbox_payload_size", "UPDATE outbox SET payload = convert_to(\(long(262145)), 'UTF8')"),
  BadRow("outbox_pkey", "INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT * FROM outbox"),
  BadRow("inbox_consumer", "UPDATE inbox SET consumer = ''"),
  BadRow("inbox_consumer", "UPDATE inbox SET consumer = \(long(101))"),
  BadRow("inbox_attempts", "UPDATE inbox SET attempts = 0"),
  BadRow("inbox_subject", "UPDATE inbox SET subject = ''"),
  BadRow("inbox_subject", "UPDATE inbox SET subject = \(long(201))"),
  BadRow("inbox_pkey", "INSERT INTO inbox SELECT * FROM inbox"),
  BadRow("dead_letter_attempts", "UPDATE dead_letter SET attempts = 0"),
  BadRow("dead_letter_detail", "UPDATE dead_letter SET detail = \(long(1001))"),
  BadRow("dead_letter_digest_length", "UPDATE dead_letter SET payload_digest = '\\x00'"),
  BadRow("dead_letter_reason", "UPDATE dead_letter SET reason = 'Not a code'"),
  BadRow("dead_letter_pkey", "INSERT INTO dead_letter SELECT * FROM dead_letter"),
  BadRow("dead_letter_state", "UPDATE dead_letter SET state = 'gone'"),
  BadRow("dead_letter_redrives", "UPDATE dead_letter SET redrives = -1"),
  BadRow("dead_letter_state_author", "UPDATE dead_letter SET state_changed_by = ''"),
  BadRow("dead_letter_state_author", "UPDATE dead_letter SET state_changed_by = \(long(201))"),
  BadRow(
    "dead_letter_skip_reason", "UPDATE dead_letter SET state = 'skipped', skip_reason = ''"),
  BadRow(
    "dead_letter_skip_reason",
    "UPDATE dead_letter SET state = 'skipping', skip_reason = \(long(501))"),
  BadRow("dead_letter_skip_is_explained", "UPDATE dead_letter SET state = 'skipped'"),
  BadRow("dead_letter_skip_is_explained", "UPDATE dead_letter SET skip_reason = 'why'"),
  BadRow(
    "dead_letter_has_place",
    "UPDATE dead_letter SET hold_number = CASE WHEN hold_number IS NULL THEN 1 END"),
  BadRow(
    "dead_letter_enterprise_id_fkey",
    "UPDATE dead_letter SET enterprise_id = gen_random_uuid(), hold_number = 1"),
  BadRow("held_event_consumer", "UPDATE held_event SET consumer = ''"),
  BadRow("held_event_consumer", "UPDATE held_event SET consumer = \(long(101))"),
  BadRow(
    "held_event_enterprise_id_fkey", "UPDATE held_event SET enterprise_id = gen_random_uuid()"),
  BadRow(
    "held_event_pkey",
    """
    INSERT INTO held_event SELECT consumer, event_id, enterprise_id, number + 1000000, topic, key,
      type, subject, sequence, causation, traceparent, occurred_at, payload, held_at FROM held_event
    """),
  BadRow(
    "held_event_number_unique",
    """
    INSERT INTO held_event SELECT consumer, gen_random_uuid(), enterprise_id, number, topic, key,
      type, subject, sequence, causation, traceparent, occurred_at, payload, held_at FROM held_event
    """),
  BadRow(
    "dead_letter_once",
    """
    INSERT INTO dead_letter
    SELECT gen_random_uuid(), consumer, event_id, topic, partition_number, partition_offset, key,
      headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at
    FROM dead_letter
    """),
  BadRow("idempotency_client", "UPDATE idempotency SET client = ''"),
  BadRow("idempotency_client", "UPDATE idempotency SET client = \(long(301))"),
  BadRow(
    "idempotency_enterprise_id_fkey",
    "UPDATE idempotency SET enterprise_id = '01890000-0000-7000-8000-0000000000ff'"),
  BadRow("idempotency_fingerprint", "UPDATE idempotency SET fingerprint = '\\x00'"),
  BadRow("idempotency_key", "UPDATE idempotency SET key = ''"),
  BadRow("idempotency_key", "UPDATE idempotency SET key = \(long(256))"),
  BadRow("idempotency_status", "UPDATE idempotency SET status = 199"),
  BadRow("idempotency_status", "UPDATE idempotency SET status = 422"),
  BadRow("idempotency_pkey", "INSERT INTO idempotency SELECT * FROM idempotency"),
  BadRow("instance_secret_length", "UPDATE instance_secret SET value = '\\x00'"),
  BadRow("instance_secret_pkey", "INSERT INTO instance_secret SELECT * FROM instance_secret"),
  BadRow("schema_migration_pkey", "INSERT INTO schema_migration SELECT * FROM schema_migration"),
]
