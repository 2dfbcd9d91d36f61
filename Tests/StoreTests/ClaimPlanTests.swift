import Domain
import Foundation
import Postgres
import Store
import Testing

@Suite("Plans of what is asked of receivables, guarantees and funds", .serialized)
struct ClaimPlanTests {
  /// Of 20,000 enterprises 100,000 receivables with 20,000 financings and 200,000 fingerprints, 100,000
  /// guarantees, 100,000 movements of funds, 20,000 drawn loans. Of each table some rows are in a state that
  /// few are in.
  private static let filling = """
    INSERT INTO receivable (id, enterprise_id, debtor_id, state, version, invoice_number, gross_fen,
      vat_fen, invoiced_on, due_on, payer_kind, flags, held_for, resembles, version_digest,
      confirmed_fen, confirmed_at, confirmed_by, disputed_for, funder, funder_way, began_at, next_step,
      step_at, created_at, created_by, updated_at)
    SELECT pg_temp.id(11, n), pg_temp.id(1, n % 19000 + 1), pg_temp.id(1, 19001 + n % 1000), s, 1,
      'INV-' || n, 100000000, 0, '2026-10-01', '2027-01-01', 'enterprise', '{}',
      CASE WHEN s = 'uploaded' THEN '{near}'::text[] ELSE '{}' END, '{}', sha256('x'),
      CASE WHEN s IN ('confirmed', 'funded') THEN 1 END,
      CASE WHEN s IN ('confirmed', 'funded') THEN now() END,
      CASE WHEN s IN ('confirmed', 'funded') THEN 'a' END,
      CASE WHEN s = 'disputed' THEN 'goods' END,
      CASE WHEN s = 'funded' THEN 'bank-' || n / 5 % 40 END, CASE WHEN s = 'funded' THEN 'pledge' END,
      now(), 0, CASE WHEN n % 500 = 1 THEN now() - n * interval '1 s' END, now(), 'a', now()
    FROM (SELECT n, CASE WHEN n % 2000 = 3 THEN 'disputed' WHEN n % 2000 = 7 THEN 'uploaded'
      WHEN n % 5 = 0 THEN 'funded' ELSE 'confirmed' END AS s FROM generate_series(1, 100000) n) g;
    INSERT INTO receivable_fingerprint
    SELECT pg_temp.id(11, n), k, sha256(convert_to(CASE WHEN k = 'exact' THEN 'e' || n
      ELSE 'n' || n / 3 END, 'UTF8')), true
    FROM generate_series(1, 100000) n, unnest('{exact,near}'::text[]) k;
    INSERT INTO receivable_financing (id, receivable_id, enterprise_id, institution, way, has_recourse,
      amount_fen, state, version, notified_on, voucher, registry_queried_on, registry_number,
      registered_at, funded_on, created_at, created_by, updated_at)
    SELECT pg_temp.id(12, n), pg_temp.id(11, n), pg_temp.id(1, n % 19000 + 1), 'bank-' || n / 5 % 40,
      'pledge', true, 1, CASE WHEN n % 2000 = 0 THEN 'held' ELSE 'funded' END, 1, '2026-10-02', 'v',
      '2026-10-02', 'r', now(), '2026-10-02', now(), 'a', now()
    FROM generate_series(5, 100000, 5) n;
    INSERT INTO receivable_account
    SELECT pg_temp.id(1, n), CASE WHEN n % 100 = 1 THEN now() - interval '1 min' ELSE now() + interval '1 h' END
    FROM generate_series(1, 19000) n;
    INSERT INTO guarantor (code, kind, name, region, net_assets_fen, equity_in_guarantors_fen,
      is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen,
      single_limit_fen, group_limit_fen, limits_from, version, updated_at, updated_by)
    SELECT 'g-' || n, 'guarantor', 'g', '340000', 1, 0, false, '{}', 1, 'principal', '{}', 's',
      '2026-01-01', 1, 1, 1, '2018-04-02', 1, now(), 'a'
    FROM generate_series(0, 49) n;
    INSERT INTO guarantee (id, need_id, need_version, enterprise_id, run_id, guarantor, bank,
      product_code, scheme, scheme_from, kind, size, contract, principal_fen, own_ppm, own_fen,
      all_in_ppm, state, version, began_at, due_at, step_at, signed_on, matures_on, contract_number,
      claimed_fen, claimed_on, ended_on, created_at, updated_at)
    SELECT pg_temp.id(13, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % 20000 + 1), pg_temp.id(3, n),
      'g-' || n % 50, 'bank-' || n % 40, 'product', 's', '2026-01-01', 'small_loan', 'small',
      'general', 100, 1000000, 100, 1, s, 1, now(), CASE WHEN s = 'reserved' THEN now() END,
      CASE WHEN s = 'reserved' THEN now() - interval '1 s' END,
      CASE WHEN s <> 'reserved' THEN DATE '2026-01-02' END,
      CASE WHEN s <> 'reserved' THEN DATE '2027-01-01' + n % 3000 END,
      CASE WHEN s <> 'reserved' THEN 'c' END, CASE WHEN s = 'settled' THEN 1 END,
      CASE WHEN s = 'settled' THEN DATE '2026-02-01' END,
      CASE WHEN s = 'settled' THEN DATE '2026-03-01' END, now(), now()
    FROM (SELECT n, CASE WHEN n % 2000 = 3 THEN 'reserved' WHEN n % 20 = 9 THEN 'settled'
      ELSE 'in_force' END AS s FROM generate_series(1, 100000) n) g;
    INSERT INTO guarantee_share (guarantee_id, place, party, ppm)
    SELECT pg_temp.id(13, n), p, CASE p WHEN 1 THEN 'guarantor' ELSE 'bank' END, 500000
    FROM generate_series(1, 100000) n, generate_series(1, 2) p;
    INSERT INTO guarantee_step (guarantee_id, version, state, verb, actor, side, taken_at)
    SELECT pg_temp.id(13, n), 1, 'reserved', 'reserve', 'a', 'bank', now()
    FROM generate_series(1, 100000) n;
    INSERT INTO compensation
    SELECT pg_temp.id(13, n), 1, '2026-03-01', now() FROM generate_series(9, 100000, 20) n;
    INSERT INTO compensation_part (guarantee_id, place, party, borne_fen, state)
    SELECT pg_temp.id(13, n), p, CASE p WHEN 1 THEN 'guarantor' ELSE 'bank' END, 0, 'borne'
    FROM generate_series(9, 100000, 20) n, generate_series(1, 2) p;
    INSERT INTO guarantor_borrower (guarantor, enterprise_id, group_code, limit_fen)
    SELECT 'g-' || n % 50, pg_temp.id(1, n % 20000 + 1), NULL, 1 FROM generate_series(1, 20000) n;
    INSERT INTO guarantor_group
    SELECT 'g-' || n % 50, 'group-' || n, 0, 1 FROM generate_series(1, 5000) n;
    INSERT INTO enterprise_group
    SELECT pg_temp.id(1, n), 'group-' || n % 5000, now(), 'a' FROM generate_series(1, 20000) n;
    INSERT INTO fund (code, kind, name, region, terms, version, updated_at, updated_by)
    SELECT 'f-' || n, 'loan_risk_pool', 'f', '340000', 't', 1, now(), 'a'
    FROM generate_series(0, 49) n;
    INSERT INTO fund_entry (id, fund, kind, amount_fen, guarantee_id, made_at, made_by)
    SELECT pg_temp.id(14, n), 'f-' || n % 50, CASE WHEN n % 20 = 9 THEN 'pay' ELSE 'hold' END, 1,
      pg_temp.id(13, n), now(), 'a'
    FROM generate_series(1, 100000) n;
    INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode,
      place, state, version, assignee, began_at, contacted_on, granted_fen, granted_rate_ppm,
      granted_on, drawn_fen, drawn_on, matures_on, why, next_step, created_at, updated_at)
    SELECT pg_temp.id(15, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % 20000 + 1), pg_temp.id(3, n),
      'product', 'bank-' || (n + 1) % 40, 'dispatch', 1, 'drawn', 1, 'a', now(), '2026-01-01', 1, 1,
      '2026-01-01', 1, '2026-01-02', DATE '2027-01-01' + n % 3000, '{}', 0, now(), now()
    FROM generate_series(1, 20000) n;
    """

  @Test("on full tables no list, look-up or sum of claims reads a table from end to end")
  func indexesAreUsed() async throws {
    // Of guarantors and funds there are a few.
    let fillings = [FilledTables.enterprises(), Self.filling]
    try await withFilledTables(fillings, small: ["fund f", "guarantor "]) { tables in
      let seller = EnterpriseID(try await tables.identifier(1, 500))
      let debtor = EnterpriseID(try await tables.identifier(1, 19_500))
      let receivable = ReceivableID(try await tables.identifier(11, 50_000))
      let guarantee = GuaranteeID(try await tables.identifier(13, 50_009))
      let need = NeedID(try await tables.identifier(2, 50_009))
      let run = RunID(try await tables.identifier(3, 50_009))
      let digest = try await tables.connection.queryOne(
        "SELECT sha256(convert_to('n16666', 'UTF8'))"
      ).decode(0, as: [UInt8].self)
      func receivables(
        _ name: String, _ rows: ClosedRange<Int>, after: UUID? = nil,
        _ change: (inout ReceivableRepository.Filter) -> Void
      ) async throws {
        var filter = ReceivableRepository.Filter()
        change(&filter)
        try await tables.check("receivables by \(name)", rows) { [filter] in
          try await ReceivableRepository.list(filter, after: after, limit: 51, $0).count
        }
      }
      try await receivables("nothing", 51...51) { _ in }
      try await receivables("after", 51...51, after: receivable.uuid) { _ in }
      try await receivables("a frequent state", 51...51) { $0.state = "confirmed" }
      try await receivables("a rare state", 50...50) { $0.state = "disputed" }
      try await receivables("those held", 50...50) { $0.isHeld = true }
      try await receivables("seller", 5...6) { $0.seller = seller }
      try await receivables("party", 51...51) { $0.party = debtor }
      try await receivables("funder", 51...51) { $0.funder = "bank-7" }
      try await receivables("funder and state", 0...0) {
        ($0.funder, $0.state) = ("bank-7", "disputed")
      }
      try await receivables("region", 51...51) { $0.regionPrefix = "34" }
      try await tables.check("open receivables of a seller", 5...6) {
        try await ReceivableRepository.open(seller: seller, limit: 1_000, $0).count
      }
      // A debtor of the filling owes 100 receivables to 19 sellers.
      try await tables.check("ages of what a debtor owes", 19...57) {
        try await ReceivableRepository.ageing(
          of: debtor, isDebtor: true, on: tables.now.legalDate, bounds: [0, 30], $0
        ).count
      }
      try await tables.check("ages of what a seller is owed", 1...6) {
        try await ReceivableRepository.ageing(
          of: seller, isDebtor: false, on: tables.now.legalDate, bounds: [0, 30], $0
        ).count
      }
      try await tables.check("what pools paid for a guarantee", 0...1) {
        try await FundRepository.paidByPools(for: guarantee, $0).count
      }
      try await tables.check("what pools paid for a loan nobody guarantees", 0...1) {
        _ = try await FundRepository.hasPaidUnguaranteed(of: need, by: "bank-7", $0)
        return 1
      }
      try await tables.check("count of a seller", 5...6) {
        try await ReceivableRepository.openCount(of: seller, limit: 1_000, $0)
      }
      try await tables.check("debts", 0...1) {
        try await ReceivableRepository.debts(of: debtor, to: [seller], $0).count
      }
      try await tables.check("dilution", 1...1) {
        _ = try await ReceivableRepository.dilution(
          of: seller, since: LegalDate(daysSinceEpoch: 20_000), $0)
        return 1
      }
      try await tables.check("receivables with a step due", 100...100) {
        try await ReceivableRepository.due(at: tables.now, limit: 100, $0).count
      }
      try await tables.check("sellers whose facts are due", 100...100) {
        try await ReceivableAccountRepository.due(at: tables.now, limit: 100, $0).count
      }
      try await tables.check("receivables that look alike", 2...2) {
        let found = try await FingerprintRepository.matches(
          [digest], except: receivable, limit: 100, $0)
        return found[digest]?.count ?? 0
      }
      func financings(
        _ name: String, _ rows: ClosedRange<Int>, institution: String? = nil,
        seller: EnterpriseID? = nil, state: String? = nil
      ) async throws {
        try await tables.check("financings by \(name)", rows) {
          try await FinancingRepository.list(
            institution: institution, seller: seller, regionPrefix: nil, state: state, after: nil,
            limit: 51, $0
          ).count
        }
      }
      try await financings("nothing", 51...51)
      try await financings("institution", 51...51, institution: "bank-7")
      try await financings("seller", 0...2, seller: seller)
      try await financings("a rare state", 50...50, state: "held")
      try await financings(
        "institution and a rare state", 0...51, institution: "bank-0", state: "held")
      try await tables.check("financings of a receivable", 1...1) {
        try await FinancingRepository.list(of: [receivable], $0).count
      }
      try await tables.check("what is outstanding of a seller", 1...1) {
        _ = try await FinancingRepository.outstanding(of: seller, $0)
        return 1
      }
      func guarantees(
        _ name: String, _ rows: ClosedRange<Int>, _ filter: GuaranteeRepository.Filter
      ) async throws {
        try await tables.check("guarantees by \(name)", rows) {
          try await GuaranteeRepository.list(filter, after: nil, limit: 51, $0).count
        }
      }
      try await guarantees("nothing", 51...51, .init())
      try await guarantees("a rare state", 50...50, .init(state: "reserved"))
      try await guarantees("institution", 51...51, .init(institution: "g-7"))
      try await guarantees("enterprise", 5...5, .init(enterprise: seller))
      try await guarantees("region", 51...51, .init(regionPrefix: "34"))
      try await tables.check("guarantees of a need", 1...1) {
        try await GuaranteeRepository.list(need: need, $0).count
      }
      try await tables.check("guarantees of runs", 1...1) {
        try await GuaranteeRepository.list(runs: [run], limit: 100, $0).count
      }
      try await tables.check("guarantees with a step due", 50...50) {
        try await GuaranteeRepository.due(at: tables.now, limit: 100, $0).count
      }
      try await tables.check("what a guarantor carries for a borrower", 1...1) {
        _ = try await GuarantorRepository.carried(by: "g-0", for: seller, $0)
        return 1
      }
      try await tables.check("what is guaranteed for a borrower", 1...1) {
        try await GuarantorRepository.guaranteed(for: seller, $0).count
      }
      try await tables.check("the turnover that the fuse asks of", 1...1) {
        _ = try await GuaranteeFiguresRepository.turnover(
          of: "g-9", bank: "bank-9", scheme: "s", year: 2026, $0)
        return 1
      }
      try await tables.check("movements of a fund", 51...51) {
        try await FundRepository.entries(of: "f-7", after: nil, limit: 51, $0).count
      }
      try await tables.check("what funds paid for a guarantee", 1...1) {
        try await FundRepository.paid(for: guarantee, or: nil, by: "f-9", $0).hasPaid ? 1 : 0
      }
      let first = LegalDate(daysSinceEpoch: 20_820)
      func falling(
        _ name: String, _ rows: ClosedRange<Int>, of enterprise: EnterpriseID? = nil
      ) async throws {
        try await tables.check("guaranteed loans that fall due, \(name)", rows) {
          try await BridgeRepository.maturing(
            from: first, through: first.adding(days: 90), enterprise: enterprise,
            regionPrefix: nil, limit: 51, $0
          ).count
        }
        try await tables.check("drawn loans that fall due, \(name)", rows) {
          try await OfferRepository.maturing(
            from: first, through: first.adding(days: 90), enterprise: enterprise,
            regionPrefix: nil, limit: 51, $0
          ).count
        }
      }
      try await falling("all", 51...51)
      try await falling("of an enterprise", 0...6, of: seller)
    }
  }
}
