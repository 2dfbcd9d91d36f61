import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("LISTEN")
struct ListenerTests {
  /// Collects events and lets a test wait for one of them.
  private final class Events: Sendable {
    private struct State {
      var all: [PostgresListener.Event] = []
      var waiter: (index: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Locked(State())

    func add(_ event: PostgresListener.Event) {
      let waiter = state.withLock { state in
        state.all.append(event)
        guard let waiter = state.waiter, state.all.count > waiter.index else {
          return nil as CheckedContinuation<Void, Never>?
        }
        state.waiter = nil
        return waiter.continuation
      }
      waiter?.resume()
    }

    /// The event of that number, counted from 0.
    func event(_ index: Int) async -> PostgresListener.Event {
      await withCheckedContinuation { continuation in
        let isThere = state.withLock { state in
          if state.all.count > index { return true }
          state.waiter = (index, continuation)
          return false
        }
        if isThere { continuation.resume() }
      }
      return state.withLock { $0.all[index] }
    }
  }

  private static func isSubscribed(_ event: PostgresListener.Event) -> Bool {
    if case .subscribed = event { true } else { false }
  }

  private static func payload(_ event: PostgresListener.Event) -> String? {
    if case .notification(let notification) = event { notification.payload } else { nil }
  }

  private static func isInterrupted(_ event: PostgresListener.Event) -> Bool {
    if case .interrupted = event { true } else { false }
  }

  @Test("on one connection receives what another one sends, also while a query runs")
  func connection() async throws {
    let configuration = try await freshDatabase()
    try await withOwnConnection(configuration) { sender in
      try await withOwnConnection(configuration) { connection in
        try await connection.listen("news")
        let none = try await connection.notifications(waitMilliseconds: 1)
        #expect(none.isEmpty)
        try await sender.query("SELECT pg_notify('news', 'one')")
        let first = try await connection.notifications(waitMilliseconds: 5_000)
        #expect(first.map(\.payload) == ["one"])
        try await sender.query("SELECT pg_notify('news', 'two')")
        try await connection.query("SELECT 1")
        let second = try await connection.notifications(waitMilliseconds: 5_000)
        #expect(second.map(\.payload) == ["two"])
        let process = await sender.serverProcess
        #expect(second.first?.serverProcess == process)
        let waiting = Task { try await connection.notifications(waitMilliseconds: 20_000) }
        waiting.cancel()
        let error = await postgresError { _ = try await waiting.value }
        #expect(error?.kind == .cancelled)
        try await connection.unlisten("news")
        try await expectUsable(connection)
      }
    }
  }

  @Test("survives a cut: it says so, listens again, and receives again", .timeLimit(.minutes(5)))
  func survivesCut() async throws {
    try await withListener(heartbeatMilliseconds: 60_000) { events, proxy, sender in
      let first = await events.event(0)
      #expect(Self.isSubscribed(first))
      try await sender.query("SELECT pg_notify('news', 'before')")
      let before = await events.event(1)
      #expect(Self.payload(before) == "before")
      proxy.cut()
      let cut = await events.event(2)
      #expect(Self.isInterrupted(cut))
      let again = await events.event(3)
      #expect(Self.isSubscribed(again))
      try await sender.query("SELECT pg_notify('news', 'after')")
      let after = await events.event(4)
      #expect(Self.payload(after) == "after")
    }
  }

  @Test("finds by its heartbeat that the peer has gone silent", .timeLimit(.minutes(5)))
  func heartbeat() async throws {
    try await withListener(heartbeatMilliseconds: 50) { events, proxy, sender in
      _ = await events.event(0)
      proxy.mode = .freeze
      let lost = await events.event(1)
      #expect(Self.isInterrupted(lost))
      proxy.mode = .pass
      var index = 2
      while !Self.isSubscribed(await events.event(index)) { index += 1 }
      try await sender.query("SELECT pg_notify('news', 'after')")
      let after = await events.event(index + 1)
      #expect(Self.payload(after) == "after")
    }
  }

  private func withListener(
    heartbeatMilliseconds: Int,
    _ body: (Events, TCPProxy, PostgresConnection) async throws -> Void
  ) async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database()
    let port = try #require(server.port)
    let proxy = try TCPProxy(port: port)
    defer { proxy.stop() }
    var proxied = try PostgresConfiguration(
      url: url.replacing(":\(port)/", with: ":\(proxy.port)/"))
    proxied.connectTimeoutMilliseconds = 5_000
    proxied.cancelTimeoutMilliseconds = 200
    let listener = PostgresListener(
      configuration: proxied, channels: ["news"],
      limits: PostgresListener.Limits(
        heartbeatMilliseconds: heartbeatMilliseconds, answerDeadlineMilliseconds: 5_000,
        backoffBaseMilliseconds: 5, backoffMaximumMilliseconds: 50))
    let events = Events()
    let running = Task { await listener.run { events.add($0) } }
    try await withOwnConnection(try PostgresConfiguration(url: url)) { sender in
      try await body(events, proxy, sender)
    }
    running.cancel()
    await running.value
  }
}
