-- What an event led to: the inbox says of each event it has applied what it was, how often it was
-- tried, and in which trace. The columns are null in rows of programs before this migration.
ALTER TABLE inbox
  ADD COLUMN event_type text,
  -- What the event is about, such as a need; lineage begins there.
  ADD COLUMN subject text CONSTRAINT inbox_subject CHECK (length(subject) BETWEEN 1 AND 200),
  -- The event or request it follows from.
  ADD COLUMN causation text,
  -- W3C trace context of the attempt that succeeded.
  ADD COLUMN traceparent text,
  -- When it happened; `handled_at` is when its effect was stored.
  ADD COLUMN occurred_at timestamptz,
  ADD COLUMN attempts smallint CONSTRAINT inbox_attempts CHECK (attempts >= 1);

CREATE INDEX inbox_by_subject ON inbox (subject, event_id) WHERE subject IS NOT NULL;
