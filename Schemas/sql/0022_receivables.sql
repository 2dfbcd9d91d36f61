-- Receivables (应收账款) and core enterprises: claims of sellers on debtors, what debtors confirm of them
-- (确权), and which institution advances money on them.

ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_kind;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_kind CHECK (
  kind IN ('product', 'institution', 'liaison', 'receivable', 'credit_line', 'guarantor', 'fund', 'pool'));

-- What is known of an enterprise that owes many others.
CREATE TABLE core_enterprise (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise (id),
  -- As 保障中小企业款项支付条例 tells payers apart.
  payer_kind text NOT NULL CONSTRAINT core_enterprise_payer CHECK (
    payer_kind IN ('government_body', 'public_institution', 'funded_group', 'enterprise')),
  -- Debtors of one group count as one where concentration is measured.
  group_code text CONSTRAINT core_enterprise_group CHECK (group_code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- Its concentration may be greater.
  is_strong boolean NOT NULL,
  -- The ETag.
  version integer NOT NULL CONSTRAINT core_enterprise_version CHECK (version >= 1),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT core_enterprise_author CHECK (length(updated_by) BETWEEN 1 AND 200)
);

-- A core enterprise asks a supplier, which may not be registered yet, to bring its claims here.
CREATE TABLE supplier_invitation (
  id uuid PRIMARY KEY,
  debtor_id uuid NOT NULL REFERENCES enterprise (id),
  supplier_uscc text NOT NULL CONSTRAINT supplier_invitation_uscc CHECK (
    supplier_uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT supplier_invitation_author CHECK (length(created_by) BETWEEN 1 AND 200),
  CONSTRAINT supplier_invitation_once UNIQUE (debtor_id, supplier_uscc)
);

CREATE INDEX supplier_invitation_by_supplier ON supplier_invitation (supplier_uscc, id);

-- What stands now; how it came to that stands in receivable_step. Written under the seller's lock.
CREATE TABLE receivable (
  id uuid PRIMARY KEY,
  -- The seller.
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  debtor_id uuid NOT NULL REFERENCES enterprise (id),
  state text NOT NULL,
  version integer NOT NULL,
  -- As it was written; the code is a paper invoice's.
  invoice_code text CONSTRAINT receivable_invoice_code CHECK (length(invoice_code) BETWEEN 1 AND 50),
  invoice_number text NOT NULL CONSTRAINT receivable_invoice_number CHECK (length(invoice_number) BETWEEN 1 AND 50),
  contract text CONSTRAINT receivable_contract CHECK (length(contract) BETWEEN 1 AND 100),
  -- Yuan renminbi only.
  gross_fen bigint NOT NULL CONSTRAINT receivable_gross_range CHECK (gross_fen BETWEEN 1 AND 10000000000000),
  vat_fen bigint NOT NULL CONSTRAINT receivable_vat_range CHECK (vat_fen BETWEEN 0 AND gross_fen),
  invoiced_on date NOT NULL,
  due_on date NOT NULL,
  -- Of the contract: by it the law is chosen, and both sizes are those of that day.
  signed_on date CONSTRAINT receivable_signed_before CHECK (signed_on <= invoiced_on),
  delivered_on date,
  acceptance_ends_on date,
  accepted_on date CONSTRAINT receivable_accepted CHECK (accepted_on IS NULL OR acceptance_ends_on IS NOT NULL),
  agreed_days integer CONSTRAINT receivable_agreed_days CHECK (agreed_days BETWEEN 0 AND 3650),
  agreed_interest_ppm integer CONSTRAINT receivable_agreed_interest CHECK (
    agreed_interest_ppm BETWEEN 0 AND 1000000),
  payer_kind text NOT NULL CONSTRAINT receivable_payer CHECK (
    payer_kind IN ('government_body', 'public_institution', 'funded_group', 'enterprise')),
  seller_size text CONSTRAINT receivable_seller_size CHECK (seller_size IN ('micro', 'small', 'medium', 'large')),
  debtor_size text CONSTRAINT receivable_debtor_size CHECK (debtor_size IN ('micro', 'small', 'medium', 'large')),
  -- What stands in its way, or wants a second look; words of the engine.
  flags text[] NOT NULL CONSTRAINT receivable_flags CHECK (
    cardinality(flags) <= 20 AND array_position(flags, NULL) IS NULL),
  -- Null when nobody knows.
  is_related boolean,
  -- Why a person has to look at it before it goes on, and what it resembles.
  held_for text[] NOT NULL CONSTRAINT receivable_held_for CHECK (
    held_for <@ ARRAY['near', 'split', 'crowd']),
  resembles uuid[] NOT NULL CONSTRAINT receivable_resembles CHECK (cardinality(resembles) <= 100),
  reviewed_at timestamptz,
  reviewed_by text CONSTRAINT receivable_reviewer CHECK (length(reviewed_by) BETWEEN 1 AND 200),
  -- SHA-256 of RFC 8785 JSON of what a debtor confirms.
  version_digest bytea NOT NULL CONSTRAINT receivable_digest_length CHECK (octet_length(version_digest) = 32),
  requested_at timestamptz,
  -- The last day the debtor has.
  confirm_due_on date,
  confirmed_fen bigint CONSTRAINT receivable_confirmed_range CHECK (confirmed_fen BETWEEN 1 AND gross_fen),
  confirmed_at timestamptz,
  confirmed_by text CONSTRAINT receivable_confirmer CHECK (length(confirmed_by) BETWEEN 1 AND 200),
  -- Why the debtor objects.
  disputed_for text CONSTRAINT receivable_disputed_for CHECK (
    disputed_for IN ('goods', 'quality', 'amount', 'paid', 'set_off', 'not_ours', 'other')),
  note text CONSTRAINT receivable_note CHECK (length(note) BETWEEN 1 AND 1000),
  -- Who advances money on it, and how: one institution and one way at a time.
  funder text CONSTRAINT receivable_funder_form CHECK (funder ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  funder_way text CONSTRAINT receivable_funder_way CHECK (funder_way IN ('pledge', 'factoring')),
  -- Since when it is in its state, until when it may stay there, and the next step of the escalation.
  began_at timestamptz NOT NULL,
  due_at timestamptz,
  next_step integer NOT NULL CONSTRAINT receivable_next_step CHECK (next_step >= 0),
  step_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT receivable_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  CONSTRAINT receivable_parties CHECK (debtor_id <> enterprise_id),
  CONSTRAINT receivable_days CHECK (due_on >= invoiced_on),
  CONSTRAINT receivable_time_order CHECK (updated_at >= created_at),
  CONSTRAINT receivable_reviewed CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
  -- What resembles another one goes no further before somebody has looked at it.
  CONSTRAINT receivable_held CHECK (
    state IN ('uploaded', 'withdrawn') OR held_for = '{}' OR reviewed_at IS NOT NULL),
  CONSTRAINT receivable_requested CHECK (
    (requested_at IS NULL) = (confirm_due_on IS NULL)
    AND (state <> 'confirm_requested' OR requested_at IS NOT NULL)),
  CONSTRAINT receivable_confirmed CHECK (
    (confirmed_fen IS NULL) = (confirmed_at IS NULL) AND (confirmed_fen IS NULL) = (confirmed_by IS NULL)
    AND (confirmed_fen IS NOT NULL OR state IN (
      'uploaded', 'confirm_requested', 'disputed', 'confirm_expired', 'withdrawn'))),
  CONSTRAINT receivable_disputed CHECK (state <> 'disputed' OR disputed_for IS NOT NULL),
  CONSTRAINT receivable_funded CHECK (
    (funder IS NULL) = (funder_way IS NULL)
    AND (funder IS NOT NULL) = (state IN (
      'offered', 'notified', 'registered', 'funded', 'overdue', 'non_performing', 'collected'))),
  CONSTRAINT receivable_over CHECK (
    state NOT IN ('released', 'withdrawn') OR (due_at IS NULL AND step_at IS NULL))
);

-- Financings name it by all three; see below.
CREATE UNIQUE INDEX receivable_funding ON receivable (id, funder, funder_way);
CREATE INDEX receivable_by_enterprise ON receivable (enterprise_id, id);
CREATE INDEX receivable_by_debtor ON receivable (debtor_id, id);
CREATE INDEX receivable_by_funder ON receivable (funder, id) WHERE funder IS NOT NULL;
CREATE INDEX receivable_step_due ON receivable (step_at, id) WHERE step_at IS NOT NULL;

-- Every step of every receivable; never changed. A step names the state it leaves, and that step must
-- exist.
CREATE TABLE receivable_step (
  receivable_id uuid NOT NULL REFERENCES receivable (id) DEFERRABLE INITIALLY DEFERRED,
  version integer NOT NULL CONSTRAINT receivable_step_version CHECK (version >= 1),
  previous_version integer GENERATED ALWAYS AS (nullif(version - 1, 0)) STORED,
  from_state text,
  state text NOT NULL,
  verb text NOT NULL,
  actor text NOT NULL CONSTRAINT receivable_step_actor CHECK (length(actor) BETWEEN 1 AND 200),
  actor_role text NOT NULL CONSTRAINT receivable_step_role CHECK (
    actor_role IN ('enterprise', 'debtor', 'liaison', 'liaison_manager', 'operator', 'service')),
  -- What the receivable said then.
  version_digest bytea NOT NULL CONSTRAINT receivable_step_digest CHECK (octet_length(version_digest) = 32),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (receivable_id, version),
  CONSTRAINT receivable_step_edge CHECK (
    CASE WHEN version = 1 THEN from_state IS NULL AND state = 'uploaded' AND verb = 'upload'
    ELSE coalesce((verb, from_state, state) IN (
      ('amend', 'uploaded', 'uploaded'), ('amend', 'confirm_requested', 'uploaded'),
      ('amend', 'disputed', 'uploaded'), ('amend', 'confirm_expired', 'uploaded'),
      ('admit', 'uploaded', 'uploaded'),
      ('request_confirmation', 'uploaded', 'confirm_requested'),
      ('request_confirmation', 'disputed', 'confirm_requested'),
      ('request_confirmation', 'confirm_expired', 'confirm_requested'),
      ('confirm', 'uploaded', 'confirmed'), ('confirm', 'confirm_requested', 'confirmed'),
      ('confirm', 'disputed', 'confirmed'), ('confirm', 'confirm_expired', 'confirmed'),
      ('dispute', 'uploaded', 'disputed'), ('dispute', 'confirm_requested', 'disputed'),
      ('dispute', 'confirm_expired', 'disputed'),
      ('lapse', 'confirm_requested', 'confirm_expired'),
      ('offer', 'confirmed', 'offered'),
      ('decline', 'offered', 'confirmed'), ('decline', 'notified', 'confirmed'),
      ('decline', 'registered', 'confirmed'),
      ('notify', 'offered', 'notified'), ('register', 'notified', 'registered'),
      ('fund', 'registered', 'funded'),
      ('mark_overdue', 'funded', 'overdue'), ('mark_non_performing', 'overdue', 'non_performing'),
      ('collect', 'funded', 'collected'), ('collect', 'overdue', 'collected'),
      ('collect', 'non_performing', 'collected'),
      ('release', 'funded', 'confirmed'), ('release', 'overdue', 'confirmed'),
      ('release', 'non_performing', 'confirmed'), ('release', 'collected', 'released'),
      ('withdraw', 'uploaded', 'withdrawn'), ('withdraw', 'confirm_requested', 'withdrawn'),
      ('withdraw', 'confirmed', 'withdrawn'), ('withdraw', 'disputed', 'withdrawn'),
      ('withdraw', 'confirm_expired', 'withdrawn'), ('withdraw', 'offered', 'withdrawn')), false) END)
);

CREATE UNIQUE INDEX receivable_step_state ON receivable_step (receivable_id, version, state);
ALTER TABLE receivable_step ADD CONSTRAINT receivable_step_follows
  FOREIGN KEY (receivable_id, previous_version, from_state)
  REFERENCES receivable_step (receivable_id, version, state);
ALTER TABLE receivable ADD CONSTRAINT receivable_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES receivable_step (receivable_id, version, state)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER receivable_step_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON receivable_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- By what a receivable is found again: keyed digests, so that a stolen table tells no invoice numbers.
CREATE TABLE receivable_fingerprint (
  receivable_id uuid NOT NULL REFERENCES receivable (id),
  kind text NOT NULL CONSTRAINT receivable_fingerprint_kind CHECK (
    kind IN ('exact', 'invoice', 'near', 'stem', 'contract', 'day')),
  digest bytea NOT NULL CONSTRAINT receivable_fingerprint_length CHECK (octet_length(digest) = 32),
  -- Whether the receivable stands in the way of another one: a withdrawn one does not.
  is_live boolean NOT NULL,
  PRIMARY KEY (receivable_id, kind, digest)
);

-- One invoice is here once, whoever brings it.
CREATE UNIQUE INDEX receivable_fingerprint_exact ON receivable_fingerprint (digest)
  WHERE kind = 'exact' AND is_live;
CREATE UNIQUE INDEX receivable_fingerprint_invoice ON receivable_fingerprint (digest)
  WHERE kind = 'invoice' AND is_live;
CREATE INDEX receivable_fingerprint_lookup ON receivable_fingerprint (digest, receivable_id) WHERE is_live;

-- By what somebody without an account confirms for the debtor, once.
CREATE TABLE confirmation_token (
  -- SHA-256 of the token, which is nowhere.
  digest bytea PRIMARY KEY CONSTRAINT confirmation_token_length CHECK (octet_length(digest) = 32),
  receivable_id uuid NOT NULL REFERENCES receivable (id),
  -- What the receivable said when it was made.
  version_digest bytea NOT NULL CONSTRAINT confirmation_token_version CHECK (octet_length(version_digest) = 32),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT confirmation_token_author CHECK (length(created_by) BETWEEN 1 AND 200),
  expires_at timestamptz NOT NULL CONSTRAINT confirmation_token_expiry CHECK (expires_at >= created_at),
  used_at timestamptz CONSTRAINT confirmation_token_used CHECK (used_at BETWEEN created_at AND expires_at)
);

CREATE INDEX confirmation_token_by_receivable ON confirmation_token (receivable_id, created_at);

-- Money advanced on a receivable, or a part of it.
CREATE TABLE receivable_financing (
  id uuid PRIMARY KEY,
  receivable_id uuid NOT NULL REFERENCES receivable (id),
  -- The seller.
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  institution text NOT NULL CONSTRAINT receivable_financing_institution CHECK (
    institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  way text NOT NULL CONSTRAINT receivable_financing_way CHECK (way IN ('pledge', 'factoring')),
  has_recourse boolean NOT NULL,
  amount_fen bigint NOT NULL CONSTRAINT receivable_financing_amount CHECK (
    amount_fen BETWEEN 1 AND 10000000000000),
  state text NOT NULL CONSTRAINT receivable_financing_state CHECK (
    state IN ('held', 'funded', 'collected', 'released')),
  -- The ETag.
  version integer NOT NULL CONSTRAINT receivable_financing_version CHECK (version >= 1),
  -- All that live on one receivable are of one institution and one way (民法典 第七百六十八条).
  live_funder text GENERATED ALWAYS AS (CASE WHEN state <> 'released' THEN institution END) STORED,
  live_way text GENERATED ALWAYS AS (CASE WHEN state <> 'released' THEN way END) STORED,
  notified_on date,
  -- What the debtor was shown with the notice (民法典 第七百六十四条).
  voucher text CONSTRAINT receivable_financing_voucher CHECK (length(voucher) BETWEEN 1 AND 200),
  -- Of the registry (中登网): when it was asked, and what it gave.
  registry_queried_on date,
  registry_number text CONSTRAINT receivable_financing_registry CHECK (length(registry_number) BETWEEN 1 AND 100),
  registered_at timestamptz,
  funded_on date,
  collected_fen bigint CONSTRAINT receivable_financing_collected_range CHECK (
    collected_fen BETWEEN 1 AND 10000000000000),
  collected_on date CONSTRAINT receivable_financing_collected_after CHECK (collected_on >= funded_on),
  debtor_told_on date,
  registry_cancelled_on date,
  -- Why it ended without money.
  declined_for text CONSTRAINT receivable_financing_declined_for CHECK (declined_for ~ '^[a-z_]{1,50}$'),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT receivable_financing_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  CONSTRAINT receivable_financing_one_funder FOREIGN KEY (receivable_id, live_funder, live_way)
    REFERENCES receivable (id, funder, funder_way),
  CONSTRAINT receivable_financing_noticed CHECK ((notified_on IS NULL) = (voucher IS NULL)),
  CONSTRAINT receivable_financing_registered CHECK (
    (registry_number IS NULL) = (registered_at IS NULL)
    AND (registry_number IS NULL) = (registry_queried_on IS NULL)
    AND (registry_number IS NULL OR notified_on IS NOT NULL)),
  -- No money before the registry was asked and the claim is registered.
  CONSTRAINT receivable_financing_funded CHECK (
    (funded_on IS NULL OR registry_number IS NOT NULL)
    AND (state NOT IN ('funded', 'collected') OR funded_on IS NOT NULL)),
  CONSTRAINT receivable_financing_collected CHECK (
    (collected_fen IS NULL) = (collected_on IS NULL) AND (state <> 'collected' OR collected_on IS NOT NULL)),
  CONSTRAINT receivable_financing_released CHECK (
    (state = 'released') = (declined_for IS NOT NULL OR registry_cancelled_on IS NOT NULL)
    AND (registry_cancelled_on IS NULL) = (debtor_told_on IS NULL)),
  CONSTRAINT receivable_financing_time_order CHECK (updated_at >= created_at)
);

CREATE INDEX receivable_financing_by_receivable ON receivable_financing (receivable_id, id);
CREATE INDEX receivable_financing_by_enterprise ON receivable_financing (enterprise_id, id);
CREATE INDEX receivable_financing_by_institution ON receivable_financing (institution, id);

-- Whose receivables changed, or may count otherwise by now, so that the facts that products decide on are
-- to be drawn from them anew.
CREATE TABLE receivable_account (
  enterprise_id uuid PRIMARY KEY REFERENCES enterprise (id),
  facts_due_at timestamptz
);

CREATE INDEX receivable_account_due ON receivable_account (facts_due_at, enterprise_id)
  WHERE facts_due_at IS NOT NULL;

-- Both parties see a receivable, and an institution while it is the one that advances money on it.
ALTER TABLE receivable ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON receivable USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN
    enterprise_id = (SELECT tenant_enterprise()) OR debtor_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN funder = tenant_setting('institution')
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = receivable.enterprise_id OFFSET 0)
  ELSE false END);

ALTER TABLE receivable_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON receivable_step USING (
  EXISTS (SELECT FROM receivable whole WHERE whole.id = receivable_step.receivable_id OFFSET 0));

ALTER TABLE receivable_financing ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON receivable_financing USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN institution = tenant_setting('institution')
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = receivable_financing.enterprise_id OFFSET 0)
  ELSE false END);

ALTER TABLE core_enterprise ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core_enterprise USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = core_enterprise.enterprise_id OFFSET 0)
  ELSE false END);

-- An invitation is its sender's, and that of the supplier it names, which may not be registered yet.
ALTER TABLE supplier_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON supplier_invitation USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN debtor_id = (SELECT tenant_enterprise()) OR supplier_uscc = coalesce(
    tenant_setting('uscc'), (SELECT uscc FROM enterprise WHERE id = (SELECT tenant_enterprise())))
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = supplier_invitation.debtor_id OFFSET 0)
  ELSE false END);

SELECT grant_tenant_rights();
