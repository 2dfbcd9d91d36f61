import Application
import Domain
import JWTKit

/// The claims of an access token (RFC 7519 section 4), with those of this service.
struct TokenClaims: JWTPayload {
  var iss: String
  var sub: String
  var aud: AudienceClaim
  /// Seconds since 1970; NumericDate admits fractions.
  var exp: Double
  var nbf: Double?
  var iat: Double?
  var role: String
  var org: String?
  var uscc: String?
  var region: String?
  /// The system it was issued to, if it was one.
  var client: String?
  /// What the sign-in sent that an identity token answers (OpenID Connect Core section 2).
  var nonce: String?

  enum CodingKeys: String, CodingKey {
    case iss, sub, aud, exp, nbf, iat, role, org, uscc, region, nonce
    case client = "client_id"
  }

  /// Only the signature is JWTKit's matter here: times and names are checked against the injected
  /// clock and configuration by `Authenticator`, on each use of the token.
  func verify(using algorithm: some JWTAlgorithm) async throws {}

  /// Who the token speaks for; nil when a claim is not of the form the store can keep.
  var actor: Actor? {
    guard let role = Role(rawValue: role), Self.isPlain(sub, 1...200),
      // The service's own names are not for tokens.
      !sub.hasPrefix("system:"),
      org.map({ Self.isPlain($0, 1...200) }) ?? true,
      uscc.map({ Self.isPlain($0, 18...18) }) ?? true,
      region.map(Self.isRegion) ?? true
    else { return nil }
    switch role {
    case .enterprise:
      // An enterprise is known by its id, or by the USCC it is about to register.
      if let org { guard EnterpriseID(org) != nil else { return nil } }
      guard org != nil || uscc != nil else { return nil }
    case .liaison, .liaisonManager:
      guard org != nil else { return nil }
    case .operator, .auditor, .service: break
    }
    return Actor(subject: sub, role: role, organisation: org, uscc: uscc, region: region)
  }

  private static func isPlain(_ text: String, _ length: ClosedRange<Int>) -> Bool {
    length.contains(text.unicodeScalars.count)
      && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  private static func isRegion(_ text: String) -> Bool {
    [2, 4, 6].contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
