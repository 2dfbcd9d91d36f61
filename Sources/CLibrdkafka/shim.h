#pragma once
#include <librdkafka/rdkafka.h>
/* The mock header refers to types of the main header, so it comes second. */
#include <librdkafka/rdkafka_mock.h>

/*
 * Variadic functions are not imported into Swift. These wrappers give the two that the
 * client needs a fixed argument list.
 */

/*
 * Enqueues one message without blocking. The library copies key and value.
 * `headers` may be NULL; it is owned by the library if and only if the call succeeds.
 * `opaque` comes back in the message's `_private` field with the delivery report.
 */
static inline rd_kafka_resp_err_t rongqiao_kafka_produce(
    rd_kafka_t *client, const char *topic, int32_t partition, const void *key, size_t key_size,
    const void *value, size_t value_size, rd_kafka_headers_t *headers, void *opaque) {
  if (headers)
    return rd_kafka_producev(
        client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE((void *)value, value_size), RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
  return rd_kafka_producev(
      client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_size),
      RD_KAFKA_V_VALUE((void *)value, value_size), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}

/*
 * Makes the next request of kind `api_key` at one broker of the mock cluster answer with `error`
 * (0 for success) after `delay_ms`.
 */
static inline rd_kafka_resp_err_t rongqiao_kafka_mock_delay(
    rd_kafka_mock_cluster_t *cluster, int32_t broker_id, int16_t api_key,
    rd_kafka_resp_err_t error, int delay_ms) {
  return rd_kafka_mock_broker_push_request_error_rtts(
      cluster, broker_id, api_key, 1, error, delay_ms);
}
