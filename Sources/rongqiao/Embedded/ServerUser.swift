import Foundation
import Glibc

/// The user an embedded PostgreSQL runs as: it refuses to run as root.
struct ServerUser: Sendable, Hashable {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  let home: String
  /// Whether we must change to this user, since we are root.
  let mustSwitch: Bool

  /// Users to run as when we are root, in order of preference.
  static let candidates = ["postgres", "nobody"]

  /// Us, or, when we are root, the first of `candidates` that exists.
  static func choose() -> ServerUser? {
    guard geteuid() == 0 else {
      return ServerUser(
        name: NSUserName(), userID: geteuid(), groupID: getegid(), home: NSHomeDirectory(),
        mustSwitch: false)
    }
    return candidates.lazy.compactMap(lookUp).first
  }

  private static func lookUp(_ name: String) -> ServerUser? {
    var entry = passwd()
    var buffer = [CChar](repeating: 0, count: 16_384)
    var found: UnsafeMutablePointer<passwd>?
    guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      return nil
    }
    return ServerUser(
      name: name, userID: entry.pw_uid, groupID: entry.pw_gid,
      home: String(cString: entry.pw_dir), mustSwitch: true)
  }

  /// `setpriv` of util-linux; it replaces itself by the program, so the child's number is the
  /// program's.
  static let setprivPaths = ["/usr/bin/setpriv", "/bin/setpriv"]

  static var setpriv: String? {
    setprivPaths.first { access($0, X_OK) == 0 }
  }

  /// The command that runs `program` as this user and lets the kernel stop it when we end.
  ///
  /// - Parameters:
  ///   - directory: where it is run. A directory this user cannot read, such as root's home, would
  ///     make PostgreSQL's programs fail.
  ///   - stopsWithUs: the kernel sends it SIGINT (PostgreSQL: fast shutdown) when this process is
  ///     gone, also after SIGKILL (prctl(2), PR_SET_PDEATHSIG).
  /// - Throws: `EmbeddedFailure` when we are root and there is no `setpriv`.
  func command(
    _ program: String, _ arguments: [String], in directory: String = "/", stopsWithUs: Bool,
    input: ChildProcess.Command.Input = .none
  ) throws(EmbeddedFailure) -> ChildProcess.Command {
    var prefix: [String] = []
    if let setpriv = Self.setpriv {
      let switching = [
        "--reuid=\(userID)", "--regid=\(groupID)", "--init-groups", "--no-new-privs",
      ]
      prefix = [setpriv] + (mustSwitch ? switching : [])
      prefix += (stopsWithUs ? ["--pdeathsig", "INT"] : []) + ["--"]
    } else if mustSwitch {
      throw EmbeddedFailure(
        "PostgreSQL does not run as root, and setpriv (package util-linux) is missing")
    }
    // Each step replaces itself by the next, so the child's number is the program's.
    let change = ["-c", "cd \"$0\" && exec \"$@\"", directory]
    return ChildProcess.Command(
      executable: "/bin/sh", arguments: change + prefix + [program] + arguments,
      environment: Self.environment, input: input)
  }

  /// PG* variables and the caller's locale must not reach the server.
  private static let environment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/",
  ]

  /// Whether this user can enter a directory, judged by trying it as this user.
  func canEnter(_ directory: String) async -> Bool {
    guard mustSwitch else { return access(directory, X_OK | R_OK) == 0 }
    guard let command = try? command("/usr/bin/test", ["-x", directory], stopsWithUs: false),
      let outcome = try? await ChildProcess.run(command, limitMilliseconds: 10_000)
    else { return false }
    return outcome.ending?.isSuccess == true
  }
}

/// An embedded server cannot be started or kept.
struct EmbeddedFailure: Error, Hashable, Sendable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
