import Domain

/// Why a use case did nothing. Every case changes no row.
public enum ApplicationError: Error, Sendable {
  /// The input breaks rules; never empty. HTTP 422.
  case invalid([Fault])
  /// There is no such thing, or it is not the caller's to see. HTTP 404.
  case notFound(what: String)
  /// The enterprise was lawfully erased: what it was about is there no more. HTTP 410.
  case erased(at: Instant)
  /// It was there, and counts no more: a token that was used. `code` is stable. HTTP 410.
  case gone(code: String, zh: String, en: String)
  /// The state does not allow it. `code` is stable, such as `enterprise_exists`. HTTP 409.
  case conflict(code: String, zh: String, en: String)
  /// The caller knew an older version. HTTP 412.
  case staleVersion(current: Int)
  /// The caller's role may not do this at all. HTTP 403.
  case forbidden(zh: String, en: String)
  /// The same Idempotency-Key is being worked on right now. HTTP 409.
  case idempotencyInFlight
  /// The same Idempotency-Key came with another request before. HTTP 422.
  case idempotencyReused
  /// The database cannot be reached or is overloaded; trying again later is right. HTTP 503.
  case unavailable(retryAfterSeconds: Int)
}
