-- One compact row per match run: what was pinned, and what came out. Rule traces are recomputed from
-- the pins when somebody reads them.

CREATE TABLE match_run (
  id uuid PRIMARY KEY,
  need_id uuid NOT NULL,
  need_version integer NOT NULL,
  enterprise_id uuid NOT NULL,
  facts_version integer NOT NULL,
  facts_digest bytea NOT NULL CONSTRAINT match_run_digest_length CHECK (octet_length(facts_digest) = 32),
  catalog_version integer NOT NULL REFERENCES catalog_version (version),
  policy_version integer NOT NULL REFERENCES policy_version (version),
  engine_version smallint NOT NULL CONSTRAINT match_run_engine CHECK (engine_version >= 1),
  clock timestamptz NOT NULL,
  -- The clock's legal date in Asia/Shanghai: with the other pins, all a decision depends on.
  decided_on date NOT NULL,
  considered integer NOT NULL,
  eligible integer NOT NULL,
  ineligible integer NOT NULL,
  needs_info integer NOT NULL,
  -- RFC 8785 JSON: verdict bitmaps, the best products, near misses, warnings.
  result bytea NOT NULL,
  cause_event_id uuid NOT NULL,
  traceparent text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT match_run_counts CHECK (
    eligible >= 0 AND ineligible >= 0 AND needs_info >= 0
    AND considered = eligible + ineligible + needs_info),
  -- The same inputs give the same run, so a second one would be a duplicate effect.
  CONSTRAINT match_run_once UNIQUE (
    need_id, need_version, facts_version, catalog_version, policy_version, engine_version, decided_on),
  FOREIGN KEY (need_id, need_version) REFERENCES need_version (need_id, version),
  FOREIGN KEY (enterprise_id, facts_version) REFERENCES facts_version (enterprise_id, version)
);

CREATE INDEX match_run_by_need ON match_run (need_id, id);
