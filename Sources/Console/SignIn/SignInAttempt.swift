import Application
import Domain

/// A sign-in that is under way: what the browser was sent to the identity provider with. All of it
/// follows from one secret, which the browser holds in a cookie, so that the service keeps nothing, and an
/// answer of the provider counts only in the browser that asked.
struct SignInAttempt: Sendable {
  /// How long somebody may take with the provider.
  static let lifeSeconds = 600

  /// The secret as it stands in the cookie.
  let cookie: String

  init(_ secret: [UInt8]) { cookie = Base64URL.encode(secret) }

  /// - Returns: nil for anything that is not of the form of a secret.
  init?(cookie: String) {
    guard let bytes = Base64URL.decode(cookie), bytes.count == SecretBytes.count else { return nil }
    self.init(bytes)
  }

  /// Comes back with the code (RFC 6749 section 10.12).
  var state: String { derived("state") }
  /// Comes back within the identity token (OpenID Connect Core section 3.1.2.1).
  var nonce: String { derived("nonce") }
  /// Shows that whoever brings the code asked for it (RFC 7636 section 4.1): 43 characters.
  var verifier: String { derived("verifier") }
  /// SHA-256 of the verifier (RFC 7636 section 4.2).
  var challenge: String { PKCE.challenge(of: verifier) }

  private func derived(_ purpose: String) -> String {
    Base64URL.encode(Digest(ofBytes: Array("rongqiao sign-in \(purpose) \(cookie)".utf8)).bytes)
  }
}

enum PKCE {
  /// The challenge of a verifier by the method S256.
  static func challenge(of verifier: String) -> String {
    Base64URL.encode(Digest(ofBytes: Array(verifier.utf8)).bytes)
  }
}
