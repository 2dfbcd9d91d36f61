import Application
import Logging
import Metrics
import ServiceLifecycle
import WorkerKit

public struct NeedSweeperOptions: Sendable {
  /// Between two sweeps.
  public var intervalMilliseconds: Int64 = 10_000
  /// How long a need may wait before its run is asked for again.
  public var patienceMilliseconds: Int64 = 30_000
  /// Needs asked for in one sweep.
  public var limit = 500
  /// Slices of sweeps asked for in one sweep.
  public var sliceLimit = 200
  public var slicing = SliceOptions()
  /// Dead letters on their way that are sent again in one sweep.
  public var letterLimit = 100
  /// How days to match again are computed in one sweep.
  public var rematch = RematchOptions()
  /// How long one sweep goes on computing them while any is unknown.
  public var rematchBudgetMilliseconds: Int64 = 5_000
  /// Messages of each kind that are forgotten in one sweep once their retention period is over.
  public var forgetLimit = 5_000
  /// Gains of products whose pause is over that are told of in one transaction, and transactions in
  /// one sweep.
  public var gainLimit = 500
  public var gainStepsMaximum = 100
  /// Entries of the audit trail in one seal, and seals in one sweep.
  public var sealLimit = 1_000
  public var sealStepsMaximum = 100
  /// Needs for which institutions are looked for in one sweep, and offers whose deadlines are kept.
  public var referralLimit = 500
  public var offerLimit = 500
  /// Receivables whose deadlines are kept in one sweep, and sellers whose facts are drawn from theirs.
  public var receivableLimit = 500
  public var receivableFactsLimit = 200
  /// Stages that are recorded as award events in one sweep, and events looked at of which enterprises are to
  /// be told.
  public var stageLimit = 200
  public var entitlementLimit = 500
  /// Enterprises whose listing cases are looked at in one sweep.
  public var listingLimit = 200
  /// Reservations of headroom that are let go in one sweep, because their time is over or their need was
  /// taken back.
  public var guaranteeLimit = 500
  /// Bridges whose money nobody took in time that are let go in one sweep.
  public var bridgeLimit = 500
  /// Members of pools that are placed on the ladder anew in one sweep.
  public var poolLimit = 200
  /// Enterprises that are judged by what is reported of them in one sweep.
  public var monitoringLimit = 500
  /// Days of which it is scored in one sweep how good what sources sent is.
  public var qualityDaysMaximum = 31
  /// Events that nobody read for webhooks which are looked at in one transaction, and transactions in one
  /// sweep.
  public var webhookLimit = 500
  public var webhookStepsMaximum = 20
  /// Needs of which is looked at in one sweep whether they are counted as they stand.
  public var funnelLimit = 500
  /// Needs of a periodic run whose offers are made in one transaction, and transactions in one sweep.
  public var allocationLimit = 20
  public var allocationStepsMaximum = 200
  /// Versions of facts stored by an earlier release that are sealed in one transaction, and
  /// transactions in one sweep.
  public var plainLimit = 500
  public var plainStepsMaximum = 20
  /// Enterprises that are erased in one sweep after their legal periods.
  public var erasureLimit = 20
  /// How often a paused sweeper looks whether it is to go on.
  public var pausePollMilliseconds: Int64 = 1_000

  public init() {}
}

/// At start and then periodically: asks again for every match run and every slice of a sweep that is
/// missing, so that losing every topic loses nothing; asks for the runs of needs for which a product
/// ripens today; looks for institutions for needs that wait for them, begins and carries on the
/// periodic runs, keeps the deadlines of offers and receivables, and draws facts from receivables;
/// looks at listing cases every day; records what they open of awards, and tells enterprises what they
/// may claim; lets go of reserved headroom; places members of pools on the ladder; judges
/// enterprises by what is reported of them; counts needs anew whose event for the funnel was
/// lost; queues webhooks for events that were lost unread; erases enterprises
/// whose legal periods are over; seals the audit trail, and facts of earlier releases; forgets what is
/// too old to be asked about; publishes backlog gauges.
public struct NeedSweeper: Service {
  private let application: Application
  private let options: NeedSweeperOptions
  private let controls: WorkerControls
  private let state: WorkerState
  private let logger: Logger
  private let stages = StageLook()

  /// - Parameter controls: whether the worker `sweeper` is paused, or one that it stands in for.
  public init(
    application: Application, options: NeedSweeperOptions, controls: WorkerControls,
    state: WorkerState, logger: Logger
  ) {
    self.application = application
    self.options = options
    self.controls = controls
    self.state = state
    self.logger = logger
  }

  public func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      if let notice = await controls.pause(of: "sweeper") {
        state.become(.paused, notice.detail)
        try? await cancelWhenGracefulShutdown {
          try await Task.sleep(for: .milliseconds(options.pausePollMilliseconds))
        }
        continue
      }
      do {
        try await sweep()
        state.become(.running, "sweeping every \(options.intervalMilliseconds) ms")
      } catch {
        state.become(.waiting, "the database is away")
        logger.warning("sweep failed", metadata: ["error": "\(error)"])
      }
      try? await cancelWhenGracefulShutdown {
        try await Task.sleep(for: .milliseconds(options.intervalMilliseconds))
      }
    }
    state.become(.stopped, "stopped")
  }

  /// One sweep. A step that fails is logged and holds up no other.
  ///
  /// - Throws: what the first step that failed threw, after all were tried.
  public func sweep() async throws {
    var failure: (any Error)?
    func attempt(_ step: String, _ body: () async throws -> Void) async throws {
      do {
        try await body()
      } catch let error as CancellationError {
        throw error
      } catch {
        logger.warning("a step failed", metadata: ["step": "\(step)", "error": "\(error)"])
        failure = failure ?? error
      }
    }
    try await attempt("missing runs", requestMatches)
    try await attempt("dead letters on their way", resendLetters)
    try await attempt("slices") { try await application.cutSlices(options.slicing) }
    try await attempt("missing slices", requestSlices)
    try await attempt("due days") {
      let ripe = try await application.requestDueRematches(limit: options.limit)
      Counter(label: "rongqiao_sweeper_rematches_total").increment(by: ripe)
    }
    try await attempt("days ahead", computeDays)
    try await attempt("gains after a pause", tellGains)
    try await attempt("referrals") {
      let made = try await application.dispatchDueReferrals(limit: options.referralLimit)
      Counter(label: "rongqiao_sweeper_offers_total").increment(by: made)
    }
    try await attempt("periodic runs", allocate)
    try await attempt("deadlines of offers") {
      let steps = try await application.escalateOffers(limit: options.offerLimit)
      Counter(label: "rongqiao_sweeper_escalations_total").increment(by: steps)
    }
    try await attempt("deadlines of receivables") {
      let steps = try await application.escalateReceivables(limit: options.receivableLimit)
      Counter(label: "rongqiao_sweeper_receivable_steps_total").increment(by: steps)
    }
    try await attempt("facts of receivables") {
      guard await mayStandIn(for: "receivable") else { return }
      let drawn = try await application.refreshDueReceivables(
        limit: options.receivableFactsLimit)
      Counter(label: "rongqiao_sweeper_receivable_facts_total").increment(by: drawn)
    }
    try await attempt("listing cases") {
      guard await mayStandIn(for: "listing") else { return }
      let reviewed = try await application.reviewDueListings(limit: options.listingLimit)
      Counter(label: "rongqiao_sweeper_listings_total").increment(by: reviewed)
    }
    try await attempt("reserved headroom") {
      let released = try await application.expireGuarantees(limit: options.guaranteeLimit)
      Counter(label: "rongqiao_sweeper_guarantees_released_total").increment(by: released)
    }
    try await attempt("reserved bridges") {
      let freed = try await application.expireBridges(limit: options.bridgeLimit)
      Counter(label: "rongqiao_sweeper_bridges_released_total").increment(by: freed)
    }
    try await attempt("stages that awards are paid for") {
      guard await mayStandIn(for: "entitlement") else { return }
      let recorded = try await application.recordStages(
        limit: options.stageLimit, after: stages)
      Counter(label: "rongqiao_sweeper_award_events_total").increment(by: recorded)
    }
    try await attempt("entitlements") {
      guard await mayStandIn(for: "entitlement") else { return }
      let looked = try await application.tellEntitlements(limit: options.entitlementLimit)
      Counter(label: "rongqiao_sweeper_entitlements_total").increment(by: looked)
    }
    try await attempt("members of pools") {
      let judged = try await application.judgeDueMembers(limit: options.poolLimit)
      Counter(label: "rongqiao_sweeper_members_judged_total").increment(by: judged)
    }
    try await attempt("warnings") {
      guard await mayStandIn(for: "monitoring") else { return }
      let judged = try await application.judgeDue(limit: options.monitoringLimit)
      Counter(label: "rongqiao_sweeper_enterprises_judged_total").increment(by: judged)
    }
    try await attempt("quality of sources") {
      guard await mayStandIn(for: "monitoring") else { return }
      let scored = try await application.scoreDays(limit: options.qualityDaysMaximum)
      Counter(label: "rongqiao_sweeper_days_scored_total").increment(by: scored)
    }
    try await attempt("counts of the funnel") {
      // It stands in for that worker, also when this is to do nothing.
      guard await controls.pause(of: "statistics") == nil else { return }
      let counted = try await application.recountFunnel(limit: options.funnelLimit)
      Counter(label: "rongqiao_sweeper_needs_recounted_total").increment(by: counted)
    }
    try await attempt("unread events for webhooks", queueWebhooks)
    try await attempt("erasures") {
      let erased = try await application.eraseDue(limit: options.erasureLimit)
      if erased > 0 {
        logger.notice("erased after a legal period", metadata: ["enterprises": "\(erased)"])
      }
    }
    try await attempt("audit seals", sealAudit)
    try await attempt("plain facts", sealStored)
    try await attempt("old messages") {
      try await application.forgetEndedPauses()
      _ = try await application.forgetOldMessages(limit: options.forgetLimit)
    }
    try await attempt("backlog", recordBacklog)
    if let failure { throw failure }
  }

  /// Whether to do what another worker does: not while that one is to do nothing.
  private func mayStandIn(for worker: String) async -> Bool {
    await controls.pause(of: worker) == nil
  }

  private func requestMatches() async throws {
    let asked = try await application.requestMissingMatches(
      patienceMilliseconds: options.patienceMilliseconds, limit: options.limit)
    if asked > 0 { logger.notice("missing runs asked for again", metadata: ["needs": "\(asked)"]) }
    Counter(label: "rongqiao_sweeper_requests_total").increment(by: asked)
  }

  private func tellGains() async throws {
    for _ in 0..<max(1, options.gainStepsMaximum) where !Task.isShuttingDownGracefully {
      guard try await application.tellUntoldGains(limit: options.gainLimit) > 0 else { return }
    }
  }

  private func allocate() async throws {
    if let run = try await application.startDueAllocation() {
      logger.notice("periodic run begun", metadata: ["run": "\(run)"])
    }
    for _ in 0..<max(1, options.allocationStepsMaximum) where !Task.isShuttingDownGracefully {
      guard let made = try await application.continueAllocation(limit: options.allocationLimit)
      else { return }
      Counter(label: "rongqiao_sweeper_offers_total").increment(by: made)
    }
  }

  /// A pause of the worker stops its sender only: what is to be sent is queued all the same.
  private func queueWebhooks() async throws {
    let counter = Counter(label: "rongqiao_sweeper_webhooks_total")
    counter.increment(by: 0)
    for _ in 0..<max(0, options.webhookStepsMaximum) where !Task.isShuttingDownGracefully {
      let found = try await application.queueUnreadWebhooks(
        patienceMilliseconds: options.patienceMilliseconds, limit: options.webhookLimit)
      counter.increment(by: found.queued)
      guard found.events > 0 else { return }
    }
  }

  private func sealStored() async throws {
    for _ in 0..<max(1, options.plainStepsMaximum) where !Task.isShuttingDownGracefully {
      guard try await application.sealStored(limit: options.plainLimit) > 0 else { return }
    }
  }

  private func sealAudit() async throws {
    for _ in 0..<max(1, options.sealStepsMaximum) where !Task.isShuttingDownGracefully {
      guard try await application.sealAudit(limit: options.sealLimit) != nil else { return }
    }
  }

  private func resendLetters() async throws {
    let sent = try await application.resendDeadLetters(
      patienceMilliseconds: options.patienceMilliseconds, limit: options.letterLimit)
    if sent > 0 { logger.notice("dead letters sent again", metadata: ["letters": "\(sent)"]) }
    Counter(label: "rongqiao_sweeper_letters_total").increment(by: sent)
  }

  private func computeDays() async throws {
    let end = ContinuousClock.now + .milliseconds(options.rematchBudgetMilliseconds)
    while try await application.computeRematchDays(options.rematch) > 0,
      ContinuousClock.now < end, !Task.isShuttingDownGracefully
    {}
  }

  private func requestSlices() async throws {
    let slices = try await application.requestMissingSlices(
      patienceMilliseconds: options.patienceMilliseconds, limit: options.sliceLimit)
    if slices > 0 {
      logger.notice("missing slices asked for again", metadata: ["slices": "\(slices)"])
    }
    Counter(label: "rongqiao_sweeper_slice_requests_total").increment(by: slices)
  }

  private func recordBacklog() async throws {
    let backlog = try await application.backlog()
    Gauge(label: "rongqiao_needs_waiting").record(backlog.needsWaiting)
    Gauge(label: "rongqiao_oldest_need_seconds").record(
      Double(backlog.oldestNeedMilliseconds) / 1_000)
    Gauge(label: "rongqiao_outbox_waiting").record(backlog.outboxWaiting)
    Gauge(label: "rongqiao_oldest_event_seconds").record(
      Double(backlog.oldestEventMilliseconds) / 1_000)
    for (state, count) in backlog.unsettledLetters {
      Gauge(label: "rongqiao_dead_letters", dimensions: [("state", state)]).record(count)
    }
    Gauge(label: "rongqiao_held_events").record(backlog.heldEvents)
  }
}
