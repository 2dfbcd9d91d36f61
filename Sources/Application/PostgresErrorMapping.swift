import Postgres

extension PostgresError {
  /// Whether the database is away or overloaded, so that the caller should come again, rather than
  /// the statement being wrong.
  var isUnavailable: Bool {
    switch kind {
    case .connection, .pool, .deadline: true
    default: isTransient
    }
  }
}
