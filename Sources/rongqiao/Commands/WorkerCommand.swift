import ArgumentParser
import EntitlementWorker
import Kafka
import ListingWorker
import Logging
import MonitoringWorker
import ReceivableWorker
import ServiceLifecycle
import StatisticsWorker
import WebhookWorker
import WorkerKit

/// `rongqiao worker NAME`: one worker alone, over configured servers.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Run one worker over configured servers. 单独运行一个工作者",
    discussion: """
      relay       publishes the outbox to Kafka; several may run, one leads 发布发件箱
      match       matches waiting needs with the catalog; scale by running several 匹配融资需求
      sweeper     asks again for missing match runs 补建缺失的匹配
      receivable  draws facts from receivables 由应收账款更新指标
      listing     looks at listing cases: facts, layers, what is at risk 跟踪挂牌进程
      entitlement records what stages open of awards 记录奖补事项
      monitoring  judges enterprises by what is reported of them 依报送数据预警
      statistics  counts how far needs came 统计融资进度
      webhook     tells organisations what happened; several share the addresses 投递事件回调

      Needs RONGQIAO_DATABASE_URL, and RONGQIAO_KAFKA_BROKERS for all but sweeper. Each answers
      /livez, /readyz and /metrics on RONGQIAO_HTTP_PORT.

      EXAMPLES 示例
        rongqiao worker match
        RONGQIAO_HTTP_PORT=9102 rongqiao worker relay
      """)

  enum Name: String, CaseIterable, ExpressibleByArgument {
    case relay, match, sweeper, receivable, listing, entitlement, monitoring, statistics, webhook
  }

  @Argument(help: "Its name, as above. 工作者名称")
  var name: Name

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let settings = frame.settings
    // What matches stores the first runs of a province within minutes, faster than the server looks
    // at how its tables have grown.
    let composition = try Composition(
      frame, databaseURL: settings.requiredDatabaseURL(), mayReadWholeTables: name != .match)
    let state = WorkerState(name: name.rawValue)
    composition.watch(state)
    let logger = frame.logger
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: composition.poolService, serviceName: "pool")
    ]
    if name != .relay {
      services.append(.init(service: composition.notifierService, serviceName: "notifier"))
    }
    switch name {
    case .sweeper:
      services.append(
        .init(service: composition.sweeperService(state: state), serviceName: "sweeper"))
    case .relay, .match, .receivable, .listing, .entitlement, .monitoring, .statistics, .webhook:
      let configuration = await KafkaDiscovery.resolve(
        try settings.kafkaConfiguration(logger: logger), embedded: settings.kafka.embedded,
        logger: logger)
      let link = KafkaLink(configuration)
      services.append(
        .init(service: TopicKeeper(link: link, logger: logger), serviceName: "topics"))
      func follow(_ follower: FollowerWorker) {
        services.append(
          .init(
            service: composition.lagService(link, of: follower.readers), serviceName: "lag"))
        services.append(
          .init(
            service: composition.followerService(follower, link, state: state),
            serviceName: follower.name))
      }
      switch name {
      case .relay:
        services.append(.init(service: composition.listenerService, serviceName: "listener"))
        services.append(
          .init(
            service: composition.relayService(
              link, isEmbedded: configuration.embedded, state: state), serviceName: "relay"))
      case .receivable: follow(ReceivableWorker.follower)
      case .listing: follow(ListingWorker.follower)
      case .entitlement: follow(EntitlementWorker.follower)
      case .monitoring: follow(MonitoringWorker.follower)
      case .statistics: follow(StatisticsWorker.follower)
      case .webhook:
        services.append(
          .init(
            service: composition.lagService(link, of: WebhookWorker.readers), serviceName: "lag"))
        services += composition.webhookServices(link, state: state)
      default:
        services.append(.init(service: composition.lagService(link), serviceName: "lag"))
        services.append(
          .init(service: composition.matchService(link, state: state), serviceName: "match"))
      }
    }
    let operations = composition.operationsService(port: settings.http.port) { port in
      logger.notice("worker \(state.name) answers on http://\(settings.http.host):\(port)/readyz")
    }
    services.append(.init(service: operations, serviceName: "operations"))
    try await frame.run(services)
  }
}

extension Settings {
  /// The Kafka client's configuration, with its log passed on.
  ///
  /// - Throws: `SettingsError` when no brokers are set.
  func kafkaConfiguration(logger: Logger) throws(SettingsError) -> KafkaConfiguration {
    var configuration = KafkaConfiguration(
      brokers: try requiredKafkaBrokers(), settings: kafka.settings)
    configuration.onLog = { line in
      logger.debug("\(line.message)", metadata: ["kafka": "\(line.facility)"])
    }
    return configuration
  }
}
