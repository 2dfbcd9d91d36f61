import Domain
import Postgres
import Schemas
import Store
import TestSupport
import Testing

/// New versions are rolled out beside old ones: the schema goes first, and the programs of the
/// release before work on it until the last of them is stopped (`Schemas/sql/README.md`).
@Suite("Earlier releases on this schema", .serialized)
struct ReleaseTests {
  /// A release whose statements are kept.
  struct Release: Sendable, CustomTestStringConvertible {
    /// Its last migration, for which its tape is named.
    let number: Int
    /// How many statements its tape has at least.
    let statements: Int
    /// Tables that its courses of work change, beside others.
    let changed: Set<String>
    /// The course that says what `noticed(release:)` breaks.
    let broken: String
    /// Constraints and unique indexes on its tables that came later, each with why it refuses
    /// nothing that the release says.
    let laterRules: [String: String]

    var testDescription: String { "\(number)" }
  }

  /// The last of them landed last: its programs run while those of this schema are rolled out.
  static let releases = [
    Release(
      number: 6, statements: 160,
      changed: ["enterprise", "facts_version", "inbox", "match_run", "need", "outbox", "review"],
      broken: "match", laterRules: laterThanReviews),
    Release(
      number: 41, statements: 850,
      changed: [
        "access_entry", "allocation_run", "audit_entry", "award_event", "bridge_loan", "claim",
        "consent", "console_session", "dead_letter", "directory_entry", "entitlement_notice",
        "erasure", "funnel_cell", "guarantee", "listing_case", "match_run",
        "monitoring_account", "need", "offer", "pool_member", "receivable",
        "receivable_financing", "recovery", "referral", "report", "review",
        "statistics_release", "sweep", "warning", "webhook_delivery",
      ],
      broken: "review", laterRules: [:]),
    Release(
      number: 43, statements: 900,
      changed: [
        "access_entry", "allocation_run", "audit_entry", "award_event", "bridge_loan", "claim",
        "consent", "console_session", "dead_letter", "directory_entry", "enterprise_read",
        "entitlement_notice", "erasure", "funnel_cell", "guarantee", "listing_case", "match_run",
        "monitoring_account", "need", "offer", "pool_member", "receivable",
        "receivable_financing", "recovery", "referral", "report", "review",
        "statistics_release", "sweep", "warning", "warning_rules", "warning_trial",
        "webhook_delivery",
      ],
      broken: "review", laterRules: [:]),
  ]

  /// Rules of the first.
  private static let laterThanReviews: [String: String] = [
    "dead_letter.dead_letter_enterprise_id_fkey": "of a column it does not know",
    "dead_letter.dead_letter_has_place": "of columns it does not know",
    "dead_letter.dead_letter_redrives": "of a column it does not know",
    "dead_letter.dead_letter_skip_is_explained": "of columns it does not know",
    "dead_letter.dead_letter_skip_reason": "of a column it does not know",
    "dead_letter.dead_letter_state": "of a column it does not know",
    "dead_letter.dead_letter_state_author": "of a column it does not know",
    "enterprise.enterprise_data_key_length": "of a column it does not know",
    "idempotency.idempotency_enterprise_id_fkey": "of a column it does not know",
    "enterprise.enterprise_erased": "of a column it does not know",
    "enterprise.enterprise_uscc_form": "asks of what is not erased what it asked before",
    "inbox.inbox_attempts": "of a column it does not know",
    "inbox.inbox_subject": "of a column it does not know",
    "match_run.match_run_verdicts_length": "of a column it does not know",
    "outbox.outbox_headers": "of a column it does not know",
    "review.review_contact_once": "of a column it does not know",
    "review.review_sealed_contact_length": "of a column it does not know",
    "sweep.sweep_forward": "asks of its sweeps what it asked before",
    "sweep.sweep_kind": "of a column it does not know",
    "sweep.sweep_once": "asks of its sweeps what it asked before",
  ]

  /// A course of work of a release.
  struct Course: Sendable, CustomTestStringConvertible {
    let release: Int
    let name: String

    var testDescription: String { "\(name) of \(release)" }
  }

  /// By the number of the release. That each can be read is `tapeIsWhole(release:)`'s to say.
  static let tapes: [Int: ReleaseTape] = releases.reduce(into: [:]) { tapes, release in
    tapes[release.number] = try? ReleaseTape(release: release.number)
  }

  static let courses = releases.flatMap { release in
    (tapes[release.number]?.scenarios ?? []).dropFirst().map {
      Course(release: release.number, name: $0.name)
    }
  }

  /// Where a release's tape is played: on its own schema, and on this one.
  private func schemas(of release: Int) throws -> [Int] {
    let all = try SchemaFiles.migrations().count
    return release == all ? [all] : [release, all]
  }

  private static func migrate(_ connection: PostgresConnection, upTo last: Int?) async throws {
    let migrations = try Migration.read(files: SchemaFiles.migrations())
    _ = try await Migrator(last.map { Array(migrations.prefix($0)) } ?? migrations)
      .apply(connection)
  }

  /// A connection to a database with all migrations up to one, or with all there are.
  private func withSchema<T: Sendable>(
    upTo last: Int?, _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    let url = try await TestPostgres.shared().database()
    let value = try await withConnection(PostgresConfiguration(url: url)) { connection in
      try await Self.migrate(connection, upTo: last)
      return try await body(connection)
    }
    try await TestPostgres.shared().drop(url: url)
    return value
  }

  /// A connection to a database with all migrations up to one, where a release has published.
  private func withTape<T: Sendable>(
    of release: Int, upTo last: Int, _ body: (ReleaseTape, PostgresConnection) async throws -> T
  ) async throws -> T {
    let tape = try #require(Self.tapes[release])
    let name = "\(release) on \(last)"
    let url = try await TestPostgres.shared().database(template: name) { template in
      try await withConnection(PostgresConfiguration(url: template)) { connection in
        try await Self.migrate(connection, upTo: last)
        let publish = try #require(tape.items(of: "publish"))
        try await tape.prepare(for: publish, connection)
        #expect(try await tape.play(publish, connection) == [])
      }
    }
    let value = try await withConnection(PostgresConfiguration(url: url)) {
      try await body(tape, $0)
    }
    try await TestPostgres.shared().drop(url: url)
    return value
  }

  @Test(
    "every statement of a release is there, and courses of work say most of them",
    arguments: ReleaseTests.releases)
  func tapeIsWhole(release: Release) throws {
    let tape = try ReleaseTape(release: release.number)
    let names = tape.scenarios.map(\.name)
    #expect(tape.statements.count >= release.statements)
    #expect(names.first == "publish")
    #expect(Set(names).count == names.count)
    #expect(release.changed.subtracting(tape.changed) == [])
    #expect(tape.samples.count < tape.statements.count * 6 / 10)
  }

  @Test(
    "what a release says comes to the same on its own schema and on this one",
    arguments: ReleaseTests.courses)
  func scenario(course: Course) async throws {
    for last in try schemas(of: course.release) {
      try await withTape(of: course.release, upTo: last) { tape, connection in
        let items = try #require(tape.items(of: course.name))
        #expect(!items.isEmpty)
        try await tape.prepare(for: items, connection)
        let wrong = try await tape.play(items, connection)
        #expect(wrong == [], "on the schema of \(last)")
      }
    }
  }

  @Test(
    "every statement of a release is understood, and each that no course says is taken or refused on this schema as on its own",
    arguments: ReleaseTests.releases)
  func samples(release: Release) async throws {
    var outcomes: [[String]] = []
    for last in try schemas(of: release.number) {
      let found = try await withTape(of: release.number, upTo: last) { tape, connection in
        try await tape.prepare(connection)
        var each: [String] = []
        for sample in tape.samples {
          each.append("\(try await tape.outcome(sample, connection)): \(sample.prefix(200))")
        }
        return each
      }
      outcomes.append(found)
    }
    let own = try #require(outcomes.first)
    let this = try #require(outcomes.last)
    let different = zip(own, this).filter { $0 != $1 }
    #expect(different.map(\.0) == different.map(\.1))
    #expect(!own.contains { $0.hasPrefix("42") }, "each is understood")
  }

  @Test(
    "a tape notices a column that is gone, one that must be known, and a rule that is stricter",
    arguments: ReleaseTests.releases)
  func noticed(release: Release) async throws {
    let last = try #require(try schemas(of: release.number).last)
    for change: Statement in [
      "ALTER TABLE need DROP COLUMN match_asks", "ALTER TABLE inbox RENAME handled_at TO done_at",
      "ALTER TABLE enterprise ADD COLUMN colour text NOT NULL",
      "ALTER TABLE need_version ADD CONSTRAINT round CHECK (amount_fen % 7 = 3)",
    ] {
      let wrong = try await withTape(of: release.number, upTo: last) { tape, connection in
        try await connection.execute(change)
        do { try await tape.prepare(connection) } catch { return ["\(error)"] }
        let items = try #require(tape.items(of: release.broken))
        return try await tape.play(items, connection)
      }
      #expect(wrong != [], "\(change.sql)")
    }
  }

  // MARK: The rule, by the catalogs of the database

  private func columns(_ connection: PostgresConnection) async throws -> [String: [String]] {
    var columns: [String: [String]] = [:]
    for row in try await connection.query(
      """
      SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'known' ELSE 'open' END,
        CASE WHEN a.atthasdef OR a.attidentity <> '' THEN 'given' ELSE 'said' END
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped
      """)
    {
      columns[try row.decode(0, as: String.self)] = try (1...3).map {
        try row.decode($0, as: String.self)
      }
    }
    return columns
  }

  /// Constraints and unique indexes with what they say.
  private func rules(_ connection: PostgresConnection) async throws -> [String: String] {
    var rules: [String: String] = [:]
    for row in try await connection.query(
      """
      SELECT r.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
      FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
      WHERE r.relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT r.relname || '.' || i.relname, pg_get_indexdef(i.oid)
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_class r ON r.oid = x.indrelid
      WHERE x.indisunique AND r.relnamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))
      """)
    {
      let (name, text) = try row.decode(String.self, String.self)
      rules[name] = text
    }
    return rules
  }

  @Test(
    "migrations after a release only add: columns stay as they are, and new ones of old tables may be left out",
    arguments: ReleaseTests.releases)
  func onlyAdds(release: Release) async throws {
    let before = try await withSchema(upTo: release.number) { try await columns($0) }
    let after = try await withSchema(upTo: nil) { try await columns($0) }
    for (column, facts) in before {
      let now = after[column]
      #expect(now?[0] == facts[0], "\(column) keeps its type")
      if facts[1] == "open" { #expect(now?[1] == "open", "\(column) may still be unknown") }
      if facts[2] == "given" { #expect(now?[2] == "given", "\(column) may still be left out") }
    }
    let tables = Set(before.keys.map { $0.prefix { $0 != "." } })
    for (column, facts) in after
    where before[column] == nil && tables.contains(column.prefix { $0 != "." }) {
      #expect(facts[1] == "open" || facts[2] == "given", "\(column) may be left out")
    }
  }

  @Test(
    "rules on old tables that came later are listed with why they refuse nothing of before",
    arguments: ReleaseTests.releases)
  func laterRulesAreListed(release: Release) async throws {
    let before = try await withSchema(upTo: release.number) { try await rules($0) }
    let after = try await withSchema(upTo: nil) { try await rules($0) }
    let tables = Set(before.keys.map { $0.prefix { $0 != "." } })
    let later = after.filter { name, text in
      tables.contains(name.prefix { $0 != "." }) && before[name] != text
    }
    #expect(Set(later.keys) == Set(release.laterRules.keys))
    // `ON CONFLICT` names what is unique.
    let gone = before.filter { name, text in
      after[name] == nil && (text.contains("UNIQUE") || text.hasPrefix("PRIMARY KEY"))
    }
    #expect(gone.isEmpty)
  }
}
