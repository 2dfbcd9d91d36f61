import Application
import WorkerKit

/// Judges enterprises by what is reported of them. Reads the topic of enterprises as group `rongqiao.monitoring`; who
/// is due stands in the database, so that the sweeper judges those whose event was lost.
public enum MonitoringWorker {
  public static let follower = FollowerWorker(name: "monitoring", consumer: .monitoring) {
    application, events in
    try await application.judgeReported(events: events, consumer: Consumer.monitoring.name).skipped
  }
}
