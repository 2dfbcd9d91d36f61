-- Needs `first` to `last` of `total`, `step` seconds after each other until `until`; every enterprise has two of them.
-- The first is odd. What refers to what is so by construction, and is not looked up again; all other rules of the
-- tables hold.
SET session_replication_role = replica;
SET synchronous_commit = off;
BEGIN;

CREATE TEMP TABLE entry ON COMMIT DROP AS
SELECT n, e, at, at > :'until'::timestamptz - interval '60 days' AS is_recent, bench.id(1, e, came) AS owner,
  bench.id(2, n, at) AS need, bench.id(3, n, at) AS run, (10 + n * 37 % 490) * 1000000 AS fen
FROM (
  SELECT n, n - 1 + n % 2 AS e,
    :'until'::timestamptz - (:total - n) * :step::float8 * interval '1 second' AS at,
    :'until'::timestamptz - (:total - (n - 1 + n % 2)) * :step::float8 * interval '1 second' AS came
  FROM generate_series(:first::bigint, :last::bigint) AS n) AS numbered;

INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version, created_at, updated_at)
SELECT owner, '91' || lpad(e::text, 16, '0'), '合成企业' || e, p.code,
  (ARRAY['01', '13', '14', '17', '18', '26', '29', '30', '33', '34', '35', '38', '39', '47', '51', '52', '54', '65',
    '72', '73'])[(1 + e * 31 % 20)::integer], DATE '2005-01-01' + (e % 6500)::integer, 1, at, at
FROM entry JOIN bench.place p ON p.number = e * 7919 % :places
WHERE n = e;

INSERT INTO facts_version (enterprise_id, version, digest, body, created_at, created_by)
SELECT owner, 1, sha256(convert_to(bench.facts(e), 'UTF8')), convert_to(' ' || bench.facts(e), 'UTF8'), at, 'bench'
FROM entry WHERE n = e;

INSERT INTO need (id, enterprise_id, version, status, created_at, updated_at)
SELECT need, owner, 1, CASE WHEN n % 25 = 24 THEN 'withdrawn' ELSE 'submitted' END, at, at FROM entry;

INSERT INTO need_version (need_id, version, amount_fen, tenor_months, purpose, security, created_at, created_by)
SELECT need, 1, fen, (ARRAY[3, 6, 12, 12, 12, 24, 36])[(1 + n % 7)::integer],
  (ARRAY['working_capital', 'working_capital', 'equipment', 'technology_upgrade'])[(1 + n % 4)::integer], '{credit}',
  at, 'bench'
FROM entry;

INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version,
  policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result,
  cause_event_id, verdicts, created_at)
SELECT run, need, 1, owner, 1, sha256(convert_to(bench.facts(e), 'UTF8')), s.catalog_version, s.policy_version,
  s.engine_version, at, at::date, s.considered, s.eligible, s.ineligible, s.needs_info, '{}', bench.id(8, n, at),
  s.verdicts, at
FROM entry JOIN bench.run s ON s.number = n % :runs;

-- Two needs of five went to institutions, to one, two or three. What is older than two months is over, or granted.
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT entry.*, j, bench.id(4, n * 4 + j, began) AS offer, began, 1 + n % 4 * 0.5 AS pace, p.code, p.institution,
  CASE
    WHEN is_recent AND j = 1 THEN (ARRAY['offered', 'claimed', 'contacted'])[(1 + n / 10 % 3)::integer]
    WHEN is_recent THEN 'expired'
    WHEN o < 8 THEN 'drawn'
    WHEN o < 10 AND j = 1 THEN 'granted'
    WHEN o < 10 THEN 'drawn'
    WHEN o < 15 THEN 'declined'
    WHEN o < 17 THEN 'expired'
    WHEN o < 19 THEN 'reassigned'
    ELSE 'withdrawn' END AS state
FROM entry
  CROSS JOIN LATERAL generate_series(
    1, CASE n % 10 WHEN 0 THEN 3 WHEN 1 THEN 2 WHEN 2 THEN 1 WHEN 3 THEN 1 ELSE 0 END) AS j
  CROSS JOIN LATERAL (SELECT at + j * interval '1 hour' AS began, (n / 10 * 7 + j * 3) % 20 AS o) AS drawn
  JOIN bench.product p ON p.number = (n / 10 * 31 + j * 17) % :products;

INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by)
SELECT need, owner, 'dispatch', 3, CASE WHEN is_recent THEN 'active' ELSE 'ended' END, 1, at, at, 'bench'
FROM entry WHERE n % 10 < 4;

INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode, place, state,
  version, assignee, began_at, due_at, next_step, reasons, contacted_on, granted_fen, granted_rate_ppm, granted_on,
  drawn_fen, drawn_on, why, created_at, updated_at)
SELECT offer, need, 1, owner, run, code, institution, 'dispatch', j, m.state, f.version,
  CASE WHEN is_taken THEN 'liaison-1' END, ended, CASE WHEN is_open THEN :'until'::timestamptz + interval '5 days' END,
  0,
  CASE m.state
    WHEN 'declined' THEN ARRAY[(ARRAY['collateral_short', 'cash_flow_weak', 'leverage_high', 'industry_excluded',
      'tax_record_short', 'other'])[(1 + (n / 10 + j) % 6)::integer]]
    WHEN 'reassigned' THEN '{no_response}'::text[] END,
  CASE WHEN is_granted OR m.state = 'contacted' THEN (began + 48 * pace * interval '1 hour')::date END,
  CASE WHEN is_granted THEN fen END, CASE WHEN is_granted THEN 30000 + n % 40 * 500 END,
  CASE WHEN is_granted THEN (began + 240 * pace * interval '1 hour')::date END,
  CASE WHEN m.state = 'drawn' THEN fen END,
  CASE WHEN m.state = 'drawn' THEN (began + 300 * pace * interval '1 hour')::date END,
  '{"chosen": "cheapest of those that fit", "passed_over": []}', began, ended
FROM made m
  JOIN bench.final f ON f.state = m.state
  CROSS JOIN LATERAL (
    SELECT m.state IN ('claimed', 'contacted', 'granted', 'drawn') AS is_taken,
      m.state IN ('granted', 'drawn') AS is_granted, m.state IN ('offered', 'claimed', 'contacted') AS is_open,
      least(began + f.hours * pace * interval '1 hour', :'until'::timestamptz + interval '1 day') AS ended) AS t;

INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
SELECT offer, p.version, p.from_state, p.to_state, p.verb, 'bench',
  CASE WHEN p.verb IN ('offer', 'expire', 'reassign', 'withdraw') THEN 'service' ELSE 'liaison' END,
  least(began + p.hours * pace * interval '1 hour', :'until'::timestamptz + interval '1 day')
FROM made m JOIN bench.path p ON p.state = m.state;

-- Whoever took an offer was let read who asks, and did.
INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at)
SELECT bench.id(5, n, began), owner, need, institution, 'loan_assessment', '{registry,tax}', began, 'bench',
  began + interval '90 days'
FROM made WHERE j = 1 AND state IN ('claimed', 'contacted', 'granted', 'drawn');
INSERT INTO access_entry (id, enterprise_id, consent_id, offer_id, institution, reader, reader_role, fields, read_at)
SELECT bench.id(6, n, began), owner, bench.id(5, n, began), offer, institution, 'liaison-1', 'liaison', '{registry}',
  began + interval '1 hour'
FROM made WHERE j = 1 AND state IN ('claimed', 'contacted', 'granted', 'drawn');

-- One enterprise of `gap` is on its way to a board; the board shows where. How it came there is not told.
INSERT INTO listing_case (id, enterprise_id, board, board_version, stage, since_on, day_on, channel, seq, is_live,
  began_on, target_on, pace, options, version, created_at, created_by, updated_at)
SELECT bench.id(7, n, at), owner, s.board, s.version, s.code, at::date, at::date, 'standard', 1, true, at::date,
  CASE WHEN n / :gap % 4 > 0 THEN at::date + 400 END, 'typical', '{}', 2, at, 'bench', at
FROM entry JOIN bench.stage s ON s.number = n / :gap % :stages
WHERE n = e AND n % :gap = 1;
INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on, taken_at)
SELECT bench.id(7, n, at), 1, 'go', s.initial, s.code, 'operator', 'bench', at::date, at
FROM entry JOIN bench.stage s ON s.number = n / :gap % :stages
WHERE n = e AND n % :gap = 1;

-- Of one enterprise of five there was a warning; what is older than two months is over, but for some.
CREATE TEMP TABLE warned ON COMMIT DROP AS
SELECT entry.*, bench.id(10, n, at) AS warning, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date AS month,
  (ARRAY['revenue', 'tax', 'electricity', 'staff', 'reporting'])[(1 + n / 10 % 5)::integer] AS rule,
  (ARRAY['yellow', 'yellow', 'orange', 'red'])[(1 + n / 50 % 4)::integer] AS level,
  CASE WHEN is_recent OR n / 10 % 21 = 0
    THEN (ARRAY['open', 'assigned', 'acknowledged', 'acting'])[(1 + n / 30 % 4)::integer] ELSE 'closed' END AS state
FROM entry WHERE n = e AND n % 10 = 1;

INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on, assignee, due_at,
  reason, readings, opened_at, updated_at)
SELECT warning, owner, rule, level, state, CASE state WHEN 'open' THEN 1 ELSE 2 END, 'month', month, month,
  CASE WHEN state IN ('assigned', 'acknowledged', 'acting') THEN 'operator-1' END,
  CASE WHEN state <> 'closed' THEN :'until'::timestamptz + interval '5 days' END,
  CASE WHEN state = 'closed' THEN 'left' END,
  -- With a space before them, as facts.
  convert_to(' [{"condition":0,"figures":[],"indicator":"' || rule || '","value":-250000}]', 'UTF8'), at, at
FROM warned;
INSERT INTO warning_step (warning_id, version, from_state, state, verb, level, actor, role, taken_at)
SELECT warning, 1, NULL, 'open', 'open', level, 'bench', 'service', at FROM warned
UNION ALL
SELECT warning, 2, 'open', state,
  CASE state WHEN 'assigned' THEN 'assign' WHEN 'acknowledged' THEN 'acknowledge' WHEN 'acting' THEN 'act'
    ELSE 'settle' END,
  level, 'bench', CASE state WHEN 'closed' THEN 'service' ELSE 'operator' END, at
FROM warned WHERE state <> 'open';

COMMIT;
