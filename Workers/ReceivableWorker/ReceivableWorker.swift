import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Draws the facts that products decide on from receivables, when these change: a debtor's confirmation
/// makes a need newly eligible without anybody asking. Reads the topic of enterprises as group
/// `rongqiao.receivable`; what is due stands in the database, so that the sweeper draws what an event was
/// lost of.
public enum ReceivableWorker {
  /// The Kafka group and the inbox's consumer name.
  public static let group = Consumer.receivable.name
  public static let topics: [Topic] = [.enterprise]
  /// Each topic the worker reads with the group that reads it.
  public static let readers: [(topic: Topic, group: String)] = topics.map { ($0, group) }

  /// - Parameter controls: whether the worker `receivable` is paused.
  ///
  /// A record that is no event is a dead letter of the match workers, which read the same topic.
  public static func service(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, controls: WorkerControls = .none, logger: Logger
  ) -> some Service {
    var options = options
    options.keepsMalformed = false
    return EventWorker(
      name: "receivable", group: group, topics: topics, link: link, options: options,
      application: application, clock: clock, ids: ids, state: state, controls: controls,
      logger: logger
    ) { events in
      let outcome = try await application.refreshReceivables(
        events: events.map { $0.entered(ids) }, consumer: group)
      return BatchResult(ignored: outcome.skipped)
    }
  }
}
