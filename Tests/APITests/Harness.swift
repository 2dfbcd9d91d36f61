import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Telemetry

/// The API over a `FakeBackend`, with its own clock, key and metrics.
struct Harness: Sendable {
  static let now = Instant(microseconds: 1_795_136_400_000_000)
  static let issuerName = "https://issuer.test"
  static let audience = "rongqiao"
  static let enterprise = "ent_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
  static let need = "need_01932a80-0c1d-7e2f-8a3b-4c5d6e7f8091"
  static let run = "run_01932a82-2222-7333-8444-555566667777"
  static let sweep = "swp_01932a84-4444-7555-8666-777788889999"
  static let deadLetter = "dl_01932a85-5555-7666-8777-88889999aaaa"
  static let webhook = "hook_01932a85-5555-7666-8777-88889999aaaa"
  static let review = "rev_01932a83-3333-7444-8555-666677778888"
  static let allocation = "alc_01932a87-7777-7888-8999-aaaabbbbcccc"
  static let receivable = "rcv_01932a87-7777-7888-8999-aaaabbbbcccc"
  static let financing = "rfn_01932a87-7777-7888-8999-aaaabbbbcccc"
  static let awardEvent = "awe_01932a8c-cccc-7ddd-8eee-ffff00001111"
  static let claim = "clm_01932a8d-dddd-7eee-8fff-000011112222"
  static let bridge = "brg_01932a8b-bbbb-7ccc-8ddd-eeeeffff0000"
  static let poolMember = "pml_01932a8c-1111-7222-8333-444455556666"
  static let proposal = "ppr_01932a8c-2222-7333-8444-555566667777"
  static let assignment = "adv_01932a8c-3333-7444-8555-666677778888"
  static let activity = "act_01932a8c-4444-7555-8666-777788889999"
  static let ladderRun = "lrn_01932a8c-6666-7777-8888-9999aaaabbbb"
  static let report = "rpt_01932a8c-6666-7777-8888-9999aaaabbbb"
  static let permission = "sau_01932a8c-7777-7888-8999-aaaabbbbcccc"
  static let warning = "wrn_01932a8c-8888-7999-8aaa-bbbbccccdddd"
  static let guest = "gst_01932a8c-5555-7666-8777-88889999aaaa"
  static let release = "rel_01932a8c-6666-7777-8888-9999aaaabbbb"
  static let loanReport = "lnr_01932a8c-7777-7888-8999-aaaabbbbcccc"
  static let guarantee = "gua_01932a8a-aaaa-7bbb-8ccc-ddddeeeeffff"
  static let listing = "lst_01932a8c-cccc-7ddd-8eee-ffff00001111"
  static let offer = "off_01932a86-6666-7777-8888-9999aaaabbbb"
  static let client = "cli_01932a88-8888-7999-8aaa-bbbbccccdddd"
  static let clientSecret = "sec_01932a89-9999-7aaa-8bbb-ccccddddeeee"
  static let clientIssuer = "https://clients.test"
  static let consent = "con_01932a87-7777-7888-8999-aaaabbbbcccc"

  let backend = FakeBackend()
  let issuer: TokenIssuer
  /// Of the service itself, for clients.
  let clientIssuer: TokenIssuer
  let dependencies: APIDependencies

  init(
    options: APIOptions = APIOptions(), limits: RateLimits = .off,
    health: HealthRegistry = HealthRegistry(),
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  ) async throws {
    let clock = WallClock.fixed(Self.now)
    issuer = TokenIssuer.ephemeral(
      issuer: Self.issuerName, audience: Self.audience, clock: clock)
    let keySet = try KeySet(jwks: issuer.publicKeySet.canonicalBytes)
    clientIssuer = TokenIssuer.ephemeral(
      issuer: Self.clientIssuer, audience: Self.audience, clock: clock)
    let ownKeys = try KeySet(jwks: clientIssuer.publicKeySet.canonicalBytes)
    let authenticator = Authenticator(
      keys: await KeyRing(fixed: keySet), issuer: Self.issuerName,
      own: .init(ring: await KeyRing(fixed: ownKeys), issuer: Self.clientIssuer),
      audience: Self.audience, clock: clock)
    var dependencies = APIDependencies(
      backend: backend, authenticator: authenticator,
      documents: try PublicDocuments(
        openapiYAML: try Self.openapi(), eventSchemas: ["cn.test.v1": Array("{}".utf8)]),
      tokens: ClientTokens(issuer: clientIssuer, lifeSeconds: 900), limits: limits,
      health: health, options: options, ids: IdentifierSource(clock: clock),
      metrics: MetricsRegistry(), logger: logger)
    // Nobody's requests come back while a slow machine is at a test.
    dependencies.limiter = RateLimiter(limits, metrics: dependencies.metrics, nanoseconds: { 0 })
    self.dependencies = dependencies
  }

  /// `Schemas` of this checkout.
  static func schemas() throws -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Schemas")
  }

  static func openapi() throws -> [UInt8] {
    Array(try Data(contentsOf: try schemas().appendingPathComponent("api/openapi.yaml")))
  }

  func token(
    _ role: Role = .operator, subject: String = "tester", ttlSeconds: Int = 600
  ) async throws -> String {
    try await issuer.issue(
      role: role,
      organisation: role == .enterprise
        ? Self.enterprise : role == .liaison || role == .liaisonManager ? "bank-a" : nil,
      subject: subject, ttlSeconds: ttlSeconds)
  }

  /// The answer to one request through router and middleware.
  func send(
    _ method: HTTPRequest.Method, _ uri: String, token: String?,
    headers: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> Reply {
    var fields = HTTPFields()
    if let token { fields[.authorization] = "Bearer \(token)" }
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    let application = Hummingbird.Application(
      router: buildRouter(dependencies), logger: dependencies.logger)
    return try await application.test(.router) { [fields] client in
      try await client.execute(
        uri: uri, method: method, headers: fields,
        body: body.map { ByteBuffer(bytes: $0) }
      ) { response in
        Reply(
          status: response.status.code, headers: response.headers,
          bytes: Array(response.body.readableBytesView))
      }
    }
  }

  /// `send` as an operator, with everything an effect needs unless `headers` says otherwise; an
  /// empty value takes a field away.
  func send(
    _ method: HTTPRequest.Method, _ uri: String, headers: [String: String] = [:],
    json: String? = nil
  ) async throws -> Reply {
    var all: [String: String] = [:]
    if method != .get && method != .head {
      all = ["Idempotency-Key": "key-1", "If-Match": "\"1\""]
      if json != nil { all["Content-Type"] = "application/json" }
    }
    all.merge(headers) { _, new in new }
    return try await send(
      method, uri, token: try await token(), headers: all.filter { !$0.value.isEmpty },
      body: json.map { Array($0.utf8) })
  }
}

/// An answer with its body read.
struct Reply: Sendable {
  var status: Int
  var headers: HTTPFields
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSON { (try? JSONParser.parse(bytes)) ?? .null }
  var code: String? { json["code"]?.stringValue }
  var errors: [JSON] { json["errors"]?.arrayValue ?? [] }
  var firstError: String? { errors.first?["code"]?.stringValue }
  var firstPointer: String? { errors.first?["pointer"]?.stringValue }
  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
