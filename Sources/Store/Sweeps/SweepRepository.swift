import Domain
import Foundation
import Postgres

/// Which catalog and policies something was decided with.
public struct VersionPins: Sendable, Hashable {
  public var catalog: Int
  public var policy: Int

  public init(catalog: Int, policy: Int) {
    self.catalog = catalog
    self.policy = policy
  }

  /// Whether neither part is older than in `other`.
  public func covers(_ other: VersionPins) -> Bool {
    catalog >= other.catalog && policy >= other.policy
  }
}

/// One change of what is in force, carried to the open needs.
public struct SweepRecord: Sendable, Hashable {
  public enum State: String, Sendable, CaseIterable {
    /// Slices are still being cut.
    case planning
    /// All slices are cut; some are to be done.
    case running
    case finished
    /// Newer versions are in force; their own sweep does the rest.
    case superseded
  }

  public enum Kind: String, Sendable, CaseIterable {
    /// Follows a change of what is in force.
    case change
    /// Decides every open need again.
    case full
  }

  public var id: SweepID
  public var kind: Kind
  public var from: VersionPins
  public var to: VersionPins
  /// Product codes, sorted; never empty.
  public var touched: [String]
  public var state: State
  /// The last need that lies in a slice; `SweepRepository.beforeAll` at first.
  public var plannedTo: UUID
  public var slices: Int
  public var slicesDone: Int
  /// Open needs that lie in slices.
  public var needs: Int64
  public var needsExamined: Int64
  /// Needs with a new run.
  public var needsChanged: Int64
  public var createdAt: Instant
  public var createdBy: String
  public var finishedAt: Instant?

  /// A sweep that has just begun.
  public init(
    id: SweepID, kind: Kind = .change, from: VersionPins, to: VersionPins, touched: [String],
    createdAt: Instant, createdBy: String
  ) {
    self.id = id
    self.kind = kind
    self.from = from
    self.to = to
    self.touched = touched
    state = .planning
    plannedTo = SweepRepository.beforeAll
    slices = 0
    slicesDone = 0
    needs = 0
    needsExamined = 0
    needsChanged = 0
    self.createdAt = createdAt
    self.createdBy = createdBy
    finishedAt = nil
  }
}

public enum SweepRepository {
  /// Smaller than every identifier.
  public static let beforeAll = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  /// Most products one sweep names.
  public static let touchedMaximum = 40_000

  private static let columns: Statement = """
    SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices,
      slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at, kind
    FROM sweep
    """

  private static func record(_ row: Row) throws(PostgresError) -> SweepRecord {
    var sweep = SweepRecord(
      id: SweepID(try row.decode(0, as: UUID.self)),
      from: VersionPins(
        catalog: Int(try row.decode(1, as: Int32.self)),
        policy: Int(try row.decode(2, as: Int32.self))),
      to: VersionPins(
        catalog: Int(try row.decode(3, as: Int32.self)),
        policy: Int(try row.decode(4, as: Int32.self))),
      touched: try row.decode(5, as: [String].self), createdAt: try row.instant(13),
      createdBy: try row.decode(14, as: String.self))
    let state = try row.decode(6, as: String.self)
    guard let known = SweepRecord.State(rawValue: state) else {
      throw PostgresError(kind: .decoding, reason: "sweep state \(state)")
    }
    sweep.state = known
    sweep.plannedTo = try row.decode(7, as: UUID.self)
    sweep.slices = Int(try row.decode(8, as: Int32.self))
    sweep.slicesDone = Int(try row.decode(9, as: Int32.self))
    sweep.needs = try row.decode(10, as: Int64.self)
    sweep.needsExamined = try row.decode(11, as: Int64.self)
    sweep.needsChanged = try row.decode(12, as: Int64.self)
    sweep.finishedAt = try row.optionalInstant(15)
    let kind = try row.decode(16, as: String.self)
    guard let known = SweepRecord.Kind(rawValue: kind) else {
      throw PostgresError(kind: .decoding, reason: "sweep kind \(kind)")
    }
    sweep.kind = known
    return sweep
  }

  public static func insert(
    _ sweep: SweepRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO sweep (id, kind, catalog_from, policy_from, catalog_to, policy_to, touched, state,
        planned_to, created_at, created_by)
      VALUES (\(sweep.id.uuid), \(sweep.kind.rawValue), \(sweep.from.catalog), \(sweep.from.policy), \(sweep.to.catalog),
        \(sweep.to.policy), \(sweep.touched), \(sweep.state.rawValue), \(sweep.plannedTo),
        \(sweep.createdAt.bound), \(sweep.createdBy))
      """)
  }

  public static func find(
    _ id: SweepID, _ session: any PostgresSession
  ) async throws(PostgresError) -> SweepRecord? {
    guard let row = try await session.query(columns + " WHERE id = \(id.uuid)").first else {
      return nil
    }
    return try record(row)
  }

  /// Asks for what every slice of a sweep needs of it.
  static func askingHead(_ id: SweepID) -> Statement {
    prepared(
      "SELECT id, kind, catalog_to, policy_to, finished_at FROM sweep WHERE id = \(id.uuid)")
  }

  /// The answer to `askingHead`.
  static func head(_ rows: [Row]) throws(PostgresError) -> SweepHead? {
    guard let row = rows.first else { return nil }
    let kind = try row.text(1)
    guard let kind = SweepRecord.Kind(rawValue: kind) else {
      throw PostgresError(kind: .decoding, reason: "there is no kind of sweep \(kind)")
    }
    return SweepHead(
      id: SweepID(try row.uuid(0)), kind: kind,
      to: VersionPins(catalog: Int(try row.int32(2)), policy: Int(try row.int32(3))),
      finishedAt: try row.optionalInstant(4))
  }

  /// The sweep that brought those versions; nil when they touched nothing.
  public static func find(
    to pins: VersionPins, _ session: any PostgresSession
  ) async throws(PostgresError) -> SweepID? {
    try await session.query(
      """
      SELECT id FROM sweep
      WHERE catalog_to = \(pins.catalog) AND policy_to = \(pins.policy) AND kind = 'change'
      """
    ).first.map { row throws(PostgresError) in SweepID(try row.decode(0, as: UUID.self)) }
  }

  /// Newest first.
  public static func list(
    after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [SweepRecord] {
    var statement = columns
    if let after { statement = statement + " WHERE id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// The oldest sweep with slices to be cut, locked until the transaction ends; nil when there is
  /// none. Waits for whoever counts a slice of it, or cuts it too: that takes no longer than a step.
  public static func lockPlanning(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> SweepRecord? {
    let rows = try await session.query(
      columns
        + """
         WHERE finished_at IS NULL AND state = 'planning'
        ORDER BY id LIMIT 1 FOR NO KEY UPDATE
        """)
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Whether slices of any sweep are still to be cut.
  public static func hasPlanning(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query(
      "SELECT FROM sweep WHERE finished_at IS NULL AND state = 'planning' LIMIT 1"
    ).first != nil
  }

  /// Whether any sweep goes on.
  public static func hasOpen(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query("SELECT FROM sweep WHERE finished_at IS NULL LIMIT 1").first != nil
  }

  /// Writes how far the cutting of slices has come.
  ///
  /// - Parameter isLast: there are no needs beyond; without a slice to wait for the sweep ends.
  public static func savePlan(
    _ sweep: SweepRecord, isLast: Bool, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE sweep SET planned_to = \(sweep.plannedTo), slices = \(sweep.slices),
        needs = \(sweep.needs),
        state = CASE WHEN NOT \(isLast) THEN 'planning' WHEN slices_done = \(sweep.slices)
          THEN 'finished' ELSE 'running' END,
        finished_at = CASE WHEN \(isLast) AND slices_done = \(sweep.slices)
          THEN \(instant.bound) END
      WHERE id = \(sweep.id.uuid)
      """)
  }

  /// Ends a sweep whose versions are no longer those in force; none of its slices is left to do.
  public static func supersede(
    _ id: SweepID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE sweep SET state = 'superseded', finished_at = \(instant.bound)
      WHERE id = \(id.uuid) AND finished_at IS NULL
      """)
    try await SliceRepository.markRestDone(of: [id], at: instant, session)
  }

  /// Ends all unfinished sweeps, because newer versions come into force.
  ///
  /// - Returns: codes of the products they touch.
  public static func supersedeOpen(
    at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<String> {
    let rows = try await session.query(
      """
      UPDATE sweep SET state = 'superseded', finished_at = \(instant.bound)
      WHERE finished_at IS NULL RETURNING id, touched
      """)
    var codes: Set<String> = []
    var ids: [SweepID] = []
    for row in rows {
      ids.append(SweepID(try row.decode(0, as: UUID.self)))
      codes.formUnion(try row.decode(1, as: [String].self))
    }
    try await SliceRepository.markRestDone(of: ids, at: instant, session)
    return codes
  }

  /// Counts one slice as done; the last one ends the sweep.
  public static func countSlice(
    of id: SweepID, examined: Int, changed: Int, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      countingSlice(of: id, examined: examined, changed: changed, at: instant))
  }

  /// What `countSlice` runs.
  public static func countingSlice(
    of id: SweepID, examined: Int, changed: Int, at instant: Instant
  ) -> Statement {
    prepared(
      """
      UPDATE sweep SET slices_done = slices_done + 1, needs_examined = needs_examined + \(examined),
        needs_changed = needs_changed + \(changed),
        state = CASE WHEN state = 'running' AND slices_done + 1 = slices THEN 'finished'
          ELSE state END,
        finished_at = CASE WHEN state = 'running' AND slices_done + 1 = slices
          THEN \(instant.bound) ELSE finished_at END
      WHERE id = \(id.uuid)
      """)
  }
}
