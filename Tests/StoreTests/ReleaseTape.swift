import Foundation
import Postgres
import Testing

/// What the programs of an earlier release say to the database; see `Tests/Releases`.
struct ReleaseTape: Sendable {
  /// One thing said, with what came of it.
  enum Item: Sendable {
    /// Of no interest: `BEGIN`, `COMMIT`, `LOCK TABLE`.
    case says(String)
    /// It gave so many rows.
    case rows(Int, String)
    /// It changed so many rows.
    case changes(Int, String)

    var sql: String {
      switch self {
      case .says(let sql), .rows(_, let sql), .changes(_, let sql): sql
      }
    }
  }

  /// A `PREPARE` for each distinct statement.
  private(set) var statements: [String] = []
  /// Courses of work: the first publishes a catalog, each of the others goes on from there in a
  /// database of its own.
  private(set) var scenarios: [(name: String, items: [Item])] = []
  /// Statements that no course of work says.
  private(set) var samples: [String] = []

  struct Malformed: Error { var line: String }

  /// The items of the course of that name.
  func items(of name: String) -> [Item]? { scenarios.first { $0.name == name }?.items }

  /// Reads the tape of the release whose last migration has that number.
  init(release number: Int) throws {
    let name = String(repeating: "0", count: 4 - String(number).count) + "\(number).sql"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Releases/\(name)")
    try self.init(text: String(contentsOf: file, encoding: .utf8))
  }

  init(text: String) throws {
    var (mark, body) = ("", [Substring]())
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("-- ") else {
        body.append(line)
        continue
      }
      try take(mark, body.joined(separator: "\n"))
      (mark, body) = (String(line.dropFirst(3)), [])
    }
    try take(mark, body.joined(separator: "\n"))
  }

  private mutating func take(_ mark: String, _ sql: String) throws {
    let words = mark.split(separator: " ")
    if words.count == 2, words[0] == "scenario" {
      scenarios.append((String(words[1]), []))
    }
    // The heading of the file, and marks that stand alone.
    guard !sql.isEmpty else { return }
    switch (words.first, words.dropFirst().first.flatMap { Int($0) }) {
    case ("statement", nil): statements.append(sql)
    case ("sample", nil): samples.append(sql)
    case ("says", nil): scenarios[scenarios.count - 1].items.append(.says(sql))
    case ("rows", let count?): scenarios[scenarios.count - 1].items.append(.rows(count, sql))
    case ("changes", let count?):
      scenarios[scenarios.count - 1].items.append(.changes(count, sql))
    default: throw Malformed(line: mark)
    }
  }

  /// The statements that these execute.
  private func executed(by items: [Item]) -> [String] {
    let names = Set(items.compactMap { Self.name(in: $0.sql, after: "EXECUTE ") })
    return statements.filter { statement in
      Self.name(in: statement, after: "PREPARE ").map(names.contains) ?? false
    }
  }

  /// The tables that courses of work change, and whatever else follows the word `UPDATE`.
  var changed: Set<String> {
    var tables: Set<String> = []
    for statement in executed(by: scenarios.flatMap { $0.items }) {
      let words = statement.split { " \n(".contains($0) }.map(String.init)
      for at in words.indices.dropLast(2) {
        switch (words[at], words[at + 1]) {
        case ("INSERT", "INTO"), ("DELETE", "FROM"): tables.insert(words[at + 2])
        case ("UPDATE", let table): tables.insert(table)
        default: break
        }
      }
    }
    return tables
  }

  /// Prepares the statements that these execute, or all.
  func prepare(for items: [Item]? = nil, _ connection: PostgresConnection) async throws {
    for statement in items.map({ executed(by: $0) }) ?? statements {
      try await connection.execute(.unsafeSQL(statement))
    }
  }

  private static func name(in sql: String, after word: String) -> Substring? {
    guard sql.hasPrefix(word) else { return nil }
    return sql.dropFirst(word.count).prefix { $0.isLetter || $0.isNumber }
  }

  /// Plays items on a connection that has their statements, and says what came otherwise.
  func play(_ items: [Item], _ connection: PostgresConnection) async throws -> [String] {
    var wrong: [String] = []
    for item in items {
      do {
        switch item {
        case .says(let sql): try await connection.execute(.unsafeSQL(sql))
        case .rows(let count, let sql):
          let found = try await connection.query(.unsafeSQL(sql)).count
          if found != count { wrong.append("\(found) rows, not \(count): \(sql.prefix(300))") }
        case .changes(let count, let sql):
          let found = try await connection.execute(.unsafeSQL(sql))
          if found != count { wrong.append("\(found) changed, not \(count): \(sql.prefix(300))") }
        }
      } catch {
        // What follows in the same transaction would only fail, too.
        return wrong + ["\(error): \(item)"]
      }
    }
    return wrong
  }

  /// What comes of a sample: how many rows, or the SQL state of its refusal. Nothing stays of it.
  func outcome(_ sample: String, _ connection: PostgresConnection) async throws -> String {
    try await connection.execute("BEGIN")
    var outcome: String
    do {
      outcome = "\(try await connection.query(.unsafeSQL(sample)).count) rows"
      try await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    } catch {
      outcome = error.sqlState?.rawValue ?? "\(error)"
    }
    try await connection.execute("ROLLBACK")
    return outcome
  }
}
