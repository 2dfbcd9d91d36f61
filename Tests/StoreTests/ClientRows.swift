import Domain
import Postgres
import Store

/// Statements the constraints on clients must refuse; see `badRows`.
let clientRows = [
  BadRow("api_client_institution", "UPDATE api_client SET institution = ''"),
  BadRow("api_client_institution", "UPDATE api_client SET institution = 'Bank'"),
  BadRow("api_client_role", "UPDATE api_client SET role = 'operator'"),
  BadRow("api_client_name", "UPDATE api_client SET name = ''"),
  BadRow("api_client_name", "UPDATE api_client SET name = repeat('x', 101)"),
  BadRow("api_client_version", "UPDATE api_client SET version = 0"),
  BadRow("api_client_author", "UPDATE api_client SET created_by = ''"),
  BadRow("api_client_author", "UPDATE api_client SET created_by = repeat('x', 201)"),
  BadRow(
    "api_client_disabler",
    "UPDATE api_client SET disabled_at = now(), disabled_by = '', disabled_reason = 'x'"),
  BadRow(
    "api_client_reason",
    "UPDATE api_client SET disabled_at = now(), disabled_by = 'x', disabled_reason = ''"),
  BadRow(
    "api_client_reason",
    """
    UPDATE api_client SET disabled_at = now(), disabled_by = 'x',
      disabled_reason = repeat('x', 501)
    """),
  BadRow("api_client_disabled", "UPDATE api_client SET disabled_at = now()"),
  BadRow("api_client_disabled", "UPDATE api_client SET disabled_reason = 'x', disabled_by = 'x'"),
  BadRow(
    "api_client_time_order", "UPDATE api_client SET updated_at = created_at - interval '1 s'"),
  BadRow("api_client_pkey", "INSERT INTO api_client SELECT * FROM api_client"),
  BadRow("api_client_secret_slot", "UPDATE api_client_secret SET slot = 3"),
  BadRow("api_client_secret_digest", "UPDATE api_client_secret SET digest = '\\x00'"),
  BadRow("api_client_secret_author", "UPDATE api_client_secret SET created_by = ''"),
  BadRow("api_client_secret_life", "UPDATE api_client_secret SET expires_at = created_at"),
  BadRow(
    "api_client_secret_revoked",
    "UPDATE api_client_secret SET revoked_at = created_at - interval '1 s'"),
  BadRow(
    "api_client_secret_used",
    "UPDATE api_client_secret SET last_used_at = created_at - interval '1 s'"),
  BadRow(
    "api_client_secret_client_id_fkey",
    "UPDATE api_client_secret SET client_id = gen_random_uuid()"),
  BadRow(
    "api_client_secret_pkey", "INSERT INTO api_client_secret SELECT * FROM api_client_secret"),
  BadRow(
    "api_client_secret_two_live",
    """
    INSERT INTO api_client_secret (id, client_id, slot, digest, created_at, created_by, expires_at)
    SELECT gen_random_uuid(), client_id, slot, digest, created_at, created_by, expires_at
    FROM api_client_secret
    """),
]

extension Samples {
  func client(_ institution: String = "hf-bank") -> ClientRecord {
    ClientRecord(
      id: ids.next(), institution: institution, role: .liaison, name: "core", createdAt: now,
      createdBy: "manager-1", updatedAt: now)
  }

  func clientSecret(
    _ client: ClientID, slot: Int = 1, days: Int64 = 365
  ) -> ClientSecretRecord {
    ClientSecretRecord(
      id: ids.next(), client: client, slot: slot, digest: Array(repeating: 9, count: 32),
      createdAt: now, createdBy: "manager-1",
      expiresAt: now.adding(milliseconds: days * 86_400_000))
  }

  /// A client with a secret.
  func insertClients(_ session: any PostgresSession) async throws {
    let client = client()
    try await ClientRepository.insert(client, session)
    try await ClientSecretRepository.insert(clientSecret(client.id), session)
  }
}
