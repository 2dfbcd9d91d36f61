-- How good what each source sends is, day by day (数据质量日评分). A day is scored when it is over, by what was known at its
-- end: what comes or is decided later changes nothing of it, so that it can be scored anew from reports and comes out
-- the same.

-- Days that are scored; the last one says where to go on.
CREATE TABLE quality_day (
  day date PRIMARY KEY,
  scored_at timestamptz NOT NULL
);

-- Of each source what came of enterprises of a region, and its score by the rules of the time at which the day was
-- scored. What neither sent anything nor owed anything has no row.
CREATE TABLE quality_score (
  day date NOT NULL REFERENCES quality_day (day),
  -- What the codes of its regions begin with: the whole country, a province, a city, a county.
  region text NOT NULL CONSTRAINT quality_score_region CHECK (region ~ '^([0-9]{2}){0,3}$'),
  source text NOT NULL CONSTRAINT quality_score_source CHECK (source ~ '^[a-z0-9][a-z0-9_]{0,63}$'),
  accepted bigint NOT NULL,
  quarantined bigint NOT NULL,
  rejected bigint NOT NULL,
  -- Of what came, what came after its last day.
  late bigint NOT NULL,
  -- What should have come through this day, and did not.
  missed bigint NOT NULL,
  score_ppm integer NOT NULL CONSTRAINT quality_score_score CHECK (score_ppm BETWEEN 0 AND 1000000),
  PRIMARY KEY (region, day, source),
  CONSTRAINT quality_score_counts CHECK (
    least(accepted, quarantined, rejected, late, missed) >= 0 AND late <= accepted + quarantined + rejected
    AND accepted + quarantined + rejected + missed > 0)
);

CREATE INDEX quality_score_by_day ON quality_score (day);

-- What came of what a red warning had looked at anew: whoever has it says so once. What nobody said anything of waits
-- for somebody. Never changed.
CREATE TABLE warning_recheck (
  warning_id uuid NOT NULL,
  version integer NOT NULL,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  -- It goes on as it is, on other terms, or not.
  finding text NOT NULL CONSTRAINT warning_recheck_finding CHECK (finding IN ('kept', 'changed', 'ended')),
  done_at timestamptz NOT NULL,
  done_by text NOT NULL CONSTRAINT warning_recheck_author CHECK (length(done_by) BETWEEN 1 AND 200),
  PRIMARY KEY (warning_id, version, kind, subject_id),
  CONSTRAINT warning_recheck_of_touch FOREIGN KEY (warning_id, version, kind, subject_id)
    REFERENCES warning_touch (warning_id, version, kind, subject_id)
);

CREATE TRIGGER warning_recheck_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON warning_recheck
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE warning_recheck ENABLE ROW LEVEL SECURITY;
-- It is seen with what was touched.
CREATE POLICY tenant ON warning_recheck USING (
  EXISTS (
    SELECT FROM warning_touch whole
    WHERE whole.warning_id = warning_recheck.warning_id AND whole.version = warning_recheck.version
      AND whole.kind = warning_recheck.kind AND whole.subject_id = warning_recheck.subject_id OFFSET 0));

SELECT grant_tenant_rights();
