import Domain
import Store

/// One run that was just stored: what a log line and a metric need of it.
public struct DecidedRun: Sendable, Hashable {
  public var run: RunID
  public var need: NeedID
  public var enterprise: EnterpriseID
  /// The event that brought it about.
  public var cause: EventID
  /// W3C trace context of the attempt.
  public var traceparent: String?
  /// From the need's acceptance, or the change that made it wait, to the decision; never negative.
  public var waitedMilliseconds: Int64

  init(_ run: RunRecord, of need: OpenNeed, at now: Instant) {
    self.run = run.id
    self.need = run.need
    enterprise = run.enterprise
    cause = run.cause
    traceparent = run.traceparent
    let since = need.matchDueSince ?? now
    waitedMilliseconds = max(0, (now.microseconds - since.microseconds) / 1_000)
  }
}
