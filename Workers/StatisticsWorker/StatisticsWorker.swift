import Application
import WorkerKit

/// Counts how far needs came. Reads the topic of enterprises as group `rongqiao.statistics`; what it counts
/// follows from the tables, so that `rongqiao statistics rebuild` gives the same when an event was lost.
public enum StatisticsWorker {
  public static let follower = FollowerWorker(name: "statistics", consumer: .statistics) {
    application, events in
    try await application.countFunnel(events: events, consumer: Consumer.statistics.name).skipped
  }
}
