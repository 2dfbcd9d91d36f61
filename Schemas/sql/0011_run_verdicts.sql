-- Which products got which verdict, digested: what two runs need to tell whether a verdict flipped
-- between them, without reading the outcome of either. Runs stored before have none.
ALTER TABLE match_run ADD COLUMN verdicts bytea
  CONSTRAINT match_run_verdicts_length CHECK (octet_length(verdicts) = 16);

-- The newest run of a need, as far as the next one is compared with it, from the index alone: the
-- rows are some hundred times larger, and a full sweep looks at the newest of every need.
CREATE INDEX match_run_newest ON match_run (need_id, id) INCLUDE (
  need_version, facts_version, catalog_version, policy_version, engine_version, decided_on, verdicts);
DROP INDEX match_run_by_need;
