-- What organisations may be told of by webhook and nobody has read for that yet: the relay puts an event aside here
-- when it takes it out of the outbox, so that one whose topic is lost before it was read is told of all the same.
-- Only events that name an organisation with an address in use come here; who reads one for webhooks takes it out.
CREATE TABLE webhook_event (
  event_id uuid PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  sequence bigint NOT NULL,
  causation text,
  traceparent text,
  occurred_at timestamptz NOT NULL,
  payload bytea NOT NULL CONSTRAINT webhook_event_payload_size CHECK (octet_length(payload) <= 262144),
  -- By the relay's clock: whoever wrote the event may have had another one.
  kept_at timestamptz NOT NULL
) WITH (
  -- Rows live for a moment: vacuum by count, not by share of the table.
  autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_insert_scale_factor = 0
);

-- Those that wait longest.
CREATE INDEX webhook_event_by_age ON webhook_event (kept_at, event_id);
