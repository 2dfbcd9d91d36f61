-- Outbox, inbox and dead letters: every effect once, nothing lost, nothing stuck.

-- Written in the transaction of the change, deleted after Kafka's acknowledgement. Read by one relay
-- in the order of `id`; rows of one key are written under that enterprise's row lock, so their ids
-- rise in commit order.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  sequence bigint NOT NULL,
  causation text,
  traceparent text,
  occurred_at timestamptz NOT NULL,
  payload bytea NOT NULL CONSTRAINT outbox_payload_size CHECK (octet_length(payload) <= 262144)
) WITH (
  -- Rows live for a moment: vacuum by count, not by share of the table.
  autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_insert_scale_factor = 0
);

-- Which event each consumer has applied; the primary key is what makes an effect happen once.
CREATE TABLE inbox (
  consumer text NOT NULL CONSTRAINT inbox_consumer CHECK (length(consumer) BETWEEN 1 AND 100),
  event_id uuid NOT NULL,
  handled_at timestamptz NOT NULL,
  PRIMARY KEY (consumer, event_id)
);

CREATE INDEX inbox_by_age ON inbox (handled_at);

CREATE TABLE dead_letter (
  id uuid PRIMARY KEY,
  consumer text NOT NULL,
  -- Null when the record was too broken to name its event.
  event_id uuid,
  topic text NOT NULL,
  partition_number integer NOT NULL,
  partition_offset bigint NOT NULL,
  key bytea,
  headers jsonb NOT NULL,
  payload bytea,
  payload_digest bytea NOT NULL CONSTRAINT dead_letter_digest_length CHECK (octet_length(payload_digest) = 32),
  -- A stable code, and a sentence that shows no personal data.
  reason text NOT NULL CONSTRAINT dead_letter_reason CHECK (reason ~ '^[a-z0-9_-]{1,100}$'),
  detail text NOT NULL CONSTRAINT dead_letter_detail CHECK (length(detail) <= 1000),
  attempts integer NOT NULL CONSTRAINT dead_letter_attempts CHECK (attempts >= 1),
  first_failed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  -- A record read again after a crash is the same dead letter.
  CONSTRAINT dead_letter_once UNIQUE (consumer, topic, partition_number, partition_offset, payload_digest)
);

-- Answers kept for a repeated Idempotency-Key, written in the transaction of the effect.
CREATE TABLE idempotency (
  client text NOT NULL CONSTRAINT idempotency_client CHECK (length(client) BETWEEN 1 AND 300),
  key text NOT NULL CONSTRAINT idempotency_key CHECK (length(key) BETWEEN 1 AND 255),
  fingerprint bytea NOT NULL CONSTRAINT idempotency_fingerprint CHECK (octet_length(fingerprint) = 32),
  status smallint NOT NULL CONSTRAINT idempotency_status CHECK (status BETWEEN 200 AND 299),
  headers jsonb NOT NULL,
  body bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (client, key)
);

CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Secrets that all replicas share and nobody configures, such as the key that signs list cursors.
CREATE TABLE instance_secret (
  name text PRIMARY KEY,
  value bytea NOT NULL CONSTRAINT instance_secret_length CHECK (octet_length(value) >= 32)
);
