import Application
import Domain

/// What signs the tokens of clients, and for how long they count.
public struct ClientTokens: Sendable {
  let issuer: TokenIssuer
  /// Also how long a token of a disabled client goes on counting, at most.
  let lifeSeconds: Int

  /// - Parameter lifeSeconds: 1 to `TokenIssuer.maximumLifeSeconds`.
  public init(issuer: TokenIssuer, lifeSeconds: Int) {
    self.issuer = issuer
    self.lifeSeconds = lifeSeconds
  }

  func token(for grant: ClientGrant) async throws -> String {
    try await issuer.issue(
      role: grant.role, organisation: grant.organisation, subject: grant.client.text,
      client: grant.client.text, ttlSeconds: lifeSeconds)
  }
}
