import Domain
import Synchronization

/// How far whoever looks again and again has looked for stages that no award event tells of: at everything
/// first, for what clauses name changes with the program, and then at what was entered since.
public final class StageLook: Sendable {
  /// How far it looks back before the last time that it missed none: longer than any transaction.
  private let backMilliseconds: Int64
  private let covered = Mutex<Instant?>(nil)

  public init(backMilliseconds: Int64 = 3_600_000) {
    self.backMilliseconds = backMilliseconds
  }

  /// Nil for everything.
  var since: Instant? {
    covered.withLock { $0 }?.adding(milliseconds: -backMilliseconds)
  }

  /// Notes that nothing was missed of what had been entered until an instant.
  func missedNone(until instant: Instant) {
    covered.withLock { $0 = instant }
  }
}
