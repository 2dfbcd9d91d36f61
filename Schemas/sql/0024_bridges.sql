-- Bridges for renewals (续贷过桥): a fund lends for the days between the payoff of a loan and its renewal.

-- The new rules admit all that the old ones did.
ALTER TABLE fund
  -- What of a bridge fund is lent; kept by the trigger on its entries.
  ADD COLUMN out_fen bigint NOT NULL DEFAULT 0 CONSTRAINT fund_out CHECK (out_fen >= 0),
  DROP CONSTRAINT fund_kind,
  ADD CONSTRAINT fund_kind CHECK (kind IN ('compensation', 'loan_risk_pool', 'bridge')),
  DROP CONSTRAINT fund_terms,
  ADD CONSTRAINT fund_terms CHECK ((terms IS NOT NULL) = (kind IN ('loan_risk_pool', 'bridge')));

CREATE TABLE bridge_loan (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  fund text NOT NULL REFERENCES fund (code),
  -- First day of the fund's terms that it goes by.
  terms_from date NOT NULL,
  -- Whose loan is paid off, and when it falls due.
  lender text NOT NULL CONSTRAINT bridge_loan_lender CHECK (lender ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  matures_on date NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT bridge_loan_amount CHECK (amount_fen BETWEEN 1 AND 10000000000000),
  -- What the lender has promised to renew.
  commitment_fen bigint NOT NULL CONSTRAINT bridge_loan_commitment CHECK (commitment_fen BETWEEN 1 AND 10000000000000),
  starts_on date NOT NULL,
  repays_on date NOT NULL CONSTRAINT bridge_loan_days CHECK (repays_on > starts_on),
  -- The one-year LPR on the day it begins.
  lpr_ppm integer NOT NULL CONSTRAINT bridge_loan_lpr CHECK (lpr_ppm BETWEEN 0 AND 1000000),
  state text NOT NULL,
  version integer NOT NULL,
  lent_on date,
  repaid_on date CONSTRAINT bridge_loan_repaid_after CHECK (repaid_on >= lent_on),
  -- For the days that were used.
  fee_fen bigint CONSTRAINT bridge_loan_fee CHECK (fee_fen >= 0),
  due_at timestamptz,
  step_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT bridge_loan_time_order CHECK (updated_at >= created_at),
  CONSTRAINT bridge_loan_lent CHECK ((lent_on IS NOT NULL) = (state IN ('lent', 'repaid', 'written_off'))),
  CONSTRAINT bridge_loan_repaid CHECK (
    (repaid_on IS NOT NULL) = (state = 'repaid') AND (repaid_on IS NULL) = (fee_fen IS NULL)),
  CONSTRAINT bridge_loan_step_waits CHECK (step_at IS NULL OR due_at IS NOT NULL)
);

-- An enterprise has one bridge for a lender at a time.
CREATE UNIQUE INDEX bridge_loan_one_live ON bridge_loan (enterprise_id, lender) WHERE state IN ('reserved', 'lent');
CREATE INDEX bridge_loan_by_enterprise ON bridge_loan (enterprise_id, id);
CREATE INDEX bridge_loan_by_fund ON bridge_loan (fund, id);
CREATE INDEX bridge_loan_step_due ON bridge_loan (step_at, id) WHERE step_at IS NOT NULL;

-- Every step of every bridge; never changed.
CREATE TABLE bridge_step (
  bridge_id uuid NOT NULL REFERENCES bridge_loan (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT bridge_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT bridge_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (bridge_id, version),
  CONSTRAINT bridge_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'reserved' AND verb = 'reserve'
    ELSE coalesce((verb, from_state, state) IN (
      ('lend', 'reserved', 'lent'), ('release', 'reserved', 'released'), ('expire', 'reserved', 'expired'),
      ('repay', 'lent', 'repaid'), ('write_off', 'lent', 'written_off')), false) END)
);

CREATE UNIQUE INDEX bridge_step_state ON bridge_step (bridge_id, version, state);
ALTER TABLE bridge_step ADD CONSTRAINT bridge_step_follows
  FOREIGN KEY (bridge_id, previous_version, from_state) REFERENCES bridge_step (bridge_id, version, state);
ALTER TABLE bridge_loan ADD CONSTRAINT bridge_loan_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES bridge_step (bridge_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER bridge_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON bridge_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE fund_entry
  ADD COLUMN bridge_id uuid REFERENCES bridge_loan (id),
  DROP CONSTRAINT fund_entry_kind,
  ADD CONSTRAINT fund_entry_kind CHECK (
    kind IN ('endow', 'hold', 'release', 'pay', 'recover', 'lend', 'repay', 'fee', 'write_off')),
  DROP CONSTRAINT fund_entry_one,
  ADD CONSTRAINT fund_entry_one CHECK (num_nonnulls(guarantee_id, offer_id, bridge_id) <= 1);

CREATE INDEX fund_entry_by_bridge ON fund_entry (bridge_id, id) WHERE bridge_id IS NOT NULL;

-- What is lent was held before; what comes back is there again, and the fee with it.
CREATE OR REPLACE FUNCTION count_fund_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a bigint := NEW.amount_fen;
BEGIN
  UPDATE fund SET
    balance_fen = balance_fen + CASE
      WHEN NEW.kind IN ('endow', 'recover', 'repay', 'fee') THEN a
      WHEN NEW.kind IN ('pay', 'lend') THEN -a ELSE 0 END,
    held_fen = held_fen + CASE
      WHEN NEW.kind = 'hold' THEN a WHEN NEW.kind IN ('release', 'pay', 'lend') THEN -a ELSE 0 END,
    out_fen = out_fen + CASE
      WHEN NEW.kind = 'lend' THEN a WHEN NEW.kind IN ('repay', 'write_off') THEN -a ELSE 0 END,
    paid_fen = paid_fen + CASE NEW.kind WHEN 'pay' THEN a ELSE 0 END
  WHERE code = NEW.fund;
  RETURN NULL;
END
$$;

ALTER TABLE bridge_loan ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON bridge_loan USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN lender = tenant_setting('institution')
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = bridge_loan.enterprise_id OFFSET 0)
  ELSE false END);
ALTER TABLE bridge_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON bridge_step USING (
  EXISTS (SELECT FROM bridge_loan whole WHERE whole.id = bridge_step.bridge_id OFFSET 0));

SELECT grant_tenant_rights();
