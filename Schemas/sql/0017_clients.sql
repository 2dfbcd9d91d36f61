-- Clients: systems of institutions that ask for access tokens by themselves (RFC 6749 section 4.4), and
-- the secrets they show for it.

CREATE TABLE api_client (
  id uuid PRIMARY KEY,
  -- As in the catalog or the directory.
  institution text NOT NULL CONSTRAINT api_client_institution
    CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- What its tokens say it is.
  role text NOT NULL CONSTRAINT api_client_role
    CHECK (role IN ('liaison', 'liaison_manager', 'auditor')),
  -- Of a system, such as its name and place; never a person's.
  name text NOT NULL CONSTRAINT api_client_name CHECK (length(name) BETWEEN 1 AND 100),
  -- Counts the changes; the ETag.
  version integer NOT NULL CONSTRAINT api_client_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  -- Subject of the token.
  created_by text NOT NULL CONSTRAINT api_client_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  -- From then on it gets no token.
  disabled_at timestamptz,
  disabled_by text CONSTRAINT api_client_disabler CHECK (length(disabled_by) BETWEEN 1 AND 200),
  disabled_reason text CONSTRAINT api_client_reason CHECK (length(disabled_reason) BETWEEN 1 AND 500),
  CONSTRAINT api_client_disabled CHECK (num_nulls(disabled_at, disabled_by, disabled_reason) IN (0, 3)),
  CONSTRAINT api_client_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX api_client_by_institution ON api_client (institution, id);

-- A secret is 256 random bits that are shown once: nobody can guess one, so that its plain SHA-256 is as
-- good here as a slow hash is for a password.
CREATE TABLE api_client_secret (
  id uuid PRIMARY KEY,
  client_id uuid NOT NULL REFERENCES api_client (id),
  -- Two at most count at once, so that a client can learn the new one before the old one ends.
  slot smallint NOT NULL CONSTRAINT api_client_secret_slot CHECK (slot IN (1, 2)),
  digest bytea NOT NULL CONSTRAINT api_client_secret_digest CHECK (octet_length(digest) = 32),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT api_client_secret_author
    CHECK (length(created_by) BETWEEN 1 AND 200),
  -- From the first of these on it counts for nothing.
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  -- To the hour: a token a minute must not be a row a minute.
  last_used_at timestamptz,
  CONSTRAINT api_client_secret_life CHECK (expires_at > created_at),
  CONSTRAINT api_client_secret_revoked CHECK (revoked_at >= created_at),
  CONSTRAINT api_client_secret_used CHECK (last_used_at >= created_at)
);

CREATE UNIQUE INDEX api_client_secret_two_live ON api_client_secret (client_id, slot)
  WHERE revoked_at IS NULL;
CREATE INDEX api_client_secret_by_client ON api_client_secret (client_id, id);

-- A manager sees those of the institution, an operator those of institutions that serve nothing outside
-- the region. Secrets are the service's alone.
ALTER TABLE api_client ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_client USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'institution' THEN institution = tenant_setting('institution')
  WHEN 'region' THEN institution IN (
    SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed'
      AND NOT EXISTS (
        SELECT FROM unnest(e.regions) AS served (region)
        WHERE NOT starts_with(region, tenant_setting('region'))))
  ELSE false END);

SELECT grant_tenant_rights();
