-- Who is signed in to the console. The browser holds a random key; here stands its digest alone, so that
-- whoever reads this table, or a backup of it, is signed in as nobody. What a person may do is what the
-- identity provider said of them when they signed in, for as long as the session lasts.
CREATE TABLE console_session (
  key_digest bytea PRIMARY KEY,
  subject text NOT NULL,
  role text NOT NULL,
  organisation text,
  uscc text,
  region text,
  opened_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT console_session_key_digest_length CHECK (octet_length(key_digest) = 32),
  CONSTRAINT console_session_subject_length CHECK (char_length(subject) BETWEEN 1 AND 200),
  CONSTRAINT console_session_role CHECK (
    role IN ('enterprise', 'liaison', 'liaison_manager', 'operator', 'auditor', 'service')),
  CONSTRAINT console_session_organisation_length CHECK (char_length(organisation) BETWEEN 1 AND 200),
  CONSTRAINT console_session_uscc_length CHECK (char_length(uscc) = 18),
  CONSTRAINT console_session_region CHECK (region ~ '^([0-9]{2}){1,3}$'),
  CONSTRAINT console_session_times CHECK (opened_at <= seen_at AND opened_at < expires_at)
);
-- For clearing away those that are over.
CREATE INDEX console_session_by_expiry ON console_session (expires_at);

-- What somebody has typed into the form of a need, as they typed it, to go on with later: one for each
-- enterprise, until the need is submitted. Nothing decides by it.
CREATE TABLE need_draft (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise,
  fields text NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  CONSTRAINT need_draft_fields_length CHECK (octet_length(fields) BETWEEN 2 AND 4096),
  CONSTRAINT need_draft_author CHECK (char_length(saved_by) BETWEEN 1 AND 200)
);

ALTER TABLE need_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON need_draft USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = need_draft.enterprise_id OFFSET 0)
  ELSE false END);

SELECT grant_tenant_rights();
