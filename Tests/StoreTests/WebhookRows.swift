import Domain
import Postgres
import Store

/// Statements the constraints on webhooks must refuse; see `badRows`.
let webhookRows = [
  BadRow("webhook_endpoint_organisation", "UPDATE webhook_endpoint SET organisation = ''"),
  BadRow("webhook_endpoint_organisation", "UPDATE webhook_endpoint SET organisation = 'Bank'"),
  BadRow("webhook_endpoint_url", "UPDATE webhook_endpoint SET url = 'ftp://a.example/'"),
  BadRow("webhook_endpoint_url", "UPDATE webhook_endpoint SET url = 'https://a.example/ b'"),
  BadRow(
    "webhook_endpoint_url", "UPDATE webhook_endpoint SET url = 'https://' || repeat('x', 2000)"),
  BadRow("webhook_endpoint_types", "UPDATE webhook_endpoint SET types = ARRAY[NULL]::text[]"),
  BadRow(
    "webhook_endpoint_types", "UPDATE webhook_endpoint SET types = array_fill('t'::text, '{101}')"),
  BadRow(
    "webhook_endpoint_state",
    "UPDATE webhook_endpoint SET state = 'asleep', disabled_reason = NULL"),
  BadRow(
    "webhook_endpoint_reason",
    "UPDATE webhook_endpoint SET state = 'disabled', disabled_reason = 'whim'"),
  BadRow("webhook_endpoint_version", "UPDATE webhook_endpoint SET version = 0"),
  BadRow("webhook_endpoint_author", "UPDATE webhook_endpoint SET created_by = ''"),
  BadRow("webhook_endpoint_author", "UPDATE webhook_endpoint SET created_by = repeat('x', 201)"),
  BadRow(
    "webhook_endpoint_failures", "UPDATE webhook_endpoint SET failures = -1, failing_since = NULL"),
  BadRow("webhook_endpoint_disabled", "UPDATE webhook_endpoint SET state = 'disabled'"),
  BadRow("webhook_endpoint_disabled", "UPDATE webhook_endpoint SET disabled_reason = 'gone'"),
  BadRow("webhook_endpoint_failing", "UPDATE webhook_endpoint SET failures = 1"),
  BadRow("webhook_endpoint_failing", "UPDATE webhook_endpoint SET failing_since = now()"),
  BadRow("webhook_endpoint_lease", "UPDATE webhook_endpoint SET leased_until = now()"),
  BadRow(
    "webhook_endpoint_time_order",
    "UPDATE webhook_endpoint SET updated_at = created_at - interval '1 s'"),
  BadRow("webhook_endpoint_pkey", "INSERT INTO webhook_endpoint SELECT * FROM webhook_endpoint"),
  BadRow("webhook_key_number", "UPDATE webhook_key SET number = 0"),
  BadRow("webhook_key_public_length", "UPDATE webhook_key SET public_key = '\\x00'"),
  BadRow("webhook_key_secret_length", "UPDATE webhook_key SET secret_key = '\\x00'"),
  BadRow("webhook_key_time_order", "UPDATE webhook_key SET ends_at = created_at"),
  BadRow("webhook_key_endpoint_id_fkey", "UPDATE webhook_key SET endpoint_id = gen_random_uuid()"),
  BadRow("webhook_key_pkey", "INSERT INTO webhook_key SELECT * FROM webhook_key"),
  BadRow("webhook_delivery_replay", "UPDATE webhook_delivery SET replay = -1"),
  BadRow("webhook_delivery_replay", "UPDATE webhook_delivery SET replay = 1001"),
  BadRow("webhook_delivery_type", "UPDATE webhook_delivery SET type = ''"),
  BadRow("webhook_delivery_type", "UPDATE webhook_delivery SET type = repeat('x', 101)"),
  BadRow("webhook_delivery_payload", "UPDATE webhook_delivery SET payload = '\\x00'"),
  BadRow(
    "webhook_delivery_payload",
    "UPDATE webhook_delivery SET payload = convert_to(repeat('x', 20481), 'UTF8')"),
  BadRow(
    "webhook_delivery_state",
    "UPDATE webhook_delivery SET state = 'lost', next_attempt_at = NULL, settled_at = now()"),
  BadRow("webhook_delivery_attempts", "UPDATE webhook_delivery SET attempts = -1"),
  BadRow("webhook_delivery_attempts", "UPDATE webhook_delivery SET attempts = 101"),
  BadRow("webhook_delivery_status", "UPDATE webhook_delivery SET last_status = 99"),
  BadRow("webhook_delivery_error", "UPDATE webhook_delivery SET last_error = ''"),
  BadRow(
    "webhook_delivery_once",
    """
    INSERT INTO webhook_delivery (id, endpoint_id, event_id, type, payload, state,
      next_attempt_at, created_at)
    SELECT gen_random_uuid(), endpoint_id, event_id, type, payload, state, next_attempt_at, now()
    FROM webhook_delivery
    """),
  BadRow("webhook_delivery_due", "UPDATE webhook_delivery SET next_attempt_at = NULL"),
  BadRow("webhook_delivery_settled", "UPDATE webhook_delivery SET settled_at = now()"),
  BadRow(
    "webhook_delivery_last", "UPDATE webhook_delivery SET last_status = 500, last_error = 'tls'"),
  BadRow(
    "webhook_delivery_endpoint_id_fkey",
    "UPDATE webhook_delivery SET endpoint_id = gen_random_uuid()"),
  BadRow("webhook_delivery_pkey", "INSERT INTO webhook_delivery SELECT * FROM webhook_delivery"),
  BadRow("webhook_attempt_number", "UPDATE webhook_attempt SET number = 0"),
  BadRow("webhook_attempt_number", "UPDATE webhook_attempt SET number = 101"),
  BadRow("webhook_attempt_status", "UPDATE webhook_attempt SET status = 99"),
  BadRow("webhook_attempt_error", "UPDATE webhook_attempt SET status = NULL, error = ''"),
  BadRow("webhook_attempt_time", "UPDATE webhook_attempt SET milliseconds = -1"),
  BadRow("webhook_attempt_result", "UPDATE webhook_attempt SET error = 'tls'"),
  BadRow("webhook_attempt_result", "UPDATE webhook_attempt SET status = NULL"),
  BadRow(
    "webhook_attempt_delivery_id_fkey",
    "UPDATE webhook_attempt SET delivery_id = gen_random_uuid()"),
  BadRow("webhook_attempt_pkey", "INSERT INTO webhook_attempt SELECT * FROM webhook_attempt"),
  BadRow("webhook_event_pkey", "INSERT INTO webhook_event SELECT * FROM webhook_event"),
  BadRow(
    "webhook_event_payload_size",
    "UPDATE webhook_event SET payload = convert_to(repeat('x', 262145), 'UTF8')"),
]

extension Samples {
  func webhook(_ organisation: String = "hf-bank") -> WebhookRecord {
    WebhookRecord(
      id: ids.next(), organisation: organisation, url: "https://hooks.example.com/in",
      createdAt: now, createdBy: "manager-1", updatedAt: now)
  }

  func webhookKey(_ endpoint: WebhookID, number: Int = 1, endsAt: Instant? = nil)
    -> WebhookKeyRecord
  {
    WebhookKeyRecord(
      endpoint: endpoint, number: number, publicKey: Array(repeating: UInt8(number), count: 32),
      secretKey: Array(repeating: 200, count: 32), createdAt: now, endsAt: endsAt)
  }

  func delivery(
    _ endpoint: WebhookID, event: EventID? = nil, replay: Int = 0, after milliseconds: Int64 = 0
  ) -> WebhookDeliveryRecord {
    let at = now.adding(milliseconds: milliseconds)
    return WebhookDeliveryRecord(
      id: ids.next(), endpoint: endpoint, event: event ?? ids.next(), replay: replay,
      type: EventType.needDecided.rawValue, payload: Array("{}".utf8), nextAttemptAt: at,
      createdAt: at)
  }

  /// A webhook with a key, a delivery, an attempt that failed, and an event that was put aside.
  func insertWebhooks(_ session: any PostgresSession) async throws {
    let endpoint = webhook()
    try await WebhookRepository.insert(endpoint, session)
    try await WebhookRepository.insert(webhookKey(endpoint.id), session)
    var delivery = delivery(endpoint.id)
    try await WebhookDeliveryRepository.insert([delivery], session)
    delivery.attempts = 1
    try await WebhookDeliveryRepository.note(
      WebhookAttemptRecord(
        delivery: delivery.id, number: 1, madeAt: now, status: 500, error: nil, milliseconds: 7),
      of: delivery, session)
    try await session.execute(
      """
      INSERT INTO webhook_event (event_id, topic, key, type, subject, sequence, occurred_at,
        payload, kept_at)
      SELECT event_id, topic, key, type, subject, sequence, occurred_at, payload, now() FROM outbox
      """)
  }
}
