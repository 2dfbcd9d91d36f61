import Application
import WorkerKit

/// Records what listing cases and layers open of awards, and looks again at what waited for facts. Reads the
/// topic of enterprises as group `rongqiao.entitlement`; what is missing follows from the steps of the cases,
/// so that the sweeper records what an event was lost of.
public enum EntitlementWorker {
  public static let follower = FollowerWorker(name: "entitlement", consumer: .entitlement) {
    application, events in
    try await application.openEntitlements(events: events, consumer: Consumer.entitlement.name)
      .skipped
  }
}
