-- What is clawed back of a claim (追回) goes into the budget that it was paid from, where the rules say so, and may be
-- paid out again; what does not is income of the year in which it came.

ALTER TABLE claim_part
  -- What of what came back went into the budget again.
  ADD COLUMN returned_fen bigint NOT NULL DEFAULT 0
    CONSTRAINT claim_part_returned CHECK (returned_fen BETWEEN 0 AND clawed_back_fen);

-- Of a reservation only the state changes, as before; and of what was paid out of a budget for good a part may go
-- back, which is never taken again by the same holder.
CREATE OR REPLACE FUNCTION count_reservation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state <> 'released' THEN change := change - OLD.amount; END IF;
  IF TG_OP <> 'DELETE' AND NEW.state <> 'released' THEN change := change + NEW.amount; END IF;
  IF TG_OP = 'UPDATE' AND ((OLD.kind, OLD.code, OLD.holder_id) IS DISTINCT FROM (NEW.kind, NEW.code, NEW.holder_id)
      OR (NEW.amount <> OLD.amount AND NOT (NEW.kind = 'budget' AND NEW.amount < OLD.amount
        AND OLD.state = 'confirmed' AND NEW.state = 'confirmed'))) THEN
    RAISE restrict_violation USING MESSAGE = 'of a reservation only the state changes',
      CONSTRAINT = 'ledger_reservation_stays', TABLE = 'ledger_reservation';
  END IF;
  IF change <> 0 THEN
    UPDATE ledger_account SET taken = taken + change
    WHERE kind = coalesce(NEW.kind, OLD.kind) AND code = coalesce(NEW.code, OLD.code);
  END IF;
  RETURN NULL;
END
$$;

-- To the fen and to the budget, as before; and of a claim that was clawed back, a budget still bears what it paid
-- less what went back into it, and nothing of what was not paid.
CREATE OR REPLACE FUNCTION claim_parts_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named uuid;
  found claim;
BEGIN
  IF TG_TABLE_NAME = 'claim' THEN named := NEW.id; ELSE named := NEW.claim_id; END IF;
  SELECT * INTO found FROM claim WHERE id = named;
  IF found.state IN ('accepted', 'passed', 'paid') AND (
    found.amount_fen <> coalesce((SELECT sum(fen) FROM claim_part WHERE claim_id = named), 0)
    OR (found.state = 'paid' AND EXISTS (SELECT FROM claim_part WHERE claim_id = named AND paid_on IS NULL))
    OR EXISTS (
      SELECT FROM claim_part p WHERE p.claim_id = named AND NOT EXISTS (
        SELECT FROM ledger_reservation r
        WHERE r.holder_id = p.id AND r.kind = 'budget' AND r.code = p.budget AND r.amount = p.fen
          AND r.state = CASE WHEN p.paid_on IS NULL THEN 'held' ELSE 'confirmed' END))) THEN
    RAISE check_violation USING MESSAGE = 'what levels bear of a claim sums to it, and stands in their budgets',
      CONSTRAINT = 'claim_parts_sum', TABLE = 'claim_part';
  END IF;
  IF found.state = 'clawed_back' AND EXISTS (
    SELECT FROM claim_part p WHERE p.claim_id = named
      AND CASE WHEN p.paid_on IS NULL THEN 0 ELSE p.fen - p.returned_fen END <> coalesce((
        SELECT sum(r.amount) FROM ledger_reservation r
        WHERE r.holder_id = p.id AND r.kind = 'budget' AND r.code = p.budget AND r.state <> 'released'), 0)) THEN
    RAISE check_violation USING MESSAGE = 'a budget bears what it paid less what went back into it',
      CONSTRAINT = 'claim_parts_sum', TABLE = 'claim_part';
  END IF;
  IF coalesce(found.clawed_back_fen, 0)
      <> coalesce((SELECT sum(clawed_back_fen) FROM claim_part WHERE claim_id = named), 0) THEN
    RAISE check_violation USING MESSAGE = 'what is taken back of a claim is what came back to its levels',
      CONSTRAINT = 'claim_parts_sum', TABLE = 'claim_part';
  END IF;
  RETURN NULL;
END
$$;

-- A bond on which a coupon was paid opens a claim, too.
ALTER TABLE award_event
  DROP CONSTRAINT award_event_kind,
  ADD CONSTRAINT award_event_kind CHECK (
    kind IN ('title', 'stage', 'lease', 'loan', 'technology_loan', 'project_loan', 'ip_pledge', 'bond'));
