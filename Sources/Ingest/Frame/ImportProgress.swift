import Domain

/// How far a long piece of work has come, at one moment.
public struct ImportProgress: Hashable, Sendable {
  /// Pieces done, at most `total`.
  public let done: Int
  public let total: Int
  /// Pieces per second since the start; nil before the first millisecond.
  public let perSecond: Int?
  /// Seconds left at that speed, rounded up; nil while unknown, 0 when done.
  public let remainingSeconds: Int?

  /// Whole per cent, rounded down, so that 100 means done.
  public var percent: Int { total == 0 ? 100 : Int(Int64(done) * 100 / Int64(total)) }
}

/// Measures the progress of one piece of work; the caller brings the clock.
public struct ProgressReporter: Sendable {
  public let total: Int
  public let startedAt: Instant

  /// - Parameters:
  ///   - total: pieces in all, at least 0.
  ///   - startedAt: when the work began.
  public init(total: Int, startedAt: Instant) {
    self.total = max(0, total)
    self.startedAt = startedAt
  }

  /// The progress at `now`; a clock that went back gives no speed.
  public func progress(done: Int, now: Instant) -> ImportProgress {
    let done = min(max(0, done), total)
    let milliseconds = (now.microseconds - startedAt.microseconds) / 1_000
    var perSecond: Int?
    var remaining: Int? = done == total ? 0 : nil
    if milliseconds > 0 {
      perSecond = Exact.scaled(Int64(done), by: 1_000, over: milliseconds).map { Int($0) }
      if done > 0, done < total {
        let left = Exact.scaled(Int64(total - done), by: milliseconds, over: Int64(done))
        remaining = left.map { Int(($0 + 999) / 1_000) }
      }
    }
    return ImportProgress(
      done: done, total: total, perSecond: perSecond, remainingSeconds: remaining)
  }
}

/// Draws progress as one terminal line. Whether there is a terminal, and how often to draw, is for
/// the caller to know.
public enum ProgressBar {
  /// One line of at most `width` columns, without a line break: the bar, per cent, counts, speed and
  /// time left, as many of these as fit.
  public static func render(
    _ progress: ImportProgress, width: Int, language: ReportLanguage = .zh
  ) -> String {
    guard width > 0 else { return "" }
    let percent = DisplayWidth.padded("\(progress.percent)%", to: 4)
    var parts = [percent, "\(progress.done)/\(progress.total)"]
    if let perSecond = progress.perSecond {
      parts.append(language == .zh ? "\(perSecond) 行/秒" : "\(perSecond)/s")
    }
    if let remaining = progress.remainingSeconds, remaining > 0 {
      parts.append((language == .zh ? "剩余 " : "left ") + clock(remaining))
    }
    while parts.count > 1, DisplayWidth.columns(parts.joined(separator: "  ")) > width {
      parts.removeLast()
    }
    let text = parts.joined(separator: "  ")
    let room = min(40, width - DisplayWidth.columns(text) - 3)
    guard room >= 8 else { return DisplayWidth.prefix(text, width) }
    let filled = room * progress.percent / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled)
    return "[\(bar)] \(text)"
  }

  /// `m:ss`, or `h:mm:ss` from one hour on.
  static func clock(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
