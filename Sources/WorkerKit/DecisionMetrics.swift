import Metrics

/// How long needs wait for their runs.
public enum DecisionMetrics {
  /// Records `rongqiao_decision_seconds`, and `rongqiao_deadlines_missed_total` for those that waited
  /// longer than the target.
  public static func record(waitedMilliseconds: [Int64], targetMilliseconds: Int64) {
    guard !waitedMilliseconds.isEmpty else { return }
    let timer = Metrics.Timer(label: "rongqiao_decision_seconds")
    for waited in waitedMilliseconds { timer.recordMilliseconds(waited) }
    let missed = waitedMilliseconds.count { $0 > targetMilliseconds }
    if missed > 0 { Counter(label: "rongqiao_deadlines_missed_total").increment(by: missed) }
  }
}
