-- Facts are sealed: what stands in the database, or in a backup of it, opens only with a master key
-- that is kept elsewhere.

-- The enterprise's own key, wrapped under a master key: a version, eight bytes that name the master
-- key, nonce, key and tag. Null as long as nothing of the enterprise was sealed.
ALTER TABLE enterprise ADD COLUMN data_key bytea
  CONSTRAINT enterprise_data_key_length CHECK (octet_length(data_key) = 69);

-- What an earlier release stored as it was, until it is sealed: canonical JSON begins with a bracket.
CREATE INDEX facts_version_plain ON facts_version (enterprise_id, version)
  WHERE substring(body FROM 1 FOR 1) = '\x5b';

-- How the person who asked for a review can be reached, sealed like the facts.
ALTER TABLE review ADD COLUMN sealed_contact bytea
  CONSTRAINT review_sealed_contact_length CHECK (octet_length(sealed_contact) BETWEEN 30 AND 1000),
  ADD CONSTRAINT review_contact_once CHECK (contact IS NULL OR sealed_contact IS NULL);

CREATE INDEX review_plain_contact ON review (enterprise_id) WHERE contact IS NOT NULL;

-- Whose facts a kept answer tells: its body is sealed with their key then.
ALTER TABLE idempotency ADD COLUMN enterprise_id uuid REFERENCES enterprise (id);
CREATE INDEX idempotency_by_enterprise ON idempotency (enterprise_id) WHERE enterprise_id IS NOT NULL;
