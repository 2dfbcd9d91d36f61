import Domain
import Foundation
import Ingest
import Postgres
import Sealing

/// Fills a database with subjects by COPY, several connections side by side.
struct Loader: Sendable {
  let subjects: FlowSubjects
  let database: PostgresConfiguration
  /// As everywhere, facts are stored sealed.
  let masterKeys: MasterKeys
  var connections = 4

  /// Subjects in one transaction.
  private static let chunk = 2_000

  /// Loads all subjects. No need has a run, and none waits for one: what is measured decides what is
  /// decided.
  ///
  /// - Parameter progress: told how many are loaded.
  func load(progress: @escaping @Sendable (Int) -> Void) async throws {
    let next = Turnstile()
    let done = Turnstile()
    let now = WallClock.system.now()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<connections {
        group.addTask {
          try await withConnection(to: database) { session in
            // What is loaded refers to itself; the check after loading is a count.
            try await session.execute("SET session_replication_role = replica")
            while true {
              let first = next.take(Self.chunk)
              guard first < subjects.count else { return }
              let last = min(first + Self.chunk, subjects.count)
              try await copy(first..<last, at: now, session)
              progress(done.take(last - first) + last - first)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    try await withConnection(to: database) { session in
      try await session.execute("VACUUM (ANALYZE)")
      try await check(session)
    }
  }

  private func copy(
    _ range: Range<Int>, at now: Instant, _ session: PostgresConnection
  ) async throws {
    var enterprises = CopyRows()
    var facts = CopyRows()
    var needs = CopyRows()
    var versions = CopyRows()
    for index in range {
      let subject = subjects.subject(index)
      let (key, wrapped) = masterKeys.makeDataKey(of: subject.id)
      Self.append(enterprise: subject, key: wrapped, at: now, &enterprises)
      let body = subject.facts.json.canonicalBytes
      facts.row(fields: 6)
      facts.uuid(subject.id.uuid)
      facts.integer(1)
      facts.bytes(Digest(ofBytes: body).bytes)
      facts.bytes(key.seal(facts: body, version: 1))
      facts.timestamp(now)
      facts.text("bench")
      Self.append(need: subject, at: now, &needs, &versions)
    }
    try await session.execute("BEGIN")
    try await session.copyIn(
      """
      COPY enterprise (id, uscc, name, region, industry, registered_on, facts_version, created_at,
        updated_at, data_key) FROM STDIN (FORMAT binary)
      """, chunks: [enterprises.finish()])
    try await session.copyIn(
      """
      COPY facts_version (enterprise_id, version, digest, body, created_at, created_by)
      FROM STDIN (FORMAT binary)
      """, chunks: [facts.finish()])
    try await session.copyIn(
      """
      COPY need (id, enterprise_id, version, status, created_at, updated_at)
      FROM STDIN (FORMAT binary)
      """, chunks: [needs.finish()])
    try await session.copyIn(
      """
      COPY need_version (need_id, version, amount_fen, tenor_months, purpose, security, created_at,
        created_by) FROM STDIN (FORMAT binary)
      """, chunks: [versions.finish()])
    try await session.execute("COMMIT")
  }

  private static func append(
    enterprise subject: FlowSubject, key: [UInt8], at now: Instant, _ rows: inout CopyRows
  ) {
    rows.row(fields: 10)
    rows.uuid(subject.id.uuid)
    rows.text(subject.enterprise.uscc.text)
    rows.text(subject.enterprise.name)
    rows.text(subject.enterprise.region.text)
    rows.text(subject.enterprise.industry.text)
    rows.date(subject.enterprise.registeredOn)
    rows.integer(1)
    rows.timestamp(now)
    rows.timestamp(now)
    rows.bytes(key)
  }

  private static func append(
    need subject: FlowSubject, at now: Instant, _ needs: inout CopyRows, _ versions: inout CopyRows
  ) {
    needs.row(fields: 6)
    needs.uuid(subject.need.uuid)
    needs.uuid(subject.id.uuid)
    needs.integer(1)
    needs.text("submitted")
    needs.timestamp(now)
    needs.timestamp(now)
    versions.row(fields: 8)
    versions.uuid(subject.need.uuid)
    versions.integer(1)
    versions.bigint(subject.terms.amountFen)
    versions.integer(Int32(subject.terms.tenorMonths))
    versions.text(subject.terms.purpose)
    if let security = subject.terms.security { versions.texts(security) } else { versions.null() }
    versions.timestamp(now)
    versions.text("bench")
  }

  /// Everything must be there, and belong together.
  private func check(_ session: PostgresConnection) async throws {
    let row = try await session.queryOne(
      """
      SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id
      JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version
      JOIN need_version v ON v.need_id = n.id AND v.version = n.version
      """)
    let found = try row.decode(0, as: Int64.self)
    guard found == Int64(subjects.count) else {
      throw BenchFailure("\(found) of \(subjects.count) needs were loaded whole")
    }
  }
}

/// Runs `body` on a connection of its own.
@discardableResult
func withConnection<T: Sendable>(
  to database: PostgresConfiguration,
  _ body: @Sendable (PostgresConnection) async throws -> T
) async throws -> T {
  let connection = try await PostgresConnection.connect(database)
  do {
    let result = try await body(connection)
    await connection.close()
    return result
  } catch {
    await connection.close()
    throw error
  }
}
