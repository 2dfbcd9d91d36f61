import Domain
import Metrics

/// What an event worker counts, by its name.
struct WorkerMetrics: Sendable {
  enum Outcome: String, CaseIterable {
    case applied, ignored, held, interrupted
    case deadLetter = "dead_letter"
  }

  private let worker: String
  private let records: Counter
  private let outcomes: [Outcome: Counter]
  private let attempts: [String: Counter]
  private let inFlight: Gauge
  private let batch: Metrics.Timer
  private let paused: Gauge
  private let age: Metrics.Timer
  private let dependencyWaits: Counter

  init(worker: String) {
    let own = [("worker", worker)]
    self.worker = worker
    records = Counter(label: "rongqiao_worker_records_total", dimensions: own)
    outcomes = Dictionary(
      uniqueKeysWithValues: Outcome.allCases.map { outcome in
        let dimensions = own + [("outcome", outcome.rawValue)]
        return (
          outcome, Counter(label: "rongqiao_worker_outcomes_total", dimensions: dimensions)
        )
      })
    attempts = Dictionary(
      uniqueKeysWithValues: (["ok"] + FailureClass.allCases.map(\.rawValue)).map { result in
        let dimensions = own + [("result", result)]
        return (result, Counter(label: "rongqiao_worker_attempts_total", dimensions: dimensions))
      })
    inFlight = Gauge(label: "rongqiao_worker_in_flight", dimensions: own)
    batch = Metrics.Timer(label: "rongqiao_worker_batch_seconds", dimensions: own)
    paused = Gauge(label: "rongqiao_worker_paused", dimensions: own)
    age = Metrics.Timer(label: "rongqiao_worker_record_age_seconds", dimensions: own)
    dependencyWaits = Counter(label: "rongqiao_worker_dependency_waits_total", dimensions: own)
  }

  func took(records count: Int) {
    records.increment(by: count)
    inFlight.record(count)
  }

  func finishedBatch(since started: Instant, now: Instant) {
    batch.recordMicroseconds(max(0, now.microseconds - started.microseconds))
  }

  func idle() { inFlight.record(0) }

  func note(_ outcome: Outcome, _ count: Int = 1) {
    if count > 0 { outcomes[outcome]?.increment(by: count) }
  }

  /// - Parameter failure: nil for an attempt that succeeded.
  func attempted(_ failure: FailureClass?) {
    attempts[failure?.rawValue ?? "ok"]?.increment()
    if failure == .dependencyDown { dependencyWaits.increment() }
  }

  func isPaused(_ isPaused: Bool) { paused.record(isPaused ? 1 : 0) }

  /// How old an event was when it was done.
  func done(_ event: Event, at now: Instant) {
    age.recordMicroseconds(max(0, now.microseconds - event.time.microseconds))
  }

  func keptLetter(reason: String) {
    Counter(
      label: "rongqiao_dead_letters_total", dimensions: [("worker", worker), ("reason", reason)]
    ).increment()
  }
}
