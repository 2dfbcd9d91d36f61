import Postgres

extension PostgresError {
  /// Whether the database is away or overloaded, so that the caller should come again, rather than
  /// the statement being wrong.
  var isUnavailable: Bool {
    switch kind {
    case .connection, .pool, .deadline: true
    default:
      // A schema behind or ahead of this program, a missing grant, a standby: nobody's input.
      isTransient || sqlState?.rawValue == "25006" || sqlState?.conditionClass == "42"
    }
  }
}
