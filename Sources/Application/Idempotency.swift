import Domain

/// An `Idempotency-Key` with what it stands for (draft-ietf-httpapi-idempotency-key-header-07).
public struct IdempotencyRequest: Sendable {
  /// Whose key it is: the token's subject.
  public var client: String
  /// The header's value, 1 to 255 characters.
  public var key: String
  /// SHA-256 of method, route and canonical body.
  public var fingerprint: Digest

  public init(client: String, key: String, fingerprint: Digest) {
    self.client = client
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// The answer of a use case as it is stored for a repeated key: what HTTP will send.
public struct StoredAnswer: Sendable, Equatable {
  public var status: Int
  /// Headers that belong to the answer: `ETag`, `Location`.
  public var headers: [String: String]
  public var body: JSON
  /// Whose facts it tells: kept, it is sealed with their key.
  public var tells: EnterpriseID?
  /// True when this was stored by an earlier request.
  public var isReplay: Bool

  public init(
    status: Int, headers: [String: String] = [:], body: JSON, tells: EnterpriseID? = nil,
    isReplay: Bool = false
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.tells = tells
    self.isReplay = isReplay
  }
}
