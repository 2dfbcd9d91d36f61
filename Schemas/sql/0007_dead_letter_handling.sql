-- What becomes of dead letters: they wait for an operator, go back to their topic, or are skipped.
-- Meanwhile the later events of the same enterprise are held for that consumer, so that its events
-- are applied in order also when one of them is applied late.

-- Places in the line of one enterprise: letters and held events count together. Taken under the
-- enterprise's row lock, so that they rise in commit order within one enterprise.
CREATE SEQUENCE hold_number AS bigint;

ALTER TABLE dead_letter
  -- The enterprise whose later events wait behind this letter; null: nothing waits.
  ADD COLUMN enterprise_id uuid REFERENCES enterprise (id),
  ADD COLUMN hold_number bigint,
  -- open: waits for an operator; redriving, skipping: on its way to the consumer, which ends it.
  ADD COLUMN state text NOT NULL DEFAULT 'open' CONSTRAINT dead_letter_state
    CHECK (state IN ('open', 'redriving', 'skipping', 'resolved', 'skipped')),
  -- How often it was sent back to its topic.
  ADD COLUMN redrives smallint NOT NULL DEFAULT 0 CONSTRAINT dead_letter_redrives CHECK (redrives >= 0),
  ADD COLUMN state_changed_at timestamptz,
  -- Subject of the token, or the consumer.
  ADD COLUMN state_changed_by text CONSTRAINT dead_letter_state_author
    CHECK (length(state_changed_by) BETWEEN 1 AND 200),
  -- When the record, or the event that skips it, was last sent; the sweeper sends it again.
  ADD COLUMN sent_at timestamptz,
  ADD COLUMN skip_reason text CONSTRAINT dead_letter_skip_reason
    CHECK (length(skip_reason) BETWEEN 1 AND 500),
  ADD CONSTRAINT dead_letter_skip_is_explained
    CHECK ((state IN ('skipping', 'skipped')) = (skip_reason IS NOT NULL)),
  ADD CONSTRAINT dead_letter_has_place CHECK ((enterprise_id IS NULL) = (hold_number IS NULL));

-- What a consumer asks for with every batch: small, since a letter leaves it when it is ended.
CREATE INDEX dead_letter_blocking ON dead_letter (enterprise_id, consumer, hold_number)
  WHERE enterprise_id IS NOT NULL AND state IN ('open', 'redriving', 'skipping');
CREATE INDEX dead_letter_unsettled ON dead_letter (state, id)
  WHERE state IN ('open', 'redriving', 'skipping');
CREATE INDEX dead_letter_by_event ON dead_letter (event_id) WHERE event_id IS NOT NULL;

-- An event that waits behind a dead letter of its enterprise, with everything the outbox had of it.
CREATE TABLE held_event (
  consumer text NOT NULL CONSTRAINT held_event_consumer CHECK (length(consumer) BETWEEN 1 AND 100),
  event_id uuid NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  number bigint NOT NULL DEFAULT nextval('hold_number') CONSTRAINT held_event_number_unique UNIQUE,
  topic text NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  sequence bigint NOT NULL,
  causation text,
  traceparent text,
  occurred_at timestamptz NOT NULL,
  payload bytea NOT NULL,
  held_at timestamptz NOT NULL,
  PRIMARY KEY (consumer, event_id)
);

CREATE INDEX held_event_in_order ON held_event (enterprise_id, consumer, number);

-- Headers beyond those of the event itself, such as `rq_redrive`: an object of texts.
ALTER TABLE outbox ADD COLUMN headers jsonb CONSTRAINT outbox_headers
  CHECK (jsonb_typeof(headers) = 'object');
