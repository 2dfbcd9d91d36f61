import API
import Application
import ArgumentParser
import AsyncHTTPClient
import Domain
import Foundation
import Ingest
import Kafka
import Logging
import MatchWorker
import ServiceLifecycle
import Synchronization
import WebhookWorker
import WorkerKit

/// `rongqiao up`: the whole service in one process.
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Run everything in one process. 一键启动全部服务",
    discussion: """
      API, console and all workers in one process. What is not configured is embedded: a private
      PostgreSQL cluster from the installed binaries, and an in-memory Kafka broker.

      EXAMPLES 示例
        rongqiao up                            the service with the seed catalog
        rongqiao up --sample 1000              and 1,000 sample enterprises with needs 含样例数据
        rongqiao up --sample 1000 --demo       show one need's decisions, then exit 演示后退出
      """)

  @Option(help: "Register so many sample enterprises and submit their needs. 样例企业数量")
  var sample = 0
  @Option(help: "Seed of the sample. 样例种子")
  var seed: UInt64 = 20_260_101
  @Flag(help: "Exit 0 after the table, with demo.json in the state directory. 演示后退出")
  var demo = false

  func validate() throws {
    guard (0...100_000).contains(sample) else {
      throw ValidationError("--sample: 0 to 100000")
    }
    guard !demo || sample > 0 else { throw ValidationError("--demo needs --sample") }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let settings = frame.settings
    let logger = frame.logger
    // A demonstration counts from nothing, so it has servers of its own.
    let state =
      demo
      ? try StateDirectory.fresh(settings.stateDirectory + "/demo")
      : try StateDirectory(path: settings.stateDirectory)

    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
    var embedded = EmbeddedServers()
    do {
      let databaseURL: String
      if let url = settings.database.url, !demo {
        databaseURL = url
      } else {
        let postgres = PrivatePostgres(
          state: state, binaries: settings.postgresBinaries,
          connectionsMaximum: settings.database.connectionsMaximum + 20, logger: logger)
        embedded.postgres = postgres
        databaseURL = try await postgres.start()
        services.append(.init(service: postgres, serviceName: "postgres"))
      }
      let composition = try Composition(frame, databaseURL: databaseURL, makingKeys: true)
      let link: KafkaLink
      if settings.kafka.brokers != nil, !demo {
        let configuration = await KafkaDiscovery.resolve(
          try settings.kafkaConfiguration(logger: logger), embedded: settings.kafka.embedded,
          logger: logger)
        link = KafkaLink(configuration)
        services.append(
          .init(service: TopicKeeper(link: link, logger: logger), serviceName: "topics"))
      } else {
        let broker = BrokerProcess(logger: logger)
        embedded.broker = broker
        var configuration = KafkaConfiguration(
          brokers: try await broker.start(), embedded: true)
        configuration.onLog = { line in
          logger.debug("\(line.message)", metadata: ["kafka": "\(line.facility)"])
        }
        link = KafkaLink(configuration)
        services.append(.init(service: broker, serviceName: "broker"))
        services.append(
          .init(service: BrokerFollower(broker: broker, link: link), serviceName: "follower"))
      }
      let applied = try await composition.migrate()
      if !applied.isEmpty { logger.notice("\(applied.count) migrations applied") }
      try await composition.seed()

      let followers = Composition.followers
      let names = ["relay", "match", "sweeper", "webhook"] + followers.map(\.name)
      let states = names.map { WorkerState(name: $0) }
      for state in states { composition.watch(state) }
      services.append(.init(service: composition.poolService, serviceName: "pool"))
      services.append(
        .init(
          service: composition.relayService(
            link, isEmbedded: link.current.configuration.embedded, withAll: true,
            state: states[0]),
          serviceName: "relay"))
      services.append(
        .init(
          service: composition.lagService(
            link,
            of: MatchWorker.readers + WebhookWorker.readers + followers.flatMap(\.readers)),
          serviceName: "lag"))
      services.append(
        .init(service: composition.matchService(link, state: states[1]), serviceName: "match"))
      services.append(
        .init(service: composition.sweeperService(state: states[2]), serviceName: "sweeper"))
      services += composition.webhookServices(link, state: states[3])
      for (follower, state) in zip(followers, states.dropFirst(4)) {
        services.append(
          .init(
            service: composition.followerService(follower, link, state: state),
            serviceName: follower.name))
      }

      let issuer = try settings.tokenIssuer()
      let (ports, portKnown) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
      let api = try await composition.apiService(
        keys: KeyRing(fixed: KeySet(jwks: issuer.publicKeySet.canonicalBytes)),
        clientIssuer: settings.embeddedClientIssuer(),
        console: try ConsoleSetup.development(settings),
        port: demo ? 0 : settings.http.port, isQuiet: true
      ) { portKnown.yield($0) }
      services.append(.init(service: api, serviceName: "api"))
      let host = Host(
        composition: composition, issuer: issuer, link: link, states: states, sample: sample,
        seed: seed, isDemonstration: demo, reportPath: settings.stateDirectory + "/demo.json",
        ports: ports)
      services.append(
        .init(
          service: host, successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: "host"))
    } catch {
      // Nothing runs yet that would stop them.
      await embedded.stop()
      throw error
    }
    try await frame.run(services)
  }
}

/// Embedded servers that were started before the services run.
private struct EmbeddedServers {
  var postgres: PrivatePostgres?
  var broker: BrokerProcess?

  func stop() async {
    await broker?.stop()
    await postgres?.stop()
  }
}

/// Greets the user once the service is up: samples, one need's decisions, address, token, commands.
private struct Host: Service {
  let composition: Composition
  let issuer: TokenIssuer
  let link: KafkaLink
  let states: [WorkerState]
  let sample: Int
  let seed: UInt64
  let isDemonstration: Bool
  let reportPath: String
  let ports: AsyncStream<Int>

  /// How long the workers may take to join their group.
  private static let readySeconds = 60

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await greet() }
    } catch  where Task.isShuttingDownGracefully || Task.isCancelled {
      // Cut off by the stop signal, whatever it was doing.
      return
    }
    if !isDemonstration { try? await gracefulShutdown() }
  }

  private func greet() async throws {
    var port: Int?
    for await known in ports {
      port = known
      break
    }
    guard let port else { return }
    let host = composition.settings.http.host
    let base = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    try await waitUntilReady()
    let token = try await issuer.issue(
      role: .operator, subject: "development", ttlSeconds: 28_800)
    if sample > 0 {
      let client = HTTPClient(eventLoopGroupProvider: .singleton)
      do {
        try await show(DemoClient(client: client, base: base, token: token))
        try await client.shutdown()
      } catch {
        try? await client.shutdown()
        throw error
      }
    }
    if !isDemonstration { printAddress(base, token: token) }
  }

  private func waitUntilReady() async throws {
    let deadline = ContinuousClock.now + .seconds(Self.readySeconds)
    while !states.allSatisfy(\.isReady) {
      guard ContinuousClock.now < deadline else {
        let waiting = states.filter { !$0.isReady }.map { "\($0.name): \($0.detail)" }
        throw CommandFailure(.unavailable, "not ready: \(waiting.joined(separator: "; "))")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func show(_ client: DemoClient) async throws {
    let registered = try await SampleRegistration(application: composition.application)
      .register(count: sample, seed: seed, today: composition.clock.now().legalDate)
    // As many needs as enterprises: some have several, some none.
    let needs = registered.prefix(sample)
    guard !needs.isEmpty else {
      try await showAny(client)
      return
    }
    let submitting = ProgressBar("提交需求 submitting", total: needs.count)
    let deciding = ProgressBar("等待匹配 matching", total: needs.count)
    let waiting = Atomic(false)
    let (report, accepted) = try await Demonstration(
      client: client, clock: composition.clock, label: "sample-\(seed)-\(composition.ids.next())"
    ).run(
      needs.map { Demonstration.Need(enterprise: $0.enterprise, body: $0.body) },
      submitted: { submitting.update($0) },
      decided: { done in
        if !waiting.exchange(true, ordering: .relaxed) { submitting.finish(needs.count) }
        deciding.update(done)
      })
    deciding.finish(report.decided)
    try await printDecisions(client, needs: accepted)
    Terminal.output(
      "需求 needs \(report.needs),已匹配 decided \(report.decided),丢失 lost \(report.lost),"
        + "重复 duplicated \(report.duplicated),受理到匹配 accepted-to-decided "
        + "p50 \(Int(report.percentile(0.5))) ms, p99 \(Int(report.percentile(0.99))) ms\n")
    if isDemonstration {
      do {
        try report.text.write(toFile: reportPath, atomically: true, encoding: .utf8)
      } catch {
        throw CommandFailure(.unavailable, "cannot write \(reportPath)")
      }
      guard report.lost == 0, report.duplicated == 0 else {
        throw CommandFailure(
          .internal, "\(report.lost) needs lost, \(report.duplicated) runs duplicated")
      }
    }
  }

  /// The samples were there before: shows one of the needs that are.
  private func showAny(_ client: DemoClient) async throws {
    let needs = try await client.get("/v1/needs?limit=50")["data"]?.arrayValue ?? []
    try await printDecisions(client, needs: needs.compactMap { $0["id"]?.stringValue })
  }

  /// Prints the first need, of some, whose decisions show every kind of outcome.
  private func printDecisions(_ client: DemoClient, needs: [String]) async throws {
    var best: (need: JSON, decisions: [JSON], kinds: Int)?
    for id in needs.prefix(50) {
      let need = try await client.get("/v1/needs/\(id)")
      guard let run = need["match"]?["run_id"]?.stringValue else { continue }
      let decisions =
        try await client.get("/v1/runs/\(run)/decisions")["data"]?.arrayValue ?? []
      let kinds = Set(decisions.compactMap { $0["outcome"]?.stringValue }).count
      if kinds > best?.kinds ?? 0 { best = (need, decisions, kinds) }
      if kinds == 3 { break }
    }
    guard let best else { return }
    let isTerminal = Terminal.isTerminal(.output)
    Terminal.output(
      DecisionTable.text(
        need: best.need, decisions: best.decisions, columns: Terminal.columns(.output),
        style: isTerminal ? .box : .plain))
  }

  private func printAddress(_ base: String, token: String) {
    let brokers = link.current.configuration.brokers
    Terminal.output(
      """
      地址 address   \(base)
      控制台 console \(base)/console
      消息 Kafka     \(brokers)    kcat -b \(brokers) -t rongqiao.enterprise.v1 -C -e
      令牌 token (operator, 8 h)

      export TOKEN=\(token)
      curl -s \(base)/readyz
      curl -s -H "Authorization: Bearer $TOKEN" '\(base)/v1/needs?limit=3'
      curl -s -H "Authorization: Bearer $TOKEN" '\(base)/v1/products?limit=3'

      """)
  }
}
