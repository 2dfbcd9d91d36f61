import Domain
import Foundation
import Kafka
import Postgres
import TestSupport
import Testing

@Suite("What faults are made with", .serialized)
struct SiteTests {
  @Test("a crashed database comes back with everything that was committed, and nothing else")
  func crashKeepsCommitted() async throws {
    let cluster = try await RestartableCluster.start()
    defer { cluster.close() }
    let configuration = try PostgresConfiguration(url: cluster.url("postgres"))
    let first = try await PostgresConnection.connect(configuration)
    try await first.execute("CREATE TABLE kept (number integer)")
    try await first.execute("INSERT INTO kept VALUES (1)")
    try await first.execute("BEGIN")
    try await first.execute("INSERT INTO kept VALUES (2)")
    for how in [RestartableCluster.Stop.immediate, .fast] {
      try await cluster.stop(how)
      await #expect(throws: (any Error).self) {
        let other = try await PostgresConnection.connect(configuration)
        await other.close()
      }
      try await cluster.startAgain()
      let again = try await PostgresConnection.connect(configuration)
      let sum = try await again.queryOne("SELECT sum(number)::bigint FROM kept").decode(Int64.self)
      #expect(sum == 1, "\(how)")
      await again.close()
    }
    await first.close()
  }

  @Test("no client gets past a proxy that stands for a broker, which may come back elsewhere")
  func proxyStandsForBroker() async throws {
    let topic = TopicSpec(name: "proxied", partitions: 1)
    let first = try EmbeddedBroker(topics: [topic])
    let proxy = try TCPProxy(port: Self.port(of: first), standsForBroker: true)
    defer { proxy.stop() }
    let producer = try KafkaProducer(
      configuration: KafkaConfiguration(brokers: "127.0.0.1:\(proxy.port)", embedded: true),
      options: ProducerOptions(deliveryTimeoutMilliseconds: 1_500))
    let record = KafkaRecord(topic: topic.name, key: [1], value: [1], headers: [])
    #expect(try await producer.send(record).isDelivered)
    proxy.mode = .refuse
    proxy.cut()
    #expect(try await producer.send(record).isDelivered == false, "there is no other way")
    let second = try EmbeddedBroker(topics: [topic])
    await first.close()
    proxy.upstream = try Self.port(of: second)
    proxy.mode = .pass
    try await Timing.eventually("delivered to the second broker", withinMilliseconds: 20_000) {
      try await producer.send(record).isDelivered
    }
    _ = await producer.close(deadlineMilliseconds: 2_000)
    await second.close()
  }

  @Test(
    "a child's end is told even while a child of it holds on to all that it inherited",
    .timeLimit(.minutes(1)))
  func endIsTold() async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "sleep 600 & echo $!; kill -KILL $$"]
    let (endings, tell) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { tell.yield(-$0.terminationStatus) }
    let output = try Child.start {
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      return output
    }
    Child.watch(process.processIdentifier) { tell.yield($0) }
    let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let grandchild = try #require(pid_t(said.trimmingCharacters(in: .newlines)))
    defer { kill(grandchild, SIGKILL) }
    #expect(await endings.first { _ in true } == -SIGKILL)
    #expect(kill(grandchild, 0) == 0, "it lives on")
  }

  @Test("only one is let in at a time, in the order of coming")
  func lane() async {
    let lane = Lane()
    let most = await withTaskGroup(of: Int.self) { group in
      let inside = Locked(0)
      for _ in 0..<20 {
        group.addTask {
          await lane.withTurn {
            let count = inside.withLock { inside in
              inside += 1
              return inside
            }
            await Task.yield()
            inside.withLock { $0 -= 1 }
            return count
          }
        }
      }
      return await group.max() ?? 0
    }
    #expect(most == 1)
  }

  @Test("each poison record is refused by the reader it is meant for, and says that it is poison")
  func poison() {
    let ids = IdentifierSource()
    for kind in Poison.allCases {
      let enterprise = EnterpriseID(ids.next())
      let record = kind.record(
        enterprise: enterprise, id: ids.next(), now: WallClock.system.now())
      let text = String(decoding: record.value ?? [], as: UTF8.self)
      #expect(text.contains(Poison.mark), "\(kind)")
      #expect(
        (record.key == Array(enterprise.text.utf8)) == (kind == .onRealKey), "\(kind)")
      let topic: Topic = kind == .unknownSlice ? .work : .enterprise
      #expect(record.topic == topic.rawValue)
    }
  }

  private static func port(of broker: EmbeddedBroker) throws -> Int {
    try #require(broker.bootstrapServers.split(separator: ":").last.flatMap { Int($0) })
  }
}
