import Postgres
import TestSupport

extension World {
  /// Returns when a condition holds in the database, which does the waiting between two questions.
  ///
  /// - Throws: when it does not within 30 s.
  func wait(for what: String, until condition: Statement) async throws {
    // Asked outside of any transaction, which would see the same picture again and again.
    for _ in 0..<3_000 {
      let rows = try await query("SELECT " + condition + ", pg_sleep(0.01)::text")
      if try rows[0].decode(0, as: Bool.self) { return }
    }
    throw StoryError("waited in vain for \(what)")
  }
}
