import Synchronization

/// The outcomes of records sent together, and the one continuation that waits for all of them.
///
/// Records of one topic and key (of one partition, when the key is null) form a lane. The first
/// failure of a lane blocks it, so that no later record of that lane is handed over.
final class DeliveryBatch: Sendable {
  private struct State {
    var outcomes: [DeliveryOutcome?]
    var remaining: Int
    var blocked: [Int: KafkaError] = [:]
    var waiting: CheckedContinuation<[DeliveryOutcome], Never>?
  }

  private struct LaneKey: Hashable {
    let topic: String
    let partition: Int32?
    let key: [UInt8]?
  }

  private let lanes: [Int]
  private let state: Mutex<State>

  init(_ records: [KafkaRecord]) {
    var numbers: [LaneKey: Int] = [:]
    lanes = records.map { record in
      let key = LaneKey(
        topic: record.topic, partition: record.key == nil ? record.partition : nil, key: record.key)
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
    state = Mutex(
      State(outcomes: .init(repeating: nil, count: records.count), remaining: records.count))
  }

  /// The failure that blocks this record's lane, if any.
  func obstacle(for index: Int) -> KafkaError? {
    state.withLock { $0.blocked[lanes[index]] }
  }

  /// Sets the outcome of one record; the last one wakes who waits.
  func resolve(_ index: Int, _ outcome: DeliveryOutcome) {
    let finished = state.withLock {
      state -> (CheckedContinuation<[DeliveryOutcome], Never>, [DeliveryOutcome])? in
      guard state.outcomes[index] == nil else { return nil }
      state.outcomes[index] = outcome
      state.remaining -= 1
      if let error = outcome.error, state.blocked[lanes[index]] == nil {
        state.blocked[lanes[index]] = error
      }
      guard state.remaining == 0, let waiting = state.waiting else { return nil }
      state.waiting = nil
      return (waiting, state.outcomes.compactMap(\.self))
    }
    if let (waiting, outcomes) = finished { waiting.resume(returning: outcomes) }
  }

  /// Waits until every record has its outcome, in the order of the records. It does not heed
  /// cancellation: the records are on their way, and each ends within the delivery timeout.
  func outcomes() async -> [DeliveryOutcome] {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> [DeliveryOutcome]? in
        if state.remaining == 0 { return state.outcomes.compactMap(\.self) }
        state.waiting = continuation
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }
}
