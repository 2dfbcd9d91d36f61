-- Offers (推介): needs put before institutions, the consents under which these read who asks, every such
-- read, and how much each side can take.

-- How much may be promised at once. Without an account there is no limit.
CREATE TABLE ledger_account (
  kind text NOT NULL CONSTRAINT ledger_account_kind CHECK (kind IN ('product', 'institution', 'liaison')),
  -- The product's or institution's code; of a liaison INSTITUTION:SUBJECT.
  code text NOT NULL CONSTRAINT ledger_account_code CHECK (length(code) BETWEEN 1 AND 300),
  maximum bigint NOT NULL CONSTRAINT ledger_account_maximum CHECK (maximum >= 0),
  -- What live reservations take; kept by the trigger below and by nothing else.
  taken bigint NOT NULL DEFAULT 0,
  -- The ETag.
  version integer NOT NULL DEFAULT 1 CONSTRAINT ledger_account_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT ledger_account_author CHECK (length(updated_by) BETWEEN 1 AND 200),
  PRIMARY KEY (kind, code),
  -- Nothing is promised that is not there, and a limit is not lowered below what is promised.
  CONSTRAINT ledger_account_room CHECK (taken BETWEEN 0 AND maximum)
);

-- What a thing takes of an account while it lives.
CREATE TABLE ledger_reservation (
  kind text NOT NULL,
  code text NOT NULL,
  -- The offer that it is for.
  holder_id uuid NOT NULL,
  amount bigint NOT NULL CONSTRAINT ledger_reservation_amount CHECK (amount >= 1),
  state text NOT NULL CONSTRAINT ledger_reservation_state CHECK (state IN ('held', 'confirmed', 'released')),
  held_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (holder_id, kind, code),
  FOREIGN KEY (kind, code) REFERENCES ledger_account (kind, code),
  CONSTRAINT ledger_reservation_time_order CHECK (changed_at >= held_at)
);

CREATE INDEX ledger_reservation_live ON ledger_reservation (kind, code) WHERE state <> 'released';

CREATE FUNCTION count_reservation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state <> 'released' THEN change := change - OLD.amount; END IF;
  IF TG_OP <> 'DELETE' AND NEW.state <> 'released' THEN change := change + NEW.amount; END IF;
  IF TG_OP = 'UPDATE' AND (OLD.kind, OLD.code, OLD.holder_id, OLD.amount)
      IS DISTINCT FROM (NEW.kind, NEW.code, NEW.holder_id, NEW.amount) THEN
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

CREATE TRIGGER ledger_reservation_counts AFTER INSERT OR UPDATE OR DELETE ON ledger_reservation
  FOR EACH ROW EXECUTE FUNCTION count_reservation();

-- That a need is to be put before institutions. The enterprise asks for it; nobody else sees it before.
CREATE TABLE referral (
  need_id uuid PRIMARY KEY REFERENCES need (id),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- dispatch: before the best few, and the next ones as they drop out. open: before all, the first takes it.
  mode text NOT NULL CONSTRAINT referral_mode CHECK (mode IN ('dispatch', 'open')),
  -- Institutions that have it at once.
  wanted integer NOT NULL CONSTRAINT referral_wanted CHECK (wanted BETWEEN 1 AND 20),
  state text NOT NULL CONSTRAINT referral_state CHECK (state IN ('active', 'ended')),
  version integer NOT NULL CONSTRAINT referral_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT referral_author CHECK (length(created_by) BETWEEN 1 AND 200),
  -- When more institutions are to be looked for: fewer than wanted have the need.
  due_at timestamptz CONSTRAINT referral_due CHECK (due_at IS NULL OR state = 'active'),
  CONSTRAINT referral_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX referral_due_next ON referral (due_at, need_id) WHERE due_at IS NOT NULL;

-- What stands now; how it came to that stands in offer_step. Written under the enterprise's lock.
CREATE TABLE offer (
  id uuid PRIMARY KEY,
  need_id uuid NOT NULL,
  need_version integer NOT NULL,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  -- The run whose decision it was made from.
  run_id uuid NOT NULL REFERENCES match_run (id),
  product_code text NOT NULL CONSTRAINT offer_product_form CHECK (product_code ~ '^[a-z0-9][a-z0-9-]{2,63}$'),
  institution text NOT NULL CONSTRAINT offer_institution_form CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  mode text NOT NULL CONSTRAINT offer_mode CHECK (mode IN ('dispatch', 'open')),
  -- Place among the products the need ranks, from 1.
  place integer NOT NULL CONSTRAINT offer_place CHECK (place >= 1),
  state text NOT NULL,
  version integer NOT NULL,
  -- The liaison who has it.
  assignee text CONSTRAINT offer_assignee CHECK (length(assignee) BETWEEN 1 AND 200),
  -- Since when it is in its state, until when it may stay there, and the next step of the escalation.
  began_at timestamptz NOT NULL,
  due_at timestamptz,
  next_step integer NOT NULL DEFAULT 0 CONSTRAINT offer_next_step CHECK (next_step >= 0),
  step_at timestamptz,
  -- Why it was declined or taken away.
  reasons text[] CONSTRAINT offer_reasons CHECK (cardinality(reasons) BETWEEN 1 AND 4),
  -- The rule or fact that the reasons are about.
  about text CONSTRAINT offer_about CHECK (length(about) BETWEEN 1 AND 100),
  note text CONSTRAINT offer_note CHECK (length(note) BETWEEN 1 AND 1000),
  contacted_on date,
  granted_fen bigint CONSTRAINT offer_granted_range CHECK (granted_fen BETWEEN 1 AND 10000000000000),
  granted_rate_ppm integer CONSTRAINT offer_rate_range CHECK (granted_rate_ppm BETWEEN 0 AND 1000000),
  granted_on date,
  drawn_fen bigint CONSTRAINT offer_drawn_range CHECK (drawn_fen BETWEEN 1 AND granted_fen),
  drawn_on date CONSTRAINT offer_drawn_after CHECK (drawn_on >= granted_on),
  -- Why this institution, and why not the others, when it was made.
  why jsonb NOT NULL DEFAULT '{}' CONSTRAINT offer_why CHECK (jsonb_typeof(why) = 'object'),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (need_id, need_version) REFERENCES need_version (need_id, version),
  CONSTRAINT offer_time_order CHECK (updated_at >= created_at),
  CONSTRAINT offer_taken CHECK (state NOT IN ('claimed', 'contacted', 'granted', 'drawn') OR assignee IS NOT NULL),
  CONSTRAINT offer_contacted CHECK (state NOT IN ('contacted', 'granted', 'drawn') OR contacted_on IS NOT NULL),
  CONSTRAINT offer_granted CHECK (
    (granted_fen IS NULL) = (granted_on IS NULL) AND (granted_fen IS NULL) = (granted_rate_ppm IS NULL)
    AND (state NOT IN ('granted', 'drawn') OR granted_fen IS NOT NULL)),
  CONSTRAINT offer_drawn CHECK (
    (drawn_fen IS NULL) = (drawn_on IS NULL) AND (state = 'drawn') = (drawn_fen IS NOT NULL)),
  CONSTRAINT offer_declined CHECK (state NOT IN ('declined', 'reassigned') OR reasons IS NOT NULL),
  CONSTRAINT offer_over CHECK (
    state NOT IN ('drawn', 'declined', 'expired', 'withdrawn', 'reassigned')
    OR (due_at IS NULL AND step_at IS NULL))
);

-- A need is before an institution once at a time.
CREATE UNIQUE INDEX offer_one_live ON offer (need_id, institution)
  WHERE state IN ('offered', 'claimed', 'contacted', 'granted');
CREATE INDEX offer_by_need ON offer (need_id, id);
CREATE INDEX offer_by_run ON offer (run_id, id);
CREATE INDEX offer_by_enterprise ON offer (enterprise_id, id);
CREATE INDEX offer_by_institution ON offer (institution, id);
CREATE INDEX offer_by_institution_state ON offer (institution, state, id);
CREATE INDEX offer_step_due ON offer (step_at, id) WHERE step_at IS NOT NULL;

-- Every step of every offer; never changed. A step names the state it leaves, and that step must exist.
CREATE TABLE offer_step (
  offer_id uuid NOT NULL REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT offer_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT offer_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  actor_role text NOT NULL CONSTRAINT offer_step_role CHECK (
    actor_role IN ('enterprise', 'liaison', 'liaison_manager', 'operator', 'service')),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (offer_id, version),
  CONSTRAINT offer_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'offered' AND verb = 'offer'
    ELSE coalesce((verb, from_state, state) IN (
      ('claim', 'offered', 'claimed'), ('contact', 'claimed', 'contacted'),
      ('grant', 'contacted', 'granted'), ('draw', 'granted', 'drawn'),
      ('decline', 'offered', 'declined'), ('decline', 'claimed', 'declined'),
      ('decline', 'contacted', 'declined'),
      ('expire', 'offered', 'expired'), ('expire', 'claimed', 'expired'),
      ('expire', 'contacted', 'expired'), ('expire', 'granted', 'expired'),
      ('withdraw', 'offered', 'withdrawn'), ('withdraw', 'claimed', 'withdrawn'),
      ('withdraw', 'contacted', 'withdrawn'), ('withdraw', 'granted', 'withdrawn'),
      ('reassign', 'offered', 'reassigned'), ('reassign', 'claimed', 'reassigned'),
      ('reassign', 'contacted', 'reassigned')), false) END)
);

CREATE UNIQUE INDEX offer_step_state ON offer_step (offer_id, version, state);
ALTER TABLE offer_step ADD CONSTRAINT offer_step_follows
  FOREIGN KEY (offer_id, previous_version, from_state) REFERENCES offer_step (offer_id, version, state);
ALTER TABLE offer ADD CONSTRAINT offer_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES offer_step (offer_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER offer_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON offer_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Days on which an offer's deadline stands still. It always has a reason and an end.
CREATE TABLE offer_pause (
  id uuid PRIMARY KEY,
  offer_id uuid NOT NULL REFERENCES offer (id),
  first_day date NOT NULL,
  last_day date NOT NULL,
  reason text NOT NULL CONSTRAINT offer_pause_reason CHECK (length(reason) BETWEEN 1 AND 500),
  set_at timestamptz NOT NULL,
  set_by text NOT NULL CONSTRAINT offer_pause_author CHECK (length(set_by) BETWEEN 1 AND 200),
  CONSTRAINT offer_pause_days CHECK (last_day BETWEEN first_day AND first_day + 365)
);

CREATE INDEX offer_pause_by_offer ON offer_pause (offer_id, id);

CREATE TRIGGER offer_pause_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON offer_pause
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The enterprise's separate consent to one recipient (个人信息保护法第二十三条): for one need, one purpose,
-- named fields, until a day.
CREATE TABLE consent (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  need_id uuid NOT NULL REFERENCES need (id),
  institution text NOT NULL CONSTRAINT consent_institution_form CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  purpose text NOT NULL CONSTRAINT consent_purpose CHECK (
    purpose IN ('loan_assessment', 'guarantee_assessment', 'lease_assessment', 'receivables_assessment')),
  -- Groups of facts, such as `tax`, and `registry` for name and USCC.
  fields text[] NOT NULL CONSTRAINT consent_fields CHECK (
    cardinality(fields) BETWEEN 1 AND 50 AND array_position(fields, NULL) IS NULL),
  granted_at timestamptz NOT NULL,
  granted_by text NOT NULL CONSTRAINT consent_author CHECK (length(granted_by) BETWEEN 1 AND 200),
  expires_at timestamptz NOT NULL CONSTRAINT consent_expiry CHECK (expires_at > granted_at),
  revoked_at timestamptz CONSTRAINT consent_revoked_after CHECK (revoked_at >= granted_at),
  revoked_by text CONSTRAINT consent_revoker CHECK (length(revoked_by) BETWEEN 1 AND 200),
  -- By the enterprise, or because what it was for is over.
  revoked_for text CONSTRAINT consent_revoked_for CHECK (
    revoked_for IN ('enterprise', 'replaced', 'offer_lost', 'need_withdrawn')),
  CONSTRAINT consent_revoked_whole CHECK (
    (revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_for IS NULL))
);

-- One consent for a need and an institution at a time; another replaces it.
CREATE UNIQUE INDEX consent_one_live ON consent (need_id, institution) WHERE revoked_at IS NULL;
CREATE INDEX consent_by_enterprise ON consent (enterprise_id, id);

CREATE FUNCTION consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
    OR (to_jsonb(OLD) - 'revoked_at' - 'revoked_by' - 'revoked_for')
      IS DISTINCT FROM (to_jsonb(NEW) - 'revoked_at' - 'revoked_by' - 'revoked_for') THEN
    RAISE restrict_violation USING MESSAGE = 'a consent is revoked once and never changed',
      CONSTRAINT = 'consent_stays', TABLE = 'consent';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER consent_stays AFTER UPDATE OR DELETE ON consent
  FOR EACH ROW EXECUTE FUNCTION consent_stays();

-- Who read what of an enterprise, under which consent; never changed.
CREATE TABLE access_entry (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  consent_id uuid NOT NULL REFERENCES consent (id),
  offer_id uuid NOT NULL REFERENCES offer (id),
  institution text NOT NULL CONSTRAINT access_entry_institution CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Subject of the token, never a person's name.
  reader text NOT NULL CONSTRAINT access_entry_reader CHECK (length(reader) BETWEEN 1 AND 200),
  reader_role text NOT NULL CONSTRAINT access_entry_role CHECK (reader_role IN ('liaison', 'liaison_manager')),
  fields text[] NOT NULL CONSTRAINT access_entry_fields CHECK (cardinality(fields) BETWEEN 1 AND 50),
  read_at timestamptz NOT NULL
);

CREATE INDEX access_entry_by_enterprise ON access_entry (enterprise_id, id);
CREATE INDEX access_entry_by_consent ON access_entry (consent_id, id);

CREATE TRIGGER access_entry_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON access_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
