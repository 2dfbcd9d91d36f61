import Domain
import Postgres
import Store

/// Statements the constraints on pauses and the audit trail must refuse; see `badRows`.
let operationsRows = [
  BadRow("pause_author", "UPDATE pause SET set_by = ''"),
  BadRow("pause_author", "UPDATE pause SET set_by = repeat('x', 201)"),
  BadRow("pause_kind", "UPDATE pause SET kind = 'planet'"),
  BadRow("pause_reason", "UPDATE pause SET reason = ''"),
  BadRow("pause_reason", "UPDATE pause SET reason = repeat('x', 501)"),
  BadRow("pause_target", "UPDATE pause SET target = ''"),
  BadRow("pause_target", "UPDATE pause SET target = 'Match'"),
  BadRow("pause_target", "UPDATE pause SET target = repeat('x', 65)"),
  BadRow("pause_time_order", "UPDATE pause SET ends_at = set_at"),
  BadRow("pause_pkey", "INSERT INTO pause SELECT * FROM pause"),
  BadRow("untold_gain_pkey", "INSERT INTO untold_gain SELECT * FROM untold_gain"),
  BadRow("untold_gain_flip_id_fkey", "UPDATE untold_gain SET flip_id = gen_random_uuid()"),
  BadRow("untold_gain_product_id_fkey", "UPDATE untold_gain SET product_id = gen_random_uuid()"),
  BadRow("audit_entry_action", "UPDATE audit_entry SET action = 'Pause.set'"),
  BadRow("audit_entry_action", "UPDATE audit_entry SET action = 'pause'"),
  BadRow("audit_entry_actor", "UPDATE audit_entry SET actor = ''"),
  BadRow("audit_entry_actor", "UPDATE audit_entry SET actor = repeat('x', 201)"),
  BadRow("audit_entry_data", "UPDATE audit_entry SET data = '[]'"),
  BadRow("audit_entry_reason", "UPDATE audit_entry SET reason = ''"),
  BadRow("audit_entry_reason", "UPDATE audit_entry SET reason = repeat('x', 1001)"),
  BadRow("audit_entry_role", "UPDATE audit_entry SET role = 'king'"),
  BadRow("audit_entry_subject", "UPDATE audit_entry SET subject = ''"),
  BadRow("audit_entry_subject", "UPDATE audit_entry SET subject = repeat('x', 301)"),
  BadRow("audit_entry_pkey", "INSERT INTO audit_entry SELECT * FROM audit_entry"),
  BadRow("audit_seal_number", "UPDATE audit_seal SET number = 0"),
  BadRow("audit_seal_entries", "UPDATE audit_seal SET entries = '{}'"),
  BadRow("audit_seal_entries", "UPDATE audit_seal SET entries = entries || NULL::uuid"),
  BadRow("audit_seal_previous", "UPDATE audit_seal SET previous = '\\x00'"),
  BadRow("audit_seal_digest", "UPDATE audit_seal SET digest = '\\x00'"),
  BadRow("audit_seal_pkey", "INSERT INTO audit_seal SELECT * FROM audit_seal"),
  BadRow(
    "audit_seal_follows",
    "INSERT INTO audit_seal SELECT number + 1, sealed_at, entries, previous, digest FROM audit_seal"
  ),
  BadRow("audit_unsealed_pkey", "INSERT INTO audit_unsealed SELECT * FROM audit_unsealed"),
]

extension Samples {
  func pause(
    _ kind: PauseKind = .worker, _ target: String = "match", reason: String = "moving house",
    at instant: Instant? = nil, until: Instant? = nil
  ) -> PauseRecord {
    PauseRecord(
      kind: kind, target: target, reason: reason, setAt: instant ?? now, setBy: "operator-1",
      endsAt: until)
  }

  func auditEntry(
    _ action: String = "pause.set", subject: String = "worker/match", reason: String? = "moving"
  ) -> AuditRecord {
    AuditRecord(
      id: ids.next(), at: now, actor: "operator-1", role: "operator", action: action,
      subject: subject, reason: reason, data: ["until": .null])
  }

  /// A pause, a gain that waits for the end of one, and an entry of the trail.
  func insertOperations(_ session: any PostgresSession) async throws {
    _ = try await PauseRepository.set(pause(), session)
    let entry = auditEntry()
    try await AuditRepository.append(entry, session)
    try await AuditSealRepository.append(
      AuditSealRecord(
        number: 1, sealedAt: now, entries: [entry.id],
        previous: Digest(bytes: Array(repeating: 0, count: 32)), digest: Digest(ofBytes: [])),
      session)
    try await session.execute(
      "INSERT INTO untold_gain SELECT id, product_id FROM decision_flip LIMIT 1")
  }
}
