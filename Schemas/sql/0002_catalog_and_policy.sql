-- The catalog of products and the policy packs, by version. Documents are content-addressed: a
-- catalog version names its parts by digest, so that one changed product adds one row, not a copy
-- of the catalog.

CREATE TABLE document (
  digest bytea PRIMARY KEY CONSTRAINT document_digest_length CHECK (octet_length(digest) = 32),
  kind text NOT NULL CONSTRAINT document_kind CHECK (kind IN ('facts', 'institutions', 'families', 'product', 'policy')),
  -- RFC 8785 JSON.
  body bytea NOT NULL
);

CREATE TABLE catalog_version (
  version integer PRIMARY KEY CONSTRAINT catalog_version_positive CHECK (version >= 1),
  -- Not unique: going back to earlier content publishes it again, as a new version.
  digest bytea NOT NULL CONSTRAINT catalog_version_digest_length CHECK (octet_length(digest) = 32),
  facts_digest bytea NOT NULL REFERENCES document (digest),
  institutions_digest bytea NOT NULL REFERENCES document (digest),
  families_digest bytea NOT NULL REFERENCES document (digest),
  published_at timestamptz NOT NULL,
  published_by text NOT NULL CONSTRAINT catalog_version_author CHECK (length(published_by) BETWEEN 1 AND 200),
  -- When it was the catalog to decide by; open while it is. At any instant there is at most one.
  in_force tstzrange NOT NULL CONSTRAINT catalog_version_in_force_form
    CHECK (lower_inc(in_force) AND NOT upper_inc(in_force)),
  CONSTRAINT catalog_version_one_in_force EXCLUDE USING gist (in_force WITH &&)
);

CREATE TABLE product (
  id uuid PRIMARY KEY,
  code text NOT NULL CONSTRAINT product_code_unique UNIQUE
    CONSTRAINT product_code_form CHECK (code ~ '^[a-z0-9][a-z0-9-]{2,63}$')
);

CREATE TABLE product_version (
  product_id uuid NOT NULL REFERENCES product (id),
  version integer NOT NULL CONSTRAINT product_version_positive CHECK (version >= 1),
  digest bytea NOT NULL REFERENCES document (digest),
  PRIMARY KEY (product_id, version)
);

-- Which product versions a catalog version holds; `ordinal` is the bit in a run's bitmaps.
CREATE TABLE catalog_product (
  catalog_version integer NOT NULL REFERENCES catalog_version (version) DEFERRABLE INITIALLY DEFERRED,
  ordinal integer NOT NULL CONSTRAINT catalog_product_ordinal CHECK (ordinal >= 0),
  product_id uuid NOT NULL,
  product_version integer NOT NULL,
  PRIMARY KEY (catalog_version, ordinal),
  CONSTRAINT catalog_product_once UNIQUE (catalog_version, product_id),
  FOREIGN KEY (product_id, product_version) REFERENCES product_version (product_id, version)
);

-- The policy packs in force together, as one version.
CREATE TABLE policy_version (
  version integer PRIMARY KEY CONSTRAINT policy_version_positive CHECK (version >= 1),
  digest bytea NOT NULL REFERENCES document (digest),
  published_at timestamptz NOT NULL,
  published_by text NOT NULL CONSTRAINT policy_version_author CHECK (length(published_by) BETWEEN 1 AND 200),
  -- As for the catalog.
  in_force tstzrange NOT NULL CONSTRAINT policy_version_in_force_form
    CHECK (lower_inc(in_force) AND NOT upper_inc(in_force)),
  CONSTRAINT policy_version_one_in_force EXCLUDE USING gist (in_force WITH &&)
);
