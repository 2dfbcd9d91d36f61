import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Records what listing cases and layers open of awards, and looks again at what waited for facts. Reads the
/// topic of enterprises as group `rongqiao.entitlement`; what is missing follows from the steps of the cases,
/// so that the sweeper records what an event was lost of.
public enum EntitlementWorker {
  /// The Kafka group and the inbox's consumer name.
  public static let group = Consumer.entitlement.name
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
      name: "entitlement", group: group, topics: topics, link: link, options: options,
      application: application, clock: clock, ids: ids, state: state, logger: logger
    ) { events in
      let outcome = try await application.openEntitlements(
        events: events.map { $0.entered(ids) }, consumer: group)
      return BatchResult(ignored: outcome.skipped)
    }
  }
}
