import Domain
import Foundation
import Postgres

/// A slice under its lock and those of the enterprises of its needs, with all its needs are decided
/// from as it is then.
public struct LockedSlice: Sendable {
  public var opened: OpenedSlice
  /// In the order of their identifiers.
  public var needs: [FullNeed]
  public var inForce: VersionPins?
}

extension SliceRepository {
  /// Locks a slice and notes its event as applied, locks the enterprises of its needs in the order in
  /// which `EnterpriseRepository.lock` does, and reads the needs, in one round trip but for what
  /// changed while a lock was waited for.
  ///
  /// - Parameters:
  ///   - cause: as the attempt sees it; see `InboxRepository.claim`.
  ///   - limit: the most needs there may be.
  public static func lock(
    _ slice: SliceRecord, limit: Int, cause: Event, attempt: Int, consumer: String,
    at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> LockedSlice {
    let (after, last) = (slice.after, slice.last)
    let first = opening(
      slice, cause: cause, attempt: attempt, consumer: consumer, at: instant)
    let answers = try await session.pipeline(
      [SliceNeedRepository.lookingUp] + first + [
        SliceNeedRepository.lockingOwners(after: after, upTo: last),
        CatalogRepository.askingVersions,
        SliceNeedRepository.askingNeeds(after: after, upTo: last, limit: limit),
        SliceNeedRepository.askingTerms(after: after, upTo: last, limit: limit),
      ]
    ).dropFirst()
    var (needs, left) = try SliceNeedRepository.needs(
      owners: try answers[4].first?.unnested(joining: 6) ?? [],
      needs: try answers[6].first?.unnested() ?? [], terms: answers[7])
    if !left.isEmpty {
      needs += try await FullNeedRepository.find(
        of: left, after: after, upTo: last, limit: limit, session)
      needs.sort { $0.need.id < $1.need.id }
    }
    return LockedSlice(
      opened: try OpenedSlice(Array(answers.prefix(first.count))), needs: needs,
      inForce: try CatalogRepository.versions(answers[5]))
  }
}

/// The parts of which the needs of a slice are put together. Neighbours stand side by side in the tables
/// of needs: they are read through, where ``FullNeedRepository`` looks up each.
enum SliceNeedRepository {
  /// For the transaction. Each enterprise is looked up once, so that remembering what was found, as the
  /// planner likes to, only copies a slice's facts once more. And a slice is small: the planner takes a
  /// query with a limit for cheaper than it is when several processes work on it, and then all needs there
  /// are would be read by each of them for every slice (up to some hundred thousand needs).
  static let lookingUp = prepared(
    """
    SELECT set_config('enable_memoize', 'off', true),
      set_config('max_parallel_workers_per_gather', '0', true)
    """)

  /// Locks the enterprises of all open needs in a range, waiting ones too, with their facts, in one row.
  /// Each is looked up: a planner that is free to join reads the whole table for a slice.
  ///
  /// The facts are read as the statement began: of an enterprise whose lock was waited for they may be
  /// missing. So are those beyond `oneRowBytes`.
  static func lockingOwners(after: UUID, upTo last: UUID) -> Statement {
    prepared(
      """
      SELECT array_agg(e.id), array_agg(e.facts_version), array_agg(e.event_sequence),
        array_agg(e.data_key), array_agg(f.digest), array_agg(octet_length(f.body)),
        string_agg(f.body, '')
      FROM (
        SELECT id, facts_version, event_sequence, data_key FROM enterprise
        WHERE id = ANY (ARRAY(
          SELECT enterprise_id FROM need
          WHERE status = 'submitted' AND id > \(after) AND id <= \(last)))
        ORDER BY id FOR NO KEY UPDATE) e
      LEFT JOIN LATERAL (
        SELECT digest, body FROM facts_version
        WHERE enterprise_id = e.id AND version = e.facts_version
          AND octet_length(body) <= \(oneRowBytes) LIMIT 1) f ON true
      """)
  }

  /// Facts of an enterprise that go into the one row: twenty times what is usual. A value of the server has
  /// a gigabyte at most, and the largest slice must stay under it; who has more is looked up.
  private static let oneRowBytes: Int32 = 32_768

  /// The open needs in a range with their newest runs, in order, in one row.
  static func askingNeeds(after: UUID, upTo last: UUID, limit: Int) -> Statement {
    prepared(
      """
      SELECT array_agg(id), array_agg(enterprise_id), array_agg(version), array_agg(match_due_since),
        array_agg(run_id), array_agg(need_version), array_agg(facts_version),
        array_agg(catalog_version), array_agg(policy_version), array_agg(engine_version),
        array_agg(decided_on), array_agg(verdicts)
      FROM (
        SELECT n.id, n.enterprise_id, n.version, n.match_due_since, r.id AS run_id, r.need_version,
          r.facts_version, r.catalog_version, r.policy_version, r.engine_version, r.decided_on,
          r.verdicts
        FROM (
          SELECT id, enterprise_id, version, match_due_since FROM need
          WHERE status = 'submitted' AND id > \(after) AND id <= \(last) ORDER BY id LIMIT \(limit)) n
        LEFT JOIN LATERAL (
          SELECT id, need_version, facts_version, catalog_version, policy_version, engine_version,
            decided_on, verdicts
          FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r ON true
        ORDER BY n.id) a
      """)
  }

  /// Versions of needs that are read through for each need there may be; of a slice with more the rest
  /// is looked up.
  private static let versionsOfNeed = 4

  /// What all versions of needs in a range ask for, in order.
  static func askingTerms(after: UUID, upTo last: UUID, limit: Int) -> Statement {
    prepared(
      """
      SELECT need_id, version, amount_fen, tenor_months, purpose, security, created_at
      FROM need_version WHERE need_id > \(after) AND need_id <= \(last)
      ORDER BY need_id, version LIMIT \(limit * versionsOfNeed)
      """)
  }

  /// Puts the needs of locked enterprises together from the three answers.
  ///
  /// - Returns: also the enterprises that have needs of which a part is missing.
  static func needs(
    owners: [Row], needs: [Row], terms: [Row]
  ) throws(PostgresError) -> ([FullNeed], left: [EnterpriseID]) {
    var places: [EnterpriseID: Int] = [:]
    places.reserveCapacity(owners.count)
    for (place, row) in owners.enumerated() { places[EnterpriseID(try row.uuid(0))] = place }
    var securities = SecurityTexts()
    var found: [FullNeed] = []
    found.reserveCapacity(needs.count)
    var left: Set<EnterpriseID> = []
    var term = 0
    for row in needs {
      let (id, version) = (try row.uuid(0), try row.int32(2))
      let enterprise = EnterpriseID(try row.uuid(1))
      // A need that came after the locks is not of this slice: its own match decides it.
      guard let place = places[enterprise] else { continue }
      while term < terms.count, try isBefore(terms[term], id, version) { term += 1 }
      let owner = owners[place]
      guard !owner.isNull(4), term < terms.count, try terms[term].uuid(0) == id,
        try terms[term].int32(1) == version
      else {
        left.insert(enterprise)
        continue
      }
      let factsVersion = Int(try owner.int32(1))
      found.append(
        FullNeed(
          need: OpenNeed(
            id: NeedID(id), enterprise: enterprise, version: Int(version),
            amountFen: try terms[term].int64(2), tenorMonths: Int(try terms[term].int32(3)),
            purpose: try terms[term].text(4), security: try securities.decode(terms[term], 5),
            matchDueSince: try row.optionalInstant(3),
            versionCreatedAt: try terms[term].instant(6)),
          eventSequence: try owner.int64(2), factsVersion: factsVersion,
          factsDigest: Digest(bytes: try owner.bytes(4)),
          facts: try owner.sealedFacts(of: enterprise, version: factsVersion, body: 5, key: 3),
          earlier: try EarlierRun(row, from: 4)))
    }
    // Whoever is read again is read again whole.
    if !left.isEmpty { found.removeAll { left.contains($0.need.enterprise) } }
    return (found, left.sorted())
  }

  /// Whether a version of a need comes before another one in the order of `askingTerms`.
  private static func isBefore(
    _ row: Row, _ need: UUID, _ version: Int32
  ) throws(PostgresError) -> Bool {
    let other = try row.uuid(0)
    return other == need ? try row.int32(1) < version : other < need
  }
}
