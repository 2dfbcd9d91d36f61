-- What the pages of one institution and of one enterprise show first: needs that came through the service itself, so
-- that everything of them can be opened.
SET session_replication_role = replica;
BEGIN;

CREATE TEMP TABLE asked ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY n.id DESC) AS number, n.id AS need, n.version, n.enterprise_id AS owner, r.id AS run
FROM need n
  CROSS JOIN LATERAL (SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) AS r
WHERE n.id > bench.id(0, 0, :'until'::timestamptz + interval '1 day') AND n.status = 'submitted'
ORDER BY n.id DESC LIMIT 300;

INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by)
SELECT need, owner, 'dispatch', 3, 'active', 1, now(), now(), 'bench' FROM asked;
INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode, place, state,
  version, began_at, due_at, next_step, why, created_at, updated_at)
SELECT bench.id(4, 1099511627776 + asked.number, now()), need, asked.version, owner, run, p.code, p.institution,
  'dispatch', 1, 'offered', 1, now(), now() + interval '3 days', 0, '{}', now(), now()
FROM asked CROSS JOIN (
  SELECT code, institution FROM bench.product WHERE institution = :'institution' ORDER BY number LIMIT 1) AS p;
INSERT INTO offer_step (offer_id, version, state, verb, actor, actor_role, taken_at)
SELECT bench.id(4, 1099511627776 + number, now()), 1, 'offered', 'offer', 'bench', 'service', now() FROM asked;

-- The enterprise of the newest need.
INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at)
SELECT bench.id(5, 1099511627776 + row_number() OVER (ORDER BY i.institution), now()), owner, need, i.institution,
  'loan_assessment', '{registry,tax}', now(), 'bench', now() + interval '90 days'
FROM asked CROSS JOIN (
  SELECT DISTINCT institution FROM bench.product ORDER BY institution LIMIT 120) AS i
WHERE asked.number = 1;
INSERT INTO access_entry (id, enterprise_id, consent_id, offer_id, institution, reader, reader_role, fields, read_at)
SELECT bench.id(6, 1099511627776 + n, now()), owner, bench.id(5, 1099511627777, now()),
  bench.id(4, 1099511627777, now()), :'institution', 'liaison-1', 'liaison', '{registry,tax}', now()
FROM asked CROSS JOIN generate_series(1, 300) AS n WHERE asked.number = 1;

-- Of whom the institution is told warnings: they owe it something, and let it see them.
CREATE TEMP TABLE owing ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY w.id DESC) AS number, w.enterprise_id AS owner,
  w.opened_at + interval '1 hour' AS at, n.id AS need, n.version, r.id AS run, v.amount_fen AS fen
FROM warning w
  CROSS JOIN LATERAL (SELECT id, version FROM need WHERE enterprise_id = w.enterprise_id ORDER BY id LIMIT 1) AS n
  CROSS JOIN LATERAL (SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) AS r
  JOIN need_version v ON v.need_id = n.id AND v.version = n.version
WHERE w.state <> 'closed' AND w.opened_at < :'until'::timestamptz - interval '60 days'
  AND NOT EXISTS (SELECT FROM offer o WHERE o.need_id = n.id AND o.institution = :'institution')
ORDER BY w.id DESC LIMIT 300;

INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode, place, state,
  version, assignee, began_at, next_step, contacted_on, granted_fen, granted_rate_ppm, granted_on, drawn_fen, drawn_on,
  why, created_at, updated_at)
SELECT bench.id(4, 1099511630000 + owing.number, at), need, owing.version, owner, run, p.code, p.institution,
  'dispatch', 4, 'drawn', f.version, 'liaison-1', at, 0, (at + interval '2 days')::date, fen, 43500,
  (at + interval '10 days')::date, fen, (at + interval '13 days')::date, '{}', at, at + f.hours * interval '1 hour'
FROM owing CROSS JOIN (
    SELECT code, institution FROM bench.product WHERE institution = :'institution' ORDER BY number LIMIT 1) AS p
  JOIN bench.final f ON f.state = 'drawn';
INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
SELECT bench.id(4, 1099511630000 + number, at), p.version, p.from_state, p.to_state, p.verb, 'bench',
  CASE WHEN p.verb = 'offer' THEN 'service' ELSE 'liaison' END, at + p.hours * interval '1 hour'
FROM owing JOIN bench.path p ON p.state = 'drawn';
INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at)
SELECT bench.id(5, 1099511630000 + number, at), owner, need, :'institution', 'loan_assessment', '{registry,tax}', at,
  'bench', now() + interval '90 days'
FROM owing
ON CONFLICT DO NOTHING;

INSERT INTO listing_target (board, year, region, count, source, version, updated_at, updated_by)
SELECT b.board, extract(year FROM now() AT TIME ZONE 'Asia/Shanghai')::integer, p.code, 5, '合成数据 synthetic', 1,
  now(), 'bench'
FROM (SELECT DISTINCT board FROM bench.stage) AS b CROSS JOIN bench.place p;

INSERT INTO dead_letter (id, consumer, topic, partition_number, partition_offset, headers, payload, payload_digest,
  reason, detail, attempts, first_failed_at, created_at, state, state_changed_at, state_changed_by)
SELECT bench.id(9, n, now()), 'rongqiao.match', 'rongqiao.enterprise.v1', 0, 1000000000 + n, '{}', 'x', sha256('x'),
  'event_data', 'synthetic', 1, now(), now(), 'resolved', now(), 'bench'
FROM generate_series(1, 2000) AS n;

COMMIT;
