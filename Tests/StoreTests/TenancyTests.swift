import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Whose the rows of a table are, as conditions on it.
private struct Ownership {
  /// Those of one enterprise, by `$E`.
  var enterprise: String
  /// Those of one institution, by `$I`.
  var institution = "false"
  /// Those of enterprises of one region, by `$R`.
  var region: String

  /// Of an enterprise, by the column that names it.
  static func by(_ column: String = "enterprise_id", institution: String = "false") -> Ownership {
    Ownership(
      enterprise: "\(column) = '$E'", institution: institution,
      region: "\(column) IN (SELECT id FROM enterprise WHERE region LIKE '$R%')")
  }

  /// Part of what stands in another table.
  static func part(of whole: String, _ column: String, _ own: Ownership) -> Ownership {
    func within(_ condition: String) -> String {
      "\(column) IN (SELECT id FROM \(whole) WHERE \(condition))"
    }
    return Ownership(
      enterprise: within(own.enterprise), institution: within(own.institution),
      region: within(own.region))
  }
}

@Suite("SQL under a tenant's role", .serialized)
struct TenancyTests {
  private static let shared = Ownership.by(institution: "institution = '$I'")
  private static let webhook = Ownership(
    enterprise: "organisation = 'ent_$E'", institution: "organisation = '$I'", region: "false")
  private static let line = Ownership(
    enterprise: "need_id IN (SELECT id FROM need WHERE enterprise_id = '$E')",
    institution: "institution = '$I' AND outcome = 'made'",
    region: """
      need_id IN (
        SELECT n.id FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE region LIKE '$R%')
      """)
  private static let client = Ownership(
    enterprise: "false", institution: "institution = '$I'",
    region: """
      institution IN (
        SELECT code FROM directory_entry WHERE cardinality(regions) > 0 AND status = 'listed'
          AND NOT EXISTS (SELECT FROM unnest(regions) r WHERE r NOT LIKE '$R%'))
      """)
  private static let receivable = Ownership(
    enterprise: "enterprise_id = '$E' OR debtor_id = '$E'", institution: "funder = '$I'",
    region: "enterprise_id IN (SELECT id FROM enterprise WHERE region LIKE '$R%')")
  private static let invitation = Ownership(
    enterprise: """
      debtor_id = '$E' OR supplier_uscc = (SELECT uscc FROM enterprise WHERE id = '$E')
      """, region: "debtor_id IN (SELECT id FROM enterprise WHERE region LIKE '$R%')")
  private static let guarantee = Ownership.by(
    institution: "'$I' IN (guarantor, bank, re_guarantor)")
  private static let bridge = Ownership.by(institution: "lender = '$I'")
  private static let listing = Ownership.by(institution: "sponsor = '$I'")
  /// Of the region in which it was made, wherever its enterprise went.
  private static let claim = Ownership(
    enterprise: "enterprise_id = '$E'", region: "region LIKE '$R%'")
  /// Of an enterprise; or of an institution, seen where it is, or where it is invited to.
  private static let placed = Ownership(
    enterprise: "enterprise_id = '$E'", institution: "institution = '$I'",
    region: """
      CASE WHEN enterprise_id IS NULL THEN region LIKE '$R%'
      ELSE enterprise_id IN (SELECT id FROM enterprise WHERE region LIKE '$R%') END
      """)
  private static let warning = Ownership.by(
    institution: """
      enterprise_id IN (
        SELECT enterprise_id FROM consent WHERE institution = '$I' AND revoked_at IS NULL)
      AND (
        enterprise_id IN (
          SELECT enterprise_id FROM offer WHERE institution = '$I' AND state = 'drawn')
        OR enterprise_id IN (
          SELECT enterprise_id FROM guarantee
          WHERE (is_live OR state IN ('compensated', 'share_claimed', 'recovering'))
            AND '$I' IN (guarantor, bank, re_guarantor))
        OR enterprise_id IN (
          SELECT enterprise_id FROM receivable_financing
          WHERE institution = '$I' AND state = 'funded'))
      """)
  /// An institution sees its own part of what a warning touched.
  private static let touch = Ownership(
    enterprise: "warning_id IN (SELECT id FROM warning WHERE \(warning.enterprise))",
    institution: """
      '$I' = ANY (institutions)
      AND warning_id IN (SELECT id FROM warning WHERE \(warning.institution))
      """,
    region: "warning_id IN (SELECT id FROM warning WHERE \(warning.region))")
  /// It is seen with what was touched.
  private static let recheck = Ownership(
    enterprise: touch.enterprise,
    institution: """
      (warning_id, version, kind, subject_id) IN (
        SELECT warning_id, version, kind, subject_id FROM warning_touch WHERE \(touch.institution))
      """,
    region: touch.region)
  private static let recovery = Ownership.part(of: "guarantee", "guarantee_id", guarantee)
  private static let delivery = Ownership.part(of: "webhook_endpoint", "endpoint_id", webhook)

  /// Every table whose rows belong to somebody.
  private static let owned: [String: Ownership] = [
    "enterprise": .by("id"), "facts_version": .by(), "need": .by(), "match_run": .by(),
    "decision_flip": .by(), "review": .by(), "referral": .by(), "erasure": .by(), "offer": shared,
    "consent": shared, "access_entry": shared,
    "enterprise_read": .by(
      institution: "organisation = '$I' AND reader_role IN ('liaison', 'liaison_manager')"),
    "need_draft": .by(),
    "need_version": .part(of: "need", "need_id", .by()),
    "need_rematch": .part(of: "need", "need_id", .by()),
    "review_step": .part(of: "review", "review_id", .by()),
    "offer_step": .part(of: "offer", "offer_id", shared),
    "offer_pause": .part(of: "offer", "offer_id", shared),
    "receivable": receivable, "receivable_financing": shared, "core_enterprise": .by(),
    "receivable_step": .part(of: "receivable", "receivable_id", receivable),
    "supplier_invitation": invitation,
    "allocation_need": .by(
      institution: "need_id IN (SELECT need_id FROM offer WHERE institution = '$I')"),
    "allocation_line": line,
    "allocation_institution": Ownership(
      enterprise: "false", institution: "institution = '$I'", region: "true"),
    "guarantee": guarantee,
    "guarantee_share": .part(of: "guarantee", "guarantee_id", guarantee),
    "guarantee_step": .part(of: "guarantee", "guarantee_id", guarantee),
    "compensation": .part(of: "guarantee", "guarantee_id", guarantee),
    "compensation_part": .part(of: "guarantee", "guarantee_id", guarantee),
    "recovery": recovery, "recovery_part": .part(of: "recovery", "recovery_id", recovery),
    "award_event": .by(), "claim": claim, "entitlement_notice": .by(),
    "claim_part": .part(of: "claim", "claim_id", claim),
    "claim_step": .part(of: "claim", "claim_id", claim),
    "claim_document": .part(of: "claim", "claim_id", claim),
    "bridge_loan": bridge, "bridge_step": .part(of: "bridge_loan", "bridge_id", bridge),
    "listing_case": listing, "listing_layer": .by(),
    "listing_step": .part(of: "listing_case", "case_id", listing),
    "listing_evidence": .part(of: "listing_case", "case_id", listing),
    "listing_alert": .part(of: "listing_case", "case_id", listing),
    "pool_member": placed,
    "pool_step": .part(of: "pool_member", "member_id", placed),
    "pool_proposal": .by(), "adviser_assignment": shared,
    "adviser_step": .part(of: "adviser_assignment", "assignment_id", shared),
    "activity_guest": placed, "ladder_line": .by(), "ladder_member": .by(),
    "activity_outcome": .part(of: "activity_guest", "guest_id", placed),
    "report": .by(), "report_enrolment": .by(), "report_use": .by(), "source_authorisation": .by(),
    "warning": warning, "warning_step": .part(of: "warning", "warning_id", warning),
    "warning_touch": touch,
    "warning_recheck": recheck,
    "api_client": client, "webhook_endpoint": webhook, "webhook_delivery": delivery,
    "webhook_attempt": .part(of: "webhook_delivery", "delivery_id", delivery),
  ]

  /// What anybody may read.
  private static let open: Set = [
    "catalog_version", "catalog_product", "product", "product_version", "policy_version",
    "document", "directory_entry", "pause",
  ]

  /// What only the service reads.
  private static let closed: Set = [
    "activity", "adviser", "allocation_run", "api_client_secret", "audit_entry", "audit_seal",
    "audit_unsealed", "award_budget", "confirmation_token", "console_session", "dead_letter",
    "enterprise_group", "fund", "fund_entry", "funnel_cell", "funnel_days", "funnel_journey",
    "funnel_walk",
    "guarantee_bank", "guarantor", "guarantor_borrower", "guarantor_group", "held_event",
    "idempotency", "inbox", "instance_secret", "ladder_run", "ledger_account",
    "ledger_reservation", "listing_account", "listing_count", "listing_target", "loan_report",
    "loan_row", "monitoring_account", "offer_case", "outbox", "quality_day", "quality_score",
    "receipt_key", "receivable_account",
    "receivable_fingerprint", "release_count", "schema_migration", "statistics_release", "sweep",
    "sweep_slice", "task_report", "untold_gain", "warning_rules", "warning_trial",
    "webhook_event", "webhook_key",
    "whatif_query",
  ]

  /// A full database, and one more enterprise elsewhere with a need.
  private func withTenants(
    _ body: (PostgresConnection, _ tenants: [(Tenancy, (Ownership) -> String)]) async throws -> Void
  ) async throws {
    try await withFullDatabase { connection in
      let samples = Samples()
      let other = samples.enterprise(uscc: "91340100MA2TE2W96T", region: "610102")
      try await samples.insert(other, connection)
      try await inTransaction(connection) {
        try await NeedRepository.insert(samples.need(other.id), connection)
      }
      let found = try await EnterpriseRepository.find(uscc: "91340100MA2TE2W95U", connection)
      let first = try #require(found)
      func own(_ id: EnterpriseID) -> (Ownership) -> String {
        { $0.enterprise.replacing("$E", with: id.uuid.uuidString.lowercased()) }
      }
      func of(_ institution: String) -> (Ownership) -> String {
        { $0.institution.replacing("$I", with: institution) }
      }
      func within(_ region: String) -> (Ownership) -> String {
        { $0.region.replacing("$R", with: region) }
      }
      try await body(
        connection,
        [
          (.enterprise(first.id), own(first.id)), (.uscc(first.uscc), own(first.id)),
          (.enterprise(other.id), own(other.id)), (.uscc(other.uscc), own(other.id)),
          (.enterprise(samples.ids.next()), { _ in "false" }), (.enterprise(nil), { _ in "false" }),
          (.uscc("91340100MA2TE2W97R"), { _ in "false" }),
          (.institution("huishang"), of("huishang")), (.institution("hf-bank"), of("hf-bank")),
          (.institution("nobody"), { _ in "false" }), (.institution(nil), { _ in "false" }),
          (.region("34"), within("34")), (.region("3401"), within("3401")),
          (.region("61"), within("61")), (.region("3402"), within("3402")),
          (.country, { _ in "true" }),
        ])
    }
  }

  /// Runs `body` in a transaction of a tenant that is rolled back.
  private func with<T: Sendable>(
    _ tenant: Tenancy, _ connection: PostgresConnection, _ body: () async throws -> T
  ) async throws -> T {
    try await connection.execute("BEGIN")
    try await connection.query(tenant.entering)
    do {
      let value = try await body()
      try await connection.execute("ROLLBACK")
      return value
    } catch {
      try await connection.execute("ROLLBACK")
      throw error
    }
  }

  private func rows(
    _ table: String, where condition: String, _ connection: PostgresConnection
  ) async throws -> [String] {
    try await connection.query(
      .unsafeSQL("SELECT t::text FROM \(table) t WHERE \(condition) ORDER BY 1")
    ).map { try $0.decode(0, as: String.self) }
  }

  @Test("every table says whose its rows are")
  func complete() async throws {
    try await withFullDatabase { connection in
      let tables = try await connection.query(
        "SELECT relname::text, relrowsecurity FROM pg_class "
          + "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
      ).map { try $0.decode(String.self, Bool.self) }
      #expect(
        Set(tables.map(\.0)) == Set(Self.owned.keys).union(Self.open).union(Self.closed))
      #expect(Set(tables.filter(\.1).map(\.0)) == Set(Self.owned.keys))
      for table in Self.owned.keys {
        #expect(try await !rows(table, where: "true", connection).isEmpty, "\(table)")
      }
    }
  }

  @Test(
    "a statement that asks for everything finds the tenant's own rows, all of them and no other")
  func reads() async throws {
    try await withTenants { connection, tenants in
      for (tenant, condition) in tenants {
        for (table, ownership) in Self.owned {
          let own = try await rows(table, where: condition(ownership), connection)
          let seen = try await with(tenant, connection) {
            try await rows(table, where: "true", connection)
          }
          #expect(seen == own, "\(table) as \(tenant)")
        }
        for table in Self.closed {
          let error = await postgresError {
            _ = try await with(tenant, connection) {
              try await connection.query(.unsafeSQL("SELECT count(*) FROM \(table)"))
            }
          }
          #expect(error?.sqlState?.rawValue == "42501", "\(table) as \(tenant)")
        }
      }
    }
  }

  @Test("a tenant's role writes nothing; it locks what it sees, and so nobody else's")
  func writes() async throws {
    try await withTenants { connection, tenants in
      let columns = try await connection.query(
        "SELECT table_name::text FROM information_schema.columns "
          + "WHERE table_schema = 'public' AND column_name = 'updated_at'"
      ).map { try $0.decode(0, as: String.self) }
      let lockable = columns.filter { Self.owned[$0] != nil }
      #expect(lockable.contains("enterprise") && lockable.contains("need"))
      for (tenant, condition) in tenants {
        for table in Set(Self.owned.keys).union(Self.open).union(Self.closed) {
          for statement in [
            "DELETE FROM \(table)", "INSERT INTO \(table) DEFAULT VALUES", "TRUNCATE \(table)",
          ] {
            let error = await postgresError {
              _ = try await with(tenant, connection) {
                try await connection.execute(.unsafeSQL(statement))
              }
            }
            #expect(error?.sqlState?.rawValue == "42501", "\(statement) as \(tenant)")
          }
        }
        for table in lockable {
          let own = try await rows(
            table, where: condition(try #require(Self.owned[table])), connection)
          let locked = try await with(tenant, connection) {
            try await connection.query(.unsafeSQL("SELECT FROM \(table) FOR NO KEY UPDATE")).count
          }
          #expect(locked == own.count, "\(table) as \(tenant)")
        }
      }
    }
  }

  @Test("without settings the role sees no row of anybody, and after the transaction it is gone")
  func bare() async throws {
    try await withFullDatabase { connection in
      func seen() async throws -> Int {
        var count = 0
        for table in Self.owned.keys {
          count += try await rows(table, where: "true", connection).count
        }
        return count
      }
      try await connection.execute("BEGIN")
      try await connection.execute("SET LOCAL ROLE rongqiao_tenant")
      #expect(try await seen() == 0)
      try await connection.execute("COMMIT")
      let all = try await seen()
      #expect(all > 0)
      try await connection.execute("BEGIN")
      try await connection.query(Tenancy.country.entering)
      try await connection.execute(Tenancy.leaving)
      try await connection.execute("COMMIT")
      // What the transaction before said of itself is forgotten.
      try await connection.execute("BEGIN")
      try await connection.execute("SET LOCAL ROLE rongqiao_tenant")
      #expect(try await seen() == 0)
      try await connection.execute("ROLLBACK")
      #expect(try await seen() == all)
    }
  }
}
