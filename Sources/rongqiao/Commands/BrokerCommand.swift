import ArgumentParser
import Domain
import Foundation
import Glibc
import Kafka
import Logging
import ServiceLifecycle

/// `rongqiao broker`: an in-memory Kafka cluster for development and tests.
struct BrokerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broker",
    abstract: "Run an in-memory Kafka broker for development. 运行内存版 Kafka(仅供开发测试)",
    discussion: """
      Listens on a free loopback port and prints its address as one JSON line. It keeps nothing:
      topics and offsets are gone when it stops, and a partition drops its oldest records beyond
      5 MiB. Production runs on Apache Kafka.

      EXAMPLES 示例
        rongqiao broker
        rongqiao broker --topics orders:2,audit:1
      """)

  @Option(help: "Topics as name:partitions,…; the service's own by default. 主题列表")
  var topics: String?

  @Flag(help: "End when standard input closes, as a child of another rongqiao. 标准输入关闭即退出")
  var parentPipe = false

  func run() async throws {
    let wanted = try topicList()
    let frame = try await ProcessFrame.open()
    let logger = frame.logger
    let broker = try EmbeddedBroker(
      topics: wanted.map { TopicSpec(name: $0.name, partitions: $0.partitions) }
    ) { line in
      logger.debug("\(line.message)", metadata: ["facility": "\(line.facility)"])
    }
    let address = broker.bootstrapServers
    let announcement: JSON = [
      "bootstrap_servers": .string(address),
      "topics": .array(wanted.map { .string($0.description) }),
    ]
    Terminal.output(announcement.canonicalText)
    if !parentPipe {
      Terminal.note("内存版 Kafka 已就绪 In-memory Kafka at \(address); Ctrl-C stops it")
    }
    try await frame.run([
      .init(
        service: BrokerLife(broker: broker, parentPipe: parentPipe),
        successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "broker")
    ])
  }

  private func topicList() throws -> [BrokerTopic] {
    guard let topics else { return BrokerTopic.all }
    let parts = topics.split(separator: ",", omittingEmptySubsequences: false)
    return try parts.map { part in
      guard let topic = BrokerTopic(String(part)) else {
        throw ValidationError(
          "--topics: \"\(part.prefix(80))\" is not name:partitions with 1 to "
            + "\(BrokerTopic.partitionsMaximum) partitions")
      }
      return topic
    }
  }
}

/// Keeps the broker until a stop signal or, for a child, until its parent is gone.
private struct BrokerLife: Service {
  let broker: EmbeddedBroker
  let parentPipe: Bool

  func run() async throws {
    if parentPipe {
      await cancelWhenGracefulShutdown { await StandardInput.waitForEnd() }
    } else {
      try? await gracefulShutdown()
    }
    await broker.close()
  }
}
