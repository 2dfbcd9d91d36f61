-- Entitlements (奖补): what happened to enterprises for which governments pay, what they claim for it, what each
-- level of government bears, and out of which budget.

ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_kind;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_kind CHECK (
  kind IN ('product', 'institution', 'liaison', 'receivable', 'credit_line', 'guarantor', 'fund', 'pool', 'budget'));

-- A title, a stage of the way to a board, or a contract. What an enterprise says of itself counts once an
-- operator has looked at its evidence.
CREATE TABLE award_event (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  kind text NOT NULL CONSTRAINT award_event_kind CHECK (
    kind IN ('title', 'stage', 'lease', 'loan', 'technology_loan', 'project_loan', 'ip_pledge')),
  -- Which title or stage; null for contracts.
  event text CONSTRAINT award_event_event CHECK (event ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
  -- Number of the contract; null for titles and stages.
  contract text CONSTRAINT award_event_contract CHECK (length(contract) BETWEEN 1 AND 100),
  occurred_on date NOT NULL,
  tenor_months integer CONSTRAINT award_event_tenor CHECK (tenor_months BETWEEN 1 AND 600),
  -- What shares are of; null is not known.
  financed_fen bigint CONSTRAINT award_event_financed CHECK (financed_fen BETWEEN 0 AND 10000000000000),
  interest_fen bigint CONSTRAINT award_event_interest CHECK (interest_fen BETWEEN 0 AND 10000000000000),
  lpr_interest_fen bigint CONSTRAINT award_event_lpr_interest CHECK (lpr_interest_fen BETWEEN 0 AND 10000000000000),
  rent_interest_fen bigint CONSTRAINT award_event_rent_interest CHECK (rent_interest_fen BETWEEN 0 AND 10000000000000),
  fees_fen bigint CONSTRAINT award_event_fees CHECK (fees_fen BETWEEN 0 AND 10000000000000),
  -- What tells it from all others of the enterprise: the same title, stage or contract is recorded once,
  -- whoever records it how often.
  key text NOT NULL CONSTRAINT award_event_key_length CHECK (length(key) BETWEEN 1 AND 200),
  -- Who says so: `enterprise`, `operator`, or the step of a listing case.
  source text NOT NULL CONSTRAINT award_event_source CHECK (length(source) BETWEEN 1 AND 200),
  evidence_reference text CONSTRAINT award_event_reference CHECK (length(evidence_reference) BETWEEN 1 AND 300),
  evidence_digest bytea CONSTRAINT award_event_digest CHECK (octet_length(evidence_digest) = 32),
  evidence_on date,
  evidence_issuer text CONSTRAINT award_event_issuer CHECK (length(evidence_issuer) BETWEEN 1 AND 200),
  state text NOT NULL CONSTRAINT award_event_state CHECK (state IN ('reported', 'verified', 'refused')),
  version integer NOT NULL CONSTRAINT award_event_version CHECK (version >= 1),
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL CONSTRAINT award_event_author CHECK (length(recorded_by) BETWEEN 1 AND 200),
  decided_at timestamptz,
  decided_by text CONSTRAINT award_event_decider CHECK (length(decided_by) BETWEEN 1 AND 200),
  CONSTRAINT award_event_subject CHECK (
    CASE WHEN kind IN ('title', 'stage') THEN event IS NOT NULL AND num_nonnulls(contract, tenor_months, financed_fen,
      interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen) = 0
    ELSE event IS NULL AND contract IS NOT NULL END),
  CONSTRAINT award_event_evidence CHECK (
    num_nonnulls(evidence_reference, evidence_digest, evidence_on, evidence_issuer) IN (0, 4)),
  CONSTRAINT award_event_decided CHECK (
    (decided_at IS NULL) = (state = 'reported') AND (decided_at IS NULL) = (decided_by IS NULL)),
  CONSTRAINT award_event_time_order CHECK (decided_at >= recorded_at)
);

CREATE UNIQUE INDEX award_event_once ON award_event (enterprise_id, key);
-- What stands on an event is of the same enterprise.
CREATE UNIQUE INDEX award_event_of_enterprise ON award_event (id, enterprise_id);
CREATE INDEX award_event_stage ON award_event (enterprise_id, event) WHERE kind = 'stage';
CREATE INDEX award_event_by_enterprise ON award_event (enterprise_id, id);

-- What stages open is looked for by what clauses name.
CREATE INDEX listing_step_by_stage ON listing_step (to_stage, case_id);
CREATE INDEX listing_layer_by_layer ON listing_layer (layer, enterprise_id) WHERE layer IS NOT NULL;

-- How far an enterprise was told of what an event lets it claim under one clause. What is due stands here: the
-- sweeper tells what nobody was told of.
CREATE TABLE entitlement_notice (
  event_id uuid NOT NULL,
  clause text NOT NULL CONSTRAINT entitlement_notice_clause CHECK (clause ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
  enterprise_id uuid NOT NULL,
  opens_on date NOT NULL,
  closes_on date,
  -- When it was told that it may claim, and that the window closes.
  opened_at timestamptz,
  closing_at timestamptz,
  -- When to look again: when a window opens, before it closes, and after a change of facts.
  due_at timestamptz,
  PRIMARY KEY (event_id, clause),
  FOREIGN KEY (event_id, enterprise_id) REFERENCES award_event (id, enterprise_id),
  CONSTRAINT entitlement_notice_days CHECK (closes_on >= opens_on),
  CONSTRAINT entitlement_notice_closing CHECK (closing_at IS NULL OR closes_on IS NOT NULL)
);

CREATE INDEX entitlement_notice_by_enterprise ON entitlement_notice (enterprise_id, event_id);
CREATE INDEX entitlement_notice_due ON entitlement_notice (due_at, event_id) WHERE due_at IS NOT NULL;
CREATE INDEX entitlement_notice_waiting ON entitlement_notice (enterprise_id, event_id) WHERE opened_at IS NULL;

-- What one level of government pays at most in a calendar year, under one clause or (`*`) under all that have no
-- budget of their own. How much that is, and what is taken of it, stands in the ledger.
CREATE TABLE award_budget (
  code text PRIMARY KEY,
  kind text GENERATED ALWAYS AS ('budget') STORED,
  level text NOT NULL CONSTRAINT award_budget_level CHECK (level IN ('nation', 'province', 'city', 'county')),
  -- Whose money it is; 000000 for the nation.
  region text NOT NULL CONSTRAINT award_budget_region CHECK (region ~ '^[0-9]{6}$'),
  fiscal_year integer NOT NULL CONSTRAINT award_budget_year CHECK (fiscal_year BETWEEN 2000 AND 2200),
  clause text NOT NULL CONSTRAINT award_budget_clause CHECK (clause = '*' OR clause ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
  FOREIGN KEY (kind, code) REFERENCES ledger_account (kind, code),
  CONSTRAINT award_budget_code CHECK (code = level || ':' || region || ':' || fiscal_year::text || ':' || clause)
);

CREATE INDEX award_budget_by_region ON award_budget (region, fiscal_year, code);

-- One claim as it stands; how it came to that stands in claim_step. Written under the enterprise's lock.
CREATE TABLE claim (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  event_id uuid NOT NULL,
  clause text NOT NULL CONSTRAINT claim_clause CHECK (clause ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
  -- First day of the version of the clause that it goes by.
  clause_from date NOT NULL,
  subject text NOT NULL CONSTRAINT claim_subject CHECK (subject IN ('enterprise', 'contract')),
  contract text CONSTRAINT claim_contract CHECK (length(contract) BETWEEN 1 AND 100),
  -- Of its clauses one pays for one subject, and of its steps each up to a sum; null when there is none.
  family text CONSTRAINT claim_family CHECK (length(family) BETWEEN 1 AND 64),
  ladder text CONSTRAINT claim_ladder CHECK (length(ladder) BETWEEN 1 AND 64),
  -- Null while the text says no number and the authority has not said one either.
  amount_fen bigint CONSTRAINT claim_amount CHECK (amount_fen BETWEEN 1 AND 10000000000000),
  -- Whether the authority fixes the amount, at most this one.
  is_ceiling boolean NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  opens_on date NOT NULL,
  closes_on date,
  claimed_on date NOT NULL,
  -- Until when it should leave its state.
  due_at timestamptz,
  paid_on date,
  clawed_back_fen bigint CONSTRAINT claim_clawed_back CHECK (clawed_back_fen BETWEEN 1 AND amount_fen),
  clawed_back_on date,
  -- Why it was rejected or clawed back.
  reason text CONSTRAINT claim_reason CHECK (reason ~ '^[a-z][a-z_]{0,63}$'),
  note text CONSTRAINT claim_note CHECK (length(note) BETWEEN 1 AND 1000),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- Whether it stands in the way of another claim for the same: under way, paid, or only partly clawed back.
  counts boolean GENERATED ALWAYS AS (
    state IN ('submitted', 'accepted', 'passed', 'paid')
    OR (state = 'clawed_back' AND clawed_back_fen < amount_fen)) STORED,
  FOREIGN KEY (event_id, enterprise_id) REFERENCES award_event (id, enterprise_id),
  CONSTRAINT claim_subject_named CHECK ((contract IS NOT NULL) = (subject = 'contract')),
  CONSTRAINT claim_amount_known CHECK (
    amount_fen IS NOT NULL OR state IN ('submitted', 'rejected', 'withdrawn')),
  CONSTRAINT claim_in_window CHECK (claimed_on >= opens_on AND (closes_on IS NULL OR claimed_on <= closes_on)),
  CONSTRAINT claim_paid CHECK (
    (state <> 'paid' OR paid_on IS NOT NULL) AND (state IN ('paid', 'clawed_back') OR paid_on IS NULL)),
  CONSTRAINT claim_clawed_back_whole CHECK (
    (clawed_back_fen IS NOT NULL) = (state = 'clawed_back')
    AND (clawed_back_fen IS NULL) = (clawed_back_on IS NULL)),
  CONSTRAINT claim_reason_named CHECK ((reason IS NOT NULL) = (state IN ('rejected', 'clawed_back'))),
  CONSTRAINT claim_time_order CHECK (updated_at >= created_at)
);

-- At most one claim counts per enterprise and clause, or per contract; and one of a family that excludes the others.
CREATE UNIQUE INDEX claim_once ON claim (enterprise_id, clause, coalesce(contract, '')) WHERE counts;
CREATE UNIQUE INDEX claim_family_once ON claim (enterprise_id, family, coalesce(contract, ''))
  WHERE counts AND family IS NOT NULL;
CREATE INDEX claim_by_enterprise ON claim (enterprise_id, id);
CREATE INDEX claim_by_event ON claim (event_id, id);
CREATE INDEX claim_by_state ON claim (state, id);
CREATE INDEX claim_by_clause ON claim (clause, id);

-- Every step of every claim; never changed.
CREATE TABLE claim_step (
  claim_id uuid NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT claim_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT claim_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  role text NOT NULL CONSTRAINT claim_step_role CHECK (role IN ('enterprise', 'operator', 'service')),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (claim_id, version),
  CONSTRAINT claim_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'submitted' AND verb = 'submit'
    ELSE coalesce((verb, from_state, state) IN (
      ('accept', 'submitted', 'accepted'), ('pass', 'accepted', 'passed'), ('pay', 'passed', 'passed'),
      ('complete', 'passed', 'paid'), ('reject', 'submitted', 'rejected'), ('reject', 'accepted', 'rejected'),
      ('reject', 'passed', 'rejected'), ('withdraw', 'submitted', 'withdrawn'),
      ('withdraw', 'accepted', 'withdrawn'), ('claw_back', 'passed', 'clawed_back'),
      ('claw_back', 'paid', 'clawed_back')), false) END)
);

CREATE UNIQUE INDEX claim_step_state ON claim_step (claim_id, version, state);
ALTER TABLE claim_step ADD CONSTRAINT claim_step_follows
  FOREIGN KEY (claim_id, previous_version, from_state) REFERENCES claim_step (claim_id, version, state);
ALTER TABLE claim ADD CONSTRAINT claim_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES claim_step (claim_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER claim_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON claim_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What one level bears of a claim. Its identifier holds the reservation of the budget.
CREATE TABLE claim_part (
  id uuid PRIMARY KEY,
  claim_id uuid NOT NULL REFERENCES claim (id),
  place integer NOT NULL CONSTRAINT claim_part_place CHECK (place BETWEEN 1 AND 4),
  level text NOT NULL CONSTRAINT claim_part_level CHECK (level IN ('nation', 'province', 'city', 'county')),
  region text NOT NULL CONSTRAINT claim_part_region CHECK (region ~ '^[0-9]{6}$'),
  fen bigint NOT NULL CONSTRAINT claim_part_fen CHECK (fen BETWEEN 1 AND 10000000000000),
  budget text NOT NULL REFERENCES award_budget (code),
  paid_on date,
  -- Number of the payment; no names, for it stays.
  voucher text CONSTRAINT claim_part_voucher CHECK (length(voucher) BETWEEN 1 AND 200),
  CONSTRAINT claim_part_levels UNIQUE (claim_id, level),
  CONSTRAINT claim_part_places UNIQUE (claim_id, place),
  CONSTRAINT claim_part_paid CHECK ((paid_on IS NULL) = (voucher IS NULL))
);

CREATE INDEX claim_part_by_budget ON claim_part (budget, id);

-- To the fen and to the budget: the parts of a claim sum to its amount once it is fixed; each is reserved while
-- the claim goes on, and taken for good once it is paid; a claim is paid when all of its parts are.
CREATE FUNCTION claim_parts_sum() RETURNS trigger LANGUAGE plpgsql AS $$
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
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER claim_parts_sum AFTER INSERT OR UPDATE ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_parts_sum();
CREATE CONSTRAINT TRIGGER claim_parts_sum AFTER INSERT OR UPDATE ON claim_part
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_parts_sum();

-- The papers that came with a claim.
CREATE TABLE claim_document (
  claim_id uuid NOT NULL REFERENCES claim (id),
  place integer NOT NULL CONSTRAINT claim_document_place CHECK (place BETWEEN 1 AND 100),
  kind text NOT NULL CONSTRAINT claim_document_kind CHECK (kind ~ '^[a-z][a-z0-9_]{0,63}$'),
  reference text NOT NULL CONSTRAINT claim_document_reference CHECK (length(reference) BETWEEN 1 AND 300),
  digest bytea NOT NULL CONSTRAINT claim_document_digest CHECK (octet_length(digest) = 32),
  issued_on date NOT NULL,
  issuer text NOT NULL CONSTRAINT claim_document_issuer CHECK (length(issuer) BETWEEN 1 AND 200),
  PRIMARY KEY (claim_id, place)
);

-- What an enterprise may claim is seen by it, and by those who oversee; no institution sees it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['award_event', 'claim', 'entitlement_notice']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      $policy$CREATE POLICY tenant ON %1$I USING (
        CASE tenant_setting('kind')
        WHEN 'country' THEN true
        WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
        WHEN 'region' THEN EXISTS (
          SELECT FROM enterprise seen WHERE seen.id = %1$I.enterprise_id OFFSET 0)
        ELSE false END)$policy$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['claim_step', 'claim_part', 'claim_document']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        EXISTS (SELECT FROM claim whole WHERE whole.id = %1$I.claim_id OFFSET 0))', name);
  END LOOP;
END $$;

SELECT grant_tenant_rights();
