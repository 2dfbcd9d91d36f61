import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Consumes everything about enterprises, matches waiting needs with the catalog, and emits
/// `need.decided`.
///
/// Consumes `rongqiao.enterprise.v1` as group `rongqiao.match`; the partition key is the
/// enterprise, so that one enterprise's events are handled in order by one worker.
public enum MatchWorker {
  /// The Kafka group and the inbox's consumer name.
  public static let group = "rongqiao.match"
  public static let topics: [Topic] = [.enterprise]

  public static func service(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, logger: Logger
  ) -> some Service {
    EventWorker(
      name: "match", group: group, topics: topics, link: link, options: options,
      application: application, clock: clock, ids: ids, state: state, logger: logger
    ) { events in
      let outcome = try await application.match(events: events, consumer: group)
      if outcome.decided > 0 {
        logger.debug("needs decided", metadata: ["count": "\(outcome.decided)"])
      }
      return BatchResult(
        rejected: outcome.unknown.map {
          ($0, "unknown_enterprise", "no enterprise with this key is in the database")
        })
    }
  }
}
