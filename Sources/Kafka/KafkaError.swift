import CLibrdkafka

/// A failure of the Kafka client, its brokers, or its use.
///
/// `description` is safe to log and to show: it holds no setting's value, no address and no
/// payload.
public struct KafkaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The response code: positive codes are the broker's (Kafka protocol guide, "Error Codes"),
  /// negative codes are the client library's own (`rd_kafka_resp_err_t` in `rdkafka.h`).
  public let code: Int32
  /// The code's name, such as `_QUEUE_FULL` or `TOPIC_AUTHORIZATION_FAILED`.
  public let name: String
  /// Whether the same call may succeed later without any change by the caller.
  public let isRetriable: Bool
  /// Whether the client that reported it is beyond use: its owner must close it and build another.
  public let isFatal: Bool
  /// What was being done, such as `send` or `create topics`.
  public let operation: String
  /// More words on the cause, without secrets; empty when the code says it all.
  public let detail: String

  init(_ code: rd_kafka_resp_err_t, operation: String, detail: String = "", isFatal: Bool = false) {
    self.code = code.rawValue
    self.name = String(cString: rd_kafka_err2name(code))
    self.isRetriable = !isFatal && retriableCodes.contains(code.rawValue)
    self.isFatal = isFatal || code == RD_KAFKA_RESP_ERR__FATAL
    self.operation = operation
    self.detail = detail
  }

  /// The client was closed, or is closing, and takes no more calls.
  public var isClosed: Bool { code == RD_KAFKA_RESP_ERR__DESTROY.rawValue }
  /// The calling task was cancelled while it waited; nothing was handed over.
  public var isCancellation: Bool { code == RD_KAFKA_RESP_ERR__INTR.rawValue }
  /// The bounded in-flight window had no room within the deadline.
  public var isQueueFull: Bool { code == RD_KAFKA_RESP_ERR__QUEUE_FULL.rawValue }
  /// A deadline passed before an answer came.
  public var isTimeout: Bool {
    code == RD_KAFKA_RESP_ERR__TIMED_OUT.rawValue
      || code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT.rawValue
      || code == RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT.rawValue
  }

  public var description: String {
    let text = detail.isEmpty ? String(cString: rd_kafka_err2str(.init(code))) : detail
    return "Kafka \(operation): \(name): \(text)"
  }

  static func closed(_ operation: String) -> KafkaError {
    KafkaError(RD_KAFKA_RESP_ERR__DESTROY, operation: operation, detail: "the client is closed")
  }

  static func cancelled(_ operation: String) -> KafkaError {
    KafkaError(RD_KAFKA_RESP_ERR__INTR, operation: operation, detail: "the task was cancelled")
  }

  static func invalid(_ operation: String, _ detail: String) -> KafkaError {
    KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, operation: operation, detail: detail)
  }

  static func timedOut(_ operation: String) -> KafkaError {
    KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, operation: operation, detail: "no answer in time")
  }

  /// Takes over an error object and destroys it: the C library allocates one for each failure.
  /// Returns nil for NULL, which means success.
  static func consume(_ error: OpaquePointer?, operation: String) -> KafkaError? {
    guard let error else { return nil }
    defer { rd_kafka_error_destroy(error) }
    return KafkaError(
      rd_kafka_error_code(error), operation: operation,
      isFatal: rd_kafka_error_is_fatal(error) != 0)
  }
}

/// Codes after which the same call may succeed: the retriable ones of the Kafka protocol guide,
/// and the client's own for transport, coordinator and queue conditions.
private let retriableCodes: Set<Int32> = Set(
  [
    RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
    RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__QUEUE_FULL,
    RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__WAIT_CACHE, RD_KAFKA_RESP_ERR__RETRY,
    RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__PURGE_QUEUE,
    RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
    RD_KAFKA_RESP_ERR_INVALID_MSG, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
    RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
    RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
    RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
    RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
    RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
    RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR_FETCH_SESSION_ID_NOT_FOUND,
    RD_KAFKA_RESP_ERR_INVALID_FETCH_SESSION_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
    RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH, RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED,
  ].map(\.rawValue))
