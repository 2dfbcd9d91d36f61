-- What operators do to the running service: pauses, and a trail of every such act.

-- What is stopped for now: a worker, or one product or institution that is not to be told of.
CREATE TABLE pause (
  kind text NOT NULL CONSTRAINT pause_kind CHECK (kind IN ('worker', 'product', 'institution')),
  -- The worker's name, the product's code, or the institution's code.
  target text NOT NULL CONSTRAINT pause_target CHECK (target ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  -- Shown to everybody who reads the product: no personal data.
  reason text NOT NULL CONSTRAINT pause_reason CHECK (length(reason) BETWEEN 1 AND 500),
  set_at timestamptz NOT NULL,
  -- Subject of the token.
  set_by text NOT NULL CONSTRAINT pause_author CHECK (length(set_by) BETWEEN 1 AND 200),
  -- From then on it is over by itself; null: until somebody ends it.
  ends_at timestamptz,
  PRIMARY KEY (kind, target),
  CONSTRAINT pause_time_order CHECK (ends_at > set_at)
);

-- A verdict that turned eligible while its product was paused: it is told of once, after the pause,
-- and the row goes in the transaction that tells of it.
CREATE TABLE untold_gain (
  flip_id uuid PRIMARY KEY REFERENCES decision_flip (id),
  product_id uuid NOT NULL REFERENCES product (id)
);

CREATE INDEX untold_gain_by_product ON untold_gain (product_id, flip_id);

-- Who did what to the running service, and why; never changed.
CREATE TABLE audit_entry (
  id uuid PRIMARY KEY,
  taken_at timestamptz NOT NULL,
  -- Subject of the token, or `system:…` for the command line.
  actor text NOT NULL CONSTRAINT audit_entry_actor CHECK (length(actor) BETWEEN 1 AND 200),
  role text NOT NULL CONSTRAINT audit_entry_role CHECK (
    role IN ('enterprise', 'liaison', 'liaison_manager', 'operator', 'auditor', 'service')),
  -- What was done, such as `pause.set`.
  action text NOT NULL CONSTRAINT audit_entry_action CHECK (action ~ '^[a-z_]{1,50}\.[a-z_]{1,50}$'),
  -- What it was done to, such as `product/hf-tax-loan` or `dl_…`.
  subject text NOT NULL CONSTRAINT audit_entry_subject CHECK (length(subject) BETWEEN 1 AND 300),
  reason text CONSTRAINT audit_entry_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  -- Ids and numbers that belong to it; no personal data.
  data jsonb NOT NULL DEFAULT '{}' CONSTRAINT audit_entry_data CHECK (jsonb_typeof(data) = 'object')
);

CREATE INDEX audit_entry_by_action ON audit_entry (action, id);
CREATE INDEX audit_entry_by_subject ON audit_entry (subject, id);

CREATE TRIGGER audit_entry_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
