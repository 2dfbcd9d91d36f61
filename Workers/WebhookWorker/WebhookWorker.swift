import Application
import Domain
import Logging
import ServiceLifecycle
import WorkerKit

/// Tells organisations by webhook (Standard Webhooks) what happened.
///
/// Two services side by side: a reader of the topics of enterprises and of bulk work, as group
/// `rongqiao.webhook`, which only queues deliveries in the database; and a sender, which sends what is
/// due, one turn for each address at a time, so that an address that does not answer holds up nothing
/// but its own deliveries, however many such there are. A pause of the worker `webhook` stops the
/// sender; what happens meanwhile is queued.
public enum WebhookWorker {
  /// The Kafka group and the inbox's consumer name.
  public static let group = Consumer.webhook.name
  public static let topics: [Topic] = [.enterprise, .work]
  /// Each topic the worker reads with the group that reads it.
  public static let readers: [(topic: Topic, group: String)] = topics.map { ($0, group) }

  /// Queues what is to be sent. A record that is no event is a dead letter of the match workers, which
  /// read the same topics.
  ///
  /// - Parameter bell: rung when something is queued.
  public static func reader(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, bell: Wake, logger: Logger
  ) -> some Service {
    var options = options
    options.keepsMalformed = false
    return EventWorker(
      name: "webhook_reader", group: group, topics: topics, link: link, options: options,
      application: application, clock: clock, ids: ids, state: state,
      // A pause stops the sender; this one only queues.
      controls: .none, logger: logger
    ) { events in
      let outcome = try await application.queueWebhooks(
        events: events.map { $0.entered(ids) }, consumer: group)
      if outcome.queued > 0 { bell.ring() }
      return BatchResult(ignored: outcome.skipped)
    }
  }
}
