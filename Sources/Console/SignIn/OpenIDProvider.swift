import Application
import Domain
import Foundation
import Synchronization

/// A request to an identity provider.
public struct ProviderRequest: Sendable, Hashable {
  public var url: String
  /// The body of a `POST`, form-encoded; nil for a `GET`.
  public var form: String?
  /// Of HTTP Basic; nil for none.
  public var authorization: String?
}

/// An OpenID provider by its issuer: where its endpoints are it says itself (OpenID Connect Discovery
/// section 4). Authorization code with PKCE.
public final class OpenIDProvider: IdentityProvider {
  /// Sends a request and gives status and body. It must be bounded in time and size.
  public typealias Send = @Sendable (ProviderRequest) async throws -> (status: Int, body: [UInt8])

  public let clientID: String
  private let issuer: String
  private let clientSecret: String?
  private let clock: WallClock
  private let send: Send
  private let known = Mutex<(endpoints: Endpoints, since: Instant)?>(nil)

  private struct Endpoints: Sendable {
    var authorization: String
    var token: String
  }

  /// How long what the provider says of itself counts.
  private static let knownMilliseconds: Int64 = 3_600_000

  /// - Parameters:
  ///   - issuer: its identifier, an address without a slash at its end.
  ///   - clientSecret: nil for a public client.
  public init(
    issuer: String, clientID: String, clientSecret: String?, clock: WallClock,
    send: @escaping Send
  ) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.clock = clock
    self.send = send
  }

  public func address(for request: AuthorizationRequest) async throws -> String {
    let endpoint = try await endpoints().authorization
    let query = FormText.encode([
      ("response_type", "code"), ("client_id", clientID), ("redirect_uri", request.redirect),
      ("scope", "openid"), ("state", request.state), ("nonce", request.nonce),
      ("code_challenge", request.challenge), ("code_challenge_method", "S256"),
    ])
    return endpoint + (endpoint.contains("?") ? "&" : "?") + query
  }

  public func identityToken(
    code: String, verifier: String, redirect: String
  ) async throws -> String {
    var fields = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
      ("code_verifier", verifier),
    ]
    if clientSecret == nil { fields.append(("client_id", clientID)) }
    let answer = try await ask(
      ProviderRequest(
        url: try await endpoints().token, form: FormText.encode(fields),
        authorization: clientSecret.map(basic)))
    guard answer.status == 200 else {
      // 4xx is about the code (RFC 6749 section 5.2), anything else about the provider.
      guard (400...499).contains(answer.status) else {
        throw IdentityProviderError.unavailable("token endpoint: \(answer.status)")
      }
      throw IdentityProviderError.refused
    }
    guard let token = (try? JSONParser.parse(answer.body))?["id_token"]?.stringValue else {
      throw IdentityProviderError.unavailable("token endpoint: no id_token")
    }
    return token
  }

  /// RFC 6749 section 2.3.1: id and secret are form-encoded first.
  private func basic(_ secret: String) -> String {
    let text = "\(FormText.encode(clientID)):\(FormText.encode(secret))"
    return "Basic " + Data(text.utf8).base64EncodedString()
  }

  private func endpoints() async throws -> Endpoints {
    let now = clock.now()
    if let known = known.withLock({ $0 }),
      now < known.since.adding(milliseconds: Self.knownMilliseconds)
    {
      return known.endpoints
    }
    let answer = try await ask(
      ProviderRequest(url: issuer + "/.well-known/openid-configuration"))
    guard answer.status == 200, let document = try? JSONParser.parse(answer.body),
      document["issuer"] == .string(issuer),
      let authorization = document["authorization_endpoint"]?.stringValue,
      let token = document["token_endpoint"]?.stringValue,
      Self.isTrusted(authorization), Self.isTrusted(token)
    else { throw IdentityProviderError.unavailable("discovery: \(answer.status)") }
    let endpoints = Endpoints(authorization: authorization, token: token)
    known.withLock { $0 = (endpoints, now) }
    return endpoints
  }

  private func ask(_ request: ProviderRequest) async throws -> (status: Int, body: [UInt8]) {
    do {
      return try await send(request)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw IdentityProviderError.unavailable("\(type(of: error))")
    }
  }

  /// Secrets go over `https` alone, or to this machine.
  private static func isTrusted(_ address: String) -> Bool {
    if address.hasPrefix("https://") { return true }
    return ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { host in
      address.hasPrefix(host + ":") || address.hasPrefix(host + "/")
    }
  }
}

/// Text as forms and queries send it.
enum FormText {
  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

  static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      if plain.contains(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }

  static func encode(_ fields: [(String, String)]) -> String {
    fields.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
  }
}
