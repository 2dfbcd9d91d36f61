import Kafka

/// A broker, a relay and match workers on one database, as processes of their own.
struct Crew: Sendable {
  let broker: FlowBroker
  let relay: FlowProcess
  let workers: [FlowProcess]

  /// The way to the broker, as the service's own processes take it.
  var kafka: KafkaConfiguration {
    KafkaConfiguration(brokers: broker.address, embedded: true)
  }

  /// Starts them, runs `body`, and stops them.
  static func with<T: Sendable>(
    _ databases: Databases, _ database: String, consumers: Int, furtherTopics: [String] = [],
    _ body: @Sendable (Crew) async throws -> T
  ) async throws -> T {
    let house = databases.house
    let url = house.databaseURL(database)
    let broker = try await house.startBroker(furtherTopics)
    var started: [FlowProcess] = []
    func stop() async {
      await withDiscardingTaskGroup { group in
        for process in started { group.addTask { await process.stop() } }
      }
      await broker.process.stop()
    }
    do {
      // Together, so that they join their groups in one go.
      let names = ["relay"] + Array(repeating: "match", count: consumers)
      let processes = try await withThrowingTaskGroup(of: (Int, FlowProcess).self) { group in
        for (place, name) in names.enumerated() {
          group.addTask { (place, try await house.startWorker(name, url, broker.address)) }
        }
        var found: [Int: FlowProcess] = [:]
        for try await (place, process) in group { found[place] = process }
        return names.indices.compactMap { found[$0] }
      }
      started = processes
      let result = try await body(
        Crew(broker: broker, relay: processes[0], workers: Array(processes.dropFirst())))
      await stop()
      return result
    } catch {
      await stop()
      throw error
    }
  }
}
