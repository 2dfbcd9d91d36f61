import Domain
import Postgres
import Store

/// What the tables of ladders must refuse; see `badRows`.
let ladderRows = [
  BadRow("ladder_run_ladder", "UPDATE ladder_run SET ladder = 'No'"),
  BadRow("ladder_run_rules", "UPDATE ladder_run SET ladder_version = ''"),
  BadRow("ladder_run_year", "UPDATE ladder_run SET year = 1999"),
  BadRow("ladder_run_entries", "UPDATE ladder_run SET entries = ARRAY[NULL]::date[]"),
  BadRow("ladder_run_digest", "UPDATE ladder_run SET digest = '\\x00'"),
  BadRow("ladder_run_quota", "UPDATE ladder_run SET members = NULL"),
  BadRow("ladder_run_quota", "UPDATE ladder_run SET below_scale = members + 1"),
  BadRow("ladder_run_quota", "UPDATE ladder_run SET least_ppm = 1000001"),
  BadRow("ladder_run_author", "UPDATE ladder_run SET created_by = ''"),
  BadRow("ladder_run_pkey", "INSERT INTO ladder_run SELECT * FROM ladder_run"),
  BadRow(
    "ladder_run_once",
    """
    INSERT INTO ladder_run
    SELECT gen_random_uuid(), ladder, ladder_version, year, judged_on, entries, digest, created_at,
      created_by FROM ladder_run
    """),
  BadRow("ladder_line_facts", "UPDATE ladder_line SET facts_version = 0"),
  BadRow("ladder_line_news", "UPDATE ladder_line SET news = '{rumour}'"),
  BadRow("ladder_line_tier", "UPDATE ladder_line SET tier = 'No'"),
  BadRow("ladder_line_outcome", "UPDATE ladder_line SET outcome = 'fly'"),
  BadRow("ladder_line_result", "UPDATE ladder_line SET result = ''"),
  BadRow("ladder_line_pkey", "INSERT INTO ladder_line SELECT * FROM ladder_line"),
  BadRow(
    "ladder_line_run_id_fkey",
    """
    INSERT INTO ladder_line
    SELECT gen_random_uuid(), enterprise_id, facts_version, news, ended_before, tier, outcome, result
    FROM ladder_line
    """),
  BadRow(
    "ladder_line_enterprise_id_fkey",
    """
    INSERT INTO ladder_line
    SELECT run_id, gen_random_uuid(), facts_version, news, ended_before, tier, outcome, result
    FROM ladder_line
    """),
  BadRow("ladder_member_ladder", "UPDATE ladder_member SET ladder = 'No'"),
  BadRow("ladder_member_tier", "UPDATE ladder_member SET tier = 'No'"),
  BadRow(
    "ladder_member_ended_after",
    "UPDATE ladder_member SET tier = NULL, ended_for = 'conditions', banned_through = entered_on, ended_on = entered_on - 1"
  ),
  BadRow(
    "ladder_member_ended_for",
    "UPDATE ladder_member SET tier = NULL, ended_for = 'mood', banned_through = entered_on, ended_on = entered_on"
  ),
  BadRow("ladder_member_ended", "UPDATE ladder_member SET ended_on = entered_on"),
  BadRow(
    "ladder_member_enterprise_id_fkey",
    "UPDATE ladder_member SET enterprise_id = gen_random_uuid()"),
  BadRow("ladder_member_run_id_fkey", "UPDATE ladder_member SET run_id = gen_random_uuid()"),
  BadRow("ladder_member_pkey", "INSERT INTO ladder_member SELECT * FROM ladder_member"),
]

extension Samples {
  /// A run of a ladder that took an enterprise in.
  func insertLadder(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws {
    let run = LadderRunRecord(
      id: ids.next(), ladder: "sn-ladder", rules: "2017", year: 2026, judgedOn: now.legalDate,
      entries: [now.legalDate.adding(days: -365)], digest: Digest(ofBytes: []),
      quota: LadderQuota(members: 1, belowScale: 0, unknown: 1, leastPPM: 500_000),
      createdAt: now, createdBy: "operator-1")
    try await inTransaction(session) {
      try await LadderRepository.lock("sn-ladder", session)
      try await LadderRepository.insert(
        run,
        [
          LadderLineRecord(
            enterprise: enterprise, factsVersion: 1, news: ["rename"], endedBefore: nil,
            tier: nil, outcome: "admit", result: ["outcome": "admit"])
        ], session)
      try await LadderRepository.save(
        [
          LadderMemberRecord(
            ladder: "sn-ladder", enterprise: enterprise, tier: "sn-growth-star",
            enteredOn: now.legalDate, run: run.id)
        ], session)
    }
  }
}
