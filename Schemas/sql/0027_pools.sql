-- The way to a board before there is a case: pools of enterprises and of experts (储备库, 后备库, 专家团), what the
-- ladder proposes, advisers, activities, what cities set themselves to reach, and what came of tasks.

-- One membership. An enterprise, or an institution of the directory, is in a pool once at a time.
CREATE TABLE pool_member (
  id uuid PRIMARY KEY,
  pool text NOT NULL CONSTRAINT pool_member_pool CHECK (pool ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  enterprise_id uuid REFERENCES enterprise (id),
  institution text REFERENCES directory_entry (code),
  -- Where it is: for an enterprise as of when it was last looked at.
  region text NOT NULL CONSTRAINT pool_member_region CHECK (region ~ '^[0-9]{6}$'),
  state text NOT NULL,
  -- Who brought it in: an operator, or a proposal that one accepted.
  origin text NOT NULL CONSTRAINT pool_member_origin CHECK (origin IN ('operator', 'proposal')),
  note text CONSTRAINT pool_member_note CHECK (length(note) BETWEEN 1 AND 500),
  entered_on date NOT NULL,
  left_on date CONSTRAINT pool_member_left_after CHECK (left_on >= entered_on),
  left_for text CONSTRAINT pool_member_left_for CHECK (left_for ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The highest rung it has reached by its facts, and the one it is helped to reach next.
  rung text CONSTRAINT pool_member_rung CHECK (rung ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  aim text CONSTRAINT pool_member_aim CHECK (aim ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- By which version of its facts, and on which day, it was last placed.
  judged_version integer,
  judged_on date,
  -- Counts the steps; the ETag.
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT pool_member_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  CONSTRAINT pool_member_one CHECK (num_nonnulls(enterprise_id, institution) = 1),
  CONSTRAINT pool_member_left CHECK (num_nonnulls(left_on, left_for) = CASE state WHEN 'left' THEN 2 ELSE 0 END),
  CONSTRAINT pool_member_judged CHECK (
    num_nonnulls(judged_version, judged_on) IN (0, 2)
    AND (enterprise_id IS NOT NULL OR num_nonnulls(rung, aim, judged_version) = 0)),
  CONSTRAINT pool_member_time_order CHECK (updated_at >= created_at)
);

CREATE UNIQUE INDEX pool_member_one_enterprise ON pool_member (enterprise_id, pool)
  WHERE state = 'member' AND enterprise_id IS NOT NULL;
CREATE UNIQUE INDEX pool_member_one_institution ON pool_member (institution, pool)
  WHERE state = 'member' AND institution IS NOT NULL;
CREATE INDEX pool_member_by_enterprise ON pool_member (enterprise_id, id) WHERE enterprise_id IS NOT NULL;
CREATE INDEX pool_member_by_pool ON pool_member (pool, id);

-- Every step of every membership; never changed.
CREATE TABLE pool_step (
  member_id uuid NOT NULL REFERENCES pool_member (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT pool_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  -- The rung of an aim, the reason of leaving.
  detail text CONSTRAINT pool_step_detail CHECK (detail ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  actor text NOT NULL CONSTRAINT pool_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, version),
  CONSTRAINT pool_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'member' AND verb = 'enter'
    ELSE coalesce((verb, from_state, state) IN (
      ('aim', 'member', 'member'), ('leave', 'member', 'left')), false) END)
);

CREATE UNIQUE INDEX pool_step_state ON pool_step (member_id, version, state);
ALTER TABLE pool_step ADD CONSTRAINT pool_step_follows
  FOREIGN KEY (member_id, previous_version, from_state) REFERENCES pool_step (member_id, version, state);
ALTER TABLE pool_member ADD CONSTRAINT pool_member_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES pool_step (member_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER pool_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON pool_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What facts propose: that an enterprise enters a pool, or is helped to the next rung. A person decides.
CREATE TABLE pool_proposal (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  kind text NOT NULL CONSTRAINT pool_proposal_kind CHECK (kind IN ('enter', 'rung')),
  -- The pool, or the rung.
  target text NOT NULL CONSTRAINT pool_proposal_target CHECK (target ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The facts that it follows from.
  facts_version integer NOT NULL CONSTRAINT pool_proposal_facts CHECK (facts_version >= 1),
  state text NOT NULL CONSTRAINT pool_proposal_state CHECK (state IN ('open', 'accepted', 'dismissed', 'lapsed')),
  -- Why it was dismissed.
  reason text CONSTRAINT pool_proposal_reason CHECK (length(reason) BETWEEN 1 AND 500),
  decided_by text CONSTRAINT pool_proposal_decider CHECK (length(decided_by) BETWEEN 1 AND 200),
  version integer NOT NULL CONSTRAINT pool_proposal_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT pool_proposal_decided CHECK ((decided_by IS NULL) = (state = 'open')),
  CONSTRAINT pool_proposal_says_why CHECK ((reason IS NOT NULL) = (state = 'dismissed')),
  CONSTRAINT pool_proposal_time_order CHECK (updated_at >= created_at)
);

CREATE UNIQUE INDEX pool_proposal_one_open ON pool_proposal (enterprise_id, kind, target) WHERE state = 'open';
CREATE INDEX pool_proposal_by_enterprise ON pool_proposal (enterprise_id, id);
CREATE INDEX pool_proposal_by_state ON pool_proposal (state, id);

-- How many enterprises an institution advises at once, by what it does for them.
CREATE TABLE adviser (
  institution text NOT NULL REFERENCES directory_entry (code),
  kind text NOT NULL CONSTRAINT adviser_kind CHECK (kind ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  capacity integer NOT NULL CONSTRAINT adviser_capacity CHECK (capacity BETWEEN 0 AND 10000),
  -- Kept by the trigger on assignments and by nothing else.
  live_count integer NOT NULL DEFAULT 0,
  version integer NOT NULL CONSTRAINT adviser_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT adviser_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  PRIMARY KEY (institution, kind),
  -- Never above capacity, whoever assigns at the same time; nor is a capacity lowered below what is there.
  CONSTRAINT adviser_room CHECK (live_count BETWEEN 0 AND capacity)
);

CREATE TABLE adviser_assignment (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES pool_member (id),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  kind text NOT NULL,
  institution text NOT NULL,
  state text NOT NULL,
  is_live boolean GENERATED ALWAYS AS (state IN ('proposed', 'accepted')) STORED,
  -- Why it was declined or ended.
  reason text CONSTRAINT adviser_assignment_reason CHECK (length(reason) BETWEEN 1 AND 500),
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (institution, kind) REFERENCES adviser (institution, kind),
  CONSTRAINT adviser_assignment_time_order CHECK (updated_at >= created_at),
  CONSTRAINT adviser_assignment_says_why CHECK ((reason IS NOT NULL) = (state IN ('declined', 'ended')))
);

-- A member has one adviser of a kind at a time.
CREATE UNIQUE INDEX adviser_assignment_one_live ON adviser_assignment (member_id, kind)
  WHERE state IN ('proposed', 'accepted');
CREATE INDEX adviser_assignment_by_enterprise ON adviser_assignment (enterprise_id, id);
CREATE INDEX adviser_assignment_by_institution ON adviser_assignment (institution, id);

CREATE TABLE adviser_step (
  assignment_id uuid NOT NULL REFERENCES adviser_assignment (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT adviser_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT adviser_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (assignment_id, version),
  CONSTRAINT adviser_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'proposed' AND verb = 'propose'
    ELSE coalesce((verb, from_state, state) IN (
      ('accept', 'proposed', 'accepted'), ('decline', 'proposed', 'declined'),
      ('end', 'proposed', 'ended'), ('end', 'accepted', 'ended')), false) END)
);

CREATE UNIQUE INDEX adviser_step_state ON adviser_step (assignment_id, version, state);
ALTER TABLE adviser_step ADD CONSTRAINT adviser_step_follows
  FOREIGN KEY (assignment_id, previous_version, from_state)
  REFERENCES adviser_step (assignment_id, version, state);
ALTER TABLE adviser_assignment ADD CONSTRAINT adviser_assignment_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES adviser_step (assignment_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER adviser_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON adviser_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION count_adviser() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change integer := NEW.is_live::integer - CASE TG_OP WHEN 'UPDATE' THEN OLD.is_live::integer ELSE 0 END;
BEGIN
  IF change <> 0 THEN
    UPDATE adviser SET live_count = live_count + change
    WHERE institution = NEW.institution AND kind = NEW.kind;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER adviser_assignment_counts AFTER INSERT OR UPDATE OF state ON adviser_assignment
  FOR EACH ROW EXECUTE FUNCTION count_adviser();

-- A roadshow (路演), a matching event (银企对接) or a training (金融培训).
CREATE TABLE activity (
  id uuid PRIMARY KEY,
  kind text NOT NULL CONSTRAINT activity_kind CHECK (kind IN ('roadshow', 'matching', 'training')),
  title text NOT NULL CONSTRAINT activity_title CHECK (length(title) BETWEEN 1 AND 200),
  region text NOT NULL CONSTRAINT activity_region CHECK (region ~ '^[0-9]{6}$'),
  place text CONSTRAINT activity_place CHECK (length(place) BETWEEN 1 AND 300),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  capacity integer NOT NULL CONSTRAINT activity_capacity CHECK (capacity BETWEEN 1 AND 1000),
  -- Kept by the trigger on guests and by nothing else.
  seats_taken integer NOT NULL DEFAULT 0,
  state text NOT NULL CONSTRAINT activity_state CHECK (state IN ('announced', 'cancelled')),
  cancelled_for text CONSTRAINT activity_cancelled_for CHECK (length(cancelled_for) BETWEEN 1 AND 500),
  version integer NOT NULL CONSTRAINT activity_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT activity_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  -- Never more than there is room for, whoever registers at the same time.
  CONSTRAINT activity_seats CHECK (seats_taken BETWEEN 0 AND capacity),
  CONSTRAINT activity_hours CHECK (ends_at > starts_at),
  CONSTRAINT activity_says_why CHECK ((cancelled_for IS NOT NULL) = (state = 'cancelled')),
  CONSTRAINT activity_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX activity_by_start ON activity (starts_at, id);

CREATE TABLE activity_guest (
  id uuid PRIMARY KEY,
  activity_id uuid NOT NULL REFERENCES activity (id),
  enterprise_id uuid REFERENCES enterprise (id),
  institution text REFERENCES directory_entry (code),
  state text NOT NULL CONSTRAINT activity_guest_state CHECK (
    state IN ('invited', 'registered', 'withdrawn', 'attended', 'absent')),
  has_seat boolean GENERATED ALWAYS AS (state IN ('registered', 'attended', 'absent')) STORED,
  -- Whether the enterprise itself agreed that amounts are kept of what came of it.
  agrees_to_figures boolean NOT NULL DEFAULT false,
  version integer NOT NULL CONSTRAINT activity_guest_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT activity_guest_one CHECK (num_nonnulls(enterprise_id, institution) = 1),
  CONSTRAINT activity_guest_agrees CHECK (NOT agrees_to_figures OR enterprise_id IS NOT NULL),
  CONSTRAINT activity_guest_enterprise_once UNIQUE (activity_id, enterprise_id),
  CONSTRAINT activity_guest_institution_once UNIQUE (activity_id, institution),
  CONSTRAINT activity_guest_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX activity_guest_by_activity ON activity_guest (activity_id, id);
CREATE INDEX activity_guest_by_enterprise ON activity_guest (enterprise_id, id) WHERE enterprise_id IS NOT NULL;

CREATE FUNCTION count_seat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change integer := NEW.has_seat::integer - CASE TG_OP WHEN 'UPDATE' THEN OLD.has_seat::integer ELSE 0 END;
BEGIN
  IF change <> 0 THEN
    UPDATE activity SET seats_taken = seats_taken + change WHERE id = NEW.activity_id;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER activity_guest_counts AFTER INSERT OR UPDATE OF state ON activity_guest
  FOR EACH ROW EXECUTE FUNCTION count_seat();

-- What came of an activity for an enterprise.
CREATE TABLE activity_outcome (
  id uuid PRIMARY KEY,
  guest_id uuid NOT NULL REFERENCES activity_guest (id),
  kind text NOT NULL CONSTRAINT activity_outcome_kind CHECK (
    kind IN ('intention', 'contract', 'credit', 'loan', 'investment', 'certificate', 'other')),
  -- The institution it is with.
  institution text REFERENCES directory_entry (code),
  amount_fen bigint CONSTRAINT activity_outcome_amount CHECK (amount_fen BETWEEN 1 AND 10000000000000),
  note text CONSTRAINT activity_outcome_note CHECK (length(note) BETWEEN 1 AND 500),
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL CONSTRAINT activity_outcome_author CHECK (length(recorded_by) BETWEEN 1 AND 200)
);

CREATE INDEX activity_outcome_by_guest ON activity_outcome (guest_id, id);

-- How many listings a region set itself to reach in a year on a board.
CREATE TABLE listing_target (
  board text NOT NULL CONSTRAINT listing_target_board CHECK (board ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  year integer NOT NULL CONSTRAINT listing_target_year CHECK (year BETWEEN 2000 AND 2100),
  region text NOT NULL CONSTRAINT listing_target_region CHECK (region ~ '^[0-9]{6}$'),
  count integer NOT NULL CONSTRAINT listing_target_count CHECK (count BETWEEN 0 AND 1000000),
  -- The document that says so.
  source text NOT NULL CONSTRAINT listing_target_source CHECK (length(source) BETWEEN 1 AND 300),
  version integer NOT NULL CONSTRAINT listing_target_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT listing_target_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  PRIMARY KEY (board, year, region)
);

-- Listings that are told of as a number, where they are no cases here; never changed. A correction is a
-- negative one.
CREATE TABLE listing_count (
  id uuid PRIMARY KEY,
  board text NOT NULL CONSTRAINT listing_count_board CHECK (board ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  region text NOT NULL CONSTRAINT listing_count_region CHECK (region ~ '^[0-9]{6}$'),
  listed_on date NOT NULL,
  count integer NOT NULL CONSTRAINT listing_count_range CHECK (
    count <> 0 AND count BETWEEN -100000 AND 100000),
  source text NOT NULL CONSTRAINT listing_count_source CHECK (length(source) BETWEEN 1 AND 300),
  made_at timestamptz NOT NULL,
  made_by text NOT NULL CONSTRAINT listing_count_author CHECK (length(made_by) BETWEEN 1 AND 200)
);

CREATE INDEX listing_count_by_board ON listing_count (board, listed_on, id);
CREATE TRIGGER listing_count_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON listing_count
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What operators tell of a task of a government; never changed.
CREATE TABLE task_report (
  id uuid PRIMARY KEY,
  plan text NOT NULL CONSTRAINT task_report_plan CHECK (plan ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  task text NOT NULL CONSTRAINT task_report_task CHECK (task ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The target whose number it tells; null for words alone.
  target text CONSTRAINT task_report_target CHECK (target ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  reached bigint CONSTRAINT task_report_reached CHECK (reached BETWEEN 0 AND 1000000000),
  words text NOT NULL CONSTRAINT task_report_words CHECK (length(words) BETWEEN 1 AND 2000),
  reported_on date NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL CONSTRAINT task_report_author CHECK (length(made_by) BETWEEN 1 AND 200),
  CONSTRAINT task_report_whole CHECK ((target IS NULL) = (reached IS NULL))
);

CREATE INDEX task_report_by_task ON task_report (plan, task, id);
CREATE TRIGGER task_report_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON task_report
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A ladder of growing enterprises (成长梯队): who is on it, and the yearly runs that decide it.
CREATE TABLE ladder_run (
  id uuid PRIMARY KEY,
  ladder text NOT NULL CONSTRAINT ladder_run_ladder CHECK (ladder ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  -- The version of its rules.
  ladder_version text NOT NULL CONSTRAINT ladder_run_rules CHECK (length(ladder_version) BETWEEN 1 AND 40),
  year integer NOT NULL CONSTRAINT ladder_run_year CHECK (year BETWEEN 2000 AND 2100),
  judged_on date NOT NULL,
  -- Days on which members were taken in before.
  entries date[] NOT NULL CONSTRAINT ladder_run_entries CHECK (array_position(entries, NULL) IS NULL),
  -- SHA-256 over what came of it, line by line.
  digest bytea NOT NULL CONSTRAINT ladder_run_digest CHECK (octet_length(digest) = 32),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT ladder_run_author CHECK (length(created_by) BETWEEN 1 AND 200),
  -- New entries, and the ranking, are once a year.
  CONSTRAINT ladder_run_once UNIQUE (ladder, year)
);

CREATE TRIGGER ladder_run_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON ladder_run
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE ladder_line (
  run_id uuid NOT NULL REFERENCES ladder_run (id),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The facts it was decided by.
  facts_version integer NOT NULL CONSTRAINT ladder_line_facts CHECK (facts_version >= 1),
  -- What was told of it, and when it was last ended before.
  news text[] NOT NULL CONSTRAINT ladder_line_news CHECK (
    news <@ ARRAY['false_information', 'major_change', 'rename']),
  ended_before date,
  -- Tier before, null for one that was recommended; outcome, tier after, place: codes and numbers.
  tier text CONSTRAINT ladder_line_tier CHECK (tier ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  outcome text NOT NULL CONSTRAINT ladder_line_outcome CHECK (outcome IN (
    'keep', 'promote', 'recognise_anew', 'end', 'undecided', 'admit', 'banned', 'after_entries', 'no_tier',
    'conditions')),
  -- RFC 8785 JSON.
  result text NOT NULL CONSTRAINT ladder_line_result CHECK (length(result) BETWEEN 2 AND 100000),
  PRIMARY KEY (run_id, enterprise_id)
);

CREATE INDEX ladder_line_by_enterprise ON ladder_line (enterprise_id, run_id);
CREATE TRIGGER ladder_line_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON ladder_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE ladder_member (
  ladder text NOT NULL CONSTRAINT ladder_member_ladder CHECK (ladder ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- Null once it is ended.
  tier text CONSTRAINT ladder_member_tier CHECK (tier ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  entered_on date NOT NULL,
  ended_on date CONSTRAINT ladder_member_ended_after CHECK (ended_on >= entered_on),
  ended_for text CONSTRAINT ladder_member_ended_for CHECK (
    ended_for IN ('false_information', 'conditions', 'major_change', 'last_and_failing')),
  -- The last day on which it is not recommended again.
  banned_through date,
  run_id uuid NOT NULL REFERENCES ladder_run (id),
  PRIMARY KEY (ladder, enterprise_id),
  CONSTRAINT ladder_member_ended CHECK (
    num_nonnulls(ended_on, ended_for, banned_through) = CASE WHEN tier IS NULL THEN 3 ELSE 0 END)
);

CREATE INDEX ladder_member_by_enterprise ON ladder_member (enterprise_id);

-- A membership and a guest are seen by whom they are of, and by those who oversee its region; an assignment
-- by the adviser, too.
DO $$
DECLARE part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('pool_member', 'institution = tenant_setting(''institution'')', 'starts_with(region, tenant_setting(''region''))'),
    ('pool_proposal', 'false', 'false'), ('ladder_line', 'false', 'false'), ('ladder_member', 'false', 'false'),
    ('adviser_assignment', 'institution = tenant_setting(''institution'')', 'false'),
    ('activity_guest', 'institution = tenant_setting(''institution'')', 'false'))
    AS t (name, own, place)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        CASE tenant_setting(''kind'')
        WHEN ''country'' THEN true
        WHEN ''enterprise'' THEN enterprise_id = (SELECT tenant_enterprise())
        WHEN ''institution'' THEN %2$s
        WHEN ''region'' THEN CASE WHEN enterprise_id IS NULL THEN %3$s ELSE EXISTS (
          SELECT FROM enterprise seen WHERE seen.id = %1$I.enterprise_id OFFSET 0) END
        ELSE false END)', part.name, part.own, part.place);
  END LOOP;
  FOR part IN SELECT * FROM (VALUES
    ('pool_step', 'pool_member', 'member_id'), ('adviser_step', 'adviser_assignment', 'assignment_id'),
    ('activity_outcome', 'activity_guest', 'guest_id')) AS t (name, whole, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        EXISTS (SELECT FROM %2$I whole WHERE whole.id = %1$I.%3$I OFFSET 0))',
      part.name, part.whole, part.key);
  END LOOP;
END $$;

SELECT grant_tenant_rights();
