-- Periodic referral runs (定期推介): needs that wait for a run are allocated to institutions together,
-- then put before them like any other offer.

-- periodic: before the best few at the next run.
ALTER TABLE referral DROP CONSTRAINT referral_mode;
ALTER TABLE referral ADD CONSTRAINT referral_mode CHECK (mode IN ('dispatch', 'open', 'periodic'));
ALTER TABLE offer DROP CONSTRAINT offer_mode;
ALTER TABLE offer ADD CONSTRAINT offer_mode CHECK (mode IN ('dispatch', 'open', 'periodic'));

-- Of a periodic referral due_at says since when it waits for a run; thousands may, and nobody who looks
-- for the others reads over them.
DROP INDEX referral_due_next;
CREATE INDEX referral_due_next ON referral (due_at, need_id) WHERE due_at IS NOT NULL AND mode <> 'periodic';
CREATE INDEX referral_waiting ON referral (due_at, need_id) WHERE due_at IS NOT NULL AND mode = 'periodic';

CREATE TABLE allocation_run (
  id uuid PRIMARY KEY,
  -- The slot of the schedule that it is for; null when somebody asked for it. Each slot has one run.
  scheduled_for timestamptz CONSTRAINT allocation_run_once UNIQUE,
  -- planned: allocated, no offer is made yet; offering: some needs are done; finished: all are.
  state text NOT NULL CONSTRAINT allocation_run_state CHECK (state IN ('planned', 'offering', 'finished')),
  -- First day of the period of the rules that it went by.
  rules_from date NOT NULL,
  catalog_version integer NOT NULL REFERENCES catalog_version (version),
  seed bigint NOT NULL CONSTRAINT allocation_run_seed CHECK (seed >= 0),
  -- RFC 8785 JSON of rooms, preferences, needs and their choices: from these the outcome follows.
  inputs bytea NOT NULL,
  inputs_digest bytea NOT NULL CONSTRAINT allocation_run_inputs CHECK (inputs_digest = sha256(inputs)),
  outcome_digest bytea NOT NULL CONSTRAINT allocation_run_outcome CHECK (octet_length(outcome_digest) = 32),
  -- Needs that took part, offers that came out, and offers that were made of these.
  needs integer NOT NULL,
  planned integer NOT NULL,
  made integer NOT NULL DEFAULT 0,
  -- The last need that is done; the smallest identifier before the first.
  offered_to uuid NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT allocation_run_author CHECK (length(created_by) BETWEEN 1 AND 200),
  finished_at timestamptz,
  CONSTRAINT allocation_run_counts CHECK (needs >= 0 AND planned >= 0 AND made BETWEEN 0 AND planned),
  CONSTRAINT allocation_run_end CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
  CONSTRAINT allocation_run_time_order CHECK (finished_at >= created_at)
);

-- One at a time: the rooms that the next one counts with are those that the last one left.
CREATE UNIQUE INDEX allocation_run_one_open ON allocation_run ((true)) WHERE finished_at IS NULL;

-- A need that took part.
CREATE TABLE allocation_need (
  run_id uuid NOT NULL REFERENCES allocation_run (id),
  need_id uuid NOT NULL,
  need_version integer NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The run whose decisions its choices are.
  match_run_id uuid NOT NULL REFERENCES match_run (id),
  pool text NOT NULL CONSTRAINT allocation_need_pool CHECK (pool ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Institutions it still wanted.
  wanted integer NOT NULL CONSTRAINT allocation_need_wanted CHECK (wanted BETWEEN 1 AND 20),
  -- done: its offers were made as far as they could be; the others: what had become of it meanwhile.
  outcome text NOT NULL CONSTRAINT allocation_need_outcome CHECK (
    outcome IN ('planned', 'done', 'need_withdrawn', 'need_changed', 'referral_ended')),
  PRIMARY KEY (run_id, need_id),
  FOREIGN KEY (need_id, need_version) REFERENCES need_version (need_id, version)
);

CREATE INDEX allocation_need_by_enterprise ON allocation_need (enterprise_id, run_id);

-- A product that such a need qualifies for, and why its institution was asked or was not.
CREATE TABLE allocation_line (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL,
  need_id uuid NOT NULL,
  -- Place in the ranking of the need's run, from 1.
  place integer NOT NULL CONSTRAINT allocation_line_place CHECK (place >= 1),
  product_code text NOT NULL CONSTRAINT allocation_line_product CHECK (product_code ~ '^[a-z0-9][a-z0-9-]{2,63}$'),
  institution text NOT NULL CONSTRAINT allocation_line_institution CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Null when the institution publishes no price.
  effective_ppm bigint,
  coverage_ppm integer NOT NULL CONSTRAINT allocation_line_coverage CHECK (coverage_ppm BETWEEN 0 AND 1000000),
  why text NOT NULL CONSTRAINT allocation_line_why CHECK (
    why IN ('offered', 'asked_before', 'better_product', 'enough', 'product_full', 'institution_full')),
  -- What became of an offer that came out; null for the others.
  outcome text CONSTRAINT allocation_line_outcome CHECK (
    outcome IN ('planned', 'made', 'need_withdrawn', 'need_changed', 'referral_ended', 'asked_meanwhile',
      'enough_meanwhile', 'paused', 'room_taken')),
  offer_id uuid REFERENCES offer (id),
  CONSTRAINT allocation_line_once UNIQUE (run_id, need_id, product_code),
  FOREIGN KEY (run_id, need_id) REFERENCES allocation_need (run_id, need_id),
  CONSTRAINT allocation_line_offered CHECK ((why = 'offered') = (outcome IS NOT NULL)),
  CONSTRAINT allocation_line_made CHECK (coalesce(outcome = 'made', false) = (offer_id IS NOT NULL))
);

CREATE INDEX allocation_line_by_run ON allocation_line (run_id, id);
CREATE INDEX allocation_line_by_institution ON allocation_line (run_id, institution, id);
CREATE INDEX allocation_line_by_offer ON allocation_line (offer_id) WHERE offer_id IS NOT NULL;

-- How a run was dealt to each institution that could have served one of its needs.
CREATE TABLE allocation_institution (
  run_id uuid NOT NULL REFERENCES allocation_run (id),
  institution text NOT NULL CONSTRAINT allocation_institution_form CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Offers it could take; null without a limit.
  room integer CONSTRAINT allocation_institution_room CHECK (room >= 0),
  preferences text[] NOT NULL CONSTRAINT allocation_institution_preferences CHECK (cardinality(preferences) = 3),
  -- Offers it was behind an even share before the run.
  behind integer NOT NULL,
  -- Needs that fit it, needs that rank it first, offers that came out for it and those that were made.
  suitable integer NOT NULL,
  first_choice integer NOT NULL,
  planned integer NOT NULL,
  made integer NOT NULL DEFAULT 0,
  -- Offers in thousandths that an even deal would have given it, and needs refused for want of room.
  even_share_milli bigint NOT NULL,
  turned_away integer NOT NULL,
  -- Place in its own order of the last need it was to get; null when there was none.
  depth integer,
  PRIMARY KEY (run_id, institution),
  CONSTRAINT allocation_institution_counts CHECK (
    made BETWEEN 0 AND planned AND planned BETWEEN 0 AND suitable AND first_choice BETWEEN 0 AND suitable
    AND turned_away BETWEEN 0 AND suitable AND even_share_milli >= 0),
  CONSTRAINT allocation_institution_depth CHECK (
    (depth IS NULL) = (planned = 0) AND depth BETWEEN 1 AND suitable)
);

-- A run itself holds what everybody is, and is the service's alone; of its parts an enterprise sees those
-- of its needs, an institution what was put before it and how it was dealt with.
ALTER TABLE allocation_need ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON allocation_need USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN EXISTS (
    SELECT FROM offer o WHERE o.need_id = allocation_need.need_id OFFSET 0)
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = allocation_need.enterprise_id OFFSET 0)
  ELSE false END);

ALTER TABLE allocation_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON allocation_line USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'institution' THEN institution = tenant_setting('institution') AND outcome = 'made'
  ELSE EXISTS (
    SELECT FROM allocation_need n
    WHERE n.run_id = allocation_line.run_id AND n.need_id = allocation_line.need_id OFFSET 0) END);

ALTER TABLE allocation_institution ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON allocation_institution USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'region' THEN true
  WHEN 'institution' THEN institution = tenant_setting('institution')
  ELSE false END);

SELECT grant_tenant_rights();
