import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Counts how far needs came. Reads the topic of enterprises as group `rongqiao.statistics`; what it counts
/// follows from the tables, so that `rongqiao statistics rebuild` gives the same when an event was lost.
public enum StatisticsWorker {
  /// The Kafka group and the inbox's consumer name.
  public static let group = Consumer.statistics.name
  public static let topics: [Topic] = [.enterprise]
  /// Each topic the worker reads with the group that reads it.
  public static let readers: [(topic: Topic, group: String)] = topics.map { ($0, group) }

  /// A record that is no event is a dead letter of the match workers, which read the same topic.
  public static func service(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, logger: Logger
  ) -> some Service {
    var options = options
    options.keepsMalformed = false
    return EventWorker(
      name: "statistics", group: group, topics: topics, link: link, options: options,
      application: application, clock: clock, ids: ids, state: state, logger: logger
    ) { events in
      let outcome = try await application.countFunnel(
        events: events.map { $0.entered(ids) }, consumer: group)
      return BatchResult(ignored: outcome.skipped)
    }
  }
}
