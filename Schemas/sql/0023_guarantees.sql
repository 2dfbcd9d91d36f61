-- Guarantee arrangements (担保方案): who guarantees, what each may still carry by law, the guarantees with
-- their shares of a loss, compensation (代偿), recovery (追偿), and the funds that stand behind them.

-- Which enterprises are related (关联方): a guarantor's limit of 15 % is of all of one group together.
CREATE TABLE enterprise_group (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise (id),
  group_code text NOT NULL CONSTRAINT enterprise_group_form CHECK (group_code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT enterprise_group_author CHECK (length(updated_by) BETWEEN 1 AND 200)
);

-- A guarantor, a re-guarantor or a credit insurer, with its figures and what it carries.
CREATE TABLE guarantor (
  code text PRIMARY KEY CONSTRAINT guarantor_code_form CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  kind text NOT NULL CONSTRAINT guarantor_kind CHECK (kind IN ('guarantor', 're_guarantor', 'insurer')),
  name text NOT NULL CONSTRAINT guarantor_name CHECK (length(name) BETWEEN 1 AND 200),
  region text NOT NULL CONSTRAINT guarantor_region CHECK (region ~ '^[0-9]{6}$'),
  net_assets_fen bigint NOT NULL CONSTRAINT guarantor_net_assets CHECK (net_assets_fen BETWEEN 0 AND 10000000000000),
  -- Equity in other guarantors and re-guarantors, which does not count.
  equity_in_guarantors_fen bigint NOT NULL CONSTRAINT guarantor_equity CHECK (
    equity_in_guarantors_fen BETWEEN 0 AND 10000000000000),
  is_mainly_small boolean NOT NULL,
  -- Codes of the schemes it takes part in.
  schemes text[] NOT NULL CONSTRAINT guarantor_schemes CHECK (
    cardinality(schemes) <= 50 AND array_position(schemes, NULL) IS NULL),
  -- A year, of the whole loan or of what is guaranteed of it.
  fee_ppm integer NOT NULL CONSTRAINT guarantor_fee CHECK (fee_ppm BETWEEN 0 AND 1000000),
  fee_base text NOT NULL CONSTRAINT guarantor_fee_base CHECK (fee_base IN ('principal', 'guaranteed')),
  -- Credit codes of its controlling shareholders and actual controllers, for whom it guarantees nothing.
  controllers text[] NOT NULL CONSTRAINT guarantor_controllers CHECK (
    cardinality(controllers) <= 50 AND array_position(controllers, NULL) IS NULL),
  -- Where the figures come from, and of which day they are.
  source text NOT NULL CONSTRAINT guarantor_source CHECK (length(source) BETWEEN 1 AND 300),
  as_of date NOT NULL,
  -- The limits of the law for these figures, in weighted fen, and the first day of the rules they follow.
  leverage_limit_fen bigint NOT NULL,
  single_limit_fen bigint NOT NULL CONSTRAINT guarantor_single_limit CHECK (single_limit_fen >= 0),
  group_limit_fen bigint NOT NULL CONSTRAINT guarantor_group_limit CHECK (group_limit_fen >= single_limit_fen),
  limits_from date NOT NULL,
  -- Weighted liability for all borrowers; kept by the triggers below and by nothing else.
  carried_fen bigint NOT NULL DEFAULT 0,
  -- The ETag.
  version integer NOT NULL CONSTRAINT guarantor_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT guarantor_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  -- 10 or 15 times net assets (融资担保公司监督管理条例第十五条). A limit is not lowered below what is
  -- carried either.
  CONSTRAINT guarantor_leverage CHECK (carried_fen BETWEEN 0 AND leverage_limit_fen)
);

-- Which banks take part in which schemes.
CREATE TABLE guarantee_bank (
  institution text PRIMARY KEY CONSTRAINT guarantee_bank_form CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  schemes text[] NOT NULL CONSTRAINT guarantee_bank_schemes CHECK (
    cardinality(schemes) <= 50 AND array_position(schemes, NULL) IS NULL),
  version integer NOT NULL CONSTRAINT guarantee_bank_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT guarantee_bank_author CHECK (length(updated_by) BETWEEN 1 AND 200)
);

-- A fund of a government: it pays shares of losses (compensation), or shares of what guarantors bear
-- (loan_risk_pool). Nothing of it is ever below 0.
CREATE TABLE fund (
  code text PRIMARY KEY CONSTRAINT fund_code_form CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  kind text NOT NULL CONSTRAINT fund_kind CHECK (kind IN ('compensation', 'loan_risk_pool')),
  name text NOT NULL CONSTRAINT fund_name CHECK (length(name) BETWEEN 1 AND 200),
  -- Whose enterprises it serves.
  region text NOT NULL CONSTRAINT fund_region CHECK (region ~ '^[0-9]{6}$'),
  -- Kept by the trigger on its entries and by nothing else: what it has, what of this is held for
  -- somebody, and what was paid for losses so far.
  balance_fen bigint NOT NULL DEFAULT 0,
  held_fen bigint NOT NULL DEFAULT 0,
  paid_fen bigint NOT NULL DEFAULT 0,
  -- What it pays for losses at most over all time; null without a cap.
  cap_fen bigint CONSTRAINT fund_cap_range CHECK (cap_fen BETWEEN 0 AND 10000000000000),
  -- Code of the terms that a pool pays by; null for the others.
  terms text CONSTRAINT fund_terms CHECK ((terms IS NOT NULL) = (kind = 'loan_risk_pool')),
  version integer NOT NULL CONSTRAINT fund_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT fund_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  -- What is held is there: available is balance less held.
  CONSTRAINT fund_room CHECK (
    held_fen >= 0 AND paid_fen >= 0 AND held_fen <= balance_fen AND balance_fen <= 10000000000000),
  CONSTRAINT fund_cap CHECK (cap_fen IS NULL OR paid_fen + held_fen <= cap_fen)
);

-- One guarantee as it stands; how it came to that stands in guarantee_step. Written under the locks of the
-- guarantor and the enterprise, in this order.
CREATE TABLE guarantee (
  id uuid PRIMARY KEY,
  need_id uuid NOT NULL,
  need_version integer NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The run that the bundle was made from.
  run_id uuid NOT NULL REFERENCES match_run (id),
  -- Who pays the bank first: a guarantor, or an insurer.
  guarantor text NOT NULL REFERENCES guarantor (code),
  re_guarantor text REFERENCES guarantor (code),
  bank text NOT NULL CONSTRAINT guarantee_bank_code CHECK (bank ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  product_code text NOT NULL CONSTRAINT guarantee_product_form CHECK (product_code ~ '^[a-z0-9][a-z0-9-]{2,63}$'),
  -- The version of the scheme: its code and its first day.
  scheme text NOT NULL CONSTRAINT guarantee_scheme_form CHECK (scheme ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  scheme_from date NOT NULL,
  -- The fund that pays the government's share; null when there is none.
  fund text REFERENCES fund (code),
  -- What it is for, as the risk weights tell it apart.
  kind text NOT NULL CONSTRAINT guarantee_kind CHECK (
    kind IN ('small_loan', 'farm_loan', 'housing_loan', 'other_loan', 'bond_aa', 'other_bond', 'other_financing')),
  -- The borrower's size on the day, for the figures the regulator wants.
  size text NOT NULL CONSTRAINT guarantee_size CHECK (size IN ('micro', 'small', 'medium', 'large')),
  -- Never left open: unspecified would be 一般保证 (民法典第六百八十六条).
  contract text NOT NULL CONSTRAINT guarantee_contract CHECK (contract IN ('joint_liability', 'general')),
  principal_fen bigint NOT NULL CONSTRAINT guarantee_principal CHECK (principal_fen BETWEEN 1 AND 10000000000000),
  -- The guarantor's contracted share, and what this is of the principal, rounded up.
  own_ppm integer NOT NULL CONSTRAINT guarantee_own CHECK (own_ppm BETWEEN 0 AND 1000000),
  own_fen bigint NOT NULL CONSTRAINT guarantee_own_fen CHECK (
    own_fen = ceil(principal_fen::numeric * own_ppm / 1000000)),
  -- All a borrower pays a year when it was made, in ppm of the loan.
  all_in_ppm bigint NOT NULL,
  state text NOT NULL,
  -- Whether it counts for the guarantor's limits.
  is_live boolean GENERATED ALWAYS AS (
    state IN ('reserved', 'in_force', 'overdue', 'claimed', 'reviewing', 'refused')) STORED,
  version integer NOT NULL,
  began_at timestamptz NOT NULL,
  -- Until when it may stay in its state, and when the service takes the next step.
  due_at timestamptz,
  step_at timestamptz,
  signed_on date,
  matures_on date CONSTRAINT guarantee_maturity CHECK (matures_on > signed_on),
  contract_number text CONSTRAINT guarantee_contract_number CHECK (length(contract_number) BETWEEN 1 AND 100),
  overdue_on date,
  -- The unpaid principal that the bank claims.
  claimed_fen bigint CONSTRAINT guarantee_claimed CHECK (claimed_fen BETWEEN 1 AND principal_fen),
  claimed_on date,
  -- The day on which it was released from after it had been in force: repaid, or compensated.
  ended_on date,
  reason text CONSTRAINT guarantee_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (need_id, need_version) REFERENCES need_version (need_id, version),
  CONSTRAINT guarantee_time_order CHECK (updated_at >= created_at),
  CONSTRAINT guarantee_signed CHECK (
    (signed_on IS NULL) = (matures_on IS NULL) AND (signed_on IS NULL) = (contract_number IS NULL)
    AND (signed_on IS NULL) = (state IN ('reserved', 'released', 'expired'))),
  CONSTRAINT guarantee_claim_whole CHECK (
    (claimed_fen IS NULL) = (claimed_on IS NULL)
    AND (state NOT IN ('claimed', 'reviewing', 'refused', 'compensated', 'share_claimed', 'recovering', 'settled',
      'written_off') OR claimed_fen IS NOT NULL)),
  CONSTRAINT guarantee_ended CHECK (
    (ended_on IS NOT NULL) = (state IN ('closed', 'compensated', 'share_claimed', 'recovering', 'settled',
      'written_off'))),
  CONSTRAINT guarantee_step_waits CHECK (step_at IS NULL OR due_at IS NOT NULL)
);

-- A need is guaranteed by one guarantor for one bank once at a time.
CREATE UNIQUE INDEX guarantee_one_live ON guarantee (need_id, guarantor, bank) WHERE is_live;
CREATE INDEX guarantee_by_need ON guarantee (need_id, id);
CREATE INDEX guarantee_by_enterprise ON guarantee (enterprise_id, id);
CREATE INDEX guarantee_by_guarantor ON guarantee (guarantor, id);
CREATE INDEX guarantee_by_bank ON guarantee (bank, id);
CREATE INDEX guarantee_by_re_guarantor ON guarantee (re_guarantor, id) WHERE re_guarantor IS NOT NULL;
CREATE INDEX guarantee_by_run ON guarantee (run_id, id);
CREATE INDEX guarantee_live ON guarantee (guarantor, enterprise_id) WHERE is_live;
CREATE INDEX guarantee_step_due ON guarantee (step_at, id) WHERE step_at IS NOT NULL;
CREATE INDEX guarantee_maturing ON guarantee (matures_on, id) WHERE state = 'in_force';

-- Who bears how much of a loss, in the order that decides between equal remainders.
CREATE TABLE guarantee_share (
  guarantee_id uuid NOT NULL REFERENCES guarantee (id),
  place integer NOT NULL CONSTRAINT guarantee_share_place CHECK (place BETWEEN 1 AND 6),
  party text NOT NULL CONSTRAINT guarantee_share_party CHECK (
    party IN ('guarantor', 're_guarantor', 'national_fund', 'bank', 'government', 'insurer')),
  ppm integer NOT NULL CONSTRAINT guarantee_share_range CHECK (ppm BETWEEN 0 AND 1000000),
  -- Who that is; null for those who are no institution here.
  institution text CONSTRAINT guarantee_share_institution CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  PRIMARY KEY (guarantee_id, party),
  CONSTRAINT guarantee_share_places UNIQUE (guarantee_id, place)
);

-- Shares are written with their guarantee, sum to the whole, and stay.
CREATE FUNCTION guarantee_shares_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce((SELECT sum(ppm) FROM guarantee_share WHERE guarantee_id = NEW.id), 0) <> 1000000 THEN
    RAISE check_violation USING MESSAGE = 'the shares of a guarantee sum to 1,000,000 ppm',
      CONSTRAINT = 'guarantee_shares_sum', TABLE = 'guarantee_share';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER guarantee_shares_sum AFTER INSERT OR UPDATE ON guarantee
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarantee_shares_sum();
CREATE TRIGGER guarantee_share_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON guarantee_share
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every step of every guarantee; never changed.
CREATE TABLE guarantee_step (
  guarantee_id uuid NOT NULL REFERENCES guarantee (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT guarantee_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT guarantee_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  -- Which side of the guarantee took it.
  side text NOT NULL CONSTRAINT guarantee_step_side CHECK (
    side IN ('enterprise', 'guarantor', 're_guarantor', 'bank', 'operator', 'service')),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (guarantee_id, version),
  CONSTRAINT guarantee_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'reserved' AND verb = 'reserve'
    ELSE coalesce((verb, from_state, state) IN (
      ('confirm', 'reserved', 'in_force'), ('release', 'reserved', 'released'),
      ('expire', 'reserved', 'expired'), ('mark_overdue', 'in_force', 'overdue'),
      ('cure', 'overdue', 'in_force'), ('close', 'in_force', 'closed'), ('close', 'overdue', 'closed'),
      ('close', 'refused', 'closed'), ('claim', 'overdue', 'claimed'), ('claim', 'refused', 'claimed'),
      ('review', 'claimed', 'reviewing'), ('refuse', 'reviewing', 'refused'),
      ('compensate', 'reviewing', 'compensated'), ('claim_shares', 'compensated', 'share_claimed'),
      ('pay_share', 'share_claimed', 'share_claimed'), ('pay_share', 'recovering', 'recovering'),
      ('recover', 'share_claimed', 'recovering'), ('recover', 'recovering', 'recovering'),
      ('settle', 'recovering', 'settled'), ('write_off', 'share_claimed', 'written_off'),
      ('write_off', 'recovering', 'written_off')), false) END)
);

CREATE UNIQUE INDEX guarantee_step_state ON guarantee_step (guarantee_id, version, state);
ALTER TABLE guarantee_step ADD CONSTRAINT guarantee_step_follows
  FOREIGN KEY (guarantee_id, previous_version, from_state)
  REFERENCES guarantee_step (guarantee_id, version, state);
ALTER TABLE guarantee ADD CONSTRAINT guarantee_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES guarantee_step (guarantee_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER guarantee_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON guarantee_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a guarantor carries for one borrower, weighed as a whole: when the balance passes the bound of a
-- weight, all of it weighs more, also what was there before.
CREATE TABLE guarantor_borrower (
  guarantor text NOT NULL REFERENCES guarantor (code),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The related parties it belongs to; null for one that stands alone.
  group_code text CONSTRAINT guarantor_borrower_group_form CHECK (group_code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Own shares of its live guarantees: kept by the trigger on these.
  own_fen bigint NOT NULL DEFAULT 0 CONSTRAINT guarantor_borrower_own CHECK (own_fen >= 0),
  -- The weighted liability, and of which sum of own shares it was computed.
  weighted_fen bigint NOT NULL DEFAULT 0,
  weighed_own_fen bigint NOT NULL DEFAULT 0,
  -- One guaranteed party: 10 % of net assets (第十六条).
  limit_fen bigint NOT NULL,
  PRIMARY KEY (guarantor, enterprise_id),
  CONSTRAINT guarantor_borrower_single CHECK (weighted_fen BETWEEN 0 AND limit_fen)
);

CREATE INDEX guarantor_borrower_by_enterprise ON guarantor_borrower (enterprise_id, guarantor);

-- What a guarantor carries for related parties together: 15 % of net assets (第十六条).
CREATE TABLE guarantor_group (
  guarantor text NOT NULL REFERENCES guarantor (code),
  group_code text NOT NULL CONSTRAINT guarantor_group_form CHECK (group_code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  weighted_fen bigint NOT NULL,
  limit_fen bigint NOT NULL,
  PRIMARY KEY (guarantor, group_code),
  CONSTRAINT guarantor_group_limit_holds CHECK (weighted_fen BETWEEN 0 AND limit_fen)
);

-- A guarantee that begins or ends to be live changes what its borrower has; that is to be weighed anew in
-- the same transaction.
CREATE FUNCTION count_guarantee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.is_live THEN change := change - OLD.own_fen; END IF;
  IF TG_OP <> 'DELETE' AND NEW.is_live THEN change := change + NEW.own_fen; END IF;
  IF TG_OP = 'UPDATE' AND (OLD.guarantor, OLD.enterprise_id, OLD.kind, OLD.principal_fen, OLD.own_ppm)
      IS DISTINCT FROM (NEW.guarantor, NEW.enterprise_id, NEW.kind, NEW.principal_fen, NEW.own_ppm) THEN
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

CREATE TRIGGER guarantee_counts AFTER INSERT OR UPDATE OR DELETE ON guarantee
  FOR EACH ROW EXECUTE FUNCTION count_guarantee();

-- Sums what borrowers have into their group and their guarantor, whose limits refuse what is too much.
CREATE FUNCTION sum_borrower() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  carried bigint := NEW.weighted_fen;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    carried := carried - OLD.weighted_fen;
    IF OLD.group_code IS NOT NULL AND OLD.weighted_fen <> 0
      AND (OLD.group_code, OLD.weighted_fen) IS DISTINCT FROM (NEW.group_code, NEW.weighted_fen) THEN
      UPDATE guarantor_group SET weighted_fen = weighted_fen - OLD.weighted_fen
      WHERE guarantor = OLD.guarantor AND group_code = OLD.group_code;
    ELSIF OLD.group_code IS NOT DISTINCT FROM NEW.group_code AND OLD.weighted_fen = NEW.weighted_fen THEN
      RETURN NULL;
    END IF;
  END IF;
  IF NEW.group_code IS NOT NULL AND NEW.weighted_fen <> 0 THEN
    INSERT INTO guarantor_group (guarantor, group_code, weighted_fen, limit_fen)
    SELECT g.code, NEW.group_code, 0, g.group_limit_fen FROM guarantor g WHERE g.code = NEW.guarantor
    ON CONFLICT (guarantor, group_code) DO NOTHING;
    UPDATE guarantor_group SET weighted_fen = weighted_fen + NEW.weighted_fen
    WHERE guarantor = NEW.guarantor AND group_code = NEW.group_code;
  END IF;
  IF carried <> 0 THEN
    UPDATE guarantor SET carried_fen = carried_fen + carried WHERE code = NEW.guarantor;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER guarantor_borrower_sums AFTER INSERT OR UPDATE ON guarantor_borrower
  FOR EACH ROW EXECUTE FUNCTION sum_borrower();

-- Nothing is committed that was not weighed as it stands.
CREATE FUNCTION guarantor_borrower_is_weighed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM guarantor_borrower
    WHERE guarantor = NEW.guarantor AND enterprise_id = NEW.enterprise_id AND own_fen <> weighed_own_fen) THEN
    RAISE check_violation USING MESSAGE = 'the liability for a borrower is weighed anew when its guarantees change',
      CONSTRAINT = 'guarantor_borrower_is_weighed', TABLE = 'guarantor_borrower';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER guarantor_borrower_is_weighed AFTER INSERT OR UPDATE ON guarantor_borrower
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarantor_borrower_is_weighed();

-- A loss that was compensated (代偿): the unpaid principal, split by the shares of the guarantee.
CREATE TABLE compensation (
  guarantee_id uuid PRIMARY KEY REFERENCES guarantee (id),
  loss_fen bigint NOT NULL CONSTRAINT compensation_loss CHECK (loss_fen BETWEEN 1 AND 10000000000000),
  compensated_on date NOT NULL,
  created_at timestamptz NOT NULL
);

-- What one party bears of it and had back. What the first payer and the bank bear they bore at once; the
-- others are claimed from and pay.
CREATE TABLE compensation_part (
  guarantee_id uuid NOT NULL REFERENCES compensation (guarantee_id),
  place integer NOT NULL CONSTRAINT compensation_part_place CHECK (place BETWEEN 1 AND 6),
  party text NOT NULL,
  borne_fen bigint NOT NULL CONSTRAINT compensation_part_borne CHECK (borne_fen >= 0),
  returned_fen bigint NOT NULL DEFAULT 0,
  state text NOT NULL CONSTRAINT compensation_part_state CHECK (state IN ('borne', 'due', 'claimed', 'paid')),
  claimed_at timestamptz,
  paid_on date,
  PRIMARY KEY (guarantee_id, party),
  CONSTRAINT compensation_part_places UNIQUE (guarantee_id, place),
  FOREIGN KEY (guarantee_id, party) REFERENCES guarantee_share (guarantee_id, party),
  -- Nobody gets back more than was borne.
  CONSTRAINT compensation_part_returned CHECK (returned_fen BETWEEN 0 AND borne_fen),
  CONSTRAINT compensation_part_claimed CHECK ((claimed_at IS NOT NULL) = (state IN ('claimed', 'paid'))),
  CONSTRAINT compensation_part_paid CHECK ((paid_on IS NOT NULL) = (state = 'paid'))
);

-- What came back in one round, and the costs of getting it.
CREATE TABLE recovery (
  id uuid PRIMARY KEY,
  guarantee_id uuid NOT NULL REFERENCES compensation (guarantee_id),
  number integer NOT NULL CONSTRAINT recovery_number CHECK (number BETWEEN 1 AND 1000),
  gross_fen bigint NOT NULL CONSTRAINT recovery_gross CHECK (gross_fen BETWEEN 1 AND 10000000000000),
  costs_fen bigint NOT NULL CONSTRAINT recovery_costs CHECK (costs_fen BETWEEN 0 AND gross_fen),
  recovered_on date NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT recovery_numbers UNIQUE (guarantee_id, number)
);

CREATE TABLE recovery_part (
  recovery_id uuid NOT NULL REFERENCES recovery (id),
  party text NOT NULL CONSTRAINT recovery_part_party CHECK (
    party IN ('guarantor', 're_guarantor', 'national_fund', 'bank', 'government', 'insurer')),
  fen bigint NOT NULL CONSTRAINT recovery_part_range CHECK (fen >= 0),
  PRIMARY KEY (recovery_id, party)
);

CREATE TRIGGER recovery_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON recovery
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recovery_part_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON recovery_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- To the fen: what the parties bear is the loss; what each had back is what the rounds gave it; what a
-- round gave out is what came in less its costs.
CREATE FUNCTION compensation_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named uuid := NEW.guarantee_id;
BEGIN
  IF (SELECT c.loss_fen <> coalesce((
        SELECT sum(p.borne_fen) FROM compensation_part p WHERE p.guarantee_id = c.guarantee_id), 0)
      FROM compensation c WHERE c.guarantee_id = named)
    OR EXISTS (
      SELECT FROM compensation_part p WHERE p.guarantee_id = named
        AND p.returned_fen <> coalesce((
          SELECT sum(q.fen) FROM recovery_part q JOIN recovery r ON r.id = q.recovery_id
          WHERE r.guarantee_id = named AND q.party = p.party), 0))
    OR EXISTS (
      SELECT FROM recovery r WHERE r.guarantee_id = named
        AND r.gross_fen - r.costs_fen <> coalesce((
          SELECT sum(q.fen) FROM recovery_part q WHERE q.recovery_id = r.id), 0)) THEN
    RAISE check_violation USING MESSAGE = 'losses and recoveries sum to the fen',
      CONSTRAINT = 'compensation_sums', TABLE = 'compensation';
  END IF;
  RETURN NULL;
END
$$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['compensation', 'compensation_part', 'recovery']
  LOOP
    EXECUTE format(
      'CREATE CONSTRAINT TRIGGER compensation_sums AFTER INSERT OR UPDATE ON %I
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION compensation_sums()', name);
  END LOOP;
END $$;

-- Every movement of a fund; never changed. What is paid was held before.
CREATE TABLE fund_entry (
  id uuid PRIMARY KEY,
  fund text NOT NULL REFERENCES fund (code),
  kind text NOT NULL CONSTRAINT fund_entry_kind CHECK (
    kind IN ('endow', 'hold', 'release', 'pay', 'recover')),
  amount_fen bigint NOT NULL CONSTRAINT fund_entry_amount CHECK (amount_fen BETWEEN 1 AND 10000000000000),
  -- What it was for; null for what is of no single guarantee.
  guarantee_id uuid REFERENCES guarantee (id),
  -- Or for which loan that nobody guarantees.
  offer_id uuid REFERENCES offer (id),
  -- Number of the order or of the payment; no names, for it stays.
  reference text CONSTRAINT fund_entry_reference CHECK (length(reference) BETWEEN 1 AND 200),
  made_at timestamptz NOT NULL,
  made_by text NOT NULL CONSTRAINT fund_entry_author CHECK (length(made_by) BETWEEN 1 AND 200),
  CONSTRAINT fund_entry_one CHECK (guarantee_id IS NULL OR offer_id IS NULL)
);

CREATE INDEX fund_entry_by_fund ON fund_entry (fund, id);
CREATE INDEX fund_entry_by_guarantee ON fund_entry (guarantee_id, fund) WHERE guarantee_id IS NOT NULL;
-- A fund pays for one guarantee once.
CREATE UNIQUE INDEX fund_entry_pays_once ON fund_entry (fund, guarantee_id) WHERE kind = 'pay';
CREATE UNIQUE INDEX fund_entry_pays_offer_once ON fund_entry (fund, offer_id) WHERE kind = 'pay';
CREATE INDEX fund_entry_by_offer ON fund_entry (offer_id, fund) WHERE offer_id IS NOT NULL;

CREATE TRIGGER fund_entry_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON fund_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION count_fund_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a bigint := NEW.amount_fen;
BEGIN
  UPDATE fund SET
    balance_fen = balance_fen + CASE NEW.kind
      WHEN 'endow' THEN a WHEN 'recover' THEN a WHEN 'pay' THEN -a ELSE 0 END,
    held_fen = held_fen + CASE NEW.kind
      WHEN 'hold' THEN a WHEN 'release' THEN -a WHEN 'pay' THEN -a ELSE 0 END,
    paid_fen = paid_fen + CASE NEW.kind WHEN 'pay' THEN a ELSE 0 END
  WHERE code = NEW.fund;
  RETURN NULL;
END
$$;

CREATE TRIGGER fund_entry_counts AFTER INSERT ON fund_entry
  FOR EACH ROW EXECUTE FUNCTION count_fund_entry();

-- A guarantee is seen by its enterprise, by the institutions it names, and by those who oversee.
ALTER TABLE guarantee ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON guarantee USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN tenant_setting('institution') IN (guarantor, bank, coalesce(re_guarantor, bank))
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = guarantee.enterprise_id OFFSET 0)
  ELSE false END);

DO $$
DECLARE part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('guarantee_share', 'guarantee', 'id', 'guarantee_id'),
    ('guarantee_step', 'guarantee', 'id', 'guarantee_id'),
    ('compensation', 'guarantee', 'id', 'guarantee_id'),
    ('compensation_part', 'guarantee', 'id', 'guarantee_id'),
    ('recovery', 'guarantee', 'id', 'guarantee_id'),
    ('recovery_part', 'recovery', 'id', 'recovery_id')) AS t (name, whole, id, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        EXISTS (SELECT FROM %2$I whole WHERE whole.%3$I = %1$I.%4$I OFFSET 0))',
      part.name, part.whole, part.id, part.key);
  END LOOP;
END $$;

SELECT grant_tenant_rights();
