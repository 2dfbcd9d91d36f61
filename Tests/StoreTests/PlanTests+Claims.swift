import Domain
import Foundation
import Postgres
import Store
import Testing

extension PlanTests {
  /// 40,000 claims of the enterprises of the filling, and what they stand on.
  static let claimsFilling = """
    INSERT INTO award_event (id, enterprise_id, kind, event, occurred_on, key, source, state, version,
      recorded_at, recorded_by, decided_at, decided_by)
    SELECT pg_temp.id(11, n), pg_temp.id(1, n % 20000 + 1), 'title', 't', '2026-01-05', n::text, 'operator',
      'verified', 1, now(), 'a', now(), 'a'
    FROM generate_series(1, 40000) n;
    INSERT INTO entitlement_notice (event_id, clause, enterprise_id, opens_on, opened_at, due_at)
    SELECT pg_temp.id(11, n), 'c', pg_temp.id(1, n % 20000 + 1), '2026-01-05',
      CASE WHEN n % 20 > 0 THEN now() END, CASE WHEN n % 100 = 0 THEN now() - n * interval '1 s' END
    FROM generate_series(1, 40000) n;
    INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, amount_fen,
      is_ceiling, state, version, opens_on, claimed_on, paid_on, created_at, updated_at)
    SELECT pg_temp.id(12, n), pg_temp.id(1, n % 20000 + 1),
      CASE WHEN n % 50 = 0 THEN '340104' ELSE '341' || lpad((n % 900)::text, 3, '0') END,
      pg_temp.id(11, n), 'c' || n / 20001, '2026-01-01', 'enterprise', 100, false,
      CASE WHEN n % 20 = 0 THEN 'submitted' ELSE 'paid' END, 3, '2025-01-05',
      CASE WHEN n % 2000 = 0 THEN '2025-01-05'::date ELSE '2026-01-05' END,
      CASE WHEN n % 20 > 0 THEN '2026-02-05'::date END, now(), now()
    FROM generate_series(1, 40000) n;
    INSERT INTO listing_layer (enterprise_id, board, layer, since_on, updated_at)
    SELECT pg_temp.id(1, n), 'neeq', 'neeq.base', '2026-01-05', now() - interval '1 h'
    FROM generate_series(1, 20000) n;
    INSERT INTO claim_step (claim_id, version, from_state, state, verb, actor, role, taken_at)
    SELECT pg_temp.id(12, n), 1, NULL, 'submitted', 'submit', 'a', 'enterprise', now()
    FROM generate_series(1, 40000) n;
    INSERT INTO claim_part (id, claim_id, place, level, region, fen, budget)
    SELECT pg_temp.id(13, n), pg_temp.id(12, n), 1, 'city', '340200', 100, 'b'
    FROM generate_series(1, 40000) n;
    INSERT INTO claim_document
    SELECT pg_temp.id(12, n), 1, 'k', 'r', decode(repeat('00', 32), 'hex'), '2026-01-05', 'i'
    FROM generate_series(1, 40000) n;
    """

  /// Claims, what they stand on, and what enterprises are to be told of.
  func checkClaims(of enterprise: EnterpriseID, _ tables: FilledTables) async throws {
    let now = tables.now
    func claims(
      _ name: String, _ rows: ClosedRange<Int>, state: String? = nil,
      of owner: EnterpriseID? = nil, region: String? = nil, after: UUID? = nil
    ) async throws {
      try await tables.check("claims by \(name)", rows) {
        try await ClaimRepository.list(
          state: state, enterprise: owner, regionPrefix: region, after: after, limit: 51, $0
        ).count
      }
    }
    let claim = ClaimID(try await tables.identifier(12, 30_000))
    let event = AwardEventID(try await tables.identifier(11, 30_000))
    try await claims("nothing", 51...51)
    try await claims("after", 51...51, after: claim.uuid)
    try await claims("state", 51...51, state: "submitted")
    try await claims("enterprise", 2...2, of: enterprise)
    try await claims("a wide region", 51...51, region: "34")
    try await claims("a narrow region", 51...51, region: "3401")
    try await tables.check("a claim with all of it", 3...3) {
      _ = try await ClaimRepository.find(claim, $0)
      let steps = try await ClaimRepository.steps(of: claim, $0).count
      let parts = try await ClaimRepository.parts(of: claim, $0).count
      return try await steps + parts + ClaimRepository.documents(of: claim, $0).count
    }
    try await tables.check("figures of a year", 2...2) {
      try await ClaimRepository.figures(year: 2025, regionPrefix: "34", limit: 100, $0).count
    }
    let later = now.adding(milliseconds: 60_000)
    try await tables.check("stages that were entered since", 0...0) {
      try await StageAwardRepository.enterprises(
        ["neeq.listed", "neeq.innovation"], since: later, limit: 200, $0
      ).count
    }
    try await tables.check("claims that count", 2...2) {
      try await ClaimRepository.counting(enterprise, $0).count
    }
    try await tables.check("award events", 2...2) {
      _ = try await AwardEventRepository.find(event, $0)
      return try await AwardEventRepository.list(
        of: enterprise, after: nil, limit: 51, $0
      ).count
    }
    try await tables.check("entitlements that are due", 100...100) {
      try await EntitlementNoticeRepository.due(at: now, limit: 100, $0).count
    }
    try await tables.check("whose entitlements are due", 0...1) {
      try await EntitlementNoticeRepository.due(among: [enterprise], at: now, $0).count
    }
    try await tables.check("entitlements after a change of facts", 0...10) {
      try await $0.execute(EntitlementNoticeRepository.hastening(enterprise, at: now))
    }
  }
}
