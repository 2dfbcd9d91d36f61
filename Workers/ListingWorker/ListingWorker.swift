import Application
import WorkerKit

/// Looks at the cases of an enterprise when these or its facts change: draws the facts that products decide on,
/// derives its layers, and tells of what is at risk by its plans. Reads the topic of enterprises as group
/// `rongqiao.listing`; what is due stands in the database, so that the sweeper looks at what an event was lost
/// of.
public enum ListingWorker {
  public static let follower = FollowerWorker(name: "listing", consumer: .listing) {
    application, events in
    try await application.reviewListings(events: events, consumer: Consumer.listing.name).skipped
  }
}
