-- The audit trail is sealed in batches. A seal holds the digest of its entries and of the seal before
-- it, so that an entry that is changed, slipped in or taken away later is noticed.

CREATE TABLE audit_seal (
  number bigint PRIMARY KEY CONSTRAINT audit_seal_number CHECK (number >= 1),
  sealed_at timestamptz NOT NULL,
  -- What it seals, in the order in which it is digested.
  entries uuid[] NOT NULL CONSTRAINT audit_seal_entries CHECK (
    cardinality(entries) BETWEEN 1 AND 10000 AND array_position(entries, NULL::uuid) IS NULL),
  -- Digest of the seal before; zeros for the first. No two seals follow the same one.
  previous bytea NOT NULL CONSTRAINT audit_seal_follows UNIQUE
    CONSTRAINT audit_seal_previous CHECK (octet_length(previous) = 32),
  digest bytea NOT NULL CONSTRAINT audit_seal_digest CHECK (octet_length(digest) = 32)
);

CREATE TRIGGER audit_seal_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Entries that no seal holds yet: an entry may become visible after later ones were sealed. What is
-- noted here is an entry: nothing else writes here, and no entry is ever taken away.
CREATE TABLE audit_unsealed (
  entry_id uuid PRIMARY KEY
);

INSERT INTO audit_unsealed SELECT id FROM audit_entry;

CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed SELECT id FROM stored;
  RETURN NULL;
END
$$;

CREATE TRIGGER audit_entry_awaits_seal AFTER INSERT ON audit_entry
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION await_seal();
