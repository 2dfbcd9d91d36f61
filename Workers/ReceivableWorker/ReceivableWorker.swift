import Application
import WorkerKit

/// Draws the facts that products decide on from receivables, when these change: a debtor's confirmation
/// makes a need newly eligible without anybody asking. Reads the topic of enterprises as group
/// `rongqiao.receivable`; what is due stands in the database, so that the sweeper draws what an event was
/// lost of.
public enum ReceivableWorker {
  public static let follower = FollowerWorker(name: "receivable", consumer: .receivable) {
    application, events in
    try await application.refreshReceivables(events: events, consumer: Consumer.receivable.name)
      .skipped
  }
}
