-- The directory: banks, guarantors, firms, funds and experts with what they do, where, and how their
-- office is reached. Products hang on an entry by its code, as on the catalog's institution.

-- Of an institution alone: a person's own number or address has no place here (个人信息保护法).
CREATE TABLE directory_entry (
  id uuid PRIMARY KEY,
  -- As in the catalog; in the order of bytes, in which entries are listed.
  code text COLLATE "C" NOT NULL CONSTRAINT directory_entry_code_unique UNIQUE
    CONSTRAINT directory_entry_code_form CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  kind text NOT NULL CONSTRAINT directory_entry_kind CHECK (kind IN (
    'bank', 'guarantor', 're_guarantor', 'lessor', 'factor', 'micro_lender', 'insurer', 'fund',
    'broker', 'law_firm', 'accounting_firm', 'expert', 'government', 'other')),
  name_zh text NOT NULL CONSTRAINT directory_entry_name_zh CHECK (length(name_zh) BETWEEN 1 AND 200),
  name_en text CONSTRAINT directory_entry_name_en CHECK (length(name_en) BETWEEN 1 AND 200),
  -- GB/T 2260 codes of what it serves; none: the whole country.
  regions text[] NOT NULL CONSTRAINT directory_entry_regions CHECK (
    cardinality(regions) <= 100
    AND length(array_to_string(regions, '')) = 6 * cardinality(regions)
    AND array_to_string(regions, ',') ~ '^((1[1-9]|[2-9][0-9])[0-9]{4}(,|$))*$'),
  -- Where its office is.
  seat text CONSTRAINT directory_entry_seat CHECK (seat ~ '^(1[1-9]|[2-9][0-9])[0-9]{4}$'),
  services text[] NOT NULL CONSTRAINT directory_entry_services CHECK (
    cardinality(services) <= 20 AND services <@ ARRAY[
      'loan', 'bridge_loan', 'bill_finance', 'supply_chain_finance', 'guarantee', 're_guarantee',
      'leasing', 'factoring', 'credit_insurance', 'risk_compensation', 'equity_investment',
      'listing_sponsorship', 'bond_underwriting', 'share_reform', 'legal', 'audit', 'valuation',
      'tax_advice', 'financing_advice', 'training']),
  -- No mobile number: that is a person's.
  office_phone text CONSTRAINT directory_entry_office_phone CHECK (
    office_phone ~ '^[0-9+(][0-9 ()+-]{1,38}[0-9]$'
    AND regexp_replace(regexp_replace(office_phone, '[^0-9]', '', 'g'), '^(0086|86)', '')
      !~ '^1[3-9][0-9]{9}$'),
  office_address text CONSTRAINT directory_entry_office_address CHECK (length(office_address) BETWEEN 1 AND 300),
  web_site text CONSTRAINT directory_entry_web_site CHECK (
    web_site ~ '^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$' AND length(web_site) <= 300),
  business_email text CONSTRAINT directory_entry_business_email CHECK (
    business_email ~ '^[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$'
    AND length(business_email) <= 254),
  intro_zh text CONSTRAINT directory_entry_intro_zh CHECK (length(intro_zh) BETWEEN 1 AND 2000),
  intro_en text CONSTRAINT directory_entry_intro_en CHECK (length(intro_en) BETWEEN 1 AND 2000),
  -- Where this was read, and how sure that is.
  source_document text NOT NULL CONSTRAINT directory_entry_source_document CHECK (length(source_document) BETWEEN 1 AND 1000),
  source_clause text CONSTRAINT directory_entry_source_clause CHECK (length(source_clause) BETWEEN 1 AND 1000),
  source_url text CONSTRAINT directory_entry_source_url CHECK (length(source_url) BETWEEN 1 AND 2000),
  source_tag text NOT NULL CONSTRAINT directory_entry_source_tag CHECK (
    source_tag IN ('SEED', 'L', 'S', 'B', 'G', 'K', '?')),
  observed_on date,
  status text NOT NULL CONSTRAINT directory_entry_status CHECK (status IN ('listed', 'unlisted')),
  unlisted_reason text CONSTRAINT directory_entry_unlisted_reason CHECK (length(unlisted_reason) BETWEEN 1 AND 500),
  -- Counts the changes; the ETag.
  version integer NOT NULL CONSTRAINT directory_entry_version CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL CONSTRAINT directory_entry_author CHECK (length(created_by) BETWEEN 1 AND 200),
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL CONSTRAINT directory_entry_editor CHECK (length(updated_by) BETWEEN 1 AND 200),
  -- What is searched, written with the rest: words in one spelling, their characters one by one and
  -- two by two (Chinese has no blanks to split at), and regions from both ends.
  search_text text NOT NULL,
  search_grams text[] NOT NULL CONSTRAINT directory_entry_search_grams CHECK (
    cardinality(search_grams) >= 1 AND array_position(search_grams, NULL::text) IS NULL),
  search_areas text[] NOT NULL CONSTRAINT directory_entry_search_areas CHECK (
    cardinality(search_areas) >= 1 AND (search_areas = '{*}') = (cardinality(regions) = 0)),
  CONSTRAINT directory_entry_time_order CHECK (updated_at >= created_at),
  CONSTRAINT directory_entry_unlisted_says_why CHECK ((status = 'unlisted') = (unlisted_reason IS NOT NULL))
);

CREATE INDEX directory_entry_by_kind ON directory_entry (kind, code);
CREATE INDEX directory_entry_unlisted ON directory_entry (code) WHERE status = 'unlisted';
-- Read much and written seldom: entries go into it at once, not by way of a list to be read through.
CREATE INDEX directory_entry_search ON directory_entry
  USING gin (search_grams, search_areas, services) WITH (fastupdate = off);
