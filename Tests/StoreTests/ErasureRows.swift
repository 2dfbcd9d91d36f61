import Domain
import Postgres
import Store

/// Statements the constraints on erasures must refuse; see `badRows`.
let erasureRows = [
  BadRow(
    "enterprise_erased",
    "UPDATE enterprise SET erased_at = now(), uscc = 'erased:' || id::text"),
  BadRow(
    "enterprise_erased",
    """
    UPDATE enterprise SET erased_at = now(), uscc = 'erased:' || id::text, name = 'erased',
      registered_on = '2019-05-20', uscc_override_reason = NULL, data_key = NULL
    """),
  BadRow(
    "enterprise_erased",
    """
    UPDATE enterprise SET erased_at = now(), uscc = 'erased:' || id::text, name = 'erased',
      registered_on = '2019-01-01', uscc_override_reason = 'legacy', data_key = NULL
    """),
  BadRow(
    "enterprise_uscc_form",
    """
    UPDATE enterprise SET erased_at = now(), name = 'erased', registered_on = '2019-01-01',
      uscc_override_reason = NULL, data_key = NULL
    """),
  BadRow("enterprise_uscc_form", "UPDATE enterprise SET uscc = 'erased:' || id::text"),
  BadRow("erasure_author", "UPDATE erasure SET requested_by = ''"),
  BadRow("erasure_basis", "UPDATE erasure SET basis = 'other'"),
  BadRow("erasure_reference", "UPDATE erasure SET reference = ''"),
  BadRow("erasure_reference", "UPDATE erasure SET reference = repeat('x', 201)"),
  BadRow("erasure_state", "UPDATE erasure SET state = 'open', done_at = NULL"),
  BadRow("erasure_held_for", "UPDATE erasure SET held_for = 'Offer'"),
  BadRow("erasure_counts", "UPDATE erasure SET counts = '[]'"),
  BadRow("erasure_held", "UPDATE erasure SET held_for = NULL"),
  BadRow("erasure_held", "UPDATE erasure SET held_until = NULL, held_for = NULL"),
  BadRow("erasure_done", "UPDATE erasure SET state = 'done'"),
  BadRow("erasure_done", "UPDATE erasure SET done_at = requested_at"),
  BadRow(
    "erasure_time_order",
    "UPDATE erasure SET state = 'done', done_at = requested_at - interval '1 s'"),
  BadRow("erasure_enterprise_id_fkey", "UPDATE erasure SET enterprise_id = gen_random_uuid()"),
  BadRow("erasure_pkey", "INSERT INTO erasure SELECT * FROM erasure"),
  BadRow(
    "erasure_once",
    """
    INSERT INTO erasure (id, enterprise_id, requested_at, requested_by, basis, state, held_until,
      held_for)
    SELECT gen_random_uuid(), enterprise_id, requested_at, requested_by, basis, state, held_until,
      held_for FROM erasure
    """),
]

extension Samples {
  func erasure(of enterprise: EnterpriseID) -> ErasureRecord {
    ErasureRecord(
      id: ids.next(), enterprise: enterprise, requestedAt: now, requestedBy: "owner-1",
      basis: .request, reference: "QS-2026-0001", state: .held,
      hold: ErasureRecord.Hold(
        until: LegalDate(daysSinceEpoch: now.legalDate.daysSinceEpoch + 10),
        record: "granted_offer"),
      counts: ["needs_withdrawn": 0])
  }

  /// An erasure that is held.
  func insertErasure(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws {
    try await ErasureRepository.insert(erasure(of: enterprise), session)
  }
}
