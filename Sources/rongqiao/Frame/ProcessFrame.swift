import Foundation
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// What every command stands in: the settings, the log, and orderly stopping.
struct ProcessFrame: Sendable {
  let settings: Settings
  let logger: Logger

  /// Reads the settings and opens the log. Called once in a process, by the command.
  ///
  /// - Throws: `SettingsError`.
  static func open(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws(SettingsError) -> ProcessFrame {
    // A reader that went away (`rongqiao settings | head`) is an error code, not a death.
    signal(SIGPIPE, SIG_IGN)
    let settings = try await SettingsReader.read(environment: environment)
    let format = settings.log.format
    let isReadable = format == .text || (format == .auto && Terminal.isTerminal(.error))
    let level = settings.log.level
    LoggingSystem.bootstrap { label in
      LineLogHandler(label: label, level: level, isReadable: isReadable)
    }
    let logger = Logger(label: "rongqiao")
    for warning in settings.warnings { logger.warning("\(warning)") }
    return ProcessFrame(settings: settings, logger: logger)
  }

  /// Runs services until a stop signal, in this order; they are stopped in the reverse one.
  ///
  /// The first SIGINT or SIGTERM lets running work finish, within the drain time of the settings;
  /// after that it is cancelled. A service that fails stops the others and fails the command.
  func run(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(settings.workers.drainSeconds)
    // Services that neither drain nor heed cancellation end with the process.
    configuration.maximumCancellationDuration = .seconds(Self.cancellationSeconds)
    try await ServiceGroup(configuration: configuration).run()
  }

  /// How long cancelled services may still take: the embedded PostgreSQL writes its checkpoint.
  static let cancellationSeconds = 45

  /// Stops the process with the status and message of an error.
  static func exit(with error: any Error) -> Never {
    let failure = CommandFailure(error)
    Terminal.note("rongqiao: \(failure.description)")
    Glibc.exit(failure.status.rawValue)
  }
}
