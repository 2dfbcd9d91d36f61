-- Statistics of the funnel: how far needs came, by county, industry, size, pool, product and institution. Kept as
-- events come, and counted anew from the tables of needs, runs and offers by command: both give the same.

-- What is known of one need for the funnel, as it was last counted: a change takes back what it gave the cells and
-- gives them what follows now. It holds codes, days and amounts, and no words.
CREATE TABLE funnel_journey (
  need_id uuid PRIMARY KEY REFERENCES need (id),
  -- RFC 8785 JSON; empty before it was first counted.
  body bytea NOT NULL,
  counted_at timestamptz NOT NULL
);

-- Counts of the needs that were submitted in a month. A cell that came to nothing stays with zeros: whoever adds to it
-- meanwhile must find it.
CREATE TABLE funnel_cell (
  month date NOT NULL CONSTRAINT funnel_cell_month CHECK (extract(day FROM month) = 1),
  region text NOT NULL CONSTRAINT funnel_cell_region CHECK (region ~ '^[0-9]{6}$'),
  dimension text NOT NULL CONSTRAINT funnel_cell_dimension CHECK (
    dimension IN ('all', 'industry', 'size', 'borrower', 'pool', 'product', 'institution', 'reason')),
  value text NOT NULL CONSTRAINT funnel_cell_value CHECK (length(value) BETWEEN 1 AND 100),
  submitted bigint NOT NULL DEFAULT 0,
  matched bigint NOT NULL DEFAULT 0,
  offered bigint NOT NULL DEFAULT 0,
  claimed bigint NOT NULL DEFAULT 0,
  granted bigint NOT NULL DEFAULT 0,
  drawn bigint NOT NULL DEFAULT 0,
  -- Sums may be beyond what a bigint holds.
  asked_fen numeric(30) NOT NULL DEFAULT 0,
  granted_fen numeric(30) NOT NULL DEFAULT 0,
  drawn_fen numeric(30) NOT NULL DEFAULT 0,
  PRIMARY KEY (dimension, month, region, value),
  -- A stage includes those before it.
  CONSTRAINT funnel_cell_falls CHECK (
    submitted >= matched AND matched >= offered AND offered >= claimed AND claimed >= granted AND granted >= drawn
    AND drawn >= 0),
  CONSTRAINT funnel_cell_amounts CHECK (asked_fen >= 0 AND granted_fen >= 0 AND drawn_fen >= 0)
);

-- How many of them took how many working days from the stage before: medians are drawn from it.
CREATE TABLE funnel_days (
  month date NOT NULL,
  region text NOT NULL,
  dimension text NOT NULL,
  value text NOT NULL,
  stage text NOT NULL CONSTRAINT funnel_days_stage CHECK (
    stage IN ('matched', 'offered', 'claimed', 'granted', 'drawn')),
  days smallint NOT NULL CONSTRAINT funnel_days_days CHECK (days BETWEEN 0 AND 2000),
  cases bigint NOT NULL DEFAULT 0 CONSTRAINT funnel_days_cases CHECK (cases >= 0),
  PRIMARY KEY (dimension, month, region, value, stage, days),
  FOREIGN KEY (dimension, month, region, value) REFERENCES funnel_cell (dimension, month, region, value)
);

-- What became of each offer: how institutions decide of whom, and what products give beside what they advertise, is drawn
-- from it. It follows from the tables of needs and offers like the cells above, and is written with them.
CREATE TABLE offer_case (
  offer_id uuid PRIMARY KEY REFERENCES offer (id),
  need_id uuid NOT NULL REFERENCES need (id),
  -- Of the offer.
  month date NOT NULL CONSTRAINT offer_case_month CHECK (extract(day FROM month) = 1),
  region text NOT NULL CONSTRAINT offer_case_region CHECK (region ~ '^[0-9]{6}$'),
  industry text NOT NULL CONSTRAINT offer_case_industry CHECK (length(industry) BETWEEN 1 AND 100),
  size text NOT NULL CONSTRAINT offer_case_size CHECK (size IN ('micro', 'small', 'medium', 'large', 'unknown')),
  institution text NOT NULL CONSTRAINT offer_case_institution CHECK (length(institution) BETWEEN 1 AND 100),
  product text NOT NULL CONSTRAINT offer_case_product CHECK (length(product) BETWEEN 1 AND 100),
  outcome text NOT NULL CONSTRAINT offer_case_outcome CHECK (
    outcome IN ('open', 'granted', 'declined', 'silent', 'withdrawn')),
  -- Working days from the offer to the first answer, and from the claim to the grant.
  answer_days smallint CONSTRAINT offer_case_answer_days CHECK (answer_days BETWEEN 0 AND 2000),
  grant_days smallint CONSTRAINT offer_case_grant_days CHECK (grant_days BETWEEN 0 AND 2000),
  granted_fen bigint CONSTRAINT offer_case_amount CHECK (granted_fen BETWEEN 1 AND 10000000000000),
  rate_ppm integer CONSTRAINT offer_case_rate CHECK (rate_ppm BETWEEN 0 AND 1000000),
  CONSTRAINT offer_case_granted CHECK (
    (outcome = 'granted') = (granted_fen IS NOT NULL) AND (granted_fen IS NULL) = (rate_ppm IS NULL)
    AND (grant_days IS NULL OR outcome = 'granted'))
);

CREATE INDEX offer_case_by_institution ON offer_case (institution, month);
CREATE INDEX offer_case_by_product ON offer_case (product, month);

-- How far the walk over all needs came that counts anew what an event should have told and did not.
CREATE TABLE funnel_walk (
  single boolean PRIMARY KEY DEFAULT true CONSTRAINT funnel_walk_single CHECK (single),
  -- The need it came to; null at the beginning.
  need_id uuid
);
INSERT INTO funnel_walk DEFAULT VALUES;

-- Reports as they were published, frozen. A revision is another release beside it, and says why.
CREATE TABLE statistics_release (
  id uuid PRIMARY KEY,
  region text NOT NULL CONSTRAINT statistics_release_region CHECK (region ~ '^[0-9]{6}$'),
  year integer NOT NULL CONSTRAINT statistics_release_year CHECK (year BETWEEN 2000 AND 2200),
  revision integer NOT NULL CONSTRAINT statistics_release_revision CHECK (revision >= 1),
  reason text CONSTRAINT statistics_release_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  -- RFC 8785 JSON: the tables with their definitions and as of when.
  body bytea NOT NULL CONSTRAINT statistics_release_body CHECK (octet_length(body) >= 2),
  digest bytea NOT NULL CONSTRAINT statistics_release_digest CHECK (octet_length(digest) = 32),
  published_at timestamptz NOT NULL,
  published_by text NOT NULL CONSTRAINT statistics_release_author CHECK (length(published_by) BETWEEN 1 AND 200),
  CONSTRAINT statistics_release_once UNIQUE (region, year, revision),
  CONSTRAINT statistics_release_explained CHECK ((reason IS NULL) = (revision = 1))
);

-- Which published counts count which need: what is published later must not tell who came, left or changed between.
CREATE TABLE release_count (
  release_id uuid NOT NULL REFERENCES statistics_release (id),
  need_id uuid NOT NULL REFERENCES need (id),
  cells smallint[] NOT NULL CONSTRAINT release_count_cells CHECK (
    cardinality(cells) >= 1 AND array_position(cells, NULL) IS NULL),
  PRIMARY KEY (release_id, need_id)
);

CREATE TRIGGER statistics_release_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON statistics_release
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER release_count_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON release_count
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a bank reports of its loans to borrowers of a region at the end of a year: figures of lending are drawn from it.
-- A later report of the same takes the place of the one before, which stays.
CREATE TABLE loan_report (
  id uuid PRIMARY KEY,
  institution text NOT NULL CONSTRAINT loan_report_institution CHECK (institution ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  region text NOT NULL CONSTRAINT loan_report_region CHECK (region ~ '^[0-9]{6}$'),
  year integer NOT NULL CONSTRAINT loan_report_year CHECK (year BETWEEN 2000 AND 2200),
  version integer NOT NULL CONSTRAINT loan_report_version CHECK (version >= 1),
  reported_at timestamptz NOT NULL,
  reported_by text NOT NULL CONSTRAINT loan_report_author CHECK (length(reported_by) BETWEEN 1 AND 200),
  CONSTRAINT loan_report_once UNIQUE (institution, region, year, version)
);

CREATE INDEX loan_report_by_year ON loan_report (year, region, institution, version);

-- One loan. Borrowers are named by the bank's own numbers: whose they are the bank alone knows.
CREATE TABLE loan_row (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES loan_report (id),
  key text NOT NULL CONSTRAINT loan_row_key_length CHECK (length(key) BETWEEN 1 AND 100),
  borrower text NOT NULL CONSTRAINT loan_row_borrower CHECK (length(borrower) BETWEEN 1 AND 100),
  -- Null while nobody said; so the credit line.
  size text CONSTRAINT loan_row_size CHECK (size IN ('micro', 'small', 'medium', 'large', 'owner')),
  credit_fen bigint CONSTRAINT loan_row_credit CHECK (credit_fen BETWEEN 0 AND 10000000000000),
  balance_fen bigint NOT NULL CONSTRAINT loan_row_balance CHECK (balance_fen BETWEEN 0 AND 10000000000000),
  bad_fen bigint NOT NULL CONSTRAINT loan_row_bad CHECK (bad_fen BETWEEN 0 AND balance_fen),
  granted_fen bigint NOT NULL CONSTRAINT loan_row_granted CHECK (granted_fen BETWEEN 0 AND 10000000000000),
  rate_ppm integer NOT NULL CONSTRAINT loan_row_rate CHECK (rate_ppm BETWEEN 0 AND 1000000),
  has_applied boolean NOT NULL,
  is_approved boolean NOT NULL CONSTRAINT loan_row_approved CHECK (has_applied OR NOT is_approved),
  CONSTRAINT loan_row_once UNIQUE (report_id, key)
);

CREATE INDEX loan_row_by_report ON loan_row (report_id, id);

CREATE TRIGGER loan_report_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON loan_report
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_row_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON loan_row
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
