import Domain
import Store

/// How webhooks look to those whose they are. No secret key is ever shown.
enum WebhookView {
  static func json(_ endpoint: WebhookRecord, keys: [WebhookKeyRecord]) -> JSON {
    [
      "id": .string(endpoint.id.text), "organisation": .string(endpoint.organisation),
      "url": .string(endpoint.url), "types": .array(endpoint.types.map(JSON.string)),
      "state": .string(endpoint.state.rawValue),
      "disabled_reason": .optional(endpoint.disabledReason?.rawValue),
      "version": .int(Int64(endpoint.version)), "keys": .array(keys.map(key)),
      "failures": .int(Int64(endpoint.failures)),
      "failing_since": .optional(endpoint.failingSince?.text),
      "created_at": .string(endpoint.createdAt.text),
      "updated_at": .string(endpoint.updatedAt.text),
    ]
  }

  private static func key(_ key: WebhookKeyRecord) -> JSON {
    [
      "public_key": .string(WebhookSignature.publicText(key.publicKey)),
      "created_at": .string(key.createdAt.text), "ends_at": .optional(key.endsAt?.text),
    ]
  }

  static func delivery(
    _ delivery: WebhookDeliveryRecord, attempts: [WebhookAttemptRecord]
  ) -> JSON {
    [
      "id": .string(delivery.id.text), "webhook_id": .string(delivery.endpoint.text),
      "event_id": .string(delivery.event.text), "replay": .int(Int64(delivery.replay)),
      "type": .string(delivery.type), "state": .string(delivery.state.rawValue),
      "next_attempt_at": .optional(delivery.nextAttemptAt?.text),
      "created_at": .string(delivery.createdAt.text),
      "settled_at": .optional(delivery.settledAt?.text),
      "attempts": .array(attempts.map(attempt)),
    ]
  }

  private static func attempt(_ attempt: WebhookAttemptRecord) -> JSON {
    [
      "at": .string(attempt.madeAt.text), "status": .optional(attempt.status.map { Int64($0) }),
      "error": .optional(attempt.error), "milliseconds": .int(Int64(attempt.milliseconds)),
    ]
  }
}
