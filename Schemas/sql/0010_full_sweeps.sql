-- A sweep that decides every open need again, whatever its run says: after a new engine, or when an
-- operator asks for it. It begins and ends with the versions in force, and may be repeated.
ALTER TABLE sweep
  ADD COLUMN kind text NOT NULL DEFAULT 'change' CONSTRAINT sweep_kind CHECK (kind IN ('change', 'full')),
  DROP CONSTRAINT sweep_forward,
  DROP CONSTRAINT sweep_once,
  ADD CONSTRAINT sweep_forward CHECK (
    CASE kind
      WHEN 'full' THEN catalog_to = catalog_from AND policy_to = policy_from
      ELSE catalog_to >= catalog_from AND policy_to >= policy_from
        AND (catalog_to > catalog_from OR policy_to > policy_from)
    END);

-- One change, one sweep.
CREATE UNIQUE INDEX sweep_once ON sweep (catalog_to, policy_to) WHERE kind = 'change';

-- The days to match again of a slice's needs are still to be noted as unknown: a slice that stores a
-- thousand runs does not also write a thousand rows of them.
ALTER TABLE sweep_slice ADD COLUMN days_due boolean NOT NULL DEFAULT false;

CREATE INDEX sweep_slice_days_due ON sweep_slice (sweep_id, number) WHERE days_due;

-- That what a run pins exists was asked row by row, which took longer than storing the row: now it
-- is asked once a statement, and that the need is the enterprise's, too.
ALTER TABLE match_run
  DROP CONSTRAINT match_run_need_id_need_version_fkey,
  DROP CONSTRAINT match_run_enterprise_id_facts_version_fkey,
  DROP CONSTRAINT match_run_catalog_version_fkey,
  DROP CONSTRAINT match_run_policy_version_fkey;

CREATE FUNCTION match_run_pins_exist() RETURNS trigger LANGUAGE plpgsql
  -- A few index look-ups for each row, whatever the tables' sizes were when this was planned.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  -- Each by itself: two that are joined by OR would be looked up in a table of all there are.
  IF EXISTS (
    SELECT FROM stored s WHERE NOT EXISTS (
      SELECT FROM need_version v WHERE v.need_id = s.need_id AND v.version = s.need_version)
  ) OR EXISTS (
    SELECT FROM stored s WHERE NOT EXISTS (
      SELECT FROM need n WHERE n.id = s.need_id AND n.enterprise_id = s.enterprise_id)
  ) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of a need that does not exist', CONSTRAINT = 'match_run_need_exists';
  END IF;
  IF EXISTS (
    SELECT FROM stored s WHERE NOT EXISTS (
      SELECT FROM facts_version f
      WHERE f.enterprise_id = s.enterprise_id AND f.version = s.facts_version)
  ) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of facts that do not exist', CONSTRAINT = 'match_run_facts_exist';
  END IF;
  IF EXISTS (
    SELECT FROM stored s WHERE NOT EXISTS (
      SELECT FROM catalog_version c WHERE c.version = s.catalog_version)
  ) OR EXISTS (
    SELECT FROM stored s WHERE NOT EXISTS (
      SELECT FROM policy_version p WHERE p.version = s.policy_version)
  ) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run of versions that do not exist', CONSTRAINT = 'match_run_versions_exist';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER match_run_pins_exist AFTER INSERT ON match_run
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION match_run_pins_exist();
-- Runs are never changed; a hand that does it all the same is held to the same rule.
CREATE TRIGGER match_run_pins_still_exist AFTER UPDATE ON match_run
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION match_run_pins_exist();

-- The other way round: what a run pins is not deleted. Nothing of it ever is, so this may take long.
CREATE FUNCTION pinned_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (CASE TG_TABLE_NAME
    WHEN 'need_version' THEN EXISTS (
      SELECT FROM match_run r WHERE r.need_id = (to_jsonb(OLD) ->> 'need_id')::uuid
        AND r.need_version = (to_jsonb(OLD) ->> 'version')::integer)
    WHEN 'facts_version' THEN EXISTS (
      SELECT FROM need n JOIN match_run r ON r.need_id = n.id
      WHERE n.enterprise_id = (to_jsonb(OLD) ->> 'enterprise_id')::uuid
        AND r.facts_version = (to_jsonb(OLD) ->> 'version')::integer)
    WHEN 'catalog_version' THEN EXISTS (
      SELECT FROM match_run r WHERE r.catalog_version = OLD.version)
    ELSE EXISTS (SELECT FROM match_run r WHERE r.policy_version = OLD.version)
  END) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a run was made from it', CONSTRAINT = 'match_run_pins_stay';
  END IF;
  RETURN OLD;
END
$$;

CREATE TRIGGER pinned_stays BEFORE DELETE ON need_version
  FOR EACH ROW EXECUTE FUNCTION pinned_stays();
CREATE TRIGGER pinned_stays BEFORE DELETE ON facts_version
  FOR EACH ROW EXECUTE FUNCTION pinned_stays();
CREATE TRIGGER pinned_stays BEFORE DELETE ON catalog_version
  FOR EACH ROW EXECUTE FUNCTION pinned_stays();
CREATE TRIGGER pinned_stays BEFORE DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION pinned_stays();
