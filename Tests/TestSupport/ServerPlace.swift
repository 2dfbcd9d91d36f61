import Foundation

/// Where a private PostgreSQL of a test finds its programs and puts its files.
public enum ServerPlace {
  /// Where `initdb` and `postgres` are: `RONGQIAO_POSTGRES_BIN`, else the newest packaged version.
  public static func binaries() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    var candidates: [String] = []
    if let given = environment["RONGQIAO_POSTGRES_BIN"] { candidates.append(given) }
    let packaged = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: packaged)) ?? []
    candidates += versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map {
      "\(packaged)/\($0)/bin"
    }
    candidates += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for candidate in candidates
    where FileManager.default.isExecutableFile(atPath: candidate + "/initdb") {
      return candidate
    }
    throw TestPostgres.Failure(
      description: "initdb was not found; install PostgreSQL or set RONGQIAO_POSTGRES_BIN")
  }

  /// A fresh directory that the server's user can reach and owns the inside of.
  public static func makeDirectory() throws -> String {
    for base in [NSTemporaryDirectory(), "/var/tmp"] where isReachable(base) {
      var template = Array((base + "/rq-pg-XXXXXX").utf8CString)
      guard mkdtemp(&template) != nil else { continue }
      let bytes = template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let path = String(decoding: bytes, as: UTF8.self)
      // Without a link or a doubled slash, so that it compares with the server's own answer.
      let directory = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      chmod(directory, 0o755)
      for inner in ["data", "s"] {
        mkdir(directory + "/" + inner, 0o700)
        if getuid() == 0, let user = getpwnam("postgres") {
          chown(directory + "/" + inner, user.pointee.pw_uid, user.pointee.pw_gid)
        }
      }
      return directory
    }
    throw TestPostgres.Failure(description: "no temporary directory can hold a cluster")
  }

  /// Every directory on the way can be searched by any user.
  private static func isReachable(_ path: String) -> Bool {
    if getuid() != 0 { return true }
    var url = URL(fileURLWithPath: path).standardizedFileURL
    while true {
      var status = stat()
      guard stat(url.path, &status) == 0, status.st_mode & S_IXOTH != 0 else { return false }
      if url.path == "/" { return true }
      url.deleteLastPathComponent()
    }
  }
}
