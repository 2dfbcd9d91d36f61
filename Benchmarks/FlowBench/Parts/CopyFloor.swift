import Domain
import Foundation
import Postgres
import Synchronization

/// How fast the server takes the rows of finished runs by COPY, with nothing to decide: as many
/// connections, the same bytes, a table with the same columns, checks and indexes.
struct CopyFloor: Sendable {
  let databases: Databases
  let database: String

  static let table = "flow_copy"

  struct Report: Sendable, Encodable {
    var connections: Int
    var rows: Int
    /// Bytes of the rows in COPY's binary format.
    var bytes: Int
    /// By round.
    var seconds: [Double]
    /// Once, with row by row foreign keys besides; nil where that was not asked for.
    var secondsWithForeignKeys: Double?

    var median: Double { middle(of: seconds) }
    var rowsPerSecond: Double { Double(rows) / max(median, 1e-9) }
  }

  /// Rows of `match_run` in COPY's format, one share for each connection.
  private struct Share: Sendable {
    var chunks: [[UInt8]]
    var bytes: Int { chunks.reduce(0) { $0 + $1.count } }
  }

  /// Times of COPY for each re-match.
  private static let rounds = 2

  /// - Parameter connections: each sends one COPY; they begin together.
  func run(connections: Int, comparesForeignKeys: Bool) async throws -> Report {
    let shares = try await read(connections)
    var seconds: [Double] = []
    var rows = 0
    for _ in 0..<Self.rounds {
      try await databases.run(Self.emptyTable, in: database)
      rows = try await send(shares, into: &seconds)
    }
    var constrained: [Double] = []
    if comparesForeignKeys {
      try await databases.run(Self.emptyTable + Self.foreignKeys, in: database)
      _ = try await send(shares, into: &constrained)
    }
    try await databases.run("DROP TABLE \(Self.table)", in: database)
    return Report(
      connections: connections, rows: rows, bytes: shares.reduce(0) { $0 + $1.bytes },
      seconds: seconds, secondsWithForeignKeys: constrained.first)
  }

  /// As the real table was before the re-match: with the runs of the first catalog in it.
  private static let emptyTable = """
    DROP TABLE IF EXISTS flow_copy;
    CREATE TABLE flow_copy (LIKE match_run INCLUDING ALL);
    INSERT INTO flow_copy SELECT * FROM match_run WHERE catalog_version = 1 ORDER BY ctid;

    """

  private static let foreignKeys = """
    ALTER TABLE flow_copy
      ADD FOREIGN KEY (catalog_version) REFERENCES catalog_version (version),
      ADD FOREIGN KEY (policy_version) REFERENCES policy_version (version),
      ADD FOREIGN KEY (need_id, need_version) REFERENCES need_version (need_id, version),
      ADD FOREIGN KEY (enterprise_id, facts_version)
        REFERENCES facts_version (enterprise_id, version)
    """

  /// Reads the rows back in the order in which they were written, so that the order of the indexes
  /// is that of the real run.
  private func read(_ connections: Int) async throws -> [Share] {
    try await withConnection(to: try databases.patient(database)) { session in
      let total = try await session.queryOne(
        "SELECT count(*) FROM match_run WHERE catalog_version = 2"
      ).decode(0, as: Int64.self)
      let size = max(1, (total + Int64(connections) - 1) / Int64(connections))
      try await session.script(
        """
        CREATE TEMP TABLE flow_order AS
        SELECT id, (row_number() OVER (ORDER BY ctid) - 1) / \(size) AS share FROM match_run
        WHERE catalog_version = 2;
        CREATE INDEX ON flow_order (share);
        ANALYZE flow_order
        """, timeoutMilliseconds: Databases.patienceMilliseconds)
      var shares: [Share] = []
      for share in 0..<connections {
        let chunks = Mutex<[[UInt8]]>([])
        try await session.copyOut(
          .unsafeSQL(
            """
            COPY (SELECT r.* FROM match_run r JOIN flow_order o USING (id)
              WHERE o.share = \(share) ORDER BY r.ctid) TO STDOUT (FORMAT binary)
            """)
        ) { chunk in chunks.withLock { Self.append(chunk, to: &$0) } }
        shares.append(Share(chunks: chunks.withLock { $0 }))
      }
      return shares
    }
  }

  /// Rows come one by one; they are sent in pieces of this size.
  private static let pieceBytes = 256 << 10

  private static func append(_ chunk: [UInt8], to chunks: inout [[UInt8]]) {
    if let last = chunks.indices.last, chunks[last].count < pieceBytes {
      chunks[last].append(contentsOf: chunk)
    } else {
      chunks.append(chunk)
    }
  }

  private func send(_ shares: [Share], into seconds: inout [Double]) async throws -> Int {
    try await databases.checkpoint()
    let configuration = try databases.patient(database)
    var sessions: [PostgresConnection] = []
    for _ in shares { sessions.append(try await PostgresConnection.connect(configuration)) }
    let clock = ContinuousClock()
    let started = clock.now
    let rows = try await withThrowingTaskGroup(of: Int.self) { group in
      for (share, session) in zip(shares, sessions) {
        group.addTask {
          try await session.copyIn(
            .unsafeSQL("COPY \(Self.table) FROM STDIN (FORMAT binary)"), chunks: share.chunks)
        }
      }
      var sum = 0
      for try await count in group { sum += count }
      return sum
    }
    let taken = started.duration(to: clock.now).seconds
    for session in sessions { await session.close() }
    seconds.append(taken)
    return rows
  }
}
