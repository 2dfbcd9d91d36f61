import Domain
import Foundation
import Postgres
import Store

private func long(_ count: Int) -> String { "repeat('x', \(count))" }

/// What the tables of periodic runs must refuse.
let allocationRows =
  runRows + [
    BadRow("allocation_need_pool", "UPDATE allocation_need SET pool = 'No'"),
    BadRow("allocation_need_wanted", "UPDATE allocation_need SET wanted = 0"),
    BadRow("allocation_need_wanted", "UPDATE allocation_need SET wanted = 21"),
    BadRow("allocation_need_outcome", "UPDATE allocation_need SET outcome = 'lost'"),
    BadRow("allocation_need_pkey", "INSERT INTO allocation_need SELECT * FROM allocation_need"),
    BadRow(
      "allocation_need_run_id_fkey",
      """
      INSERT INTO allocation_need (run_id, need_id, need_version, enterprise_id, match_run_id, pool,
        wanted, outcome)
      SELECT gen_random_uuid(), need_id, need_version, enterprise_id, match_run_id, pool, wanted,
        outcome FROM allocation_need
      """),
    BadRow(
      "allocation_need_enterprise_id_fkey",
      "UPDATE allocation_need SET enterprise_id = gen_random_uuid()"),
    BadRow(
      "allocation_need_match_run_id_fkey",
      "UPDATE allocation_need SET match_run_id = gen_random_uuid()"),
    BadRow(
      "allocation_need_need_id_need_version_fkey", "UPDATE allocation_need SET need_version = 99"),
    BadRow(
      "allocation_institution_form", "UPDATE allocation_institution SET institution = 'No'"),
    BadRow("allocation_institution_room", "UPDATE allocation_institution SET room = -1"),
    BadRow(
      "allocation_institution_preferences",
      "UPDATE allocation_institution SET preferences = '{pool}'"),
    BadRow(
      "allocation_institution_counts", "UPDATE allocation_institution SET made = planned + 1"),
    BadRow(
      "allocation_institution_counts", "UPDATE allocation_institution SET turned_away = -1"),
    BadRow(
      "allocation_institution_counts", "UPDATE allocation_institution SET even_share_milli = -1"),
    BadRow("allocation_institution_depth", "UPDATE allocation_institution SET depth = NULL"),
    BadRow(
      "allocation_institution_depth", "UPDATE allocation_institution SET depth = suitable + 1"),
    BadRow(
      "allocation_institution_run_id_fkey",
      "UPDATE allocation_institution SET run_id = gen_random_uuid()"),
    BadRow(
      "allocation_institution_pkey",
      "INSERT INTO allocation_institution SELECT * FROM allocation_institution"),
  ] + lineRows

private let runRows = [
  BadRow("allocation_run_state", "UPDATE allocation_run SET state = 'lost'"),
  BadRow("allocation_run_seed", "UPDATE allocation_run SET seed = -1"),
  BadRow("allocation_run_inputs", "UPDATE allocation_run SET inputs = 'other'"),
  BadRow("allocation_run_outcome", "UPDATE allocation_run SET outcome_digest = '\\x00'"),
  BadRow("allocation_run_counts", "UPDATE allocation_run SET made = planned + 1"),
  BadRow("allocation_run_counts", "UPDATE allocation_run SET needs = -1"),
  BadRow("allocation_run_author", "UPDATE allocation_run SET created_by = ''"),
  BadRow("allocation_run_author", "UPDATE allocation_run SET created_by = \(long(201))"),
  BadRow("allocation_run_end", "UPDATE allocation_run SET state = 'finished'"),
  BadRow("allocation_run_end", "UPDATE allocation_run SET finished_at = created_at"),
  BadRow(
    "allocation_run_time_order",
    """
    UPDATE allocation_run SET state = 'finished', finished_at = created_at - interval '1 s'
    """),
  BadRow(
    "allocation_run_catalog_version_fkey", "UPDATE allocation_run SET catalog_version = 99"),
  BadRow("allocation_run_pkey", "INSERT INTO allocation_run SELECT * FROM allocation_run"),
  BadRow(
    "allocation_run_once",
    """
    INSERT INTO allocation_run (id, scheduled_for, state, rules_from, catalog_version, seed, inputs,
      inputs_digest, outcome_digest, needs, planned, offered_to, created_at, created_by, finished_at)
    SELECT gen_random_uuid(), scheduled_for, 'finished', rules_from, catalog_version, seed, inputs,
      inputs_digest, outcome_digest, needs, planned, offered_to, created_at, created_by, created_at
    FROM allocation_run
    """),
]

private let lineRows = [
  BadRow("allocation_line_place", "UPDATE allocation_line SET place = 0"),
  BadRow("allocation_line_product", "UPDATE allocation_line SET product_code = 'No'"),
  BadRow("allocation_line_institution", "UPDATE allocation_line SET institution = 'No'"),
  BadRow("allocation_line_coverage", "UPDATE allocation_line SET coverage_ppm = -1"),
  BadRow("allocation_line_coverage", "UPDATE allocation_line SET coverage_ppm = 1000001"),
  BadRow(
    "allocation_line_why", "UPDATE allocation_line SET why = 'liked' WHERE outcome IS NULL"),
  BadRow(
    "allocation_line_outcome",
    "UPDATE allocation_line SET outcome = 'lost', offer_id = NULL WHERE outcome = 'made'"),
  BadRow(
    "allocation_line_offered",
    "UPDATE allocation_line SET outcome = 'planned' WHERE outcome IS NULL"),
  BadRow(
    "allocation_line_made", "UPDATE allocation_line SET offer_id = NULL WHERE outcome = 'made'"),
  BadRow(
    "allocation_line_offer_id_fkey",
    "UPDATE allocation_line SET offer_id = gen_random_uuid() WHERE outcome = 'made'"),
  BadRow(
    "allocation_line_once",
    """
    INSERT INTO allocation_line (id, run_id, need_id, place, product_code, institution, coverage_ppm,
      why)
    SELECT gen_random_uuid(), run_id, need_id, place, product_code, institution, coverage_ppm, why
    FROM allocation_line WHERE outcome IS NULL
    """),
  BadRow(
    "allocation_line_run_id_need_id_fkey",
    "UPDATE allocation_line SET need_id = gen_random_uuid()"),
  BadRow("allocation_line_pkey", "INSERT INTO allocation_line SELECT * FROM allocation_line"),
]

extension Samples {
  func allocation(scheduledFor slot: Instant? = nil, needs: Int = 1) -> AllocationRecord {
    AllocationRecord(
      id: ids.next(), scheduledFor: slot, rulesFrom: now.legalDate, catalogVersion: 1, seed: 7,
      inputsDigest: Digest(ofBytes: Array("{}".utf8)), outcomeDigest: Digest(of: [:]),
      needs: needs, planned: 1, createdAt: now, createdBy: "system:test")
  }

  func share(_ institution: String, planned: Int) -> AllocationShareRecord {
    AllocationShareRecord(
      institution: institution, room: 3, preferences: ["pool", "coverage", "age"], behind: 0,
      suitable: 1, firstChoice: planned, planned: planned, evenShareMilli: 500, turnedAway: 0,
      depth: planned == 0 ? nil : 1)
  }

  /// A run that goes on, with a need of which one offer was made and one institution was not asked.
  func insertAllocation(
    _ need: NeedRecord, run: RunRecord, _ session: PostgresConnection
  ) async throws {
    let offer = OfferID(
      try await session.queryOne("SELECT id FROM offer LIMIT 1").decode(0, as: UUID.self))
    var allocation = allocation(scheduledFor: now)
    try await AllocationRepository.insert(allocation, inputs: Array("{}".utf8), session)
    var taking = AllocationNeedRecord(
      need: need.id, version: need.version, enterprise: need.enterprise, run: run.id,
      pool: "general", wanted: 1)
    try await AllocationRepository.insert([taking], of: allocation.id, session)
    var lines = [("hefei-shuirongtong", "huishang", "offered"), ("keji-dan", "hfkd", "enough")]
      .enumerated().map { place, line in
        AllocationLineRecord(
          id: ids.next(), need: need.id, place: place + 1, product: line.0, institution: line.1,
          effectivePpm: nil, coveragePpm: 1_000_000, why: line.2,
          outcome: line.2 == "offered" ? .planned : nil)
      }
    try await AllocationRepository.insert(lines, of: allocation.id, session)
    try await AllocationRepository.insert(
      [share("huishang", planned: 1)], of: allocation.id, session)
    allocation.state = .offering
    allocation.made = 1
    allocation.offeredTo = need.id.uuid
    taking.outcome = .done
    lines[0].outcome = .made
    lines[0].offer = offer
    try await AllocationRepository.save(allocation, needs: [taking], lines: lines, session)
  }
}
