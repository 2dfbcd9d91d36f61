-- A claim stays with the governments of the place where its enterprise was on the day it was made, wherever the
-- enterprise goes later. What is taken back of it in parts adds up, level by level. What was refused may be
-- reported again.

ALTER TABLE claim
  -- Where the enterprise was on the day of the claim: says who pays, and who of those who oversee sees it.
  ADD COLUMN region text CONSTRAINT claim_region CHECK (region ~ '^[0-9]{6}$'),
  -- The words of the authority; those of the enterprise are in `note`.
  ADD COLUMN decision_note text CONSTRAINT claim_decision_note CHECK (length(decision_note) BETWEEN 1 AND 1000);

ALTER TABLE claim_part
  -- What came back of what the level has paid.
  ADD COLUMN clawed_back_fen bigint NOT NULL DEFAULT 0
    CONSTRAINT claim_part_clawed_back CHECK (clawed_back_fen BETWEEN 0 AND fen),
  ADD CONSTRAINT claim_part_clawed_back_paid CHECK (clawed_back_fen = 0 OR paid_on IS NOT NULL);

-- What waits for the commit would keep the tables from being changed further down.
SET CONSTRAINTS claim_parts_sum IMMEDIATE;

-- Where it was is not known any more of claims that are there: where it is.
UPDATE claim SET region = e.region FROM enterprise e WHERE e.id = claim.enterprise_id;
ALTER TABLE claim ALTER COLUMN region SET NOT NULL;

-- What was taken back before, by what each level has paid, the odd fen by the largest remainder.
WITH share AS (
  SELECT p.id, p.claim_id, p.place, c.clawed_back_fen AS back,
    div(c.clawed_back_fen::numeric * p.fen, c.amount_fen) AS part,
    mod(c.clawed_back_fen::numeric * p.fen, c.amount_fen) AS rest
  FROM claim_part p JOIN claim c ON c.id = p.claim_id
  WHERE c.state = 'clawed_back' AND p.paid_on IS NOT NULL
), ranked AS (
  SELECT id, part, back - sum(part) OVER (PARTITION BY claim_id) AS odd,
    row_number() OVER (PARTITION BY claim_id ORDER BY rest DESC, place) AS turn
  FROM share
)
UPDATE claim_part SET clawed_back_fen = r.part + CASE WHEN r.turn <= r.odd THEN 1 ELSE 0 END
FROM ranked r WHERE r.id = claim_part.id;

SET CONSTRAINTS claim_parts_sum DEFERRED;

-- To the fen and to the budget, as before; and what is taken back of a claim is what came back to its levels.
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
  IF coalesce(found.clawed_back_fen, 0)
      <> coalesce((SELECT sum(clawed_back_fen) FROM claim_part WHERE claim_id = named), 0) THEN
    RAISE check_violation USING MESSAGE = 'what is taken back of a claim is what came back to its levels',
      CONSTRAINT = 'claim_parts_sum', TABLE = 'claim_part';
  END IF;
  RETURN NULL;
END
$$;

ALTER TABLE claim_step
  DROP CONSTRAINT claim_step_edge,
  ADD CONSTRAINT claim_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'submitted' AND verb = 'submit'
    ELSE coalesce((verb, from_state, state) IN (
      ('accept', 'submitted', 'accepted'), ('pass', 'accepted', 'passed'), ('pay', 'passed', 'passed'),
      ('complete', 'passed', 'paid'), ('reject', 'submitted', 'rejected'), ('reject', 'accepted', 'rejected'),
      ('reject', 'passed', 'rejected'), ('withdraw', 'submitted', 'withdrawn'),
      ('withdraw', 'accepted', 'withdrawn'), ('claw_back', 'passed', 'clawed_back'),
      ('claw_back', 'paid', 'clawed_back'), ('claw_back', 'clawed_back', 'clawed_back')), false) END);

-- Of what was refused the right paper may be given: only what stands is recorded once.
UPDATE award_event SET key = key || '/awe_' || id::text WHERE state = 'refused';

-- Figures of a year, and claims of a region.
CREATE INDEX claim_by_day ON claim (claimed_on);
CREATE INDEX claim_by_region ON claim (region text_pattern_ops, id);

-- What listing cases came to lately, for those who look whether an award event tells of it.
CREATE INDEX listing_step_by_time ON listing_step (taken_at);
CREATE INDEX listing_layer_by_time ON listing_layer (updated_at) WHERE layer IS NOT NULL;

-- Those who oversee see the claims that were made in their region. Steps, parts and papers are seen with them.
DROP POLICY tenant ON claim;
CREATE POLICY tenant ON claim USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'region' THEN starts_with(region, tenant_setting('region'))
  ELSE false END);

SELECT grant_tenant_rights();
