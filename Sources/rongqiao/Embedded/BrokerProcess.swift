import Domain
import Foundation
import Glibc
import Logging
import ServiceLifecycle

/// The in-memory Kafka cluster of `rongqiao broker`, as a child process, for `rongqiao up`.
///
/// It keeps nothing: when it dies, it is started again, empty and at another address, and every
/// address goes to the observers, who build their clients anew. What was in it and not consumed is
/// created again by the sweeper. The child ends when its standard input closes, so it never
/// outlives this process.
actor BrokerProcess: Service {
  private let executable: String
  private let topics: [BrokerTopic]
  private let logger: Logger
  private var budget: RestartBudget

  private var starting: Task<String, any Error>?
  private var child: ChildProcess?
  private var address: String?
  private var observers: [Int: AsyncStream<String>.Continuation] = [:]
  private var nextObserver = 0
  private var isStopping = false

  /// How long the child may take to say its address.
  static let startLimitMilliseconds = 20_000
  static let stopSteps: [(signal: Int32, graceMilliseconds: Int)] = [
    (SIGTERM, 3_000), (SIGKILL, 3_000),
  ]

  /// This very program, also when its file was replaced meanwhile.
  static let ownExecutable = "/proc/self/exe"

  init(
    topics: [BrokerTopic] = BrokerTopic.all, logger: Logger,
    budget: RestartBudget = RestartBudget(), executable: String = BrokerProcess.ownExecutable
  ) {
    self.executable = executable
    self.topics = topics
    self.logger = logger
    self.budget = budget
  }

  /// Starts the broker if it is not started, and returns its bootstrap servers (`host:port,…`).
  ///
  /// - Throws: `EmbeddedFailure`, `ChildProcess.StartFailure`.
  func start() async throws -> String {
    if let starting { return try await starting.value }
    logger.notice(
      "\(SettingKey.kafkaBrokers.variable) is not set: starting an in-memory broker as a child process; what it holds is lost when it stops, and created again from PostgreSQL"
    )
    let task = Task { try await launch() }
    starting = task
    return try await task.value
  }

  /// The address now, if there is one, and every later one; only the newest is kept for a slow
  /// reader. The stream ends when the broker is stopped.
  func addresses() -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream<String>.makeStream(
      bufferingPolicy: .bufferingNewest(1))
    guard !isStopping else {
      continuation.finish()
      return stream
    }
    let number = nextObserver
    nextObserver += 1
    observers[number] = continuation
    continuation.onTermination = { _ in Task { await self.forget(number) } }
    if let address { continuation.yield(address) }
    return stream
  }

  /// The process of the broker that runs now.
  var childIdentifier: pid_t? { child?.processIdentifier }

  private func forget(_ number: Int) { observers[number] = nil }

  /// Keeps the broker until shutdown, then stops it. In a `ServiceGroup` it stands before all that
  /// uses Kafka, so that it is stopped after them.
  ///
  /// - Throws: `EmbeddedFailure` when the broker keeps dying.
  func run() async throws {
    _ = try await start()
    do {
      while let child {
        let began = ContinuousClock.now
        let ending = await cancelWhenGracefulShutdown { await child.waitForEnding() }
        guard let ending, !isStopping else { break }
        address = nil
        try await restart(after: ending, ranFor: began.duration(to: .now))
      }
    } catch is CancellationError {
      // Being told to stop while waiting to start again is no failure.
    } catch {
      await stop()
      throw error
    }
    await stop()
  }

  /// Stops the broker and waits for it. May be called again, and without `run()`.
  func stop() async {
    isStopping = true
    _ = try? await starting?.value
    for observer in observers.values { observer.finish() }
    observers = [:]
    guard let child else { return }
    _ = await child.stop(Self.stopSteps)
    self.child = nil
    logger.info("In-memory broker stopped")
  }

  private func restart(after ending: ChildProcess.Ending, ranFor: Duration) async throws {
    var ran = Int(ranFor.components.seconds) * 1_000
    var reason = ending.description
    while true {
      guard let delay = budget.delayMilliseconds(afterRunOf: ran) else {
        throw EmbeddedFailure("the in-memory broker keeps ending (\(reason))")
      }
      logger.warning(
        "The in-memory broker ended by itself; starting it again, empty",
        metadata: ["reason": "\(reason)", "delay_ms": "\(delay)"])
      try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(delay)) }
      guard !isStopping else { return }
      do {
        _ = try await launch()
        return
      } catch let failure as EmbeddedFailure {
        ran = 0
        reason = failure.description
      }
    }
  }

  /// Starts the child and waits for the line with its address.
  private func launch() async throws -> String {
    let logger = self.logger
    let (lines, feed) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(100))
    let child = try await ChildProcess.start(command) { stream, line in
      switch (stream, line) {
      case (.output, .some(let line)): feed.yield(line)
      case (.output, .none): feed.finish()
      case (.error, .some(let line)): logger.debug("broker: \(line)")
      case (.error, .none): break
      }
    }
    let limit = Task {
      try? await Task.sleep(for: .milliseconds(Self.startLimitMilliseconds))
      feed.finish()
    }
    defer { limit.cancel() }
    for await line in lines {
      guard let found = (try? JSONParser.parse(line))?["bootstrap_servers"]?.stringValue else {
        continue
      }
      self.child = child
      address = found
      for observer in observers.values { observer.yield(found) }
      logger.notice(
        "In-memory broker is ready",
        metadata: ["address": "\(found)", "process": "\(child.processIdentifier)"])
      return found
    }
    let ending = await child.stop(Self.stopSteps)
    throw EmbeddedFailure(
      "the in-memory broker did not start (\(ending.map(\.description) ?? "still running"))")
  }

  private var command: ChildProcess.Command {
    // The child reads no setting: the topics come as arguments.
    let kept = ["PATH", "LD_LIBRARY_PATH", "SWIFT_BACKTRACE"]
    let environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
    return ChildProcess.Command(
      executable: executable,
      arguments: [
        "broker", "--parent-pipe", "--topics", topics.map(\.description).joined(separator: ","),
      ], environment: environment, input: .held)
  }
}
