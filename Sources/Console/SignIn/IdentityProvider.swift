/// What a browser is sent to an identity provider with.
public struct AuthorizationRequest: Sendable, Hashable {
  public var state: String
  public var nonce: String
  /// PKCE by S256.
  public var challenge: String
  /// Where the provider sends the browser back to.
  public var redirect: String
}

/// Who knows people: an OpenID provider, or the one built in for development.
public protocol IdentityProvider: Sendable {
  /// The client that it knows the console as.
  var clientID: String { get }
  /// Where the browser goes to sign in.
  ///
  /// - Throws: `IdentityProviderError`.
  func address(for request: AuthorizationRequest) async throws -> String
  /// The identity token that a code stands for.
  ///
  /// - Throws: `IdentityProviderError`.
  func identityToken(code: String, verifier: String, redirect: String) async throws -> String
}

/// Why nobody could be signed in.
public enum IdentityProviderError: Error, Sendable, Hashable {
  /// It cannot be reached, or does not answer as it should.
  case unavailable(String)
  /// It refused the code.
  case refused
}
