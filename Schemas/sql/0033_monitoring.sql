-- Monitoring (运行监测、预警): what is reported of enterprises, by whose permission, and when one is to be looked at.

-- Who must report under which duty, from one period on.
CREATE TABLE report_enrolment (
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  duty text NOT NULL CONSTRAINT report_enrolment_duty CHECK (duty ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- First days of the first and the last period; null while it lasts.
  from_on date NOT NULL CONSTRAINT report_enrolment_from CHECK (extract(day FROM from_on) = 1),
  to_on date CONSTRAINT report_enrolment_to CHECK (extract(day FROM to_on) = 1),
  version integer NOT NULL CONSTRAINT report_enrolment_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT report_enrolment_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  PRIMARY KEY (enterprise_id, duty),
  CONSTRAINT report_enrolment_order CHECK (to_on >= from_on)
);

-- An enterprise's permission to take in what one source knows of it.
CREATE TABLE source_authorisation (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  source text NOT NULL CONSTRAINT source_authorisation_source CHECK (source ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  granted_at timestamptz NOT NULL,
  granted_by text NOT NULL CONSTRAINT source_authorisation_author CHECK (length(granted_by) BETWEEN 1 AND 200),
  -- The last day on which anything may be taken in by it.
  expires_on date NOT NULL,
  revoked_at timestamptz CONSTRAINT source_authorisation_revoked_after CHECK (revoked_at >= granted_at),
  revoked_by text CONSTRAINT source_authorisation_revoker CHECK (length(revoked_by) BETWEEN 1 AND 200),
  CONSTRAINT source_authorisation_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);

-- One at a time; another replaces it.
CREATE UNIQUE INDEX source_authorisation_one_live ON source_authorisation (enterprise_id, source)
  WHERE revoked_at IS NULL;
-- What is taken in by one is of the same enterprise.
CREATE UNIQUE INDEX source_authorisation_of_enterprise ON source_authorisation (id, enterprise_id);
CREATE INDEX source_authorisation_by_enterprise ON source_authorisation (enterprise_id, id);

-- What one source says of one enterprise for one period. A correction is the next revision; nothing that was said is
-- ever changed.
CREATE TABLE report (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  source text NOT NULL CONSTRAINT report_source CHECK (source ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- The institution that says it of its own business with the enterprise; null where a source speaks as one.
  reporter text CONSTRAINT report_reporter CHECK (reporter ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  period_kind text NOT NULL CONSTRAINT report_period_kind CHECK (period_kind IN ('month', 'quarter')),
  -- The first day of the period.
  period_on date NOT NULL CONSTRAINT report_period_on CHECK (
    extract(day FROM period_on) = 1
    AND (period_kind = 'month' OR extract(month FROM period_on) IN (1, 4, 7, 10))),
  revision integer NOT NULL CONSTRAINT report_revision CHECK (revision BETWEEN 1 AND 1000),
  as_of date NOT NULL,
  -- Where it was taken from, such as the name of a file.
  provenance text NOT NULL CONSTRAINT report_provenance CHECK (length(provenance) BETWEEN 1 AND 200),
  -- By whose permission, where the source needs one.
  authorisation_id uuid,
  -- What became of it by the rules of quality, and which of them it breaks.
  outcome text NOT NULL CONSTRAINT report_outcome CHECK (outcome IN ('accept', 'quarantine', 'reject')),
  broken text[] NOT NULL CONSTRAINT report_broken CHECK (
    cardinality(broken) <= 1000 AND array_position(broken, NULL) IS NULL),
  -- Figures by indicator, sealed with the enterprise's key.
  figures bytea NOT NULL CONSTRAINT report_figures CHECK (octet_length(figures) <= 100000),
  -- The last day in time; null when nobody had to report it.
  due_on date,
  received_on date NOT NULL,
  received_at timestamptz NOT NULL,
  received_by text NOT NULL CONSTRAINT report_author CHECK (length(received_by) BETWEEN 1 AND 200),
  -- What somebody found of one in quarantine.
  decision text CONSTRAINT report_decision CHECK (decision IN ('accept', 'reject')),
  decided_at timestamptz,
  decided_by text CONSTRAINT report_decider CHECK (length(decided_by) BETWEEN 1 AND 200),
  FOREIGN KEY (authorisation_id, enterprise_id) REFERENCES source_authorisation (id, enterprise_id),
  CONSTRAINT report_once UNIQUE NULLS NOT DISTINCT (
    enterprise_id, source, period_kind, period_on, reporter, revision),
  CONSTRAINT report_outcome_explained CHECK ((outcome = 'accept') = (broken = '{}')),
  CONSTRAINT report_decided CHECK (
    num_nonnulls(decision, decided_at, decided_by) IN (0, 3) AND (decision IS NULL OR outcome = 'quarantine')),
  CONSTRAINT report_time_order CHECK (decided_at >= received_at)
);

CREATE INDEX report_by_enterprise ON report (enterprise_id, id);
-- What waits for somebody to look at it, and what a source sent on a day.
CREATE INDEX report_in_quarantine ON report (id) WHERE outcome = 'quarantine' AND decision IS NULL;
CREATE INDEX report_by_day ON report (received_on, source);

CREATE FUNCTION report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (OLD.decision IS NOT NULL AND (OLD.decision, OLD.decided_at, OLD.decided_by)
      IS DISTINCT FROM (NEW.decision, NEW.decided_at, NEW.decided_by))
    -- Figures are sealed anew with another key, and go with their enterprise.
    OR (to_jsonb(OLD) - '{decision,decided_at,decided_by,figures,provenance}'::text[])
      IS DISTINCT FROM (to_jsonb(NEW) - '{decision,decided_at,decided_by,figures,provenance}'::text[]) THEN
    RAISE restrict_violation USING MESSAGE = 'what was reported stays; a correction is a revision',
      CONSTRAINT = 'report_stays', TABLE = 'report';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER report_stays AFTER UPDATE OR DELETE ON report
  FOR EACH ROW EXECUTE FUNCTION report_stays();

-- Which facts of an enterprise stand, or stood, on what was reported: from one version of its facts through another.
-- Which decisions used a report follows: those of runs that pin one of these versions.
CREATE TABLE report_use (
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  path text NOT NULL CONSTRAINT report_use_path CHECK (length(path) BETWEEN 1 AND 100),
  report_id uuid NOT NULL REFERENCES report (id),
  from_version integer NOT NULL CONSTRAINT report_use_from CHECK (from_version >= 1),
  -- The last one; null while it lasts.
  through_version integer,
  PRIMARY KEY (enterprise_id, path, report_id, from_version),
  CONSTRAINT report_use_order CHECK (through_version >= from_version)
);

-- When an enterprise is to be judged anew: after a report, when a day comes on which one is missed, and when rules
-- change. This is the truth when an event is lost.
CREATE TABLE monitoring_account (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise (id),
  -- The level of all together; null when nothing is to be looked at.
  level text CONSTRAINT monitoring_account_level CHECK (level IN ('yellow', 'orange', 'red')),
  -- Digest of the rules by which it was judged last, and when.
  judged_by bytea CONSTRAINT monitoring_account_rules CHECK (octet_length(judged_by) = 32),
  judged_at timestamptz,
  due_at timestamptz,
  CONSTRAINT monitoring_account_judged CHECK (
    (judged_by IS NULL) = (judged_at IS NULL) AND (level IS NULL OR judged_at IS NOT NULL))
);

CREATE INDEX monitoring_account_due ON monitoring_account (due_at, enterprise_id) WHERE due_at IS NOT NULL;
CREATE INDEX monitoring_account_by_rules ON monitoring_account (judged_by, enterprise_id);

-- One warning as it stands; how it came to that stands in warning_step. Written under the enterprise's lock.
CREATE TABLE warning (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  rule text NOT NULL CONSTRAINT warning_rule CHECK (rule ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  level text NOT NULL CONSTRAINT warning_level CHECK (level IN ('yellow', 'orange', 'red')),
  state text NOT NULL,
  version integer NOT NULL,
  period_kind text NOT NULL CONSTRAINT warning_period_kind CHECK (period_kind IN ('month', 'quarter')),
  -- First days of the periods in which it began, and in which it came to this level.
  begun_on date NOT NULL CONSTRAINT warning_begun_on CHECK (extract(day FROM begun_on) = 1),
  since_on date NOT NULL CONSTRAINT warning_since_on CHECK (extract(day FROM since_on) = 1),
  assignee text CONSTRAINT warning_assignee CHECK (length(assignee) BETWEEN 1 AND 200),
  -- Until when it should leave its state.
  due_at timestamptz,
  reason text CONSTRAINT warning_reason CHECK (reason ~ '^[a-z][a-z_]{0,63}$'),
  note text CONSTRAINT warning_note CHECK (length(note) BETWEEN 1 AND 1000),
  -- What was measured and the figures that say so, sealed with the enterprise's key.
  readings bytea NOT NULL CONSTRAINT warning_readings CHECK (octet_length(readings) <= 200000),
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT warning_periods CHECK (since_on >= begun_on),
  CONSTRAINT warning_reason_named CHECK ((reason IS NOT NULL) = (state = 'closed')),
  CONSTRAINT warning_time_order CHECK (updated_at >= opened_at)
);

-- At most one is open of an enterprise and a rule.
CREATE UNIQUE INDEX warning_one_open ON warning (enterprise_id, rule) WHERE state <> 'closed';
CREATE INDEX warning_by_enterprise ON warning (enterprise_id, id);
CREATE INDEX warning_by_rule ON warning (enterprise_id, rule, id);
CREATE INDEX warning_by_state ON warning (state, id);
CREATE INDEX warning_open_by_level ON warning (level, id) WHERE state <> 'closed';

-- Every step of every warning; never changed.
CREATE TABLE warning_step (
  warning_id uuid NOT NULL REFERENCES warning (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT warning_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  level text NOT NULL CONSTRAINT warning_step_level CHECK (level IN ('yellow', 'orange', 'red')),
  actor text NOT NULL CONSTRAINT warning_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  role text NOT NULL CONSTRAINT warning_step_role CHECK (role IN ('operator', 'service')),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (warning_id, version),
  CONSTRAINT warning_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'open' AND verb = 'open'
    ELSE coalesce(from_state IN ('open', 'assigned', 'acknowledged', 'acting') AND CASE verb
      WHEN 'assign' THEN state = 'assigned'
      WHEN 'acknowledge' THEN state = 'acknowledged' AND from_state IN ('open', 'assigned')
      WHEN 'act' THEN state = 'acting'
      WHEN 'close' THEN state = 'closed'
      WHEN 'raise' THEN state = 'open'
      WHEN 'lower' THEN state = from_state
      WHEN 'restate' THEN state = from_state
      WHEN 'settle' THEN state = 'closed' END, false) END)
);

CREATE UNIQUE INDEX warning_step_state ON warning_step (warning_id, version, state);
ALTER TABLE warning_step ADD CONSTRAINT warning_step_follows
  FOREIGN KEY (warning_id, previous_version, from_state) REFERENCES warning_step (warning_id, version, state);
ALTER TABLE warning ADD CONSTRAINT warning_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES warning_step (warning_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER warning_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON warning_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What there was of the enterprise when a warning came to red: each is looked at anew by whoever has it. Nothing of it
-- changes by itself. Never changed.
CREATE TABLE warning_touch (
  warning_id uuid NOT NULL,
  -- The step by which it came to red.
  version integer NOT NULL,
  kind text NOT NULL CONSTRAINT warning_touch_kind CHECK (
    kind IN ('offer', 'guarantee', 'receivable_financing', 'listing_case')),
  subject_id uuid NOT NULL,
  -- The state it was in then.
  state text NOT NULL CONSTRAINT warning_touch_state CHECK (state ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  -- Who has a part in it.
  institutions text[] NOT NULL CONSTRAINT warning_touch_institutions CHECK (
    cardinality(institutions) <= 3 AND array_position(institutions, NULL) IS NULL),
  PRIMARY KEY (warning_id, version, kind, subject_id),
  FOREIGN KEY (warning_id, version) REFERENCES warning_step (warning_id, version)
);

CREATE TRIGGER warning_touch_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON warning_touch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An institution that the enterprise lets see it, and that has lent to it or stands in for it. Each table shows it
-- its own rows only; days of expiry are the service's to look at, for its clock is injected.
CREATE FUNCTION tenant_is_exposed(enterprise uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
      SELECT FROM consent c WHERE c.enterprise_id = enterprise AND c.revoked_at IS NULL
        AND c.institution = tenant_setting('institution'))
    AND (
      EXISTS (
        SELECT FROM offer o WHERE o.enterprise_id = enterprise AND o.state = 'drawn'
          AND o.institution = tenant_setting('institution'))
      OR EXISTS (
        SELECT FROM guarantee g WHERE g.enterprise_id = enterprise AND g.is_live
          AND tenant_setting('institution') IN (g.guarantor, g.bank, g.re_guarantor))
      OR EXISTS (
        SELECT FROM receivable_financing f WHERE f.enterprise_id = enterprise AND f.state = 'funded'
          AND f.institution = tenant_setting('institution')))
$$;

DO $$
DECLARE part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('report', 'false'), ('report_enrolment', 'false'), ('source_authorisation', 'false'),
    ('report_use', 'false'),
    ('warning', 'tenant_is_exposed(enterprise_id)')) AS t (name, own)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format(
      $policy$CREATE POLICY tenant ON %1$I USING (
        CASE tenant_setting('kind')
        WHEN 'country' THEN true
        WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
        WHEN 'institution' THEN %2$s
        WHEN 'region' THEN EXISTS (
          SELECT FROM enterprise seen WHERE seen.id = %1$I.enterprise_id OFFSET 0)
        ELSE false END)$policy$, part.name, part.own);
  END LOOP;
  EXECUTE 'ALTER TABLE warning_step ENABLE ROW LEVEL SECURITY';
  EXECUTE 'CREATE POLICY tenant ON warning_step USING (
    EXISTS (SELECT FROM warning whole WHERE whole.id = warning_step.warning_id OFFSET 0))';
  EXECUTE 'ALTER TABLE warning_touch ENABLE ROW LEVEL SECURITY';
  -- An institution sees its own part of it.
  EXECUTE $policy$CREATE POLICY tenant ON warning_touch USING (
    EXISTS (SELECT FROM warning whole WHERE whole.id = warning_touch.warning_id OFFSET 0)
    AND (tenant_setting('kind') <> 'institution'
      OR tenant_setting('institution') = ANY (institutions)))$policy$;
END $$;

SELECT grant_tenant_rights();
