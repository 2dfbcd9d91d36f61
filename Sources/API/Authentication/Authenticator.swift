import Application
import Domain
import JWTKit
import Synchronization

/// Turns an `Authorization` header into an `Actor`.
///
/// A token is a JWS in compact form (RFC 7515) signed with EdDSA or ES256 by a key of the set. `alg`
/// is compared with the key's own, never taken from the token (RFC 8725 section 3.1); `kid`, `iss`,
/// `aud` and `exp` are required, `nbf` and `iat` must not lie ahead.
public final class Authenticator: Sendable {
  /// Keys with the `iss` whose tokens they sign: a key of one issuer signs nothing for another.
  public struct Trust: Sendable {
    let ring: KeyRing
    let issuer: String

    public init(ring: KeyRing, issuer: String) {
      self.ring = ring
      self.issuer = issuer
    }
  }

  private let provider: Trust
  /// This service itself, for the clients of institutions.
  private let own: Trust?
  private let audience: String
  private let clock: WallClock
  private let leewaySeconds: Double
  // Signatures already verified, by the whole token: times are checked anew on each use, and they
  // count only as long as the keys stay the same. Emptied when full, which costs one verification
  // per token and bounds the memory.
  private let verified = Mutex<[String: Verified]>([:])
  private let verifiedLimit: Int

  private struct Verified: Sendable {
    var claims: TokenClaims
    var isOwn: Bool
    /// Of the keys it was verified with.
    var edition: Int
  }

  /// Longest token that is looked at, in bytes.
  public static let maximumTokenBytes = 8_192

  /// - Parameters:
  ///   - issuer: the only `iss` accepted under those keys.
  ///   - own: keys of this service, which sign tokens of another `iss`.
  ///   - audience: must be among `aud`.
  ///   - leewaySeconds: how far clocks may differ.
  ///   - verifiedLimit: how many verified tokens are remembered.
  public init(
    keys ring: KeyRing, issuer: String, own: Trust? = nil, audience: String,
    clock: WallClock = .system, leewaySeconds: Int = 30, verifiedLimit: Int = 4_096
  ) {
    provider = Trust(ring: ring, issuer: issuer)
    self.own = own
    self.audience = audience
    self.clock = clock
    self.leewaySeconds = Double(leewaySeconds)
    self.verifiedLimit = verifiedLimit
  }

  /// With keys that never change.
  public convenience init(
    keySet: KeySet, issuer: String, audience: String, clock: WallClock = .system
  ) async {
    self.init(
      keys: await KeyRing(fixed: keySet), issuer: issuer, audience: audience, clock: clock)
  }

  /// The public keys in use.
  public var publicKeys: JSON {
    var keys = provider.ring.json["keys"]?.arrayValue ?? []
    for key in own?.ring.json["keys"]?.arrayValue ?? []
    where !keys.contains(where: { $0["kid"] == key["kid"] }) {
      keys.append(key)
    }
    return ["keys": .array(keys)]
  }

  /// Who asks.
  ///
  /// - Parameter authorization: all `Authorization` fields of the request.
  /// - Throws: 401 `token_missing`, `token_invalid` or `token_expired`, with `WWW-Authenticate`
  ///   (RFC 6750 section 3); 503 `unavailable` while there are no keys.
  func actor(authorization: [String]) async throws -> Actor {
    guard let header = authorization.first else { throw Self.missing }
    let parts = header.split(separator: " ", omittingEmptySubsequences: true)
    guard authorization.count == 1, parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Self.missing
    }
    return try await identity(of: String(parts[1])).actor
  }

  /// Whom a token is of, with what it says.
  ///
  /// - Throws: as `actor(authorization:)`.
  private func identity(
    of token: String
  ) async throws -> (actor: Actor, claims: TokenClaims) {
    let claims = try await claims(of: token)
    let now = Double(clock.now().microseconds) / 1_000_000
    guard claims.aud.value.contains(audience), let actor = claims.actor
    else { throw Self.invalid }
    guard claims.exp > now - leewaySeconds else { throw Self.expired }
    guard claims.nbf ?? now <= now + leewaySeconds, claims.iat ?? now <= now + leewaySeconds else {
      throw Self.invalid
    }
    return (actor, claims)
  }

  /// Who signed in, by an identity token (OpenID Connect Core section 3.1.3.7). The audience of this
  /// authenticator is the client that asked for it.
  ///
  /// - Parameter nonce: what the sign-in sent; an access token has none, so that none passes here.
  /// - Throws: as `actor(authorization:)`.
  public func signedIn(by token: String, nonce: String) async throws -> Actor {
    let identity = try await identity(of: token)
    // One that is for others, too, they could hand in here.
    guard identity.claims.nonce == nonce, identity.claims.aud.value == [audience] else {
      throw Self.invalid
    }
    return identity.actor
  }

  private func claims(of token: String) async throws -> TokenClaims {
    if let known = verified.withLock({ $0[token] }),
      known.edition == (known.isOwn ? own : provider)?.ring.edition
    {
      return known.claims
    }
    guard token.utf8.count <= Self.maximumTokenBytes, let header = Self.header(of: token),
      let kid = header["kid"]?.stringValue
    else { throw Self.invalid }
    // Our own keys never change, so that asking them reads nothing.
    let isOwn = own?.ring.holds(kid) == true
    let trust = isOwn ? own ?? provider : provider
    guard let keys = await trust.ring.keys(for: kid) else { throw Self.noKeys }
    guard let entry = keys.set.entries[kid],
      header["alg"] == .string(entry.algorithm.rawValue)
    else { throw Self.invalid }
    let claims: TokenClaims
    do {
      claims = try await keys.collection.verify(token, as: TokenClaims.self)
    } catch {
      // What exactly was wrong helps nobody but a forger.
      throw Self.invalid
    }
    // Where both have the key, such as one file for everything, either may have signed.
    let isOfProvider = !isOwn || provider.ring.holds(kid)
    guard
      claims.iss == trust.issuer || (isOfProvider && claims.iss == provider.issuer)
    else { throw Self.invalid }
    verified.withLock {
      if $0.count >= verifiedLimit { $0.removeAll(keepingCapacity: true) }
      $0[token] = Verified(claims: claims, isOwn: isOwn, edition: keys.edition)
    }
    return claims
  }

  /// The token's header, if it asks for nothing this service does not do (`crit`).
  private static func header(of token: String) -> JSON? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ Base64URL.decode($0) != nil }),
      let header = Base64URL.decode(parts[0]), let json = try? JSONParser.parse(header),
      json["crit"] == nil
    else { return nil }
    guard let type = json["typ"] else { return json }
    return ["jwt", "at+jwt"].contains(type.stringValue?.lowercased()) ? json : nil
  }

  private static var noKeys: Problem {
    Problem(
      .unavailable,
      detail: Text("身份服务的公钥暂不可得", "the keys of the identity provider cannot be had for now"),
      headers: [("Retry-After", "30")])
  }

  private static var missing: Problem {
    Problem(.tokenMissing, headers: [("WWW-Authenticate", "Bearer realm=\"rongqiao\"")])
  }

  private static var invalid: Problem {
    Problem(
      .tokenInvalid,
      headers: [("WWW-Authenticate", "Bearer realm=\"rongqiao\", error=\"invalid_token\"")])
  }

  private static var expired: Problem {
    Problem(
      .tokenExpired,
      headers: [
        (
          "WWW-Authenticate",
          "Bearer realm=\"rongqiao\", error=\"invalid_token\", "
            + "error_description=\"the token has expired\""
        )
      ])
  }
}
