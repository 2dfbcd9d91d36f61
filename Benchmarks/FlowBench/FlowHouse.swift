import Domain
import Sealing

/// What the benchmark needs from outside: a private PostgreSQL server, brokers, and this program's
/// own processes. The program that runs the benchmark knows how to start them.
public struct FlowHouse: Sendable {
  /// Those of its processes.
  public var masterKeys: MasterKeys
  /// The address of a database of the private server, for a superuser.
  public var databaseURL: @Sendable (_ name: String) -> String
  /// Starts an empty broker of its own with the topics of the service and further ones.
  public var startBroker: @Sendable (_ furtherTopics: [String]) async throws -> FlowBroker
  /// Starts `rongqiao worker NAME` and returns once it answers that it is ready.
  public var startWorker:
    @Sendable (_ name: String, _ database: String, _ brokers: String) async throws -> FlowProcess
  /// Starts `rongqiao serve` on a database and returns a client of it.
  public var startServer: @Sendable (_ database: String) async throws -> FlowServer
  /// Runs `pgbench` of the server's own installation to its end and returns its output.
  public var pgbench: @Sendable (_ arguments: [String], _ database: String) async throws -> String
  /// Restarts the server with settings that only a restart takes (`ALTER SYSTEM`).
  public var restartServer: @Sendable () async throws -> Void
  /// Opens a progress bar.
  public var progress: @Sendable (_ label: String, _ total: Int) -> FlowProgress
  /// Says a line to whoever watches.
  public var note: @Sendable (_ line: String) -> Void

  public init(
    masterKeys: MasterKeys, databaseURL: @escaping @Sendable (String) -> String,
    startBroker: @escaping @Sendable ([String]) async throws -> FlowBroker,
    startWorker: @escaping @Sendable (String, String, String) async throws -> FlowProcess,
    startServer: @escaping @Sendable (String) async throws -> FlowServer,
    pgbench: @escaping @Sendable ([String], String) async throws -> String,
    restartServer: @escaping @Sendable () async throws -> Void,
    progress: @escaping @Sendable (String, Int) -> FlowProgress,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.masterKeys = masterKeys
    self.databaseURL = databaseURL
    self.startBroker = startBroker
    self.startWorker = startWorker
    self.startServer = startServer
    self.pgbench = pgbench
    self.restartServer = restartServer
    self.progress = progress
    self.note = note
  }
}

/// A child process.
public struct FlowProcess: Sendable {
  public var processIdentifier: Int32
  /// Stops it in order, and waits.
  public var stop: @Sendable () async -> Void

  public init(processIdentifier: Int32, stop: @escaping @Sendable () async -> Void) {
    self.processIdentifier = processIdentifier
    self.stop = stop
  }
}

/// A broker of its own process.
public struct FlowBroker: Sendable {
  /// `host:port,…`
  public var address: String
  public var process: FlowProcess

  public init(address: String, process: FlowProcess) {
    self.address = address
    self.process = process
  }
}

/// The API over HTTP.
public struct FlowServer: Sendable {
  /// `POST /v1/needs`; the answer's body.
  public var submit: @Sendable (_ body: JSON) async throws -> JSON
  /// `GET /v1/runs/{id}`
  public var read: @Sendable (_ run: RunID) async throws -> Void
  public var process: FlowProcess

  public init(
    submit: @escaping @Sendable (JSON) async throws -> JSON,
    read: @escaping @Sendable (RunID) async throws -> Void, process: FlowProcess
  ) {
    self.submit = submit
    self.read = read
    self.process = process
  }
}

/// A progress bar.
public struct FlowProgress: Sendable {
  /// Shows so many as done.
  public var update: @Sendable (Int) -> Void
  /// Ends the line.
  public var finish: @Sendable (Int) -> Void

  public init(
    update: @escaping @Sendable (Int) -> Void, finish: @escaping @Sendable (Int) -> Void
  ) {
    self.update = update
    self.finish = finish
  }
}
