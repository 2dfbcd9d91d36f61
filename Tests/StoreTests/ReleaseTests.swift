import Domain
import Postgres
import Schemas
import Store
import TestSupport
import Testing

/// New versions are rolled out beside old ones: the schema goes first, and the programs of the
/// release before work on it until the last of them is stopped (`Schemas/sql/README.md`).
@Suite("The previous release on this schema", .serialized)
struct ReleaseTests {
  /// The last migration of the previous release.
  static let previous = 6

  /// Constraints and unique indexes on tables of the previous release that came later, each with why
  /// it refuses nothing that release says.
  static let laterRules: [String: String] = [
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

  /// The last migration of a release whose statements are not kept: what it may say is held by the catalogs
  /// of the schemas alone.
  static let landed = 41
  /// The same as `laterRules` for it.
  static let laterThanLanded: [String: String] = [:]

  /// A connection to a database with the schema of the previous release, or with today's.
  private func withSchema<T: Sendable>(
    isPrevious: Bool, _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    try await withSchema(upTo: isPrevious ? Self.previous : nil, body)
  }

  /// A connection to a database with all migrations up to one, or with all there are.
  private func withSchema<T: Sendable>(
    upTo last: Int?, _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    let url = try await TestPostgres.shared().database()
    let value = try await withConnection(PostgresConfiguration(url: url)) { connection in
      let migrations = try Migration.read(files: SchemaFiles.migrations())
      _ = try await Migrator(last.map { Array(migrations.prefix($0)) } ?? migrations)
        .apply(connection)
      return try await body(connection)
    }
    try await TestPostgres.shared().drop(url: url)
    return value
  }

  /// The same with the statements of the previous release prepared and a catalog published.
  private func withTape<T: Sendable>(
    isPrevious: Bool, _ body: (ReleaseTape, PostgresConnection) async throws -> T
  ) async throws -> T {
    let tape = try ReleaseTape(release: Self.previous)
    return try await withSchema(isPrevious: isPrevious) { connection in
      for statement in tape.statements { try await connection.execute(.unsafeSQL(statement)) }
      let publish = try #require(tape.scenarios.first)
      #expect(try await tape.play(publish.items, connection) == [])
      return try await body(tape, connection)
    }
  }

  @Test("every statement of the previous release is there, and courses of work say most of them")
  func tapeIsWhole() throws {
    let tape = try ReleaseTape(release: Self.previous)
    #expect(tape.statements.count >= 160)
    #expect(tape.scenarios.map(\.name) == ["publish", "match", "review", "sweep", "store"])
    #expect(tape.samples.count < tape.statements.count * 6 / 10)
  }

  @Test(
    "what the previous release says comes to the same on its own schema and on this one",
    arguments: ["match", "review", "sweep", "store"])
  func scenario(_ name: String) async throws {
    for isPrevious in [true, false] {
      try await withTape(isPrevious: isPrevious) { tape, connection in
        let items = try #require(tape.scenarios.first { $0.name == name }?.items)
        #expect(items.count > 25)
        let wrong = try await tape.play(items, connection)
        #expect(wrong == [], isPrevious ? "on its own schema" : "on this schema")
      }
    }
  }

  @Test("each other statement of it is taken or refused on this schema as on its own")
  func samples() async throws {
    var outcomes: [Bool: [String]] = [:]
    for isPrevious in [true, false] {
      outcomes[isPrevious] = try await withTape(isPrevious: isPrevious) { tape, connection in
        var found: [String] = []
        for sample in tape.samples {
          found.append("\(try await tape.outcome(sample, connection)): \(sample.prefix(200))")
        }
        return found
      }
    }
    let different = zip(outcomes[true] ?? [], outcomes[false] ?? []).filter { $0 != $1 }
    #expect(different.map(\.0) == different.map(\.1))
    #expect(outcomes[true]?.contains { $0.hasPrefix("42") } == false, "each is understood")
  }

  @Test("a tape notices a column that is gone, one that must be known, and a rule that is stricter")
  func noticed() async throws {
    for change: Statement in [
      "ALTER TABLE need DROP COLUMN match_asks", "ALTER TABLE inbox RENAME handled_at TO done_at",
      "ALTER TABLE enterprise ADD COLUMN colour text NOT NULL",
      "ALTER TABLE need_version ADD CONSTRAINT round CHECK (amount_fen % 7 = 3)",
    ] {
      let wrong = try await withSchema(isPrevious: false) { connection in
        let tape = try ReleaseTape(release: Self.previous)
        try await connection.execute(change)
        for statement in tape.statements {
          do { try await connection.execute(.unsafeSQL(statement)) } catch { return ["\(error)"] }
        }
        return try await tape.play(tape.scenarios[0].items + tape.scenarios[1].items, connection)
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
    arguments: [ReleaseTests.previous, ReleaseTests.landed])
  func onlyAdds(release: Int) async throws {
    let before = try await withSchema(upTo: release) { try await columns($0) }
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
    arguments: [
      (ReleaseTests.previous, ReleaseTests.laterRules),
      (ReleaseTests.landed, ReleaseTests.laterThanLanded),
    ])
  func laterRulesAreListed(release: Int, listed: [String: String]) async throws {
    let before = try await withSchema(upTo: release) { try await rules($0) }
    let after = try await withSchema(upTo: nil) { try await rules($0) }
    let tables = Set(before.keys.map { $0.prefix { $0 != "." } })
    let later = after.filter { name, text in
      tables.contains(name.prefix { $0 != "." }) && before[name] != text
    }
    #expect(Set(later.keys) == Set(listed.keys))
    // `ON CONFLICT` names what is unique.
    let gone = before.filter { name, text in
      after[name] == nil && (text.contains("UNIQUE") || text.hasPrefix("PRIMARY KEY"))
    }
    #expect(gone.isEmpty)
  }
}
