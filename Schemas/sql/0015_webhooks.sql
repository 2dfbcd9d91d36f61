-- Webhooks (Standard Webhooks): addresses of organisations, the keys that sign what is sent to them,
-- and what is to be sent, with every attempt at it.

CREATE TABLE webhook_endpoint (
  id uuid PRIMARY KEY,
  -- Whose events it gets: an institution's code, or an enterprise's id as `ent_…`.
  organisation text NOT NULL CONSTRAINT webhook_endpoint_organisation
    CHECK (organisation ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  url text NOT NULL CONSTRAINT webhook_endpoint_url
    CHECK (octet_length(url) <= 2000 AND url ~ '^https?://[!-~]+$'),
  -- Event types it gets; empty: all that are public.
  types text[] NOT NULL CONSTRAINT webhook_endpoint_types
    CHECK (cardinality(types) <= 100 AND array_position(types, NULL::text) IS NULL),
  state text NOT NULL CONSTRAINT webhook_endpoint_state CHECK (state IN ('active', 'disabled')),
  -- gone: it answered 410; failures: nothing else for days; by_hand.
  disabled_reason text CONSTRAINT webhook_endpoint_reason
    CHECK (disabled_reason IN ('gone', 'failures', 'by_hand')),
  -- Counts the changes; the ETag.
  version integer NOT NULL CONSTRAINT webhook_endpoint_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  -- Subject of the token.
  created_by text NOT NULL CONSTRAINT webhook_endpoint_author
    CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  -- Failed attempts since the last one that succeeded, and since when.
  failures integer NOT NULL DEFAULT 0 CONSTRAINT webhook_endpoint_failures CHECK (failures >= 0),
  failing_since timestamptz,
  -- Until then nothing is sent: it has just failed.
  rests_until timestamptz,
  -- The sender that is at work on it, alone.
  lease_owner uuid,
  leased_until timestamptz,
  CONSTRAINT webhook_endpoint_disabled CHECK ((state = 'disabled') = (disabled_reason IS NOT NULL)),
  CONSTRAINT webhook_endpoint_failing CHECK ((failures > 0) = (failing_since IS NOT NULL)),
  CONSTRAINT webhook_endpoint_lease CHECK ((lease_owner IS NULL) = (leased_until IS NULL)),
  CONSTRAINT webhook_endpoint_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX webhook_endpoint_by_organisation ON webhook_endpoint (organisation, id);

-- Ed25519 pairs. The one without an end is in use; another signs beside it until its end, so that
-- receivers can learn the new one in the meantime.
CREATE TABLE webhook_key (
  endpoint_id uuid NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
  number integer NOT NULL CONSTRAINT webhook_key_number CHECK (number >= 1),
  public_key bytea NOT NULL CONSTRAINT webhook_key_public_length CHECK (octet_length(public_key) = 32),
  secret_key bytea NOT NULL CONSTRAINT webhook_key_secret_length CHECK (octet_length(secret_key) = 32),
  created_at timestamptz NOT NULL,
  ends_at timestamptz,
  PRIMARY KEY (endpoint_id, number),
  CONSTRAINT webhook_key_time_order CHECK (ends_at > created_at)
);

CREATE UNIQUE INDEX webhook_key_one_current ON webhook_key (endpoint_id) WHERE ends_at IS NULL;

CREATE TABLE webhook_delivery (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
  event_id uuid NOT NULL,
  -- How often the event was asked for again.
  replay smallint NOT NULL DEFAULT 0 CONSTRAINT webhook_delivery_replay CHECK (replay BETWEEN 0 AND 1000),
  type text NOT NULL CONSTRAINT webhook_delivery_type CHECK (length(type) BETWEEN 1 AND 100),
  -- The body as it is signed and sent.
  payload bytea NOT NULL CONSTRAINT webhook_delivery_payload
    CHECK (octet_length(payload) BETWEEN 2 AND 20480),
  -- failed: attempts are used up; discarded: its address was disabled first.
  state text NOT NULL CONSTRAINT webhook_delivery_state
    CHECK (state IN ('pending', 'delivered', 'failed', 'discarded')),
  attempts smallint NOT NULL DEFAULT 0 CONSTRAINT webhook_delivery_attempts CHECK (attempts BETWEEN 0 AND 100),
  next_attempt_at timestamptz,
  -- What the last attempt came to: an HTTP status, or the kind of error.
  last_status smallint CONSTRAINT webhook_delivery_status CHECK (last_status BETWEEN 100 AND 999),
  last_error text CONSTRAINT webhook_delivery_error CHECK (length(last_error) BETWEEN 1 AND 50),
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  -- Each event goes to each address once, and once more each time it is asked for again.
  CONSTRAINT webhook_delivery_once UNIQUE (endpoint_id, event_id, replay),
  CONSTRAINT webhook_delivery_due CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
  CONSTRAINT webhook_delivery_settled CHECK ((state = 'pending') = (settled_at IS NULL)),
  CONSTRAINT webhook_delivery_last CHECK (last_status IS NULL OR last_error IS NULL)
);

-- What is due of each address.
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (endpoint_id, next_attempt_at, id)
  WHERE state = 'pending';
CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (endpoint_id, id);
CREATE INDEX webhook_delivery_by_event ON webhook_delivery (event_id);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (endpoint_id, created_at);
CREATE INDEX webhook_delivery_old ON webhook_delivery (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE webhook_attempt (
  delivery_id uuid NOT NULL REFERENCES webhook_delivery (id) ON DELETE CASCADE,
  number smallint NOT NULL CONSTRAINT webhook_attempt_number CHECK (number BETWEEN 1 AND 100),
  made_at timestamptz NOT NULL,
  status smallint CONSTRAINT webhook_attempt_status CHECK (status BETWEEN 100 AND 999),
  error text CONSTRAINT webhook_attempt_error CHECK (length(error) BETWEEN 1 AND 50),
  milliseconds integer NOT NULL CONSTRAINT webhook_attempt_time CHECK (milliseconds >= 0),
  PRIMARY KEY (delivery_id, number),
  CONSTRAINT webhook_attempt_result CHECK ((status IS NULL) <> (error IS NULL))
);
