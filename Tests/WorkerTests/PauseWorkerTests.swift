import Application
import Domain
import EntitlementWorker
import ListingWorker
import MatchWorker
import MonitoringWorker
import NeedSweeper
import OutboxRelay
import Postgres
import ReceivableWorker
import ServiceLifecycle
import StatisticsWorker
import Store
import TestSupport
import Testing
import WorkerKit

@Suite("Paused workers", .timeLimit(.minutes(10)))
struct PauseWorkerTests {
  /// Counts how often each worker asks whether it is paused.
  private final class Asked: Sendable {
    let counts = Shared<[String: Int]>([:])
    let controls: WorkerControls

    init(_ world: World) {
      var options = PauseWatchOptions()
      options.intervalMilliseconds = 20
      // Before a first answer nobody is paused.
      options.deadlineMilliseconds = 60_000
      let inner = PauseWatch(
        world.application, options: options, clock: .system, logger: World.logger
      ).controls
      let counts = counts
      controls = WorkerControls { worker in
        let notice = await inner.pause(of: worker)
        if notice != nil { counts.change { $0[worker, default: 0] += 1 } }
        return notice
      }
    }

    /// Waits until a worker has seen its pause some times more.
    func again(_ worker: String) async throws {
      let before = counts.value[worker] ?? 0
      try await eventually("\(worker) sees its pause") {
        self.counts.value[worker] ?? 0 >= before + 3
      }
    }
  }

  private static func pause(_ world: World, _ worker: String) async throws {
    _ = try await world.application.setPause(
      .worker, target: worker, ["reason": "a test"], actor: World.actor)
  }

  private static func resume(_ world: World, _ worker: String) async throws {
    _ = try await world.application.endPause(.worker, target: worker, actor: World.actor)
  }

  private static func matchWorker(
    _ world: World, _ asked: Asked, state: WorkerState
  ) -> some Service {
    var options = EventWorkerOptions()
    options.pauseLookMilliseconds = 20
    return MatchWorker.service(
      application: world.application, link: world.link, options: options, clock: .system,
      ids: world.ids, state: state, controls: asked.controls, logger: World.logger)
  }

  @Test("a paused match worker stays ready and decides nothing; resumed, it decides each need once")
  func match() async throws {
    try await World.with { world in
      let asked = Asked(world)
      let state = WorkerState(name: "match")
      let needs = try await world.registerSample(6, seed: 3)
      try await world.submit(needs.prefix(2))
      try await running([
        try world.relay(), Self.matchWorker(world, asked, state: state),
      ]) {
        try await eventually("the first are decided") { try await world.waiting == 0 }
        try await Self.pause(world, "match")
        try await asked.again("match")
        #expect(state.phase == .paused)
        #expect(state.isReady)
        #expect(state.detail.contains("a test"))
        let before = try await world.runs
        try await world.submit(needs.dropFirst(2))
        try await eventually("all is published") { try await world.outbox == 0 }
        try await asked.again("match")
        #expect(try await world.runs == before)
        try await Self.resume(world, "match")
        try await eventually("the rest is decided") { try await world.waiting == 0 }
        try await eventually("it runs again") { state.phase == .running }
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.deadLetters == 0)
    }
  }

  @Test("a worker that starts while it is paused takes nothing")
  func startsPaused() async throws {
    try await World.with { world in
      let asked = Asked(world)
      let state = WorkerState(name: "match")
      try await Self.pause(world, "match")
      try await world.submit(try await world.registerSample(3, seed: 4))
      try await running([
        try world.relay(), Self.matchWorker(world, asked, state: state),
      ]) {
        try await asked.again("match")
        #expect(state.phase == .paused)
        try await eventually("all is published") { try await world.outbox == 0 }
        try await asked.again("match")
        #expect(try await world.runs == 0)
      }
      #expect(state.phase == .stopped, "a paused worker stops when it is told to")
      #expect(try await world.runs == 0)
      try await Self.resume(world, "match")
      try await running([
        try world.relay(),
        Self.matchWorker(world, asked, state: WorkerState(name: "match")),
      ]) { try await eventually("all is decided") { try await world.waiting == 0 } }
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test("a paused relay publishes nothing and keeps everything, in order")
  func relay() async throws {
    try await World.with { world in
      let asked = Asked(world)
      let state = WorkerState(name: "relay")
      try await Self.pause(world, "relay")
      var options = OutboxRelayOptions()
      options.pollMilliseconds = 20
      options.pausePollMilliseconds = 20
      let relay = OutboxRelay(
        database: try World.configuration(world.url), link: world.link, options: options,
        wake: world.wake, controls: asked.controls, state: state, logger: World.logger)
      try await running([relay, world.matchWorker()]) {
        try await world.submit(try await world.registerSample(4, seed: 5))
        let written = try await world.outbox
        #expect(written > 0)
        try await asked.again("relay")
        #expect(state.phase == .paused && state.isReady)
        #expect(try await world.outbox == written)
        try await Self.resume(world, "relay")
        try await eventually("all is decided") { try await world.waiting == 0 }
        try await eventually("all is published") { try await world.outbox == 0 }
        #expect(state.phase == .running)
      }
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test("a paused sweeper asks for nothing, and for everything when it goes on")
  func sweeper() async throws {
    try await World.with { world in
      let asked = Asked(world)
      try await Self.pause(world, "sweeper")
      try await world.submit(try await world.registerSample(3, seed: 6))
      try await world.withConnection {
        _ = try await $0.execute("DELETE FROM outbox")
        _ = try await $0.execute("UPDATE need SET match_due_since = now() - interval '1 h'")
      }
      var options = NeedSweeperOptions()
      options.intervalMilliseconds = 20
      options.pausePollMilliseconds = 20
      let sweeper = NeedSweeper(
        application: world.application, options: options, controls: asked.controls,
        state: WorkerState(name: "sweeper"), logger: World.logger)
      try await running([sweeper]) {
        try await asked.again("sweeper")
        #expect(try await world.outbox == 0)
        try await Self.resume(world, "sweeper")
        try await eventually("it asks") { try await world.outbox > 0 }
      }
    }
  }

  /// A worker that the sweeper stands in for, what gives it work, and how much of it is left.
  struct Follower: Sendable, CustomTestStringConvertible {
    let worker: FollowerWorker
    let cause: @Sendable (World) async throws -> Void
    let left: Statement
    var testDescription: String { worker.name }

    static let all = [
      Follower(
        worker: ReceivableWorker.follower, cause: ReceivableEvents.cause,
        left: "SELECT count(*) FROM receivable_account WHERE facts_due_at <= now()"),
      Follower(
        worker: ListingWorker.follower, cause: ListingEvents.cause,
        left: "SELECT count(*) FROM listing_account WHERE due_at <= now()"),
      // A firm on the provincial board, of whose stages the first is recorded or none.
      Follower(
        worker: EntitlementWorker.follower, cause: ListingEvents.cause,
        left: "SELECT 1 - least(count(*), 1) FROM award_event"),
      Follower(
        worker: MonitoringWorker.follower,
        cause: { world in
          let sample = try await world.registerSample(1, seed: 979)
          try await MonitoringEvents.report(of: try #require(sample.first).enterprise, world)
        }, left: "SELECT count(*) FROM monitoring_account WHERE due_at <= now()"),
      Follower(
        worker: StatisticsWorker.follower,
        cause: { world in try await world.submit(try await world.registerSample(2, seed: 33)) },
        left: """
          SELECT (SELECT count(*) FROM need) - coalesce(sum(submitted), 0)::bigint
          FROM funnel_cell WHERE dimension = 'all'
          """),
    ]
  }

  @Test(
    "while such a worker is paused nobody does its work; resumed, all that is due is done",
    arguments: Follower.all)
  func followers(_ follower: Follower) async throws {
    try await World.with { world in
      let (sweeping, following) = (Asked(world), Asked(world))
      let name = follower.worker.name
      try await follower.cause(world)
      try await Self.pause(world, name)
      #expect(try await world.number(follower.left) > 0)
      var options = NeedSweeperOptions()
      options.intervalMilliseconds = 20
      let sweeper = NeedSweeper(
        application: world.application, options: options, controls: sweeping.controls,
        state: WorkerState(name: "sweeper"), logger: World.logger)
      var reading = EventWorkerOptions()
      reading.pauseLookMilliseconds = 20
      let worker = follower.worker.service(
        application: world.application, link: world.link, options: reading, clock: .system,
        ids: world.ids, state: WorkerState(name: name), controls: following.controls,
        logger: World.logger)
      try await running([try world.relay(), sweeper, worker]) {
        try await sweeping.again(name)
        try await following.again(name)
        #expect(try await world.number(follower.left) > 0)
        try await Self.resume(world, name)
        try await eventually("all is done") { try await world.number(follower.left) == 0 }
      }
    }
  }

  // MARK: The watch

  private struct Away: Error {}

  private static func notice(_ worker: String, until: Instant? = nil) -> PauseRecord {
    PauseRecord(
      kind: .worker, target: worker, reason: "x", setAt: TestStore.morning, setBy: "x",
      endsAt: until)
  }

  private static func watch(
    intervalMilliseconds: Int64 = 0, clock: SettableClock = SettableClock(),
    deadlineMilliseconds: Int64 = 10_000,
    read: @escaping @Sendable () async throws -> [PauseRecord]
  ) -> PauseWatch {
    var options = PauseWatchOptions()
    options.intervalMilliseconds = intervalMilliseconds
    options.deadlineMilliseconds = deadlineMilliseconds
    return PauseWatch(options: options, clock: clock.wall, logger: World.logger, read: read)
  }

  @Test("while the database is away the last answer stands, paused or not")
  func databaseAway() async throws {
    let answer = Shared<Result<[PauseRecord], Away>>(.failure(Away()))
    let watch = Self.watch { try answer.value.get() }
    #expect(await watch.pause(of: "match") == nil, "it was never heard of")
    answer.change { $0 = .success([Self.notice("match")]) }
    #expect(await watch.pause(of: "match") != nil)
    answer.change { $0 = .failure(Away()) }
    #expect(await watch.pause(of: "match") != nil)
    #expect(await watch.pause(of: "relay") == nil)
    answer.change { $0 = .success([]) }
    #expect(await watch.pause(of: "match") == nil)
    answer.change { $0 = .failure(Away()) }
    #expect(await watch.pause(of: "match") == nil)
  }

  @Test("a pause whose end has passed is over without a look")
  func ends() async throws {
    let clock = SettableClock()
    let end = clock.now.adding(milliseconds: 1_000)
    let looks = Shared(0)
    let watch = Self.watch(intervalMilliseconds: 1_000_000, clock: clock) {
      looks.change { $0 += 1 }
      return [Self.notice("match", until: end)]
    }
    #expect(await watch.pause(of: "match")?.until == end)
    clock.set(end.adding(milliseconds: -1))
    #expect(await watch.pause(of: "match") != nil)
    clock.set(end)
    #expect(await watch.pause(of: "match") == nil)
    #expect(looks.value == 1, "an answer is kept")
  }

  @Test("many that ask at once look once, and a look that takes too long holds nobody up")
  func bounded() async throws {
    let looks = Shared(0)
    let watch = Self.watch(intervalMilliseconds: 1_000_000) {
      looks.change { $0 += 1 }
      return [Self.notice("match")]
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { _ = await watch.pause(of: "match") } }
    }
    #expect(looks.value == 1)
    #expect(await watch.pause(of: "match") != nil)
    let isFirst = Shared(true)
    let slow = Self.watch(deadlineMilliseconds: 20) {
      if isFirst.change({ first in
        defer { first = false }
        return first
      }) {
        return [Self.notice("match")]
      }
      // Until it is told to stop waiting.
      for await _ in AsyncStream<Void>(unfolding: {
        Task.isCancelled ? nil : await Task.yield()
      }) {}
      throw Away()
    }
    #expect(await slow.pause(of: "match") != nil)
    #expect(await slow.pause(of: "match") != nil, "the last answer stands")
  }
}
