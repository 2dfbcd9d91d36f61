import Domain

/// For how long the oldest unread record of one partition has lain there, without reading it; pure.
///
/// Each look notes how far the partition reached. A record is as old as the first look that found the
/// partition to reach beyond it: at most one interval too young, and no older than the first look of
/// all. When too much would be kept, every second look is forgotten, which makes a record in between
/// look younger, never older.
struct BacklogAge {
  private var looks: [(end: Int64, at: Instant)] = []
  private let looksMaximum: Int

  init(looksMaximum: Int = 512) { self.looksMaximum = max(2, looksMaximum) }

  /// Notes one look.
  ///
  /// - Parameters:
  ///   - next: the offset the group reads next.
  ///   - end: one past the partition's last offset.
  /// - Returns: milliseconds; 0 when everything is read.
  mutating func note(next: Int64, end: Int64, at now: Instant) -> Int64 {
    // The partition was made anew.
    if let last = looks.last, last.end > end { looks = [] }
    if looks.last.map({ $0.end < end }) ?? true { looks.append((end, now)) }
    looks.removeAll { $0.end <= next }
    if looks.count > looksMaximum {
      looks = looks.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
    guard next < end, let first = looks.first else { return 0 }
    return max(0, (now.microseconds - first.at.microseconds) / 1_000)
  }
}
