-- Which products got which verdict, digested: what two runs need to tell whether a verdict flipped
-- between them, without reading the outcome of either. Runs stored before have none.
ALTER TABLE match_run ADD COLUMN verdicts bytea
  CONSTRAINT match_run_verdicts_length CHECK (octet_length(verdicts) = 16);

-- The newest run of a need, as far as the next one is compared with it, from the index alone: the
-- rows are some hundred times larger, and a full sweep looks at the newest of every need.
CREATE INDEX match_run_newest ON match_run (need_id, id) INCLUDE (
  need_version, facts_version, catalog_version, policy_version, engine_version, decided_on, verdicts);
DROP INDEX match_run_by_need;

-- The same rules as before, asked of all rows of a statement at once.
CREATE OR REPLACE FUNCTION match_run_pins_exist() RETURNS trigger LANGUAGE plpgsql
  -- A few index look-ups for each row, whatever the tables' sizes were when this was planned.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  no_need boolean;
  no_facts boolean;
BEGIN
  SELECT bool_or(v.need_id IS NULL OR n.id IS NULL), bool_or(f.enterprise_id IS NULL)
  INTO no_need, no_facts
  FROM stored s
    LEFT JOIN need_version v ON v.need_id = s.need_id AND v.version = s.need_version
    LEFT JOIN need n ON n.id = s.need_id AND n.enterprise_id = s.enterprise_id
    LEFT JOIN facts_version f
      ON f.enterprise_id = s.enterprise_id AND f.version = s.facts_version;
  IF no_need THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of a need that does not exist', CONSTRAINT = 'match_run_need_exists';
  END IF;
  IF no_facts THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of facts that do not exist', CONSTRAINT = 'match_run_facts_exist';
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT catalog_version, policy_version FROM stored) s WHERE NOT (
      EXISTS (SELECT FROM catalog_version c WHERE c.version = s.catalog_version)
      AND EXISTS (SELECT FROM policy_version p WHERE p.version = s.policy_version))
  ) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of versions that do not exist', CONSTRAINT = 'match_run_versions_exist';
  END IF;
  RETURN NULL;
END
$$;
