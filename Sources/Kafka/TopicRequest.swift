import CLibrdkafka

/// Orders to the cluster's controller. Each blocks until it has answered or the deadline has
/// passed; only for a lane.
enum TopicRequest {
  /// Creates topics; those that exist count as done.
  static func create(
    _ topics: [TopicSpec], _ client: NativeClient, deadlineMilliseconds: Int
  ) -> Result<Void, KafkaError> {
    let operation = "create topics"
    var requests: [OpaquePointer?] = []
    defer { for request in requests { rd_kafka_NewTopic_destroy(request) } }
    for topic in topics {
      guard
        let request = rd_kafka_NewTopic_new(
          topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replication), nil, 0)
      else {
        return .failure(
          .invalid(operation, "topic \(topic.name) has a name or a count out of range"))
      }
      requests.append(request)
      for (name, value) in topic.config { rd_kafka_NewTopic_set_config(request, name, value) }
    }
    return ask(
      client, RD_KAFKA_ADMIN_OP_CREATETOPICS, operation, deadlineMilliseconds,
      passing: RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS
    ) { options, queue in
      rd_kafka_CreateTopics(client.pointer, &requests, requests.count, options, queue)
    } results: { event, count in
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
    }
  }

  /// Deletes topics; those that do not exist count as done.
  static func delete(
    _ names: [String], _ client: NativeClient, deadlineMilliseconds: Int
  ) -> Result<Void, KafkaError> {
    var requests: [OpaquePointer?] = names.map { rd_kafka_DeleteTopic_new($0) }
    defer { for request in requests { rd_kafka_DeleteTopic_destroy(request) } }
    return ask(
      client, RD_KAFKA_ADMIN_OP_DELETETOPICS, "delete topics", deadlineMilliseconds,
      passing: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
    ) { options, queue in
      rd_kafka_DeleteTopics(client.pointer, &requests, requests.count, options, queue)
    } results: { event, count in
      rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
    }
  }

  private static func ask(
    _ client: NativeClient, _ kind: rd_kafka_admin_op_t, _ operation: String,
    _ deadlineMilliseconds: Int, passing: rd_kafka_resp_err_t,
    _ send: (OpaquePointer?, OpaquePointer) -> Void,
    results: (OpaquePointer, inout Int) -> UnsafeMutablePointer<OpaquePointer?>?
  ) -> Result<Void, KafkaError> {
    guard let queue = NativeQueue(rd_kafka_queue_new(client.pointer)) else {
      return .failure(KafkaError(RD_KAFKA_RESP_ERR__FAIL, operation: operation))
    }
    let options = rd_kafka_AdminOptions_new(client.pointer, kind)
    defer { rd_kafka_AdminOptions_destroy(options) }
    let deadline = Int32(clamping: min(deadlineMilliseconds, 3_600_000))
    rd_kafka_AdminOptions_set_request_timeout(options, deadline, nil, 0)
    rd_kafka_AdminOptions_set_operation_timeout(options, deadline, nil, 0)
    send(options, queue.pointer)
    // The library answers by itself at its own deadline; ours lies a little behind it.
    guard let event = queue.wait(milliseconds: deadline + 1_000) else {
      return .failure(.timedOut(operation))
    }
    guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR else {
      return .failure(KafkaError(event.error, operation: operation))
    }
    var count = 0
    let topics = results(event.pointer, &count)
    for index in 0..<count {
      let code = rd_kafka_topic_result_error(topics?[index])
      guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != passing else { continue }
      let name = rd_kafka_topic_result_name(topics?[index]).map { String(cString: $0) } ?? ""
      return .failure(
        KafkaError(
          code, operation: operation,
          detail: "topic \(name): \(String(cString: rd_kafka_err2str(code)))"))
    }
    return .success(())
  }
}
