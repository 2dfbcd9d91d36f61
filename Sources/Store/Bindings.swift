import Domain
import Postgres

extension Instant {
  /// As a `timestamptz` parameter.
  var bound: PostgresTimestamp { PostgresTimestamp(microseconds: microseconds) }
}

extension LegalDate {
  /// As a `date` parameter.
  var bound: PostgresDate { PostgresDate(days: daysSinceEpoch) }
}

extension Row {
  func instant(_ column: Int) throws(PostgresError) -> Instant {
    Instant(microseconds: try timestamp(column).microseconds)
  }

  func optionalInstant(_ column: Int) throws(PostgresError) -> Instant? {
    isNull(column) ? nil : try instant(column)
  }

  func day(_ column: Int) throws(PostgresError) -> LegalDate {
    LegalDate(daysSinceEpoch: try date(column).days)
  }

  func optionalDay(_ column: Int) throws(PostgresError) -> LegalDate? {
    isNull(column) ? nil : try day(column)
  }
}

/// A statement that is run often: each connection parses it once. For texts that never vary, and whose
/// plan is the same whatever the values are.
func prepared(_ statement: Statement) -> Statement { statement.prepared() }
