import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Matches needs with the catalog: those that wait, and those that a change of catalog or policies
/// touches.
///
/// Two readers run side by side, so that a sweep over a whole province never holds up a need that
/// was just submitted:
/// - everything about enterprises, as group `rongqiao.match`: decides waiting needs and emits
///   `need.decided`. The partition key is the enterprise, so that one enterprise's events are
///   handled in order by one worker.
/// - published versions and slices of work, as group `rongqiao.sweep`: cuts sweeps into slices and
///   sweeps them, one transaction each; emits `decision.flipped` and `enterprise.newly_qualifies`.
public enum MatchWorker {
  /// The Kafka group and the inbox's consumer name of waiting needs.
  public static let group = Consumer.match.name
  /// The same of sweeps.
  public static let sweepGroup = Consumer.sweep.name
  public static let topics: [Topic] = [.enterprise]
  public static let sweepTopics: [Topic] = [.catalog, .work]

  /// Nobody waits for the beginning of a sweep as for a need's match: its topics are asked less often.
  private static let sweepFetchMilliseconds = 50

  /// Each topic the worker reads with the group that reads it.
  public static let readers: [(topic: Topic, group: String)] =
    topics.map { ($0, group) } + sweepTopics.map { ($0, sweepGroup) }

  /// - Parameters:
  ///   - state: of the reader of enterprises.
  ///   - sweepState: of the reader of sweeps.
  ///   - controls: whether the worker `match` or `sweep` is paused.
  ///   - decisionTargetMilliseconds: a need decided later than this counts as a missed deadline.
  public static func service(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, sweepState: WorkerState = WorkerState(name: "sweep"),
    controls: WorkerControls, decisionTargetMilliseconds: Int64 = 30_000, logger: Logger
  ) -> some Service {
    var matchOptions = options
    matchOptions.holdsByEnterprise = Consumer.match.ordersByEnterprise
    var sweepOptions = options
    // A slice is a thousand needs, less than a tenth of a second: few enough that stopping never waits
    // long.
    sweepOptions.maximumBatchMessages = min(24, options.maximumBatchMessages)
    sweepOptions.embeddedFetchMilliseconds = sweepFetchMilliseconds
    return SideBySide(
      application: application,
      match: EventWorker(
        name: "match", group: group, topics: topics, link: link, options: matchOptions,
        application: application, clock: clock, ids: ids, state: state, controls: controls,
        logger: logger
      ) { events in
        let outcome = try await application.match(
          events: events.map { $0.entered(ids) }, consumer: group)
        DecisionMetrics.record(
          waitedMilliseconds: outcome.waitedMilliseconds,
          targetMilliseconds: decisionTargetMilliseconds)
        for run in outcome.runs { logger.debug("need decided", metadata: run.metadata) }
        return BatchResult(
          rejected: outcome.unknown.map {
            ($0, "unknown_enterprise", "no enterprise with this key is in the database")
          }
            + outcome.overflowed.map {
              ($0, "hold_full", "too many events of the enterprise wait behind a dead letter")
            }, held: outcome.held, ignored: max(0, outcome.skipped))
      },
      sweep: EventWorker(
        name: "sweep", group: sweepGroup, topics: sweepTopics, link: link, options: sweepOptions,
        application: application, clock: clock, ids: ids, state: sweepState, controls: controls,
        logger: logger
      ) { events in
        let outcome = try await application.sweep(
          events: events.map { $0.entered(ids) }, consumer: sweepGroup)
        if outcome.slices > 0 {
          logger.debug(
            "slices swept",
            metadata: ["slices": "\(outcome.slices)", "changed": "\(outcome.changed)"])
        }
        return BatchResult(
          rejected: outcome.unknown.map {
            ($0, "unknown_slice", "no slice with this number is in the database")
          }, ignored: outcome.skipped)
      })
  }
}

extension DecidedRun {
  /// Identifiers only, so that a line may be kept where personal data must not be.
  var metadata: Logger.Metadata {
    var metadata: Logger.Metadata = [
      "need_id": "\(need)", "run_id": "\(run)", "event_id": "\(cause)",
      "enterprise_id": "\(enterprise)", "waited_ms": "\(waitedMilliseconds)",
    ]
    if let trace = traceparent.flatMap(TraceContext.init) {
      metadata["trace_id"] = "\(trace.traceID)"
      metadata["span_id"] = "\(trace.spanID)"
    }
    return metadata
  }
}

/// Runs both readers; ends when both have.
private struct SideBySide: Service {
  let application: Application
  let match: EventWorker
  let sweep: EventWorker

  func run() async throws {
    async let sweeping: Void = sweep.run()
    // Beside them: the first need is not to wait for what can be made ready before it comes.
    async let warm: Void = application.warmUp()
    try await match.run()
    try await sweeping
    await warm
  }
}
