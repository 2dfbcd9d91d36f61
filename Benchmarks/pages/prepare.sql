-- What the rows of the benchmark of the pages are made with. It lies beside the tables of the service, in a schema of
-- its own.

-- An identifier as the service makes them (RFC 9562, version 7): it begins with the instant, so that lists are in the
-- order of time.
CREATE FUNCTION bench.id(kind integer, number bigint, at timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || lpad(to_hex(number), 15, '0'))::uuid $$;

-- Facts of an enterprise, in the order of their paths. Stored with a space before them they are read as they are, and
-- nobody goes on to seal them while pages are measured.
CREATE FUNCTION bench.facts(number bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(
    '[["credit.current_overdue",%s,"pbc","2026-09-30"],["credit.ever_borrowed",%s,"pbc","2026-09-30"],'
    '["enterprise.insured_persons",%s,"hrss","2026-09-30"],["enterprise.size","%s","registry","2026-09-30"],'
    '["finance.assets_fen",%s,"statement","2025-12-31"],["finance.liabilities_fen",%s,"statement","2025-12-31"],'
    '["finance.revenue_last_year_fen",%s,"statement","2025-12-31"],["legal.dishonest_listed",%s,"court","2026-09-30"],'
    '["tax.consecutive_years",%s,"tax","2026-09-30"],["tax.credit_grade","%s","tax","2026-09-30"],'
    '["tax.data_authorised",true,"tax","2026-09-30"],["tax.paid_last_year_fen",%s,"tax","2026-09-30"]]',
    (number % 50 = 0)::text, (number % 3 > 0)::text, 1 + number % 180,
    (ARRAY['micro', 'micro', 'small', 'small', 'small', 'medium'])[(1 + number % 6)::integer],
    (50 + number % 9000) * 1000000, (20 + number % 4000) * 1000000, (60 + number % 12000) * 1000000,
    (number % 70 = 0)::text, 1 + number % 6, (ARRAY['A', 'B', 'B', 'M', 'C'])[(1 + number % 5)::integer],
    (1 + number % 300) * 1000000) $$;

-- How an offer comes to each state, and after how many hours at the soonest.
CREATE TABLE bench.path AS
SELECT w.state, s.version, CASE WHEN s.version > 1 THEN w.states[s.version - 1] END AS from_state,
  w.states[s.version] AS to_state, v.verb, v.hours
FROM (VALUES
    ('offered', '{offered}'::text[]), ('claimed', '{offered,claimed}'),
    ('contacted', '{offered,claimed,contacted}'), ('granted', '{offered,claimed,contacted,granted}'),
    ('drawn', '{offered,claimed,contacted,granted,drawn}'), ('declined', '{offered,claimed,declined}'),
    ('expired', '{offered,expired}'), ('reassigned', '{offered,claimed,reassigned}'),
    ('withdrawn', '{offered,withdrawn}')) AS w (state, states)
  CROSS JOIN LATERAL generate_series(1, cardinality(w.states)) AS s (version)
  JOIN (VALUES
    ('offered', 'offer', 0), ('claimed', 'claim', 20), ('contacted', 'contact', 48), ('granted', 'grant', 240),
    ('drawn', 'draw', 300), ('declined', 'decline', 72), ('expired', 'expire', 60), ('reassigned', 'reassign', 90),
    ('withdrawn', 'withdraw', 30)) AS v (state, verb, hours) ON v.state = w.states[s.version];
CREATE TABLE bench.final AS
SELECT state, max(version) AS version, max(hours) AS hours FROM bench.path GROUP BY state;

-- Counts of real runs. Their outcomes are some kilobytes each, and no list reads one: those of the needs below are
-- empty.
CREATE TABLE bench.run AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, catalog_version, policy_version, engine_version, considered,
  eligible, ineligible, needs_info, verdicts
FROM match_run ORDER BY id LIMIT 500;

ANALYZE bench.product, bench.place, bench.stage, bench.path, bench.final, bench.run;
