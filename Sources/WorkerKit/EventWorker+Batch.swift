import Domain
import Logging

/// A record of a batch with its event, and how often it failed on its own.
struct BatchItem: Sendable {
  var record: IncomingRecord
  var event: Event
  var failures = 0
  /// When it first failed.
  var firstFailedAt: Instant?
}

/// Events that are tried again after a pause, in order; later ones of the same key wait with them.
struct Deferred {
  private(set) var items: [BatchItem] = []
  private var keys: Set<String> = []

  var isEmpty: Bool { items.isEmpty }

  /// Takes those out of a part of a batch whose key waits already, and gives back the others.
  mutating func ready(among part: ArraySlice<BatchItem>) -> [BatchItem] {
    var ready: [BatchItem] = []
    for item in part {
      if keys.contains(item.event.key) { items.append(item) } else { ready.append(item) }
    }
    return ready
  }

  mutating func add(_ item: BatchItem) {
    keys.insert(item.event.key)
    items.append(item)
  }
}

extension EventWorker {
  /// Handles one batch to its end.
  ///
  /// - Returns: false when shutdown came first; the batch then comes again to somebody else.
  func process(_ records: [IncomingRecord]) async -> Bool {
    metrics.took(records: records.count)
    let started = clock.now()
    let isDone = await processInOrder(records)
    if isDone {
      metrics.finishedBatch(since: started, now: clock.now())
    } else {
      metrics.note(.interrupted, records.count)
    }
    metrics.idle()
    return isDone
  }

  /// What cannot be read is kept at its place: what stands behind it may have to wait for it.
  private func processInOrder(_ records: [IncomingRecord]) async -> Bool {
    var readable: [BatchItem] = []
    for record in records {
      switch record.event {
      case .success(let event): readable.append(BatchItem(record: record, event: event))
      // In a rolling upgrade newer programs send what older ones do not know, and need not.
      case .failure(.unknownType): metrics.note(.ignored)
      case .failure where !options.keepsMalformed: metrics.note(.ignored)
      case .failure(let malformed):
        guard await apply(readable) else { return false }
        readable = []
        metrics.attempted(.poison)
        let letter = Rejection(
          record: record, reason: malformed.code, detail: malformed.message, attempts: 1,
          firstFailedAt: clock.now())
        guard await keep([letter]) else { return false }
      }
    }
    return await apply(readable)
  }

  /// Applies events together; where that fails for their own sake, in ever smaller parts, so that
  /// one bad event costs the others little. What may pass is tried again after all others are done.
  private func apply(_ batch: [BatchItem]) async -> Bool {
    var backoff = options.backoff
    var waiting = batch
    while !waiting.isEmpty {
      var deferred = Deferred()
      guard await apply(part: waiting[...], &deferred) else { return false }
      waiting = deferred.items
      guard !waiting.isEmpty else { break }
      // Stopping cuts the pauses short; an event is not given up in that haste, it comes again.
      if isStopping { return false }
      await pause(backoff.nextMilliseconds())
      if isStopping { return false }
    }
    return true
  }

  private func apply(part: ArraySlice<BatchItem>, _ deferred: inout Deferred) async -> Bool {
    let ready = deferred.ready(among: part)
    guard !ready.isEmpty else { return true }
    let number = ready.count == 1 ? ready[0].failures + 1 : 1
    switch await attempt(ready.map(\.event), number: number) {
    case .done(let result): return await finish(ready, result)
    case .interrupted: return false
    case .failed(let error, let failure):
      guard ready.count == 1 else {
        let middle = ready.count / 2
        guard await apply(part: ready[..<middle], &deferred) else { return false }
        return await apply(part: ready[middle...], &deferred)
      }
      return await failedAlone(ready[0], error, failure, &deferred)
    }
  }

  /// One event that failed on its own: waits for another attempt, or is given up.
  private func failedAlone(
    _ item: BatchItem, _ error: any Error, _ failure: FailureClass, _ deferred: inout Deferred
  ) async -> Bool {
    var item = item
    item.failures += 1
    item.firstFailedAt = item.firstFailedAt ?? clock.now()
    guard failure == .poison || item.failures >= max(1, options.attemptsMaximum) else {
      deferred.add(item)
      return true
    }
    logger.error("event given up", metadata: metadata(item.event, ["error": "\(error)"]))
    return await keep([
      Rejection(
        record: item.record, reason: failure == .poison ? "handler_refused" : "handler_failed",
        detail: "the handler failed: \(error)", attempts: item.failures,
        firstFailedAt: item.firstFailedAt ?? clock.now())
    ])
  }

  /// Notes what the handler made of events, and keeps those it could not place.
  private func finish(_ items: [BatchItem], _ result: BatchResult) async -> Bool {
    let now = clock.now()
    var refused: [Rejection] = []
    for rejection in result.rejected {
      guard let item = items.first(where: { $0.event.id == rejection.event }) else { continue }
      refused.append(
        Rejection(
          record: item.record, reason: rejection.reason, detail: rejection.detail,
          attempts: item.failures + 1, firstFailedAt: item.firstFailedAt ?? now))
    }
    metrics.note(.held, result.held)
    metrics.note(.ignored, result.ignored)
    metrics.note(.applied, items.count - result.held - result.ignored - refused.count)
    let rejected = Set(result.rejected.map(\.event))
    for item in items {
      metrics.done(item.event, at: now)
      if logger.logLevel <= .debug {
        logger.debug("event handled", metadata: metadata(item.event))
      }
    }
    let redriven = items.filter { $0.record.isRedriven && !rejected.contains($0.event.id) }
    guard await settle(redriven.map(\.event.id)) else { return false }
    return await keep(refused)
  }

  /// The ids that a line about an event carries.
  private func metadata(_ event: Event, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "event_id": "\(event.id)", "event_type": "\(event.type.rawValue)",
    ]
    if NeedID(event.subject) != nil { metadata["need_id"] = "\(event.subject)" }
    if EnterpriseID(event.key) != nil { metadata["enterprise_id"] = "\(event.key)" }
    return metadata.merging(more) { _, new in new }
  }
}
