-- Listing cases (挂牌进程): the way of one enterprise to one board, by the version of the board's rules on the
-- day it set out. What may happen is data of the board, not of this schema: steps are kept as they were taken,
-- and done again to be believed.

-- What stands now; how it came to that stands in listing_step. Written under the enterprise's lock.
CREATE TABLE listing_case (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  board text NOT NULL CONSTRAINT listing_case_board CHECK (board ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  board_version text NOT NULL CONSTRAINT listing_case_board_version CHECK (
    board_version ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  -- The institution that sponsors it (主办券商、推荐机构); null while there is none.
  sponsor text CONSTRAINT listing_case_sponsor CHECK (sponsor ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  stage text NOT NULL CONSTRAINT listing_case_stage CHECK (stage ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The day on which the stage was entered, and that of the last step.
  since_on date NOT NULL,
  day_on date NOT NULL,
  -- The stage that was left, while the case is on hold.
  left_stage text CONSTRAINT listing_case_left CHECK (left_stage ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  channel text NOT NULL CONSTRAINT listing_case_channel CHECK (channel ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- Steps so far; a bound, so that reading a case again is always quick.
  seq integer NOT NULL CONSTRAINT listing_case_seq CHECK (seq BETWEEN 0 AND 500),
  last_seq integer GENERATED ALWAYS AS (nullif(seq, 0)) STORED,
  -- Whether it can still go on.
  is_live boolean NOT NULL,
  began_on date NOT NULL,
  -- What its plan is counted back from, and with.
  target_on date CONSTRAINT listing_case_target CHECK (target_on BETWEEN '2000-01-01' AND '2100-12-31'),
  pace text NOT NULL CONSTRAINT listing_case_pace CHECK (pace IN ('least', 'typical', 'most')),
  options text[] NOT NULL CONSTRAINT listing_case_options CHECK (
    cardinality(options) <= 20 AND array_position(options, NULL) IS NULL),
  rounds integer CONSTRAINT listing_case_rounds CHECK (rounds BETWEEN 1 AND 20),
  -- The ETag: counts steps and changes of the target.
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT listing_case_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  CONSTRAINT listing_case_days CHECK (since_on <= day_on AND began_on <= since_on),
  CONSTRAINT listing_case_counts CHECK (version > seq),
  CONSTRAINT listing_case_time_order CHECK (updated_at >= created_at),
  -- What is over is planned no more.
  CONSTRAINT listing_case_over CHECK (is_live OR target_on IS NULL)
);

-- An enterprise is on its way to a board once at a time.
CREATE UNIQUE INDEX listing_case_one_live ON listing_case (enterprise_id, board) WHERE is_live;
CREATE INDEX listing_case_by_enterprise ON listing_case (enterprise_id, id);
CREATE INDEX listing_case_by_sponsor ON listing_case (sponsor, id) WHERE sponsor IS NOT NULL;
CREATE INDEX listing_case_by_board ON listing_case (board, id);

-- Every step of every case; never changed. A step names the stage it leaves, and that step must exist.
CREATE TABLE listing_step (
  case_id uuid NOT NULL REFERENCES listing_case (id) DEFERRABLE INITIALLY DEFERRED,
  seq integer NOT NULL CONSTRAINT listing_step_seq CHECK (seq BETWEEN 1 AND 500),
  previous_seq integer GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  verb text NOT NULL CONSTRAINT listing_step_verb CHECK (verb ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  from_stage text NOT NULL,
  to_stage text NOT NULL CONSTRAINT listing_step_to CHECK (to_stage ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The gate that it opened.
  gate text CONSTRAINT listing_step_gate CHECK (gate ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- Who did it, as the board names roles, and who says so.
  role text NOT NULL CONSTRAINT listing_step_role CHECK (role ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  actor text NOT NULL CONSTRAINT listing_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  taken_on date NOT NULL,
  taken_at timestamptz NOT NULL,
  -- A code of the board; of a hold or an end.
  reason text CONSTRAINT listing_step_reason CHECK (reason ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  PRIMARY KEY (case_id, seq)
);

CREATE UNIQUE INDEX listing_step_stage ON listing_step (case_id, seq, to_stage);
ALTER TABLE listing_step ADD CONSTRAINT listing_step_follows
  FOREIGN KEY (case_id, previous_seq, from_stage) REFERENCES listing_step (case_id, seq, to_stage);
ALTER TABLE listing_case ADD CONSTRAINT listing_case_is_its_last_step
  FOREIGN KEY (id, last_seq, stage) REFERENCES listing_step (case_id, seq, to_stage)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER listing_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON listing_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The documents that were shown with a step. They lie elsewhere: the digest says which they were.
CREATE TABLE listing_evidence (
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  place integer NOT NULL CONSTRAINT listing_evidence_place CHECK (place BETWEEN 1 AND 50),
  kind text NOT NULL CONSTRAINT listing_evidence_kind CHECK (kind ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- Where it is kept, or its official number.
  document text NOT NULL CONSTRAINT listing_evidence_document CHECK (length(document) BETWEEN 1 AND 200),
  digest bytea NOT NULL CONSTRAINT listing_evidence_digest CHECK (octet_length(digest) = 32),
  issued_on date NOT NULL,
  issuer text NOT NULL CONSTRAINT listing_evidence_issuer CHECK (length(issuer) BETWEEN 1 AND 200),
  -- The day up to which it speaks.
  cut_off_on date CONSTRAINT listing_evidence_cut_off CHECK (cut_off_on <= issued_on),
  PRIMARY KEY (case_id, seq, place),
  CONSTRAINT listing_evidence_of_step FOREIGN KEY (case_id, seq) REFERENCES listing_step (case_id, seq)
);

-- Never changed, but that reference and issuer become `erased` when the enterprise is.
CREATE FUNCTION listing_evidence_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM listing_case c JOIN enterprise e ON e.id = c.enterprise_id
      WHERE c.id = OLD.case_id AND e.erased_at IS NOT NULL)
    OR NEW.document <> 'erased' OR NEW.issuer <> 'erased'
    OR to_jsonb(OLD) - '{document,issuer}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{document,issuer}'::text[]
  THEN
    RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER listing_evidence_only_appended AFTER DELETE OR TRUNCATE ON listing_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER listing_evidence_only_erased AFTER UPDATE ON listing_evidence
  FOR EACH ROW EXECUTE FUNCTION listing_evidence_only_erased();

-- What was told to be at risk by the plan of a case, once, until it is so no more.
CREATE TABLE listing_alert (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES listing_case (id),
  -- The work that comes too late, and the kind of day that it misses.
  gate text NOT NULL CONSTRAINT listing_alert_gate CHECK (gate ~ '^[a-z0-9][a-z0-9_.]{0,63}$'),
  limited_by text NOT NULL CONSTRAINT listing_alert_limit CHECK (
    limited_by IN ('target', 'window', 'cut_off', 'statements', 'hold')),
  due_on date NOT NULL,
  earliest_on date NOT NULL,
  raised_at timestamptz NOT NULL,
  cleared_at timestamptz,
  CONSTRAINT listing_alert_time_order CHECK (cleared_at >= raised_at)
);

CREATE UNIQUE INDEX listing_alert_once ON listing_alert (case_id, gate, limited_by)
  WHERE cleared_at IS NULL;
CREATE INDEX listing_alert_by_case ON listing_alert (case_id, raised_at);

-- In which layer of a board (分层) an enterprise that has or had a case is by its facts.
CREATE TABLE listing_layer (
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  board text NOT NULL CONSTRAINT listing_layer_board CHECK (board ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  -- Null for none.
  layer text CONSTRAINT listing_layer_layer CHECK (layer ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  since_on date NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (enterprise_id, board)
);

-- Whose cases are to be looked at anew, and when: after a step, a change of facts, and on every day that
-- a plan is watched. This is the truth when an event is lost.
CREATE TABLE listing_account (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise (id),
  due_at timestamptz
);

CREATE INDEX listing_account_due ON listing_account (due_at, enterprise_id) WHERE due_at IS NOT NULL;

-- An enterprise sees its cases, and an institution those that it sponsors.
ALTER TABLE listing_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON listing_case USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN sponsor = tenant_setting('institution')
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = listing_case.enterprise_id OFFSET 0)
  ELSE false END);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['listing_step', 'listing_evidence', 'listing_alert']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        EXISTS (SELECT FROM listing_case whole WHERE whole.id = %1$I.case_id OFFSET 0))', name);
  END LOOP;
END $$;

ALTER TABLE listing_layer ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON listing_layer USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = listing_layer.enterprise_id OFFSET 0)
  ELSE false END);

SELECT grant_tenant_rights();
