import Kafka
import Synchronization

/// Whether Kafka answers an idle worker. Messages are answer enough; while none come, a broker is
/// asked for its topics at intervals.
final class BrokerWatch: Sendable {
  private struct State {
    var isAway = false
    var hasHeard = false
  }

  private let state = Mutex(State())

  /// Whether no broker answered when last asked.
  var isAway: Bool { state.withLock { $0.isAway } }

  /// Messages came.
  func heard() {
    state.withLock {
      $0.hasHeard = true
      $0.isAway = false
    }
  }

  /// Asks at intervals until cancelled.
  ///
  /// - Parameter onAway: called each time no broker answered.
  func run(
    _ configuration: KafkaConfiguration, everyMilliseconds interval: Int64,
    deadlineMilliseconds: Int, onAway: @Sendable () -> Void
  ) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(interval))
      if Task.isCancelled { return }
      let isQuiet = state.withLock { state in
        defer { state.hasHeard = false }
        return !state.hasHeard
      }
      guard isQuiet else { continue }
      let answers = await Self.answers(configuration, deadlineMilliseconds)
      let isAway = state.withLock { state in
        state.isAway = !answers && !state.hasHeard
        return state.isAway
      }
      if isAway, !Task.isCancelled { onAway() }
    }
  }

  private static func answers(
    _ configuration: KafkaConfiguration, _ deadlineMilliseconds: Int
  ) async -> Bool {
    let metadata = try? await KafkaAdmin.metadata(
      configuration: configuration, deadlineMilliseconds: deadlineMilliseconds)
    return metadata != nil
  }
}
