import API
import Application
import ArgumentParser
import Domain
import Glibc
import Kafka
import NIOCore
import Postgres
import Sealing
import Store

/// How the process ends (the numbers of BSD's `sysexits.h`).
enum ExitStatus: Int32, Sendable {
  case success = 0
  /// The command line is wrong.
  case usage = 64
  /// The input is wrong: a file with bad rows, a document that breaks its schema.
  case data = 65
  /// A server that is needed cannot be reached or started.
  case unavailable = 69
  /// A fault of ours.
  case `internal` = 70
  /// A setting is missing or wrong.
  case configuration = 78
}

/// Ends a command with a message for its user; not a crash.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  /// What any error means for the exit status and its message. The message holds no secret.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as SettingsError: self.init(.configuration, error.description)
    case let failure as EmbeddedFailure: self.init(.unavailable, failure.description)
    case let failure as StateDirectory.Failure: self.init(.unavailable, failure.description)
    case let failure as ChildProcess.StartFailure: self.init(.unavailable, failure.description)
    case let error as PostgresError where error.kind == .configuration:
      self.init(
        .configuration,
        "\(SettingKey.databaseURL.variable): \(error.reason); expected "
          + "postgresql://user:password@host:port/name")
    case let error as PostgresError where error.isTransient || error.kind == .connection:
      self.init(.unavailable, error.description)
    case let error as KafkaError where error.isRetriable || error.isTimeout:
      self.init(.unavailable, error.description)
    case let error as IOError where error.errnoCode == EADDRINUSE:
      self.init(
        .unavailable,
        "another program listens on that port; set "
          + "\(SettingKey.httpPort.variable) to another one, or to 0 for any 端口已被占用")
    case let error as MigrationError: self.init(.data, error.description)
    case ApplicationError.unavailable:
      self.init(.unavailable, "the database cannot be reached; try again later")
    case ApplicationError.invalid(let faults):
      self.init(
        .data,
        faults.map { "\($0.pointer) \($0.code): \($0.zh) · \($0.en)" }
          .joined(separator: "\n"))
    case ApplicationError.conflict(_, let zh, let en): self.init(.data, "\(zh) · \(en)")
    case ApplicationError.staleVersion(let current):
      self.init(
        .data, "数据已被更新,当前为第 \(current) 版 · changed since, version \(current) is in force")
    case ApplicationError.notFound(let what): self.init(.data, "no such \(what)")
    case ApplicationError.erased(let at):
      self.init(.data, "该企业的数据已依法删除 · the enterprise was erased at \(at.text)")
    case let error as KeySet.Malformed:
      self.init(.configuration, "\(SettingKey.jwks.variable): \(error.description)")
    case let error as SealingError where error != .erased:
      self.init(.configuration, "\(SettingKey.sealingKeys.variable): \(error.description)")
    default: self.init(.internal, "\(error)")
    }
  }
}
