import Kafka
import Synchronization

/// Where Kafka is now. With brokers of its own configuration that never changes; the embedded broker
/// comes back at another address after it died, and its clients are then built anew.
public final class KafkaLink: Sendable {
  private struct State {
    var generation = 0
    var configuration: KafkaConfiguration
  }

  private let state: Mutex<State>

  /// Ends the names of all topics and groups, so that several services can share a cluster; empty
  /// where the cluster is ours alone.
  public let suffix: String

  public init(_ configuration: KafkaConfiguration, suffix: String = "") {
    state = Mutex(State(configuration: configuration))
    self.suffix = suffix
  }

  /// Counts the addresses; a client built for an older one is rebuilt.
  public var generation: Int { state.withLock { $0.generation } }

  public var current: (generation: Int, configuration: KafkaConfiguration) {
    state.withLock { ($0.generation, $0.configuration) }
  }

  /// Tells of a new broker, which is empty even when it came back at the old address.
  public func move(to brokers: String) {
    state.withLock { state in
      state.configuration.brokers = brokers
      state.generation += 1
    }
  }
}
