import API
import Application
import Domain
import Synchronization

/// Somebody one may be on one's own machine.
public struct DevelopmentPerson: Sendable, Hashable {
  public var subject: String
  public var role: Role
  /// An institution's code for a liaison.
  public var organisation: String?
  /// Of an enterprise; it registers itself by it.
  public var uscc: String?

  public init(subject: String, role: Role, organisation: String? = nil, uscc: String? = nil) {
    self.subject = subject
    self.role = role
    self.organisation = organisation
    self.uscc = uscc
  }
}

/// The identity provider of `rongqiao up`: it asks nobody for a password, so it must be reached by nobody
/// but the person at this machine. Codes and tokens are those of any provider.
public final class DevelopmentProvider: IdentityProvider {
  /// One of each role, with an enterprise that is not registered yet.
  public static func people(institution: String) -> [DevelopmentPerson] {
    [
      DevelopmentPerson(
        subject: "enterprise-1", role: .enterprise, uscc: "91340100MA2TE2W96T"),
      DevelopmentPerson(subject: "liaison-1", role: .liaison, organisation: institution),
      DevelopmentPerson(
        subject: "manager-1", role: .liaisonManager, organisation: institution),
      DevelopmentPerson(subject: "operator-1", role: .operator),
      DevelopmentPerson(subject: "auditor-1", role: .auditor),
      DevelopmentPerson(subject: "service-1", role: .service),
    ]
  }

  /// Where people choose who they are.
  static let path = "/console/development"
  private static let codeMilliseconds: Int64 = 60_000
  private static let codesMaximum = 1_000

  public let clientID: String
  let people: [DevelopmentPerson]
  private let issuer: TokenIssuer
  private let clock: WallClock
  private let codes = Mutex<[String: Code]>([:])

  private struct Code: Sendable {
    var person: DevelopmentPerson
    var nonce: String
    var challenge: String
    var redirect: String
    var until: Instant
  }

  /// - Parameter issuer: signs identity tokens whose audience is `clientID`.
  public init(
    clientID: String, people: [DevelopmentPerson], issuer: TokenIssuer, clock: WallClock
  ) {
    self.clientID = clientID
    self.people = people
    self.issuer = issuer
    self.clock = clock
  }

  public func address(for request: AuthorizationRequest) async throws -> String {
    Self.path + "?"
      + FormText.encode([
        ("state", request.state), ("nonce", request.nonce),
        ("code_challenge", request.challenge), ("redirect_uri", request.redirect),
      ])
  }

  /// A code for somebody; it counts once, for a minute.
  func code(for person: DevelopmentPerson, _ request: AuthorizationRequest) -> String {
    let code = Base64URL.encode(SecretBytes.make())
    let now = clock.now()
    codes.withLock { codes in
      codes = codes.filter { now < $0.value.until }
      // Whoever asks for that many loses the older ones.
      if codes.count >= Self.codesMaximum { codes.removeAll() }
      codes[code] = Code(
        person: person, nonce: request.nonce, challenge: request.challenge,
        redirect: request.redirect, until: now.adding(milliseconds: Self.codeMilliseconds))
    }
    return code
  }

  public func identityToken(
    code: String, verifier: String, redirect: String
  ) async throws -> String {
    let now = clock.now()
    guard let found = codes.withLock({ $0.removeValue(forKey: code) }), now < found.until,
      found.redirect == redirect, found.challenge == PKCE.challenge(of: verifier)
    else { throw IdentityProviderError.refused }
    let person = found.person
    return try await issuer.issue(
      role: person.role, organisation: person.organisation, uscc: person.uscc,
      subject: person.subject, nonce: found.nonce, ttlSeconds: 300)
  }
}
