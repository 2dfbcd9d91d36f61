import Domain

/// How long after the instant that PostgreSQL records for a commit the client knew of it, as the
/// floor's own commits saw it: writing the log out, and the way back.
///
/// The instant of a run's commit is read from the server afterwards, because asking while it is
/// measured would disturb it; that instant lies before the log is written out. Adding what the
/// commit nearest in time was seen to take gives the instant at which anybody could have known.
struct FlushDelays: Sendable {
  private let commits: [(instant: Int64, delay: Int64)]

  /// - Parameter commits: recorded instant and the instant the client knew, in microseconds.
  init(_ commits: [(recorded: Int64, known: Int64)]) {
    self.commits = commits.map { ($0.recorded, max(0, $0.known - $0.recorded)) }
      .sorted { $0.instant < $1.instant }
  }

  /// The delay of the commit nearest to an instant; 0 when there is none.
  func nearest(_ instant: Int64) -> Int64 {
    guard !commits.isEmpty else { return 0 }
    var low = 0
    var high = commits.count
    while low < high {
      let middle = (low + high) / 2
      if commits[middle].instant < instant { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return commits[0].delay }
    if low == commits.count { return commits[low - 1].delay }
    let (before, after) = (commits[low - 1], commits[low])
    return instant - before.instant <= after.instant - instant ? before.delay : after.delay
  }
}
