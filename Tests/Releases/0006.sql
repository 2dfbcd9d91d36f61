-- What the programs of migration 0006 say to the database, with the parameters they said it with:
-- first each statement once, then whole courses of work in the order in which they were said, with
-- how many rows each gave or changed, then the rest of the statements with parameters of their own.
-- Long bytes are cut. While a new version is rolled out, these programs work on its schema.
-- statement
PREPARE s1 AS
SELECT version, digest FROM catalog_version ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s2 (bytea[], text[], bytea[]) AS
INSERT INTO document (digest, kind, body) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (digest) DO NOTHING;
-- statement
PREPARE s3 (uuid[], text[]) AS
INSERT INTO product (id, code) SELECT * FROM unnest($1, $2) ON CONFLICT (code) DO NOTHING;
-- statement
PREPARE s4 (text[], bytea[]) AS
INSERT INTO product_version (product_id, version, digest) SELECT p.id, coalesce((SELECT max(version) FROM product_version WHERE product_id = p.id), 0) + 1, n.digest FROM unnest($1, $2) AS n (code, digest) JOIN product p USING (code) WHERE n.digest IS DISTINCT FROM ( SELECT v.digest FROM product_version v WHERE v.product_id = p.id ORDER BY v.version DESC LIMIT 1) RETURNING (SELECT code FROM product WHERE id = product_id);
-- statement
PREPARE s5 (timestamptz) AS
UPDATE catalog_version SET in_force = tstzrange(lower(in_force), greatest($1, lower(in_force) + interval '1 microsecond')) WHERE upper_inf(in_force);
-- statement
PREPARE s6 (bigint, bytea, bytea, bytea, bytea, timestamptz, text, timestamptz) AS
INSERT INTO catalog_version (version, digest, facts_digest, institutions_digest, families_digest, published_at, published_by, in_force) SELECT $1, $2, $3, $4, $5, $6, $7, tstzrange(greatest($8, max(upper(in_force))), NULL) FROM catalog_version;
-- statement
PREPARE s7 (bigint, text[]) AS
INSERT INTO catalog_product (catalog_version, ordinal, product_id, product_version) SELECT $1, n.ordinal - 1, p.id, ( SELECT max(v.version) FROM product_version v WHERE v.product_id = p.id) FROM unnest($2) WITH ORDINALITY AS n (code, ordinal) JOIN product p USING (code);
-- statement
PREPARE s8 (uuid[], text[], text[], text[], text[], bigint[], text[], text[], timestamptz[], bytea[]) AS
INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload) SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY AS n (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, number) ORDER BY number;
-- statement
PREPARE s9 AS
SELECT version, digest FROM policy_version ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s10 (timestamptz) AS
UPDATE policy_version SET in_force = tstzrange(lower(in_force), greatest($1, lower(in_force) + interval '1 microsecond')) WHERE upper_inf(in_force);
-- statement
PREPARE s11 (bigint, bytea, timestamptz, text, timestamptz) AS
INSERT INTO policy_version (version, digest, published_at, published_by, in_force) SELECT $1, $2, $3, $4, tstzrange(greatest($5, max(upper(in_force))), NULL) FROM policy_version;
-- statement
PREPARE s12 AS
DELETE FROM outbox;
-- statement
PREPARE s13 (uuid, text, text, text, text, text, date, bigint, bigint, timestamptz, timestamptz) AS
INSERT INTO enterprise (id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s14 (uuid[], integer[], bytea[], bytea[], timestamptz[], text[]) AS
INSERT INTO facts_version (enterprise_id, version, digest, body, created_at, created_by) SELECT * FROM unnest($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s15 (uuid[], bigint[]) AS
UPDATE enterprise SET event_sequence = n.sequence FROM unnest($1, $2) AS n (id, sequence) WHERE enterprise.id = n.id;
-- statement
PREPARE s16 (uuid[]) AS
SELECT id, facts_version, event_sequence FROM enterprise WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE;
-- statement
PREPARE s17 (uuid) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at FROM enterprise WHERE id = $1;
-- statement
PREPARE s18 (uuid) AS
SELECT count(*) FROM need WHERE enterprise_id = $1 AND status = 'submitted';
-- statement
PREPARE s19 (uuid, uuid, bigint, text, timestamptz, timestamptz, timestamptz) AS
INSERT INTO need (id, enterprise_id, version, status, match_due_since, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s20 (uuid, bigint, bigint, bigint, text, text[], timestamptz, text) AS
INSERT INTO need_version (need_id, version, amount_fen, tenor_months, purpose, security, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s21 (text[], bigint) AS
SELECT id, event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload FROM outbox WHERE topic <> ALL($1) ORDER BY id LIMIT $2;
-- statement
PREPARE s22 (text, timestamptz, uuid[]) AS
INSERT INTO inbox (consumer, event_id, handled_at) SELECT $1, n.event_id, $2 FROM unnest($3) AS n (event_id) ON CONFLICT (consumer, event_id) DO NOTHING RETURNING event_id;
-- statement
PREPARE s23 (uuid[]) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE n.enterprise_id = ANY($1) AND n.match_due_since IS NOT NULL ORDER BY n.id;
-- statement
PREPARE s24 (bigint) AS
SELECT c.digest, c.published_at, f.body, i.body, a.body FROM catalog_version c JOIN document f ON f.digest = c.facts_digest JOIN document i ON i.digest = c.institutions_digest JOIN document a ON a.digest = c.families_digest WHERE c.version = $1;
-- statement
PREPARE s25 (bigint) AS
SELECT c.ordinal, p.id, p.code, v.version, d.body FROM catalog_product c JOIN product p ON p.id = c.product_id JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version JOIN document d ON d.digest = v.digest WHERE c.catalog_version = $1 ORDER BY c.ordinal;
-- statement
PREPARE s26 (bigint) AS
SELECT d.body FROM policy_version p JOIN document d ON d.digest = p.digest WHERE p.version = $1;
-- statement
PREPARE s27 (uuid[], integer[]) AS
SELECT f.enterprise_id, f.version, f.digest, f.body, f.created_at, f.created_by FROM unnest($1, $2) AS wanted (enterprise_id, version) JOIN facts_version f USING (enterprise_id, version);
-- statement
PREPARE s28 (uuid[]) AS
SELECT need_id, run_id FROM need_rematch WHERE need_id = ANY($1) AND state = 'asked';
-- statement
PREPARE s29 (uuid[], uuid[], integer[], uuid[], integer[], bytea[], integer[], integer[], smallint[], timestamptz[], date[], integer[], integer[], integer[], integer[], bytea[], uuid[], text[]) AS
INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent) SELECT * FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT ON CONSTRAINT match_run_once DO NOTHING RETURNING id;
-- statement
PREPARE s30 (uuid[]) AS
UPDATE need SET match_due_since = NULL, match_asked_at = NULL, match_asks = 0 WHERE id = ANY($1);
-- statement
PREPARE s31 (uuid[], uuid[]) AS
INSERT INTO need_rematch (need_id, run_id, state) SELECT n.need_id, n.run_id, 'unknown' FROM unnest($1, $2) AS n (need_id, run_id) ON CONFLICT (need_id) DO UPDATE SET run_id = excluded.run_id, state = 'unknown', rematch_on = NULL, revision = need_rematch.revision + 1;
-- statement
PREPARE s32 (bigint) AS
SELECT facts_digest FROM catalog_version WHERE version = $1;
-- statement
PREPARE s33 (bigint) AS
SELECT p.code, v.digest FROM catalog_product c JOIN product p ON p.id = c.product_id JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version WHERE c.catalog_version = $1 ORDER BY c.ordinal;
-- statement
PREPARE s34 (timestamptz) AS
UPDATE sweep SET state = 'superseded', finished_at = $1 WHERE finished_at IS NULL RETURNING id, touched;
-- statement
PREPARE s35 (uuid, bigint, bigint, bigint, bigint, text[], text, uuid, timestamptz, text) AS
INSERT INTO sweep (id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s36 AS
SELECT FROM sweep WHERE finished_at IS NULL AND state = 'planning' LIMIT 1;
-- statement
PREPARE s37 AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at FROM sweep WHERE finished_at IS NULL AND state = 'planning' ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
-- statement
PREPARE s38 (uuid, bigint, bigint) AS
WITH page AS ( SELECT id, row_number() OVER (ORDER BY id) AS number FROM ( SELECT id FROM need WHERE status = 'submitted' AND id > $1 ORDER BY id LIMIT $2) AS open) SELECT id, number FROM page WHERE number % $3 = 0 OR number = (SELECT count(*) FROM page) ORDER BY number;
-- statement
PREPARE s39 (timestamptz, uuid[], integer[], uuid[], uuid[], integer[]) AS
INSERT INTO sweep_slice (sweep_id, number, after_need, last_need, needs, requested_at) SELECT n.sweep_id, n.number, n.after_need, n.last_need, n.needs, $1 FROM unnest($2, $3, $4, $5, $6) AS n (sweep_id, number, after_need, last_need, needs);
-- statement
PREPARE s40 (uuid, bigint, bigint, boolean, bigint, boolean, bigint, timestamptz, uuid) AS
UPDATE sweep SET planned_to = $1, slices = $2, needs = $3, state = CASE WHEN NOT $4 THEN 'planning' WHEN slices_done = $5 THEN 'finished' ELSE 'running' END, finished_at = CASE WHEN $6 AND slices_done = $7 THEN $8 END WHERE id = $9;
-- statement
PREPARE s41 (uuid) AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at FROM sweep WHERE id = $1;
-- statement
PREPARE s42 (uuid, bigint) AS
SELECT sweep_id, number, after_need, last_need, needs, done_at IS NOT NULL FROM sweep_slice WHERE sweep_id = $1 AND number = $2;
-- statement
PREPARE s43 (uuid, uuid, bigint) AS
SELECT n.id, n.version, n.enterprise_id, r.id, r.catalog_version, r.policy_version FROM need n CROSS JOIN LATERAL ( SELECT id, need_version, catalog_version, policy_version FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r WHERE n.status = 'submitted' AND n.match_due_since IS NULL AND r.need_version = n.version AND n.id > $1 AND n.id <= $2 ORDER BY n.id LIMIT $3;
-- statement
PREPARE s44 (uuid[], integer[]) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN unnest($1, $2) AS wanted (id, version) ON wanted.id = n.id JOIN need_version v ON v.need_id = n.id AND v.version = wanted.version;
-- statement
PREPARE s45 (uuid[]) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE id = ANY($1);
-- statement
PREPARE s46 (uuid[]) AS
SELECT r.id, f.body, e.region FROM match_run r JOIN facts_version f ON f.enterprise_id = r.enterprise_id AND f.version = r.facts_version JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = ANY($1);
-- statement
PREPARE s47 (uuid, bigint) AS
SELECT sweep_id, number, after_need, last_need, needs, done_at IS NOT NULL FROM sweep_slice WHERE sweep_id = $1 AND number = $2 FOR NO KEY UPDATE;
-- statement
PREPARE s48 (uuid, uuid) AS
SELECT DISTINCT enterprise_id FROM need WHERE status = 'submitted' AND id > $1 AND id <= $2;
-- statement
PREPARE s49 (uuid[], uuid[], uuid[], text[], text[], text[], uuid[], uuid[], text[], uuid[], bigint[], timestamptz[]) AS
INSERT INTO decision_flip (id, need_id, enterprise_id, product_id, from_verdict, to_verdict, from_run, to_run, cause, sweep_id, amount_fen, created_at) SELECT n.id, n.need_id, n.enterprise_id, p.id, n.from_verdict, n.to_verdict, n.from_run, n.to_run, n.cause, n.sweep_id, n.amount_fen, n.created_at FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS n (id, need_id, enterprise_id, code, from_verdict, to_verdict, from_run, to_run, cause, sweep_id, amount_fen, created_at) JOIN product p ON p.code = n.code;
-- statement
PREPARE s50 (timestamptz, uuid, bigint) AS
UPDATE sweep_slice SET done_at = $1 WHERE sweep_id = $2 AND number = $3;
-- statement
PREPARE s51 (bigint, bigint, timestamptz, uuid) AS
UPDATE sweep SET slices_done = slices_done + 1, needs_examined = needs_examined + $1, needs_changed = needs_changed + $2, state = CASE WHEN state = 'running' AND slices_done + 1 = slices THEN 'finished' ELSE state END, finished_at = CASE WHEN state = 'running' AND slices_done + 1 = slices THEN $3 ELSE finished_at END WHERE id = $4;
-- statement
PREPARE s52 (bigint) AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at FROM sweep ORDER BY id DESC LIMIT $1;
-- statement
PREPARE s53 (bigint, uuid) AS
SELECT count(DISTINCT enterprise_id), count(*), least(coalesce(sum(amount), 0), $1)::bigint FROM ( SELECT enterprise_id, need_id, max(amount_fen) AS amount FROM decision_flip WHERE sweep_id = $2 AND to_verdict = 'eligible' GROUP BY 1, 2) AS gained;
-- statement
PREPARE s54 (uuid) AS
SELECT from_verdict, to_verdict, count(*) FROM decision_flip WHERE sweep_id = $1 GROUP BY 1, 2 ORDER BY 1, 2;
-- statement
PREPARE s55 (uuid) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE n.id = $1;
-- statement
PREPARE s56 (uuid[]) AS
SELECT n.id, r.id FROM unnest($1) AS n (id) CROSS JOIN LATERAL ( SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r;
-- statement
PREPARE s57 (uuid) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE id = $1;
-- statement
PREPARE s58 (bigint, uuid) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = $1 WHERE n.id = $2;
-- statement
PREPARE s59 (uuid, bigint) AS
SELECT enterprise_id, version, digest, body, created_at, created_by FROM facts_version WHERE enterprise_id = $1 AND version = $2;
-- statement
PREPARE s60 (uuid) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.run_id = $1 ORDER BY v.id;
-- statement
PREPARE s61 (text) AS
SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7242));
-- statement
PREPARE s62 (text, text) AS
SELECT fingerprint, status, headers::text, body FROM idempotency WHERE client = $1 AND key = $2;
-- statement
PREPARE s63 (uuid, text) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.run_id = $1 AND v.product_code = $2 ORDER BY v.id;
-- statement
PREPARE s64 (uuid, uuid, text, uuid, text, bigint, text, text, timestamptz, timestamptz) AS
INSERT INTO review (id, run_id, product_code, enterprise_id, verdict, version, state, contact, requested_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s65 (uuid, bigint, text, text, text, text, text, text, text, text, timestamptz) AS
INSERT INTO review_step (review_id, version, from_state, state, actor, actor_role, asker, asker_role, outcome, note, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s66 (text, text, bytea, bigint, jsonb, bytea, timestamptz) AS
INSERT INTO idempotency (client, key, fingerprint, status, headers, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s67 (uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE true AND v.enterprise_id = $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s68 (uuid[]) AS
SELECT review_id, version, from_state, state, actor, actor_role, outcome, note, taken_at FROM review_step WHERE review_id = ANY($1) ORDER BY review_id, version;
-- statement
PREPARE s69 (uuid) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.id = $1;
-- statement
PREPARE s70 (text, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 JOIN enterprise e ON e.id = v.enterprise_id AND e.region LIKE $1 WHERE true ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s71 (bigint, text, text, text, timestamptz, uuid) AS
UPDATE review SET version = $1, state = $2, assignee = $3, outcome = $4, updated_at = $5 WHERE id = $6;
-- statement
PREPARE s72 (bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE true ORDER BY v.id DESC LIMIT $1;
-- statement
PREPARE s73 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));
-- statement
PREPARE s74 (text, timestamptz, bytea) AS
SELECT count(DISTINCT draft) FROM whatif_query WHERE institution = $1 AND asked_at >= $2 AND draft <> $3;
-- statement
PREPARE s75 (text, text, bytea, timestamptz) AS
INSERT INTO whatif_query (actor, institution, draft, asked_at) VALUES ($1, $2, $3, $4);
-- statement
PREPARE s76 AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.status = 'submitted';
-- statement
PREPARE s77 (uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.status = 'submitted' AND n.id > $1 ORDER BY n.id LIMIT $2;
-- statement
PREPARE s78 AS
SELECT digest FROM policy_version;
-- statement
PREPARE s79 (timestamptz) AS
UPDATE sweep_slice SET done_at = $1;
-- statement
PREPARE s80 (uuid, text, uuid, text, integer, bigint, bytea, jsonb, bytea, bytea, text, text, bigint, timestamptz, timestamptz) AS
INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset, key, headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT ON CONSTRAINT dead_letter_once DO NOTHING;
-- statement
PREPARE s81 (text, bytea) AS
INSERT INTO instance_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING;
-- statement
PREPARE s82 (text) AS
SELECT value FROM instance_secret WHERE name = $1;
-- statement
PREPARE s83 (bigint) AS
SELECT id FROM match_run ORDER BY id LIMIT $1;
-- statement
PREPARE s84 AS
SELECT id, public_key, secret_key, created_at, retired_at FROM receipt_key WHERE retired_at IS NULL;
-- statement
PREPARE s85 (text, bytea, bytea, timestamptz) AS
INSERT INTO receipt_key (id, public_key, secret_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;
-- statement
PREPARE s86 (text) AS
DELETE FROM enterprise WHERE uscc = $1;
-- statement
PREPARE s87 (timestamptz, bigint) AS
DELETE FROM idempotency WHERE (client, key) IN ( SELECT client, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2);
-- statement
PREPARE s88 (timestamptz, bigint) AS
DELETE FROM inbox WHERE (consumer, event_id) IN ( SELECT consumer, event_id FROM inbox WHERE handled_at < $1 ORDER BY handled_at LIMIT $2);
-- statement
PREPARE s89 (bigint[]) AS
DELETE FROM outbox WHERE id = ANY($1);
-- statement
PREPARE s90 (uuid[], text[], text[], text[], text[], date[], integer[], timestamptz[]) AS
INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version, event_sequence, created_at, updated_at) SELECT id, uscc, name, region, industry, registered_on, facts_version, 0, at, at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (id, uscc, name, region, industry, registered_on, facts_version, at);
-- statement
PREPARE s92 AS
SELECT DISTINCT enterprise_id FROM need;
-- statement
PREPARE s93 AS
SELECT FROM sweep WHERE finished_at IS NULL LIMIT 1;
-- statement
PREPARE s94 AS
SELECT count(*) FROM dead_letter;
-- statement
PREPARE s95 AS
SELECT count(*) FROM decision_flip;
-- statement
PREPARE s96 AS
SELECT count(*) FROM match_run;
-- statement
PREPARE s97 AS
SELECT count(*) FROM need WHERE match_due_since IS NOT NULL;
-- statement
PREPARE s98 AS
SELECT count(*) FROM need WHERE status = 'submitted';
-- statement
PREPARE s99 (timestamptz, uuid) AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.created_at >= $1 AND n.id > $2;
-- statement
PREPARE s100 (text) AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.status = 'submitted' AND e.region LIKE $1;
-- statement
PREPARE s101 AS
SELECT count(*) FROM outbox;
-- statement
PREPARE s102 AS
SELECT count(*) FROM review_step;
-- statement
PREPARE s103 AS
SELECT count(*), min(match_due_since) FROM need WHERE match_due_since IS NOT NULL;
-- statement
PREPARE s104 AS
SELECT count(*), min(occurred_at) FROM outbox;
-- statement
PREPARE s105 (bigint) AS
SELECT digest FROM catalog_version WHERE version = $1;
-- statement
PREPARE s106 (bigint) AS
SELECT digest FROM policy_version WHERE version = $1;
-- statement
PREPARE s107 (uuid[]) AS
SELECT e.id FROM unnest($1) AS e (id) WHERE EXISTS (SELECT FROM need WHERE enterprise_id = e.id);
-- statement
PREPARE s108 (uuid, timestamptz) AS
SELECT enterprise_id, version, digest, body, created_at, created_by FROM facts_version WHERE enterprise_id = $1 AND created_at <= $2 ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s109 (uuid, uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.need_id = $1 AND f.id < $2 ORDER BY f.id DESC LIMIT $3;
-- statement
PREPARE s110 (uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.need_id = $1 ORDER BY f.id DESC LIMIT $2;
-- statement
PREPARE s111 (uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.sweep_id = $1 ORDER BY f.id DESC LIMIT $2;
-- statement
PREPARE s112 AS
SELECT id FROM enterprise ORDER BY id;
-- statement
PREPARE s113 AS
SELECT id FROM match_run ORDER BY id;
-- statement
PREPARE s114 AS
SELECT id FROM match_run ORDER BY id LIMIT 1;
-- statement
PREPARE s115 (uuid, bigint) AS
SELECT id FROM match_run WHERE id > $1 ORDER BY id LIMIT $2;
-- statement
PREPARE s116 AS
SELECT id FROM need ORDER BY id DESC LIMIT 1;
-- statement
PREPARE s117 (uuid, bigint) AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at FROM sweep WHERE id < $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s118 (uuid[]) AS
SELECT id, enterprise_id FROM need WHERE id = ANY($1);
-- statement
PREPARE s119 (timestamptz, timestamptz, bigint, bigint) AS
SELECT id, enterprise_id FROM need WHERE match_due_since IS NOT NULL AND match_due_since < $1 AND (match_asked_at IS NULL OR match_asked_at < $2 - make_interval(secs => $3 / 1000.0) * (1 << least(match_asks, 6))) ORDER BY match_due_since, id LIMIT $4;
-- statement
PREPARE s120 (uuid[]) AS
SELECT id, facts_version, event_sequence FROM enterprise WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED;
-- statement
PREPARE s121 (uuid, uuid, bigint) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE need_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s122 (uuid, bigint) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE need_id = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s123 AS
SELECT id, public_key, secret_key, created_at, retired_at FROM receipt_key ORDER BY created_at, id;
-- statement
PREPARE s124 (text, uuid, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at FROM enterprise WHERE region LIKE $1 AND id < $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s125 (text, text, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at FROM enterprise WHERE region LIKE $1 AND uscc = $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s126 (text, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at FROM enterprise WHERE region LIKE $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s127 (text) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at FROM enterprise WHERE uscc = $1;
-- statement
PREPARE s128 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.enterprise_id = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s129 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s130 (text, text, uuid, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.status = $2 AND n.enterprise_id = $3 AND n.id < $4 ORDER BY n.id DESC LIMIT $5;
-- statement
PREPARE s131 (text, text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.status = $2 AND n.enterprise_id = $3 ORDER BY n.id DESC LIMIT $4;
-- statement
PREPARE s132 (text, text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.status = $2 AND n.id < $3 ORDER BY n.id DESC LIMIT $4;
-- statement
PREPARE s133 (text, text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true AND n.status = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s134 (text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region LIKE $1 WHERE true ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s135 (uuid, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.enterprise_id = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s136 (uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.enterprise_id = $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s137 (uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.id < $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s138 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.status = $1 AND n.enterprise_id = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s139 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.status = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s140 (text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true AND n.status = $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s141 (bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE true ORDER BY n.id DESC LIMIT $1;
-- statement
PREPARE s142 (timestamptz, uuid, uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.created_at >= $1 AND n.id > $2 AND n.id > $3 ORDER BY n.id LIMIT $4;
-- statement
PREPARE s143 (text, uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.status = 'submitted' AND e.region LIKE $1 AND n.id > $2 ORDER BY n.id LIMIT $3;
-- statement
PREPARE s144 (uuid, bigint) AS
SELECT n.id, n.version, n.enterprise_id, r.id, r.catalog_version, r.policy_version FROM need n CROSS JOIN LATERAL ( SELECT id, need_version, catalog_version, policy_version FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r WHERE n.status = 'submitted' AND n.match_due_since IS NULL AND r.need_version = n.version AND n.id > $1 ORDER BY n.id LIMIT $2;
-- statement
PREPARE s145 (bigint) AS
SELECT need_id, run_id, revision FROM need_rematch WHERE state = 'unknown' ORDER BY need_id LIMIT $1;
-- statement
PREPARE s147 (text) AS
SELECT occurred_at FROM outbox WHERE topic = $1 ORDER BY id LIMIT 1;
-- statement
PREPARE s148 (bigint) AS
SELECT pg_advisory_lock($1);
-- statement
PREPARE s149 (bigint) AS
SELECT pg_advisory_unlock($1);
-- statement
PREPARE s150 (bigint) AS
SELECT pg_try_advisory_lock($1);
-- statement
PREPARE s151 AS
SELECT pg_try_advisory_xact_lock(7242004220);
-- statement
PREPARE s152 (date, bigint) AS
SELECT r.need_id, n.enterprise_id FROM need_rematch r JOIN need n ON n.id = r.need_id WHERE r.state = 'scheduled' AND r.rematch_on <= $1 ORDER BY r.rematch_on, r.need_id LIMIT $2;
-- statement
PREPARE s153 (timestamptz, timestamptz, bigint, bigint) AS
SELECT s.sweep_id, s.number, s.after_need, s.last_need, s.needs, false FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL WHERE s.done_at IS NULL AND s.requested_at < $1 AND s.requested_at < $2 - make_interval(secs => $3 / 1000.0) * (1 << least(s.requests - 1, 6)) ORDER BY s.requested_at, s.sweep_id, s.number LIMIT $4 FOR NO KEY UPDATE OF s SKIP LOCKED;
-- statement
PREPARE s155 (text[]) AS
SELECT uscc, id FROM enterprise WHERE uscc = ANY($1);
-- statement
PREPARE s156 (text, uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 JOIN enterprise e ON e.id = v.enterprise_id AND e.region LIKE $1 WHERE true AND v.enterprise_id = $2 ORDER BY v.id DESC LIMIT $3;
-- statement
PREPARE s157 (uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE true AND v.id < $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s158 (text, uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE true AND v.state = $1 AND v.enterprise_id = $2 ORDER BY v.id DESC LIMIT $3;
-- statement
PREPARE s159 (text, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, v.contact, v.requested_at, v.updated_at, a.actor, a.actor_role FROM review v JOIN match_run r ON r.id = v.run_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE true AND v.state = $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s160 (text, text, text, date, bigint, bigint, timestamptz, uuid) AS
UPDATE enterprise SET name = $1, region = $2, industry = $3, registered_on = $4, version = $5, facts_version = $6, updated_at = $7 WHERE id = $8;
-- statement
PREPARE s161 (timestamptz, uuid[]) AS
UPDATE need SET match_asked_at = $1, match_asks = least(match_asks + 1, 1000) WHERE id = ANY($2) AND match_due_since IS NOT NULL;
-- statement
PREPARE s162 (timestamptz, uuid) AS
UPDATE need SET match_due_since = coalesce(match_due_since, $1) WHERE enterprise_id = $2 AND status = 'submitted';
-- statement
PREPARE s163 (bigint, text, timestamptz, timestamptz, uuid) AS
UPDATE need SET version = $1, status = $2, match_due_since = $3, match_asked_at = NULL, match_asks = 0, updated_at = $4 WHERE id = $5;
-- statement
PREPARE s164 (uuid[]) AS
UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1 WHERE need_id = ANY($1) AND state <> 'asked';
-- statement
PREPARE s165 (uuid[]) AS
UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1 WHERE need_id = ANY($1) AND state = 'asked';
-- statement
PREPARE s166 (uuid[], integer[], date[]) AS
UPDATE need_rematch r SET rematch_on = n.rematch_on, state = CASE WHEN n.rematch_on IS NULL THEN 'none' ELSE 'scheduled' END FROM unnest($1, $2, $3) AS n (need_id, revision, rematch_on) WHERE r.need_id = n.need_id AND r.revision = n.revision AND r.state = 'unknown';
-- statement
PREPARE s167 (timestamptz) AS
UPDATE receipt_key SET retired_at = greatest($1, created_at), secret_key = NULL WHERE retired_at IS NULL;
-- statement
PREPARE s168 (timestamptz, uuid[]) AS
UPDATE sweep_slice SET done_at = $1 WHERE (sweep_id, number) IN ( SELECT sweep_id, number FROM sweep_slice WHERE sweep_id = ANY($2) AND done_at IS NULL FOR NO KEY UPDATE SKIP LOCKED);
-- statement
PREPARE s169 (timestamptz, uuid[], integer[]) AS
UPDATE sweep_slice s SET requested_at = $1, requests = least(s.requests + 1, 1000) FROM unnest($2, $3) AS n (sweep_id, number) WHERE s.sweep_id = n.sweep_id AND s.number = n.number;
-- statement
PREPARE s170 (uuid[], date, timestamptz) AS
WITH due AS ( UPDATE need_rematch SET state = 'asked' WHERE need_id = ANY($1) AND state = 'scheduled' AND rematch_on <= $2 RETURNING need_id) UPDATE need SET match_due_since = $3 FROM due WHERE need.id = due.need_id AND need.status = 'submitted' AND need.match_due_since IS NULL RETURNING need.id;
-- scenario publish
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE;
-- says
LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE;
-- rows 0
EXECUTE s1;
-- rows 0
EXECUTE s1;
-- changes 36
EXECUTE s2 ('{"\\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1","\\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42","\\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2","\\xcecd486124a548f1acbafb3064b0f2e10bc3ea44b9302845349a4253056c10fa","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}', '{"facts","institutions","families","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product"}', '{"\\x7b226465706172746d656e7473223a7b22617070726169736572223a7b22656e223a226170707261","\\x5b7b22636f6465223a22636462222c226b696e64223a2262616e6b222c226e616d65223a7b22656e","\\x5b7b22636f6465223a227461785f637265646974222c226e616d65223a7b22656e223a227461782d","\\x7b22636f6465223a226162632d616e6875692d646979612d65646169222c22637269746572696122","\\x7b22636f6465223a226162632d616e6875692d7869616f6a7572656e222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e7bab3e7a8","\\x7b22636f6465223a22616e6368616f2d73687569726f6e67746f6e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e79a96e694","\\x7b22636f6465223a22616e6875692d79696e6773686f752d726f6e677a69222c2263726974657269","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5ba","\\x7b22636f6465223a2262616f7969746f6e672d666163746f72696e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4bab3e5b7","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4ba91e7a8","\\x7b22636f6465223a2265717569706d656e742d6c65617365222c226372697465726961223a5b7b22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acace4ba94e6","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22636f6465223a226875697368616e672d7a6875616e6a696e672d65646169222c226372697465","\\x7b22636f6465223a22696362632d616e6875692d6a69656c69646169222c22637269746572696122","\\x7b22636f6465223a22696362632d616e6875692d6b65636875616e672d78696e796f6e6764616922","\\x7b22636f6465223a22696362632d616e6875692d7368616e677368692d7065697975646169222c22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22636f6465223a22696e76656e746f72792d706c65646765222c226372697465726961223a5b7b","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5be","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5b08fe5be","\\x7b22636f6465223a227368757368616e2d6b65636875616e67646169222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5beaee4b8","\\x7b22636f6465223a22777568752d67756f7169616f222c226372697465726961223a5b7b22636974","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac312e31e9","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac322e31e9","\\x7b22636f6465223a227975616e7175646169222c226372697465726961223a5b7b22636974617469","\\x7b22636f6465223a227a686f6e677a68656e672d7a68656e67636169646169222c22637269746572","\\x7b22636f6465223a227a687562616f646169222c226372697465726961223a5b7b22636974617469"}');
-- changes 33
EXECUTE s3 ('{01a1f6ae-9900-7039-9ec7-736be1b965f4,01a1f6ae-9900-7039-9ec7-737ff24c81ec,01a1f6ae-9900-7039-9ec7-73a6f47ea2ea,01a1f6ae-9900-7039-9ec7-73df4916ab3c,01a1f6ae-9900-7039-9ec7-7410768cb0a6,01a1f6ae-9900-7039-9ec7-7412c55bdef6,01a1f6ae-9900-7039-9ec7-7431d83aa92f,01a1f6ae-9900-7039-9ec7-7438571d80ab,01a1f6ae-9900-7039-9ec7-744deb7f7f86,01a1f6ae-9900-7039-9ec7-74671a4485ac,01a1f6ae-9900-7039-9ec7-749d1825f10d,01a1f6ae-9900-7039-9ec7-74b7fbd2634c,01a1f6ae-9900-7039-9ec7-74d25b4c4f7b,01a1f6ae-9900-7039-9ec7-74d2bde1d510,01a1f6ae-9900-7039-9ec7-74d84f4d3872,01a1f6ae-9900-7039-9ec7-74ec68e40225,01a1f6ae-9900-7039-9ec7-7518911ac529,01a1f6ae-9900-7039-9ec7-755693d108c3,01a1f6ae-9900-7039-9ec7-7577b43343a1,01a1f6ae-9900-7039-9ec7-75afa4851729,01a1f6ae-9900-7039-9ec7-75ba518175ce,01a1f6ae-9900-7039-9ec7-75e4b019e937,01a1f6ae-9900-7039-9ec7-75f2ca691e37,01a1f6ae-9900-7039-9ec7-761e743aae49,01a1f6ae-9900-7039-9ec7-7656cf4f52da,01a1f6ae-9900-7039-9ec7-768376513356,01a1f6ae-9900-7039-9ec7-76a163ce3c71,01a1f6ae-9900-7039-9ec7-76a6844f1705,01a1f6ae-9900-7039-9ec7-76d702bb9698,01a1f6ae-9900-7039-9ec7-76ece17b3c8f,01a1f6ae-9900-7039-9ec7-770bdcbbf170,01a1f6ae-9900-7039-9ec7-771378bb18fb,01a1f6ae-9900-7039-9ec7-77173e46f143}', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}');
-- rows 33
EXECUTE s4 ('{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}', '{"\\xcecd486124a548f1acbafb3064b0f2e10bc3ea44b9302845349a4253056c10fa","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}');
-- changes 0
EXECUTE s5 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s6 ('1', '\xe6177e6701220835a4d3a08a1d6481f6d6abc6f0546cc3345bc3d008b181fa07', '\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1', '\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42', '\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2', '2026-11-20 02:00:00.000000+00', 'system:test', '2026-11-20 02:00:00.000000+00');
-- changes 33
EXECUTE s7 ('1', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}');
-- changes 33
EXECUTE s8 ('{01a1f6ae-9900-7039-9ec7-7733ca8bb259,01a1f6ae-9900-7039-9ec7-77730d8553c0,01a1f6ae-9900-7039-9ec7-77a35d86a66f,01a1f6ae-9900-7039-9ec7-77cd9ec11786,01a1f6ae-9900-7039-9ec7-77e20555c6df,01a1f6ae-9900-7039-9ec7-77e45bfa1137,01a1f6ae-9900-7039-9ec7-781cf441bcd2,01a1f6ae-9900-7039-9ec7-785700bf0048,01a1f6ae-9900-7039-9ec7-788456a7eea1,01a1f6ae-9900-7039-9ec7-78c3ce3335a7,01a1f6ae-9900-7039-9ec7-78f6b453424e,01a1f6ae-9900-7039-9ec7-791226f2b568,01a1f6ae-9900-7039-9ec7-792b94d23c6f,01a1f6ae-9900-7039-9ec7-793906589373,01a1f6ae-9900-7039-9ec7-79730376cc66,01a1f6ae-9900-7039-9ec7-79752343e5c3,01a1f6ae-9900-7039-9ec7-79766bd1a506,01a1f6ae-9900-7039-9ec7-798a8385cdbc,01a1f6ae-9900-7039-9ec7-79c16ca266ac,01a1f6ae-9900-7039-9ec7-79d3c493cd8c,01a1f6ae-9900-7039-9ec7-79f4b741519b,01a1f6ae-9900-7039-9ec7-7a19c13cb177,01a1f6ae-9900-7039-9ec7-7a360de95015,01a1f6ae-9900-7039-9ec7-7a4ea4ed82f2,01a1f6ae-9900-7039-9ec7-7a50c9643c37,01a1f6ae-9900-7039-9ec7-7a8124005729,01a1f6ae-9900-7039-9ec7-7ab742f6791f,01a1f6ae-9900-7039-9ec7-7ae305ab61d6,01a1f6ae-9900-7039-9ec7-7b198085641c,01a1f6ae-9900-7039-9ec7-7b4dce08f3a3,01a1f6ae-9900-7039-9ec7-7b7e85a39c19,01a1f6ae-9900-7039-9ec7-7b8f17e774b8,01a1f6ae-9900-7039-9ec7-7bc0223864a4}', '{"rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1"}', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}', '{"cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1","cn.rongqiao.catalog.published.v1"}', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}', '{1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}', '{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL}', '{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL}', '{"2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00"}', '{"\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d616e6875692d646979612d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d616e6875692d7869616f6a7572656e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d6e61736875692d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6368616f2d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6875692d78696e78696e672d7a68656e6779696e64616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6875692d79696e6773686f752d726f6e677a69227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e71696e672d67756f7169616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2262616f7969746f6e672d666163746f72696e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22626f636f6d2d7869616e7368616e672d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22626f7a686f752d7a68656e67636564616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d73686f7568752d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d78696e796f6e672d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d79756e73687569646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2265717569706d656e742d6c65617365227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d7a68656e6778696e6461692d6b656a69227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d7a68656e6778696e6461692d7869616f776569227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226875697368616e672d7a6875616e6a696e672d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d6a69656c69646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d6b65636875616e672d78696e796f6e67646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d7368616e677368692d7065697975646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d6a696e6779696e672d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696e76656e746f72792d706c65646765227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226b656a692d64616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22707362632d7869616f7765692d7969646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227368757368616e2d6b65636875616e67646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22776562616e6b2d7765697965646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22777568752d67756f7169616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227869616d656e2d6368616e67726f6e6762616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227869616d656e2d6368616e67796964616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227975616e7175646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227a686f6e677a68656e672d7a68656e67636169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227a687562616f646169227d"}');
-- rows 0
EXECUTE s9;
-- changes 1
EXECUTE s2 ('{"\\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a"}', '{"policy"}', '{"\\x7b227061636b73223a5b7b22636f6465223a22636e222c226a7572697364696374696f6e223a7b22"}');
-- changes 0
EXECUTE s10 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s11 ('1', '\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a', '2026-11-20 02:00:00.000000+00', 'system:test', '2026-11-20 02:00:00.000000+00');
-- changes 5
EXECUTE s8 ('{01a1f6ae-9900-7039-9ec7-7befb349f8e4,01a1f6ae-9900-7039-9ec7-7c29d953eff2,01a1f6ae-9900-7039-9ec7-7c6246980cad,01a1f6ae-9900-7039-9ec7-7c7d9adea7cd,01a1f6ae-9900-7039-9ec7-7caaff62c0e0}', '{"rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1","rongqiao.catalog.v1"}', '{"cn","cn-34","cn-3401","cn-340102","cn-61"}', '{"cn.rongqiao.policy.published.v1","cn.rongqiao.policy.published.v1","cn.rongqiao.policy.published.v1","cn.rongqiao.policy.published.v1","cn.rongqiao.policy.published.v1"}', '{"cn","cn-34","cn-3401","cn-340102","cn-61"}', '{1,1,1,1,1}', '{NULL,NULL,NULL,NULL,NULL}', '{NULL,NULL,NULL,NULL,NULL}', '{"2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00"}', '{"\\x7b227061636b223a22636e222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d3334222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d33343031222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d333430313032222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d3631222c22706f6c6963795f76657273696f6e223a317d"}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- says
COMMIT;
-- changes 38
EXECUTE s12;
-- scenario match
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s13 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s14 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x5b5b22656e74657270726973652e696e647573747279222c2236353130222c227265676973747279"}', '{"2026-11-20 02:00:00.000000+00"}', '{"system:test"}');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97482e42c90b}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.enterprise.created.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{1}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d"}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s18 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s19 ('01a1f6ae-9900-75ec-a240-977690150280', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s20 ('01a1f6ae-9900-75ec-a240-977690150280', '1', '300000000', '12', 'working_capital', '{"credit","guarantee"}', '2026-11-20 02:00:00.000000+00', 'system:test');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97a012278575}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.need.submitted.v1"}', '{"need_01a1f6ae-9900-75ec-a240-977690150280"}', '{2}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563"}');
-- says
COMMIT;
-- rows 2
EXECUTE s21 ('{}', '100000');
-- changes 2
EXECUTE s12;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s22 ('match', '2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-75ec-a240-97a012278575}');
-- rows 1
EXECUTE s23 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s24 ('1');
-- rows 33
EXECUTE s25 ('1');
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s27 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}');
-- rows 0
EXECUTE s28 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- rows 1
EXECUTE s29 ('{01a1f6ae-9900-75ec-a240-97ca74616796}', '{01a1f6ae-9900-75ec-a240-977690150280}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00.000000+00"}', '{2026-11-20}', '{33}', '{0}', '{7}', '{26}', '{"\\x7b22636f6e73696465726564223a2266666666666666663031222c22636f756e7473223a7b22636f"}', '{01a1f6ae-9900-75ec-a240-97a012278575}', '{NULL}');
-- changes 1
EXECUTE s30 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- changes 1
EXECUTE s31 ('{01a1f6ae-9900-75ec-a240-977690150280}', '{01a1f6ae-9900-75ec-a240-97ca74616796}');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{3}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97e2d4cf8bfe}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.need.decided.v1"}', '{"need_01a1f6ae-9900-75ec-a240-977690150280"}', '{3}', '{"evt_01a1f6ae-9900-75ec-a240-97a012278575"}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166"}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE;
-- says
LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE;
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s1;
-- changes 1
EXECUTE s2 ('{"\\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1","\\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42","\\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2","\\x9d0e1408459cb76c2c9373d61059686fb404a778f52353b544103ab355c99115","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}', '{"facts","institutions","families","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product","product"}', '{"\\x7b226465706172746d656e7473223a7b22617070726169736572223a7b22656e223a226170707261","\\x5b7b22636f6465223a22636462222c226b696e64223a2262616e6b222c226e616d65223a7b22656e","\\x5b7b22636f6465223a227461785f637265646974222c226e616d65223a7b22656e223a227461782d","\\x7b22636f6465223a226162632d616e6875692d646979612d65646169222c22637269746572696122","\\x7b22636f6465223a226162632d616e6875692d7869616f6a7572656e222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e7bab3e7a8","\\x7b22636f6465223a22616e6368616f2d73687569726f6e67746f6e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e79a96e694","\\x7b22636f6465223a22616e6875692d79696e6773686f752d726f6e677a69222c2263726974657269","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5ba","\\x7b22636f6465223a2262616f7969746f6e672d666163746f72696e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4bab3e5b7","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4ba91e7a8","\\x7b22636f6465223a2265717569706d656e742d6c65617365222c226372697465726961223a5b7b22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acace4ba94e6","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22636f6465223a226875697368616e672d7a6875616e6a696e672d65646169222c226372697465","\\x7b22636f6465223a22696362632d616e6875692d6a69656c69646169222c22637269746572696122","\\x7b22636f6465223a22696362632d616e6875692d6b65636875616e672d78696e796f6e6764616922","\\x7b22636f6465223a22696362632d616e6875692d7368616e677368692d7065697975646169222c22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22636f6465223a22696e76656e746f72792d706c65646765222c226372697465726961223a5b7b","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5be","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5b08fe5be","\\x7b22636f6465223a227368757368616e2d6b65636875616e67646169222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5beaee4b8","\\x7b22636f6465223a22777568752d67756f7169616f222c226372697465726961223a5b7b22636974","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac312e31e9","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac322e31e9","\\x7b22636f6465223a227975616e7175646169222c226372697465726961223a5b7b22636974617469","\\x7b22636f6465223a227a686f6e677a68656e672d7a68656e67636169646169222c22637269746572","\\x7b22636f6465223a227a687562616f646169222c226372697465726961223a5b7b22636974617469"}');
-- changes 0
EXECUTE s3 ('{01a1f6ae-9900-75ec-a240-981310d7a28a,01a1f6ae-9900-75ec-a240-983d65794a3b,01a1f6ae-9900-75ec-a240-9856572baaf1,01a1f6ae-9900-75ec-a240-989233ef6508,01a1f6ae-9900-75ec-a240-98a3dc2a449c,01a1f6ae-9900-75ec-a240-98d77ef306ac,01a1f6ae-9900-75ec-a240-98ff4177b6f7,01a1f6ae-9900-75ec-a240-990ccd2df7ab,01a1f6ae-9900-75ec-a240-9916d909778a,01a1f6ae-9900-75ec-a240-9938090789ba,01a1f6ae-9900-75ec-a240-995388dce01c,01a1f6ae-9900-75ec-a240-995996feff0c,01a1f6ae-9900-75ec-a240-9997003553c1,01a1f6ae-9900-75ec-a240-999d7e5b133c,01a1f6ae-9900-75ec-a240-99bf081e2907,01a1f6ae-9900-75ec-a240-99d80687ffb2,01a1f6ae-9900-75ec-a240-99f892c87e38,01a1f6ae-9900-75ec-a240-9a10704d9f96,01a1f6ae-9900-75ec-a240-9a2d61edd57a,01a1f6ae-9900-75ec-a240-9a4a8c4cbee5,01a1f6ae-9900-75ec-a240-9a88e9ca1790,01a1f6ae-9900-75ec-a240-9aace751ecaf,01a1f6ae-9900-75ec-a240-9ad8c8c694cc,01a1f6ae-9900-75ec-a240-9aed9a4dc852,01a1f6ae-9900-75ec-a240-9af2d075b77f,01a1f6ae-9900-75ec-a240-9b22001ed25b,01a1f6ae-9900-75ec-a240-9b3af9325fac,01a1f6ae-9900-75ec-a240-9b77c1c3936b,01a1f6ae-9900-75ec-a240-9ba2529813bb,01a1f6ae-9900-75ec-a240-9bbae7a21187,01a1f6ae-9900-75ec-a240-9bd86f1dcf73,01a1f6ae-9900-75ec-a240-9bdc28668743,01a1f6ae-9900-75ec-a240-9bf117ca63be}', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}');
-- rows 1
EXECUTE s4 ('{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}', '{"\\x9d0e1408459cb76c2c9373d61059686fb404a778f52353b544103ab355c99115","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}');
-- changes 1
EXECUTE s5 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s6 ('2', '\x651bd1ee404b95818c1a2160c9ef9bba35fa06ce5580d468be900e605d840f0e', '\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1', '\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42', '\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2', '2026-11-20 02:00:00.000000+00', 'system:test', '2026-11-20 02:00:00.000000+00');
-- changes 33
EXECUTE s7 ('2', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-9c06ae7d779d}', '{"rongqiao.catalog.v1"}', '{"abc-anhui-diya-edai"}', '{"cn.rongqiao.catalog.published.v1"}', '{"abc-anhui-diya-edai"}', '{2}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22636174616c6f675f76657273696f6e223a322c2270726f64756374223a226162632d616e6875692d646979612d65646169227d"}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s32 ('1');
-- rows 33
EXECUTE s33 ('1');
-- rows 0
EXECUTE s34 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s35 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1', '1', '1', '2', '1', '{"abc-anhui-diya-edai"}', 'planning', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00.000000+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s36;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s37;
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s38 ('00000000-0000-0000-0000-000000000000', '21', '7');
-- changes 1
EXECUTE s39 ('2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-75ec-a240-9c151eb06ce1}', '{1}', '{00000000-0000-0000-0000-000000000000}', '{01a1f6ae-9900-75ec-a240-977690150280}', '{1}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-9c4b284b83f2}', '{"rongqiao.work.v1"}', '{"swp_01a1f6ae-9900-75ec-a240-9c151eb06ce1/1"}', '{"cn.rongqiao.sweep.requested.v1"}', '{"swp_01a1f6ae-9900-75ec-a240-9c151eb06ce1"}', '{1}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22736c696365223a312c2273776565705f6964223a227377705f30316131663661652d393930302d373565632d613234302d396331353165623036636531227d"}');
-- changes 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-977690150280', '1', '1', 'true', '1', 'true', '1', '2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s37;
-- says
COMMIT;
-- rows 3
EXECUTE s21 ('{}', '100000');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1', '1');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s43 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-977690150280', '20000');
-- rows 1
EXECUTE s24 ('2');
-- rows 33
EXECUTE s25 ('2');
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s32 ('2');
-- rows 33
EXECUTE s33 ('2');
-- rows 1
EXECUTE s44 ('{01a1f6ae-9900-75ec-a240-977690150280}', '{1}');
-- rows 1
EXECUTE s45 ('{01a1f6ae-9900-75ec-a240-97ca74616796}');
-- rows 1
EXECUTE s46 ('{01a1f6ae-9900-75ec-a240-97ca74616796}');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s47 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1', '1');
-- rows 1
EXECUTE s22 ('sweep', '2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-75ec-a240-9c4b284b83f2}');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s48 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-977690150280');
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s43 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-977690150280', '20000');
-- rows 1
EXECUTE s29 ('{01a1f6ae-9900-75ec-a240-9c4dae600eb1}', '{01a1f6ae-9900-75ec-a240-977690150280}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{2}', '{1}', '{2}', '{"2026-11-20 02:00:00.000000+00"}', '{2026-11-20}', '{33}', '{1}', '{7}', '{25}', '{"\\x7b22636f6e73696465726564223a2266666666666666663031222c22636f756e7473223a7b22636f"}', '{01a1f6ae-9900-75ec-a240-9c4b284b83f2}', '{NULL}');
-- changes 1
EXECUTE s49 ('{01a1f6ae-9900-75ec-a240-9c6c3e81f26e}', '{01a1f6ae-9900-75ec-a240-977690150280}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"abc-anhui-diya-edai"}', '{"needs_info"}', '{"eligible"}', '{01a1f6ae-9900-75ec-a240-97ca74616796}', '{01a1f6ae-9900-75ec-a240-9c4dae600eb1}', '{"change"}', '{01a1f6ae-9900-75ec-a240-9c151eb06ce1}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}');
-- changes 1
EXECUTE s31 ('{01a1f6ae-9900-75ec-a240-977690150280}', '{01a1f6ae-9900-75ec-a240-9c4dae600eb1}');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{5}');
-- changes 2
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-9c8375f3ba40,01a1f6ae-9900-75ec-a240-9cadb4f0c83e}', '{"rongqiao.enterprise.v1","rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67","ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.decision.flipped.v1","cn.rongqiao.enterprise.newly_qualifies.v1"}', '{"need_01a1f6ae-9900-75ec-a240-977690150280","need_01a1f6ae-9900-75ec-a240-977690150280"}', '{4,5}', '{"evt_01a1f6ae-9900-75ec-a240-9c4b284b83f2","evt_01a1f6ae-9900-75ec-a240-9c4b284b83f2"}', '{NULL,NULL}', '{"2026-11-20 02:00:00.000000+00","2026-11-20 02:00:00.000000+00"}', '{"\\x7b226361757365223a227377656570222c22656e74657270726973655f6964223a22656e745f3031","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563"}');
-- changes 1
EXECUTE s50 ('2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-75ec-a240-9c151eb06ce1', '1');
-- changes 1
EXECUTE s51 ('1', '1', '2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- says
COMMIT;
-- rows 1
EXECUTE s52 ('51');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s53 ('9223372036854775807', '01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s54 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s53 ('9223372036854775807', '01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s54 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s53 ('9223372036854775807', '01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s54 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- rows 1
EXECUTE s41 ('01a1f6ae-9900-75ec-a240-9c151eb06ce1');
-- scenario review
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s13 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s14 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x5b5b22656e74657270726973652e696e647573747279222c2236353130222c227265676973747279"}', '{"2026-11-20 02:00:00.000000+00"}', '{"system:test"}');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97482e42c90b}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.enterprise.created.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{1}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d"}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s18 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s19 ('01a1f6ae-9900-75ec-a240-977690150280', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s20 ('01a1f6ae-9900-75ec-a240-977690150280', '1', '300000000', '12', 'working_capital', '{"credit","guarantee"}', '2026-11-20 02:00:00.000000+00', 'system:test');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97a012278575}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.need.submitted.v1"}', '{"need_01a1f6ae-9900-75ec-a240-977690150280"}', '{2}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563"}');
-- says
COMMIT;
-- rows 2
EXECUTE s21 ('{}', '100000');
-- changes 2
EXECUTE s12;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s22 ('match', '2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-75ec-a240-97a012278575}');
-- rows 1
EXECUTE s23 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s24 ('1');
-- rows 33
EXECUTE s25 ('1');
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s27 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}');
-- rows 0
EXECUTE s28 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- rows 1
EXECUTE s29 ('{01a1f6ae-9900-75ec-a240-97ca74616796}', '{01a1f6ae-9900-75ec-a240-977690150280}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00.000000+00"}', '{2026-11-20}', '{33}', '{0}', '{7}', '{26}', '{"\\x7b22636f6e73696465726564223a2266666666666666663031222c22636f756e7473223a7b22636f"}', '{01a1f6ae-9900-75ec-a240-97a012278575}', '{NULL}');
-- changes 1
EXECUTE s30 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- changes 1
EXECUTE s31 ('{01a1f6ae-9900-75ec-a240-977690150280}', '{01a1f6ae-9900-75ec-a240-97ca74616796}');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{3}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97e2d4cf8bfe}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.need.decided.v1"}', '{"need_01a1f6ae-9900-75ec-a240-977690150280"}', '{3}', '{"evt_01a1f6ae-9900-75ec-a240-97a012278575"}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166"}');
-- says
COMMIT;
-- rows 1
EXECUTE s55 ('01a1f6ae-9900-75ec-a240-977690150280');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s56 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- rows 1
EXECUTE s57 ('01a1f6ae-9900-75ec-a240-97ca74616796');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s58 ('1', '01a1f6ae-9900-75ec-a240-977690150280');
-- rows 1
EXECUTE s59 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 0
EXECUTE s60 ('01a1f6ae-9900-75ec-a240-97ca74616796');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s61 ('owner-0k1');
-- rows 0
EXECUTE s62 ('owner-0', 'k1');
-- rows 1
EXECUTE s57 ('01a1f6ae-9900-75ec-a240-97ca74616796');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s58 ('1', '01a1f6ae-9900-75ec-a240-977690150280');
-- rows 1
EXECUTE s59 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s63 ('01a1f6ae-9900-75ec-a240-97ca74616796', 'anqing-guoqiao');
-- changes 1
EXECUTE s64 ('01a1f6ae-9900-75ec-a240-981310d7a28a', '01a1f6ae-9900-75ec-a240-97ca74616796', 'anqing-guoqiao', '01a1f6ae-9900-75ec-a240-9730658eec67', 'ineligible', '1', 'requested', '财务室', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-981310d7a28a', '1', NULL, 'requested', 'owner-0', 'enterprise', 'owner-0', 'enterprise', NULL, '社保人数登记有误,应为 23 人。', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s15 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{4}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-983d65794a3b}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}', '{"cn.rongqiao.review.requested.v1"}', '{"rev_01a1f6ae-9900-75ec-a240-981310d7a28a"}', '{4}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563"}');
-- changes 1
EXECUTE s66 ('owner-0', 'k1', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '201', '{"ETag":"\"1\"","Location":"/v1/reviews/rev_01a1f6ae-9900-75ec-a240-981310d7a28a"}', '\x7b2261737369676e6565223a6e756c6c2c22636f6e74616374223a6e756c6c2c22656e7465727072', '2026-11-20 02:00:00.000000+00');
-- says
COMMIT;
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s67 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- rows 1
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s70 ('3401%', '51');
-- rows 1
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s16 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-981310d7a28a', '2', 'requested', 'assigned', 'officer-1', 'operator', 'owner-0', 'enterprise', NULL, NULL, '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s71 ('2', 'assigned', 'officer-1', NULL, '2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- says
COMMIT;
-- rows 1
EXECUTE s70 ('3401%', '51');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s72 ('51');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s72 ('51');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- rows 1
EXECUTE s69 ('01a1f6ae-9900-75ec-a240-981310d7a28a');
-- rows 1
EXECUTE s17 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s68 ('{01a1f6ae-9900-75ec-a240-981310d7a28a}');
-- scenario sweep
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE;
-- says
LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE;
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s1;
-- changes 2
EXECUTE s2 ('{"\\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1","\\x22e8b889f378a5956334495e58cab1d8e4fda6bc0d300997a5a0cd57f15323cc","\\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2","\\xdcea0c48208dbe13ae3d23b75fe20ed598021cc415d7bfdbbebf217cac108684"}', '{"facts","institutions","families","product"}', '{"\\x7b226465706172746d656e7473223a7b22617070726169736572223a7b22656e223a226170707261","\\x5b7b22636f6465223a22636462222c226b696e64223a2262616e6b222c226e616d65223a7b22656e","\\x5b7b22636f6465223a227461785f637265646974222c226e616d65223a7b22656e223a227461782d","\\x7b22616d6f756e74223a7b226d61785f66656e223a3230303030303030307d2c22636f6465223a22"}');
-- changes 1
EXECUTE s3 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"test-loan"}');
-- rows 1
EXECUTE s4 ('{"test-loan"}', '{"\\xdcea0c48208dbe13ae3d23b75fe20ed598021cc415d7bfdbbebf217cac108684"}');
-- changes 1
EXECUTE s5 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s6 ('2', '\xc0838adf79c591d7ecb5c6bec87ea17ab843d71500c8eb7b5caedaaf96f94fef', '\xcbd6cee203cb9074ec4c308bbbb5a1e644495638ed2e3893c0d64448bb2b6ed1', '\x22e8b889f378a5956334495e58cab1d8e4fda6bc0d300997a5a0cd57f15323cc', '\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2', '2026-11-20 02:00:00.000000+00', 'system:test', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s7 ('2', '{"test-loan"}');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-75ec-a240-97482e42c90b}', '{"rongqiao.catalog.v1"}', '{"test-loan"}', '{"cn.rongqiao.catalog.published.v1"}', '{"test-loan"}', '{2}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22636174616c6f675f76657273696f6e223a322c2270726f64756374223a22746573742d6c6f616e227d"}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s32 ('1');
-- rows 33
EXECUTE s33 ('1');
-- rows 0
EXECUTE s34 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s35 ('01a1f6ae-9900-75ec-a240-977690150280', '1', '1', '2', '1', '{"abc-anhui-diya-edai","abc-anhui-xiaojuren","abc-nashui-edai","anchao-shuirongtong","anhui-xinxing-zhengyindan","anhui-yingshou-rongzi","anqing-guoqiao","baoyitong-factoring","bocom-xianshang-shuirongtong","bozhou-zhengcedan","ccb-shouhu-kuaidai","ccb-xinyong-kuaidai","ccb-yunshuidai","equipment-lease","hefei-shuirongtong","hefei-zhengxindai-keji","hefei-zhengxindai-xiaowei","huishang-zhuanjing-edai","icbc-anhui-jielidai","icbc-anhui-kechuang-xinyongdai","icbc-anhui-shangshi-peiyudai","icbc-jingying-kuaidai","inventory-pledge","keji-dan","psbc-xiaowei-yidai","shushan-kechuangdai","test-loan","webank-weiyedai","wuhu-guoqiao","xiamen-changrongbao","xiamen-changyidan","yuanqudai","zhongzheng-zhengcaidai","zhubaodai"}', 'planning', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00.000000+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s24 ('2');
-- rows 1
EXECUTE s25 ('2');
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s73 ('whatif_query test-bank');
-- rows 1
EXECUTE s74 ('test-bank', '2026-11-19 16:00:00.000000+00', '\x5833ede3dd5ba9681bffb74b03026d6e2647139cb3c78869b0262c8653d83658');
-- changes 1
EXECUTE s75 ('bank', 'test-bank', '\x5833ede3dd5ba9681bffb74b03026d6e2647139cb3c78869b0262c8653d83658', '2026-11-20 02:00:00.000000+00');
-- says
COMMIT;
-- rows 1
EXECUTE s76;
-- rows 0
EXECUTE s77 ('00000000-0000-0000-0000-000000000000', '1000');
-- rows 0
EXECUTE s44 ('{}', '{}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s75 ('system:test', NULL, '\x5833ede3dd5ba9681bffb74b03026d6e2647139cb3c78869b0262c8653d83658', '2026-11-20 02:00:00.000000+00');
-- says
COMMIT;
-- rows 1
EXECUTE s76;
-- rows 0
EXECUTE s77 ('00000000-0000-0000-0000-000000000000', '1000');
-- rows 0
EXECUTE s44 ('{}', '{}');
-- rows 1
EXECUTE s1;
-- rows 1
EXECUTE s9;
-- rows 1
EXECUTE s26 ('1');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s75 ('x', NULL, '\x5833ede3dd5ba9681bffb74b03026d6e2647139cb3c78869b0262c8653d83658', '2026-11-20 02:00:00.000000+00');
-- says
COMMIT;
-- rows 1
EXECUTE s76;
-- rows 0
EXECUTE s77 ('00000000-0000-0000-0000-000000000000', '1000');
-- rows 0
EXECUTE s44 ('{}', '{}');
-- scenario store
-- says
BEGIN;
-- changes 1
EXECUTE s13 ('01a1f6ae-9900-708f-802a-c24a81e791b4', '91340100MA2TE2W95U', NULL, '样例', '340104', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s14 ('{01a1f6ae-9900-708f-802a-c24a81e791b4}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00.000000+00"}', '{"system:test"}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s19 ('01a1f6ae-9900-708f-802a-c26d80730938', '01a1f6ae-9900-708f-802a-c24a81e791b4', '1', 'submitted', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s20 ('01a1f6ae-9900-708f-802a-c26d80730938', '1', '300000000', '12', 'working_capital', '{"credit"}', '2026-11-20 02:00:00.000000+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s29 ('{01a1f6ae-9900-708f-802a-c26f05643add}', '{01a1f6ae-9900-708f-802a-c26d80730938}', '{1}', '{01a1f6ae-9900-708f-802a-c24a81e791b4}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{1}', '{1}', '{"2026-11-20 02:00:00.000000+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{01a1f6ae-9900-708f-802a-c289fb589121}', '{NULL}');
-- rows 1
EXECUTE s78;
-- changes 1
EXECUTE s10 ('2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s11 ('2', '\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a', '2026-11-20 02:00:00.000000+00', 'system:test', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s35 ('01a1f6ae-9900-708f-802a-c2a7cde8ce09', '1', '1', '1', '2', '{"some-product"}', 'planning', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00.000000+00', 'system:test');
-- changes 1
EXECUTE s39 ('2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-708f-802a-c2a7cde8ce09}', '{1}', '{00000000-0000-0000-0000-000000000000}', '{01a1f6ae-9900-708f-802a-c26d80730938}', '{1}');
-- changes 1
EXECUTE s79 ('2026-11-20 02:00:00.000000+00');
-- rows 1
EXECUTE s29 ('{01a1f6ae-9900-708f-802a-c2d27cb7b58b}', '{01a1f6ae-9900-708f-802a-c26d80730938}', '{1}', '{01a1f6ae-9900-708f-802a-c24a81e791b4}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{2}', '{1}', '{"2026-11-20 02:00:00.000000+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{01a1f6ae-9900-708f-802a-c289fb589121}', '{NULL}');
-- changes 1
EXECUTE s49 ('{01a1f6ae-9900-708f-802a-c2dcb72acde8}', '{01a1f6ae-9900-708f-802a-c26d80730938}', '{01a1f6ae-9900-708f-802a-c24a81e791b4}', '{"abc-anhui-diya-edai"}', '{"needs_info"}', '{"eligible"}', '{01a1f6ae-9900-708f-802a-c26f05643add}', '{01a1f6ae-9900-708f-802a-c2d27cb7b58b}', '{"change"}', '{01a1f6ae-9900-708f-802a-c2a7cde8ce09}', '{300000000}', '{"2026-11-20 02:00:00.000000+00"}');
-- changes 1
EXECUTE s31 ('{01a1f6ae-9900-708f-802a-c26d80730938}', '{01a1f6ae-9900-708f-802a-c2d27cb7b58b}');
-- changes 1
EXECUTE s75 ('user:test', 'some-bank', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s8 ('{01a1f6ae-9900-708f-802a-c2e80044e796}', '{"rongqiao.enterprise.v1"}', '{"ent_01a1f6ae-9900-708f-802a-c24a81e791b4"}', '{"cn.rongqiao.need.submitted.v1"}', '{"ent_01a1f6ae-9900-708f-802a-c24a81e791b4"}', '{1}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00.000000+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373038662d383032612d633234613831653739316234227d"}');
-- rows 1
EXECUTE s22 ('match', '2026-11-20 02:00:00.000000+00', '{01a1f6ae-9900-708f-802a-c324645203c4}');
-- changes 1
EXECUTE s80 ('01a1f6ae-9900-708f-802a-c342fae4f44a', 'match', NULL, 'rongqiao.enterprise.v1', '0', '1', NULL, '{}', '\x78', '\x2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'event_data', 'data is not valid', '1', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s66 ('client', 'key', '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '201', '{}', '\x6e756c6c', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s81 ('list_cursor', '\x0707070707070707070707070707070707070707070707070707070707070707');
-- rows 1
EXECUTE s82 ('list_cursor');
-- rows 1
EXECUTE s83 ('1');
-- rows 1
EXECUTE s57 ('01a1f6ae-9900-708f-802a-c26f05643add');
-- says
BEGIN;
-- changes 1
EXECUTE s64 ('01a1f6ae-9900-708f-802a-c380ebe1e7e6', '01a1f6ae-9900-708f-802a-c26f05643add', 'hefei-shuirongtong', '01a1f6ae-9900-708f-802a-c24a81e791b4', 'ineligible', '1', 'requested', '财务室', '2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-708f-802a-c380ebe1e7e6', '1', NULL, 'requested', 'owner-1', 'enterprise', 'owner-1', 'enterprise', NULL, '社保人数有误', '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-708f-802a-c380ebe1e7e6', '2', 'requested', 'assigned', 'officer-1', 'operator', 'owner-1', 'enterprise', NULL, NULL, '2026-11-20 02:00:00.000000+00');
-- changes 1
EXECUTE s71 ('2', 'assigned', 'officer-1', NULL, '2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-708f-802a-c380ebe1e7e6');
-- says
COMMIT;
-- rows 0
EXECUTE s84;
-- changes 1
EXECUTE s85 ('kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk1', '\x0101010101010101010101010101010101010101010101010101010101010101', '\x6565656565656565656565656565656565656565656565656565656565656565', '2026-11-20 02:00:01.000000+00');
-- rows 1
EXECUTE s84;
-- samples
-- sample
EXECUTE s86 ('91340100MA2TE2X176');
-- sample
EXECUTE s87 ('2026-11-19 02:00:00.000000+00', '100');
-- sample
EXECUTE s88 ('2026-11-06 02:00:00.000000+00', '100');
-- sample
EXECUTE s89 ('{2}');
-- sample
EXECUTE s90 ('{01a1f6ae-9900-75ec-a240-ab32f9611dea}', '{"91340100MA2TE2X176"}', '{"陕西样例"}', '{"610104"}', '{"6510"}', '{2019-04-14}', '{1}', '{"2026-11-20 02:00:00.000000+00"}');
-- sample
EXECUTE s92;
-- sample
EXECUTE s93;
-- sample
EXECUTE s94;
-- sample
EXECUTE s95;
-- sample
EXECUTE s96;
-- sample
EXECUTE s97;
-- sample
EXECUTE s98;
-- sample
EXECUTE s99 ('2025-11-20 02:00:00.000000+00', '019a99d7-1100-0000-0000-000000000000');
-- sample
EXECUTE s100 ('34%');
-- sample
EXECUTE s101;
-- sample
EXECUTE s102;
-- sample
EXECUTE s103;
-- sample
EXECUTE s104;
-- sample
EXECUTE s105 ('1');
-- sample
EXECUTE s106 ('1');
-- sample
EXECUTE s107 ('{}');
-- sample
EXECUTE s108 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00.000000+00');
-- sample
EXECUTE s109 ('01a1f6ae-9900-75ec-a240-977690150280', '01a1f6ae-9900-75ec-a240-9cde72d1294b', '3');
-- sample
EXECUTE s110 ('01a1f6ae-9900-75ec-a240-977690150280', '51');
-- sample
EXECUTE s111 ('01a1f6ae-9900-75ec-a240-9c4dae600eb1', '51');
-- sample
EXECUTE s112;
-- sample
EXECUTE s113;
-- sample
EXECUTE s114;
-- sample
EXECUTE s115 ('01a1f6ae-9900-75ec-a240-98ff4177b6f7', '2');
-- sample
EXECUTE s116;
-- sample
EXECUTE s117 ('00000000-07d0-7005-808f-90c1a4171553', '51');
-- sample
EXECUTE s118 ('{01a1f6ae-9900-75ec-a240-977690150280}');
-- sample
EXECUTE s119 ('2026-11-20 02:00:00.000000+00', '2026-11-20 02:00:30.000000+00', '30000', '100');
-- sample
EXECUTE s120 ('{}');
-- sample
EXECUTE s121 ('00000001-2cc9-7002-8076-673b5b8c462a', '00000001-2cc9-7003-8076-673b5b8c462a', '51');
-- sample
EXECUTE s122 ('01a1f6ae-9900-75ec-a240-977690150280', '51');
-- sample
EXECUTE s123;
-- sample
EXECUTE s124 ('%', '01a1f6ae-9900-75ec-a240-98a3dc2a449c', '3');
-- sample
EXECUTE s125 ('%', '91340100MA2TE2KA8R', '51');
-- sample
EXECUTE s126 ('%', '3');
-- sample
EXECUTE s127 ('91340100MA2TE2009N');
-- sample
EXECUTE s128 ('34%', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s129 ('3401%', '00000001-2cc9-7002-8076-673b5b8c462a', '51');
-- sample
EXECUTE s130 ('34%', 'withdrawn', '01a1f6ae-9900-749a-b7c5-4d23f66bfc17', '01a1f6ae-9900-749a-b7c5-5c32a3194a93', '5');
-- sample
EXECUTE s131 ('34%', 'withdrawn', '01a1f6ae-9900-749a-b7c5-4d23f66bfc17', '5');
-- sample
EXECUTE s132 ('3401%', 'submitted', '01a1f6ae-9900-75ec-a240-9aace751ecaf', '3');
-- sample
EXECUTE s133 ('3401%', 'submitted', '3');
-- sample
EXECUTE s134 ('34%', '51');
-- sample
EXECUTE s135 ('01a1f6ae-9900-75ec-a240-977690150280', '01a1f6ae-9900-75ec-a240-9997003553c1', '3');
-- sample
EXECUTE s136 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s137 ('01a1f6ae-9900-75ec-a240-9aace751ecaf', '3');
-- sample
EXECUTE s138 ('submitted', '01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- sample
EXECUTE s139 ('withdrawn', '01a1f6ae-9900-75ec-a240-990ccd2df7ab', '3');
-- sample
EXECUTE s140 ('withdrawn', '3');
-- sample
EXECUTE s141 ('101');
-- sample
EXECUTE s142 ('2025-11-20 02:00:00.000000+00', '019a99d7-1100-0000-0000-000000000000', '019a99d7-1100-0000-0000-000000000000', '1000');
-- sample
EXECUTE s143 ('34%', '00000000-0000-0000-0000-000000000000', '1000');
-- sample
EXECUTE s144 ('00000000-0000-0000-0000-000000000000', '1000');
-- sample
EXECUTE s145 ('100');
-- sample
EXECUTE s147 ('rongqiao.work.v1');
-- sample
EXECUTE s148 ('7242004218');
-- sample
EXECUTE s149 ('7242004218');
-- sample
EXECUTE s150 ('7242004219');
-- sample
EXECUTE s151;
-- sample
EXECUTE s152 ('2026-11-22', '1');
-- sample
EXECUTE s153 ('2026-11-20 01:59:30.000000+00', '2026-11-20 02:00:00.000000+00', '30000', '100');
-- sample
EXECUTE s155 ('{"91340100MA2TE2009N"}');
-- sample
EXECUTE s156 ('3402%', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s157 ('01a1f6ae-9900-75ec-a240-9916d909778a', '3');
-- sample
EXECUTE s158 ('withdrawn', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s159 ('requested', '51');
-- sample
EXECUTE s160 ('"', '340104', '6510', '2019-03-15', '2', '3', '2026-11-20 02:00:00.000000+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s161 ('2026-11-20 02:00:30.001000+00', '{01a1f6ae-9900-75ec-a240-977690150280}');
-- sample
EXECUTE s162 ('2026-11-20 02:00:02.000000+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s163 ('3', 'withdrawn', NULL, '2026-11-20 02:00:05.000000+00', '01a1f6ae-9900-75ec-a240-977690150280');
-- sample
EXECUTE s164 ('{01a1f6ae-9900-75ec-a240-a27ca303416d}');
-- sample
EXECUTE s165 ('{01a1f6ae-9900-75ec-a240-9bdc28668743}');
-- sample
EXECUTE s166 ('{01a1f6ae-9900-75ec-a240-9bdc28668743}', '{1}', '{NULL}');
-- sample
EXECUTE s167 ('2026-11-20 02:00:01.000000+00');
-- sample
EXECUTE s168 ('2026-11-30 02:00:00.000000+00', '{01a1f6ae-9900-75ec-a240-9ba2529813bb}');
-- sample
EXECUTE s169 ('2026-11-20 02:00:30.001000+00', '{01a1f6ae-9900-75ec-a240-bb90301dd422}', '{6}');
-- sample
EXECUTE s170 ('{01a1f6ae-9900-75ec-a240-9bdc28668743}', '2026-11-23', '2026-11-22 16:00:00.000000+00');
