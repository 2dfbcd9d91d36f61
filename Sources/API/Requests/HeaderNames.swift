import HTTPTypes

// The names are constants; HTTPField.Name refuses only characters none of them has.
extension HTTPField.Name {
  static let acceptLanguageName = HTTPField.Name("Accept-Language")!
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
  static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
  static let requestID = HTTPField.Name("Request-Id")!
  static let pragma = HTTPField.Name("Pragma")!
  static let traceparent = HTTPField.Name("traceparent")!
  static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
  static let securityPolicy = HTTPField.Name("Content-Security-Policy")!
  static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
  static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
}
