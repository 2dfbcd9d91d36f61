-- Human review of automated verdicts (个人信息保护法第二十四条), and the keys that sign receipts.

-- What stands now; how it came to that stands in review_step. A review stands beside the run it is
-- about and never changes it.
CREATE TABLE review (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES match_run (id),
  product_code text NOT NULL CONSTRAINT review_product_form CHECK (product_code ~ '^[a-z0-9][a-z0-9-]{2,63}$'),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The automated verdict that is contested.
  verdict text NOT NULL CONSTRAINT review_verdict CHECK (verdict IN ('eligible', 'ineligible', 'needs_info')),
  -- Counts the steps; the ETag.
  version integer NOT NULL,
  state text NOT NULL,
  -- Who took it.
  assignee text CONSTRAINT review_assignee CHECK (length(assignee) BETWEEN 1 AND 200),
  outcome text CONSTRAINT review_outcome CHECK (outcome IN ('upheld', 'corrected_facts', 'overturned')),
  -- How the person who asked can be reached: not in the steps, so that it can be erased.
  contact text CONSTRAINT review_contact CHECK (length(contact) BETWEEN 1 AND 200),
  requested_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT review_time_order CHECK (updated_at >= requested_at),
  CONSTRAINT review_taken CHECK (
    CASE state WHEN 'requested' THEN assignee IS NULL WHEN 'withdrawn' THEN true ELSE assignee IS NOT NULL END),
  CONSTRAINT review_decided CHECK ((state = 'resolved') = (outcome IS NOT NULL))
);

-- One open review per run and product.
CREATE UNIQUE INDEX review_one_open ON review (run_id, product_code) WHERE state IN ('requested', 'assigned');
CREATE INDEX review_by_run ON review (run_id, product_code, id);
CREATE INDEX review_by_enterprise ON review (enterprise_id, id);
CREATE INDEX review_by_state ON review (state, id);

-- Every step of every review with who took it and when; never changed. A step names the state it
-- leaves, and that step must exist: what the table holds is always a walk along allowed edges.
CREATE TABLE review_step (
  review_id uuid NOT NULL REFERENCES review (id),
  version integer NOT NULL CONSTRAINT review_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  actor text NOT NULL CONSTRAINT review_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  actor_role text NOT NULL CONSTRAINT review_step_role CHECK (actor_role IN ('enterprise', 'operator', 'service')),
  -- Who asked: the actor of step 1, repeated so that each step can be held against it.
  first_version integer GENERATED ALWAYS AS (1) STORED,
  asker text NOT NULL,
  asker_role text NOT NULL,
  outcome text CONSTRAINT review_step_outcome CHECK (outcome IN ('upheld', 'corrected_facts', 'overturned')),
  -- The reason of the request, or the finding.
  note text CONSTRAINT review_step_note CHECK (length(note) BETWEEN 1 AND 2000),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (review_id, version),
  CONSTRAINT review_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'requested'
    ELSE coalesce((from_state, state) IN (
      ('requested', 'assigned'), ('requested', 'withdrawn'),
      ('assigned', 'assigned'), ('assigned', 'resolved'), ('assigned', 'withdrawn')), false) END),
  CONSTRAINT review_step_outcome_when_resolved CHECK ((state = 'resolved') = (outcome IS NOT NULL)),
  CONSTRAINT review_step_words CHECK (state NOT IN ('requested', 'resolved') OR note IS NOT NULL),
  -- The operator, or its system, takes; a person of the operator decides, and not what they asked for.
  CONSTRAINT review_step_office CHECK (
    CASE state WHEN 'assigned' THEN actor_role <> 'enterprise' WHEN 'resolved' THEN actor_role = 'operator' ELSE true END),
  CONSTRAINT review_step_other_person CHECK (state <> 'resolved' OR actor <> asker),
  -- Only the side that asked takes it back: anybody of the enterprise, otherwise the one who asked.
  CONSTRAINT review_step_withdrawer CHECK (
    state <> 'withdrawn' OR (actor_role = asker_role AND (actor_role = 'enterprise' OR actor = asker)))
);

-- No rules of their own beside the primary key: what the references below point to.
CREATE UNIQUE INDEX review_step_state ON review_step (review_id, version, state);
CREATE UNIQUE INDEX review_step_author ON review_step (review_id, version, actor, actor_role);
ALTER TABLE review_step ADD CONSTRAINT review_step_asker
  FOREIGN KEY (review_id, first_version, asker, asker_role)
  REFERENCES review_step (review_id, version, actor, actor_role);
ALTER TABLE review_step ADD CONSTRAINT review_step_follows
  FOREIGN KEY (review_id, previous_version, from_state) REFERENCES review_step (review_id, version, state);

-- Checked at commit, because a review and its step are written together.
ALTER TABLE review ADD CONSTRAINT review_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES review_step (review_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER review_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON review_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Ed25519 keys that sign receipts. A retired key loses its secret half and keeps its public one, so
-- that old receipts go on verifying and no new one can be made with it.
CREATE TABLE receipt_key (
  -- RFC 7638 thumbprint.
  id text PRIMARY KEY CONSTRAINT receipt_key_id_form CHECK (id ~ '^[A-Za-z0-9_-]{43}$'),
  public_key bytea NOT NULL CONSTRAINT receipt_key_public_length CHECK (octet_length(public_key) = 32),
  secret_key bytea CONSTRAINT receipt_key_secret_length CHECK (octet_length(secret_key) = 32),
  created_at timestamptz NOT NULL,
  retired_at timestamptz,
  CONSTRAINT receipt_key_time_order CHECK (retired_at >= created_at),
  CONSTRAINT receipt_key_retired_without_secret CHECK ((retired_at IS NULL) = (secret_key IS NOT NULL))
);

CREATE UNIQUE INDEX receipt_key_one_current ON receipt_key ((true)) WHERE retired_at IS NULL;
