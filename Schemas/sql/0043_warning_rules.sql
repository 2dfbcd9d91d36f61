-- Rules of warnings as they came into force, and the dry runs that went before (预警规则试算与生效).

-- A dry run of rules against those in force, page by page over the enterprises that are watched, in the order of their
-- identifiers.
CREATE TABLE warning_trial (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Digests of the rules that are tried, and of those that were in force.
  rules bytea NOT NULL CONSTRAINT warning_trial_rules CHECK (octet_length(rules) = 32),
  against bytea NOT NULL CONSTRAINT warning_trial_against CHECK (octet_length(against) = 32),
  begun_at timestamptz NOT NULL,
  begun_by text NOT NULL CONSTRAINT warning_trial_author CHECK (length(begun_by) BETWEEN 1 AND 200),
  -- The last enterprise that was looked at; null before the first one.
  through uuid,
  looked_at bigint NOT NULL,
  -- How many enterprises come from which level to which, by rule and as a whole.
  summary jsonb NOT NULL CONSTRAINT warning_trial_summary CHECK (jsonb_typeof(summary) = 'object'),
  -- Null while pages are left.
  done_at timestamptz,
  CONSTRAINT warning_trial_place CHECK (looked_at >= 0 AND (looked_at > 0) = (through IS NOT NULL)),
  CONSTRAINT warning_trial_time_order CHECK (done_at >= begun_at)
);

CREATE INDEX warning_trial_of_rules ON warning_trial (rules, against, id);
-- A dry run is of the very rules that come into force after it.
CREATE UNIQUE INDEX warning_trial_its_rules ON warning_trial (id, rules);

-- By the last ones enterprises are judged. The first are those that came with the program. Never changed.
CREATE TABLE warning_rules (
  version integer PRIMARY KEY CONSTRAINT warning_rules_version CHECK (version >= 1),
  digest bytea NOT NULL CONSTRAINT warning_rules_digest CHECK (octet_length(digest) = 32),
  document jsonb NOT NULL CONSTRAINT warning_rules_document CHECK (jsonb_typeof(document) = 'object'),
  in_force_at timestamptz NOT NULL,
  put_by text NOT NULL CONSTRAINT warning_rules_author CHECK (length(put_by) BETWEEN 1 AND 200),
  -- The dry run that went before, or why there was none.
  trial_id bigint,
  override_reason text CONSTRAINT warning_rules_override CHECK (length(override_reason) BETWEEN 1 AND 1000),
  CONSTRAINT warning_rules_of_trial FOREIGN KEY (trial_id, digest) REFERENCES warning_trial (id, rules),
  CONSTRAINT warning_rules_tried_first CHECK (
    num_nonnulls(trial_id, override_reason) = CASE WHEN version = 1 THEN 0 ELSE 1 END)
);

CREATE TRIGGER warning_rules_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON warning_rules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What came on a day is listed newest first, of one source or of all.
DROP INDEX report_by_day;
CREATE INDEX report_by_day ON report (received_on, id);
CREATE INDEX report_by_day_of_source ON report (received_on, source, id);
