import CLibpq

extension PostgresConfiguration {
  /// The same server for PostgreSQL's own programs (`pg_dump` and the like), as environment
  /// variables (libpq manual 34.15), `PGPASSWORD` among them when the caller gave a password: a
  /// command line is readable by every user of the machine, an environment only by its owner.
  ///
  /// Keywords without a variable, such as keepalives, are left out, and so are the time limits that
  /// our own sessions set: a dump may take hours.
  public var programEnvironment: [String: String] {
    var variables: [String: String] = [:]
    guard let options = PQconndefaults() else { return variables }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if let variable = option.pointee.envvar, let value = keywords[String(cString: keyword)] {
        variables[String(cString: variable)] = value
      }
      option += 1
    }
    return variables
  }
}
