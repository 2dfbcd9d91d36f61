import Application
import Metrics

/// What a sender counts.
enum WebhookMetrics {
  static func attempted(_ answer: WebhookAnswer) {
    let result =
      switch answer {
      case .status(let status, _): "\(status / 100)xx"
      case .failure(let failure): failure.rawValue
      }
    Counter(label: "rongqiao_webhook_attempts_total", dimensions: [("answer", result)]).increment()
  }

  static func judged(_ verdict: WebhookVerdict) {
    if let ending = verdict.ending { settled(ending, 1) }
    settled("discarded", verdict.discarded)
    if let word = verdict.disabledWord {
      Counter(
        label: "rongqiao_webhooks_disabled_total", dimensions: [("why", word)]
      ).increment()
    }
  }

  private static func settled(_ state: String, _ count: Int) {
    guard count > 0 else { return }
    Counter(label: "rongqiao_webhook_deliveries_total", dimensions: [("ending", state)])
      .increment(by: count)
  }

  static func isPaused(_ isPaused: Bool) {
    Gauge(label: "rongqiao_worker_paused", dimensions: [("worker", "webhook")])
      .record(isPaused ? 1 : 0)
  }

  static func backlog(waiting: Int, oldestDueMilliseconds: Int64) {
    Gauge(label: "rongqiao_webhook_waiting").record(waiting)
    Gauge(label: "rongqiao_webhook_oldest_seconds").record(Double(oldestDueMilliseconds) / 1_000)
  }
}
