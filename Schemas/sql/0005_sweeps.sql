-- What a changed catalog, changed policies or the passing of time did to needs that were decided
-- before: sweeps, their slices, the verdicts that flipped, and the day a need is matched again.

-- One change of what is in force. Open needs are decided again where it touches them.
CREATE TABLE sweep (
  id uuid PRIMARY KEY,
  catalog_from integer NOT NULL REFERENCES catalog_version (version),
  policy_from integer NOT NULL REFERENCES policy_version (version),
  catalog_to integer NOT NULL REFERENCES catalog_version (version),
  policy_to integer NOT NULL REFERENCES policy_version (version),
  -- Codes of the products that are decided again, sorted.
  touched text[] NOT NULL CONSTRAINT sweep_touched_count CHECK (cardinality(touched) BETWEEN 1 AND 40000),
  -- planning: slices are still being cut; running: all are; superseded: newer versions are in force,
  -- whose own sweep compares each need with the run it has.
  state text NOT NULL CONSTRAINT sweep_state CHECK (state IN ('planning', 'running', 'finished', 'superseded')),
  -- The last need that lies in a slice; the smallest identifier before the first.
  planned_to uuid NOT NULL,
  slices integer NOT NULL DEFAULT 0,
  slices_done integer NOT NULL DEFAULT 0,
  needs bigint NOT NULL DEFAULT 0,
  needs_examined bigint NOT NULL DEFAULT 0,
  needs_changed bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT sweep_author CHECK (length(created_by) BETWEEN 1 AND 200),
  finished_at timestamptz,
  CONSTRAINT sweep_counts CHECK (
    slices_done BETWEEN 0 AND slices AND needs >= slices AND needs_changed BETWEEN 0 AND needs_examined),
  CONSTRAINT sweep_end CHECK ((state IN ('finished', 'superseded')) = (finished_at IS NOT NULL)),
  CONSTRAINT sweep_forward CHECK (
    catalog_to >= catalog_from AND policy_to >= policy_from
    AND (catalog_to > catalog_from OR policy_to > policy_from)),
  -- One change, one sweep.
  CONSTRAINT sweep_once UNIQUE (catalog_to, policy_to)
);

CREATE INDEX sweep_open ON sweep (id) WHERE finished_at IS NULL;

-- Some needs of a sweep: those open ones whose identifier is above `after_need`, up to `last_need`.
-- Decided in one transaction, with one inbox entry.
CREATE TABLE sweep_slice (
  sweep_id uuid NOT NULL REFERENCES sweep (id),
  number integer NOT NULL CONSTRAINT sweep_slice_number CHECK (number >= 1),
  after_need uuid NOT NULL,
  last_need uuid NOT NULL,
  needs integer NOT NULL CONSTRAINT sweep_slice_size CHECK (needs BETWEEN 1 AND 10000),
  -- When it was last asked for, and how often it was; the sweeper waits longer each time.
  requested_at timestamptz NOT NULL,
  requests smallint NOT NULL DEFAULT 1 CONSTRAINT sweep_slice_requests CHECK (requests >= 1),
  done_at timestamptz,
  PRIMARY KEY (sweep_id, number),
  CONSTRAINT sweep_slice_range CHECK (after_need < last_need)
);

CREATE INDEX sweep_slice_waiting ON sweep_slice (requested_at, sweep_id, number) WHERE done_at IS NULL;

-- One verdict that is another one than in the need's run before; never changed.
CREATE TABLE decision_flip (
  id uuid PRIMARY KEY,
  need_id uuid NOT NULL REFERENCES need (id),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  product_id uuid NOT NULL REFERENCES product (id),
  -- absent: not in the catalog, or not in force that day.
  from_verdict text NOT NULL CONSTRAINT decision_flip_from CHECK (
    from_verdict IN ('eligible', 'ineligible', 'needs_info', 'absent')),
  to_verdict text NOT NULL CONSTRAINT decision_flip_to CHECK (
    to_verdict IN ('eligible', 'ineligible', 'needs_info', 'absent')),
  from_run uuid NOT NULL REFERENCES match_run (id),
  to_run uuid NOT NULL REFERENCES match_run (id),
  -- change: the product or its policies are others than before; time: only the day is.
  cause text NOT NULL CONSTRAINT decision_flip_cause CHECK (cause IN ('change', 'time')),
  -- Null when the need was matched again on a day of its own.
  sweep_id uuid REFERENCES sweep (id),
  -- The lesser of limit and amount asked; null unless it is eligible now with a published limit.
  amount_fen bigint,
  created_at timestamptz NOT NULL,
  CONSTRAINT decision_flip_once UNIQUE (to_run, product_id),
  CONSTRAINT decision_flip_differs CHECK (from_verdict <> to_verdict),
  CONSTRAINT decision_flip_runs_differ CHECK (from_run <> to_run),
  CONSTRAINT decision_flip_change_has_sweep CHECK (cause = 'time' OR sweep_id IS NOT NULL),
  CONSTRAINT decision_flip_amount CHECK (
    amount_fen IS NULL OR (to_verdict = 'eligible' AND amount_fen BETWEEN 0 AND 10000000000000))
);

CREATE INDEX decision_flip_by_need ON decision_flip (need_id, id);
CREATE INDEX decision_flip_by_sweep ON decision_flip (sweep_id, id) WHERE sweep_id IS NOT NULL;

-- On which day the latest run of a need should be made again, because a product ripens by then.
CREATE TABLE need_rematch (
  need_id uuid PRIMARY KEY REFERENCES need (id),
  run_id uuid NOT NULL REFERENCES match_run (id),
  -- unknown: still to be computed; none: no day ahead; asked: the day has come, the run is due.
  state text NOT NULL CONSTRAINT need_rematch_state CHECK (state IN ('unknown', 'none', 'scheduled', 'asked')),
  rematch_on date,
  -- Counts what made the day unknown, so that a computation that began before is not taken.
  revision integer NOT NULL DEFAULT 0 CONSTRAINT need_rematch_revision CHECK (revision >= 0),
  CONSTRAINT need_rematch_day CHECK ((state IN ('scheduled', 'asked')) = (rematch_on IS NOT NULL))
);

CREATE INDEX need_rematch_unknown ON need_rematch (need_id) WHERE state = 'unknown';
CREATE INDEX need_rematch_due ON need_rematch (rematch_on, need_id) WHERE state = 'scheduled';

-- Who asked "what if" with which draft, so that nobody finds out single firms by many drafts
-- unnoticed; never changed.
CREATE TABLE whatif_query (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Subject of the token.
  actor text NOT NULL CONSTRAINT whatif_query_actor CHECK (length(actor) BETWEEN 1 AND 200),
  -- Null when it was asked for no institution.
  institution text CONSTRAINT whatif_query_institution CHECK (length(institution) BETWEEN 1 AND 200),
  -- SHA-256 of the draft in canonical form.
  draft bytea NOT NULL CONSTRAINT whatif_query_draft_length CHECK (octet_length(draft) = 32),
  asked_at timestamptz NOT NULL
);

CREATE INDEX whatif_query_by_institution ON whatif_query (institution, asked_at)
  WHERE institution IS NOT NULL;

-- Needs that were decided before there was this table.
INSERT INTO need_rematch (need_id, run_id, state)
SELECT n.id, r.id, 'unknown' FROM need n
CROSS JOIN LATERAL (SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r
WHERE n.status = 'submitted';
