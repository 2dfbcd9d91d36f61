import Foundation
import Glibc

/// The programs of one installed PostgreSQL.
struct PostgresBinaries: Sendable, Hashable {
  /// Holds `initdb` and `postgres`.
  let directory: String
  /// The major version, such as 16.
  let major: Int

  var initdb: String { directory + "/initdb" }
  var postgres: String { directory + "/postgres" }

  /// The oldest version the embedded server takes.
  static let majorMinimum = 14

  /// Finds installed programs.
  ///
  /// - Parameters:
  ///   - preferred: a directory to take and no other.
  ///   - major: the version an existing cluster demands: PostgreSQL opens only data of its own
  ///     major version. Without one, the newest is taken.
  /// - Throws: `EmbeddedFailure` that says what to install.
  static func find(preferred: String?, major: Int?) async throws(EmbeddedFailure)
    -> PostgresBinaries
  {
    let directories = preferred.map { [$0] } ?? searchedDirectories()
    var found: [PostgresBinaries] = []
    for directory in directories {
      if let binaries = await examine(directory) { found.append(binaries) }
    }
    let wanted = found.filter { major == nil || $0.major == major }
    if let newest = wanted.filter({ $0.major >= majorMinimum }).max(by: { $0.major < $1.major }) {
      return newest
    }
    if let major {
      throw EmbeddedFailure(
        "the private database was made by PostgreSQL \(major), which is not installed: install "
          + "postgresql-\(major), or move the state directory away to start afresh")
    }
    let place = preferred.map { "in \($0)" } ?? "on this machine"
    throw EmbeddedFailure(
      "initdb and postgres (version \(majorMinimum) or newer) were not found \(place): install "
        + "the package postgresql, or set \(SettingKey.databaseURL.variable) to a running server")
  }

  /// Where PostgreSQL's programs may be, the common places before the search path.
  static func searchedDirectories() -> [String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return installedDirectories() + path.split(separator: ":").map(String.init)
  }

  /// Where packages put them: Debian and Ubuntu, PGDG for Red Hat, builds from source.
  private static func installedDirectories() -> [String] {
    var directories: [String] = []
    for (base, suffix) in [("/usr/lib/postgresql", "/bin"), ("/usr", "/bin")] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
      for name in names where base != "/usr" || name.hasPrefix("pgsql-") {
        directories.append("\(base)/\(name)\(suffix)")
      }
    }
    return directories + ["/usr/local/pgsql/bin", "/usr/libexec/postgresql"]
  }

  /// Asks `postgres --version`, such as "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)".
  private static func examine(_ directory: String) async -> PostgresBinaries? {
    let server = directory + "/postgres"
    guard access(server, X_OK) == 0, access(directory + "/initdb", X_OK) == 0 else { return nil }
    let command = ChildProcess.Command(
      executable: server, arguments: ["--version"], environment: ["LC_ALL": "C"])
    guard let outcome = try? await ChildProcess.run(command, limitMilliseconds: 10_000),
      outcome.ending?.isSuccess == true,
      let version = outcome.output.first?.split(separator: " ").dropFirst(2).first,
      let major = version.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return nil }
    return PostgresBinaries(directory: directory, major: major)
  }
}
