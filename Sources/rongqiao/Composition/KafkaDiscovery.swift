import Domain
import Kafka
import Logging
import MatchWorker
import ServiceLifecycle
import WorkerKit

/// Finds out what kind of broker is configured, and makes the topics.
enum KafkaDiscovery {
  /// Partitions of a topic that is made here; a topic that exists keeps its own.
  static let partitions = 12
  /// Copies of each partition, where there are as many brokers.
  static let replicationMaximum = 3

  /// - Parameter embedded: `true`, `false`, or nil to ask the cluster.
  /// - Returns: the configuration with `embedded` settled. A cluster that does not answer in time
  ///   is taken for a real one: it is the one that comes back at the same address.
  static func resolve(
    _ configuration: KafkaConfiguration, embedded: Bool?, logger: Logger
  ) async -> KafkaConfiguration {
    var resolved = configuration
    if let embedded {
      resolved.embedded = embedded
      return resolved
    }
    do {
      resolved.embedded = try await KafkaAdmin.metadata(
        configuration: configuration, deadlineMilliseconds: 5_000
      ).isEmbedded
      if resolved.embedded {
        logger.notice("the configured broker is an in-memory one: it keeps nothing")
      }
    } catch {
      logger.warning("Kafka does not answer yet", metadata: ["error": "\(error)"])
    }
    return resolved
  }
}

/// Makes the topics on a real cluster as soon as it answers; then has nothing to do.
struct TopicKeeper: Service {
  let link: KafkaLink
  let logger: Logger

  func run() async throws {
    var backoff = Backoff(firstMilliseconds: 500, maximumMilliseconds: 15_000)
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      let configuration = link.current.configuration
      // The embedded broker is born with its topics.
      if configuration.embedded { break }
      do {
        let brokers = try await KafkaAdmin.metadata(
          configuration: configuration, deadlineMilliseconds: 15_000
        ).brokers.count
        try await KafkaAdmin.createTopics(
          Topic.allCases.map {
            TopicSpec(
              name: $0.rawValue, partitions: KafkaDiscovery.partitions,
              replication: min(KafkaDiscovery.replicationMaximum, max(1, brokers)))
          }, configuration: configuration, deadlineMilliseconds: 15_000)
        break
      } catch {
        logger.warning("topics not made yet", metadata: ["error": "\(error)"])
        let pause = backoff.nextMilliseconds()
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(pause)) }
      }
    }
    try? await gracefulShutdown()
  }
}

/// Passes the embedded broker's new addresses on to its clients.
struct BrokerFollower: Service {
  let broker: BrokerProcess
  let link: KafkaLink

  func run() async throws {
    let addresses = await broker.addresses()
    await cancelWhenGracefulShutdown {
      var isFirst = true
      for await address in addresses {
        // The first one is what the clients were built with.
        if !isFirst || address != link.current.configuration.brokers { link.move(to: address) }
        isFirst = false
      }
    }
    try? await gracefulShutdown()
  }
}
