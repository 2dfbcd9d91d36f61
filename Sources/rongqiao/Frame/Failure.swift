import ArgumentParser
import Glibc
import Kafka
import Postgres

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
    default: self.init(.internal, "\(error)")
    }
  }
}
