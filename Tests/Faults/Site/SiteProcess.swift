import Foundation
import TestSupport

/// One process of the service with its own ways to the servers; started again when it ends, as an
/// orchestrator would.
actor SiteProcess {
  /// An end that nobody asked for.
  struct Ending: Sendable {
    var name: String
    /// The exit status; below zero the signal.
    var status: Int32
    var lastWords: String

    /// Whether it broke: a signal, or a trap.
    var isCrash: Bool { status < 0 || status > 128 }
    /// The in-memory cluster of librdkafka 2.0.2 aborts when a member whose connection was cut asks to
    /// join again before its first question is answered (`rdkafka_mock_cgrp.c`, the assertion
    /// `!member->resp`). It is no part of the service, which must survive that like any other end.
    var isOfBroker: Bool { name == FaultSite.brokerName }
  }

  private enum State { case down, starting, up, stopping }

  let name: String
  /// Its ways to the servers, each with the turns of those who disturb it.
  nonisolated let ways: [Side: (proxy: TCPProxy, lane: Lane)]
  nonisolated let lane = Lane()
  private let arguments: [String]
  private let environment: [String: String]
  /// Found in the line that says that it runs.
  private let sign: String
  private let onStart: @Sendable (String) -> Void
  private var program: Program?
  private var state = State.down
  private(set) var endings: [Ending] = []

  /// How long it may take until it runs, with all attempts.
  static let startMilliseconds = 180_000
  /// One attempt.
  private static let startSeconds = 60.0

  init(
    name: String, arguments: [String], proxies: [Side: TCPProxy], sign: String,
    environment: [String: String],
    onStart: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.name = name
    self.arguments = arguments
    ways = proxies.mapValues { ($0, Lane()) }
    self.sign = sign
    self.environment = environment
    self.onStart = onStart
  }

  /// Starts it and waits until it says that it runs; tries again while it ends by itself, as it
  /// may when what it needs at start is away.
  func start() async throws {
    guard state == .down else { return }
    state = .starting
    let deadline = ContinuousClock.now + .milliseconds(Self.startMilliseconds)
    repeat {
      let program = try Program(arguments, environment: environment)
      self.program = program
      let sign = sign
      let line = try? await Timing.blocking {
        try program.line(withinSeconds: Self.startSeconds, "start") { $0.contains(sign) }
      }
      if let line {
        onStart(line)
        state = .up
        return
      }
      let ending = program.ending
      program.destroy()
      if let ending { note(ending, program) }
      await Timing.tick(milliseconds: 250)
    } while ContinuousClock.now < deadline
    state = .down
    throw StoryError("\(name) does not start; it said:\n\(program?.output.suffix(2_000) ?? "")")
  }

  /// Kills it (SIGKILL) and waits for its end.
  func kill() async throws {
    guard state == .up, let program else { return }
    state = .stopping
    program.kill(SIGKILL)
    _ = try await Timing.blocking { try program.end() }
    state = .down
  }

  /// Asks it to stop and gives its exit status.
  func stop() async throws -> Int32 {
    guard state == .up, let program else { return 0 }
    state = .stopping
    program.kill(SIGTERM)
    defer { state = .down }
    return try await Timing.blocking { try program.end() }
  }

  /// Lets it stand still, or go on.
  func signal(_ signal: Int32) {
    guard state == .up else { return }
    program?.kill(signal)
  }

  /// Starts it again if it ended by itself.
  func revive() async throws {
    guard state == .up, let program, let ending = program.ending else { return }
    note(ending, program)
    state = .down
    try await start()
  }

  /// Ends it for sure.
  func destroy() {
    state = .stopping
    program?.destroy()
    for way in ways.values { way.proxy.stop() }
  }

  /// What it has said since its last start.
  var output: String { program?.output ?? "" }
  /// What it said last.
  var lastWords: String { String(output.suffix(3_000)) }

  private func note(_ status: Int32, _ program: Program) {
    endings.append(
      Ending(name: name, status: status, lastWords: String(program.output.suffix(2_000))))
  }
}
