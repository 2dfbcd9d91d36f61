-- Lawful erasure (个人信息保护法第四十七条): an enterprise's key is destroyed and the rest of it becomes a
-- tombstone. Rows stay, because others count on them; what they said of the enterprise goes.

ALTER TABLE enterprise
  -- Since when an erasure waits for the end of a legal period: until then its data are only kept.
  ADD COLUMN frozen_at timestamptz,
  ADD COLUMN erased_at timestamptz,
  -- A tombstone gives the code free, so that the same enterprise may be registered anew.
  DROP CONSTRAINT enterprise_uscc_form,
  ADD CONSTRAINT enterprise_uscc_form CHECK (
    CASE WHEN erased_at IS NULL THEN uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'
    ELSE uscc = 'erased:' || id::text END),
  -- Region and industry stay for statistics, and of the day of registration the year.
  ADD CONSTRAINT enterprise_erased CHECK (
    erased_at IS NULL OR (
      data_key IS NULL AND name = 'erased' AND uscc_override_reason IS NULL AND frozen_at IS NULL
      AND extract(doy FROM registered_on) = 1));

CREATE TABLE erasure (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL CONSTRAINT erasure_once UNIQUE REFERENCES enterprise (id),
  requested_at timestamptz NOT NULL,
  -- Subject of the token.
  requested_by text NOT NULL CONSTRAINT erasure_author CHECK (length(requested_by) BETWEEN 1 AND 200),
  -- Why it must be (个人信息保护法第四十七条).
  basis text NOT NULL CONSTRAINT erasure_basis CHECK (
    basis IN ('request', 'consent_withdrawn', 'purpose_ended', 'unlawful')),
  -- Number of the request; no names, for it stays.
  reference text CONSTRAINT erasure_reference CHECK (length(reference) BETWEEN 1 AND 200),
  -- held: until the end of a legal period the data are only kept and secured.
  state text NOT NULL CONSTRAINT erasure_state CHECK (state IN ('held', 'done')),
  -- Last day of that period, and the record of `retention.yaml` that it is of.
  held_until date,
  held_for text CONSTRAINT erasure_held_for CHECK (held_for ~ '^[a-z_]{1,50}$'),
  done_at timestamptz,
  -- How much of what was tombstoned.
  counts jsonb NOT NULL DEFAULT '{}' CONSTRAINT erasure_counts CHECK (jsonb_typeof(counts) = 'object'),
  CONSTRAINT erasure_held CHECK (
    (held_until IS NULL) = (held_for IS NULL) AND (state = 'done' OR held_until IS NOT NULL)),
  CONSTRAINT erasure_done CHECK ((state = 'done') = (done_at IS NOT NULL)),
  CONSTRAINT erasure_time_order CHECK (done_at >= requested_at)
);

CREATE INDEX erasure_due ON erasure (held_until, id) WHERE state = 'held';

ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON erasure USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = erasure.enterprise_id OFFSET 0)
  ELSE false END);

SELECT grant_tenant_rights();

-- Refuses every change of a row, but that the words in the column it is called with become `erased` when
-- the row's enterprise is.
CREATE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  words text := TG_ARGV[0];
  is_erased boolean;
BEGIN
  IF TG_TABLE_NAME = 'review_step' THEN
    SELECT e.erased_at IS NOT NULL INTO is_erased
    FROM review r JOIN enterprise e ON e.id = r.enterprise_id
    WHERE r.id = (to_jsonb(OLD) ->> 'review_id')::uuid;
  ELSE
    SELECT e.erased_at IS NOT NULL INTO is_erased
    FROM offer o JOIN enterprise e ON e.id = o.enterprise_id
    WHERE o.id = (to_jsonb(OLD) ->> 'offer_id')::uuid;
  END IF;
  IF is_erased IS NOT TRUE OR to_jsonb(NEW) ->> words IS DISTINCT FROM 'erased'
      OR to_jsonb(OLD) ->> words IS NULL
      OR to_jsonb(OLD) - words IS DISTINCT FROM to_jsonb(NEW) - words THEN
    RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;

DROP TRIGGER review_step_only_appended ON review_step;
CREATE TRIGGER review_step_only_appended AFTER DELETE OR TRUNCATE ON review_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_step_only_erased AFTER UPDATE ON review_step
  FOR EACH ROW EXECUTE FUNCTION only_erased('note');

DROP TRIGGER offer_pause_only_appended ON offer_pause;
CREATE TRIGGER offer_pause_only_appended AFTER DELETE OR TRUNCATE ON offer_pause
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offer_pause_only_erased AFTER UPDATE ON offer_pause
  FOR EACH ROW EXECUTE FUNCTION only_erased('reason');

-- Letters that are over are forgotten after their retention period.
CREATE INDEX dead_letter_settled ON dead_letter (state_changed_at) WHERE state IN ('resolved', 'skipped');
