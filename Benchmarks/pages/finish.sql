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
