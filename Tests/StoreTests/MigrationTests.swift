import Postgres
import Schemas
import Store
import TestSupport
import Testing

@Suite("Migrations", .serialized)
struct MigrationTests {
  /// A connection to a database without any table.
  private func withEmptyDatabase<T: Sendable>(
    _ body: (PostgresConfiguration, PostgresConnection) async throws -> T
  ) async throws -> T {
    let configuration = try PostgresConfiguration(
      url: try await TestPostgres.shared().database())
    return try await withConnection(configuration) { try await body(configuration, $0) }
  }

  private func shipped() throws -> [Migration] {
    try Migration.read(files: SchemaFiles.migrations())
  }

  private func tables(_ session: any PostgresSession) async throws -> [String] {
    try await session.query(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).map { try $0.decode(0, as: String.self) }
  }

  @Test("the shipped migrations build the whole schema from nothing")
  func fromNothing() async throws {
    try await withEmptyDatabase { _, connection in
      let migrations = try shipped()
      let applied = try await Migrator(migrations).apply(connection)
      #expect(applied == migrations)
      #expect(
        try await tables(connection) == [
          "access_entry", "activity", "activity_guest", "activity_outcome", "adviser",
          "adviser_assignment", "adviser_step", "allocation_institution", "allocation_line",
          "allocation_need", "allocation_run", "api_client", "api_client_secret", "audit_entry",
          "audit_seal", "audit_unsealed", "award_budget", "award_event", "bridge_loan",
          "bridge_step", "catalog_product", "catalog_version", "claim", "claim_document",
          "claim_part", "claim_step", "compensation", "compensation_part", "confirmation_token",
          "consent", "console_session", "core_enterprise", "dead_letter", "decision_flip",
          "directory_entry", "document", "enterprise", "enterprise_group", "enterprise_read",
          "entitlement_notice",
          "erasure", "facts_version", "fund", "fund_entry", "funnel_cell", "funnel_days",
          "funnel_journey", "funnel_walk", "guarantee", "guarantee_bank", "guarantee_share",
          "guarantee_step",
          "guarantor", "guarantor_borrower", "guarantor_group", "held_event", "idempotency",
          "inbox", "instance_secret", "ladder_line", "ladder_member", "ladder_run",
          "ledger_account", "ledger_reservation", "listing_account", "listing_alert",
          "listing_case", "listing_count", "listing_evidence", "listing_layer", "listing_step",
          "listing_target", "loan_report", "loan_row", "match_run", "monitoring_account", "need",
          "need_draft", "need_rematch", "need_version", "offer", "offer_case", "offer_pause",
          "offer_step",
          "outbox", "pause", "policy_version", "pool_member", "pool_proposal", "pool_step",
          "product", "product_version", "quality_day", "quality_score", "receipt_key", "receivable",
          "receivable_account",
          "receivable_financing", "receivable_fingerprint", "receivable_step", "recovery",
          "recovery_part", "referral", "release_count", "report", "report_enrolment",
          "report_use", "review", "review_step", "schema_migration", "source_authorisation",
          "statistics_release",
          "supplier_invitation", "sweep", "sweep_slice", "task_report", "untold_gain", "warning",
          "warning_recheck", "warning_rules", "warning_step", "warning_touch", "warning_trial",
          "webhook_attempt", "webhook_delivery",
          "webhook_endpoint", "webhook_event",
          "webhook_key", "whatif_query",
        ])
      let status = try await Migrator(migrations).status(connection)
      #expect(status.pending == 0)
      #expect(status.entries.map(\.number) == Array(1...migrations.count))
      #expect(status.entries.map(\.name) == migrations.map(\.name))
    }
  }

  @Test("migrating a second time does nothing")
  func twice() async throws {
    try await withEmptyDatabase { _, connection in
      let migrator = Migrator(try shipped())
      _ = try await migrator.apply(connection)
      let before = try await migrator.status(connection)
      let seen = Locked(0)
      #expect(try await migrator.apply(connection) { _ in seen.withLock { $0 += 1 } } == [])
      #expect(seen.withLock { $0 } == 0)
      #expect(try await migrator.status(connection) == before)
    }
  }

  @Test("a dry run names what it would apply and leaves nothing behind")
  func dryRun() async throws {
    try await withEmptyDatabase { _, connection in
      let migrations = try shipped()
      #expect(try await Migrator(migrations).apply(connection, dryRun: true) == migrations)
      #expect(try await tables(connection) == [])
      #expect(try await Migrator(migrations).status(connection).pending == migrations.count)
      #expect(try await Migrator(migrations).apply(connection) == migrations)
    }
  }

  @Test("a failing migration takes back the ones before it in the same run")
  func failureLeavesNothing() async throws {
    try await withEmptyDatabase { _, connection in
      let broken =
        try shipped() + [
          Migration(
            number: try shipped().count + 1, name: "broken", sql: "SELECT 1; SELECT nothing;")
        ]
      let error = await postgresError { _ = try await Migrator(broken).apply(connection) }
      #expect(error?.sqlState?.rawValue == "42703")
      #expect(try await tables(connection) == [])
      #expect(await connection.transactionStatus == .idle)
    }
  }

  @Test("of eight processes that migrate at once, one applies and the others find it done")
  func concurrent() async throws {
    try await withEmptyDatabase { configuration, connection in
      let migrations = try shipped()
      let applied = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await withConnection(configuration) {
              try await Migrator(migrations).apply($0).count
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(applied.sorted() == [0, 0, 0, 0, 0, 0, 0, migrations.count])
      let locks = try await connection.queryOne(
        """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
      ).decode(0, as: Int64.self)
      #expect(locks == 0, "no process keeps the lock")
    }
  }

  @Test("a migration that was edited after it had been applied is refused by number and name")
  func changedChecksum() async throws {
    try await withEmptyDatabase { _, connection in
      var migrations = try shipped()
      _ = try await Migrator(migrations).apply(connection)
      migrations[1].sql += "\n-- one more remark\n"
      let expected = MigrationError.changed(number: 2, name: migrations[1].name)
      await #expect(throws: expected) { _ = try await Migrator(migrations).apply(connection) }
      await #expect(throws: expected) { _ = try await Migrator(migrations).status(connection) }
    }
  }

  @Test("a database with a migration this program does not know is refused")
  func unknownApplied() async throws {
    try await withEmptyDatabase { _, connection in
      let migrations = try shipped()
      _ = try await Migrator(migrations).apply(connection)
      let older = Array(migrations.dropLast())
      await #expect(
        throws: MigrationError.unknownApplied(
          number: migrations.count, name: migrations[migrations.count - 1].name)
      ) { _ = try await Migrator(older).apply(connection) }
    }
  }

  @Test("a later migration is applied on top of the earlier ones")
  func forward() async throws {
    try await withEmptyDatabase { _, connection in
      let migrations = try shipped()
      _ = try await Migrator(Array(migrations.prefix(2))).apply(connection)
      #expect(try await Migrator(migrations).status(connection).pending == migrations.count - 2)
      let applied = try await Migrator(migrations).apply(connection)
      #expect(applied == Array(migrations.dropFirst(2)))
    }
  }

  @Test("claims that are there stay where their enterprise is; what came back is shared out")
  func claims() async throws {
    try await withEmptyDatabase { _, connection in
      let migrations = try shipped()
      _ = try await Migrator(Array(migrations.prefix(28))).apply(connection)
      try await connection.script(
        """
        SET session_replication_role = replica;
        INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
          created_at, updated_at)
        SELECT md5('e')::uuid, '910000000000000001', 'e', '340281', '6510', '2020-01-01', 1, now(), now();
        INSERT INTO award_event (id, enterprise_id, kind, contract, occurred_on, key, source, state,
          version, recorded_at, recorded_by, decided_at, decided_by)
        SELECT md5(s)::uuid, md5('e')::uuid, 'lease', s, '2026-01-05', 'lease/' || s, 'enterprise', s,
          2, now(), 'a', now(), 'a' FROM unnest('{verified,refused}'::text[]) s;
        INSERT INTO claim (id, enterprise_id, event_id, clause, clause_from, subject, amount_fen,
          is_ceiling, state, version, opens_on, claimed_on, paid_on, clawed_back_fen, clawed_back_on,
          reason, created_at, updated_at)
        SELECT md5('c')::uuid, md5('e')::uuid, md5('verified')::uuid, 'c', '2026-01-01', 'enterprise', 15,
          false, 'clawed_back', 7, '2026-01-05', '2026-01-05', '2026-02-05', 4, '2026-03-05', 'amount',
          now(), now();
        INSERT INTO claim_part (id, claim_id, place, level, region, fen, budget, paid_on, voucher)
        SELECT md5(l)::uuid, md5('c')::uuid, p, l, '340200', f, 'b', '2026-02-05', 'v'
        FROM (VALUES (1, 'city', 3), (2, 'county', 12)) t (p, l, f);
        SET session_replication_role = origin;
        """)
      _ = try await Migrator(migrations).apply(connection)
      func texts(_ statement: Statement) async throws -> [String] {
        try await connection.query(statement).map { try $0.decode(0, as: String.self) }
      }
      #expect(try await texts("SELECT region FROM claim") == ["340281"])
      let backs = try await texts("SELECT clawed_back_fen::text FROM claim_part ORDER BY place")
      #expect(backs == ["1", "3"])
      let keys = try await texts("SELECT key FROM award_event ORDER BY length(key)")
      #expect(keys.first == "lease/verified" && keys.last?.hasPrefix("lease/refused/awe_") == true)
    }
  }

  @Test("file names say the order, without a gap and without a repetition")
  func fileNames() throws {
    func read(_ names: String...) throws -> [Int] {
      try Migration.read(files: names.map { ($0, "SELECT 1") }).map(\.number)
    }
    #expect(try read("0002_b.sql", "0001_a.sql") == [1, 2])
    #expect(throws: MigrationError.gap(expected: 2, found: 3)) {
      try read("0001_a.sql", "0003_c.sql")
    }
    #expect(throws: MigrationError.gap(expected: 1, found: 2)) { try read("0002_b.sql") }
    #expect(throws: MigrationError.gap(expected: 2, found: 1)) {
      try read("0001_a.sql", "0001_b.sql")
    }
    for name in ["1_a.sql", "0001.sql", "0001_a.txt", "a_0001.sql", "00001_a.sql"] {
      #expect(throws: MigrationError.badFileName(name)) { try read(name) }
    }
  }
}
