-- Enterprises, their facts, and the financing-needs database (融资需求库).
--
-- The enterprise row is the lock of everything about one enterprise: whoever appends an event about
-- it first updates that row, so that its events commit in the order of their numbers.

CREATE TABLE enterprise (
  id uuid PRIMARY KEY,
  -- GB 32100-2015 alphabet; the check digit is tested by the service, an audited override admits legacy codes.
  uscc text NOT NULL CONSTRAINT enterprise_uscc_unique UNIQUE
    CONSTRAINT enterprise_uscc_form CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  uscc_override_reason text CONSTRAINT enterprise_override_reason CHECK (length(uscc_override_reason) BETWEEN 1 AND 500),
  name text NOT NULL CONSTRAINT enterprise_name_length CHECK (length(name) BETWEEN 1 AND 200),
  region text NOT NULL CONSTRAINT enterprise_region_form CHECK (region ~ '^[0-9]{6}$'),
  industry text NOT NULL CONSTRAINT enterprise_industry_form CHECK (industry ~ '^([A-T]|[0-9]{2,4})$'),
  registered_on date NOT NULL,
  -- Counts the changes of this row's own attributes; the ETag.
  version integer NOT NULL DEFAULT 1 CONSTRAINT enterprise_version_positive CHECK (version >= 1),
  facts_version integer NOT NULL CONSTRAINT enterprise_facts_version_positive CHECK (facts_version >= 1),
  event_sequence bigint NOT NULL DEFAULT 0 CONSTRAINT enterprise_event_sequence_positive CHECK (event_sequence >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT enterprise_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX enterprise_by_region ON enterprise (region text_pattern_ops, id);

-- One compact row per version of all facts of an enterprise; never changed.
CREATE TABLE facts_version (
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  version integer NOT NULL CONSTRAINT facts_version_positive CHECK (version >= 1),
  digest bytea NOT NULL CONSTRAINT facts_version_digest_length CHECK (octet_length(digest) = 32),
  -- RFC 8785 JSON of [path, value, source, as_of] sorted by path.
  body bytea NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT facts_version_author CHECK (length(created_by) BETWEEN 1 AND 200),
  PRIMARY KEY (enterprise_id, version)
);

-- Checked at commit, because the first version and the enterprise are written together.
ALTER TABLE enterprise ADD CONSTRAINT enterprise_facts_exist
  FOREIGN KEY (id, facts_version) REFERENCES facts_version (enterprise_id, version)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE need (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  version integer NOT NULL CONSTRAINT need_version_positive CHECK (version >= 1),
  status text NOT NULL CONSTRAINT need_status CHECK (status IN ('submitted', 'withdrawn')),
  -- Since when the latest version of the need and facts waits for its match run; null once it has one.
  match_due_since timestamptz,
  -- When the sweeper last asked for the missing run again, and how often it has; it waits longer each time.
  match_asked_at timestamptz,
  match_asks smallint NOT NULL DEFAULT 0 CONSTRAINT need_match_asks CHECK (match_asks >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT need_time_order CHECK (updated_at >= created_at),
  CONSTRAINT need_withdrawn_waits_for_nothing CHECK (status = 'submitted' OR match_due_since IS NULL)
);

CREATE INDEX need_by_enterprise ON need (enterprise_id, id);
CREATE INDEX need_by_status ON need (status, id);
-- What the sweeper walks: small, since a need stays in it only until it is decided.
CREATE INDEX need_match_due ON need (match_due_since, id) WHERE match_due_since IS NOT NULL;

-- What was asked for, version by version; never changed.
CREATE TABLE need_version (
  need_id uuid NOT NULL REFERENCES need (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT need_version_number CHECK (version >= 1),
  amount_fen bigint NOT NULL CONSTRAINT need_amount_range CHECK (amount_fen BETWEEN 1 AND 10000000000000),
  tenor_months integer NOT NULL CONSTRAINT need_tenor_range CHECK (tenor_months BETWEEN 1 AND 600),
  purpose text NOT NULL CONSTRAINT need_purpose CHECK (purpose IN (
    'working_capital', 'equipment', 'technology_upgrade', 'plant', 'digitalisation', 'renovation',
    'refinancing', 'other')),
  -- Null: not said (unknown). Empty: none offered.
  security text[] CONSTRAINT need_security CHECK (security <@ ARRAY[
    'credit', 'guarantee', 'mortgage', 'pledge', 'receivable', 'inventory', 'ip']),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT need_version_author CHECK (length(created_by) BETWEEN 1 AND 200),
  PRIMARY KEY (need_id, version)
);

ALTER TABLE need ADD CONSTRAINT need_version_exists
  FOREIGN KEY (id, version) REFERENCES need_version (need_id, version)
  DEFERRABLE INITIALLY DEFERRED;
