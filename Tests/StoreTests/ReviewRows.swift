/// The last step of the only review, taken again as another one.
private func step(_ columns: String, asker: String = "asker, asker_role") -> String {
  """
  INSERT INTO review_step (review_id, version, from_state, state, actor, actor_role, outcome, note,
    taken_at, asker, asker_role)
  SELECT review_id, \(columns), taken_at, \(asker) FROM review_step WHERE version = 2
  """
}

private func long(_ count: Int) -> String { "repeat('x', \(count))" }

/// What the tables of reviews and receipt keys must refuse.
let reviewRows = [
  BadRow("review_product_form", "UPDATE review SET product_code = 'No'"),
  BadRow("review_verdict", "UPDATE review SET verdict = 'approved'"),
  BadRow("review_assignee", "UPDATE review SET assignee = ''"),
  BadRow("review_assignee", "UPDATE review SET assignee = \(long(201))"),
  BadRow("review_outcome", "UPDATE review SET state = 'resolved', outcome = 'refused'"),
  BadRow("review_sealed_contact_length", "UPDATE review SET sealed_contact = '\\x01'"),
  BadRow(
    "review_contact_once",
    "UPDATE review SET contact = 'a', sealed_contact = decode(repeat('01', 40), 'hex')"),
  BadRow("review_contact", "UPDATE review SET contact = ''"),
  BadRow("review_contact", "UPDATE review SET contact = \(long(201))"),
  BadRow("review_time_order", "UPDATE review SET updated_at = requested_at - interval '1 s'"),
  BadRow("review_taken", "UPDATE review SET assignee = NULL"),
  BadRow("review_taken", "UPDATE review SET state = 'requested'"),
  BadRow("review_decided", "UPDATE review SET state = 'resolved'"),
  BadRow("review_decided", "UPDATE review SET outcome = 'upheld'"),
  BadRow("review_run_id_fkey", "UPDATE review SET run_id = gen_random_uuid()"),
  BadRow("review_enterprise_id_fkey", "UPDATE review SET enterprise_id = gen_random_uuid()"),
  BadRow("review_pkey", "INSERT INTO review SELECT * FROM review"),
  BadRow("review_is_its_last_step", "UPDATE review SET version = 9"),
  BadRow("review_is_its_last_step", "UPDATE review SET state = 'withdrawn'"),
  BadRow("review_step_version", step("0, 'assigned', 'withdrawn', 'a', 'enterprise', NULL, NULL")),
  BadRow("review_step_actor", step("3, 'assigned', 'withdrawn', '', 'operator', NULL, NULL")),
  BadRow("review_step_role", step("3, 'assigned', 'withdrawn', 'a', 'auditor', NULL, NULL")),
  BadRow("review_step_outcome", step("3, 'assigned', 'resolved', 'a', 'operator', 'no', 'n'")),
  BadRow("review_step_note", step("3, 'assigned', 'withdrawn', 'a', 'enterprise', NULL, ''")),
  BadRow(
    "review_step_note",
    step("3, 'assigned', 'resolved', 'a', 'operator', 'upheld', \(long(2001))")),
  BadRow("review_step_edge", step("1, 'assigned', 'requested', 'a', 'operator', NULL, 'n'")),
  BadRow("review_step_edge", step("3, NULL, 'assigned', 'a', 'operator', NULL, NULL")),
  BadRow("review_step_edge", step("3, 'requested', 'requested', 'a', 'operator', NULL, 'n'")),
  BadRow("review_step_edge", step("3, 'requested', 'resolved', 'a', 'operator', 'upheld', 'n'")),
  BadRow("review_step_edge", step("3, 'resolved', 'assigned', 'a', 'operator', NULL, NULL")),
  BadRow("review_step_edge", step("3, 'withdrawn', 'assigned', 'a', 'operator', NULL, NULL")),
  BadRow(
    "review_step_outcome_when_resolved",
    step("3, 'assigned', 'resolved', 'a', 'operator', NULL, 'n'")),
  BadRow(
    "review_step_outcome_when_resolved",
    step("3, 'assigned', 'withdrawn', 'a', 'enterprise', 'upheld', 'n'")),
  BadRow("review_step_words", step("3, 'assigned', 'resolved', 'a', 'operator', 'upheld', NULL")),
  BadRow("review_step_office", step("3, 'assigned', 'assigned', 'a', 'enterprise', NULL, NULL")),
  BadRow(
    "review_step_office", step("3, 'assigned', 'resolved', 'a', 'enterprise', 'upheld', 'n'")),
  // A system decides nothing.
  BadRow("review_step_office", step("3, 'assigned', 'resolved', 'a', 'service', 'upheld', 'n'")),
  // Who asked does not decide, whatever the role.
  BadRow(
    "review_step_other_person",
    step("3, 'assigned', 'resolved', 'owner-1', 'operator', 'upheld', 'n'")),
  // The enterprise asked: nobody else takes it back. An operator asked: only that one does.
  BadRow("review_step_withdrawer", step("3, 'assigned', 'withdrawn', 'a', 'operator', NULL, NULL")),
  BadRow(
    "review_step_withdrawer", step("3, 'assigned', 'withdrawn', 'owner-1', 'service', NULL, NULL")),
  BadRow(
    "review_step_withdrawer",
    step("3, 'assigned', 'withdrawn', 'a', 'operator', NULL, NULL", asker: "'b', 'operator'")),
  // Who asked is what the first step says.
  BadRow(
    "review_step_asker",
    step("3, 'assigned', 'withdrawn', 'a', 'operator', NULL, NULL", asker: "'a', 'operator'")),
  // The step before it was another one, or there is none.
  BadRow("review_step_follows", step("3, 'requested', 'withdrawn', 'a', 'enterprise', NULL, NULL")),
  BadRow("review_step_follows", step("4, 'assigned', 'withdrawn', 'a', 'enterprise', NULL, NULL")),
  BadRow("review_step_pkey", step("2, 'requested', 'withdrawn', 'a', 'enterprise', NULL, NULL")),
  BadRow(
    "review_step_review_id_fkey",
    """
    INSERT INTO review_step (review_id, version, state, actor, actor_role, note, taken_at, asker,
      asker_role)
    VALUES (gen_random_uuid(), 1, 'requested', 'a', 'operator', 'n', now(), 'a', 'operator')
    """),
  BadRow("receipt_key_id_form", "UPDATE receipt_key SET id = 'short'"),
  BadRow("receipt_key_public_length", "UPDATE receipt_key SET public_key = '\\x00'"),
  BadRow("receipt_key_secret_length", "UPDATE receipt_key SET secret_key = '\\x00'"),
  BadRow(
    "receipt_key_time_order",
    "UPDATE receipt_key SET retired_at = created_at - interval '1 s', secret_key = NULL"),
  BadRow("receipt_key_retired_without_secret", "UPDATE receipt_key SET retired_at = created_at"),
  BadRow("receipt_key_retired_without_secret", "UPDATE receipt_key SET secret_key = NULL"),
  BadRow("receipt_key_pkey", "INSERT INTO receipt_key SELECT * FROM receipt_key"),
]
