import Application
import Domain
import Logging
import ServiceLifecycle

/// A worker that does for enterprises what follows from their events. The events only say when to look:
/// what is due stands in the database, so that the sweeper does what an event was lost of.
public struct FollowerWorker: Sendable {
  /// Applies events in order; how many of them asked for nothing, or were applied before.
  public typealias Follow = @Sendable (Application, [Event]) async throws -> Int

  /// The name in logs and readiness, and the one it is paused by.
  public let name: String
  public let consumer: Consumer
  private let follow: Follow

  /// - Parameters:
  ///   - consumer: what it reads; also the name under which the inbox remembers.
  ///   - follow: throws when none of the events took effect.
  public init(name: String, consumer: Consumer, follow: @escaping Follow) {
    self.name = name
    self.consumer = consumer
    self.follow = follow
  }

  /// Each topic the worker reads with the group that reads it.
  public var readers: [(topic: Topic, group: String)] {
    consumer.topics.sorted { $0.rawValue < $1.rawValue }.map { ($0, consumer.name) }
  }

  /// - Parameter controls: whether the worker of this name is paused.
  public func service(
    application: Application, link: KafkaLink, options: EventWorkerOptions, clock: WallClock,
    ids: IdentifierSource, state: WorkerState, controls: WorkerControls, logger: Logger
  ) -> EventWorker {
    var options = options
    // A record that is no event is a dead letter of the match workers, which read the same topic.
    options.keepsMalformed = false
    let follow = follow
    return EventWorker(
      name: name, group: consumer.name, topics: readers.map(\.topic), link: link,
      options: options, application: application, clock: clock, ids: ids, state: state,
      controls: controls, logger: logger
    ) { events in
      BatchResult(ignored: try await follow(application, events.map { $0.entered(ids) }))
    }
  }
}
