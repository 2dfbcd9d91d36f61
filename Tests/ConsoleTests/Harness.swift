import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Schemas
import Telemetry

@testable import Console

/// The console over a `FakeConsole`, with the development provider, its own clock and keys.
struct Harness: Sendable {
  static let now = Instant(microseconds: 1_795_136_400_000_000)
  static let client = "rongqiao-console"
  static let issuerName = "https://issuer.test"
  static let enterprise = "ent_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
  static let need = "need_01932a80-0c1d-7e2f-8a3b-4c5d6e7f8091"
  static let run = "run_01932a82-2222-7333-8444-555566667777"
  static let offer = "off_01932a86-6666-7777-8888-9999aaaabbbb"
  static let consent = "con_01932a87-7777-7888-8999-aaaabbbbcccc"
  static let receivable = "rcv_01932a87-7777-7888-8999-aaaabbbbcccc"
  static let listing = "lst_01932a8c-cccc-7ddd-8eee-ffff00001111"
  static let deadLetter = "dl_01932a85-5555-7666-8777-88889999aaaa"
  static let warning = "wrn_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
  static let formKey = "01932a8d-dddd-7eee-8fff-000011112222"

  static let formID = UUID(uuidString: formKey)

  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  let backend = FakeConsole()
  let provider: DevelopmentProvider
  let console: Console

  init(
    options: ConsoleOptions = ConsoleOptions(streamSeconds: 0), limiter: RateLimiter? = nil,
    now: Instant = Harness.now
  ) async throws {
    let clock = WallClock.fixed(now)
    let issuer = TokenIssuer.ephemeral(
      issuer: Self.issuerName, audience: Self.client, clock: clock)
    let ring = await KeyRing(fixed: try KeySet(jwks: issuer.publicKeySet.canonicalBytes))
    let metrics = MetricsRegistry()
    let documents = try PublicDocuments(
      openapiYAML: SchemaFiles.bytes("api/openapi.yaml"))
    provider = DevelopmentProvider(
      clientID: Self.client, people: DevelopmentProvider.people(institution: "bank-a"),
      issuer: issuer, clock: clock)
    let authenticator = Authenticator(
      keys: ring, issuer: Self.issuerName, audience: Self.client, clock: clock)
    console = try Console(
      backend: backend, provider: provider, authenticator: authenticator,
      limiter: limiter ?? .off(metrics: metrics), openapi: documents.openapiJSON,
      calendar: try WorkingCalendar(csv: SchemaFiles.text("reference/calendar-cn.csv")),
      options: options, clock: clock, ids: IdentifierSource(clock: clock))
    backend.set { state in
      state.lists["enterprises"] = [Samples.enterprise]
      state.answers["enterprise"] = Samples.enterprise
      state.answers["facts"] = Samples.facts
    }
  }

  /// Signs somebody in and gives the key their browser holds.
  func signIn(_ role: Role) -> SessionKey {
    let key = SessionKey(SecretBytes.make())
    let organisation: String? =
      switch role {
      case .enterprise: Self.enterprise
      case .liaison, .liaisonManager: "bank-a"
      case .operator, .auditor, .service: nil
      }
    backend.set {
      $0.sessions[key.digest] = Actor(
        subject: "\(role.rawValue)-1", role: role, organisation: organisation)
    }
    return key
  }

  /// The answer to one request through router and middleware.
  func send(
    _ method: HTTPRequest.Method, _ uri: String, key: SessionKey? = nil,
    cookies: [String: String] = [:], form: [(String, String)]? = nil
  ) async throws -> Reply {
    var fields = HTTPFields()
    var pairs = cookies.map { "\($0.key)=\($0.value)" }
    if let key { pairs.append("rongqiao_session=\(key.text)") }
    if !pairs.isEmpty { fields[.cookie] = pairs.sorted().joined(separator: "; ") }
    if form != nil { fields[.contentType] = "application/x-www-form-urlencoded" }
    let router = Router(context: APIContext.self)
    console.add(to: router)
    let application = Hummingbird.Application(router: router, logger: Self.quiet)
    return try await application.test(.router) { [fields] client in
      try await client.execute(
        uri: uri, method: method, headers: fields,
        body: form.map { ByteBuffer(string: FormText.encode($0)) }
      ) { response in
        Reply(
          status: response.status.code, headers: response.headers,
          text: String(decoding: response.body.readableBytesView, as: UTF8.self))
      }
    }
  }

  /// A form as the page of a session sends it.
  func post(
    _ uri: String, key: SessionKey, _ fields: [(String, String)] = []
  ) async throws -> Reply {
    try await send(
      .post, uri, key: key,
      form: [("form_token", key.formToken), ("form_key", Self.formKey)] + fields)
  }
}

/// An answer with its body read.
struct Reply: Sendable {
  var status: Int
  var headers: HTTPFields
  var text: String

  var place: String? { headers[.location] }
  var cookies: [String] { headers[values: .setCookie] }
  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

  /// The value of a cookie that is set.
  func cookie(_ name: String) -> String? {
    cookies.first { $0.hasPrefix(name + "=") }
      .flatMap { $0.dropFirst(name.count + 1).split(separator: ";").first.map(String.init) }
  }

  /// What a form's hidden field says.
  func hidden(_ name: String) -> String? {
    let start = "name=\"\(name)\" value=\""
    guard let range = text.range(of: start) else { return nil }
    return text[range.upperBound...].split(separator: "\"", omittingEmptySubsequences: false)
      .first.map(String.init)
  }
}
