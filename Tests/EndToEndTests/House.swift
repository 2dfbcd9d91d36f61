import AsyncHTTPClient
import Dispatch
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import TestSupport

/// The whole service as separate processes over a database of its own and an in-memory broker.
final class House: @unchecked Sendable {
  // Unchecked: one test drives one house from one task; the concurrent part only reads `base`,
  // `token` and `pool`.
  let folder: URL
  let databaseURL: String
  let pool: PostgresPool
  private(set) var brokers = ""
  private(set) var base = ""
  private(set) var token = ""
  private var programs: [String: Program] = [:]

  /// Full size by command, small under continuous integration.
  static let isFull = ProcessInfo.processInfo.environment["STORM"] == "full"

  /// A migrated and seeded database with `enterprises` sample enterprises, and the processes named.
  ///
  /// - Parameter servedURL: another way to the database for the API, such as through a proxy.
  static func with(
    enterprises: Int, running names: [String] = ["broker", "serve", "relay", "match", "sweeper"],
    through proxy: ((String) throws -> String)? = nil,
    _ body: (House) async throws -> Void
  ) async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: "house")
    let house = try House(url)
    do {
      try house.prepare(enterprises: enterprises)
      for name in names {
        try house.start(name, databaseURL: name == "serve" ? try proxy?(url) ?? url : url)
      }
      try await body(house)
      await house.close()
    } catch {
      let said = house.programs.map { "== \($0.key)\n\($0.value.output.suffix(2_500))" }
      await house.close()
      throw StoryError("\(error)\n\(said.joined(separator: "\n"))")
    }
    try await server.drop(url: url)
  }

  private init(_ url: String) throws {
    databaseURL = url
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-house-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Many processes start beside it: a wait for one of its connections says nothing of the service.
    pool = PostgresPool(
      configuration: try PostgresConfiguration(url: url),
      limits: PoolLimits(checkoutDeadlineMilliseconds: 60_000))
  }

  private func close() async {
    for program in programs.values { program.destroy() }
    await pool.shutdown()
    try? FileManager.default.removeItem(at: folder)
  }

  private func prepare(enterprises: Int) throws {
    let environment = ["RONGQIAO_DATABASE_URL": databaseURL]
    try Program.run(["migrate"], environment: environment)
    try Program.run(["import", "catalog"], environment: environment)
    try Program.run([
      "sample", "--enterprises", "\(enterprises)", "--seed", "5", "--out", folder.path,
    ])
    for kind in ["enterprises", "facts"] {
      try Program.run(
        ["import", kind, folder.appendingPathComponent("\(kind).csv").path],
        environment: environment)
    }
  }

  private var keys: [String: String] {
    ["RONGQIAO_JWT_KEY": folder.appendingPathComponent("key.jwk").path]
  }

  /// Starts a process and waits until it says that it runs.
  func start(_ name: String, databaseURL url: String? = nil) throws {
    var environment = keys
    environment["RONGQIAO_DATABASE_URL"] = url ?? databaseURL
    environment["RONGQIAO_DATABASE_CONNECTIONS"] = "8"
    environment["RONGQIAO_KAFKA_BROKERS"] = brokers.isEmpty ? nil : brokers
    environment["RONGQIAO_HTTP_PORT"] = "0"
    // Small batches, so that there is a middle to be killed in.
    environment["RONGQIAO_MATCH_BATCH"] = "10"
    environment["RONGQIAO_SWEEP_SECONDS"] = "1"
    environment["RONGQIAO_SWEEP_PATIENCE_SECONDS"] = "5"
    switch name {
    case "broker":
      let program = try Program(["broker"])
      programs[name] = program
      let line = try program.line("address") { $0.contains("bootstrap_servers") }
      guard let address = try JSONParser.parse(line)["bootstrap_servers"]?.stringValue else {
        throw StoryError("no address in \(line)")
      }
      brokers = address
    case "serve":
      if token.isEmpty {
        token = try Program.run(["token", "--role", "operator"], environment: keys)
        let jwks = try Program.run(["token", "--jwks"], environment: keys)
        try jwks.write(
          to: folder.appendingPathComponent("jwks.json"), atomically: true, encoding: .utf8)
      }
      environment["RONGQIAO_JWKS"] = folder.appendingPathComponent("jwks.json").path
      let program = try Program(["serve"], environment: environment)
      programs[name] = program
      let line = try program.line("API address") { $0.contains("API on http://") }
      guard let start = line.range(of: "http://") else { throw StoryError(line) }
      base = String(line[start.lowerBound...].prefix { $0 != "\"" })
    default:
      let program = try Program(["worker", name], environment: environment)
      programs[name] = program
      try program.line("readiness address") { $0.contains("/readyz") }
    }
  }

  /// Sends a signal to a process; SIGKILL is waited for.
  func signal(_ name: String, _ signal: Int32) throws {
    guard let program = programs[name] else { throw StoryError("\(name) does not run") }
    program.kill(signal)
    if signal == SIGKILL {
      _ = try program.end()
      programs[name] = nil
    }
  }

  /// Asks a process to stop and waits until it has.
  func stop(_ name: String) throws -> Int32 {
    guard let program = programs[name] else { throw StoryError("\(name) does not run") }
    program.kill(SIGTERM)
    defer { programs[name] = nil }
    return try program.end()
  }

  // MARK: - Questions

  struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: JSON
  }

  /// One request; nil when no answer came.
  ///
  /// - Parameter address: of another API than the house's own.
  func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, key: String? = nil,
    token other: String? = nil, contentType: String = "application/json",
    at address: String? = nil, timeoutSeconds: Int64 = 30
  ) async -> Answer? {
    var request = HTTPClientRequest(url: (address ?? base) + path)
    request.method = .RAW(value: method)
    request.headers.add(name: "Authorization", value: "Bearer \(other ?? token)")
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    if let body {
      request.headers.add(name: "Content-Type", value: contentType)
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    do {
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(timeoutSeconds))
      let bytes = try await response.body.collect(upTo: 4 << 20)
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      return Answer(
        status: Int(response.status.code), headers: headers,
        body: (try? JSONParser.parse(Array(bytes.readableBytesView))) ?? .null)
    } catch {
      return nil
    }
  }

  /// One number from the database.
  func count(_ statement: Statement) async throws -> Int {
    Int(
      try await pool.withConnection { try await $0.queryOne(statement).decode(0, as: Int64.self) })
  }

  /// Looks at the database again and again until a number is as wanted.
  func wait(
    _ what: String, withinSeconds seconds: Double = 120, _ statement: Statement,
    until holds: (Int) -> Bool
  ) async throws {
    let limit = ContinuousClock.now + .seconds(seconds)
    var last = -1
    while ContinuousClock.now < limit {
      last = try await count(statement)
      if holds(last) { return }
      try await pool.withConnection { _ = try await $0.query("SELECT pg_sleep(0.05)") }
    }
    throw StoryError("not within \(seconds) s: \(what); last seen \(last)")
  }

  /// Bodies of `count` needs, spread over the enterprises.
  func needBodies(_ count: Int) async throws -> [JSON] {
    let rows = try await pool.withConnection {
      try await $0.query("SELECT id FROM enterprise ORDER BY id")
    }
    let ids = try rows.map { EnterpriseID(try $0.decode(0, as: UUID.self)) }
    return (0..<count).map { index in
      [
        "enterprise_id": .string(ids[index % ids.count].text),
        "amount": ["fen": .int(Int64(10_000_000 + index)), "currency": "CNY"],
        "tenor_months": 12, "purpose": "working_capital", "security": ["credit"],
      ]
    }
  }

  /// Submits needs eight at a time, repeating each with its key until it is answered.
  ///
  /// - Returns: the ids of the accepted needs.
  func submit(
    _ bodies: [JSON], label: String, accepted: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> [String] {
    try await withThrowingTaskGroup(of: String.self) { group in
      var next = 0
      var ids: [String] = []
      func add() {
        guard next < bodies.count else { return }
        let (body, key) = (bodies[next].canonicalBytes, "\(label)-\(next)")
        next += 1
        group.addTask { try await self.submitOne(body, key: key) }
      }
      for _ in 0..<8 { add() }
      while let id = try await group.next() {
        ids.append(id)
        accepted(ids.count)
        add()
      }
      return ids
    }
  }

  private func submitOne(_ body: [UInt8], key: String) async throws -> String {
    let limit = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < limit {
      // The client would go on knocking at the address of a process that is gone.
      let answer = await send("POST", "/v1/needs", body: body, key: key, timeoutSeconds: 5)
      if let answer, answer.status == 201, let id = answer.body["id"]?.stringValue { return id }
      if let answer, answer.status < 500, answer.status != 409 {
        throw StoryError("need refused: \(answer)")
      }
      try await pool.withConnection { _ = try await $0.query("SELECT pg_sleep(0.1)") }
    }
    throw StoryError("no 201 for \(key)")
  }

  // MARK: - What must hold

  static let undecided: Statement = """
    SELECT count(*) FROM need WHERE match_due_since IS NOT NULL
    """
  static let needs: Statement = "SELECT count(*) FROM need"
  static let runs: Statement = "SELECT count(*) FROM match_run"
  /// Runs beyond the first for the same version of need and facts.
  static let doubles: Statement = """
    SELECT coalesce(sum(n - 1), 0)::bigint FROM (
      SELECT count(*) AS n FROM match_run GROUP BY need_id, need_version, facts_version) AS runs
    """
  static let decidedTwice: Statement = """
    SELECT count(*) - count(DISTINCT (consumer, event_id)) FROM inbox
    """
  static let deadLetters: Statement = "SELECT count(*) FROM dead_letter"
}
