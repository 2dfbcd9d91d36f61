import Application
import Domain
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport

/// How large a run is.
struct FaultRunOptions: Sendable {
  var seed: UInt64
  var faults: Int
  var lengthMilliseconds: Int
  /// The load goes on until so many events have been written.
  var events: Int
  var enterprises: Int
  var users: Int
  /// Between two catalogs.
  var publishMilliseconds: Int
  /// Between two looks at the dead letters.
  var lettersMilliseconds = 4_000
  /// Runs replayed, and needs decided anew, at most.
  var sample: Int
  /// How long faults and load may take; they go on until both are done.
  var stormMilliseconds: Int
  /// How long the service may take to finish all work after the last fault.
  var settleMilliseconds: Int
  /// What may happen.
  var kinds = FaultKind.allCases

  /// No run takes longer, unless it waits for what never comes. Beside storm and settling there are
  /// the start, the checks and the last requests.
  var limitMilliseconds: Int { 2 * (stormMilliseconds + settleMilliseconds) }

  /// What `make test` runs.
  static func small(seed: UInt64) -> FaultRunOptions {
    FaultRunOptions(
      seed: seed, faults: 14, lengthMilliseconds: 24_000, events: 1_500, enterprises: 40, users: 6,
      publishMilliseconds: 9_000, sample: 500, stormMilliseconds: 240_000,
      settleMilliseconds: 120_000)
  }

  /// What `make faults` runs.
  static func full(seed: UInt64) -> FaultRunOptions {
    FaultRunOptions(
      seed: seed, faults: 220, lengthMilliseconds: 540_000, events: 52_000, enterprises: 200,
      users: 16, publishMilliseconds: 20_000, sample: 2_000, stormMilliseconds: 1_800_000,
      settleMilliseconds: 300_000)
  }
}

/// A service under load and faults, then its books examined.
struct FaultRun: Sendable {
  let options: FaultRunOptions
  let schedule: FaultSchedule
  private let progress = RunProgress()
  private let watchdog: Watchdog

  init(_ options: FaultRunOptions) {
    self.options = options
    schedule = FaultSchedule(
      seed: options.seed, count: options.faults, lengthMilliseconds: options.lengthMilliseconds,
      kinds: options.kinds.filter { TestKafka.isEmbedded || !$0.needsOwnBroker },
      sides: TestKafka.isEmbedded ? Side.allCases : [.database])
    watchdog = Watchdog(milliseconds: options.limitMilliseconds)
  }

  func run() async throws -> FaultReport {
    let started = ContinuousClock.now
    defer { watchdog.stop() }
    let ledger = Ledger()
    return try await HookReceiver.with(ledger) { hooks in
      try await FaultSite.with(enterprises: options.enterprises, note: watchdog.note) { site in
        do {
          return try await run(site, hooks, ledger, since: started)
        } catch {
          throw StoryError(
            "\(error), SEED=\(options.seed); the last steps were\n"
              + watchdog.steps.joined(separator: "\n"))
        }
      }
    }
  }

  private func run(
    _ site: FaultSite, _ hooks: HookReceiver, _ ledger: Ledger,
    since started: ContinuousClock.Instant
  ) async throws -> FaultReport {
    let application = Application(
      pool: site.pool, clock: .system, ids: IdentifierSource(),
      reference: try ReferenceData.bundled(), masterKeys: TestKeys.master,
      logger: Logger(label: "faults", factory: { _ in SwiftLogNoOpLogHandler() }))
    let watcher = try TopicWatcher(site.kafka, seed: options.seed)
    let client = SiteClient(site, ledger)
    let letters = LetterOperator(site, client, ledger)
    var report = FaultReport(seed: options.seed)
    watchdog.note("storm")
    let work = try await storm(site, application, client, watcher, letters, hooks)
    watchdog.note("storm is over")
    report.faults = schedule.faults.count
    report.kinds = schedule.kinds
    report.catalogs = work.catalogs
    try await settle(site, application, letters)
    watchdog.note("work is settled")
    await watcher.close()
    progress.end()
    watchdog.note("checks")
    let checks = Checks(pool: site.pool, application: application)
    report.findings.add(try await checks.invariants())
    report.findings.add(try await checks.accepted(ledger))
    report.findings.add(try await checks.anew(ledger))
    let trail = try await checks.auditTrail()
    report.findings.add(trail.findings)
    report.auditEntries = trail.entries
    let replays = try await checks.replays(sample: options.sample, seed: options.seed) {
      progress.show("replays", $0, of: $1)
    }
    report.findings.add(replays.findings)
    report.replayed = replays.count
    let fresh = try await checks.freshVerdicts(sample: options.sample, seed: options.seed)
    report.findings.add(fresh.0)
    report.decidedAnew = fresh.1
    let log = watcher.log
    report.findings.add("events_doubled", .duplicated, log.doubled)
    report.findings.add("events_out_of_order", .broken, log.disordered)
    let endings = await site.endings()
    report.findings.add(
      "crashes", .broken,
      endings.filter { $0.isCrash && !$0.isOfBroker }
        .map { "\($0.name) ended with \($0.status): \($0.lastWords)" })
    report.findings.add("faults_not_made", .broken, work.failures)
    report.ownEndings = endings.count { !$0.isCrash }
    report.brokerAborts = endings.count { $0.isCrash && $0.isOfBroker }
    report.events = try await site.count(Self.eventCount)
    report.eventsSeen = log.events
    report.requests = ledger.done
    report.retried = ledger.retried
    report.needs = try await site.count("SELECT count(*) FROM need")
    report.runs = try await site.count("SELECT count(*) FROM match_run")
    report.deadLetters = try await site.count("SELECT count(*) FROM dead_letter")
    let (seconds, attoseconds) = started.duration(to: .now).components
    report.seconds = Double(seconds) + Double(attoseconds) / 1e18
    progress.end()
    if !report.findings.bad.isEmpty,
      let path = ProcessInfo.processInfo.environment["STORM_DUMP"]
    {
      try await site.cluster.dump(site.databaseURL, to: path)
      for process in site.all {
        try await process.output.write(
          toFile: "\(path).\(process.name)", atomically: true, encoding: .utf8)
      }
    }
    return report
  }

  static let eventCount: Statement = "SELECT sum(event_sequence)::bigint FROM enterprise"

  // MARK: - Load and faults

  private struct Work {
    var failures: [String]
    var catalogs: Int
  }

  /// Works and disturbs until all faults have been and enough events were written.
  private func storm(
    _ site: FaultSite, _ application: Application, _ client: SiteClient, _ watcher: TopicWatcher,
    _ letters: LetterOperator, _ hooks: HookReceiver
  ) async throws -> Work {
    let ledger = client.ledger
    let rows = try await site.pool.withConnection {
      try await $0.query("SELECT id FROM enterprise ORDER BY id")
    }
    let enterprises = try rows.map { EnterpriseID(try $0.decode(0, as: UUID.self)) }
    try await Books.limit(application)
    try await Books.prepareGuarantees(application)
    guard let debtor = enterprises.last else { throw StoryError("no enterprise") }
    try await Books.prepareDebtor(application, debtor)
    let parties = try await ClaimParties.make(site, debtor: debtor)
    let nurtured = try await nurture(application, seller: enterprises[0], hooks)
    let pace = Pace(options)
    let maker = FaultMaker(
      site: site, client: client, ledger: ledger, watcher: watcher, enterprises: enterprises,
      seed: options.seed)
    var publisher = try CatalogPublisher(application, seed: options.seed)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<options.users {
        let own = enterprises.indices.filter { $0 % options.users == number }
          .map { enterprises[$0] }
        guard
          var user = LoadUser(
            number, seed: options.seed, enterprises: own, nurtured: nurtured[number],
            parties: parties, client: client, ledger: ledger)
        else { continue }
        group.addTask {
          try await pace.abandoning {
            while !pace.isOver {
              if pace.mayGo { try await user.step() } else { await Timing.tick(milliseconds: 50) }
            }
          }
        }
      }
      group.addTask { try await count(site, pace, ledger) }
      group.addTask {
        while !pace.isOver {
          // The database may be away; the next look will do.
          _ = try? await letters.look()
          await Timing.tick(milliseconds: options.lettersMilliseconds)
        }
      }
      let failures = try await pace.abandoning {
        try await makeFaults(maker, pace, &publisher)
      }
      try await group.waitForAll()
      if let reason = pace.reason { throw StoryError(reason) }
      return Work(failures: failures, catalogs: publisher.published)
    }
  }

  /// Enters an enterprise for each user that is led to a board, and the addresses of those who are told of
  /// everything by webhook: them, a seller, and an institution.
  private func nurture(
    _ application: Application, seller: EnterpriseID, _ hooks: HookReceiver
  ) async throws -> [EnterpriseID] {
    let today = WallClock.system.now().legalDate
    try await Books.prepareAwards(application, year: today.year)
    var nurtured: [EnterpriseID] = []
    for number in 1...options.users {
      nurtured.append(try await Books.enterNurtured(application, number, today: today))
    }
    for organisation in (nurtured + [seller]).map(\.text) + ClaimParties.funders.prefix(1) {
      try await Books.enterWebhook(application, organisation, url: hooks.url)
    }
    return nurtured
  }

  /// Counts the events and tells the pace, until both the faults and the load are done.
  private func count(_ site: FaultSite, _ pace: Pace, _ ledger: Ledger) async throws {
    let deadline = ContinuousClock.now + .milliseconds(options.stormMilliseconds)
    while !pace.isOver {
      if ContinuousClock.now > deadline {
        pace.abandon(
          """
          not over within \(options.stormMilliseconds) ms: \(pace.faultsDone) faults of \
          \(schedule.faults.count), \(pace.events) events of \(options.events)
          """)
      }
      if let events = try? await site.count(Self.eventCount) { pace.reached(events) }
      progress.show(
        "faults", pace.faultsDone, of: schedule.faults.count,
        "\(pace.events)/\(options.events) events, \(ledger.done) requests")
      await Timing.tick(milliseconds: 250)
    }
  }

  /// Makes each fault at its time, and publishes catalogs between them.
  ///
  /// - Returns: the faults that could not be made, with the reason.
  private func makeFaults(
    _ maker: FaultMaker, _ pace: Pace, _ publisher: inout CatalogPublisher
  ) async throws -> [String] {
    let started = ContinuousClock.now
    pace.start(started)
    return try await withThrowingTaskGroup(of: String?.self) { group in
      var nextCatalog = options.publishMilliseconds / 2
      for fault in schedule.faults {
        while nextCatalog < fault.startMilliseconds {
          await Timing.pass(until: started + .milliseconds(nextCatalog))
          try await publisher.publish()
          nextCatalog += options.publishMilliseconds
        }
        await Timing.pass(until: started + .milliseconds(fault.startMilliseconds))
        group.addTask {
          defer { pace.faultDone() }
          do {
            watchdog.note("fault \(fault.number) \(fault.label)")
            try await maker.make(fault)
            watchdog.note("fault \(fault.number) is over")
            return nil
          } catch {
            return "\(fault.number) \(fault.label): \(error)"
          }
        }
      }
      var failures: [String] = []
      while let failure = try await group.next() {
        if let failure { failures.append(failure) }
      }
      pace.faultsOver()
      return failures
    }
  }

  // MARK: - Afterwards

  /// Waits until there is no work left.
  private func settle(
    _ site: FaultSite, _ application: Application, _ letters: LetterOperator
  ) async throws {
    let open: Statement = """
      SELECT (SELECT count(*) FROM need WHERE match_due_since IS NOT NULL)
        + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM sweep WHERE finished_at IS NULL)
        + (
      """ + Invariant.undrawnFacts + ") + (" + Invariant.guaranteesOfWithdrawnNeeds + ") + ("
      + Invariant.unreviewedListings + ") + (" + Invariant.unjudgedReports + ") + ("
      + Invariant.unrecordedStages + ") + (" + Invariant.unsentWebhooks + ") + ("
      + Invariant.uncountedNeeds + ")"
    // Once may be between two steps: published and not yet read.
    var quiet = 0
    do {
      try await Timing.eventually(
        "no work is left", withinMilliseconds: options.settleMilliseconds, everyMilliseconds: 250
      ) {
        var left = try await letters.look()
        left += try await site.count(open)
        // Counted, and counted as it stands.
        if left == 0 { left += try await application.reconcile(dryRun: true).funnel }
        quiet = left == 0 ? quiet + 1 : 0
        progress.show("settling", 0, of: 1, "\(left) left")
        return quiet >= 4
      }
    } catch {
      // The checks will say what is left; this, what those who should have done it say.
      print("faults: \(error), SEED=\(options.seed)\n\(await site.words())")
    }
  }
}

/// Keeps the load in step with the faults: neither is over long before the other.
private final class Pace: Sendable {
  private struct State {
    var started: ContinuousClock.Instant?
    var events = 0
    var base: Int?
    var faultsDone = 0
    var areFaultsOver = false
    /// Why it ends before it is done.
    var reason: String?
  }

  private let options: FaultRunOptions
  private let state = Mutex(State())
  /// The load may be so far ahead.
  private static let marginShare = 0.02

  init(_ options: FaultRunOptions) { self.options = options }

  func start(_ instant: ContinuousClock.Instant) { state.withLock { $0.started = instant } }

  func reached(_ events: Int) {
    state.withLock { state in
      if state.base == nil { state.base = events }
      state.events = events - (state.base ?? 0)
    }
  }

  func faultDone() { state.withLock { $0.faultsDone += 1 } }
  func faultsOver() { state.withLock { $0.areFaultsOver = true } }

  var events: Int { state.withLock { $0.events } }
  var faultsDone: Int { state.withLock { $0.faultsDone } }

  var isOver: Bool {
    state.withLock {
      $0.reason != nil || $0.areFaultsOver && $0.events >= options.events
    }
  }

  var reason: String? { state.withLock { $0.reason } }

  /// Ends it: who waits for the others would wait forever.
  func abandon(_ reason: String) { state.withLock { $0.reason = $0.reason ?? reason } }

  /// Ends it when a part of it fails.
  nonisolated(nonsending) func abandoning<T>(
    _ body: nonisolated(nonsending) () async throws -> T
  ) async throws -> T {
    do {
      return try await body()
    } catch {
      abandon("\(error)")
      throw error
    }
  }

  /// Whether the load is not ahead of its time.
  var mayGo: Bool {
    state.withLock { state in
      guard let started = state.started else { return false }
      let (seconds, attoseconds) = started.duration(to: .now).components
      let passed = Double(seconds) * 1_000 + Double(attoseconds) / 1e15
      let share = passed / Double(max(1, options.lengthMilliseconds)) + Self.marginShare
      return Double(state.events) < Double(options.events) * share
    }
  }
}
