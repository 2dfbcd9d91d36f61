import CLibrdkafka
import Dispatch

/// A Kafka cluster inside this process: librdkafka's mock cluster, for development and tests.
///
/// It listens on ports of the loopback interface that the kernel chooses, and keeps everything in
/// memory: at most 5 MiB or 100,000 batches of each partition (the oldest are dropped without a
/// word), and nothing after its end. It drops no repeats of a plain idempotent producer,
/// isolates no transactions, and knows no admin requests, TLS or SASL. An unknown topic springs
/// up with four partitions when somebody asks for it, so topics are named at the start.
public final class EmbeddedBroker: Sendable {
  private let polled: PolledClient
  private let cluster: ClusterHolder
  private let holds = PortHolds()

  /// The bootstrap servers of the cluster, as `host:port` separated by commas.
  public let bootstrapServers: String

  /// Starts the cluster.
  ///
  /// - Parameters:
  ///   - topics: the topics to create; more can follow with ``createTopic(_:)``.
  ///   - brokers: how many brokers, with the ids 1 to `brokers`.
  ///   - onLog: receives the cluster's log lines.
  /// - Throws: when a count is out of range or the cluster cannot be created.
  public init(
    topics: [TopicSpec], brokers: Int = 1, onLog: (@Sendable (KafkaLogLine) -> Void)? = nil
  ) throws(KafkaError) {
    guard (1...16).contains(brokers) else {
      throw .invalid("start broker", "brokers must be 1 to 16")
    }
    var configuration = KafkaConfiguration(brokers: "", clientID: "rongqiao-broker")
    configuration.onLog = onLog
    let polled = try PolledClient(
      RD_KAFKA_PRODUCER, configuration, fixed: [], idlePollMilliseconds: 1_000)
    polled.start { event in
      if event.kind == RD_KAFKA_EVENT_ERROR { polled.log(error: event) }
    }
    self.polled = polled
    cluster = ClusterHolder(
      rd_kafka_mock_cluster_new(polled.client.pointer, Int32(brokers)))
    bootstrapServers = cluster.bootstrapServers
    do throws(KafkaError) {
      for topic in topics { try createTopic(topic) }
    } catch {
      Task { [self] in await close() }
      throw error
    }
  }

  /// How to reach the cluster from a client.
  public func configuration(clientID: String = "rongqiao") -> KafkaConfiguration {
    KafkaConfiguration(brokers: bootstrapServers, clientID: clientID, embedded: true)
  }

  /// Creates a topic.
  ///
  /// - Throws: when it exists, or a count is out of range.
  public func createTopic(_ topic: TopicSpec) throws(KafkaError) {
    guard topic.partitions >= 1, topic.replication >= 1 else {
      throw .invalid("create topic", "topic \(topic.name) has a count out of range")
    }
    try call("create topic") {
      rd_kafka_mock_topic_create(
        $0, topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replication))
    }
  }

  /// Lets a broker refuse and drop all connections, as if it had died; its data stays.
  public func setDown(broker: Int32 = 1) throws(KafkaError) {
    try call("set broker down") { rd_kafka_mock_broker_set_down($0, broker) }
    if let port = port(of: broker) { holds.take(port, broker: broker) }
  }

  /// Lets a broker answer again.
  public func setUp(broker: Int32 = 1) throws(KafkaError) {
    holds.release(broker: broker)
    try call("set broker up") { rd_kafka_mock_broker_set_up($0, broker) }
  }

  /// Brokers stand in the bootstrap list in the order of their ids, from 1.
  private func port(of broker: Int32) -> UInt16? {
    let addresses = bootstrapServers.split(separator: ",")
    guard broker >= 1, broker <= addresses.count else { return nil }
    return addresses[Int(broker) - 1].split(separator: ":").last.flatMap { UInt16($0) }
  }

  /// Delays every answer of a broker by this long.
  public func setRoundTrip(broker: Int32 = 1, milliseconds: Int) throws(KafkaError) {
    try call("set round trip") {
      rd_kafka_mock_broker_set_rtt($0, broker, Int32(clamping: milliseconds))
    }
  }

  /// Makes another broker the leader of a partition.
  public func setLeader(of place: TopicPartition, broker: Int32) throws(KafkaError) {
    try call("set leader") {
      rd_kafka_mock_partition_set_leader($0, place.topic, place.partition, broker)
    }
  }

  /// Answers the next requests of one kind with these errors, one each.
  ///
  /// - Parameters:
  ///   - request: the kind of request.
  ///   - codes: error codes of the Kafka protocol; 0 is success.
  public func pushErrors(_ request: RequestKind, _ codes: [Int32]) throws(KafkaError) {
    let errors = codes.map { rd_kafka_resp_err_t($0) }
    try call("push errors") {
      rd_kafka_mock_push_request_errors_array($0, request.rawValue, errors.count, errors)
      return RD_KAFKA_RESP_ERR_NO_ERROR
    }
  }

  /// Answers the next request of one kind after a delay, with an error code or success (0).
  public func pushDelay(
    _ request: RequestKind, broker: Int32 = 1, code: Int32 = 0, milliseconds: Int
  ) throws(KafkaError) {
    try call("push delay") {
      rongqiao_kafka_mock_delay(
        $0, broker, request.rawValue, rd_kafka_resp_err_t(code), Int32(clamping: milliseconds))
    }
  }

  /// Requests by their number in the Kafka protocol ("API Keys").
  public enum RequestKind: Int16, Sendable {
    case produce = 0
    case fetch = 1
    case listOffsets = 2
    case metadata = 3
    case offsetCommit = 8
    case offsetFetch = 9
    case findCoordinator = 10
    case joinGroup = 11
    case heartbeat = 12
    case leaveGroup = 13
    case syncGroup = 14
    case initProducerID = 22
  }

  /// Ends the cluster and all it holds. A second call returns at once.
  public func close() async {
    // The cluster goes before its client, else the library aborts the process.
    guard await cluster.destroy() else { return }
    holds.releaseAll()
    await polled.shutDownPolling()
    _ = await polled.client.destroy(deadlineMilliseconds: destroyGraceMilliseconds)
  }

  private func call(
    _ operation: String, _ body: (OpaquePointer) -> rd_kafka_resp_err_t
  ) throws(KafkaError) {
    let code = cluster.use(body)
    guard let code else { throw .closed(operation) }
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, operation: operation) }
  }
}

/// Owns the native cluster. A serial queue keeps its end from running beside another call.
///
/// `@unchecked`: `pointer` is touched on `queue` only, after init.
private final class ClusterHolder: @unchecked Sendable {
  private let queue = DispatchQueue(label: "kafka.embedded")
  private var pointer: OpaquePointer?
  private var isDestroyed = false
  let bootstrapServers: String

  init(_ pointer: OpaquePointer?) {
    self.pointer = pointer
    bootstrapServers = pointer.map { String(cString: rd_kafka_mock_cluster_bootstraps($0)) } ?? ""
  }

  /// Runs a short call; nil when the cluster has ended.
  func use(_ body: (OpaquePointer) -> rd_kafka_resp_err_t) -> rd_kafka_resp_err_t? {
    queue.sync { pointer.map(body) }
  }

  /// Ends the cluster; true for the first caller.
  func destroy() async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { @Sendable [self] in
        let isFirst = !isDestroyed
        isDestroyed = true
        if let pointer { rd_kafka_mock_cluster_destroy(pointer) }
        pointer = nil
        continuation.resume(returning: isFirst)
      }
    }
  }
}

/// How long ending the cluster's client may take.
private let destroyGraceMilliseconds = 5_000
