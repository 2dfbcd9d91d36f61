-- Lists of receivables, of money on them and of guarantees by a state that few are in, and sums over what ended
-- in a year, without reading a table from end to end; the day on which a drawn loan falls due; by which
-- policy a receivable was financed; and what is repaid of guaranteed loans.

CREATE INDEX receivable_by_state ON receivable (state, id);
-- Those that wait for a person to look at them.
CREATE INDEX receivable_held_open ON receivable (id) WHERE held_for <> '{}' AND reviewed_at IS NULL;
CREATE INDEX receivable_financing_by_state ON receivable_financing (state, id);
CREATE INDEX guarantee_by_state ON guarantee (state, id);
CREATE INDEX guarantee_ended_on ON guarantee (guarantor, ended_on) WHERE ended_on IS NOT NULL;

-- Null for what was drawn before, and for what nobody named a day of.
ALTER TABLE offer ADD COLUMN matures_on date CONSTRAINT offer_matures_after CHECK (matures_on > drawn_on);

CREATE INDEX offer_maturing ON offer (matures_on, id) WHERE state = 'drawn';

-- By which policy it was judged how much of a receivable may be financed: an institution's own, or the platform's.
-- Null of what was judged before such were kept.
ALTER TABLE receivable_financing
  ADD COLUMN policy text CONSTRAINT receivable_financing_policy CHECK (policy ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  ADD COLUMN policy_from date,
  ADD CONSTRAINT receivable_financing_policy_whole CHECK ((policy IS NULL) = (policy_from IS NULL));

-- What is repaid of a guaranteed loan before its end: the liability falls with it, and never rises again. The new
-- rules ask of what is there what they asked before: nothing of it is repaid.
ALTER TABLE guarantee
  ADD COLUMN repaid_fen bigint NOT NULL DEFAULT 0,
  DROP CONSTRAINT guarantee_own_fen,
  DROP CONSTRAINT guarantee_claimed;
ALTER TABLE guarantee
  -- What is repaid whole is closed.
  ADD CONSTRAINT guarantee_repaid CHECK (repaid_fen BETWEEN 0 AND principal_fen - 1),
  -- Of what is outstanding, rounded up.
  ADD CONSTRAINT guarantee_own_fen CHECK (
    own_fen = ceil((principal_fen - repaid_fen)::numeric * own_ppm / 1000000)),
  ADD CONSTRAINT guarantee_claimed CHECK (claimed_fen BETWEEN 1 AND principal_fen - repaid_fen);

CREATE INDEX guarantee_repaid_in_part ON guarantee (guarantor) WHERE repaid_fen > 0;

ALTER TABLE guarantee_step
  -- What the bank was repaid with this step, and when.
  ADD COLUMN repaid_fen bigint,
  ADD COLUMN repaid_on date,
  ADD CONSTRAINT guarantee_step_repaid CHECK (
    (repaid_fen IS NOT NULL) = (verb = 'repay') AND (repaid_fen IS NULL) = (repaid_on IS NULL)
    AND (repaid_fen IS NULL OR repaid_fen BETWEEN 1 AND 10000000000000)),
  DROP CONSTRAINT guarantee_step_edge,
  ADD CONSTRAINT guarantee_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'reserved' AND verb = 'reserve'
    ELSE coalesce((verb, from_state, state) IN (
      ('confirm', 'reserved', 'in_force'), ('release', 'reserved', 'released'),
      ('expire', 'reserved', 'expired'), ('mark_overdue', 'in_force', 'overdue'),
      ('cure', 'overdue', 'in_force'), ('repay', 'in_force', 'in_force'),
      ('repay', 'overdue', 'overdue'), ('close', 'in_force', 'closed'), ('close', 'overdue', 'closed'),
      ('close', 'refused', 'closed'), ('claim', 'overdue', 'claimed'), ('claim', 'refused', 'claimed'),
      ('review', 'claimed', 'reviewing'), ('refuse', 'reviewing', 'refused'),
      ('compensate', 'reviewing', 'compensated'), ('claim_shares', 'compensated', 'share_claimed'),
      ('pay_share', 'share_claimed', 'share_claimed'), ('pay_share', 'recovering', 'recovering'),
      ('recover', 'share_claimed', 'recovering'), ('recover', 'recovering', 'recovering'),
      ('settle', 'recovering', 'settled'), ('write_off', 'share_claimed', 'written_off'),
      ('write_off', 'recovering', 'written_off')), false) END);

CREATE OR REPLACE FUNCTION count_guarantee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.is_live THEN change := change - OLD.own_fen; END IF;
  IF TG_OP <> 'DELETE' AND NEW.is_live THEN change := change + NEW.own_fen; END IF;
  IF TG_OP = 'UPDATE' AND ((OLD.guarantor, OLD.enterprise_id, OLD.kind, OLD.principal_fen, OLD.own_ppm)
      IS DISTINCT FROM (NEW.guarantor, NEW.enterprise_id, NEW.kind, NEW.principal_fen, NEW.own_ppm)
      OR NEW.repaid_fen < OLD.repaid_fen) THEN
    RAISE restrict_violation USING MESSAGE = 'what is guaranteed stays as it was reserved',
      CONSTRAINT = 'guarantee_stays', TABLE = 'guarantee';
  END IF;
  IF change <> 0 THEN
    INSERT INTO guarantor_borrower (guarantor, enterprise_id, group_code, limit_fen)
    SELECT g.code, e.id, r.group_code, g.single_limit_fen
    FROM guarantor g CROSS JOIN enterprise e LEFT JOIN enterprise_group r ON r.enterprise_id = e.id
    WHERE g.code = coalesce(NEW.guarantor, OLD.guarantor)
      AND e.id = coalesce(NEW.enterprise_id, OLD.enterprise_id)
    ON CONFLICT (guarantor, enterprise_id) DO NOTHING;
    UPDATE guarantor_borrower SET own_fen = own_fen + change
    WHERE guarantor = coalesce(NEW.guarantor, OLD.guarantor)
      AND enterprise_id = coalesce(NEW.enterprise_id, OLD.enterprise_id);
  END IF;
  RETURN NULL;
END
$$;

-- To the fen: what is repaid is the sum of what was reported.
CREATE FUNCTION guarantee_repaid_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM guarantee g WHERE g.id = NEW.id AND g.repaid_fen <> coalesce((
      SELECT sum(s.repaid_fen) FROM guarantee_step s WHERE s.guarantee_id = g.id), 0)) THEN
    RAISE check_violation USING MESSAGE = 'repayments of a guaranteed loan sum to the fen',
      CONSTRAINT = 'guarantee_repaid_sums', TABLE = 'guarantee';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER guarantee_repaid_sums AFTER INSERT OR UPDATE ON guarantee
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarantee_repaid_sums();

SELECT grant_tenant_rights();
