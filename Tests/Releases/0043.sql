-- What the programs of migration 0043 say to the database, with parameters they said it with:
-- first each statement once, then whole courses of work in the order in which they were said, with
-- how many rows each gave or changed, then the rest of the statements with parameters of their own.
-- Long bytes are cut. While a new version is rolled out, these programs work on its schema.
-- statement
PREPARE s1 AS
DELETE FROM outbox;
-- statement
PREPARE s2 (bigint) AS
SELECT pg_advisory_lock($1);
-- statement
PREPARE s3 (bigint) AS
SELECT pg_advisory_unlock($1);
-- statement
PREPARE s4 AS
SELECT to_regclass('schema_migration') IS NOT NULL;
-- statement
PREPARE s5 (bigint, text[]) AS
INSERT INTO catalog_product (catalog_version, ordinal, product_id, product_version) SELECT $1, n.ordinal - 1, p.id, ( SELECT max(v.version) FROM product_version v WHERE v.product_id = p.id) FROM unnest($2) WITH ORDINALITY AS n (code, ordinal) JOIN product p USING (code);
-- statement
PREPARE s6 (bigint, bytea, bytea, bytea, bytea, timestamptz, text, timestamptz) AS
INSERT INTO catalog_version (version, digest, facts_digest, institutions_digest, families_digest, published_at, published_by, in_force) SELECT $1, $2, $3, $4, $5, $6, $7, tstzrange(greatest($8, max(upper(in_force))), NULL) FROM catalog_version;
-- statement
PREPARE s7 (uuid, text, text, text, text, text[], text, text[], text, text, text, text, text, text, text, text, text, text, date, text, text, bigint, timestamptz, text, timestamptz, text, text, text[], text[]) AS
INSERT INTO directory_entry (id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by, search_text, search_grams, search_areas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) ON CONFLICT (code) DO NOTHING;
-- statement
PREPARE s8 (bytea[], text[], bytea[]) AS
INSERT INTO document (digest, kind, body) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (digest) DO NOTHING;
-- statement
PREPARE s9 (uuid[], text[], text[], text[], text[], bigint[], text[], text[], timestamptz[], bytea[]) AS
INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload) SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY AS n (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, number) ORDER BY number;
-- statement
PREPARE s10 (bigint, bytea, timestamptz, text, timestamptz) AS
INSERT INTO policy_version (version, digest, published_at, published_by, in_force) SELECT $1, $2, $3, $4, tstzrange(greatest($5, max(upper(in_force))), NULL) FROM policy_version;
-- statement
PREPARE s11 (uuid[], text[]) AS
INSERT INTO product (id, code) SELECT * FROM unnest($1, $2) ON CONFLICT (code) DO NOTHING;
-- statement
PREPARE s12 (text[], bytea[]) AS
INSERT INTO product_version (product_id, version, digest) SELECT p.id, coalesce((SELECT max(version) FROM product_version WHERE product_id = p.id), 0) + 1, n.digest FROM unnest($1, $2) AS n (code, digest) JOIN product p USING (code) WHERE n.digest IS DISTINCT FROM ( SELECT v.digest FROM product_version v WHERE v.product_id = p.id ORDER BY v.version DESC LIMIT 1) RETURNING (SELECT code FROM product WHERE id = product_id);
-- statement
PREPARE s13 AS
SELECT (SELECT version FROM catalog_version ORDER BY version DESC LIMIT 1), (SELECT version FROM policy_version ORDER BY version DESC LIMIT 1);
-- statement
PREPARE s14 (text[]) AS
SELECT code FROM directory_entry WHERE code = ANY($1);
-- statement
PREPARE s15 AS
SELECT version, digest FROM catalog_version ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s16 AS
SELECT version, digest FROM policy_version ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s17 (timestamptz) AS
UPDATE catalog_version SET in_force = tstzrange(lower(in_force), greatest($1, lower(in_force) + interval '1 microsecond')) WHERE upper_inf(in_force);
-- statement
PREPARE s18 (timestamptz) AS
UPDATE policy_version SET in_force = tstzrange(lower(in_force), greatest($1, lower(in_force) + interval '1 microsecond')) WHERE upper_inf(in_force);
-- statement
PREPARE s19 AS
SELECT c.relname::text, format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1;
-- statement
PREPARE s20 AS
SELECT split_part(current_setting('server_version'), ' ', 1), (current_setting('server_version_num')::int / 10000)::bigint, current_database()::text, pg_database_size(current_database()), (SELECT sum(pg_database_size(oid))::bigint FROM pg_database WHERE has_database_privilege(oid, 'CONNECT')), EXISTS (SELECT FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')), (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user);
-- statement
PREPARE s21 AS
SELECT to_regclass('public.schema_migration') IS NOT NULL;
-- statement
PREPARE s22 AS
WITH own AS ( SELECT oid FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_') SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace IN (SELECT oid FROM own)) AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace IN (SELECT oid FROM own)) AND NOT EXISTS (SELECT FROM pg_type WHERE typnamespace IN (SELECT oid FROM own));
-- statement
PREPARE s23 AS
SELECT pg_export_snapshot();
-- statement
PREPARE s24 (bigint[]) AS
DELETE FROM outbox WHERE id = ANY($1);
-- statement
PREPARE s25 (uuid, text, text, text, text, text, date, bigint, bigint, timestamptz, timestamptz) AS
INSERT INTO enterprise (id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s26 (uuid[], integer[], bytea[], bytea[], timestamptz[], text[]) AS
INSERT INTO facts_version (enterprise_id, version, digest, body, created_at, created_by) SELECT * FROM unnest($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s27 (uuid, text, text, text, text, bigint, text, text, timestamptz, bytea) AS
INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s28 (text[], text[], bigint) AS
SELECT id, event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, headers::text FROM outbox WHERE topic <> ALL($1) AND key <> ALL($2) ORDER BY id LIMIT $3;
-- statement
PREPARE s29 (text, uuid, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE region ^@ $1 AND erased_at IS NULL AND id < $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s30 (text, text, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE region ^@ $1 AND erased_at IS NULL AND uscc = $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s31 (text, bigint) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE region ^@ $1 AND erased_at IS NULL ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s32 (uuid, text, text, text, text, text[], text, text[], text, text, text, text, text, text, text, text, text, text, date, text, text, bigint, timestamptz, text, timestamptz, text, text, text[], text[]) AS
INSERT INTO directory_entry (id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by, search_text, search_grams, search_areas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29);
-- statement
PREPARE s33 (text, uuid, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND code > (SELECT code FROM directory_entry WHERE id = $2) ORDER BY code LIMIT $3;
-- statement
PREPARE s34 (text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 ORDER BY code LIMIT $2;
-- statement
PREPARE s35 (text, text[], text, text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND strpos(search_text, $4) > 0 ORDER BY code LIMIT $5;
-- statement
PREPARE s36 (text, text[], text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 ORDER BY code LIMIT $4;
-- statement
PREPARE s37 (uuid, smallint, timestamptz, smallint, text, integer) AS
INSERT INTO webhook_attempt (delivery_id, number, made_at, status, error, milliseconds) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (delivery_id, number) DO NOTHING;
-- statement
PREPARE s38 (uuid[], uuid[], uuid[], smallint[], text[], bytea[], timestamptz[]) AS
INSERT INTO webhook_delivery (id, endpoint_id, event_id, replay, type, payload, state, attempts, next_attempt_at, created_at) SELECT n.id, n.endpoint_id, n.event_id, n.replay, n.type, n.payload, 'pending', 0, n.created_at, n.created_at FROM unnest( $1, $2, $3, $4, $5, $6, $7) AS n (id, endpoint_id, event_id, replay, type, payload, created_at) ON CONFLICT (endpoint_id, event_id, replay) DO NOTHING;
-- statement
PREPARE s39 (uuid, text, text, text[], text, text, bigint, timestamptz, text, timestamptz, bigint, timestamptz, timestamptz) AS
INSERT INTO webhook_endpoint (id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
-- statement
PREPARE s40 (uuid) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.id = $1;
-- statement
PREPARE s41 (uuid[]) AS
SELECT delivery_id, number, made_at, status, error, milliseconds FROM webhook_attempt WHERE delivery_id = ANY($1) ORDER BY delivery_id, number;
-- statement
PREPARE s42 (uuid) AS
SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until FROM webhook_endpoint WHERE id = $1;
-- statement
PREPARE s43 (uuid) AS
SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until FROM webhook_endpoint WHERE id = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s44 (text, smallint, timestamptz, smallint, text, timestamptz, uuid) AS
UPDATE webhook_delivery SET state = $1, attempts = $2, next_attempt_at = $3, last_status = $4, last_error = $5, settled_at = $6 WHERE id = $7 AND state = 'pending';
-- statement
PREPARE s45 (text, text[], text, text, bigint, timestamptz, bigint, timestamptz, timestamptz, uuid) AS
UPDATE webhook_endpoint SET url = $1, types = $2, state = $3, disabled_reason = $4, version = $5, updated_at = $6, failures = $7, failing_since = $8, rests_until = $9 WHERE id = $10;
-- statement
PREPARE s46 (text, timestamptz, smallint, uuid[], text[], text[], text[], text[], timestamptz[]) AS
INSERT INTO inbox (consumer, event_id, handled_at, event_type, subject, causation, traceparent, occurred_at, attempts) SELECT $1, n.event_id, $2, n.event_type, left(n.subject, 200), left(n.causation, 200), n.traceparent, n.occurred_at, $3 FROM unnest( $4, $5, $6, $7, $8, $9) AS n (event_id, event_type, subject, causation, traceparent, occurred_at) ON CONFLICT (consumer, event_id) DO NOTHING RETURNING event_id;
-- statement
PREPARE s47 (text[], bigint) AS
SELECT i.consumer, i.event_id, i.event_type, i.subject, i.causation, i.traceparent, i.occurred_at, i.handled_at, i.attempts FROM inbox i WHERE i.subject = ANY($1) ORDER BY i.event_id DESC LIMIT $2;
-- statement
PREPARE s48 (uuid[]) AS
WITH RECURSIVE known (consumer) AS ( (SELECT consumer FROM inbox ORDER BY consumer LIMIT 1) UNION ALL SELECT (SELECT consumer FROM inbox WHERE consumer > k.consumer ORDER BY consumer LIMIT 1) FROM known k WHERE k.consumer IS NOT NULL)SELECT i.consumer, i.event_id, i.event_type, i.subject, i.causation, i.traceparent, i.occurred_at, i.handled_at, i.attempts FROM known k JOIN inbox i ON i.consumer = k.consumer AND i.event_id = ANY($1) ORDER BY i.event_id, i.consumer;
-- statement
PREPARE s49 (text) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE code = $1;
-- statement
PREPARE s50 AS
SELECT code FROM directory_entry WHERE status = 'unlisted';
-- statement
PREPARE s51 (text[]) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE code = ANY($1) ORDER BY code FOR NO KEY UPDATE;
-- statement
PREPARE s52 (text, text, text, text[], text, text[], text, text, text, text, text, text, text, text, text, text, date, text, text, bigint, timestamptz, text, text, text[], text[], uuid) AS
UPDATE directory_entry SET kind = $1, name_zh = $2, name_en = $3, regions = $4, seat = $5, services = $6, office_phone = $7, office_address = $8, web_site = $9, business_email = $10, intro_zh = $11, intro_en = $12, source_document = $13, source_clause = $14, source_url = $15, source_tag = $16, observed_on = $17, status = $18, unlisted_reason = $19, version = $20, updated_at = $21, updated_by = $22, search_text = $23, search_grams = $24, search_areas = $25 WHERE id = $26;
-- statement
PREPARE s53 (uuid, text, text, text, bigint, timestamptz, text, timestamptz, timestamptz, text, text) AS
INSERT INTO api_client (id, institution, role, name, version, created_at, created_by, updated_at, disabled_at, disabled_by, disabled_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s54 (uuid, uuid, bigint, bytea, timestamptz, text, timestamptz, timestamptz, timestamptz) AS
INSERT INTO api_client_secret (id, client_id, slot, digest, created_at, created_by, expires_at, revoked_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s55 (uuid) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND true;
-- statement
PREPARE s56 (uuid) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND true FOR NO KEY UPDATE OF c;
-- statement
PREPARE s57 (uuid[]) AS
SELECT id, client_id, slot, digest, created_at, created_by, expires_at, revoked_at, last_used_at FROM api_client_secret WHERE client_id = ANY($1) ORDER BY client_id, id DESC;
-- statement
PREPARE s58 (text, bigint, timestamptz, timestamptz, text, text, uuid) AS
UPDATE api_client SET name = $1, version = $2, updated_at = $3, disabled_at = $4, disabled_by = $5, disabled_reason = $6 WHERE id = $7;
-- statement
PREPARE s59 (text, text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND kind = $2 ORDER BY code LIMIT $3;
-- statement
PREPARE s60 (text, text[], text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_areas && $2 AND kind = $3 ORDER BY code LIMIT $4;
-- statement
PREPARE s61 (text, text[], text[], bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_areas && $2 AND services @> $3 ORDER BY code LIMIT $4;
-- statement
PREPARE s62 (text, text[], bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_areas && $2 ORDER BY code LIMIT $3;
-- statement
PREPARE s63 (text, text[], text, text, text[], bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND kind = $4 AND services @> $5 ORDER BY code LIMIT $6;
-- statement
PREPARE s64 (text, timestamptz, uuid[]) AS
INSERT INTO inbox (consumer, event_id, handled_at) SELECT $1, n.event_id, $2 FROM unnest($3) AS n (event_id) ON CONFLICT (consumer, event_id) DO NOTHING RETURNING event_id;
-- statement
PREPARE s65 (uuid, uuid, bigint, text, timestamptz, timestamptz, timestamptz) AS
INSERT INTO need (id, enterprise_id, version, status, match_due_since, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s66 (uuid, bigint, bigint, bigint, text, text[], timestamptz, text) AS
INSERT INTO need_version (need_id, version, amount_fen, tenor_months, purpose, security, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s67 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.enterprise_id = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s68 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s69 (text, text, uuid, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.status = $2 AND n.enterprise_id = $3 AND n.id < $4 ORDER BY n.id DESC LIMIT $5;
-- statement
PREPARE s70 (text, text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.status = $2 AND n.enterprise_id = $3 ORDER BY n.id DESC LIMIT $4;
-- statement
PREPARE s71 (text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s72 (uuid, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.enterprise_id = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s73 (uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.enterprise_id = $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s74 (uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.id < $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s75 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.status = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s76 (text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.status = $1 ORDER BY n.id DESC LIMIT $2;
-- statement
PREPARE s77 (bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) ORDER BY n.id DESC LIMIT $1;
-- statement
PREPARE s78 (uuid) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND c.disabled_at IS NULL;
-- statement
PREPARE s79 (uuid, timestamptz) AS
SELECT id, client_id, slot, digest, created_at, created_by, expires_at, revoked_at, last_used_at FROM api_client_secret WHERE client_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY slot;
-- statement
PREPARE s80 (timestamptz, uuid, uuid) AS
UPDATE api_client_secret SET revoked_at = greatest($1, created_at) WHERE id = $2 AND client_id = $3 AND revoked_at IS NULL;
-- statement
PREPARE s81 (uuid[]) AS
SELECT id, facts_version, event_sequence FROM enterprise WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE;
-- statement
PREPARE s82 (bigint, uuid) AS
UPDATE enterprise SET event_sequence = $1 WHERE id = $2;
-- statement
PREPARE s83 (uuid[], bigint[]) AS
UPDATE enterprise SET event_sequence = n.sequence FROM unnest($1, $2) AS n (id, sequence) WHERE enterprise.id = n.id;
-- statement
PREPARE s84 (uuid, bigint) AS
DELETE FROM api_client_secret WHERE id IN ( SELECT id FROM api_client_secret WHERE client_id = $1 AND revoked_at IS NOT NULL ORDER BY id DESC OFFSET $2);
-- statement
PREPARE s85 (uuid, timestamptz) AS
UPDATE api_client_secret SET revoked_at = expires_at WHERE client_id = $1 AND revoked_at IS NULL AND expires_at <= $2;
-- statement
PREPARE s86 (uuid[], bigint[], timestamptz) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM unnest($1, $2) AS t (endpoint_id, most) CROSS JOIN LATERAL ( SELECT * FROM webhook_delivery w WHERE w.endpoint_id = t.endpoint_id AND w.state = 'pending' AND w.next_attempt_at <= $3 ORDER BY w.next_attempt_at, w.id LIMIT t.most) AS d;
-- statement
PREPARE s87 (uuid, uuid) AS
UPDATE webhook_endpoint SET lease_owner = NULL, leased_until = NULL WHERE id = $1 AND lease_owner = $2;
-- statement
PREPARE s88 (timestamptz, timestamptz, timestamptz, bigint, uuid, timestamptz) AS
WITH due AS ( SELECT e.id FROM webhook_endpoint e CROSS JOIN LATERAL ( SELECT d.next_attempt_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending' ORDER BY d.next_attempt_at, d.id LIMIT 1) AS first WHERE e.state = 'active' AND (e.leased_until IS NULL OR e.leased_until <= $1) AND (e.rests_until IS NULL OR e.rests_until <= $2) AND first.next_attempt_at <= $3 ORDER BY first.next_attempt_at, e.id LIMIT $4 FOR NO KEY UPDATE OF e SKIP LOCKED) UPDATE webhook_endpoint e SET lease_owner = $5, leased_until = $6 FROM due WHERE e.id = due.id RETURNING e.id, e.url, e.failures;
-- statement
PREPARE s89 (timestamptz, bigint) AS
DELETE FROM idempotency WHERE (client, key) IN ( SELECT client, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2);
-- statement
PREPARE s90 (timestamptz, bigint) AS
DELETE FROM inbox WHERE (consumer, event_id) IN ( SELECT consumer, event_id FROM inbox WHERE handled_at < $1 ORDER BY handled_at LIMIT $2);
-- statement
PREPARE s91 (text, text, bytea, bigint, jsonb, uuid, bytea, timestamptz) AS
INSERT INTO idempotency (client, key, fingerprint, status, headers, enterprise_id, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s92 (text, text) AS
SELECT i.fingerprint, i.status, i.headers::text, i.body, i.enterprise_id, e.data_key FROM idempotency i LEFT JOIN enterprise e ON e.id = i.enterprise_id WHERE i.client = $1 AND i.key = $2;
-- statement
PREPARE s93 (timestamptz, uuid, timestamptz) AS
UPDATE api_client_secret SET last_used_at = greatest($1, created_at) WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3);
-- statement
PREPARE s94 (uuid[], text[], text[], text[], text[], date[], integer[], timestamptz[]) AS
INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version, event_sequence, created_at, updated_at) SELECT id, uscc, name, region, industry, registered_on, facts_version, 0, at, at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (id, uscc, name, region, industry, registered_on, facts_version, at);
-- statement
PREPARE s95 (uuid[], uuid[], integer[], uuid[], integer[], bytea[], integer[], integer[], smallint[], timestamptz[], date[], integer[], integer[], integer[], integer[], bytea[], bytea[], uuid[], text[]) AS
INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result, verdicts, cause_event_id, traceparent) SELECT * FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT ON CONSTRAINT match_run_once DO NOTHING RETURNING id;
-- statement
PREPARE s96 (uuid[], uuid[]) AS
INSERT INTO need_rematch (need_id, run_id, state) SELECT n.need_id, n.run_id, 'unknown' FROM unnest($1, $2) AS n (need_id, run_id) ON CONFLICT (need_id) DO UPDATE SET run_id = excluded.run_id, state = 'unknown', rematch_on = NULL, revision = need_rematch.revision + 1;
-- statement
PREPARE s97 (bigint) AS
SELECT c.digest, c.published_at, f.body, i.body, a.body FROM catalog_version c JOIN document f ON f.digest = c.facts_digest JOIN document i ON i.digest = c.institutions_digest JOIN document a ON a.digest = c.families_digest WHERE c.version = $1;
-- statement
PREPARE s98 (bigint) AS
SELECT c.ordinal, p.id, p.code, v.version, d.body FROM catalog_product c JOIN product p ON p.id = c.product_id JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version JOIN document d ON d.digest = v.digest WHERE c.catalog_version = $1 ORDER BY c.ordinal;
-- statement
PREPARE s99 AS
SELECT count(*) FROM dead_letter;
-- statement
PREPARE s100 (uuid) AS
SELECT count(*) FROM need WHERE enterprise_id = $1 AND status = 'submitted';
-- statement
PREPARE s101 AS
SELECT count(*) FROM need WHERE match_due_since IS NOT NULL;
-- statement
PREPARE s102 AS
SELECT count(*) FROM need n WHERE n.status = 'submitted' AND 1 <> ( SELECT count(*) FROM match_run r WHERE r.need_id = n.id AND r.need_version = n.version);
-- statement
PREPARE s103 (bigint) AS
SELECT d.body FROM policy_version p JOIN document d ON d.digest = p.digest WHERE p.version = $1;
-- statement
PREPARE s104 (uuid[]) AS
SELECT e.id FROM unnest($1) AS e (id) WHERE EXISTS (SELECT FROM need WHERE enterprise_id = e.id);
-- statement
PREPARE s105 (uuid[], text) AS
SELECT enterprise_id, id, event_id, state, hold_number FROM dead_letter WHERE enterprise_id = ANY($1) AND consumer = $2 AND state IN ('open', 'redriving', 'skipping') AND enterprise_id IS NOT NULL ORDER BY hold_number;
-- statement
PREPARE s106 (uuid[]) AS
SELECT id, data_key FROM enterprise WHERE id = ANY($1) AND data_key IS NOT NULL;
-- statement
PREPARE s107 (uuid) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at, event_sequence FROM enterprise WHERE id = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s108 (uuid[]) AS
SELECT n.id, n.enterprise_id, n.version, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, v.created_at, e.facts_version, e.event_sequence, f.digest, f.body, r.id, r.need_version, r.facts_version, r.catalog_version, r.policy_version, r.engine_version, r.decided_on, r.verdicts, e.data_key FROM ( SELECT id, enterprise_id, version, match_due_since FROM need WHERE enterprise_id = ANY($1) AND match_due_since IS NOT NULL ) n CROSS JOIN LATERAL ( SELECT amount_fen, tenor_months, purpose, security, created_at FROM need_version WHERE need_id = n.id AND version = n.version LIMIT 1) v CROSS JOIN LATERAL ( SELECT facts_version, event_sequence, data_key FROM enterprise WHERE id = n.enterprise_id LIMIT 1) e CROSS JOIN LATERAL ( SELECT digest, body FROM facts_version WHERE enterprise_id = n.enterprise_id AND version = e.facts_version LIMIT 1) f LEFT JOIN LATERAL ( SELECT id, need_version, facts_version, catalog_version, policy_version, engine_version, decided_on, verdicts FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r ON true ORDER BY n.id;
-- statement
PREPARE s109 (uuid[]) AS
SELECT n.id, r.run_id FROM need n CROSS JOIN LATERAL ( SELECT run_id FROM need_rematch WHERE need_id = n.id AND state = 'asked' LIMIT 1) r WHERE n.enterprise_id = ANY($1) AND n.match_due_since IS NOT NULL;
-- statement
PREPARE s110 (bigint) AS
SELECT pg_try_advisory_lock($1);
-- statement
PREPARE s111 (text[]) AS
SELECT uscc, id FROM enterprise WHERE uscc = ANY($1);
-- statement
PREPARE s112 (uuid[], bytea[]) AS
UPDATE enterprise e SET data_key = n.key FROM unnest($1, $2) AS n (id, key) WHERE e.id = n.id;
-- statement
PREPARE s113 (uuid[]) AS
UPDATE need SET match_due_since = NULL, match_asked_at = NULL, match_asks = 0 WHERE id = ANY($1);
-- statement
PREPARE s114 (timestamptz, bigint[], text[], text, bigint[]) AS
WITH aside AS (INSERT INTO webhook_event (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, kept_at) SELECT o.event_id, o.topic, o.key, o.type, o.subject, o.sequence, o.causation, o.traceparent, o.occurred_at, o.payload, $1 FROM outbox o WHERE EXISTS (SELECT FROM webhook_endpoint WHERE state = 'active') AND o.id = ANY($2) AND o.headers IS NULL AND o.type = ANY($3) AND EXISTS ( SELECT FROM webhook_endpoint e WHERE e.organisation = ANY( array_append(string_to_array(encode(o.payload, 'escape'), '"'), o.key)) AND e.state = 'active') AND NOT EXISTS ( SELECT FROM inbox i WHERE i.consumer = $4 AND i.event_id = o.event_id OFFSET 0) ON CONFLICT (event_id) DO NOTHING) DELETE FROM outbox WHERE id = ANY($5);
-- statement
PREPARE s115 (timestamptz, bigint) AS
DELETE FROM dead_letter WHERE id IN ( SELECT id FROM dead_letter WHERE state IN ('resolved', 'skipped') AND state_changed_at < $1 ORDER BY state_changed_at LIMIT $2);
-- statement
PREPARE s116 (timestamptz) AS
DELETE FROM pause WHERE ends_at <= $1;
-- statement
PREPARE s117 (text, text) AS
DELETE FROM pause WHERE kind = $1 AND target = $2 RETURNING kind, target, reason, set_at, set_by, ends_at;
-- statement
PREPARE s118 (timestamptz, bigint) AS
DELETE FROM webhook_delivery WHERE id IN ( SELECT id FROM webhook_delivery WHERE settled_at < $1 ORDER BY settled_at LIMIT $2);
-- statement
PREPARE s119 (timestamptz, bigint) AS
DELETE FROM webhook_event WHERE event_id IN ( SELECT event_id FROM webhook_event WHERE kept_at < $1 ORDER BY kept_at, event_id LIMIT $2);
-- statement
PREPARE s120 (uuid, timestamptz, text, text, text, text, text, jsonb) AS
INSERT INTO audit_entry (id, taken_at, actor, role, action, subject, reason, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s121 (text[], date[], text[], text[]) AS
INSERT INTO funnel_cell (dimension, month, region, value) SELECT * FROM unnest($1, $2, $3, $4) AS n (dimension, month, region, value) ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING;
-- statement
PREPARE s122 (timestamptz, uuid[]) AS
INSERT INTO funnel_journey (need_id, body, counted_at) SELECT id, '', $1 FROM unnest($2) AS n (id) ORDER BY id ON CONFLICT (need_id) DO NOTHING;
-- statement
PREPARE s123 (text, text, text, timestamptz, text, timestamptz) AS
INSERT INTO pause AS p (kind, target, reason, set_at, set_by, ends_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, target) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by, ends_at = excluded.ends_at, set_at = CASE WHEN p.ends_at <= excluded.set_at THEN excluded.set_at ELSE least(p.set_at, excluded.set_at) END RETURNING kind, target, reason, set_at, set_by, ends_at;
-- statement
PREPARE s124 AS
SELECT (SELECT min(received_on) FROM report), (SELECT min(updated_at) FROM report_enrolment);
-- statement
PREPARE s125 AS
SELECT FROM sweep WHERE finished_at IS NULL AND state = 'planning' LIMIT 1;
-- statement
PREPARE s126 AS
SELECT FROM sweep WHERE finished_at IS NULL LIMIT 1;
-- statement
PREPARE s127 AS
SELECT FROM sweep_slice WHERE days_due LIMIT 1;
-- statement
PREPARE s128 (text[], date[], text[], text[]) AS
SELECT c.value FROM funnel_cell c JOIN unnest($1, $2, $3, $4) AS n (dimension, month, region, value) ON (c.dimension, c.month, c.region, c.value) = (n.dimension, n.month, n.region, n.value) ORDER BY c.dimension, c.month, c.region, c.value FOR UPDATE OF c;
-- statement
PREPARE s129 AS
SELECT count(*) FROM held_event;
-- statement
PREPARE s130 AS
SELECT count(*) FROM outbox;
-- statement
PREPARE s131 AS
SELECT count(*), min(match_due_since) FROM need WHERE match_due_since IS NOT NULL;
-- statement
PREPARE s132 AS
SELECT count(*), min(occurred_at) FROM outbox;
-- statement
PREPARE s133 (timestamptz, timestamptz, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE d.state IN ('redriving', 'skipping') AND (d.sent_at < $1 OR d.sent_at > $2) AND NOT EXISTS ( SELECT FROM dead_letter earlier WHERE earlier.enterprise_id = d.enterprise_id AND earlier.consumer = d.consumer AND earlier.enterprise_id IS NOT NULL AND earlier.state IN ('open', 'redriving', 'skipping') AND earlier.hold_number < d.hold_number) ORDER BY d.id LIMIT $3;
-- statement
PREPARE s134 AS
SELECT day FROM quality_day ORDER BY day DESC LIMIT 1;
-- statement
PREPARE s135 (date, bigint) AS
SELECT enterprise_id FROM erasure WHERE state = 'held' AND held_until < $1 ORDER BY held_until, id LIMIT $2;
-- statement
PREPARE s136 (timestamptz, bigint) AS
SELECT enterprise_id FROM listing_account WHERE due_at <= $1 ORDER BY due_at, enterprise_id LIMIT $2;
-- statement
PREPARE s137 (timestamptz, bigint) AS
SELECT enterprise_id FROM monitoring_account WHERE due_at <= $1 ORDER BY due_at, enterprise_id LIMIT $2;
-- statement
PREPARE s138 (timestamptz, bigint) AS
SELECT enterprise_id FROM pool_member WHERE state = 'member' AND enterprise_id IS NOT NULL AND due_at <= $1 ORDER BY due_at, enterprise_id LIMIT $2;
-- statement
PREPARE s139 (timestamptz, bigint) AS
SELECT enterprise_id FROM receivable_account WHERE facts_due_at <= $1 ORDER BY facts_due_at, enterprise_id LIMIT $2;
-- statement
PREPARE s140 (uuid[]) AS
SELECT enterprise_id, pool, entered_on, left_on FROM pool_member WHERE enterprise_id = ANY($1) ORDER BY enterprise_id, id;
-- statement
PREPARE s141 (timestamptz, bigint) AS
SELECT event_id FROM entitlement_notice WHERE due_at <= $1 GROUP BY event_id ORDER BY min(due_at), event_id LIMIT $2;
-- statement
PREPARE s142 (timestamptz, bigint) AS
SELECT id FROM bridge_loan WHERE step_at <= $1 ORDER BY step_at, id LIMIT $2;
-- statement
PREPARE s143 (timestamptz, bigint) AS
SELECT id FROM guarantee WHERE step_at <= $1 ORDER BY step_at, id LIMIT $2;
-- statement
PREPARE s144 (timestamptz, bigint) AS
SELECT id FROM offer WHERE step_at <= $1 ORDER BY step_at, id LIMIT $2;
-- statement
PREPARE s145 (timestamptz, bigint) AS
SELECT id FROM receivable WHERE step_at <= $1 ORDER BY step_at, id LIMIT $2;
-- statement
PREPARE s146 (timestamptz, timestamptz, timestamptz, timestamptz, bigint, text, bigint) AS
SELECT id, enterprise_id FROM need WHERE match_due_since IS NOT NULL AND (match_due_since < $1 OR match_due_since > $2) AND (match_asked_at IS NULL OR match_asked_at > $3 OR match_asked_at < $4 - make_interval(secs => $5 / 1000.0) * (1 << least(match_asks, 4))) AND NOT EXISTS ( SELECT FROM dead_letter d WHERE d.enterprise_id = need.enterprise_id AND d.consumer = $6 AND d.state IN ('open', 'redriving', 'skipping') AND d.enterprise_id IS NOT NULL) ORDER BY match_due_since, id LIMIT $7;
-- statement
PREPARE s147 (uuid[]) AS
SELECT id, facts_version, event_sequence FROM enterprise WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED;
-- statement
PREPARE s148 (text[], timestamptz, bigint) AS
SELECT kind, target, reason, set_at, set_by, ends_at FROM pause WHERE kind = ANY($1) AND (ends_at IS NULL OR ends_at > $2) ORDER BY kind, target LIMIT $3;
-- statement
PREPARE s149 (timestamptz, double precision, bigint) AS
SELECT n.id, coalesce(greatest(n.updated_at, (SELECT e.updated_at FROM enterprise e WHERE e.id = n.enterprise_id), (SELECT max(o.updated_at) FROM offer o WHERE o.need_id = n.id), (SELECT max(r.created_at) FROM match_run r WHERE r.need_id = n.id), (SELECT max(m.updated_at) FROM pool_member m WHERE m.enterprise_id = n.enterprise_id)) > (SELECT least(j.counted_at, $1) FROM funnel_journey j WHERE j.need_id = n.id AND j.body <> '') - $2 * interval '1 millisecond', true) FROM (SELECT n.id, n.enterprise_id, n.updated_at FROM need n ORDER BY n.id LIMIT $3) AS n ORDER BY n.id;
-- statement
PREPARE s150 (uuid[]) AS
SELECT n.id, n.enterprise_id, e.region, e.industry, n.created_at, v.amount_fen, first.facts_version, matched.decided_on FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN need_version v ON v.need_id = n.id AND v.version = n.version LEFT JOIN LATERAL ( SELECT r.facts_version FROM match_run r WHERE r.need_id = n.id ORDER BY r.id LIMIT 1 ) AS first ON true LEFT JOIN LATERAL ( SELECT r.decided_on FROM match_run r WHERE r.need_id = n.id AND r.eligible > 0 ORDER BY r.id LIMIT 1 ) AS matched ON true WHERE n.id = ANY($1) ORDER BY n.id;
-- statement
PREPARE s151 AS
SELECT need_id FROM funnel_walk FOR UPDATE;
-- statement
PREPARE s152 (uuid[]) AS
SELECT need_id, body FROM funnel_journey WHERE need_id = ANY($1) ORDER BY need_id FOR UPDATE;
-- statement
PREPARE s153 (bigint) AS
SELECT need_id, run_id, revision FROM need_rematch WHERE state = 'unknown' ORDER BY need_id LIMIT $1;
-- statement
PREPARE s154 (uuid[]) AS
SELECT o.need_id, o.product_code, o.institution, o.created_at, o.granted_on, o.granted_fen, o.drawn_on, o.drawn_fen, claim.taken_at, refusal.taken_at, CASE WHEN o.state = 'declined' THEN o.reasons END, o.id, o.state, o.granted_rate_ppm::bigint FROM offer o LEFT JOIN LATERAL ( SELECT s.taken_at FROM offer_step s WHERE s.offer_id = o.id AND s.verb = 'claim' ORDER BY s.version LIMIT 1 ) AS claim ON true LEFT JOIN LATERAL ( SELECT s.taken_at FROM offer_step s WHERE s.offer_id = o.id AND s.verb = 'decline' ORDER BY s.version LIMIT 1 ) AS refusal ON true WHERE o.need_id = ANY($1) ORDER BY o.need_id, o.id;
-- statement
PREPARE s155 (text) AS
SELECT occurred_at FROM outbox WHERE topic = $1 ORDER BY id LIMIT 1;
-- statement
PREPARE s156 AS
SELECT pg_advisory_xact_lock(7242004221);
-- statement
PREPARE s157 (bigint) AS
SELECT pg_advisory_xact_lock_shared($1);
-- statement
PREPARE s158 AS
SELECT pg_try_advisory_xact_lock(7242004220);
-- statement
PREPARE s159 (timestamptz, bigint) AS
SELECT r.need_id FROM referral r JOIN need n ON n.id = r.need_id WHERE r.due_at <= $1 AND r.mode <> 'periodic' AND n.match_due_since IS NULL ORDER BY r.due_at, r.need_id LIMIT $2;
-- statement
PREPARE s160 (date, bigint) AS
SELECT r.need_id, n.enterprise_id FROM need_rematch r JOIN need n ON n.id = r.need_id WHERE r.state = 'scheduled' AND r.rematch_on <= $1 ORDER BY r.rematch_on, r.need_id LIMIT $2;
-- statement
PREPARE s161 AS
SELECT state, count(*) FROM dead_letter WHERE state IN ('open', 'redriving', 'skipping') GROUP BY state;
-- statement
PREPARE s162 AS
SELECT version FROM warning_rules ORDER BY version DESC LIMIT 1;
-- statement
PREPARE s163 (text[], date[], text[], text[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], text[], text[], text[]) AS
UPDATE funnel_cell c SET submitted = c.submitted + n.submitted, matched = c.matched + n.matched, offered = c.offered + n.offered, claimed = c.claimed + n.claimed, granted = c.granted + n.granted, drawn = c.drawn + n.drawn, asked_fen = c.asked_fen + n.asked::numeric, granted_fen = c.granted_fen + n.lent::numeric, drawn_fen = c.drawn_fen + n.paid::numeric FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS n (dimension, month, region, value, submitted, matched, offered, claimed, granted, drawn, asked, lent, paid) WHERE (c.dimension, c.month, c.region, c.value) = (n.dimension, n.month, n.region, n.value);
-- statement
PREPARE s164 (timestamptz, uuid[]) AS
UPDATE funnel_journey SET counted_at = $1 WHERE need_id = ANY($2);
-- statement
PREPARE s165 (uuid[], bytea[]) AS
UPDATE funnel_journey j SET body = n.body FROM unnest($1, $2) AS n (need_id, body) WHERE j.need_id = n.need_id;
-- statement
PREPARE s166 (uuid) AS
UPDATE funnel_walk SET need_id = $1;
-- statement
PREPARE s167 (timestamptz, bytea, bytea, timestamptz, bigint) AS
UPDATE monitoring_account a SET due_at = $1 FROM ( SELECT m.enterprise_id FROM monitoring_account m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL WHERE (m.judged_by < $2 OR m.judged_by > $3) AND (m.due_at IS NULL OR m.due_at > $4) LIMIT $5 FOR UPDATE OF m SKIP LOCKED) AS other WHERE a.enterprise_id = other.enterprise_id;
-- statement
PREPARE s168 (timestamptz, uuid[]) AS
UPDATE need SET match_asked_at = $1, match_asks = least(match_asks + 1, 1000) WHERE id = ANY($2) AND match_due_since IS NOT NULL;
-- statement
PREPARE s169 (text[], text[], text[], bigint) AS
WITH entered AS ( SELECT c.enterprise_id, c.board || '.' || s.to_stage AS event, s.taken_on AS day, 'lst_' || c.id::text || '/' || s.seq::text AS source, s.role FROM listing_step s JOIN listing_case c ON c.id = s.case_id WHERE s.to_stage = ANY($1) AND c.board || '.' || s.to_stage = ANY($2) UNION ALL SELECT l.enterprise_id, l.layer, l.since_on, 'layer/' || l.board, NULL FROM listing_layer l WHERE l.layer = ANY($3)) SELECT DISTINCT ON (n.enterprise_id, n.event) n.enterprise_id, n.event, n.day, n.source, n.role FROM entered n JOIN enterprise e ON e.id = n.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL WHERE NOT EXISTS ( SELECT FROM award_event a WHERE a.enterprise_id = n.enterprise_id AND a.kind = 'stage' AND a.event = n.event) ORDER BY n.enterprise_id, n.event, n.day, n.source LIMIT $4;
-- statement
PREPARE s170 AS
SELECT count(*) FROM match_run;
-- statement
PREPARE s171 (uuid[], uuid[], uuid[], text[], text[], text[], uuid[], uuid[], text[], uuid[], bigint[], timestamptz[]) AS
INSERT INTO decision_flip (id, need_id, enterprise_id, product_id, from_verdict, to_verdict, from_run, to_run, cause, sweep_id, amount_fen, created_at) SELECT n.id, n.need_id, n.enterprise_id, p.id, n.from_verdict, n.to_verdict, n.from_run, n.to_run, n.cause, n.sweep_id, n.amount_fen, n.created_at FROM unnest( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS n (id, need_id, enterprise_id, code, from_verdict, to_verdict, from_run, to_run, cause, sweep_id, amount_fen, created_at) JOIN product p ON p.code = n.code;
-- statement
PREPARE s172 (text[], date[], text[], text[], text[], smallint[]) AS
INSERT INTO funnel_days (dimension, month, region, value, stage, days) SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS n (dimension, month, region, value, stage, days) ON CONFLICT DO NOTHING;
-- statement
PREPARE s173 (uuid, text, bigint, bigint, bigint, bigint, text[], text, uuid, timestamptz, text) AS
INSERT INTO sweep (id, kind, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s174 (timestamptz, uuid[], integer[], uuid[], uuid[], integer[]) AS
INSERT INTO sweep_slice (sweep_id, number, after_need, last_need, needs, requested_at) SELECT n.sweep_id, n.number, n.after_need, n.last_need, n.needs, $1 FROM unnest($2, $3, $4, $5, $6) AS n (sweep_id, number, after_need, last_need, needs);
-- statement
PREPARE s175 (uuid, uuid) AS
SELECT DISTINCT enterprise_id FROM need WHERE status = 'submitted' AND id > $1 AND id <= $2;
-- statement
PREPARE s176 AS
SELECT FROM allocation_run WHERE finished_at IS NULL LIMIT 1;
-- statement
PREPARE s177 AS
SELECT count(*) FROM decision_flip;
-- statement
PREPARE s178 AS
SELECT count(*) FROM sweep WHERE state = 'finished';
-- statement
PREPARE s179 AS
SELECT count(DISTINCT need_id) FROM decision_flip;
-- statement
PREPARE s180 (uuid[], integer[]) AS
SELECT f.enterprise_id, f.version, f.digest, f.body, f.created_at, f.created_by, e.data_key FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id JOIN unnest($1, $2) AS wanted (enterprise, number) ON f.enterprise_id = wanted.enterprise AND f.version = wanted.number;
-- statement
PREPARE s181 (bigint) AS
SELECT facts_digest FROM catalog_version WHERE version = $1;
-- statement
PREPARE s182 AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at, kind FROM sweep WHERE finished_at IS NULL AND state = 'planning' ORDER BY id LIMIT 1 FOR NO KEY UPDATE;
-- statement
PREPARE s183 (uuid) AS
SELECT id, kind, catalog_to, policy_to, finished_at FROM sweep WHERE id = $1;
-- statement
PREPARE s184 (uuid[]) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE id = ANY($1);
-- statement
PREPARE s185 (uuid[], integer[]) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN unnest($1, $2) AS wanted (id, version) ON wanted.id = n.id JOIN need_version v ON v.need_id = n.id AND v.version = wanted.version;
-- statement
PREPARE s186 (uuid, uuid, bigint) AS
SELECT n.id, n.version, n.enterprise_id, r.id, r.catalog_version, r.policy_version FROM need n CROSS JOIN LATERAL ( SELECT id, need_version, catalog_version, policy_version FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r WHERE n.status = 'submitted' AND n.match_due_since IS NULL AND r.need_version = n.version AND n.id > $1 AND n.id <= $2 ORDER BY n.id LIMIT $3;
-- statement
PREPARE s187 (bigint) AS
SELECT p.code, v.digest FROM catalog_product c JOIN product p ON p.id = c.product_id JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version WHERE c.catalog_version = $1 ORDER BY c.ordinal;
-- statement
PREPARE s188 (uuid[]) AS
SELECT r.id, f.body, e.region, e.data_key FROM match_run r JOIN facts_version f ON f.enterprise_id = r.enterprise_id AND f.version = r.facts_version JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = ANY($1);
-- statement
PREPARE s189 (timestamptz, timestamptz, bigint, bigint) AS
SELECT s.sweep_id, s.number, s.after_need, s.last_need, s.needs, false FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL WHERE s.done_at IS NULL AND (s.requested_at > $1 OR s.requested_at < $2 - make_interval(secs => $3 / 1000.0) * (1 << least(s.requests - 1, 4))) ORDER BY s.requested_at, s.sweep_id, s.number LIMIT $4 FOR NO KEY UPDATE OF s SKIP LOCKED;
-- statement
PREPARE s190 (uuid, bigint) AS
SELECT sweep_id, number, after_need, last_need, needs, done_at IS NOT NULL FROM sweep_slice WHERE sweep_id = $1 AND number = $2;
-- statement
PREPARE s191 (uuid, bigint) AS
SELECT sweep_id, number, after_need, last_need, needs, done_at IS NOT NULL FROM sweep_slice WHERE sweep_id = $1 AND number = $2 FOR NO KEY UPDATE;
-- statement
PREPARE s192 (text[], bigint) AS
SELECT u.flip_id, f.need_id, f.enterprise_id, p.code FROM untold_gain u JOIN decision_flip f ON f.id = u.flip_id JOIN product p ON p.id = u.product_id JOIN need n ON n.id = f.need_id AND n.match_due_since IS NULL WHERE u.product_id IN ( SELECT id FROM product w WHERE w.code <> ALL($1) AND EXISTS (SELECT FROM untold_gain WHERE product_id = w.id)) ORDER BY u.flip_id LIMIT $2;
-- statement
PREPARE s193 (text[], date[], text[], text[], text[], smallint[], bigint[]) AS
UPDATE funnel_days d SET cases = d.cases + n.cases FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (dimension, month, region, value, stage, days, cases) WHERE (d.dimension, d.month, d.region, d.value, d.stage, d.days) = (n.dimension, n.month, n.region, n.value, n.stage, n.days);
-- statement
PREPARE s194 (uuid[], integer[], date[]) AS
UPDATE need_rematch r SET rematch_on = n.rematch_on, state = CASE WHEN n.rematch_on IS NULL THEN 'none' ELSE 'scheduled' END FROM unnest($1, $2, $3) AS n (need_id, revision, rematch_on) WHERE r.need_id = n.need_id AND r.revision = n.revision AND r.state = 'unknown';
-- statement
PREPARE s195 (uuid, bigint, bigint, boolean, bigint, boolean, bigint, timestamptz, uuid) AS
UPDATE sweep SET planned_to = $1, slices = $2, needs = $3, state = CASE WHEN NOT $4 THEN 'planning' WHEN slices_done = $5 THEN 'finished' ELSE 'running' END, finished_at = CASE WHEN $6 AND slices_done = $7 THEN $8 END WHERE id = $9;
-- statement
PREPARE s196 (bigint, bigint, timestamptz, uuid) AS
UPDATE sweep SET slices_done = slices_done + 1, needs_examined = needs_examined + $1, needs_changed = needs_changed + $2, state = CASE WHEN state = 'running' AND slices_done + 1 = slices THEN 'finished' ELSE state END, finished_at = CASE WHEN state = 'running' AND slices_done + 1 = slices THEN $3 ELSE finished_at END WHERE id = $4;
-- statement
PREPARE s197 (timestamptz) AS
UPDATE sweep SET state = 'superseded', finished_at = $1 WHERE finished_at IS NULL RETURNING id, touched;
-- statement
PREPARE s198 (timestamptz, boolean, uuid, bigint) AS
UPDATE sweep_slice SET done_at = $1, days_due = $2 WHERE sweep_id = $3 AND number = $4;
-- statement
PREPARE s199 (timestamptz, uuid[], integer[]) AS
UPDATE sweep_slice s SET requested_at = $1, requests = least(s.requests + 1, 1000) FROM unnest($2, $3) AS n (sweep_id, number) WHERE s.sweep_id = n.sweep_id AND s.number = n.number;
-- statement
PREPARE s200 (uuid, bigint, bigint) AS
WITH page AS ( SELECT id, row_number() OVER (ORDER BY id) AS number FROM ( SELECT id FROM need WHERE status = 'submitted' AND id > $1 ORDER BY id LIMIT $2) AS open) SELECT id, number FROM page WHERE number % $3 = 0 OR number = (SELECT count(*) FROM page) ORDER BY number;
-- statement
PREPARE s201 (uuid, text, uuid, text, integer, bigint, bytea, jsonb, bytea, bytea, text, text, bigint, timestamptz, timestamptz, uuid, uuid) AS
INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset, key, headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at, enterprise_id, hold_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, CASE WHEN $17 IS NOT NULL THEN nextval('hold_number') END) ON CONFLICT ON CONSTRAINT dead_letter_once DO NOTHING;
-- statement
PREPARE s202 (text, uuid) AS
SELECT FROM inbox WHERE consumer = $1 AND event_id = $2;
-- statement
PREPARE s203 (uuid, text, bytea) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE d.event_id = $1 AND d.consumer = $2 AND d.payload_digest = $3 AND d.state IN ('open', 'redriving', 'skipping') ORDER BY d.id LIMIT 1 FOR UPDATE;
-- statement
PREPARE s204 (bigint) AS
DELETE FROM audit_unsealed WHERE entry_id IN ( SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT $1) RETURNING entry_id;
-- statement
PREPARE s205 (bigint, timestamptz, uuid[], bytea, bytea) AS
INSERT INTO audit_seal (number, sealed_at, entries, previous, digest) VALUES ($1, $2, $3, $4, $5);
-- statement
PREPARE s206 (uuid, uuid, text, text, text, date, bigint, bigint, bigint, bigint, bigint, bigint, text, text, text, bytea, date, text, text, bigint, timestamptz, text, timestamptz, text) AS
INSERT INTO award_event (id, enterprise_id, kind, event, contract, occurred_on, tenor_months, financed_fen, interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source, evidence_reference, evidence_digest, evidence_on, evidence_issuer, state, version, recorded_at, recorded_by, decided_at, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) ON CONFLICT (enterprise_id, key) DO NOTHING;
-- statement
PREPARE s207 (text, timestamptz, text, text, text, text, text, timestamptz, uuid[], uuid[]) AS
INSERT INTO enterprise_read (id, enterprise_id, consent_id, organisation, reader, reader_role, document, basis, read_at) SELECT r.id, r.enterprise_id, (SELECT c.id FROM consent c WHERE c.institution = $1 AND c.enterprise_id = r.enterprise_id AND c.revoked_at IS NULL AND c.expires_at > $2 ORDER BY c.id DESC LIMIT 1), $3, $4, $5, $6, $7, $8 FROM unnest($9, $10) AS r (id, enterprise_id);
-- statement
PREPARE s208 (uuid, text, uuid, date, date, timestamptz, timestamptz, timestamptz) AS
INSERT INTO entitlement_notice (event_id, clause, enterprise_id, opens_on, closes_on, opened_at, closing_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (event_id, clause) DO UPDATE SET opens_on = excluded.opens_on, closes_on = excluded.closes_on, opened_at = excluded.opened_at, closing_at = excluded.closing_at, due_at = excluded.due_at;
-- statement
PREPARE s209 (uuid, timestamptz) AS
INSERT INTO listing_account (enterprise_id, due_at) VALUES ($1, $2) ON CONFLICT (enterprise_id) DO UPDATE SET due_at = least(listing_account.due_at, excluded.due_at);
-- statement
PREPARE s210 (uuid, uuid, text, text, date, date, timestamptz) AS
INSERT INTO listing_alert (id, case_id, gate, limited_by, due_on, earliest_on, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s211 (uuid, uuid, text, text, text, text, date, date, text, text, bigint, boolean, date, date, text, text[], bigint, bigint, timestamptz, text, timestamptz) AS
INSERT INTO listing_case (id, enterprise_id, board, board_version, sponsor, stage, since_on, day_on, left_stage, channel, seq, is_live, began_on, target_on, pace, options, rounds, version, created_at, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);
-- statement
PREPARE s212 (uuid, bigint, bigint, text, text, bytea, date, text, date) AS
INSERT INTO listing_evidence (case_id, seq, place, kind, document, digest, issued_on, issuer, cut_off_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s213 (uuid, text, text, date, timestamptz) AS
INSERT INTO listing_layer (enterprise_id, board, layer, since_on, updated_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (enterprise_id, board) DO UPDATE SET layer = excluded.layer, since_on = excluded.since_on, updated_at = excluded.updated_at;
-- statement
PREPARE s214 (uuid, bigint, text, text, text, text, text, text, date, timestamptz, text) AS
INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, gate, role, actor, taken_on, taken_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s215 (bigint, bigint) AS
SELECT DISTINCT enterprise_id FROM ( SELECT enterprise_id FROM facts_version WHERE substring(body FROM 1 FOR 1) = '\x5b' ORDER BY enterprise_id, version LIMIT $1) AS plain UNION SELECT enterprise_id FROM ( SELECT enterprise_id FROM review WHERE contact IS NOT NULL LIMIT $2) AS plain;
-- statement
PREPARE s216 (uuid[], timestamptz) AS
SELECT DISTINCT enterprise_id FROM entitlement_notice WHERE enterprise_id = ANY($1) AND due_at <= $2;
-- statement
PREPARE s217 AS
SELECT FROM audit_unsealed LIMIT 1;
-- statement
PREPARE s218 (uuid) AS
SELECT board, layer, since_on FROM listing_layer WHERE enterprise_id = $1 ORDER BY board;
-- statement
PREPARE s219 (uuid, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE c.enterprise_id = $1 ORDER BY c.id LIMIT $2;
-- statement
PREPARE s220 (uuid) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE c.id = $1;
-- statement
PREPARE s221 (uuid) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE c.enterprise_id = $1 AND c.counts ORDER BY c.id;
-- statement
PREPARE s222 (uuid) AS
SELECT due_at FROM listing_account WHERE enterprise_id = $1;
-- statement
PREPARE s223 (timestamptz, uuid, bigint) AS
SELECT event_id FROM entitlement_notice WHERE due_at <= $1 AND enterprise_id = $2 GROUP BY event_id ORDER BY min(due_at), event_id LIMIT $3;
-- statement
PREPARE s224 (uuid) AS
SELECT event_id, clause, enterprise_id, opens_on, closes_on, opened_at, closing_at, due_at FROM entitlement_notice WHERE event_id = $1 ORDER BY clause;
-- statement
PREPARE s225 (uuid, bigint) AS
SELECT f.enterprise_id, f.version, f.digest, f.body, f.created_at, f.created_by, e.data_key FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id WHERE f.enterprise_id = $1 AND f.version = $2;
-- statement
PREPARE s226 (uuid[]) AS
SELECT id, case_id, gate, limited_by, due_on, earliest_on, raised_at FROM listing_alert WHERE case_id = ANY($1) AND cleared_at IS NULL ORDER BY raised_at, id;
-- statement
PREPARE s227 (uuid[]) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE id = ANY($1) ORDER BY id;
-- statement
PREPARE s228 (uuid) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE id = $1;
-- statement
PREPARE s229 AS
SELECT number, sealed_at, entries, previous, digest FROM audit_seal ORDER BY number DESC LIMIT 1;
-- statement
PREPARE s230 AS
SELECT pg_try_advisory_xact_lock(7242004221);
-- statement
PREPARE s231 (uuid) AS
SELECT seq, kind, document, digest, issued_on, issuer, cut_off_on FROM listing_evidence WHERE case_id = $1 ORDER BY seq, place;
-- statement
PREPARE s232 (uuid) AS
SELECT seq, verb, from_stage, to_stage, gate, role, actor, taken_on, taken_at, reason FROM listing_step WHERE case_id = $1 ORDER BY seq;
-- statement
PREPARE s233 (text, text, text, date, bigint, bigint, timestamptz, uuid) AS
UPDATE enterprise SET name = $1, region = $2, industry = $3, registered_on = $4, version = $5, facts_version = $6, updated_at = $7 WHERE id = $8;
-- statement
PREPARE s234 (timestamptz, uuid) AS
UPDATE entitlement_notice SET due_at = $1 WHERE enterprise_id = $2 AND opened_at IS NULL;
-- statement
PREPARE s235 (timestamptz, uuid) AS
UPDATE listing_account SET due_at = $1 WHERE enterprise_id = $2;
-- statement
PREPARE s236 (timestamptz, uuid) AS
UPDATE listing_account SET due_at = least(due_at, $1) WHERE enterprise_id = $2;
-- statement
PREPARE s237 (timestamptz, uuid[]) AS
UPDATE listing_alert SET cleared_at = greatest(raised_at, $1) WHERE id = ANY($2) AND cleared_at IS NULL;
-- statement
PREPARE s238 (text, text, date, date, text, text, bigint, boolean, date, text, text[], bigint, bigint, timestamptz, uuid) AS
UPDATE listing_case SET sponsor = $1, stage = $2, since_on = $3, day_on = $4, left_stage = $5, channel = $6, seq = $7, is_live = $8, target_on = $9, pace = $10, options = $11, rounds = $12, version = $13, updated_at = $14 WHERE id = $15;
-- statement
PREPARE s239 (timestamptz, uuid) AS
UPDATE need SET match_due_since = coalesce(match_due_since, $1) WHERE enterprise_id = $2 AND status = 'submitted';
-- statement
PREPARE s240 (timestamptz, uuid) AS
UPDATE pool_member SET due_at = least(due_at, $1) WHERE enterprise_id = $2 AND state = 'member';
-- statement
PREPARE s241 (text[], text[], text[], uuid, bigint) AS
WITH entered AS ( SELECT c.enterprise_id, c.board || '.' || s.to_stage AS event, s.taken_on AS day, 'lst_' || c.id::text || '/' || s.seq::text AS source, s.role FROM listing_step s JOIN listing_case c ON c.id = s.case_id WHERE s.to_stage = ANY($1) AND c.board || '.' || s.to_stage = ANY($2) UNION ALL SELECT l.enterprise_id, l.layer, l.since_on, 'layer/' || l.board, NULL FROM listing_layer l WHERE l.layer = ANY($3)) SELECT DISTINCT ON (n.enterprise_id, n.event) n.enterprise_id, n.event, n.day, n.source, n.role FROM entered n JOIN enterprise e ON e.id = n.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL WHERE NOT EXISTS ( SELECT FROM award_event a WHERE a.enterprise_id = n.enterprise_id AND a.kind = 'stage' AND a.event = n.event) AND n.enterprise_id = $4 ORDER BY n.enterprise_id, n.event, n.day, n.source LIMIT $5;
-- statement
PREPARE s242 (text[], text[], text[], uuid[], bigint) AS
WITH entered AS ( SELECT c.enterprise_id, c.board || '.' || s.to_stage AS event, s.taken_on AS day, 'lst_' || c.id::text || '/' || s.seq::text AS source, s.role FROM listing_step s JOIN listing_case c ON c.id = s.case_id WHERE s.to_stage = ANY($1) AND c.board || '.' || s.to_stage = ANY($2) UNION ALL SELECT l.enterprise_id, l.layer, l.since_on, 'layer/' || l.board, NULL FROM listing_layer l WHERE l.layer = ANY($3)) SELECT DISTINCT ON (n.enterprise_id, n.event) n.enterprise_id, n.event, n.day, n.source, n.role FROM entered n JOIN enterprise e ON e.id = n.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL WHERE NOT EXISTS ( SELECT FROM award_event a WHERE a.enterprise_id = n.enterprise_id AND a.kind = 'stage' AND a.event = n.event) AND n.enterprise_id = ANY($4) ORDER BY n.enterprise_id, n.event, n.day, n.source LIMIT $5;
-- statement
PREPARE s243 (timestamptz, text[], bigint) AS
WITH taken AS ( DELETE FROM webhook_event WHERE event_id IN ( SELECT event_id FROM webhook_event WHERE kept_at < $1 AND type = ANY($2) ORDER BY kept_at, event_id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING *) SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload FROM taken ORDER BY occurred_at, key, sequence;
-- statement
PREPARE s244 (uuid) AS
DELETE FROM claim_document WHERE claim_id IN (SELECT id FROM claim WHERE enterprise_id = $1);
-- statement
PREPARE s245 (uuid) AS
DELETE FROM confirmation_token WHERE receivable_id IN (SELECT id FROM receivable WHERE enterprise_id = $1);
-- statement
PREPARE s246 (text, uuid) AS
DELETE FROM console_session WHERE organisation = $1 OR uscc = (SELECT uscc FROM enterprise WHERE id = $2);
-- statement
PREPARE s247 (uuid) AS
DELETE FROM core_enterprise WHERE enterprise_id = $1;
-- statement
PREPARE s248 (uuid) AS
DELETE FROM entitlement_notice WHERE enterprise_id = $1;
-- statement
PREPARE s249 (uuid, text, uuid, uuid, uuid, uuid, uuid, uuid) AS
DELETE FROM idempotency WHERE enterprise_id = $1 OR EXISTS ( SELECT FROM ( SELECT $2 UNION ALL SELECT 'need_' || n.id::text FROM need n WHERE n.enterprise_id = $3 UNION ALL SELECT 'rcv_' || r.id::text FROM receivable r WHERE r.enterprise_id = $4 UNION ALL SELECT 'lst_' || c.id::text FROM listing_case c WHERE c.enterprise_id = $5 UNION ALL SELECT 'clm_' || c.id::text FROM claim c WHERE c.enterprise_id = $6 UNION ALL SELECT 'rpt_' || r.id::text FROM report r WHERE r.enterprise_id = $7 UNION ALL SELECT 'wrn_' || w.id::text FROM warning w WHERE w.enterprise_id = $8 ) AS mark (text) WHERE position(convert_to(mark.text, 'UTF8') IN idempotency.body) > 0);
-- statement
PREPARE s250 (uuid) AS
DELETE FROM listing_account WHERE enterprise_id = $1;
-- statement
PREPARE s251 (uuid) AS
DELETE FROM listing_layer WHERE enterprise_id = $1;
-- statement
PREPARE s252 (uuid) AS
DELETE FROM monitoring_account WHERE enterprise_id = $1;
-- statement
PREPARE s253 (uuid) AS
DELETE FROM need_draft WHERE enterprise_id = $1;
-- statement
PREPARE s254 (uuid) AS
DELETE FROM receivable_account WHERE enterprise_id = $1;
-- statement
PREPARE s255 (uuid) AS
DELETE FROM receivable_fingerprint WHERE receivable_id = $1;
-- statement
PREPARE s256 (uuid) AS
DELETE FROM receivable_fingerprint WHERE receivable_id IN (SELECT id FROM receivable WHERE enterprise_id = $1);
-- statement
PREPARE s257 (uuid) AS
DELETE FROM report_enrolment WHERE enterprise_id = $1;
-- statement
PREPARE s258 (uuid, uuid) AS
DELETE FROM supplier_invitation WHERE debtor_id = $1 OR supplier_uscc = (SELECT uscc FROM enterprise WHERE id = $2);
-- statement
PREPARE s259 (uuid) AS
DELETE FROM untold_gain WHERE flip_id IN ( SELECT f.id FROM decision_flip f JOIN need n ON n.id = f.need_id WHERE n.enterprise_id = $1);
-- statement
PREPARE s260 (text) AS
DELETE FROM webhook_endpoint WHERE organisation = $1;
-- statement
PREPARE s261 (text) AS
DELETE FROM webhook_event WHERE key = $1;
-- statement
PREPARE s262 (uuid, text, text, text, text, timestamptz, timestamptz, bigint, text, bigint, timestamptz, text, timestamptz) AS
INSERT INTO activity (id, kind, title, region, place, starts_at, ends_at, capacity, state, version, created_at, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
-- statement
PREPARE s263 (uuid, uuid, uuid, text, text, bigint, timestamptz, timestamptz) AS
INSERT INTO activity_guest (id, activity_id, enterprise_id, institution, state, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;
-- statement
PREPARE s264 (text, bigint, timestamptz, text, text[]) AS
INSERT INTO adviser (institution, kind, capacity, version, updated_at, updated_by) SELECT code, $1, $2, 1, $3, $4 FROM directory_entry WHERE kind = ANY($5) AND status = 'listed' ORDER BY code ON CONFLICT (institution, kind) DO NOTHING;
-- statement
PREPARE s265 (uuid, uuid, uuid, text, text, uuid, text, bigint, timestamptz, timestamptz) AS
INSERT INTO adviser_assignment (id, member_id, enterprise_id, kind, institution, case_id, state, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s266 (uuid, bigint, text, text, text, text, timestamptz) AS
INSERT INTO adviser_step (assignment_id, version, from_state, state, verb, actor, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s267 (uuid, text, integer, text[], bigint, bigint, bigint, bigint, bigint, bigint, integer) AS
INSERT INTO allocation_institution (run_id, institution, room, preferences, behind, suitable, first_choice, planned, even_share_milli, turned_away, depth) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s268 (uuid, uuid[], uuid[], integer[], text[], text[], bigint[], integer[], text[], text[]) AS
INSERT INTO allocation_line (run_id, id, need_id, place, product_code, institution, effective_ppm, coverage_ppm, why, outcome) SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s269 (uuid, uuid[], integer[], uuid[], uuid[], text[], integer[], text[]) AS
INSERT INTO allocation_need (run_id, need_id, need_version, enterprise_id, match_run_id, pool, wanted, outcome) SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s270 (uuid, timestamptz, text, date, bigint, bigint, bytea, bytea, bytea, bigint, bigint, uuid, timestamptz, text) AS
INSERT INTO allocation_run (id, scheduled_for, state, rules_from, catalog_version, seed, inputs, inputs_digest, outcome_digest, needs, planned, offered_to, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
-- statement
PREPARE s271 (text, text, text, bigint, text) AS
INSERT INTO award_budget (code, level, region, fiscal_year, clause) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code) DO NOTHING;
-- statement
PREPARE s272 (uuid, uuid, text, uuid, text, date, text, text, text, text, bigint, boolean, text, bigint, date, date, date, timestamptz, text, timestamptz, timestamptz) AS
INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, contract, family, ladder, amount_fen, is_ceiling, state, version, opens_on, closes_on, claimed_on, due_at, note, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);
-- statement
PREPARE s273 (uuid, bigint, text, text, bytea, date, text) AS
INSERT INTO claim_document (claim_id, place, kind, reference, digest, issued_on, issuer) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s274 (uuid, uuid, bigint, text, text, bigint, text) AS
INSERT INTO claim_part (id, claim_id, place, level, region, fen, budget) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s275 (uuid, bigint, text, text, text, text, text, timestamptz) AS
INSERT INTO claim_step (claim_id, version, from_state, state, verb, actor, role, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s276 (uuid, bigint, date, timestamptz) AS
INSERT INTO compensation (guarantee_id, loss_fen, compensated_on, created_at) VALUES ($1, $2, $3, $4);
-- statement
PREPARE s277 (uuid, bigint, text, bigint, text) AS
INSERT INTO compensation_part (guarantee_id, place, party, borne_fen, state) VALUES ($1, $2, $3, $4, $5);
-- statement
PREPARE s278 (uuid, uuid, uuid, text, text, text[], timestamptz, text, timestamptz) AS
INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s279 (uuid, uuid, timestamptz, text, text, text, text, date, text, timestamptz, jsonb) AS
INSERT INTO erasure (id, enterprise_id, requested_at, requested_by, basis, reference, state, held_until, held_for, done_at, counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s280 (uuid, uuid, bigint, uuid, uuid, text, text, text, text, text, date, text, text, text, text, bigint, bigint, bigint, bigint, text, bigint, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) AS
INSERT INTO guarantee (id, need_id, need_version, enterprise_id, run_id, guarantor, re_guarantor, bank, product_code, scheme, scheme_from, fund, kind, size, contract, principal_fen, own_ppm, own_fen, all_in_ppm, state, version, began_at, due_at, step_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26);
-- statement
PREPARE s281 (text, text[], timestamptz, text) AS
INSERT INTO guarantee_bank AS b (institution, schemes, version, updated_at, updated_by) VALUES ($1, $2, 1, $3, $4) ON CONFLICT (institution) DO UPDATE SET schemes = excluded.schemes, version = b.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by RETURNING version;
-- statement
PREPARE s282 (uuid, bigint, text, bigint, text) AS
INSERT INTO guarantee_share (guarantee_id, place, party, ppm, institution) VALUES ($1, $2, $3, $4, $5);
-- statement
PREPARE s283 (uuid, bigint, text, text, text, text, text, timestamptz, bigint, date) AS
INSERT INTO guarantee_step (guarantee_id, version, from_state, state, verb, actor, side, taken_at, repaid_fen, repaid_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s284 (text, text, text, text, bigint, bigint, boolean, text[], bigint, text, text[], text, date, bigint, bigint, bigint, date, timestamptz, text) AS
INSERT INTO guarantor AS t (code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, $18, $19) ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name, region = excluded.region, net_assets_fen = excluded.net_assets_fen, equity_in_guarantors_fen = excluded.equity_in_guarantors_fen, is_mainly_small = excluded.is_mainly_small, schemes = excluded.schemes, fee_ppm = excluded.fee_ppm, fee_base = excluded.fee_base, controllers = excluded.controllers, source = excluded.source, as_of = excluded.as_of, leverage_limit_fen = excluded.leverage_limit_fen, single_limit_fen = excluded.single_limit_fen, group_limit_fen = excluded.group_limit_fen, limits_from = excluded.limits_from, version = t.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by RETURNING version;
-- statement
PREPARE s285 (text, bytea) AS
INSERT INTO instance_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING;
-- statement
PREPARE s286 (text, text, bigint, bigint, timestamptz, text) AS
INSERT INTO ledger_account (kind, code, maximum, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, code) DO UPDATE SET maximum = excluded.maximum, version = ledger_account.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
-- statement
PREPARE s287 (uuid, bigint, timestamptz, timestamptz, text[], text[]) AS
INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at) SELECT kind, code, $1, $2, 'held', $3, $4 FROM unnest($5, $6) AS k (kind, code) ON CONFLICT (holder_id, kind, code) DO NOTHING;
-- statement
PREPARE s288 (uuid, timestamptz) AS
INSERT INTO monitoring_account (enterprise_id, due_at) VALUES ($1, $2) ON CONFLICT (enterprise_id) DO UPDATE SET due_at = least(monitoring_account.due_at, excluded.due_at);
-- statement
PREPARE s289 (uuid, uuid, bigint, uuid, uuid, text, text, text, bigint, text, bigint, timestamptz, timestamptz, bigint, timestamptz, jsonb, timestamptz, timestamptz) AS
INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode, place, state, version, began_at, due_at, next_step, step_at, why, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);
-- statement
PREPARE s290 (uuid, bigint, text, text, text, text, text, timestamptz) AS
INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s291 (uuid, text, uuid, text, text, text, text, text, date, text, bigint, date, timestamptz, bigint, timestamptz, text, timestamptz) AS
INSERT INTO pool_member (id, pool, enterprise_id, institution, region, state, origin, note, entered_on, rung, judged_version, judged_on, due_at, version, created_at, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);
-- statement
PREPARE s292 (uuid, uuid, text, text, bigint, text, bigint, timestamptz, timestamptz) AS
INSERT INTO pool_proposal (id, enterprise_id, kind, target, facts_version, state, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s293 (uuid, bigint, text, text, text, text, text, timestamptz) AS
INSERT INTO pool_step (member_id, version, from_state, state, verb, detail, actor, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s294 (uuid, uuid, uuid, text, bigint, text, text, text, bigint, bigint, date, date, date, date, date, date, integer, integer, text, text, text, text[], boolean, text[], uuid[], bytea, timestamptz, timestamptz, bigint, timestamptz, timestamptz, text, timestamptz) AS
INSERT INTO receivable (id, enterprise_id, debtor_id, state, version, invoice_code, invoice_number, contract, gross_fen, vat_fen, invoiced_on, due_on, signed_on, delivered_on, acceptance_ends_on, accepted_on, agreed_days, agreed_interest_ppm, payer_kind, seller_size, debtor_size, flags, is_related, held_for, resembles, version_digest, began_at, due_at, next_step, step_at, created_at, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33);
-- statement
PREPARE s295 (timestamptz, uuid[]) AS
INSERT INTO receivable_account (enterprise_id, facts_due_at) SELECT id, $1 FROM unnest($2) AS s (id) ON CONFLICT (enterprise_id) DO UPDATE SET facts_due_at = least(receivable_account.facts_due_at, excluded.facts_due_at);
-- statement
PREPARE s296 (uuid, uuid, uuid, text, text, boolean, bigint, text, bigint, timestamptz, text, timestamptz, text, date) AS
INSERT INTO receivable_financing (id, receivable_id, enterprise_id, institution, way, has_recourse, amount_fen, state, version, created_at, created_by, updated_at, policy, policy_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
-- statement
PREPARE s297 (uuid, text[], bytea[]) AS
INSERT INTO receivable_fingerprint (receivable_id, kind, digest, is_live) SELECT $1, kind, digest, true FROM unnest($2, $3) AS p (kind, digest);
-- statement
PREPARE s298 (uuid, bigint, text, text, text, text, text, bytea, timestamptz) AS
INSERT INTO receivable_step (receivable_id, version, from_state, state, verb, actor, actor_role, version_digest, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s299 (uuid, uuid, bigint, bigint, bigint, date, timestamptz) AS
INSERT INTO recovery (id, guarantee_id, number, gross_fen, costs_fen, recovered_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s300 (uuid, text, bigint) AS
INSERT INTO recovery_part (recovery_id, party, fen) VALUES ($1, $2, $3);
-- statement
PREPARE s301 (uuid, uuid, text, bigint, text, bigint, timestamptz, timestamptz, text, timestamptz) AS
INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (need_id) DO UPDATE SET mode = excluded.mode, wanted = excluded.wanted, state = excluded.state, version = excluded.version, updated_at = excluded.updated_at, due_at = excluded.due_at;
-- statement
PREPARE s302 (uuid, uuid, text, text, text, date, bigint, date, text, uuid, text, text[], bytea, date, date, timestamptz, text) AS
INSERT INTO report (id, enterprise_id, source, reporter, period_kind, period_on, revision, as_of, provenance, authorisation_id, outcome, broken, figures, due_on, received_on, received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);
-- statement
PREPARE s303 (uuid, text, uuid, bigint) AS
INSERT INTO report_use (enterprise_id, path, report_id, from_version) VALUES ($1, $2, $3, $4) ON CONFLICT (enterprise_id, path, report_id, from_version) DO UPDATE SET through_version = NULL;
-- statement
PREPARE s304 (uuid, uuid, text, uuid, text, bigint, text, bytea, timestamptz, timestamptz) AS
INSERT INTO review (id, run_id, product_code, enterprise_id, verdict, version, state, sealed_contact, requested_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s305 (uuid, bigint, text, text, text, text, text, text, text, text, timestamptz) AS
INSERT INTO review_step (review_id, version, from_state, state, actor, actor_role, asker, asker_role, outcome, note, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s306 (uuid, uuid, text, timestamptz, text, date) AS
INSERT INTO source_authorisation (id, enterprise_id, source, granted_at, granted_by, expires_on) VALUES ($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s307 (uuid, uuid, text, text, text, bigint, text, date, date, timestamptz, bytea, timestamptz, timestamptz) AS
INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on, due_at, readings, opened_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
-- statement
PREPARE s308 (bigint, bytea, jsonb, timestamptz, text, bigint, text) AS
INSERT INTO warning_rules (version, digest, document, in_force_at, put_by, trial_id, override_reason) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (version) DO NOTHING;
-- statement
PREPARE s309 (uuid, bigint, text, text, text, text, text, text, timestamptz) AS
INSERT INTO warning_step (warning_id, version, from_state, state, verb, level, actor, role, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s310 (uuid, bigint, text, uuid, text, text[]) AS
INSERT INTO warning_touch (warning_id, version, kind, subject_id, state, institutions) VALUES ($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s311 (uuid, timestamptz) AS
SELECT DISTINCT c.institution FROM consent c WHERE c.enterprise_id = $1 AND c.revoked_at IS NULL AND c.expires_at > $2 AND ( EXISTS ( SELECT FROM offer o WHERE o.enterprise_id = c.enterprise_id AND o.state = 'drawn' AND o.institution = c.institution) OR EXISTS ( SELECT FROM guarantee g WHERE g.enterprise_id = c.enterprise_id AND (g.is_live OR g.state IN ('compensated', 'share_claimed', 'recovering')) AND c.institution IN (g.guarantor, g.bank, g.re_guarantor)) OR EXISTS ( SELECT FROM receivable_financing f WHERE f.enterprise_id = c.enterprise_id AND f.state = 'funded' AND f.institution = c.institution)) ORDER BY c.institution;
-- statement
PREPARE s312 (uuid, uuid, uuid, uuid, uuid) AS
SELECT DISTINCT coalesce(drawn_on, granted_on) FROM offer WHERE enterprise_id = $1 AND granted_on IS NOT NULL UNION SELECT f.funded_on FROM receivable_financing f JOIN receivable r ON r.id = f.receivable_id WHERE (r.enterprise_id = $2 OR r.debtor_id = $3) AND f.funded_on IS NOT NULL UNION SELECT coalesce(ended_on, matures_on) FROM guarantee WHERE enterprise_id = $4 AND signed_on IS NOT NULL UNION SELECT coalesce(clawed_back_on, paid_on, (updated_at AT TIME ZONE 'Asia/Shanghai')::date) FROM claim WHERE enterprise_id = $5 AND state IN ('passed', 'paid', 'clawed_back');
-- statement
PREPARE s313 (uuid, text, text, bigint) AS
SELECT EXISTS (SELECT FROM pool_proposal WHERE enterprise_id = $1 AND kind = $2 AND target = $3 AND state = 'dismissed' AND facts_version >= $4);
-- statement
PREPARE s314 (uuid) AS
SELECT FROM ledger_account WHERE (kind, code) IN ( SELECT kind, code FROM ledger_reservation WHERE holder_id = $1 AND state <> 'released') ORDER BY kind, code FOR NO KEY UPDATE;
-- statement
PREPARE s315 (uuid) AS
SELECT a.id, a.member_id, a.enterprise_id, a.kind, a.institution, a.state, a.reason, a.version, a.created_at, a.updated_at, a.case_id FROM adviser_assignment a WHERE a.id = $1;
-- statement
PREPARE s316 (uuid) AS
SELECT a.id, a.member_id, a.enterprise_id, a.kind, a.institution, a.state, a.reason, a.version, a.created_at, a.updated_at, a.case_id FROM adviser_assignment a WHERE a.member_id = $1 AND a.state IN ('proposed', 'accepted') ORDER BY a.kind;
-- statement
PREPARE s317 (text) AS
SELECT b.level, b.region, b.fiscal_year, b.clause, a.maximum, a.taken, a.version, a.updated_at, a.updated_by, coalesce(( SELECT sum(r.amount) FROM ledger_reservation r WHERE r.kind = b.kind AND r.code = b.code AND r.state = 'confirmed'), 0)::bigint, back.returned, back.income FROM award_budget b CROSS JOIN LATERAL ( SELECT coalesce(sum(p.returned_fen), 0)::bigint AS returned, coalesce(sum(p.clawed_back_fen - p.returned_fen), 0)::bigint AS income FROM claim_part p WHERE p.budget = b.code) back JOIN ledger_account a ON a.kind = b.kind AND a.code = b.code WHERE b.code = $1;
-- statement
PREPARE s318 (uuid[]) AS
SELECT c.enterprise_id, c.payer_kind, c.group_code, c.is_strong, c.version, c.updated_at, c.updated_by FROM core_enterprise c WHERE c.enterprise_id = ANY($1);
-- statement
PREPARE s319 (uuid) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE c.id = $1;
-- statement
PREPARE s320 (text, uuid, text, uuid) AS
SELECT coalesce((SELECT weighted_fen FROM guarantor_borrower WHERE guarantor = $1 AND enterprise_id = $2), 0), coalesce((SELECT t.weighted_fen FROM guarantor_group t JOIN enterprise_group r ON r.group_code = t.group_code WHERE t.guarantor = $3 AND r.enterprise_id = $4), 0);
-- statement
PREPARE s321 (uuid) AS
SELECT coalesce(sum(amount_fen), 0)::bigint FROM receivable_financing WHERE enterprise_id = $1 AND state IN ('held', 'funded');
-- statement
PREPARE s322 (integer, integer, text, text, text, text, text, text, integer, integer, text, text, text, text) AS
SELECT coalesce(sum(c.loss_fen - coalesce(b.borne_fen, 0)), 0)::bigint, coalesce(sum(g.principal_fen - g.repaid_fen), 0)::bigint + coalesce(( SELECT sum(s.repaid_fen) FROM guarantee g JOIN guarantee_step s ON s.guarantee_id = g.id AND s.repaid_on BETWEEN make_date($1, 1, 1) AND make_date($2, 12, 31) WHERE g.guarantor = $3 AND g.repaid_fen > 0 AND ($4::text IS NULL OR g.bank = $5) AND ($6::text IS NULL OR g.scheme = $7) ), 0)::bigint FROM guarantee g LEFT JOIN compensation c ON c.guarantee_id = g.id LEFT JOIN compensation_part b ON b.guarantee_id = g.id AND b.party = 'bank' WHERE g.guarantor = $8 AND g.ended_on BETWEEN make_date($9, 1, 1) AND make_date($10, 12, 31) AND ($11::text IS NULL OR g.bank = $12) AND ($13::text IS NULL OR g.scheme = $14);
-- statement
PREPARE s323 (uuid, date) AS
SELECT coalesce(sum(gross_fen), 0)::bigint, coalesce(sum( CASE WHEN 'invoice_reversed' = ANY(flags) THEN gross_fen ELSE gross_fen - coalesce(confirmed_fen, gross_fen) END), 0)::bigint FROM receivable WHERE enterprise_id = $1 AND invoiced_on > $2 AND state <> 'withdrawn';
-- statement
PREPARE s324 (bigint) AS
SELECT code, kind, name, region, balance_fen, held_fen, paid_fen, cap_fen, terms, version, updated_at, updated_by, out_fen FROM fund ORDER BY code LIMIT $1;
-- statement
PREPARE s325 (bigint) AS
SELECT code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, carried_fen, version, updated_at, updated_by FROM guarantor ORDER BY code LIMIT $1;
-- statement
PREPARE s326 (text) AS
SELECT code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, carried_fen, version, updated_at, updated_by FROM guarantor WHERE code = $1;
-- statement
PREPARE s327 (text) AS
SELECT code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, carried_fen, version, updated_at, updated_by FROM guarantor WHERE code = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s328 (uuid[]) AS
SELECT consent_id, count(*) FROM access_entry WHERE consent_id = ANY($1) GROUP BY 1;
-- statement
PREPARE s329 (uuid, bigint) AS
SELECT count(*) FROM ( SELECT FROM receivable WHERE enterprise_id = $1 AND state NOT IN ('collected', 'released', 'withdrawn') LIMIT $2) o;
-- statement
PREPARE s330 (uuid) AS
SELECT count(*) FROM activity_guest WHERE activity_id = $1;
-- statement
PREPARE s331 (uuid) AS
SELECT count(*) FROM recovery WHERE guarantee_id = $1;
-- statement
PREPARE s332 (uuid) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE d.id = $1;
-- statement
PREPARE s333 (uuid) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE d.id = $1 FOR UPDATE;
-- statement
PREPARE s334 (text, uuid, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.enterprise_id = $2 ORDER BY d.id DESC LIMIT $3;
-- statement
PREPARE s335 (uuid) AS
SELECT duty, from_on, to_on, version, updated_at, updated_by FROM report_enrolment WHERE enterprise_id = $1 ORDER BY duty;
-- statement
PREPARE s336 (uuid) AS
SELECT e.fund, coalesce(sum(e.amount_fen) FILTER (WHERE e.kind = 'pay'), 0)::bigint, coalesce(sum(e.amount_fen) FILTER (WHERE e.kind = 'recover'), 0)::bigint FROM fund_entry e JOIN fund f ON f.code = e.fund AND f.kind = 'loan_risk_pool' WHERE e.guarantee_id = $1 GROUP BY e.fund ORDER BY e.fund;
-- statement
PREPARE s337 (uuid) AS
SELECT enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by, due_at FROM referral WHERE need_id = $1;
-- statement
PREPARE s338 (uuid, uuid[]) AS
SELECT enterprise_id, sum(gross_fen)::bigint FROM receivable WHERE debtor_id = $1 AND enterprise_id = ANY($2) AND state NOT IN ('collected', 'released', 'withdrawn') GROUP BY 1;
-- statement
PREPARE s339 (uuid) AS
SELECT f.id, f.receivable_id, f.enterprise_id, f.institution, f.way, f.has_recourse, f.amount_fen, f.state, f.version, f.notified_on, f.voucher, f.registry_queried_on, f.registry_number, f.registered_at, f.funded_on, f.collected_fen, f.collected_on, f.debtor_told_on, f.registry_cancelled_on, f.declined_for, f.created_at, f.created_by, f.updated_at, f.policy, f.policy_from FROM receivable_financing f WHERE f.id = $1;
-- statement
PREPARE s340 (uuid[]) AS
SELECT f.id, f.receivable_id, f.enterprise_id, f.institution, f.way, f.has_recourse, f.amount_fen, f.state, f.version, f.notified_on, f.voucher, f.registry_queried_on, f.registry_number, f.registered_at, f.funded_on, f.collected_fen, f.collected_on, f.debtor_told_on, f.registry_cancelled_on, f.declined_for, f.created_at, f.created_by, f.updated_at, f.policy, f.policy_from FROM receivable_financing f WHERE f.receivable_id = ANY($1) ORDER BY f.id;
-- statement
PREPARE s341 (uuid, bigint) AS
SELECT g.enterprise_id FROM activity_guest g JOIN enterprise e ON e.id = g.enterprise_id AND e.erased_at IS NULL WHERE g.activity_id = $1 AND g.state IN ('invited', 'registered') ORDER BY g.enterprise_id LIMIT $2;
-- statement
PREPARE s342 (uuid) AS
SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor, g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract, g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at, g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on, g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen FROM guarantee g WHERE g.id = $1;
-- statement
PREPARE s343 (uuid) AS
SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor, g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract, g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at, g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on, g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen FROM guarantee g WHERE g.need_id = $1 ORDER BY g.id;
-- statement
PREPARE s344 (uuid) AS
SELECT id FROM activity WHERE id IN ( SELECT activity_id FROM activity_guest WHERE enterprise_id = $1 AND state IN ('invited', 'registered')) ORDER BY id FOR NO KEY UPDATE;
-- statement
PREPARE s345 AS
SELECT id FROM enterprise ORDER BY id LIMIT 1;
-- statement
PREPARE s346 AS
SELECT id FROM enterprise ORDER BY id LIMIT 10;
-- statement
PREPARE s347 AS
SELECT id FROM need WHERE status = 'submitted' ORDER BY id;
-- statement
PREPARE s348 (uuid, text, text, date, text, bigint) AS
SELECT id FROM report WHERE enterprise_id = $1 AND source = $2 AND period_kind = $3 AND period_on = $4 AND reporter IS NOT DISTINCT FROM $5 AND revision = $6;
-- statement
PREPARE s349 (uuid[]) AS
SELECT id, enterprise_id FROM need WHERE id = ANY($1);
-- statement
PREPARE s350 (uuid) AS
SELECT id, enterprise_id, kind, event, contract, occurred_on, tenor_months, financed_fen, interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source, evidence_reference, evidence_digest, evidence_on, evidence_issuer, state, version, recorded_at, recorded_by, decided_at, decided_by FROM award_event WHERE id = $1;
-- statement
PREPARE s351 (uuid) AS
SELECT id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at, revoked_at, revoked_by, revoked_for FROM consent WHERE id = $1;
-- statement
PREPARE s352 (uuid, text) AS
SELECT id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at, revoked_at, revoked_by, revoked_for FROM consent WHERE need_id = $1 AND institution = $2 AND revoked_at IS NULL;
-- statement
PREPARE s353 (uuid) AS
SELECT id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at, revoked_at, revoked_by, revoked_for FROM consent WHERE need_id = $1 AND revoked_at IS NULL ORDER BY id;
-- statement
PREPARE s354 (text, uuid[]) AS
SELECT id, enterprise_id, source, granted_at, granted_by, expires_on, revoked_at, revoked_by FROM source_authorisation WHERE source = $1 AND revoked_at IS NULL AND enterprise_id = ANY($2);
-- statement
PREPARE s355 (uuid) AS
SELECT id, first_day, last_day, reason, set_at, set_by FROM offer_pause WHERE offer_id = $1 ORDER BY id;
-- statement
PREPARE s356 (uuid) AS
SELECT id, kind, title, region, place, starts_at, ends_at, capacity, seats_taken, state, cancelled_for, version, created_at, created_by, updated_at FROM activity WHERE id = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s357 (uuid) AS
SELECT id, level, region, fen, budget, paid_on, voucher, clawed_back_fen, returned_fen FROM claim_part WHERE claim_id = $1 ORDER BY place;
-- statement
PREPARE s358 (uuid[]) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE id = ANY($1);
-- statement
PREPARE s359 (text) AS
SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version, facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise WHERE uscc = $1;
-- statement
PREPARE s360 (uuid) AS
SELECT institution, array_agg(DISTINCT need_id) FROM consent WHERE enterprise_id = $1 GROUP BY institution ORDER BY institution;
-- statement
PREPARE s361 (text[], timestamptz) AS
SELECT institution, count(*) FROM offer WHERE institution = ANY($1) AND created_at >= $2 GROUP BY 1;
-- statement
PREPARE s362 (uuid) AS
SELECT institution, room, preferences, behind, suitable, first_choice, planned, made, even_share_milli, turned_away, depth FROM allocation_institution WHERE run_id = $1 ORDER BY institution;
-- statement
PREPARE s363 (bigint) AS
SELECT institution, schemes, version, updated_at, updated_by FROM guarantee_bank ORDER BY institution LIMIT $1;
-- statement
PREPARE s364 (text[], text[]) AS
SELECT kind, code, maximum, taken, version, updated_at, updated_by FROM ledger_account WHERE (kind, code) IN ( SELECT * FROM unnest($1, $2));
-- statement
PREPARE s365 (text[], text[]) AS
SELECT kind, code, maximum, taken, version, updated_at, updated_by FROM ledger_account WHERE (kind, code) IN ( SELECT * FROM unnest($1, $2)) ORDER BY kind, code FOR NO KEY UPDATE;
-- statement
PREPARE s366 (uuid[], uuid[], uuid[], uuid[], bigint) AS
SELECT kind, id, state, institutions, enterprise_id FROM ( SELECT *, row_number() OVER (PARTITION BY enterprise_id, kind ORDER BY id DESC) AS place FROM ( SELECT 'offer' AS kind, id, state, ARRAY[institution] AS institutions, enterprise_id FROM offer WHERE enterprise_id = ANY($1) AND state IN ('offered', 'claimed', 'contacted', 'granted', 'drawn') UNION ALL SELECT 'guarantee', id, state, array_remove(ARRAY[guarantor, bank, re_guarantor], NULL), enterprise_id FROM guarantee WHERE enterprise_id = ANY($2) AND (is_live OR state IN ('compensated', 'share_claimed', 'recovering')) UNION ALL SELECT 'receivable_financing', id, state, ARRAY[institution], enterprise_id FROM receivable_financing WHERE enterprise_id = ANY($3) AND state IN ('held', 'funded') UNION ALL SELECT 'listing_case', id, stage, array_remove(ARRAY[sponsor], NULL), enterprise_id FROM listing_case WHERE enterprise_id = ANY($4) AND is_live) AS live) AS placed WHERE place <= $5 ORDER BY kind, id DESC;
-- statement
PREPARE s367 (text, uuid) AS
SELECT kind, principal_fen - repaid_fen, own_ppm, scheme FROM guarantee WHERE guarantor = $1 AND enterprise_id = $2 AND is_live ORDER BY id;
-- statement
PREPARE s368 (uuid) AS
SELECT kind, reference, digest, issued_on, issuer FROM claim_document WHERE claim_id = $1 ORDER BY place;
-- statement
PREPARE s369 (uuid, uuid[]) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id FROM allocation_line l WHERE l.run_id = $1 AND l.need_id = ANY($2) ORDER BY l.id;
-- statement
PREPARE s370 (uuid) AS
SELECT level, judged_at, due_at FROM monitoring_account WHERE enterprise_id = $1;
-- statement
PREPARE s371 (uuid) AS
SELECT loss_fen, compensated_on, created_at FROM compensation WHERE guarantee_id = $1;
-- statement
PREPARE s372 (uuid) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m WHERE m.enterprise_id = $1 AND m.state = 'member' ORDER BY m.id;
-- statement
PREPARE s373 (uuid) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m WHERE m.id = $1;
-- statement
PREPARE s374 (bigint, uuid) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = $1 WHERE n.id = $2;
-- statement
PREPARE s375 (text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE NOT EXISTS ( SELECT FROM enterprise gone WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0) AND n.status = $1 AND n.enterprise_id = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s376 (uuid) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version WHERE n.id = $1;
-- statement
PREPARE s377 (uuid[]) AS
SELECT n.id, r.id FROM unnest($1) AS n (id) CROSS JOIN LATERAL ( SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r;
-- statement
PREPARE s378 (uuid[]) AS
SELECT need_id, institution, state FROM offer WHERE need_id = ANY($1);
-- statement
PREPARE s379 (uuid, uuid, bigint) AS
SELECT need_id, need_version, enterprise_id, match_run_id, pool, wanted, outcome FROM allocation_need WHERE run_id = $1 AND need_id > $2 ORDER BY need_id LIMIT $3;
-- statement
PREPARE s380 (uuid) AS
SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code, o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at, o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen, o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at, o.why::text, o.matures_on FROM offer o WHERE o.id = $1;
-- statement
PREPARE s381 (uuid) AS
SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code, o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at, o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen, o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at, o.why::text, o.matures_on FROM offer o WHERE o.need_id = $1 ORDER BY o.id;
-- statement
PREPARE s382 (uuid) AS
SELECT p.id, p.enterprise_id, p.kind, p.target, p.facts_version, p.state, p.reason, p.decided_by, p.version, p.created_at, p.updated_at FROM pool_proposal p WHERE p.enterprise_id = $1 AND p.state = 'open' ORDER BY p.id;
-- statement
PREPARE s383 (uuid) AS
SELECT party, borne_fen, returned_fen, state, claimed_at, paid_on FROM compensation_part WHERE guarantee_id = $1 ORDER BY place;
-- statement
PREPARE s384 (uuid) AS
SELECT party, ppm, institution FROM guarantee_share WHERE guarantee_id = $1 ORDER BY place;
-- statement
PREPARE s385 (uuid) AS
SELECT path, report_id FROM report_use WHERE enterprise_id = $1 AND through_version IS NULL;
-- statement
PREPARE s386 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended('activity ' || $1, 0));
-- statement
PREPARE s387 AS
SELECT pg_try_advisory_xact_lock(7242004216);
-- statement
PREPARE s388 (uuid) AS
SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for, r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen, r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at, r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at, r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on, r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days, r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related FROM receivable r WHERE r.id = $1;
-- statement
PREPARE s389 (uuid[]) AS
SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for, r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen, r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at, r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at, r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on, r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days, r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related FROM receivable r WHERE r.id = ANY($1) ORDER BY r.id FOR NO KEY UPDATE;
-- statement
PREPARE s390 (uuid, bigint) AS
SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for, r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen, r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at, r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at, r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on, r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days, r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related FROM receivable r WHERE r.state NOT IN ('collected', 'released', 'withdrawn') AND r.enterprise_id = $1 ORDER BY r.id LIMIT $2;
-- statement
PREPARE s391 (uuid) AS
SELECT r.id, r.enterprise_id, r.requested_at, r.requested_by, r.basis, r.reference, r.state, r.held_until, r.held_for, r.done_at, r.counts::text FROM erasure r WHERE r.enterprise_id = $1;
-- statement
PREPARE s392 (uuid, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id JOIN ( SELECT DISTINCT ON (source, reporter, period_kind, period_on) id FROM report WHERE enterprise_id = $1 AND coalesce(decision, outcome) = 'accept' ORDER BY source, reporter, period_kind, period_on, revision DESC) AS last ON last.id = r.id ORDER BY r.period_on DESC, r.id DESC LIMIT $2;
-- statement
PREPARE s393 (uuid, text, text, date, text) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.enterprise_id = $1 AND r.source = $2 AND r.period_kind = $3 AND r.period_on = $4 AND r.reporter IS NOT DISTINCT FROM $5 ORDER BY r.revision DESC LIMIT 1;
-- statement
PREPARE s394 (uuid) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = $1;
-- statement
PREPARE s395 (uuid) AS
SELECT r.id, r.need_id, r.need_version, r.enterprise_id, r.facts_version, r.facts_digest, r.catalog_version, r.policy_version, r.engine_version, r.clock, r.considered, r.eligible, r.ineligible, r.needs_info, r.result, r.cause_event_id, r.traceparent, r.created_at, e.uscc, e.region, e.erased_at FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = $1;
-- statement
PREPARE s396 (uuid) AS
SELECT r.id, r.number, r.gross_fen, r.costs_fen, r.recovered_on, r.created_at, q.party, q.fen FROM recovery r JOIN recovery_part q ON q.recovery_id = r.id JOIN guarantee_share s ON s.guarantee_id = r.guarantee_id AND s.party = q.party WHERE r.guarantee_id = $1 ORDER BY r.number, s.place;
-- statement
PREPARE s397 AS
SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest, r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by, r.finished_at FROM allocation_run r WHERE r.finished_at IS NULL FOR NO KEY UPDATE;
-- statement
PREPARE s398 (bigint) AS
SELECT r.need_id, r.enterprise_id, n.version, r.wanted, r.created_at FROM referral r JOIN need n ON n.id = r.need_id WHERE r.mode = 'periodic' AND r.due_at IS NOT NULL AND n.status = 'submitted' AND n.match_due_since IS NULL ORDER BY r.due_at, r.need_id LIMIT $1;
-- statement
PREPARE s399 (uuid[]) AS
SELECT review_id, version, from_state, state, actor, actor_role, outcome, note, taken_at FROM review_step WHERE review_id = ANY($1) ORDER BY review_id, version;
-- statement
PREPARE s400 (uuid) AS
SELECT scheme, sum(principal_fen - repaid_fen)::bigint FROM guarantee WHERE enterprise_id = $1 AND is_live GROUP BY scheme;
-- statement
PREPARE s401 (text, uuid, text, text, text) AS
SELECT set_config('rongqiao.kind', $1, true), set_config('rongqiao.enterprise', coalesce($2::text, ''), true), set_config('rongqiao.uscc', $3, true), set_config('rongqiao.institution', $4, true), set_config('rongqiao.region', $5, true), set_config('role', 'rongqiao_tenant', true);
-- statement
PREPARE s402 (uuid[]) AS
SELECT t.warning_id, t.version, t.kind, t.subject_id, t.state, t.institutions, r.finding, r.done_at, r.done_by FROM warning_touch t LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version AND r.kind = t.kind AND r.subject_id = t.subject_id WHERE t.warning_id = ANY($1) AND t.version = ( SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id) ORDER BY t.warning_id, t.kind, t.subject_id;
-- statement
PREPARE s403 (uuid) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.id = $1;
-- statement
PREPARE s404 (uuid, text) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.run_id = $1 AND v.product_code = $2 ORDER BY v.id;
-- statement
PREPARE s405 (uuid) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE v.run_id = $1 ORDER BY v.id;
-- statement
PREPARE s406 (text, text) AS
SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by FROM adviser v WHERE v.institution = $1 AND v.kind = $2 FOR NO KEY UPDATE;
-- statement
PREPARE s407 (text) AS
SELECT value FROM instance_secret WHERE name = $1;
-- statement
PREPARE s408 (bigint) AS
SELECT version, digest, document::text, in_force_at, put_by, trial_id, override_reason FROM warning_rules WHERE version = $1;
-- statement
PREPARE s409 (uuid) AS
SELECT version, from_state, state, verb, actor, actor_role, taken_at FROM offer_step WHERE offer_id = $1 ORDER BY version;
-- statement
PREPARE s410 (uuid) AS
SELECT version, from_state, state, verb, actor, actor_role, version_digest, taken_at FROM receivable_step WHERE receivable_id = $1 ORDER BY version;
-- statement
PREPARE s411 (uuid) AS
SELECT version, from_state, state, verb, actor, role, taken_at FROM claim_step WHERE claim_id = $1 ORDER BY version;
-- statement
PREPARE s412 (uuid) AS
SELECT version, from_state, state, verb, actor, side, taken_at, repaid_fen, repaid_on FROM guarantee_step WHERE guarantee_id = $1 ORDER BY version;
-- statement
PREPARE s413 (uuid) AS
SELECT version, from_state, state, verb, actor, taken_at FROM adviser_step WHERE assignment_id = $1 ORDER BY version;
-- statement
PREPARE s414 (uuid) AS
SELECT version, from_state, state, verb, detail, actor, taken_at FROM pool_step WHERE member_id = $1 ORDER BY version;
-- statement
PREPARE s415 (uuid) AS
SELECT version, from_state, state, verb, level, actor, role, taken_at FROM warning_step WHERE warning_id = $1 ORDER BY version;
-- statement
PREPARE s416 (bytea[], uuid, bigint) AS
SELECT w.digest, f.receivable_id, r.gross_fen, r.invoiced_on FROM unnest($1) AS w (digest) CROSS JOIN LATERAL ( SELECT receivable_id FROM receivable_fingerprint WHERE digest = w.digest AND is_live AND receivable_id <> $2 ORDER BY receivable_id LIMIT $3) f JOIN receivable r ON r.id = f.receivable_id ORDER BY 1, 2;
-- statement
PREPARE s417 (uuid) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w JOIN ( SELECT DISTINCT ON (rule) id FROM warning WHERE enterprise_id = $1 ORDER BY rule, id DESC) AS last ON last.id = w.id;
-- statement
PREPARE s418 (uuid, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE true AND w.enterprise_id = $1 ORDER BY w.id DESC LIMIT $2;
-- statement
PREPARE s419 (uuid) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE w.id = $1;
-- statement
PREPARE s420 (text, text, timestamptz, timestamptz, bigint, text, text, bigint, timestamptz, uuid) AS
UPDATE activity SET title = $1, place = $2, starts_at = $3, ends_at = $4, capacity = $5, state = $6, cancelled_for = $7, version = $8, updated_at = $9 WHERE id = $10;
-- statement
PREPARE s421 (timestamptz, uuid) AS
UPDATE activity_guest SET state = 'withdrawn', version = version + 1, updated_at = greatest(updated_at, $1) WHERE enterprise_id = $2 AND state IN ('invited', 'registered');
-- statement
PREPARE s422 (uuid) AS
UPDATE activity_outcome SET note = NULL, amount_fen = NULL WHERE guest_id IN (SELECT id FROM activity_guest WHERE enterprise_id = $1);
-- statement
PREPARE s423 (text, uuid) AS
UPDATE adviser_assignment SET reason = $1 WHERE enterprise_id = $2 AND reason IS NOT NULL;
-- statement
PREPARE s424 (text, bigint, text, timestamptz, uuid) AS
UPDATE adviser_assignment SET state = $1, version = $2, reason = $3, updated_at = $4 WHERE id = $5;
-- statement
PREPARE s425 (uuid, uuid) AS
UPDATE allocation_institution SET made = n.made FROM (SELECT institution, count(*) AS made FROM allocation_line WHERE run_id = $1 AND outcome = 'made' GROUP BY 1) AS n WHERE run_id = $2 AND allocation_institution.institution = n.institution;
-- statement
PREPARE s426 (uuid[], text[], uuid[]) AS
UPDATE allocation_line SET outcome = n.outcome, offer_id = n.offer FROM unnest($1, $2, $3) AS n (id, outcome, offer) WHERE allocation_line.id = n.id;
-- statement
PREPARE s427 (uuid[], text[], uuid) AS
UPDATE allocation_need SET outcome = n.outcome FROM unnest($1, $2) AS n (id, outcome) WHERE run_id = $3 AND need_id = n.id;
-- statement
PREPARE s428 (text, bigint, uuid, uuid) AS
UPDATE allocation_run SET state = $1, made = $2, offered_to = $3 WHERE id = $4;
-- statement
PREPARE s429 (timestamptz, uuid) AS
UPDATE allocation_run SET state = 'finished', finished_at = greatest(created_at, $1) WHERE id = $2;
-- statement
PREPARE s430 (text, text, uuid) AS
UPDATE award_event SET key = $1 || ':' || id::text, contract = CASE WHEN contract IS NOT NULL THEN $2 || ':' || id::text END, evidence_reference = NULL, evidence_digest = NULL, evidence_on = NULL, evidence_issuer = NULL WHERE enterprise_id = $3;
-- statement
PREPARE s431 (text, uuid) AS
UPDATE claim SET note = NULL, decision_note = NULL, contract = CASE WHEN contract IS NOT NULL THEN $1 || ':' || event_id::text END WHERE enterprise_id = $2 AND (note IS NOT NULL OR decision_note IS NOT NULL OR contract IS NOT NULL);
-- statement
PREPARE s432 (text, bigint, bigint, timestamptz, date, bigint, date, text, text, timestamptz, uuid) AS
UPDATE claim SET state = $1, version = $2, amount_fen = $3, due_at = $4, paid_on = $5, clawed_back_fen = $6, clawed_back_on = $7, reason = $8, decision_note = $9, updated_at = $10 WHERE id = $11;
-- statement
PREPARE s433 (bigint, bigint, uuid) AS
UPDATE claim_part SET clawed_back_fen = $1, returned_fen = $2 WHERE id = $3;
-- statement
PREPARE s434 (date, text, uuid) AS
UPDATE claim_part SET paid_on = $1, voucher = $2 WHERE id = $3;
-- statement
PREPARE s435 (text, uuid) AS
UPDATE claim_part SET voucher = $1 WHERE voucher IS NOT NULL AND claim_id IN (SELECT id FROM claim WHERE enterprise_id = $2);
-- statement
PREPARE s436 (bigint, text, timestamptz, date, uuid, text) AS
UPDATE compensation_part SET returned_fen = $1, state = $2, claimed_at = $3, paid_on = $4 WHERE guarantee_id = $5 AND party = $6;
-- statement
PREPARE s437 (timestamptz, uuid, timestamptz) AS
UPDATE confirmation_token SET expires_at = greatest(created_at, $1) WHERE receivable_id = $2 AND used_at IS NULL AND expires_at > $3;
-- statement
PREPARE s438 (timestamptz, text, text, uuid) AS
UPDATE consent SET revoked_at = greatest(granted_at, $1), revoked_by = $2, revoked_for = $3 WHERE id = $4 AND revoked_at IS NULL;
-- statement
PREPARE s439 (uuid, text) AS
UPDATE dead_letter SET payload = NULL WHERE payload IS NOT NULL AND (enterprise_id = $1 OR key = convert_to($2, 'UTF8'));
-- statement
PREPARE s440 (text, timestamptz, text, timestamptz, text, text, smallint, uuid) AS
UPDATE dead_letter SET state = $1, state_changed_at = $2, state_changed_by = $3, sent_at = coalesce($4, sent_at), skip_reason = CASE WHEN $5 IN ('skipping', 'skipped') THEN coalesce($6, skip_reason) END, redrives = redrives + $7 WHERE id = $8;
-- statement
PREPARE s441 (timestamptz, text, timestamptz, uuid) AS
UPDATE enterprise SET data_key = NULL, erased_at = $1, frozen_at = NULL, uscc = 'erased:' || id::text, uscc_override_reason = NULL, name = $2, registered_on = make_date(extract(year FROM registered_on)::integer, 1, 1), version = version + 1, updated_at = greatest(updated_at, $3) WHERE id = $4;
-- statement
PREPARE s442 (uuid) AS
UPDATE facts_version SET body = '' WHERE enterprise_id = $1;
-- statement
PREPARE s443 (text, uuid) AS
UPDATE guarantee SET reason = NULL, contract_number = CASE WHEN contract_number IS NOT NULL THEN $1 END WHERE enterprise_id = $2 AND (contract_number IS NOT NULL OR reason IS NOT NULL);
-- statement
PREPARE s444 (text, bigint, timestamptz, timestamptz, timestamptz, date, date, text, date, bigint, date, date, text, bigint, bigint, timestamptz, uuid) AS
UPDATE guarantee SET state = $1, version = $2, began_at = $3, due_at = $4, step_at = $5, signed_on = $6, matures_on = $7, contract_number = $8, overdue_on = $9, claimed_fen = $10, claimed_on = $11, ended_on = $12, reason = $13, own_fen = $14, repaid_fen = $15, updated_at = $16 WHERE id = $17;
-- statement
PREPARE s445 (timestamptz, uuid) AS
UPDATE guarantee SET step_at = least(step_at, $1) WHERE need_id = $2 AND state = 'reserved' AND due_at IS NOT NULL;
-- statement
PREPARE s446 (bigint, text) AS
UPDATE guarantor_borrower SET limit_fen = $1 WHERE guarantor = $2;
-- statement
PREPARE s447 (bigint, text, uuid) AS
UPDATE guarantor_borrower SET weighted_fen = $1, weighed_own_fen = own_fen WHERE guarantor = $2 AND enterprise_id = $3;
-- statement
PREPARE s448 (bigint, text) AS
UPDATE guarantor_group SET limit_fen = $1 WHERE guarantor = $2;
-- statement
PREPARE s449 (bigint, bigint, bigint, timestamptz, uuid) AS
UPDATE ledger_reservation SET amount = CASE WHEN amount = $1 THEN amount ELSE amount - $2 END, state = CASE WHEN amount = $3 THEN 'released' ELSE state END, changed_at = greatest(held_at, $4) WHERE holder_id = $5 AND kind = 'budget' AND state = 'confirmed';
-- statement
PREPARE s450 (timestamptz, uuid) AS
UPDATE ledger_reservation SET state = 'confirmed', changed_at = greatest(held_at, $1) WHERE holder_id = $2 AND state = 'held';
-- statement
PREPARE s451 (timestamptz, uuid) AS
UPDATE ledger_reservation SET state = 'released', changed_at = greatest(held_at, $1) WHERE holder_id = $2 AND state <> 'released';
-- statement
PREPARE s452 (uuid) AS
UPDATE listing_alert SET cleared_at = greatest(raised_at, now()) WHERE cleared_at IS NULL AND case_id IN (SELECT id FROM listing_case WHERE enterprise_id = $1);
-- statement
PREPARE s453 (uuid) AS
UPDATE listing_case SET is_live = false, target_on = NULL, version = version + 1 WHERE enterprise_id = $1 AND is_live;
-- statement
PREPARE s454 (text, text, uuid) AS
UPDATE listing_evidence SET document = $1, issuer = $2 WHERE case_id IN (SELECT id FROM listing_case WHERE enterprise_id = $3);
-- statement
PREPARE s455 (uuid) AS
UPDATE match_run SET result = '', verdicts = NULL WHERE need_id IN (SELECT id FROM need WHERE enterprise_id = $1);
-- statement
PREPARE s456 (text, bytea, timestamptz, timestamptz, uuid) AS
UPDATE monitoring_account SET level = $1, judged_by = $2, judged_at = $3, due_at = $4 WHERE enterprise_id = $5;
-- statement
PREPARE s457 (bigint, text, timestamptz, timestamptz, uuid) AS
UPDATE need SET version = $1, status = $2, match_due_since = $3, match_asked_at = NULL, match_asks = 0, updated_at = $4 WHERE id = $5;
-- statement
PREPARE s458 (uuid) AS
UPDATE offer SET note = NULL WHERE enterprise_id = $1 AND note IS NOT NULL;
-- statement
PREPARE s459 (text, bigint, text, timestamptz, timestamptz, bigint, timestamptz, text[], text, text, date, bigint, integer, date, bigint, date, date, timestamptz, uuid) AS
UPDATE offer SET state = $1, version = $2, assignee = $3, began_at = $4, due_at = $5, next_step = $6, step_at = $7, reasons = $8, about = $9, note = $10, contacted_on = $11, granted_fen = $12, granted_rate_ppm = $13, granted_on = $14, drawn_fen = $15, drawn_on = $16, matures_on = $17, updated_at = $18 WHERE id = $19;
-- statement
PREPARE s460 (text, uuid) AS
UPDATE offer_pause SET reason = $1 WHERE offer_id IN (SELECT id FROM offer WHERE enterprise_id = $2);
-- statement
PREPARE s461 (uuid) AS
UPDATE pool_member SET note = NULL WHERE enterprise_id = $1 AND note IS NOT NULL;
-- statement
PREPARE s462 (text, text, bigint, date, timestamptz, uuid) AS
UPDATE pool_member SET rung = $1, region = $2, judged_version = $3, judged_on = $4, due_at = $5 WHERE enterprise_id = $6 AND state = 'member';
-- statement
PREPARE s463 (text, bigint, date, text, text, timestamptz, uuid) AS
UPDATE pool_member SET state = $1, version = $2, left_on = $3, left_for = $4, aim = $5, updated_at = $6 WHERE id = $7;
-- statement
PREPARE s464 (text, uuid) AS
UPDATE pool_proposal SET reason = $1 WHERE enterprise_id = $2 AND reason IS NOT NULL;
-- statement
PREPARE s465 (text, text, text, bigint, timestamptz, uuid) AS
UPDATE pool_proposal SET state = $1, reason = $2, decided_by = $3, version = $4, updated_at = $5 WHERE id = $6;
-- statement
PREPARE s466 (text, text, text, bigint, bigint, date, date, date, date, date, date, integer, integer, text, text, text, text[], boolean, bytea, uuid) AS
UPDATE receivable SET invoice_code = $1, invoice_number = $2, contract = $3, gross_fen = $4, vat_fen = $5, invoiced_on = $6, due_on = $7, signed_on = $8, delivered_on = $9, acceptance_ends_on = $10, accepted_on = $11, agreed_days = $12, agreed_interest_ppm = $13, payer_kind = $14, seller_size = $15, debtor_size = $16, flags = $17, is_related = $18, version_digest = $19 WHERE id = $20;
-- statement
PREPARE s467 (text, uuid) AS
UPDATE receivable SET invoice_code = NULL, invoice_number = $1, contract = NULL, note = NULL WHERE enterprise_id = $2;
-- statement
PREPARE s468 (uuid) AS
UPDATE receivable SET note = NULL WHERE debtor_id = $1 AND note IS NOT NULL;
-- statement
PREPARE s469 (text, bigint, text[], uuid[], timestamptz, text, timestamptz, date, bigint, timestamptz, text, text, text, text, text, timestamptz, timestamptz, bigint, timestamptz, timestamptz, uuid) AS
UPDATE receivable SET state = $1, version = $2, held_for = $3, resembles = $4, reviewed_at = $5, reviewed_by = $6, requested_at = $7, confirm_due_on = $8, confirmed_fen = $9, confirmed_at = $10, confirmed_by = $11, disputed_for = $12, note = $13, funder = $14, funder_way = $15, began_at = $16, due_at = $17, next_step = $18, step_at = $19, updated_at = $20 WHERE id = $21;
-- statement
PREPARE s470 (text, uuid) AS
UPDATE receivable_financing SET registry_number = $1 WHERE enterprise_id = $2 AND registry_number IS NOT NULL;
-- statement
PREPARE s471 (text, bigint, date, text, date, text, timestamptz, date, bigint, date, date, date, text, timestamptz, uuid) AS
UPDATE receivable_financing SET state = $1, version = $2, notified_on = $3, voucher = $4, registry_queried_on = $5, registry_number = $6, registered_at = $7, funded_on = $8, collected_fen = $9, collected_on = $10, debtor_told_on = $11, registry_cancelled_on = $12, declined_for = $13, updated_at = $14 WHERE id = $15;
-- statement
PREPARE s472 (text, uuid) AS
UPDATE receivable_financing SET voucher = $1 WHERE enterprise_id = $2 AND voucher IS NOT NULL;
-- statement
PREPARE s473 (uuid) AS
UPDATE receivable_fingerprint SET is_live = false WHERE receivable_id = $1;
-- statement
PREPARE s474 (text, uuid, text) AS
UPDATE report SET figures = '', provenance = $1 WHERE enterprise_id = $2 AND (figures <> '' OR provenance <> $3);
-- statement
PREPARE s475 (uuid) AS
UPDATE review SET contact = NULL, sealed_contact = NULL WHERE enterprise_id = $1 AND (contact IS NOT NULL OR sealed_contact IS NOT NULL);
-- statement
PREPARE s476 (bigint, text, text, text, timestamptz, uuid) AS
UPDATE review SET version = $1, state = $2, assignee = $3, outcome = $4, updated_at = $5 WHERE id = $6;
-- statement
PREPARE s477 (text, uuid) AS
UPDATE review_step SET note = $1 WHERE note IS NOT NULL AND review_id IN (SELECT id FROM review WHERE enterprise_id = $2);
-- statement
PREPARE s478 (timestamptz, text, uuid, text) AS
UPDATE source_authorisation SET revoked_at = greatest(granted_at, $1), revoked_by = $2 WHERE enterprise_id = $3 AND source = $4 AND revoked_at IS NULL;
-- statement
PREPARE s479 (text, uuid) AS
UPDATE source_authorisation SET revoked_at = greatest(granted_at, now()), revoked_by = $1 WHERE enterprise_id = $2 AND revoked_at IS NULL;
-- statement
PREPARE s480 (text, text, bigint, date, date, text, timestamptz, text, text, bytea, timestamptz, uuid) AS
UPDATE warning SET level = $1, state = $2, version = $3, begun_on = $4, since_on = $5, assignee = $6, due_at = $7, reason = $8, note = $9, readings = $10, updated_at = $11 WHERE id = $12;
-- statement
PREPARE s481 (uuid) AS
UPDATE warning SET readings = '', note = NULL WHERE enterprise_id = $1 AND (readings <> '' OR note IS NOT NULL);
-- statement
PREPARE s482 (uuid[], uuid[], text[], timestamptz[], text[]) AS
WITH fresh AS ( INSERT INTO supplier_invitation (id, debtor_id, supplier_uscc, created_at, created_by) SELECT * FROM unnest($1, $2, $3, $4, $5) ON CONFLICT (debtor_id, supplier_uscc) DO NOTHING RETURNING id, supplier_uscc) SELECT f.id, s.id FROM fresh f LEFT JOIN enterprise s ON s.uscc = f.supplier_uscc AND s.erased_at IS NULL ORDER BY f.id;
-- statement
PREPARE s483 (uuid, text, bigint) AS
WITH taken AS ( DELETE FROM held_event WHERE enterprise_id = $1 AND consumer = $2 AND number < coalesce($3, 9223372036854775807) RETURNING *) SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload FROM taken ORDER BY number;
-- statement
PREPARE s484 (uuid, text, text, text, text, bigint, text, text, timestamptz, bytea, jsonb) AS
INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, headers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- statement
PREPARE s485 (text, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 ORDER BY d.id LIMIT $2;
-- statement
PREPARE s486 (uuid[], text) AS
SELECT enterprise_id, count(*) FROM held_event WHERE enterprise_id = ANY($1) AND consumer = $2 GROUP BY enterprise_id;
-- statement
PREPARE s487 (uuid[], text) AS
SELECT id FROM dead_letter WHERE event_id = ANY($1) AND consumer = $2 AND state = 'redriving' AND enterprise_id IS NULL ORDER BY id FOR UPDATE;
-- statement
PREPARE s488 AS
SELECT id FROM dead_letter WHERE state = 'open';
-- statement
PREPARE s489 (text, text, bigint, timestamptz, text, uuid) AS
UPDATE dead_letter SET state = 'open', skip_reason = NULL, reason = $1, detail = $2, attempts = attempts + $3, state_changed_at = $4, state_changed_by = $5 WHERE id = $6;
-- statement
PREPARE s490 (uuid, uuid, uuid, uuid, text, text, text, text[], timestamptz) AS
INSERT INTO access_entry (id, enterprise_id, consent_id, offer_id, institution, reader, reader_role, fields, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s491 (uuid, uuid, text, text, bigint, text, timestamptz, text) AS
INSERT INTO activity_outcome (id, guest_id, kind, institution, amount_fen, note, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s492 (text, text, bigint, timestamptz, text) AS
INSERT INTO adviser AS v (institution, kind, capacity, version, updated_at, updated_by) VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (institution, kind) DO UPDATE SET capacity = excluded.capacity, version = v.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by RETURNING v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by;
-- statement
PREPARE s493 (uuid, uuid, text, date, text, date, bigint, bigint, date, date, bigint, text, bigint, timestamptz, timestamptz, timestamptz, timestamptz) AS
INSERT INTO bridge_loan (id, enterprise_id, fund, terms_from, lender, matures_on, amount_fen, commitment_fen, starts_on, repays_on, lpr_ppm, state, version, due_at, step_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);
-- statement
PREPARE s494 (uuid, bigint, text, text, text, text, timestamptz) AS
INSERT INTO bridge_step (bridge_id, version, from_state, state, verb, actor, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s495 (bytea, uuid, bytea, timestamptz, text, timestamptz) AS
INSERT INTO confirmation_token (digest, receivable_id, version_digest, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s496 (bytea, text, text, text, text, text, timestamptz, timestamptz, timestamptz) AS
INSERT INTO console_session (key_digest, subject, role, organisation, uscc, region, opened_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s497 (uuid, text, text, boolean, bigint, timestamptz, text) AS
INSERT INTO core_enterprise (enterprise_id, payer_kind, group_code, is_strong, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (enterprise_id) DO UPDATE SET payer_kind = excluded.payer_kind, group_code = excluded.group_code, is_strong = excluded.is_strong, version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
-- statement
PREPARE s498 (uuid, text, timestamptz, text) AS
INSERT INTO enterprise_group (enterprise_id, group_code, updated_at, updated_by) VALUES ($1, $2, $3, $4) ON CONFLICT (enterprise_id) DO UPDATE SET group_code = excluded.group_code, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
-- statement
PREPARE s499 (text, text, text, text, bigint, text, timestamptz, text) AS
INSERT INTO fund AS t (code, kind, name, region, cap_fen, terms, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region, cap_fen = excluded.cap_fen, terms = excluded.terms, version = t.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by WHERE t.kind = excluded.kind RETURNING version;
-- statement
PREPARE s500 (uuid, text, text, bigint, uuid, uuid, uuid, text, timestamptz, text) AS
INSERT INTO fund_entry (id, fund, kind, amount_fen, guarantee_id, offer_id, bridge_id, reference, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- statement
PREPARE s501 (text, timestamptz, uuid[], uuid[], text[], text[], text[], text[], bigint[], text[], text[], timestamptz[], bytea[]) AS
INSERT INTO held_event (consumer, event_id, enterprise_id, number, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, held_at) SELECT $1, event_id, enterprise_id, nextval('hold_number'), topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, $2 FROM ( SELECT * FROM unnest( $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY AS n (event_id, enterprise_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at, payload, place) ORDER BY place) AS ordered ON CONFLICT (consumer, event_id) DO NOTHING;
-- statement
PREPARE s502 (uuid, uuid, bigint, text[], date, text, text, text) AS
INSERT INTO ladder_line (run_id, enterprise_id, facts_version, news, ended_before, tier, outcome, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s503 (text, uuid, text, date, date, text, date, uuid) AS
INSERT INTO ladder_member (ladder, enterprise_id, tier, entered_on, ended_on, ended_for, banned_through, run_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (ladder, enterprise_id) DO UPDATE SET tier = excluded.tier, entered_on = excluded.entered_on, ended_on = excluded.ended_on, ended_for = excluded.ended_for, banned_through = excluded.banned_through, run_id = excluded.run_id;
-- statement
PREPARE s504 (uuid, text, text, bigint, date, text[], bytea, bigint, bigint, bigint, bigint, timestamptz, text) AS
INSERT INTO ladder_run (id, ladder, ladder_version, year, judged_on, entries, digest, members, below_scale, scale_unknown, least_ppm, created_at, created_by) VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(array_agg(e::date), '{}') FROM unnest($6) e), $7, $8, $9, $10, $11, $12, $13);
-- statement
PREPARE s505 (uuid, timestamptz, timestamptz, text[], text[]) AS
INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at) SELECT kind, code, $1, 1, 'held', $2, $3 FROM unnest($4, $5) AS k (kind, code) ON CONFLICT (holder_id, kind, code) DO NOTHING;
-- statement
PREPARE s506 (uuid, text, text, date, bigint, text, timestamptz, text) AS
INSERT INTO listing_count (id, board, region, listed_on, count, source, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- statement
PREPARE s507 (text, bigint, text, bigint, text, timestamptz, text) AS
INSERT INTO listing_target AS t (board, year, region, count, source, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT (board, year, region) DO UPDATE SET count = excluded.count, source = excluded.source, version = t.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by RETURNING t.version;
-- statement
PREPARE s508 (uuid, text, text, bigint, bigint, timestamptz, text) AS
INSERT INTO loan_report (id, institution, region, year, version, reported_at, reported_by) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s509 (uuid, uuid[], text[], text[], text[], bigint[], bigint[], bigint[], bigint[], integer[], boolean[], boolean[]) AS
INSERT INTO loan_row (id, report_id, key, borrower, size, credit_fen, balance_fen, bad_fen, granted_fen, rate_ppm, has_applied, is_approved) SELECT n.id, $1, n.key, n.borrower, n.size, n.credit, n.balance, n.bad, n.granted, n.rate, n.applied, n.approved FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS n (id, key, borrower, size, credit, balance, bad, granted, rate, applied, approved);
-- statement
PREPARE s510 (uuid, text, timestamptz, text) AS
INSERT INTO need_draft (enterprise_id, fields, saved_at, saved_by) VALUES ($1, $2, $3, $4) ON CONFLICT (enterprise_id) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at, saved_by = excluded.saved_by;
-- statement
PREPARE s511 (uuid[], uuid[], date[], text[], text[], text[], text[], text[], text[], smallint[], smallint[], bigint[], bigint[]) AS
INSERT INTO offer_case AS c (offer_id, need_id, month, region, industry, size, institution, product, outcome, answer_days, grant_days, granted_fen, rate_ppm) SELECT n.offer_id, n.need_id, n.month, n.region, n.industry, n.size, n.institution, n.product, n.outcome, n.answer_days, n.grant_days, n.granted_fen, n.rate_ppm::integer FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS n (offer_id, need_id, month, region, industry, size, institution, product, outcome, answer_days, grant_days, granted_fen, rate_ppm) ORDER BY n.offer_id ON CONFLICT (offer_id) DO UPDATE SET month = excluded.month, region = excluded.region, industry = excluded.industry, size = excluded.size, institution = excluded.institution, product = excluded.product, outcome = excluded.outcome, answer_days = excluded.answer_days, grant_days = excluded.grant_days, granted_fen = excluded.granted_fen, rate_ppm = excluded.rate_ppm WHERE (c.month, c.region, c.industry, c.size, c.institution, c.product, c.outcome, c.answer_days, c.grant_days, c.granted_fen, c.rate_ppm) IS DISTINCT FROM (excluded.month, excluded.region, excluded.industry, excluded.size, excluded.institution, excluded.product, excluded.outcome, excluded.answer_days, excluded.grant_days, excluded.granted_fen, excluded.rate_ppm);
-- statement
PREPARE s512 (uuid, uuid, date, date, text, timestamptz, text) AS
INSERT INTO offer_pause (id, offer_id, first_day, last_day, reason, set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- statement
PREPARE s513 (date, timestamptz) AS
INSERT INTO quality_day (day, scored_at) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- statement
PREPARE s514 (date, text[], text[], bigint[], bigint[], bigint[], bigint[], bigint[], integer[]) AS
INSERT INTO quality_score (day, region, source, accepted, quarantined, rejected, late, missed, score_ppm) SELECT $1, n.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS n;
-- statement
PREPARE s515 (text, bytea, bytea, timestamptz) AS
INSERT INTO receipt_key (id, public_key, secret_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;
-- statement
PREPARE s516 (uuid, uuid[], text[]) AS
INSERT INTO release_count (release_id, need_id, cells) SELECT $1, n.need_id, n.cells::smallint[] FROM unnest($2, $3) AS n (need_id, cells);
-- statement
PREPARE s517 (uuid, text, date, date, bigint, timestamptz, text) AS
INSERT INTO report_enrolment (enterprise_id, duty, from_on, to_on, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (enterprise_id, duty) DO UPDATE SET from_on = excluded.from_on, to_on = excluded.to_on, version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by;
-- statement
PREPARE s518 (uuid, text, bigint, bigint, text, bytea, bytea, timestamptz, text) AS
INSERT INTO statistics_release (id, region, year, revision, reason, body, digest, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s519 (uuid, text, text, text, bigint, text, date, timestamptz, text) AS
INSERT INTO task_report (id, plan, task, target, reached, words, reported_on, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- statement
PREPARE s520 (uuid, bigint, text, uuid, text, timestamptz, text) AS
INSERT INTO warning_recheck (warning_id, version, kind, subject_id, finding, done_at, done_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;
-- statement
PREPARE s521 (bytea, bytea, timestamptz, text, jsonb) AS
INSERT INTO warning_trial (rules, against, begun_at, begun_by, looked_at, summary) VALUES ($1, $2, $3, $4, 0, $5);
-- statement
PREPARE s522 AS
INSERT INTO webhook_event (event_id, topic, key, type, subject, sequence, occurred_at, payload, kept_at) SELECT event_id, topic, key, type, subject, sequence, occurred_at, payload, now() FROM outbox;
-- statement
PREPARE s523 (uuid, bigint, bytea, bytea, timestamptz, timestamptz) AS
INSERT INTO webhook_key (endpoint_id, number, public_key, secret_key, created_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6);
-- statement
PREPARE s524 (text, text, bytea, timestamptz) AS
INSERT INTO whatif_query (actor, institution, draft, asked_at) VALUES ($1, $2, $3, $4);
-- statement
PREPARE s525 (bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE true ORDER BY c.id DESC LIMIT $1;
-- statement
PREPARE s526 AS
SELECT digest FROM policy_version;
-- statement
PREPARE s527 AS
SELECT id FROM offer ORDER BY id LIMIT 1;
-- statement
PREPARE s528 (uuid) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE id = $1;
-- statement
PREPARE s529 AS
SELECT id, public_key, secret_key, created_at, retired_at FROM receipt_key WHERE retired_at IS NULL;
-- statement
PREPARE s530 (bytea, bytea) AS
SELECT id, rules, against, begun_at, begun_by, through, looked_at, summary::text, done_at FROM warning_trial WHERE rules = $1 AND against = $2 ORDER BY id DESC LIMIT 1 FOR UPDATE;
-- statement
PREPARE s531 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended('ladder ' || $1, 0));
-- statement
PREPARE s532 (text, boolean, bigint, timestamptz, uuid) AS
UPDATE activity_guest SET state = $1, agrees_to_figures = $2, version = $3, updated_at = $4 WHERE id = $5;
-- statement
PREPARE s533 (text, bigint, date, date, bigint, timestamptz, timestamptz, timestamptz, uuid) AS
UPDATE bridge_loan SET state = $1, version = $2, lent_on = $3, repaid_on = $4, fee_fen = $5, due_at = $6, step_at = $7, updated_at = $8 WHERE id = $9;
-- statement
PREPARE s534 (text, uuid) AS
UPDATE guarantor_borrower SET group_code = $1 WHERE enterprise_id = $2;
-- statement
PREPARE s535 (text, timestamptz, text, uuid) AS
UPDATE report SET decision = $1, decided_at = $2, decided_by = $3 WHERE id = $4;
-- statement
PREPARE s536 (timestamptz) AS
UPDATE sweep_slice SET done_at = $1;
-- statement
PREPARE s537 (uuid, bigint, jsonb, timestamptz, bigint) AS
UPDATE warning_trial SET through = $1, looked_at = $2, summary = $3, done_at = $4 WHERE id = $5;
-- statement
PREPARE s538 (uuid) AS
SELECT inputs FROM allocation_run WHERE id = $1;
-- statement
PREPARE s539 (uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 ORDER BY l.id LIMIT $2;
-- statement
PREPARE s540 (uuid) AS
SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest, r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by, r.finished_at FROM allocation_run r WHERE r.id = $1;
-- statement
PREPARE s541 AS
SELECT count(DISTINCT need_id) FROM match_run WHERE eligible > 0;
-- statement
PREPARE s542 (timestamptz, double precision, uuid, bigint) AS
SELECT n.id, coalesce(greatest(n.updated_at, (SELECT e.updated_at FROM enterprise e WHERE e.id = n.enterprise_id), (SELECT max(o.updated_at) FROM offer o WHERE o.need_id = n.id), (SELECT max(r.created_at) FROM match_run r WHERE r.need_id = n.id), (SELECT max(m.updated_at) FROM pool_member m WHERE m.enterprise_id = n.enterprise_id)) > (SELECT least(j.counted_at, $1) FROM funnel_journey j WHERE j.need_id = n.id AND j.body <> '') - $2 * interval '1 millisecond', true) FROM (SELECT n.id, n.enterprise_id, n.updated_at FROM need n WHERE n.id > $3 ORDER BY n.id LIMIT $4) AS n ORDER BY n.id;
-- statement
PREPARE s543 (timestamptz, uuid[]) AS
UPDATE dead_letter SET sent_at = $1 WHERE id = ANY($2);
-- statement
PREPARE s544 (integer, integer, text, bigint) AS
SELECT c.clause, p.level, c.state, count(*)::bigint, coalesce(sum(coalesce(p.fen, c.amount_fen)), 0)::bigint, coalesce(sum(p.fen - p.clawed_back_fen) FILTER (WHERE p.paid_on IS NOT NULL), 0)::bigint, coalesce(sum(p.clawed_back_fen), 0)::bigint FROM claim c LEFT JOIN claim_part p ON p.claim_id = c.id WHERE c.claimed_on BETWEEN make_date($1, 1, 1) AND make_date($2, 12, 31) AND c.region ^@ $3 GROUP BY c.clause, p.level, c.state ORDER BY c.clause, p.level NULLS FIRST, c.state LIMIT $4;
-- statement
PREPARE s545 (text, text, bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true AND c.region ^@ $1 AND c.state = $2 ORDER BY c.id DESC LIMIT $3;
-- statement
PREPARE s546 (text, uuid, bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true AND c.state = $1 AND c.enterprise_id = $2 ORDER BY c.id DESC LIMIT $3;
-- statement
PREPARE s547 (bigint) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE true ORDER BY id DESC LIMIT $1;
-- statement
PREPARE s548 (uuid[]) AS
DELETE FROM untold_gain WHERE flip_id = ANY($1);
-- statement
PREPARE s549 (uuid[]) AS
INSERT INTO untold_gain (flip_id, product_id) SELECT id, product_id FROM decision_flip WHERE id = ANY($1);
-- statement
PREPARE s550 (uuid[]) AS
SELECT id, match_due_since IS NOT NULL FROM need WHERE id = ANY($1) AND status = 'submitted';
-- statement
PREPARE s551 (text[], bigint) AS
SELECT u.flip_id, f.need_id, f.enterprise_id, p.code FROM untold_gain u JOIN decision_flip f ON f.id = u.flip_id JOIN product p ON p.id = u.product_id JOIN need n ON n.id = f.need_id AND n.match_due_since IS NULL WHERE u.product_id IN ( SELECT id FROM product w WHERE w.code <> ALL($1) AND EXISTS (SELECT FROM untold_gain WHERE product_id = w.id)) ORDER BY u.flip_id LIMIT $2 FOR UPDATE OF u SKIP LOCKED;
-- statement
PREPARE s552 (bytea) AS
DELETE FROM console_session WHERE key_digest = $1;
-- statement
PREPARE s553 (bytea) AS
SELECT key_digest, subject, role, organisation, uscc, region, opened_at, seen_at, expires_at FROM console_session WHERE key_digest = $1;
-- statement
PREPARE s554 (timestamptz, bytea) AS
UPDATE console_session SET seen_at = greatest(seen_at, $1) WHERE key_digest = $2;
-- statement
PREPARE s555 (uuid, text) AS
SELECT EXISTS (SELECT FROM bridge_loan WHERE enterprise_id = $1 AND lender = $2 AND state IN ('reserved', 'lent'));
-- statement
PREPARE s556 (uuid) AS
SELECT b.id, b.enterprise_id, b.fund, b.terms_from, b.lender, b.matures_on, b.amount_fen, b.commitment_fen, b.starts_on, b.repays_on, b.lpr_ppm, b.state, b.version, b.lent_on, b.repaid_on, b.fee_fen, b.due_at, b.step_at, b.created_at, b.updated_at FROM bridge_loan b WHERE b.id = $1;
-- statement
PREPARE s557 (text) AS
SELECT code, kind, name, region, balance_fen, held_fen, paid_fen, cap_fen, terms, version, updated_at, updated_by, out_fen FROM fund WHERE code = $1;
-- statement
PREPARE s558 (text) AS
SELECT code, kind, name, region, balance_fen, held_fen, paid_fen, cap_fen, terms, version, updated_at, updated_by, out_fen FROM fund WHERE code = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s559 (uuid) AS
SELECT version, from_state, state, verb, actor, taken_at FROM bridge_step WHERE bridge_id = $1 ORDER BY version;
-- statement
PREPARE s560 (text, text, text, bigint) AS
SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor, g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract, g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at, g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on, g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen FROM guarantee g WHERE true AND (g.guarantor = $1 OR g.bank = $2 OR g.re_guarantor = $3) ORDER BY g.id DESC LIMIT $4;
-- statement
PREPARE s561 (date, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, text[]) AS
SELECT (SELECT count(*) FROM need WHERE match_due_since IS NOT NULL), (SELECT count(*) FROM need_rematch WHERE state = 'scheduled' AND rematch_on <= $1), (SELECT count(*) FROM sweep WHERE finished_at IS NULL AND state = 'planning'), (SELECT count(*) FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL WHERE s.done_at IS NULL), (SELECT count(*) FROM dead_letter WHERE state IN ('redriving', 'skipping')), (SELECT count(*) FROM receivable_account WHERE facts_due_at <= $2), (SELECT count(*) FROM monitoring_account WHERE due_at <= $3), (SELECT count(*) FROM listing_account WHERE due_at <= $4), (SELECT count(DISTINCT event_id) FROM entitlement_notice WHERE due_at <= $5), (SELECT count(*) FROM webhook_event WHERE kept_at < $6 AND type = ANY($7));
-- statement
PREPARE s562 AS
SELECT (SELECT count(*) FROM need WHERE match_due_since IS NOT NULL), (SELECT count(*) FROM sweep WHERE finished_at IS NULL), (SELECT count(*) FROM need n WHERE NOT EXISTS ( SELECT FROM match_run r WHERE r.need_id = n.id AND r.catalog_version = 2));
-- statement
PREPARE s563 AS
SELECT coalesce(max(id), 0) FROM outbox;
-- statement
PREPARE s564 (bigint, bigint) AS
SELECT id FROM sweep WHERE catalog_to = $1 AND policy_to = $2 AND kind = 'change';
-- statement
PREPARE s565 AS
SELECT pg_advisory_xact_lock(7242004220);
-- statement
PREPARE s566 (bigint, text, timestamptz, bigint) AS
WITH asked AS MATERIALIZED ( SELECT DISTINCT key FROM outbox WHERE id <= $1 AND topic = $2) SELECT s.sweep_id, s.number, s.after_need, s.last_need, s.needs FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL WHERE s.done_at IS NULL AND s.requested_at < $3 AND 'swp_' || s.sweep_id || '/' || s.number NOT IN (SELECT key FROM asked) ORDER BY s.sweep_id, s.number LIMIT $4 FOR NO KEY UPDATE OF s SKIP LOCKED;
-- statement
PREPARE s567 (bigint, text[], timestamptz, text, timestamptz, uuid, bigint) AS
WITH asked AS MATERIALIZED ( SELECT DISTINCT key FROM outbox WHERE id <= $1 AND type = ANY($2)) SELECT id, enterprise_id, match_due_since FROM need WHERE match_due_since IS NOT NULL AND (match_asked_at IS NULL OR match_asked_at < $3) AND 'ent_' || need.enterprise_id NOT IN (SELECT key FROM asked) AND NOT EXISTS ( SELECT FROM dead_letter d WHERE d.enterprise_id = need.enterprise_id AND d.consumer = $4 AND d.state IN ('open', 'redriving', 'skipping')) AND (match_due_since, id) > ($5, $6) ORDER BY match_due_since, id LIMIT $7;
-- statement
PREPARE s568 (bigint, text[], timestamptz, text, bigint) AS
WITH asked AS MATERIALIZED ( SELECT DISTINCT key FROM outbox WHERE id <= $1 AND type = ANY($2)) SELECT id, enterprise_id, match_due_since FROM need WHERE match_due_since IS NOT NULL AND (match_asked_at IS NULL OR match_asked_at < $3) AND 'ent_' || need.enterprise_id NOT IN (SELECT key FROM asked) AND NOT EXISTS ( SELECT FROM dead_letter d WHERE d.enterprise_id = need.enterprise_id AND d.consumer = $4 AND d.state IN ('open', 'redriving', 'skipping')) ORDER BY match_due_since, id LIMIT $5;
-- statement
PREPARE s569 (uuid[], date, timestamptz) AS
WITH due AS ( UPDATE need_rematch SET state = 'asked' WHERE need_id = ANY($1) AND state = 'scheduled' AND rematch_on <= $2 RETURNING need_id) UPDATE need SET match_due_since = $3 FROM due WHERE need.id = due.need_id AND need.status = 'submitted' AND need.match_due_since IS NULL RETURNING need.id;
-- statement
PREPARE s570 AS
SELECT a.maximum, a.taken, (SELECT coalesce(sum(amount_fen), 0)::bigint FROM receivable_financing WHERE state <> 'released') FROM ledger_account a WHERE a.kind = 'receivable';
-- statement
PREPARE s571 (text, text) AS
SELECT 1 WHERE $1 IN (SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed' AND NOT EXISTS ( SELECT FROM unnest(e.regions) AS served (region) WHERE NOT starts_with(region, $2)));
-- statement
PREPARE s572 (uuid, text) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND c.institution = $2;
-- statement
PREPARE s573 (uuid, text) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND c.institution IN (SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed' AND NOT EXISTS ( SELECT FROM unnest(e.regions) AS served (region) WHERE NOT starts_with(region, $2)));
-- statement
PREPARE s574 (text, bigint) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.institution = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s575 (text, bigint) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.institution IN (SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed' AND NOT EXISTS ( SELECT FROM unnest(e.regions) AS served (region) WHERE NOT starts_with(region, $1))) ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s576 (bigint) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE true ORDER BY c.id DESC LIMIT $1;
-- statement
PREPARE s577 (text, text, bigint) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE true AND action = $1 AND subject = $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s578 (text, bigint) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE true AND action = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s579 (uuid, bigint) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE true AND id < $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s580 (text, bigint) AS
SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry WHERE true AND subject = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s581 (timestamptz) AS
SELECT FROM allocation_run WHERE scheduled_for >= $1 LIMIT 1;
-- statement
PREPARE s582 (text, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.source = $1 ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s583 (uuid[]) AS
UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1 WHERE need_id = ANY($1) AND state <> 'asked';
-- statement
PREPARE s584 (bigint, text, text, bigint) AS
SELECT DISTINCT ON (region, institution) id, institution, region, year, version, reported_at, reported_by FROM loan_report WHERE year = $1 AND region ^@ $2 AND institution = $3 ORDER BY region, institution, version DESC LIMIT $4;
-- statement
PREPARE s585 (bigint, bigint) AS
SELECT DISTINCT ON (region, institution) id, institution, region, year, version, reported_at, reported_by FROM loan_report WHERE year = $1 ORDER BY region, institution, version DESC LIMIT $2;
-- statement
PREPARE s586 (text, text, bigint) AS
SELECT coalesce(max(version), 0) FROM loan_report WHERE institution = $1 AND region = $2 AND year = $3;
-- statement
PREPARE s587 (uuid) AS
SELECT id, key, borrower, size, credit_fen, balance_fen, bad_fen, granted_fen, rate_ppm::bigint, has_applied, is_approved FROM loan_row WHERE report_id = $1 ORDER BY id;
-- statement
PREPARE s588 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));
-- statement
PREPARE s589 AS
SELECT count(*) FROM receivable_account WHERE facts_due_at <= now();
-- statement
PREPARE s590 (uuid) AS
SELECT facts_due_at FROM receivable_account WHERE enterprise_id = $1;
-- statement
PREPARE s591 (timestamptz, uuid) AS
UPDATE receivable_account SET facts_due_at = $1 WHERE enterprise_id = $2;
-- statement
PREPARE s592 (text[], text[], timestamptz, text[], timestamptz, bigint) AS
WITH entered AS ( SELECT c.enterprise_id, c.board || '.' || s.to_stage AS event, s.taken_on AS day, 'lst_' || c.id::text || '/' || s.seq::text AS source, s.role FROM listing_step s JOIN listing_case c ON c.id = s.case_id WHERE s.to_stage = ANY($1) AND c.board || '.' || s.to_stage = ANY($2) AND s.taken_at >= $3 UNION ALL SELECT l.enterprise_id, l.layer, l.since_on, 'layer/' || l.board, NULL FROM listing_layer l WHERE l.layer = ANY($4) AND l.updated_at >= $5) SELECT DISTINCT ON (n.enterprise_id, n.event) n.enterprise_id, n.event, n.day, n.source, n.role FROM entered n JOIN enterprise e ON e.id = n.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL WHERE NOT EXISTS ( SELECT FROM award_event a WHERE a.enterprise_id = n.enterprise_id AND a.kind = 'stage' AND a.event = n.event) ORDER BY n.enterprise_id, n.event, n.day, n.source LIMIT $6;
-- statement
PREPARE s593 (uuid) AS
SELECT enterprise_id, fields, saved_at, saved_by FROM need_draft WHERE enterprise_id = $1;
-- statement
PREPARE s594 (text) AS
SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7242));
-- statement
PREPARE s595 (timestamptz, bigint) AS
DELETE FROM console_session WHERE key_digest IN ( SELECT key_digest FROM console_session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED);
-- statement
PREPARE s596 AS
SELECT count(*) FROM monitoring_account WHERE due_at <= now();
-- statement
PREPARE s597 (bigint) AS
SELECT digest FROM catalog_version WHERE version = $1;
-- statement
PREPARE s598 (bigint) AS
SELECT digest FROM policy_version WHERE version = $1;
-- statement
PREPARE s599 AS
SELECT id, public_key, secret_key, created_at, retired_at FROM receipt_key ORDER BY created_at, id;
-- statement
PREPARE s600 (uuid, bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true AND c.enterprise_id = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s601 (text, bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true AND c.region ^@ $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s602 (uuid[], uuid, bigint) AS
SELECT id FROM need WHERE enterprise_id = ANY($1) AND id > $2 ORDER BY id LIMIT $3;
-- statement
PREPARE s603 (uuid[], bigint) AS
SELECT id FROM need WHERE enterprise_id = ANY($1) ORDER BY id LIMIT $2;
-- statement
PREPARE s604 (uuid[]) AS
DELETE FROM webhook_event WHERE event_id = ANY($1);
-- statement
PREPARE s605 (text) AS
SELECT count(*) FROM webhook_endpoint WHERE organisation = $1;
-- statement
PREPARE s606 (uuid, bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 ORDER BY d.id DESC LIMIT $2;
-- statement
PREPARE s607 (text[]) AS
SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until FROM webhook_endpoint WHERE organisation = ANY($1) AND state = 'active' ORDER BY id FOR KEY SHARE;
-- statement
PREPARE s608 (text, uuid, text) AS
SELECT f.id, f.amount_fen FROM receivable r JOIN receivable_financing f ON f.receivable_id = r.id AND f.live_funder = $1 WHERE r.debtor_id = $2 AND r.funder = $3 ORDER BY f.id;
-- statement
PREPARE s609 (text, bigint, text, bigint) AS
SELECT kind, code, maximum, taken, version, updated_at, updated_by FROM ledger_account WHERE kind = $1 AND right(code, $2::int) = $3 ORDER BY kind, code LIMIT $4;
-- statement
PREPARE s610 (text, text, timestamptz, timestamptz, uuid[], bigint[]) AS
INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at) SELECT $1, $2, holder, fen, 'held', $3, $4 FROM unnest($5, $6) AS a (holder, fen) ON CONFLICT (holder_id, kind, code) DO NOTHING;
-- statement
PREPARE s611 (uuid, bigint) AS
SELECT id FROM match_run WHERE id > $1 ORDER BY id LIMIT $2;
-- statement
PREPARE s612 (text, text, bigint) AS
SELECT r.id, r.enterprise_id, r.requested_at, r.requested_by, r.basis, r.reference, r.state, r.held_until, r.held_for, r.done_at, r.counts::text FROM erasure r JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ $1 WHERE true AND r.state = $2 ORDER BY r.id DESC LIMIT $3;
-- statement
PREPARE s613 (text, bigint) AS
SELECT r.id, r.enterprise_id, r.requested_at, r.requested_by, r.basis, r.reference, r.state, r.held_until, r.held_for, r.done_at, r.counts::text FROM erasure r JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ $1 WHERE true ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s614 (timestamptz, timestamptz, timestamptz, text) AS
SELECT a.kind, count(*) FILTER (WHERE a.state = 'announced' AND a.ends_at <= $1), count(*) FILTER (WHERE a.state = 'cancelled'), coalesce(sum(g.invited), 0)::bigint, coalesce(sum(g.attended), 0)::bigint, coalesce(sum(g.outcomes), 0)::bigint, coalesce(sum(g.amount_fen), 0)::bigint FROM activity a LEFT JOIN LATERAL ( SELECT count(DISTINCT t.id) AS invited, count(DISTINCT t.id) FILTER (WHERE t.state = 'attended') AS attended, count(o.id) AS outcomes, sum(o.amount_fen) AS amount_fen FROM activity_guest t LEFT JOIN activity_outcome o ON o.guest_id = t.id AND t.state = 'attended' WHERE t.activity_id = a.id) g ON a.state = 'announced' WHERE a.starts_at >= $2 AND a.starts_at < $3 AND a.region ^@ $4 GROUP BY a.kind ORDER BY a.kind;
-- statement
PREPARE s615 (uuid) AS
SELECT count(*) FROM activity_outcome WHERE guest_id = $1;
-- statement
PREPARE s616 (uuid, bigint) AS
SELECT g.id, g.activity_id, g.enterprise_id, g.institution, g.state, g.agrees_to_figures, g.version, g.created_at, g.updated_at FROM activity_guest g WHERE g.activity_id = $1 ORDER BY g.id DESC LIMIT $2;
-- statement
PREPARE s617 (uuid) AS
SELECT g.id, g.activity_id, g.enterprise_id, g.institution, g.state, g.agrees_to_figures, g.version, g.created_at, g.updated_at FROM activity_guest g WHERE g.id = $1;
-- statement
PREPARE s618 (uuid[]) AS
SELECT id, guest_id, kind, institution, amount_fen, note, recorded_at, recorded_by FROM activity_outcome WHERE guest_id = ANY($1) ORDER BY id;
-- statement
PREPARE s619 (uuid) AS
SELECT id, kind, title, region, place, starts_at, ends_at, capacity, seats_taken, state, cancelled_for, version, created_at, created_by, updated_at FROM activity WHERE id = $1;
-- statement
PREPARE s620 (text, text) AS
SELECT coalesce((SELECT carried_fen FROM guarantor WHERE code = $1), 0), coalesce(sum(c.loss_fen - coalesce(b.borne_fen, 0)), 0)::bigint, coalesce(sum(t.fen), 0)::bigint, coalesce(sum(CASE WHEN g.state = 'written_off' THEN c.loss_fen - coalesce(b.borne_fen, 0) - coalesce(t.fen, 0) END), 0)::bigint, coalesce(sum(CASE WHEN g.state IN ('claimed', 'reviewing') THEN g.claimed_fen END), 0)::bigint FROM guarantee g LEFT JOIN compensation c ON c.guarantee_id = g.id LEFT JOIN compensation_part b ON b.guarantee_id = g.id AND b.party = 'bank' LEFT JOIN LATERAL ( SELECT sum(p.returned_fen) AS fen FROM compensation_part p WHERE p.guarantee_id = g.id AND p.party <> 'bank') t ON true WHERE g.guarantor = $2;
-- statement
PREPARE s621 (text) AS
SELECT kind, size, sum(principal_fen - repaid_fen)::bigint, sum(own_fen)::bigint, count(DISTINCT enterprise_id) FROM guarantee WHERE guarantor = $1 AND is_live AND state <> 'reserved' GROUP BY kind, size ORDER BY kind, size;
-- statement
PREPARE s622 (uuid[], uuid[], bigint) AS
SELECT id, need_id, decided_on, facts_version, paths, report_id FROM ( SELECT r.id, r.need_id, r.decided_on, r.facts_version, u.report_id, array_agg(DISTINCT u.path ORDER BY u.path) AS paths, row_number() OVER (PARTITION BY u.report_id ORDER BY r.id DESC) AS place FROM report_use u JOIN need n ON n.enterprise_id = u.enterprise_id JOIN match_run r ON r.need_id = n.id AND r.facts_version >= u.from_version AND (u.through_version IS NULL OR r.facts_version <= u.through_version) WHERE u.enterprise_id = ANY($1) AND u.report_id = ANY($2) GROUP BY u.report_id, r.id) AS placed WHERE place <= $3 ORDER BY report_id, id DESC;
-- statement
PREPARE s623 (uuid, text, date, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.enterprise_id = $1 AND r.source = $2 AND r.received_on = $3 ORDER BY r.id DESC LIMIT $4;
-- statement
PREPARE s624 (uuid, text, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.enterprise_id = $1 AND r.source = $2 ORDER BY r.id DESC LIMIT $3;
-- statement
PREPARE s625 (date, text, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.received_on = $1 AND e.region ^@ $2 ORDER BY r.id DESC LIMIT $3;
-- statement
PREPARE s626 (uuid, uuid, bigint) AS
SELECT r.id, r.need_id, r.decided_on, r.facts_version, array_agg(DISTINCT u.path ORDER BY u.path) FROM report_use u JOIN need n ON n.enterprise_id = u.enterprise_id JOIN match_run r ON r.need_id = n.id AND r.facts_version >= u.from_version AND (u.through_version IS NULL OR r.facts_version <= u.through_version) WHERE u.enterprise_id = $1 AND u.report_id = $2 GROUP BY r.id ORDER BY r.id DESC LIMIT $3;
-- statement
PREPARE s627 (bigint, uuid, text, uuid) AS
UPDATE report_use SET through_version = greatest(from_version, $1) WHERE enterprise_id = $2 AND path = $3 AND report_id = $4 AND through_version IS NULL;
-- statement
PREPARE s628 (uuid, uuid, bigint) AS
WITH run AS ( SELECT r.id, r.facts_version FROM need n JOIN match_run r ON r.need_id = n.id WHERE n.enterprise_id = $1) SELECT u.path, u.report_id, u.from_version, u.through_version, d.runs, d.last FROM report_use u CROSS JOIN LATERAL ( SELECT count(*) AS runs, (array_agg(id ORDER BY id DESC))[1] AS last FROM run WHERE run.facts_version >= u.from_version AND (u.through_version IS NULL OR run.facts_version <= u.through_version)) AS d WHERE u.enterprise_id = $2 ORDER BY u.from_version DESC, u.path, u.report_id LIMIT $3;
-- statement
PREPARE s629 (uuid, bigint) AS
SELECT enterprise_id FROM monitoring_account WHERE enterprise_id > $1 ORDER BY enterprise_id LIMIT $2;
-- statement
PREPARE s630 (bytea, bytea) AS
SELECT id, rules, against, begun_at, begun_by, through, looked_at, summary::text, done_at FROM warning_trial WHERE rules = $1 AND against = $2 ORDER BY id DESC LIMIT 1;
-- statement
PREPARE s631 (uuid, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE true AND w.enterprise_id = $1 AND w.state <> 'closed' ORDER BY w.id DESC LIMIT $2;
-- statement
PREPARE s632 (uuid[], text) AS
SELECT DISTINCT member_id, institution FROM adviser_assignment WHERE member_id = ANY($1) AND kind = $2 AND state = 'declined';
-- statement
PREPARE s633 (text, text, text, bigint) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL AND e.region ^@ $1 WHERE m.pool = $2 AND m.state = 'member' AND NOT EXISTS ( SELECT FROM adviser_assignment a WHERE a.member_id = m.id AND a.kind = $3 AND a.state IN ('proposed', 'accepted')) ORDER BY m.id LIMIT $4;
-- statement
PREPARE s634 (text, bigint) AS
SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by FROM adviser v WHERE true AND v.kind = $1 ORDER BY v.kind, v.institution LIMIT $2;
-- statement
PREPARE s635 (text, text[]) AS
SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by, d.regions FROM adviser v JOIN directory_entry d ON d.code = v.institution WHERE v.kind = $1 AND d.status = 'listed' AND d.kind = ANY($2) ORDER BY v.institution FOR NO KEY UPDATE OF v;
-- statement
PREPARE s636 AS
SELECT key_digest FROM console_session;
-- statement
PREPARE s637 AS
SELECT count(*) FROM need n WHERE NOT EXISTS ( SELECT FROM match_run r JOIN enterprise e ON e.id = n.enterprise_id WHERE r.need_id = n.id AND r.need_version = n.version AND r.facts_version = e.facts_version);
-- statement
PREPARE s638 (uuid, uuid, integer, uuid, integer, bytea, integer, integer, smallint, timestamptz, date, integer, integer, integer, integer, bytea, bytea, uuid, text, timestamptz) AS
INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result, verdicts, cause_event_id, traceparent, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);
-- statement
PREPARE s639 (uuid, uuid, integer) AS
SELECT array_agg(e.id), array_agg(e.facts_version), array_agg(e.event_sequence), array_agg(e.data_key), array_agg(f.digest), array_agg(octet_length(f.body)), string_agg(f.body, '') FROM ( SELECT id, facts_version, event_sequence, data_key FROM enterprise WHERE id = ANY (ARRAY( SELECT enterprise_id FROM need WHERE status = 'submitted' AND id > $1 AND id <= $2)) ORDER BY id FOR NO KEY UPDATE) e LEFT JOIN LATERAL ( SELECT digest, body FROM facts_version WHERE enterprise_id = e.id AND version = e.facts_version AND octet_length(body) <= $3 LIMIT 1) f ON true;
-- statement
PREPARE s640 (uuid, uuid, bigint) AS
SELECT array_agg(id), array_agg(enterprise_id), array_agg(version), array_agg(match_due_since), array_agg(run_id), array_agg(need_version), array_agg(facts_version), array_agg(catalog_version), array_agg(policy_version), array_agg(engine_version), array_agg(decided_on), array_agg(verdicts) FROM ( SELECT n.id, n.enterprise_id, n.version, n.match_due_since, r.id AS run_id, r.need_version, r.facts_version, r.catalog_version, r.policy_version, r.engine_version, r.decided_on, r.verdicts FROM ( SELECT id, enterprise_id, version, match_due_since FROM need WHERE status = 'submitted' AND id > $1 AND id <= $2 ORDER BY id LIMIT $3) n LEFT JOIN LATERAL ( SELECT id, need_version, facts_version, catalog_version, policy_version, engine_version, decided_on, verdicts FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r ON true ORDER BY n.id) a;
-- statement
PREPARE s641 (text) AS
SELECT clock_timestamp(), set_config('work_mem', $1, true);
-- statement
PREPARE s642 (uuid, uuid, bigint) AS
SELECT need_id, version, amount_fen, tenor_months, purpose, security, created_at FROM need_version WHERE need_id > $1 AND need_id <= $2 ORDER BY need_id, version LIMIT $3;
-- statement
PREPARE s643 AS
SELECT set_config('enable_memoize', 'off', true), set_config('max_parallel_workers_per_gather', '0', true);
-- statement
PREPARE s644 (timestamptz, timestamptz, uuid) AS
UPDATE enterprise SET frozen_at = $1, version = version + 1, updated_at = greatest(updated_at, $2) WHERE id = $3;
-- statement
PREPARE s645 (date) AS
DELETE FROM quality_score WHERE day = $1;
-- statement
PREPARE s646 (bigint) AS
SELECT day FROM quality_day ORDER BY day LIMIT $1;
-- statement
PREPARE s647 (date, bigint) AS
SELECT day FROM quality_day WHERE day > $1 ORDER BY day LIMIT $2;
-- statement
PREPARE s648 (date) AS
SELECT day, region, source, accepted, quarantined, rejected, late, missed, score_ppm FROM quality_score WHERE day = $1 ORDER BY region, source;
-- statement
PREPARE s649 (text, date, date, text) AS
SELECT day, region, source, accepted, quarantined, rejected, late, missed, score_ppm FROM quality_score WHERE region = $1 AND day >= $2 AND day <= $3 AND source = $4 ORDER BY day, source;
-- statement
PREPARE s650 (text, timestamptz, integer[], date) AS
SELECT left(e.region, l.digits), r.source, count(*) FILTER (WHERE v.verdict = 'accept'), count(*) FILTER (WHERE v.verdict = 'quarantine'), count(*) FILTER (WHERE v.verdict = 'reject'), count(*) FILTER (WHERE r.due_on < r.received_on) FROM report r JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ $1 CROSS JOIN LATERAL ( SELECT CASE WHEN r.decided_at < $2 THEN r.decision ELSE r.outcome END AS verdict) AS v CROSS JOIN unnest($3) AS l (digits) WHERE r.received_on = $4 GROUP BY 1, 2 ORDER BY 1, 2;
-- statement
PREPARE s651 (timestamptz, date) AS
UPDATE quality_day SET scored_at = $1 WHERE day = $2;
-- statement
PREPARE s652 AS
SELECT count(*) FROM dead_letter WHERE state <> 'resolved';
-- statement
PREPARE s653 (text, uuid) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.id > $2;
-- statement
PREPARE s654 (text, text) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.reason = $2;
-- statement
PREPARE s655 (text, uuid, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.id > $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s656 (text, text, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.reason = $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s657 AS
SELECT count(*) FROM listing_account WHERE due_at <= now();
-- statement
PREPARE s658 (uuid[]) AS
SELECT enterprise_id FROM listing_account WHERE enterprise_id = ANY($1);
-- statement
PREPARE s659 (text, bigint, text) AS
SELECT board, year, region, count, source, version, updated_at, updated_by FROM listing_target WHERE board = $1 AND year = $2 AND region = $3 FOR NO KEY UPDATE;
-- statement
PREPARE s660 (bigint, text, bigint) AS
SELECT board, year, region, count, source, version, updated_at, updated_by FROM listing_target WHERE year = $1 AND region ^@ $2 ORDER BY board, region LIMIT $3;
-- statement
PREPARE s661 (text[], text[], text, date, date, date, date, text) AS
WITH asked AS ( SELECT * FROM unnest($1, $2) AS a (board, aim)), reached AS MATERIALIZED ( SELECT c.board, e.region, c.is_live AND e.erased_at IS NULL AS goes_on, ( SELECT min(s.taken_on) FROM listing_step s WHERE s.case_id = c.id AND s.to_stage = a.aim) AS listed_on FROM asked a JOIN listing_case c ON c.board = a.board CROSS JOIN LATERAL ( SELECT region, erased_at FROM enterprise WHERE id = c.enterprise_id AND region ^@ $3 OFFSET 0) AS e ) SELECT board, region, sum(listed)::bigint, sum(under_way)::bigint FROM ( SELECT board, region, count(*) FILTER (WHERE listed_on BETWEEN $4 AND $5) AS listed, count(*) FILTER (WHERE goes_on AND listed_on IS NULL) AS under_way FROM reached GROUP BY board, region UNION ALL SELECT n.board, n.region, sum(n.count), 0 FROM listing_count n JOIN asked a ON a.board = n.board WHERE n.listed_on BETWEEN $6 AND $7 AND n.region ^@ $8 GROUP BY n.board, n.region) parts GROUP BY board, region ORDER BY board, region;
-- statement
PREPARE s662 (uuid, text, timestamptz) AS
SELECT id FROM consent WHERE enterprise_id = $1 AND institution = $2 AND revoked_at IS NULL AND expires_at > $3 LIMIT 1;
-- statement
PREPARE s663 (text, text, uuid, bigint, uuid, bigint, bigint) AS
SELECT id, consent_id, offer_id, organisation, reader, reader_role, fields, document, basis, read_at FROM ( (SELECT id, consent_id, offer_id, institution AS organisation, reader, reader_role, fields, $1 AS document, $2 AS basis, read_at FROM access_entry WHERE enterprise_id = $3 ORDER BY id DESC LIMIT $4) UNION ALL (SELECT id, consent_id, NULL, organisation, reader, reader_role, '{}'::text[], document, basis, read_at FROM enterprise_read WHERE enterprise_id = $5 ORDER BY id DESC LIMIT $6) ) AS line ORDER BY id DESC LIMIT $7;
-- statement
PREPARE s664 (uuid, text) AS
SELECT id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at, revoked_at, revoked_by, revoked_for FROM consent WHERE need_id = $1 AND institution = $2 AND revoked_at IS NULL FOR NO KEY UPDATE;
-- statement
PREPARE s665 (boolean, boolean, text, timestamptz, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE true AND EXISTS ( SELECT FROM warning_touch t LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version AND r.kind = t.kind AND r.subject_id = t.subject_id WHERE t.warning_id = w.id AND ($1 OR (r.done_at IS NOT NULL) = $2) AND t.version = ( SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id) OFFSET 0) AND EXISTS ( SELECT FROM consent c WHERE c.enterprise_id = w.enterprise_id AND c.institution = $3 AND c.revoked_at IS NULL AND c.expires_at > $4) ORDER BY w.id DESC LIMIT $5;
-- statement
PREPARE s666 (boolean, boolean, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE true AND EXISTS ( SELECT FROM warning_touch t LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version AND r.kind = t.kind AND r.subject_id = t.subject_id WHERE t.warning_id = w.id AND ($1 OR (r.done_at IS NOT NULL) = $2) AND t.version = ( SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id) OFFSET 0) ORDER BY w.id DESC LIMIT $3;
-- statement
PREPARE s667 (uuid, text, timestamptz, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w WHERE true AND w.enterprise_id = $1 AND w.state <> 'closed' AND EXISTS ( SELECT FROM consent c WHERE c.enterprise_id = w.enterprise_id AND c.institution = $2 AND c.revoked_at IS NULL AND c.expires_at > $3) ORDER BY w.id DESC LIMIT $4;
-- statement
PREPARE s668 AS
SELECT DISTINCT enterprise_id FROM need;
-- statement
PREPARE s669 AS
SELECT f.need_id, p.code, f.from_verdict, f.to_verdict FROM decision_flip f JOIN product p ON p.id = f.product_id;
-- statement
PREPARE s670 (uuid[]) AS
UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1 WHERE need_id = ANY($1) AND state = 'asked';
-- statement
PREPARE s671 (uuid, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.enterprise_id = $1 ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s672 (date, bigint[], uuid) AS
SELECT r.debtor_id, width_bucket(($1::date - r.due_on)::bigint, $2), count(*), sum(r.gross_fen)::bigint FROM receivable r WHERE r.enterprise_id = $3 AND r.state NOT IN ('collected', 'released', 'withdrawn') GROUP BY 1, 2 ORDER BY 1, 2;
-- statement
PREPARE s673 (date, bigint[], uuid) AS
SELECT r.enterprise_id, width_bucket(($1::date - r.due_on)::bigint, $2), count(*), sum(r.gross_fen)::bigint FROM receivable r WHERE r.debtor_id = $3 AND r.state NOT IN ('collected', 'released', 'withdrawn') GROUP BY 1, 2 ORDER BY 1, 2;
-- statement
PREPARE s674 (text, timestamptz, jsonb, uuid) AS
UPDATE erasure SET state = $1, done_at = $2, counts = $3 WHERE id = $4;
-- statement
PREPARE s675 (uuid, text) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND c.institution = $2 FOR NO KEY UPDATE OF c;
-- statement
PREPARE s676 (text) AS
SELECT count(*) FROM api_client WHERE institution = $1;
-- statement
PREPARE s677 AS
DELETE FROM funnel_cell;
-- statement
PREPARE s678 AS
DELETE FROM funnel_days;
-- statement
PREPARE s679 AS
DELETE FROM funnel_journey;
-- statement
PREPARE s680 AS
DELETE FROM offer_case;
-- statement
PREPARE s681 AS
SELECT id FROM enterprise ORDER BY id;
-- statement
PREPARE s682 (uuid, bigint) AS
SELECT id FROM need WHERE id > $1 ORDER BY id LIMIT $2;
-- statement
PREPARE s683 (bigint) AS
SELECT pg_advisory_xact_lock($1);
-- statement
PREPARE s684 AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.status = 'submitted';
-- statement
PREPARE s685 (text, timestamptz, bytea) AS
SELECT count(DISTINCT draft) FROM whatif_query WHERE institution = $1 AND asked_at >= $2 AND draft <> $3;
-- statement
PREPARE s686 (uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body, e.data_key, e.facts_version FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.status = 'submitted' AND n.id > $1 ORDER BY n.id LIMIT $2;
-- statement
PREPARE s687 (timestamptz, uuid[]) AS
UPDATE sweep_slice SET done_at = $1 WHERE (sweep_id, number) IN ( SELECT sweep_id, number FROM sweep_slice WHERE sweep_id = ANY($2) AND done_at IS NULL FOR NO KEY UPDATE SKIP LOCKED);
-- statement
PREPARE s688 (timestamptz) AS
SELECT coalesce(sum(w.waiting), 0)::bigint, min(w.oldest) FROM webhook_endpoint e CROSS JOIN LATERAL ( SELECT count(*) AS waiting, min(d.next_attempt_at) FILTER (WHERE d.next_attempt_at <= $1) AS oldest FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending') AS w WHERE e.state = 'active';
-- statement
PREPARE s689 (uuid, text, bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.state = $2 ORDER BY d.id DESC LIMIT $3;
-- statement
PREPARE s690 (uuid[], timestamptz) AS
SELECT endpoint_id, number, public_key, secret_key, created_at, ends_at FROM webhook_key WHERE endpoint_id = ANY($1) AND (ends_at IS NULL OR ends_at > $2) ORDER BY endpoint_id, number DESC;
-- statement
PREPARE s691 (timestamptz, timestamptz, timestamptz, bigint, uuid, timestamptz) AS
WITH due AS ( SELECT e.id FROM webhook_endpoint e CROSS JOIN LATERAL ( SELECT d.next_attempt_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending' ORDER BY d.next_attempt_at, d.id LIMIT 1) AS first WHERE e.state = 'active' AND (e.leased_until IS NULL OR e.leased_until <= $1) AND (e.rests_until IS NULL OR e.rests_until <= $2) AND first.next_attempt_at <= $3 AND e.failures = 0 ORDER BY first.next_attempt_at, e.id LIMIT $4 FOR NO KEY UPDATE OF e SKIP LOCKED) UPDATE webhook_endpoint e SET lease_owner = $5, leased_until = $6 FROM due WHERE e.id = due.id RETURNING e.id, e.url, e.failures;
-- statement
PREPARE s692 (timestamptz, timestamptz, timestamptz, bigint, uuid, timestamptz) AS
WITH due AS ( SELECT e.id FROM webhook_endpoint e CROSS JOIN LATERAL ( SELECT d.next_attempt_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending' ORDER BY d.next_attempt_at, d.id LIMIT 1) AS first WHERE e.state = 'active' AND (e.leased_until IS NULL OR e.leased_until <= $1) AND (e.rests_until IS NULL OR e.rests_until <= $2) AND first.next_attempt_at <= $3 AND e.failures > 0 ORDER BY first.next_attempt_at, e.id LIMIT $4 FOR NO KEY UPDATE OF e SKIP LOCKED) UPDATE webhook_endpoint e SET lease_owner = $5, leased_until = $6 FROM due WHERE e.id = due.id RETURNING e.id, e.url, e.failures;
-- statement
PREPARE s693 (text) AS
SELECT DISTINCT r.judged_on FROM ladder_run r JOIN ladder_line l ON l.run_id = r.id WHERE r.ladder = $1 AND l.outcome = 'admit' ORDER BY 1;
-- statement
PREPARE s694 (text, uuid[]) AS
SELECT enterprise_id, ended_on FROM ladder_member WHERE ladder = $1 AND enterprise_id = ANY($2) AND ended_on IS NOT NULL;
-- statement
PREPARE s695 (uuid, bigint) AS
SELECT enterprise_id, facts_version, news, ended_before, tier, outcome, result FROM ladder_line WHERE run_id = $1 ORDER BY enterprise_id LIMIT $2;
-- statement
PREPARE s696 (uuid) AS
SELECT id, ladder, ladder_version, year, judged_on, digest, created_at, created_by, (SELECT coalesce(array_agg(e::text ORDER BY e), '{}') FROM unnest(entries) e), members, below_scale, scale_unknown, least_ppm FROM ladder_run WHERE id = $1;
-- statement
PREPARE s697 (text, bigint) AS
SELECT id, ladder, ladder_version, year, judged_on, digest, created_at, created_by, (SELECT coalesce(array_agg(e::text ORDER BY e), '{}') FROM unnest(entries) e), members, below_scale, scale_unknown, least_ppm FROM ladder_run WHERE ladder = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s698 (text, text, bigint) AS
SELECT m.ladder, m.enterprise_id, m.tier, m.entered_on, m.ended_on, m.ended_for, m.banned_through, m.run_id FROM ladder_member m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL WHERE m.ladder = $1 AND e.region ^@ $2 ORDER BY m.enterprise_id LIMIT $3;
-- statement
PREPARE s699 (text, bigint) AS
SELECT m.ladder, m.enterprise_id, m.tier, m.entered_on, m.ended_on, m.ended_for, m.banned_through, m.run_id FROM ladder_member m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL WHERE m.ladder = $1 AND m.tier IS NOT NULL ORDER BY m.enterprise_id LIMIT $2;
-- statement
PREPARE s700 (text, bigint) AS
SELECT b.level, b.region, b.fiscal_year, b.clause, a.maximum, a.taken, a.version, a.updated_at, a.updated_by, coalesce(( SELECT sum(r.amount) FROM ledger_reservation r WHERE r.kind = b.kind AND r.code = b.code AND r.state = 'confirmed'), 0)::bigint, back.returned, back.income FROM award_budget b CROSS JOIN LATERAL ( SELECT coalesce(sum(p.returned_fen), 0)::bigint AS returned, coalesce(sum(p.clawed_back_fen - p.returned_fen), 0)::bigint AS income FROM claim_part p WHERE p.budget = b.code) back JOIN ledger_account a ON a.kind = b.kind AND a.code = b.code WHERE b.region ^@ $1 ORDER BY b.code LIMIT $2;
-- statement
PREPARE s701 (uuid, bigint) AS
SELECT id, enterprise_id, kind, event, contract, occurred_on, tenor_months, financed_fen, interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source, evidence_reference, evidence_digest, evidence_on, evidence_issuer, state, version, recorded_at, recorded_by, decided_at, decided_by FROM award_event WHERE enterprise_id = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s702 (text, uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 WHERE l.run_id = $2 ORDER BY l.id LIMIT $3;
-- statement
PREPARE s703 (uuid, text, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 AND l.institution = $2 AND l.outcome = 'made' ORDER BY l.id LIMIT $3;
-- statement
PREPARE s704 (uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 AND l.outcome = 'made' ORDER BY l.id LIMIT $2;
-- statement
PREPARE s705 (uuid, uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 AND n.enterprise_id = $2 ORDER BY l.id LIMIT $3;
-- statement
PREPARE s706 (uuid[], uuid) AS
SELECT n.run_id, count(DISTINCT n.need_id), count(*) FILTER (WHERE l.why = 'offered'), count(*) FILTER (WHERE l.outcome = 'made') FROM allocation_need n LEFT JOIN allocation_line l ON l.run_id = n.run_id AND l.need_id = n.need_id WHERE n.run_id = ANY($1) AND n.enterprise_id = $2 GROUP BY 1;
-- statement
PREPARE s707 (text, bigint) AS
SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest, r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by, r.finished_at FROM allocation_run r WHERE true AND EXISTS (SELECT FROM allocation_institution i WHERE i.run_id = r.id AND i.institution = $1) ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s708 (uuid, bigint) AS
SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest, r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by, r.finished_at FROM allocation_run r WHERE true AND EXISTS (SELECT FROM allocation_need n WHERE n.run_id = r.id AND n.enterprise_id = $1) ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s709 (bigint) AS
SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest, r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by, r.finished_at FROM allocation_run r WHERE true ORDER BY r.id DESC LIMIT $1;
-- statement
PREPARE s710 (uuid[], bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, e.organisation, d.state, d.attempts, d.created_at FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE d.event_id = ANY($1) ORDER BY d.id LIMIT $2;
-- statement
PREPARE s711 (uuid[], text[], bigint) AS
SELECT event_id, type, key, subject, causation, traceparent, occurred_at, NULL::text, NULL::timestamptz FROM outbox WHERE event_id = ANY($1) OR key = ANY($2) ORDER BY id LIMIT $3;
-- statement
PREPARE s712 (uuid[], uuid[], bigint) AS
SELECT event_id, type, key, subject, causation, traceparent, occurred_at, consumer, held_at FROM held_event WHERE event_id = ANY($1) OR enterprise_id = ANY($2) ORDER BY number LIMIT $3;
-- statement
PREPARE s713 (uuid[], bigint) AS
SELECT f.id, f.to_run, p.code, f.from_verdict, f.to_verdict, f.cause, f.sweep_id, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.to_run = ANY($1) ORDER BY f.to_run, p.code LIMIT $2;
-- statement
PREPARE s714 (uuid[], bigint) AS
SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor, g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract, g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at, g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on, g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen FROM guarantee g WHERE g.run_id = ANY($1) ORDER BY g.id LIMIT $2;
-- statement
PREPARE s715 (uuid[], uuid[], uuid[], bigint) AS
SELECT id, consumer, event_id, enterprise_id, reason, attempts, state, redrives, created_at, headers->>'traceparent' FROM dead_letter WHERE id = ANY($1) OR event_id = ANY($2) OR enterprise_id = ANY($3) ORDER BY id DESC LIMIT $4;
-- statement
PREPARE s716 (uuid[], bigint) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, cause_event_id, traceparent, created_at FROM match_run WHERE need_id = ANY($1) ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s717 (uuid[], bigint) AS
SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code, o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at, o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen, o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at, o.why::text, o.matures_on FROM offer o WHERE o.run_id = ANY($1) ORDER BY o.id LIMIT $2;
-- statement
PREPARE s718 (uuid, uuid, bigint) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE need_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s719 (uuid, bigint) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result, cause_event_id, traceparent, created_at FROM match_run WHERE need_id = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s720 AS
SELECT count(*) FROM review_step;
-- statement
PREPARE s721 (text, timestamptz, text, text, text, text, text, timestamptz, uuid[], uuid[], text) AS
INSERT INTO enterprise_read (id, enterprise_id, consent_id, organisation, reader, reader_role, document, basis, read_at) SELECT r.id, r.enterprise_id, (SELECT c.id FROM consent c WHERE c.institution = $1 AND c.enterprise_id = r.enterprise_id AND c.revoked_at IS NULL AND c.expires_at > $2 ORDER BY c.id DESC LIMIT 1), $3, $4, $5, $6, $7, $8 FROM unnest($9, $10) AS r (id, enterprise_id) WHERE NOT EXISTS ( SELECT FROM enterprise e WHERE e.id = r.enterprise_id AND e.uscc = $11);
-- statement
PREPARE s722 (bigint, text[], text, text, bigint) AS
SELECT DISTINCT ON (region, institution) id, institution, region, year, version, reported_at, reported_by FROM loan_report WHERE year = $1 AND region = ANY($2) AND (region, institution) > ($3, $4) ORDER BY region, institution, version DESC LIMIT $5;
-- statement
PREPARE s723 (bigint, text[], bigint) AS
SELECT DISTINCT ON (region, institution) id, institution, region, year, version, reported_at, reported_by FROM loan_report WHERE year = $1 AND region = ANY($2) ORDER BY region, institution, version DESC LIMIT $3;
-- statement
PREPARE s724 (bigint) AS
SELECT c.need_id, c.release_id, c.cells::integer[] FROM statistics_release r JOIN release_count c ON c.release_id = r.id WHERE r.year = $1 ORDER BY c.need_id, c.release_id;
-- statement
PREPARE s725 (text, bigint) AS
SELECT coalesce(max(revision), 0) FROM statistics_release WHERE region = $1 AND year = $2;
-- statement
PREPARE s726 (uuid, bigint) AS
SELECT id, key, borrower, size, credit_fen, balance_fen, bad_fen, granted_fen, rate_ppm::bigint, has_applied, is_approved FROM loan_row WHERE report_id = $1 ORDER BY id LIMIT $2;
-- statement
PREPARE s727 (uuid) AS
SELECT id, region, year, revision, reason, body, digest, published_at, published_by FROM statistics_release WHERE id = $1;
-- statement
PREPARE s728 (text[], bigint, bigint, text, bigint, bigint, bigint) AS
SELECT id, region, year, revision, reason, body, digest, published_at, published_by FROM statistics_release WHERE region = ANY($1) AND year BETWEEN $2 AND $3 AND (region, year, revision) > ($4, $5, $6) ORDER BY region, year, revision LIMIT $7;
-- statement
PREPARE s729 (text[], bigint, bigint, bigint) AS
SELECT id, region, year, revision, reason, body, digest, published_at, published_by FROM statistics_release WHERE region = ANY($1) AND year BETWEEN $2 AND $3 ORDER BY region, year, revision LIMIT $4;
-- statement
PREPARE s730 (text, timestamptz, timestamptz, bigint) AS
SELECT n.id FROM need n JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 WHERE n.created_at >= $2 AND n.created_at < $3 ORDER BY n.id LIMIT $4;
-- statement
PREPARE s731 AS
SELECT pg_advisory_xact_lock(7242004231);
-- statement
PREPARE s732 (uuid, timestamptz) AS
SELECT f.enterprise_id, f.version, f.digest, f.body, f.created_at, f.created_by, e.data_key FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id WHERE f.enterprise_id = $1 AND f.created_at <= $2 ORDER BY f.version DESC LIMIT 1;
-- statement
PREPARE s733 (uuid, uuid, bigint) AS
SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for, r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen, r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at, r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at, r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on, r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days, r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related FROM receivable r WHERE true AND (r.enterprise_id = $1 OR r.debtor_id = $2) ORDER BY r.id DESC LIMIT $3;
-- statement
PREPARE s734 (bytea) AS
SELECT digest, receivable_id, version_digest, created_at, created_by, expires_at, used_at FROM confirmation_token WHERE digest = $1;
-- statement
PREPARE s735 (timestamptz, bytea) AS
UPDATE confirmation_token SET used_at = $1 WHERE digest = $2;
-- statement
PREPARE s736 (uuid[]) AS
SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for, r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen, r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at, r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at, r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on, r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days, r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related FROM receivable r WHERE r.id = ANY($1) ORDER BY r.id;
-- statement
PREPARE s737 (uuid) AS
DELETE FROM webhook_key WHERE endpoint_id = $1;
-- statement
PREPARE s738 (uuid) AS
DELETE FROM webhook_key WHERE endpoint_id = $1 AND ends_at IS NOT NULL;
-- statement
PREPARE s739 (timestamptz, uuid) AS
UPDATE webhook_key SET ends_at = greatest($1, created_at + interval '1 s') WHERE endpoint_id = $2;
-- statement
PREPARE s740 (uuid, uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 AND l.id > $2 ORDER BY l.id LIMIT $3;
-- statement
PREPARE s741 AS
SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM audit_unsealed);
-- statement
PREPARE s742 (bigint) AS
SELECT e FROM ( SELECT e FROM audit_seal, unnest(entries) AS e UNION ALL SELECT entry_id FROM audit_unsealed) AS held GROUP BY e HAVING count(*) > 1 ORDER BY 1 LIMIT $1;
-- statement
PREPARE s743 (bigint) AS
SELECT id FROM audit_entry EXCEPT (SELECT e FROM audit_seal, unnest(entries) AS e UNION ALL SELECT entry_id FROM audit_unsealed) ORDER BY 1 LIMIT $1;
-- statement
PREPARE s744 (bigint, bigint) AS
SELECT number, sealed_at, entries, previous, digest FROM audit_seal WHERE number > $1 ORDER BY number LIMIT $2;
-- statement
PREPARE s745 (uuid, text) AS
SELECT institution, room, preferences, behind, suitable, first_choice, planned, made, even_share_milli, turned_away, depth FROM allocation_institution WHERE run_id = $1 AND institution = $2 ORDER BY institution;
-- statement
PREPARE s746 (uuid, text, text, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id WHERE l.run_id = $1 AND l.institution = $2 AND l.institution = $3 AND l.outcome = 'made' ORDER BY l.id LIMIT $4;
-- statement
PREPARE s747 (uuid[], text) AS
SELECT run_id, suitable, planned, made FROM allocation_institution WHERE run_id = ANY($1) AND institution = $2;
-- statement
PREPARE s748 (uuid[]) AS
SELECT id, result FROM match_run WHERE id = ANY($1);
-- statement
PREPARE s749 (uuid) AS
DELETE FROM webhook_endpoint WHERE id = $1;
-- statement
PREPARE s750 AS
SELECT count(*) FROM webhook_delivery;
-- statement
PREPARE s751 (uuid, text[], timestamptz, timestamptz, bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.state <> 'pending' AND d.state = ANY($2) AND NOT EXISTS (SELECT FROM webhook_delivery later WHERE later.endpoint_id = d.endpoint_id AND later.event_id = d.event_id AND later.replay > d.replay) AND d.created_at >= $3 AND d.created_at < $4 ORDER BY d.created_at, d.id LIMIT $5;
-- statement
PREPARE s752 (uuid, text[], timestamptz, bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.state <> 'pending' AND d.state = ANY($2) AND NOT EXISTS (SELECT FROM webhook_delivery later WHERE later.endpoint_id = d.endpoint_id AND later.event_id = d.event_id AND later.replay > d.replay) AND d.created_at >= $3 ORDER BY d.created_at, d.id LIMIT $4;
-- statement
PREPARE s753 (uuid, text[], uuid[], bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.state <> 'pending' AND d.state = ANY($2) AND NOT EXISTS (SELECT FROM webhook_delivery later WHERE later.endpoint_id = d.endpoint_id AND later.event_id = d.event_id AND later.replay > d.replay) AND d.id = ANY($3) ORDER BY d.created_at, d.id LIMIT $4;
-- statement
PREPARE s754 (uuid, text[], bigint) AS
SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.state <> 'pending' AND d.state = ANY($2) AND NOT EXISTS (SELECT FROM webhook_delivery later WHERE later.endpoint_id = d.endpoint_id AND later.event_id = d.event_id AND later.replay > d.replay) ORDER BY d.created_at, d.id LIMIT $3;
-- statement
PREPARE s755 (text, timestamptz, uuid) AS
UPDATE webhook_delivery SET state = $1, next_attempt_at = NULL, settled_at = $2 WHERE id = $3;
-- statement
PREPARE s756 (timestamptz, uuid) AS
UPDATE webhook_delivery SET state = 'discarded', next_attempt_at = NULL, settled_at = $1 WHERE endpoint_id = $2 AND state = 'pending';
-- statement
PREPARE s757 AS
WITH RECURSIVE known (institution) AS ( (SELECT institution FROM offer ORDER BY institution LIMIT 1) UNION ALL SELECT (SELECT institution FROM offer WHERE institution > k.institution ORDER BY institution LIMIT 1) FROM known k WHERE k.institution IS NOT NULL) SELECT k.institution, s.* FROM known k CROSS JOIN LATERAL ( SELECT o.state, count(*), coalesce(sum(o.granted_fen), 0)::text, coalesce(sum(o.drawn_fen), 0)::text FROM offer o WHERE o.institution = k.institution GROUP BY o.state) s;
-- statement
PREPARE s758 AS
WITH RECURSIVE known (institution) AS ( (SELECT institution FROM offer ORDER BY institution LIMIT 1) UNION ALL SELECT (SELECT institution FROM offer WHERE institution > k.institution ORDER BY institution LIMIT 1) FROM known k WHERE k.institution IS NOT NULL) SELECT k.institution, s.* FROM known k CROSS JOIN LATERAL ( SELECT reason, count(*) FROM ( SELECT unnest(o.reasons) AS reason FROM offer o WHERE o.institution = k.institution AND o.state = 'declined') AS given GROUP BY reason) s;
-- statement
PREPARE s759 (timestamptz) AS
UPDATE receipt_key SET retired_at = greatest($1, created_at), secret_key = NULL WHERE retired_at IS NULL;
-- statement
PREPARE s760 (bigint, text, text, text, bigint) AS
SELECT board, year, region, count, source, version, updated_at, updated_by FROM listing_target WHERE year = $1 AND region ^@ $2 AND (board, region) > ($3, $4) ORDER BY board, region LIMIT $5;
-- statement
PREPARE s761 (text, timestamptz, integer[], text, date, date, text, text, date, date, timestamptz) AS
SELECT left(e.region, l.digits), count(*) FROM report_enrolment d JOIN enterprise e ON e.id = d.enterprise_id AND e.region ^@ $1 AND (e.erased_at IS NULL OR e.erased_at >= $2) CROSS JOIN unnest($3) AS l (digits) WHERE d.duty = $4 AND d.from_on <= $5 AND (d.to_on IS NULL OR d.to_on >= $6) AND NOT EXISTS ( SELECT FROM report r WHERE r.enterprise_id = d.enterprise_id AND r.source = $7 AND r.period_kind = $8 AND r.period_on = $9 AND r.received_on <= $10 AND CASE WHEN r.decided_at < $11 THEN r.decision ELSE r.outcome END <> 'reject') GROUP BY 1 ORDER BY 1;
-- statement
PREPARE s762 (uuid, timestamptz[]) AS
SELECT f.version, f.created_at, f.body, e.data_key, b.body, f.digest FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id LEFT JOIN facts_version b ON b.enterprise_id = f.enterprise_id AND b.version = f.version - 1 WHERE f.enterprise_id = $1 AND f.created_at = ANY($2) ORDER BY f.version;
-- statement
PREPARE s763 (text, bigint) AS
SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until FROM webhook_endpoint WHERE true AND organisation = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s764 (bigint) AS
SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by, updated_at, failures, failing_since, rests_until FROM webhook_endpoint WHERE true ORDER BY id DESC LIMIT $1;
-- statement
PREPARE s765 (text, text) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.consumer = $2;
-- statement
PREPARE s766 (text, timestamptz) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.created_at < $2;
-- statement
PREPARE s767 (text, uuid) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.enterprise_id = $2;
-- statement
PREPARE s768 (text, text) AS
SELECT count(*) FROM dead_letter d WHERE true AND d.state = $1 AND d.headers ->> 'ce_type' = $2;
-- statement
PREPARE s769 (text, text, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.consumer = $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s770 (text, timestamptz, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.created_at < $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s771 (text, uuid, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.enterprise_id = $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s772 (text, text, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.headers ->> 'ce_type' = $2 ORDER BY d.id LIMIT $3;
-- statement
PREPARE s773 (bigint, text, text, bigint) AS
SELECT board, year, region, count, source, version, updated_at, updated_by FROM listing_target WHERE year = $1 AND region ^@ $2 AND board = $3 ORDER BY board, region LIMIT $4;
-- statement
PREPARE s774 (bigint) AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at, kind FROM sweep ORDER BY id DESC LIMIT $1;
-- statement
PREPARE s775 (text) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE code = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s776 (text, text[], text, text, text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND strpos(search_text, $4) > 0 AND strpos(search_text, $5) > 0 ORDER BY code LIMIT $6;
-- statement
PREPARE s777 (bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true ORDER BY c.id DESC LIMIT $1;
-- statement
PREPARE s778 (uuid, text) AS
SELECT id, enterprise_id, kind, event, contract, occurred_on, tenor_months, financed_fen, interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source, evidence_reference, evidence_digest, evidence_on, evidence_issuer, state, version, recorded_at, recorded_by, decided_at, decided_by FROM award_event WHERE enterprise_id = $1 AND key = $2;
-- statement
PREPARE s779 (text, bigint, text, bigint, bigint, bigint, bigint, bigint, timestamptz, text, uuid) AS
UPDATE award_event SET state = $1, version = $2, key = $3, financed_fen = $4, interest_fen = $5, lpr_interest_fen = $6, rent_interest_fen = $7, fees_fen = $8, decided_at = $9, decided_by = $10 WHERE id = $11;
-- statement
PREPARE s780 (text, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c JOIN enterprise e ON e.id = c.enterprise_id AND e.region ^@ $1 WHERE true ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s781 (text, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE true AND c.board = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s782 (uuid, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE true AND c.enterprise_id = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s783 (boolean, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE true AND c.is_live = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s784 (text, bigint) AS
SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on, c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options, c.rounds, c.version, c.created_at, c.created_by, c.updated_at FROM listing_case c WHERE true AND c.sponsor = $1 ORDER BY c.id DESC LIMIT $2;
-- statement
PREPARE s785 (text, text[], text, text, text[], bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND strpos(search_text, $4) > 0 AND search_areas && $5 ORDER BY code LIMIT $6;
-- statement
PREPARE s786 (uuid) AS
SELECT id, enterprise_id, source, granted_at, granted_by, expires_on, revoked_at, revoked_by FROM source_authorisation WHERE id = $1;
-- statement
PREPARE s787 (uuid) AS
SELECT id, institution, region, year, version, reported_at, reported_by FROM loan_report WHERE id = $1;
-- statement
PREPARE s788 (uuid[]) AS
SELECT need_id, body FROM funnel_journey WHERE need_id = ANY($1);
-- statement
PREPARE s789 (text, text, text, uuid, bigint) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL AND e.region ^@ $1 WHERE m.pool = $2 AND m.state = 'member' AND NOT EXISTS ( SELECT FROM adviser_assignment a WHERE a.member_id = m.id AND a.kind = $3 AND a.state IN ('proposed', 'accepted')) AND m.id > $4 ORDER BY m.id LIMIT $5;
-- statement
PREPARE s790 (text, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND e.region ^@ $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s791 (uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND v.enterprise_id = $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s792 (bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL ORDER BY v.id DESC LIMIT $1;
-- statement
PREPARE s793 (text, date, date, text, text, text, text, date, date) AS
SELECT (SELECT coalesce(sum(count), 0) FROM listing_count WHERE board = $1 AND listed_on BETWEEN $2 AND $3 AND region ^@ $4)::bigint + (SELECT count(*) FROM ( SELECT min(s.taken_on) AS listed_on FROM listing_case c JOIN enterprise e ON e.id = c.enterprise_id AND e.region ^@ $5 JOIN listing_step s ON s.case_id = c.id AND s.to_stage = $6 WHERE c.board = $7 GROUP BY c.id) reached WHERE reached.listed_on BETWEEN $8 AND $9);
-- statement
PREPARE s794 (text, text, bigint) AS
SELECT id, plan, task, target, reached, words, reported_on, made_at, made_by FROM task_report WHERE plan = $1 AND task = $2 ORDER BY id DESC LIMIT $3;
-- statement
PREPARE s795 (text[], text, text, date, date) AS
SELECT t.target, r.reached FROM unnest($1) AS t (target) CROSS JOIN LATERAL ( SELECT reached FROM task_report WHERE plan = $2 AND task = $3 AND target = t.target AND target IS NOT NULL AND reported_on BETWEEN $4 AND $5 ORDER BY reported_on DESC, id DESC LIMIT 1) r;
-- statement
PREPARE s796 (text, text, bigint, bigint) AS
SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code, o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at, o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen, o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at, o.why::text, o.matures_on FROM offer o JOIN enterprise e ON e.id = o.enterprise_id AND e.region ^@ $1 WHERE true AND (o.state = 'reassigned' AND EXISTS ( SELECT FROM referral r WHERE r.need_id = o.need_id AND r.due_at IS NOT NULL AND r.mode <> 'periodic') AND NOT EXISTS ( SELECT FROM offer n WHERE n.need_id = o.need_id AND (n.id > o.id OR n.state IN ('offered', 'claimed', 'contacted', 'granted'))) OR o.state = $2 AND o.next_step >= $3) ORDER BY o.id DESC LIMIT $4;
-- statement
PREPARE s797 (text, bigint) AS
SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of, r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at, r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE true AND r.outcome = 'quarantine' AND r.decision IS NULL AND e.region ^@ $1 ORDER BY r.id DESC LIMIT $2;
-- statement
PREPARE s798 (text, text, text, text, bigint) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m LEFT JOIN enterprise e ON e.id = m.enterprise_id WHERE e.erased_at IS NULL AND m.pool = $1 AND m.state = $2 AND (e.region ^@ $3 OR m.enterprise_id IS NULL AND m.region ^@ $4) ORDER BY m.id DESC LIMIT $5;
-- statement
PREPARE s799 (text, bigint) AS
SELECT p.id, p.enterprise_id, p.kind, p.target, p.facts_version, p.state, p.reason, p.decided_by, p.version, p.created_at, p.updated_at FROM pool_proposal p JOIN enterprise e ON e.id = p.enterprise_id AND e.erased_at IS NULL WHERE true AND p.state = $1 ORDER BY p.id DESC LIMIT $2;
-- statement
PREPARE s800 (uuid) AS
SELECT p.id, p.enterprise_id, p.kind, p.target, p.facts_version, p.state, p.reason, p.decided_by, p.version, p.created_at, p.updated_at FROM pool_proposal p WHERE p.id = $1;
-- statement
PREPARE s801 (text, bigint, bigint) AS
SELECT b.level, b.region, b.fiscal_year, b.clause, a.maximum, a.taken, a.version, a.updated_at, a.updated_by, coalesce(( SELECT sum(r.amount) FROM ledger_reservation r WHERE r.kind = b.kind AND r.code = b.code AND r.state = 'confirmed'), 0)::bigint, back.returned, back.income FROM award_budget b CROSS JOIN LATERAL ( SELECT coalesce(sum(p.returned_fen), 0)::bigint AS returned, coalesce(sum(p.clawed_back_fen - p.returned_fen), 0)::bigint AS income FROM claim_part p WHERE p.budget = b.code) back JOIN ledger_account a ON a.kind = b.kind AND a.code = b.code WHERE b.region ^@ $1 AND b.fiscal_year = $2 ORDER BY b.code LIMIT $3;
-- statement
PREPARE s802 (uuid) AS
DELETE FROM enterprise_group WHERE enterprise_id = $1;
-- statement
PREPARE s803 (bigint) AS
SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor, g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract, g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at, g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on, g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen FROM guarantee g WHERE true ORDER BY g.id DESC LIMIT $1;
-- statement
PREPARE s804 (uuid, uuid, uuid, uuid, bigint) AS
SELECT prefix || id::text FROM ( SELECT 'rcv_' AS prefix, id FROM receivable WHERE enterprise_id = $1 UNION ALL SELECT 'lst_', id FROM listing_case WHERE enterprise_id = $2 UNION ALL SELECT 'rpt_', id FROM report WHERE enterprise_id = $3 UNION ALL SELECT 'wrn_', id FROM warning WHERE enterprise_id = $4) AS own ORDER BY id DESC LIMIT $5;
-- statement
PREPARE s805 (text, text, text, bigint) AS
SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by FROM adviser v WHERE true AND v.kind = $1 AND (v.kind, v.institution) > ($2, $3) ORDER BY v.kind, v.institution LIMIT $4;
-- statement
PREPARE s806 AS
UPDATE activity_guest SET state = 'attended', version = version + 1;
-- statement
PREPARE s807 (date, date, uuid, bigint) AS
SELECT g.id, g.need_id, g.enterprise_id, e.region, g.bank, g.product_code, g.principal_fen - g.repaid_fen, g.matures_on FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id AND e.erased_at IS NULL WHERE g.state = 'in_force' AND g.matures_on BETWEEN $1 AND $2 AND g.enterprise_id = $3 ORDER BY g.matures_on, g.id LIMIT $4;
-- statement
PREPARE s808 (date, date, bigint) AS
SELECT g.id, g.need_id, g.enterprise_id, e.region, g.bank, g.product_code, g.principal_fen - g.repaid_fen, g.matures_on FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id AND e.erased_at IS NULL WHERE g.state = 'in_force' AND g.matures_on BETWEEN $1 AND $2 ORDER BY g.matures_on, g.id LIMIT $3;
-- statement
PREPARE s809 (date, date, uuid, bigint) AS
SELECT o.id, o.need_id, o.enterprise_id, e.region, o.institution, o.product_code, o.drawn_fen, o.matures_on FROM offer o JOIN enterprise e ON e.id = o.enterprise_id AND e.erased_at IS NULL WHERE o.state = 'drawn' AND o.matures_on BETWEEN $1 AND $2 AND NOT EXISTS (SELECT FROM guarantee g WHERE g.need_id = o.need_id AND g.bank = o.institution AND g.state = 'in_force') AND o.enterprise_id = $3 ORDER BY o.matures_on, o.id LIMIT $4;
-- statement
PREPARE s810 (date, date, bigint) AS
SELECT o.id, o.need_id, o.enterprise_id, e.region, o.institution, o.product_code, o.drawn_fen, o.matures_on FROM offer o JOIN enterprise e ON e.id = o.enterprise_id AND e.erased_at IS NULL WHERE o.state = 'drawn' AND o.matures_on BETWEEN $1 AND $2 AND NOT EXISTS (SELECT FROM guarantee g WHERE g.need_id = o.need_id AND g.bank = o.institution AND g.state = 'in_force') ORDER BY o.matures_on, o.id LIMIT $3;
-- statement
PREPARE s811 AS
SELECT clock_timestamp();
-- statement
PREPARE s812 (text, text, uuid, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.status = $2 AND n.id < $3 ORDER BY n.id DESC LIMIT $4;
-- statement
PREPARE s813 (text, text, bigint) AS
SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by FROM need n JOIN need_version v ON v.need_id = n.id AND v.version = n.version JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 AND e.erased_at IS NULL WHERE true AND n.status = $2 ORDER BY n.id DESC LIMIT $3;
-- statement
PREPARE s814 (uuid) AS
SELECT client, key, fingerprint, status, body FROM idempotency WHERE enterprise_id = $1;
-- statement
PREPARE s815 (uuid) AS
SELECT id, coalesce(sealed_contact, convert_to(contact, 'UTF8')) FROM review WHERE enterprise_id = $1 AND (contact IS NOT NULL OR sealed_contact IS NOT NULL);
-- statement
PREPARE s816 (uuid, uuid) AS
SELECT id, figures FROM report WHERE enterprise_id = $1 AND figures <> '' UNION ALL SELECT id, readings FROM warning WHERE enterprise_id = $2 AND readings <> '';
-- statement
PREPARE s817 (uuid) AS
SELECT version, body FROM facts_version WHERE enterprise_id = $1;
-- statement
PREPARE s818 (integer[], bytea[], uuid) AS
UPDATE facts_version f SET body = n.body FROM unnest($1, $2) AS n (version, body) WHERE f.enterprise_id = $3 AND f.version = n.version;
-- statement
PREPARE s819 (uuid[], bytea[]) AS
UPDATE report t SET figures = n.body FROM unnest($1, $2) AS n (id, body) WHERE t.id = n.id;
-- statement
PREPARE s820 (uuid[], bytea[]) AS
UPDATE warning t SET readings = n.body FROM unnest($1, $2) AS n (id, body) WHERE t.id = n.id;
-- statement
PREPARE s821 (uuid, text) AS
SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at, c.disabled_at, c.disabled_by, c.disabled_reason FROM api_client c WHERE c.id = $1 AND c.institution IN (SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed' AND NOT EXISTS ( SELECT FROM unnest(e.regions) AS served (region) WHERE NOT starts_with(region, $2))) FOR NO KEY UPDATE OF c;
-- statement
PREPARE s822 (bigint, uuid) AS
SELECT count(DISTINCT enterprise_id), count(*), least(coalesce(sum(amount), 0), $1)::bigint FROM ( SELECT enterprise_id, need_id, max(amount_fen) AS amount FROM decision_flip WHERE sweep_id = $2 AND to_verdict = 'eligible' GROUP BY 1, 2) AS gained;
-- statement
PREPARE s823 (uuid) AS
SELECT from_verdict, to_verdict, count(*) FROM decision_flip WHERE sweep_id = $1 GROUP BY 1, 2 ORDER BY 1, 2;
-- statement
PREPARE s824 (uuid) AS
SELECT id, catalog_from, policy_from, catalog_to, policy_to, touched, state, planned_to, slices, slices_done, needs, needs_examined, needs_changed, created_at, created_by, finished_at, kind FROM sweep WHERE id = $1;
-- statement
PREPARE s825 (text, text, uuid, bigint) AS
SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key, d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at, d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by, d.skip_reason, d.hold_number FROM dead_letter d WHERE true AND d.state = $1 AND d.reason = $2 AND d.enterprise_id = $3 ORDER BY d.id DESC LIMIT $4;
-- statement
PREPARE s826 (text, text, uuid, bigint) AS
SELECT e.id FROM enterprise e WHERE e.region ^@ $1 AND e.erased_at IS NULL AND e.frozen_at IS NULL AND NOT EXISTS (SELECT FROM pool_member m WHERE m.enterprise_id = e.id AND m.pool = $2 AND m.state = 'member') AND e.id > $3 ORDER BY e.id LIMIT $4;
-- statement
PREPARE s827 (text, text, bigint) AS
SELECT e.id FROM enterprise e WHERE e.region ^@ $1 AND e.erased_at IS NULL AND e.frozen_at IS NULL AND NOT EXISTS (SELECT FROM pool_member m WHERE m.enterprise_id = e.id AND m.pool = $2 AND m.state = 'member') ORDER BY e.id LIMIT $3;
-- statement
PREPARE s828 AS
SELECT count(*) FROM need WHERE status = 'submitted';
-- statement
PREPARE s829 (uuid, bigint) AS
SELECT n.id, n.version, n.enterprise_id, r.id, r.catalog_version, r.policy_version FROM need n CROSS JOIN LATERAL ( SELECT id, need_version, catalog_version, policy_version FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r WHERE n.status = 'submitted' AND n.match_due_since IS NULL AND r.need_version = n.version AND n.id > $1 ORDER BY n.id LIMIT $2;
-- statement
PREPARE s830 (text, boolean, boolean, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w JOIN enterprise e ON e.id = w.enterprise_id AND e.region ^@ $1 WHERE true AND EXISTS ( SELECT FROM warning_touch t LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version AND r.kind = t.kind AND r.subject_id = t.subject_id WHERE t.warning_id = w.id AND ($2 OR (r.done_at IS NOT NULL) = $3) AND t.version = ( SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id) OFFSET 0) ORDER BY w.id DESC LIMIT $4;
-- statement
PREPARE s831 (text, bigint) AS
SELECT id, fund, kind, amount_fen, guarantee_id, offer_id, reference, made_at, made_by, bridge_id FROM fund_entry WHERE fund = $1 ORDER BY id DESC LIMIT $2;
-- statement
PREPARE s832 AS
UPDATE sweep SET slices_done = slices_done + 1 WHERE id = (SELECT id FROM sweep ORDER BY id LIMIT 1);
-- statement
PREPARE s833 (uuid) AS
SELECT data_key FROM enterprise WHERE id = $1;
-- statement
PREPARE s834 AS
SELECT id, data_key FROM enterprise ORDER BY id;
-- statement
PREPARE s835 (bytea, uuid) AS
UPDATE enterprise SET data_key = $1 WHERE id = $2;
-- statement
PREPARE s837 (timestamptz, uuid) AS
UPDATE pool_member SET due_at = $1 WHERE enterprise_id = $2 AND state = 'member';
-- statement
PREPARE s838 (uuid, text) AS
SELECT count(*) FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.cause_event_id = $1 AND (r.facts_version, r.decided_on) <> (e.facts_version, $2::date);
-- statement
PREPARE s839 (uuid[], uuid, uuid, bigint) AS
SELECT n.id, n.enterprise_id, n.version, v.amount_fen, v.tenor_months, v.purpose, v.security, n.match_due_since, v.created_at, e.facts_version, e.event_sequence, f.digest, f.body, r.id, r.need_version, r.facts_version, r.catalog_version, r.policy_version, r.engine_version, r.decided_on, r.verdicts, e.data_key FROM ( SELECT id, enterprise_id, version, match_due_since FROM need WHERE status = 'submitted' AND enterprise_id = ANY($1) AND id > $2 AND id <= $3 ORDER BY id LIMIT $4 ) n CROSS JOIN LATERAL ( SELECT amount_fen, tenor_months, purpose, security, created_at FROM need_version WHERE need_id = n.id AND version = n.version LIMIT 1) v CROSS JOIN LATERAL ( SELECT facts_version, event_sequence, data_key FROM enterprise WHERE id = n.enterprise_id LIMIT 1) e CROSS JOIN LATERAL ( SELECT digest, body FROM facts_version WHERE enterprise_id = n.enterprise_id AND version = e.facts_version LIMIT 1) f LEFT JOIN LATERAL ( SELECT id, need_version, facts_version, catalog_version, policy_version, engine_version, decided_on, verdicts FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r ON true ORDER BY n.id;
-- statement
PREPARE s840 (uuid) AS
SELECT f.version, f.body, e.data_key FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id WHERE e.id = $1;
-- statement
PREPARE s841 AS
UPDATE enterprise SET data_key = NULL;
-- statement
PREPARE s842 (bytea, uuid, bigint) AS
UPDATE facts_version SET body = $1 WHERE enterprise_id = $2 AND version = $3;
-- statement
PREPARE s843 (text, bigint) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m LEFT JOIN enterprise e ON e.id = m.enterprise_id WHERE e.erased_at IS NULL AND m.pool = $1 ORDER BY m.id DESC LIMIT $2;
-- statement
PREPARE s844 AS
DELETE FROM entitlement_notice;
-- statement
PREPARE s845 (uuid, text, text) AS
SELECT period_on, min(received_on) FROM report WHERE enterprise_id = $1 AND source = $2 AND period_kind = $3 AND coalesce(decision, outcome) <> 'reject' GROUP BY period_on;
-- statement
PREPARE s846 (text, uuid[], timestamptz) AS
SELECT DISTINCT enterprise_id FROM consent WHERE institution = $1 AND enterprise_id = ANY($2) AND revoked_at IS NULL AND expires_at > $3;
-- statement
PREPARE s847 (text, bigint) AS
SELECT a.id, a.member_id, a.enterprise_id, a.kind, a.institution, a.state, a.reason, a.version, a.created_at, a.updated_at, a.case_id FROM adviser_assignment a WHERE true AND a.institution = $1 ORDER BY a.id DESC LIMIT $2;
-- statement
PREPARE s848 (text) AS
SELECT count(*) FROM inbox WHERE consumer = $1;
-- statement
PREPARE s849 (text, text) AS
SELECT EXISTS (SELECT FROM pool_member WHERE institution = $1 AND pool = $2 AND state = 'member');
-- statement
PREPARE s850 (uuid) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m WHERE m.id = $1 FOR NO KEY UPDATE;
-- statement
PREPARE s851 (uuid, bigint) AS
SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note, m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version, m.created_at, m.created_by, m.updated_at FROM pool_member m LEFT JOIN enterprise e ON e.id = m.enterprise_id WHERE e.erased_at IS NULL AND m.enterprise_id = $1 ORDER BY m.id DESC LIMIT $2;
-- statement
PREPARE s852 AS
SELECT encode(substring(data_key FROM 2 FOR 8), 'hex') AS master, count(*) FROM enterprise WHERE data_key IS NOT NULL GROUP BY master ORDER BY master;
-- statement
PREPARE s853 AS
SELECT id FROM enterprise;
-- statement
PREPARE s854 (bigint) AS
SELECT id, data_key FROM ( SELECT id, data_key FROM enterprise ORDER BY id DESC LIMIT $1) AS newest WHERE data_key IS NOT NULL ORDER BY id DESC LIMIT 1;
-- statement
PREPARE s855 (uuid, bigint) AS
SELECT id FROM enterprise WHERE data_key IS NOT NULL AND id > $1 ORDER BY id LIMIT $2;
-- statement
PREPARE s856 (bytea, uuid) AS
UPDATE facts_version SET body = $1 WHERE enterprise_id = $2;
-- statement
PREPARE s857 AS
SELECT id FROM enterprise WHERE data_key IS NOT NULL;
-- statement
PREPARE s858 (text, text, bigint) AS
SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on, w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at FROM warning w JOIN enterprise e ON e.id = w.enterprise_id AND e.region ^@ $1 WHERE true AND w.level = $2 AND w.state <> 'closed' ORDER BY w.id DESC LIMIT $3;
-- statement
PREPARE s859 AS
SELECT count(*) FROM referral WHERE mode = 'periodic' AND due_at IS NOT NULL;
-- statement
PREPARE s860 (text, text[], uuid, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_areas && $2 AND code > (SELECT code FROM directory_entry WHERE id = $3) ORDER BY code LIMIT $4;
-- statement
PREPARE s861 (text, text[], text, text[], uuid, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND services @> $4 AND code > (SELECT code FROM directory_entry WHERE id = $5) ORDER BY code LIMIT $6;
-- statement
PREPARE s862 (text, text[], text, text[], bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND services @> $4 ORDER BY code LIMIT $5;
-- statement
PREPARE s863 (text, text[], text, text, text, bigint) AS
SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address, web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url, source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by FROM directory_entry WHERE status = $1 AND search_grams @> $2 AND strpos(search_text, $3) > 0 AND strpos(search_text, $4) > 0 AND kind = $5 ORDER BY code LIMIT $6;
-- statement
PREPARE s864 (uuid, uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.need_id = $1 AND f.id < $2 ORDER BY f.id DESC LIMIT $3;
-- statement
PREPARE s865 (uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.need_id = $1 ORDER BY f.id DESC LIMIT $2;
-- statement
PREPARE s866 (uuid, bigint) AS
SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run, f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE f.sweep_id = $1 ORDER BY f.id DESC LIMIT $2;
-- statement
PREPARE s867 (text, uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND e.region ^@ $1 AND v.enterprise_id = $2 ORDER BY v.id DESC LIMIT $3;
-- statement
PREPARE s868 (uuid) AS
SELECT id, need_id, need_version, enterprise_id, facts_version, catalog_version, policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, cause_event_id, traceparent, created_at FROM match_run WHERE id = $1;
-- statement
PREPARE s869 (text, bigint) AS
SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code, o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at, o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen, o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at, o.why::text, o.matures_on FROM offer o WHERE true AND o.institution = $1 ORDER BY o.id DESC LIMIT $2;
-- statement
PREPARE s870 (text, uuid, uuid, bigint) AS
SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm, l.why, l.outcome, l.offer_id, n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id LEFT JOIN offer o ON o.id = l.offer_id JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ $1 WHERE l.run_id = $2 AND l.id > $3 ORDER BY l.id LIMIT $4;
-- statement
PREPARE s871 (text, uuid, bigint) AS
SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder, c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on, c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at, c.updated_at, c.region, c.decision_note FROM claim c WHERE true AND c.region ^@ $1 AND c.enterprise_id = $2 ORDER BY c.id DESC LIMIT $3;
-- statement
PREPARE s872 (uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND v.id < $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s873 (text, uuid, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND v.state = $1 AND v.enterprise_id = $2 ORDER BY v.id DESC LIMIT $3;
-- statement
PREPARE s874 (text, bigint) AS
SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version, v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')), v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key FROM review v JOIN match_run r ON r.id = v.run_id JOIN enterprise e ON e.id = v.enterprise_id JOIN review_step a ON a.review_id = v.id AND a.version = 1 WHERE e.erased_at IS NULL AND v.state = $1 ORDER BY v.id DESC LIMIT $2;
-- statement
PREPARE s875 (text) AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.status = 'submitted' AND e.region ^@ $1;
-- statement
PREPARE s876 (text, uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body, e.data_key, e.facts_version FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.status = 'submitted' AND e.region ^@ $1 AND n.id > $2 ORDER BY n.id LIMIT $3;
-- statement
PREPARE s877 (text) AS
DELETE FROM enterprise WHERE uscc = $1;
-- statement
PREPARE s878 (text) AS
DELETE FROM facts_version WHERE enterprise_id = (SELECT id FROM enterprise WHERE uscc = $1);
-- statement
PREPARE s879 (date, date) AS
SELECT c.institution, c.size, c.outcome, c.answer_days::integer, count(*) FROM ( WITH RECURSIVE known (institution) AS ( (SELECT institution FROM offer_case ORDER BY institution LIMIT 1) UNION ALL SELECT (SELECT institution FROM offer_case WHERE institution > k.institution ORDER BY institution LIMIT 1) FROM known k WHERE k.institution IS NOT NULL) SELECT c.* FROM known k CROSS JOIN LATERAL ( SELECT * FROM offer_case c WHERE c.institution = k.institution AND c.month BETWEEN $1 AND $2 OFFSET 0) AS c) AS c WHERE true GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
-- statement
PREPARE s880 (date, date) AS
SELECT c.institution, left(c.region, 4) || '00', c.outcome, c.answer_days::integer, count(*) FROM ( WITH RECURSIVE known (institution) AS ( (SELECT institution FROM offer_case ORDER BY institution LIMIT 1) UNION ALL SELECT (SELECT institution FROM offer_case WHERE institution > k.institution ORDER BY institution LIMIT 1) FROM known k WHERE k.institution IS NOT NULL) SELECT c.* FROM known k CROSS JOIN LATERAL ( SELECT * FROM offer_case c WHERE c.institution = k.institution AND c.month BETWEEN $1 AND $2 OFFSET 0) AS c) AS c WHERE true GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
-- statement
PREPARE s881 (date, date) AS
SELECT c.product, c.institution, c.outcome, c.grant_days::integer, count(*), coalesce(sum(c.granted_fen), 0)::text, coalesce(sum(c.granted_fen::numeric * c.rate_ppm), 0)::text FROM ( WITH RECURSIVE known (institution) AS ( (SELECT institution FROM offer_case ORDER BY institution LIMIT 1) UNION ALL SELECT (SELECT institution FROM offer_case WHERE institution > k.institution ORDER BY institution LIMIT 1) FROM known k WHERE k.institution IS NOT NULL) SELECT c.* FROM known k CROSS JOIN LATERAL ( SELECT * FROM offer_case c WHERE c.institution = k.institution AND c.month BETWEEN $1 AND $2 OFFSET 0) AS c) AS c WHERE true AND c.outcome IN ('granted', 'declined', 'silent') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
-- statement
PREPARE s882 (timestamptz, uuid) AS
SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id WHERE n.created_at >= $1 AND n.id > $2;
-- statement
PREPARE s883 (timestamptz, uuid, uuid, bigint) AS
SELECT n.id, n.version, e.region, f.body, e.data_key, e.facts_version FROM need n JOIN enterprise e ON e.id = n.enterprise_id JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version WHERE n.created_at >= $1 AND n.id > $2 AND n.id > $3 ORDER BY n.id LIMIT $4;
-- statement
PREPARE s884 (uuid, text) AS
SELECT EXISTS ( SELECT FROM offer o JOIN fund_entry e ON e.offer_id = o.id AND e.kind = 'pay' WHERE o.need_id = $1 AND o.institution = $2);
-- statement
PREPARE s885 (text, uuid, uuid) AS
SELECT coalesce(bool_or(e.fund = $1), false), coalesce(sum(e.amount_fen) FILTER (WHERE f.kind = 'loan_risk_pool'), 0)::bigint FROM fund_entry e JOIN fund f ON f.code = e.fund WHERE e.kind = 'pay' AND (e.guarantee_id = $2 OR e.offer_id = $3);
-- statement
PREPARE s886 (text, date, date) AS
SELECT value, stage, days::integer, sum(cases)::text FROM funnel_days WHERE dimension = $1 AND month BETWEEN $2 AND $3 GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3;
-- statement
PREPARE s887 (text, date, date) AS
SELECT value, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text, sum(asked_fen)::text, sum(granted_fen)::text, sum(drawn_fen)::text FROM funnel_cell WHERE dimension = $1 AND month BETWEEN $2 AND $3 GROUP BY 1 HAVING sum(submitted) > 0 ORDER BY 1;
-- statement
PREPARE s888 (integer, text, date, date, text) AS
SELECT left(region, $1), value, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text FROM funnel_cell WHERE dimension = $2 AND month BETWEEN $3 AND $4 AND region ^@ $5 GROUP BY 1, 2 HAVING sum(submitted) > 0;
-- statement
PREPARE s889 (integer, text, date, date) AS
SELECT left(region, $1), value, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text FROM funnel_cell WHERE dimension = $2 AND month BETWEEN $3 AND $4 GROUP BY 1, 2 HAVING sum(submitted) > 0;
-- statement
PREPARE s890 AS
SELECT set_config('enable_seqscan', 'off', true);
-- statement
PREPARE s891 (text, date, date, text) AS
SELECT value, stage, days::integer, sum(cases)::text FROM funnel_days WHERE dimension = $1 AND month BETWEEN $2 AND $3 AND region ^@ $4 GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3;
-- statement
PREPARE s892 (text, date, date, text) AS
SELECT value, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text, sum(asked_fen)::text, sum(granted_fen)::text, sum(drawn_fen)::text FROM funnel_cell WHERE dimension = $1 AND month BETWEEN $2 AND $3 AND region ^@ $4 GROUP BY 1 HAVING sum(submitted) > 0 ORDER BY 1;
-- statement
PREPARE s893 (text[], text[], text) AS
SELECT coalesce(sum(own_fen), 0)::bigint, coalesce(sum(own_fen) FILTER (WHERE kind = ANY($1)), 0)::bigint, count(DISTINCT enterprise_id), count(DISTINCT enterprise_id) FILTER (WHERE kind = ANY($2)) FROM guarantee WHERE guarantor = $3 AND is_live AND state <> 'reserved';
-- statement
PREPARE s894 (text, date, date, text) AS
SELECT region, stage, days::integer, sum(cases)::text FROM funnel_days WHERE dimension = $1 AND month BETWEEN $2 AND $3 AND region ^@ $4 GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3;
-- statement
PREPARE s895 (text, date, date) AS
SELECT region, stage, days::integer, sum(cases)::text FROM funnel_days WHERE dimension = $1 AND month BETWEEN $2 AND $3 GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3;
-- statement
PREPARE s896 (text, date, date, text) AS
SELECT region, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text, sum(asked_fen)::text, sum(granted_fen)::text, sum(drawn_fen)::text FROM funnel_cell WHERE dimension = $1 AND month BETWEEN $2 AND $3 AND region ^@ $4 GROUP BY 1 HAVING sum(submitted) > 0 ORDER BY 1;
-- statement
PREPARE s897 (text, date, date) AS
SELECT region, sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text, sum(asked_fen)::text, sum(granted_fen)::text, sum(drawn_fen)::text FROM funnel_cell WHERE dimension = $1 AND month BETWEEN $2 AND $3 GROUP BY 1 HAVING sum(submitted) > 0 ORDER BY 1;
-- statement
PREPARE s898 (uuid) AS
SELECT code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, carried_fen, version, updated_at, updated_by FROM guarantor WHERE code IN ( SELECT guarantor FROM guarantor_borrower WHERE enterprise_id = $1) ORDER BY code FOR NO KEY UPDATE;
-- statement
PREPARE s899 AS
SELECT weighted_fen FROM guarantor_group;
-- statement
PREPARE s900 AS
SELECT count(*) FROM guarantee WHERE is_live;
-- statement
PREPARE s901 AS
INSERT INTO untold_gain SELECT id, product_id FROM decision_flip LIMIT 1;
-- statement
PREPARE s902 AS
INSERT INTO guarantor_group VALUES ('hefei-demo', 'full', 0, 0);
-- statement
PREPARE s903 (uuid) AS
INSERT INTO audit_entry (id, taken_at, actor, role, action, subject) VALUES ($1, now(), 'op-7', 'operator', 'pause.set', 'worker/match');
-- statement
PREPARE s904 AS
UPDATE quality_score SET accepted = accepted + 1;
-- statement
PREPARE s905 AS
DELETE FROM outbox WHERE topic = 'rongqiao.deadletter.v1';
-- statement
PREPARE s906 (integer, uuid, integer) AS
INSERT INTO need_version SELECT (jsonb_populate_record(v, jsonb_build_object( 'version', $1, 'amount_fen', v.amount_fen + 100))).* FROM need_version v WHERE need_id = $2 AND version = $3;
-- statement
PREPARE s907 (uuid) AS
UPDATE need SET version = 9 WHERE id = $1;
-- statement
PREPARE s908 (integer, uuid) AS
UPDATE facts_version SET body = convert_to('[' || repeat(' ', $1), 'utf8') WHERE enterprise_id = (SELECT enterprise_id FROM need WHERE id = $2);
-- statement
PREPARE s909 (bytea) AS
UPDATE enterprise SET data_key = $1;
-- statement
PREPARE s910 AS
UPDATE monitoring_account SET due_at = '2020-01-01';
-- statement
PREPARE s911 AS
DELETE FROM award_event;
-- statement
PREPARE s912 AS
INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result, verdicts, cause_event_id) SELECT (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint + 400 * 86400000::bigint), 12, '0') || right(replace(id::text, '-', ''), 20))::uuid, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, 1, clock, decided_on, considered, eligible, ineligible, needs_info, result, verdicts, cause_event_id FROM match_run;
-- statement
PREPARE s913 AS
UPDATE need_rematch SET state = 'scheduled', rematch_on = '2026-11-20' WHERE need_id = (SELECT max(need_id::text)::uuid FROM need_rematch);
-- statement
PREPARE s914 (text) AS
UPDATE entitlement_notice SET closes_on = $1::date, due_at = opened_at WHERE opened_at IS NOT NULL;
-- statement
PREPARE s915 (uuid, uuid) AS
INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode, place, state, version, assignee, began_at, contacted_on, granted_fen, granted_rate_ppm, granted_on, drawn_fen, drawn_on, matures_on, why, next_step, created_at, updated_at) SELECT $1, need_id, need_version, enterprise_id, run_id, product_code, bank, 'dispatch', 1, 'drawn', 1, 'a', created_at, '2026-01-01', 1000, 1, '2026-01-01', 1000, '2026-01-02', '2027-01-02', '{}', 0, created_at, created_at FROM guarantee WHERE id = $2;
-- statement
PREPARE s916 (text, uuid) AS
UPDATE offer SET institution = $1 WHERE id = $2;
-- statement
PREPARE s917 (text) AS
UPDATE need_rematch SET state = 'asked', rematch_on = $1::text::date;
-- statement
PREPARE s918 AS
UPDATE need SET match_due_since = now() WHERE status = 'submitted';
-- statement
PREPARE s919 AS
INSERT INTO recovery (id, guarantee_id, number, gross_fen, costs_fen, recovered_on, created_at) SELECT gen_random_uuid(), guarantee_id, n, 1, 0, recovered_on, created_at FROM recovery, generate_series(2, 1000) n;
-- statement
PREPARE s920 AS
UPDATE guarantor_group SET limit_fen = weighted_fen WHERE group_code = 'group-1';
-- statement
PREPARE s921 (text) AS
UPDATE guarantee SET kind = $1;
-- statement
PREPARE s922 AS
UPDATE enterprise SET facts_version = facts_version + 1, event_sequence = event_sequence + 1 WHERE id < (SELECT max(id::text)::uuid FROM enterprise);
-- statement
PREPARE s923 AS
UPDATE facts_version SET body = '{' WHERE enterprise_id = (SELECT enterprise_id FROM need ORDER BY id LIMIT 1);
-- statement
PREPARE s924 AS
DELETE FROM outbox WHERE topic = 'rongqiao.work.v1';
-- statement
PREPARE s925 (text) AS
INSERT INTO offer_case SELECT gen_random_uuid(), need_id, month, region, industry, size, institution, $1, 'granted', 2, 3, 100, 45000 FROM (SELECT * FROM offer_case ORDER BY offer_id LIMIT 1) AS one, generate_series(1, 25);
-- statement
PREPARE s926 AS
UPDATE enterprise SET region = '340202', updated_at = (SELECT max(counted_at) FROM funnel_journey) WHERE region < '3402';
-- statement
PREPARE s927 (uuid) AS
UPDATE match_run SET result = '{}' WHERE id = $1;
-- statement
PREPARE s928 AS
UPDATE enterprise SET region = '340202' WHERE region < '3402';
-- statement
PREPARE s929 AS
UPDATE offer SET created_at = created_at - interval '3 days';
-- statement
PREPARE s930 (bigint, bigint, bigint) AS
UPDATE guarantor SET leverage_limit_fen = $1, single_limit_fen = $2, group_limit_fen = $3 WHERE code = 'hefei-demo';
-- statement
PREPARE s931 AS
UPDATE match_run SET verdicts = NULL;
-- statement
PREPARE s932 AS
INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible, ineligible, needs_info, result, cause_event_id) SELECT ('ffffffff-ffff-7fff-8fff-' || right(id::text, 12))::uuid, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version, policy_version, 1, clock, decided_on, considered, eligible, ineligible, needs_info, result, cause_event_id FROM match_run ORDER BY id LIMIT 5;
-- scenario publish
-- rows 1
EXECUTE s2 ('7242004218');
-- rows 1
EXECUTE s4;
-- rows 1
EXECUTE s3 ('7242004218');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE;
-- says
LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE;
-- rows 1
EXECUTE s13;
-- rows 0
EXECUTE s15;
-- changes 37
EXECUTE s8 ('{"\\xb9b4f7270fcbf93570fb24f8ea922ca00e64844dd61b2f4d19a2afa81a2b65dd","\\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42","\\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2","\\xcecd486124a548f1acbafb3064b0f2e10bc3ea44b9302845349a4253056c10fa","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xcbe63b3c11f277c9a39a77cc71087e5a59b7f1e7cfab91c1717143a45a17ca36","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}', '{facts,institutions,families,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product,product}', '{"\\x7b226465706172746d656e7473223a7b22617070726169736572223a7b22656e223a226170707261","\\x5b7b22636f6465223a22636462222c226b696e64223a2262616e6b222c226e616d65223a7b22656e","\\x5b7b22636f6465223a227461785f637265646974222c226e616d65223a7b22656e223a227461782d","\\x7b22636f6465223a226162632d616e6875692d646979612d65646169222c22637269746572696122","\\x7b22636f6465223a226162632d616e6875692d7869616f6a7572656e222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e7bab3e7a8","\\x7b22636f6465223a22616e6368616f2d73687569726f6e67746f6e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e79a96e694","\\x7b22636f6465223a22616e6875692d79696e6773686f752d726f6e677a69222c2263726974657269","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5ba","\\x7b22636f6465223a2262616f7969746f6e672d666163746f72696e67222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4bab3e5b7","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e4ba91e7a8","\\x7b22636f6465223a2265717569706d656e742d6c65617365222c226372697465726961223a5b7b22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acace4ba94e6","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e59088e882","\\x7b22636f6465223a226875697368616e672d7a6875616e6a696e672d65646169222c226372697465","\\x7b22636f6465223a22696362632d616e6875692d6a69656c69646169222c22637269746572696122","\\x7b22636f6465223a22696362632d616e6875692d6b65636875616e672d78696e796f6e6764616922","\\x7b22636f6465223a22696362632d616e6875692d7368616e677368692d7065697975646169222c22","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e993b6e8a1","\\x7b22636f6465223a22696e76656e746f72792d706c65646765222c226372697465726961223a5b7b","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5ae89e5be","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5b08fe5be","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5b08fe5be","\\x7b22636f6465223a227368757368616e2d6b65636875616e67646169222c22637269746572696122","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22646f63756d656e74223a22e5beaee4b8","\\x7b22636f6465223a22777568752d67756f7169616f222c226372697465726961223a5b7b22636974","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac312e31e9","\\x7b22616d6f756e74223a7b226369746174696f6e223a7b22636c61757365223a22e7acac322e31e9","\\x7b22636f6465223a227975616e7175646169222c226372697465726961223a5b7b22636974617469","\\x7b22636f6465223a227a686f6e677a68656e672d7a68656e67636169646169222c22637269746572","\\x7b22636f6465223a227a687562616f646169222c226372697465726961223a5b7b22636974617469"}');
-- changes 34
EXECUTE s11 ('{01a1f6ae-9900-7039-9ec7-736be1b965f4,01a1f6ae-9900-7039-9ec7-737fc1b11746,01a1f6ae-9900-7039-9ec7-73bb3e22ee2a,01a1f6ae-9900-7039-9ec7-73e206ce625a,01a1f6ae-9900-7039-9ec7-741cd4f2e7c3,01a1f6ae-9900-7039-9ec7-74554b20a6af,01a1f6ae-9900-7039-9ec7-7464b16104ce,01a1f6ae-9900-7039-9ec7-74958fb95e24,01a1f6ae-9900-7039-9ec7-74bf7cee1223,01a1f6ae-9900-7039-9ec7-74c1d95fbb37,01a1f6ae-9900-7039-9ec7-74ffb0b4c9b8,01a1f6ae-9900-7039-9ec7-751ea188680f,01a1f6ae-9900-7039-9ec7-752aa387dd55,01a1f6ae-9900-7039-9ec7-75312d5383c5,01a1f6ae-9900-7039-9ec7-755c212ecfe5,01a1f6ae-9900-7039-9ec7-75719f4a6097,01a1f6ae-9900-7039-9ec7-759370f3c5c4,01a1f6ae-9900-7039-9ec7-75ac8d19ba68,01a1f6ae-9900-7039-9ec7-75d7f606a34a,01a1f6ae-9900-7039-9ec7-760df6c0580a,01a1f6ae-9900-7039-9ec7-76116a40e2a4,01a1f6ae-9900-7039-9ec7-762c3b7d7c76,01a1f6ae-9900-7039-9ec7-763f55125ab5,01a1f6ae-9900-7039-9ec7-7659f75f0075,01a1f6ae-9900-7039-9ec7-7678e4d7a0bc,01a1f6ae-9900-7039-9ec7-76791a6e0baf,01a1f6ae-9900-7039-9ec7-767d5034a7ad,01a1f6ae-9900-7039-9ec7-768328bc276a,01a1f6ae-9900-7039-9ec7-769ffb94875e,01a1f6ae-9900-7039-9ec7-76b3fc5a54bb,01a1f6ae-9900-7039-9ec7-76bd4ddf4d77,01a1f6ae-9900-7039-9ec7-76e9831f7a01,01a1f6ae-9900-7039-9ec7-76f401560b4d,01a1f6ae-9900-7039-9ec7-773234951d07}', '{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}');
-- rows 34
EXECUTE s12 ('{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}', '{"\\xcecd486124a548f1acbafb3064b0f2e10bc3ea44b9302845349a4253056c10fa","\\x11f8ee7c663601edac2dfab8b018a507051347fdd169477bdf0589c1ccc2a750","\\x9583d271d9f2023e5fbaf1d3a63e2b0c6eba001698f28c3e9f8d0d26e1a31c86","\\xfeee8463023ac105dffef4a59059ca8d629cf838895d27f9ee064356d54d1785","\\xc4dda7754228610d7867698c99ef08fe57e98f824aa37a612cffd7612fceac17","\\xb18856606a862567f0828eea81029b1cdade3316a3e5e305b720f5de0a816025","\\xcd10017be27d0a76e0cba7c0548672ef58fe7ec5099387fd8f6888223d6a59c9","\\x8d92a863f7d732a6451b910eac05ce9009883ccfeebf6b42f31c8c4165f2115e","\\xfba9e6493e5a99b1a2e20d3f6445382f9f3583d7970a10b043e09a4f1d08b481","\\xb8a88c572c1f3304cd28e073f92c5f020a5a5accd1ed0d6b9eed050c11ffbeb4","\\x967885cf1d7c987f3b1caba18f9cde171786fa0549ab6c928e5d869c792a3a91","\\x4962f57f623a5dd68238180a3f138b259f594d9b3e770844b3f9b0c1db696944","\\xcfc05f21b1b6fa202374f6ed2d3faa1e388a69c0ade481dcb99dc9d94ed24cbd","\\x85846e76a500055f2e648726d15ddebc7aab571de8405dfd2311f5b1cf36e3f4","\\x57db7f10ccd7a84c0896a2ac90266a33a6fb9f199c36dc24774072fc4e3dd412","\\x4fdd27d426ab027deeca4de8bf04e6d89bc81c9964bac783722c2634a3b44ff1","\\x6f1542e60cf52f38c72fbc4606220955c00d44cdd1aefb2e7f1c395bf03b4acd","\\xc9ec24e5bd76e4ce40591b506b977a89e1497ec8e9d52a9e78ee9bc71464617c","\\xc12c85868408ef67fe4f59dc793dcc16d480ef97645248e1e62974147fea76e9","\\xc44eb41a7d0a63ace1898e2729b87c480c3e602b7f185603517b09bde6f7d31a","\\x32cea57cf8deb819cc505c1c35fec1f004a656def0a07f95960ae3a9b57f877a","\\x263702f6b506119af495e46ac589038f3f9f991ce96fce94f95a642725174fc7","\\x7b7a8aed76f2076f653e0629b900cebd377556f0c9f5eac4c4be6283d0656790","\\xafcb1cd34000a3521d1bdf901952761bf3dece1a1af5e682b750b90ffb7c2d91","\\x35c58b65155e4a220f9ecef3e603313784457fda6623083b49c27c507305be3f","\\xcbe63b3c11f277c9a39a77cc71087e5a59b7f1e7cfab91c1717143a45a17ca36","\\xf38a1c185fe24ee93c9139a4f4db05d67966c4a421c130bc9e16fa0f536269e4","\\xc39e0d7f8f654afc77c70a8d979089ec484bb129dd8c68456d285fe842e3ad33","\\x7d4a9e2e5de239b18a0144ebda757fdeb0db1ce49b06819b60d93e6fcced85dc","\\x6b66218ede5a7ffc47c0ec323f905d596f82cc4af762c1ff69002366b31a0697","\\x9f5ad51c9e0541161a93f2fd99e13e0202f595945c5cfe9c8c1a62f31d906b21","\\x4afe3cceae1780b4e1ee2522358690947122558e9b5f1ac79f4f6fd0e0efdbe1","\\xc21720c731509d8e8669cf2ad052b15d42e21fd6f793c316995ffc65096cbcca","\\xbe5037c7deaafa43d3954fb8a456f6e1a2eb840a4bbe27d3f5d8c3aa3a95e276"}');
-- changes 0
EXECUTE s17 ('2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s6 ('1', '\x0e4b5e68c3de376bf9337bbef3283fc1948a5f708d71db061dab34708088ac67', '\xb9b4f7270fcbf93570fb24f8ea922ca00e64844dd61b2f4d19a2afa81a2b65dd', '\x1f9265480d2371b2bf8672d8a9d68d2bbf6a298afd6ff53fd011fcdde3da4f42', '\x9c01ad48dd7de65aa3ca4bce4810fe9e7173ac8617cf2537bc7279f9db41a9f2', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 34
EXECUTE s5 ('1', '{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}');
-- changes 34
EXECUTE s9 ('{01a1f6ae-9900-7039-9ec7-77631a58c3dd,01a1f6ae-9900-7039-9ec7-7784105fbe58,01a1f6ae-9900-7039-9ec7-77ac8f0f1068,01a1f6ae-9900-7039-9ec7-77e49b866417,01a1f6ae-9900-7039-9ec7-77ef13ea7e9c,01a1f6ae-9900-7039-9ec7-77f9e13ad115,01a1f6ae-9900-7039-9ec7-782d84d3dc25,01a1f6ae-9900-7039-9ec7-7857c1f724c2,01a1f6ae-9900-7039-9ec7-7865c4b0056a,01a1f6ae-9900-7039-9ec7-78743301b0c5,01a1f6ae-9900-7039-9ec7-78823b3b9958,01a1f6ae-9900-7039-9ec7-78ad8fa13b2c,01a1f6ae-9900-7039-9ec7-78c01a43b51d,01a1f6ae-9900-7039-9ec7-78f89dd18575,01a1f6ae-9900-7039-9ec7-792f48acd4fc,01a1f6ae-9900-7039-9ec7-795bf8f7761a,01a1f6ae-9900-7039-9ec7-7971b7c9a2b7,01a1f6ae-9900-7039-9ec7-798f88263adc,01a1f6ae-9900-7039-9ec7-79ac00f5a114,01a1f6ae-9900-7039-9ec7-79b17254b158,01a1f6ae-9900-7039-9ec7-79b2e6c65af2,01a1f6ae-9900-7039-9ec7-79e34c0980d1,01a1f6ae-9900-7039-9ec7-7a09b3d12296,01a1f6ae-9900-7039-9ec7-7a1f7d295e37,01a1f6ae-9900-7039-9ec7-7a436ff7abb6,01a1f6ae-9900-7039-9ec7-7a627b5e500b,01a1f6ae-9900-7039-9ec7-7a7e957c1c2a,01a1f6ae-9900-7039-9ec7-7a860f8028d2,01a1f6ae-9900-7039-9ec7-7ac538956c8d,01a1f6ae-9900-7039-9ec7-7ac8ca9ed9eb,01a1f6ae-9900-7039-9ec7-7ad9d19b579f,01a1f6ae-9900-7039-9ec7-7af6908dd72c,01a1f6ae-9900-7039-9ec7-7b0d232287c5,01a1f6ae-9900-7039-9ec7-7b4c4cbf2ad7}', '{rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1}', '{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}', '{cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1,cn.rongqiao.catalog.published.v1}', '{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}', '{1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}', '{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL}', '{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d616e6875692d646979612d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d616e6875692d7869616f6a7572656e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226162632d6e61736875692d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6368616f2d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6875692d78696e78696e672d7a68656e6779696e64616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e6875692d79696e6773686f752d726f6e677a69227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22616e71696e672d67756f7169616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2262616f7969746f6e672d666163746f72696e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22626f636f6d2d7869616e7368616e672d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22626f7a686f752d7a68656e67636564616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d73686f7568752d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d78696e796f6e672d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226363622d79756e73687569646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2265717569706d656e742d6c65617365227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d73687569726f6e67746f6e67227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d7a68656e6778696e6461692d6b656a69227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a2268656665692d7a68656e6778696e6461692d7869616f776569227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226875697368616e672d7a6875616e6a696e672d65646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d6a69656c69646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d6b65636875616e672d78696e796f6e67646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d616e6875692d7368616e677368692d7065697975646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696362632d6a696e6779696e672d6b756169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22696e76656e746f72792d706c65646765227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a226b656a692d64616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22707362632d7869616f7765692d7969646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22707362632d7869616f7765692d79696461692d67756172616e74656564227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227368757368616e2d6b65636875616e67646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22776562616e6b2d7765697965646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a22777568752d67756f7169616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227869616d656e2d6368616e67726f6e6762616f227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227869616d656e2d6368616e67796964616e227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227975616e7175646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227a686f6e677a68656e672d7a68656e67636169646169227d","\\x7b22636174616c6f675f76657273696f6e223a312c2270726f64756374223a227a687562616f646169227d"}');
-- rows 0
EXECUTE s14 ('{cdb,eximbank,icbc,abc,boc,ccb,bocom,psbc,anhui-rural-credit,huishang,citic,ceb,cmb,cib,spdb,cmbc,czbank,hengfeng,hefei-technology-rural,icbc-anhui,abc-anhui,webank,national-guarantee-fund,anhui-guarantee-group,anhui-technology-guarantee,bozhou-guarantee,wuhu-minqiang,xiamen-sme-guarantee,anqing-jinkong,hefei-zhengxindai,hefei-partner-banks,anchao-lenders,shushan-partner-banks,factoring-banks,zhongzheng-banks,inventory-banks,leasing-companies,park-pool-banks}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7b7ca7980e63', 'cdb', 'bank', '国家开发银行', 'China Development Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'cdb 国家开发银行 china development bank', '{a,an,b,ba,c,cd,ch,d,db,de,e,el,en,ev,h,hi,i,in,k,l,lo,m,me,n,na,nk,nt,o,op,p,pm,t,v,ve,发,发银,国,国家,家,家开,开,开发,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7bacfba2733a', 'eximbank', 'bank', '中国进出口银行', 'Export-Import Bank of China', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'eximbank 中国进出口银行 export import bank of china', '{a,an,b,ba,c,ch,e,ex,f,h,hi,i,im,in,k,m,mb,mp,n,na,nk,o,of,or,p,po,r,rt,t,x,xi,xp,中,中国,出,出口,口,口银,国,国进,行,进,进出,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7bc8f6c08565', 'icbc', 'bank', '中国工商银行', 'ICBC', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'icbc 中国工商银行 icbc', '{b,bc,c,cb,i,ic,中,中国,商,商银,国,国工,工,工商,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7bf3173379e0', 'abc', 'bank', '中国农业银行', 'Agricultural Bank of China', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'abc 中国农业银行 agricultural bank of china', '{a,ab,ag,al,an,b,ba,bc,c,ch,cu,f,g,gr,h,hi,i,ic,in,k,l,lt,n,na,nk,o,of,r,ra,ri,t,tu,u,ul,ur,业,业银,中,中国,农,农业,国,国农,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7c14fc6f2f1a', 'boc', 'bank', '中国银行', 'Bank of China', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'boc 中国银行 bank of china', '{a,an,b,ba,bo,c,ch,f,h,hi,i,in,k,n,na,nk,o,oc,of,中,中国,国,国银,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7c297bc153f3', 'ccb', 'bank', '中国建设银行', 'China Construction Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'ccb 中国建设银行 china construction bank', '{a,an,b,ba,c,cb,cc,ch,co,ct,h,hi,i,in,io,k,n,na,nk,ns,o,on,r,ru,s,st,t,ti,tr,u,uc,中,中国,国,国建,建,建设,行,设,设银,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7c6177e0804b', 'bocom', 'bank', '交通银行', 'Bank of Communications', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'bocom 交通银行 bank of communications', '{a,an,at,b,ba,bo,c,ca,co,f,i,ic,io,k,m,mm,mu,n,ni,nk,ns,o,oc,of,om,on,s,t,ti,u,un,交,交通,行,通,通银,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7c638a4959bf', 'psbc', 'bank', '中国邮政储蓄银行', 'Postal Savings Bank of China', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'psbc 中国邮政储蓄银行 postal savings bank of china', '{a,al,an,av,b,ba,bc,c,ch,f,g,gs,h,hi,i,in,k,l,n,na,ng,nk,o,of,os,p,po,ps,s,sa,sb,st,t,ta,v,vi,中,中国,储,储蓄,国,国邮,政,政储,蓄,蓄银,行,邮,邮政,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7c71b1374c0a', 'anhui-rural-credit', 'bank', '安徽省农村信用社联合社', 'Anhui Rural Credit Union', '{340000}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'anhui rural credit 安徽省农村信用社联合社 anhui rural credit union', '{a,al,an,c,cr,d,di,e,ed,h,hu,i,io,it,l,n,nh,ni,o,on,r,ra,re,ru,t,u,ui,un,ur,信,信用,农,农村,合,合社,安,安徽,徽,徽省,村,村信,用,用社,省,省农,社,社联,联,联合}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7caa3617c867', 'huishang', 'bank', '徽商银行', 'Huishang Bank', '{340000}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'huishang 徽商银行 huishang bank', '{a,an,b,ba,g,h,ha,hu,i,is,k,n,ng,nk,s,sh,u,ui,商,商银,徽,徽商,行,银,银行}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7cdeda89ffe0', 'citic', 'bank', '中信银行', 'China CITIC Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'citic 中信银行 china citic bank', '{a,an,b,ba,c,ch,ci,h,hi,i,ic,in,it,k,n,na,nk,t,ti,中,中信,信,信银,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7d1925a95cfa', 'ceb', 'bank', '中国光大银行', 'China Everbright Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'ceb 中国光大银行 china everbright bank', '{a,an,b,ba,br,c,ce,ch,e,eb,er,ev,g,gh,h,hi,ht,i,ig,in,k,n,na,nk,r,rb,ri,t,v,ve,中,中国,光,光大,国,国光,大,大银,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7d2b51aa7f6b', 'cmb', 'bank', '招商银行', 'China Merchants Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'cmb 招商银行 china merchants bank', '{a,an,b,ba,c,ch,cm,e,er,h,ha,hi,i,in,k,m,mb,me,n,na,nk,nt,r,rc,s,t,ts,商,商银,招,招商,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7d588f744919', 'cib', 'bank', '兴业银行', 'Industrial Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'cib 兴业银行 industrial bank', '{a,al,an,b,ba,c,ci,d,du,i,ia,ib,in,k,l,n,nd,nk,r,ri,s,st,t,tr,u,us,业,业银,兴,兴业,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7d8111479484', 'spdb', 'bank', '上海浦东发展银行', 'SPD Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'spdb 上海浦东发展银行 spd bank', '{a,an,b,ba,d,db,k,n,nk,p,pd,s,sp,上,上海,东,东发,发,发展,展,展银,浦,浦东,海,海浦,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7dc095b90e62', 'cmbc', 'bank', '中国民生银行', 'China Minsheng Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'cmbc 中国民生银行 china minsheng bank', '{a,an,b,ba,bc,c,ch,cm,e,en,g,h,he,hi,i,in,k,m,mb,mi,n,na,ng,nk,ns,s,sh,中,中国,国,国民,民,民生,生,生银,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7dea9edf7085', 'czbank', 'bank', '浙商银行', 'China Zheshang Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'czbank 浙商银行 china zheshang bank', '{a,an,b,ba,c,ch,cz,e,es,g,h,ha,he,hi,i,in,k,n,na,ng,nk,s,sh,z,zb,zh,商,商银,浙,浙商,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e1d719e7b82', 'hengfeng', 'bank', '恒丰银行', 'Hengfeng Bank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'hengfeng 恒丰银行 hengfeng bank', '{a,an,b,ba,e,en,f,fe,g,gf,h,he,k,n,ng,nk,丰,丰银,恒,恒丰,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e3124a35bcb', 'hefei-technology-rural', 'bank', '合肥科技农村商业银行', 'Hefei Science and Technology Rural Commercial Bank', '{340100}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '“十行千亿万企”6.0合作银行名单', NULL, 'spiderltd.com/42289', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'hefei technology rural 合肥科技农村商业银行 hefei science and technology rural commercial bank', '{a,al,an,b,ba,c,ce,ch,ci,co,d,e,ec,ef,ei,en,er,f,fe,g,gy,h,he,hn,i,ia,ie,k,l,lo,m,me,mm,n,nc,nd,nk,no,o,og,ol,om,r,ra,rc,ru,s,sc,t,te,u,ur,y,业,业银,农,农村,合,合肥,商,商业,技,技农,村,村商,科,科技,肥,肥科,行,银,银行}', '{34.,3401}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e4c86ce2650', 'icbc-anhui', 'bank', '中国工商银行安徽省分行', 'ICBC Anhui Branch', '{340000}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '工商银行安徽省分行科技金融产品介绍', NULL, 'xinjr.com 2025', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'icbc anhui 中国工商银行安徽省分行 icbc anhui branch', '{a,an,b,bc,br,c,cb,ch,h,hu,i,ic,n,nc,nh,r,ra,u,ui,中,中国,分,分行,商,商银,国,国工,安,安徽,工,工商,徽,徽省,省,省分,行,行安,银,银行}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e66e021b464', 'abc-anhui', 'bank', '中国农业银行安徽省分行', 'Agricultural Bank of China Anhui Branch', '{340000}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '农业银行安徽省分行产品介绍', NULL, 'aqbaike.com …/1687', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'abc anhui 中国农业银行安徽省分行 agricultural bank of china anhui branch', '{a,ab,ag,al,an,b,ba,bc,br,c,ch,cu,f,g,gr,h,hi,hu,i,ic,in,k,l,lt,n,na,nc,nh,nk,o,of,r,ra,ri,t,tu,u,ui,ul,ur,业,业银,中,中国,农,农业,分,分行,国,国农,安,安徽,徽,徽省,省,省分,行,行安,银,银行}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e804871b899', 'webank', 'bank', '微众银行', 'WeBank', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '微业贷产品介绍', NULL, 'sundama66.net/kz/30246', 'B', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'webank 微众银行 webank', '{a,an,b,ba,e,eb,k,n,nk,w,we,众,众银,微,微众,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7e9c767732b1', 'national-guarantee-fund', 're_guarantor', '国家融资担保基金', 'National Financing Guarantee Fund', '{}', NULL, '{re_guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '国家融资担保基金（公开报道）', NULL, 'm.cfbond.com 2019-02-15', 'S', NULL, 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'national guarantee fund 国家融资担保基金 national financing guarantee fund', '{a,al,an,ar,at,c,ci,d,e,ee,f,fi,fu,g,gu,i,in,io,l,n,na,nc,nd,ng,nt,o,on,r,ra,t,te,ti,u,ua,un,保,保基,国,国家,基,基金,家,家融,担,担保,融,融资,资,资担,金}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7ea9e4735908', 'anhui-guarantee-group', 're_guarantor', '安徽省信用融资担保集团', 'Anhui Credit Financing Guarantee Group', '{340000}', NULL, '{re_guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '安徽省新型政银担合作机制（4321）', NULL, 'ahscb.com 2016-04-13', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'anhui guarantee group 安徽省信用融资担保集团 anhui credit financing guarantee group', '{a,an,ar,c,ci,cr,d,di,e,ed,ee,f,fi,g,gr,gu,h,hu,i,in,it,n,na,nc,ng,nh,nt,o,ou,p,r,ra,re,ro,t,te,u,ua,ui,up,保,保集,信,信用,团,安,安徽,徽,徽省,担,担保,用,用融,省,省信,融,融资,资,资担,集,集团}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7ec6ddff181f', 'anhui-technology-guarantee', 'guarantor', '安徽省科技融资担保有限公司', 'Anhui Technology Financing Guarantee', '{340000}', NULL, '{guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '安徽省科技融资担保有限公司“科技担”产品介绍', NULL, 'www.ahguaranty.com/zyyw/tscpin/4087.html', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'anhui technology guarantee 安徽省科技融资担保有限公司 anhui technology financing guarantee', '{a,an,ar,c,ch,ci,e,ec,ee,f,fi,g,gu,gy,h,hn,hu,i,in,l,lo,n,na,nc,ng,nh,no,nt,o,og,ol,r,ra,t,te,u,ua,ui,y,保,保有,公,公司,司,安,安徽,徽,徽省,技,技融,担,担保,有,有限,省,省科,科,科技,融,融资,资,资担,限,限公}', '{34}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f00c16e2af8', 'bozhou-guarantee', 'guarantor', '亳州市融资担保', 'Bozhou Financing Guarantee', '{341600}', NULL, '{guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '亳州市融资担保公司业务（公开信息）', NULL, 'magicalinterweb.com/nshow/511366', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'bozhou guarantee 亳州市融资担保 bozhou financing guarantee', '{a,an,ar,b,bo,c,ci,e,ee,f,fi,g,gu,h,ho,i,in,n,na,nc,ng,nt,o,ou,oz,r,ra,t,te,u,ua,z,zh,亳,亳州,保,州,州市,市,市融,担,担保,融,融资,资,资担}', '{34.,3416}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f1a84bd90da', 'wuhu-minqiang', 'guarantor', '芜湖民强担保集团', 'Wuhu Minqiang Guarantee Group', '{340200}', NULL, '{guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '芜湖民强担保集团续贷过桥（公开信息）', NULL, 'kj49.cn/display/68175', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'wuhu minqiang 芜湖民强担保集团 wuhu minqiang guarantee group', '{a,an,ar,e,ee,g,gr,gu,h,hu,i,ia,in,m,mi,n,ng,nq,nt,o,ou,p,q,qi,r,ra,ro,t,te,u,ua,uh,up,w,wu,保,保集,团,强,强担,担,担保,民,民强,湖,湖民,芜,芜湖,集,集团}', '{34.,3402}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f1c99254909', 'xiamen-sme-guarantee', 'guarantor', '厦门市中小企业融资担保有限公司', 'Xiamen SME Financing Guarantee', '{350200}', NULL, '{guarantee}', NULL, NULL, NULL, NULL, NULL, NULL, '长易担、长融保业务检核表（厦门，公开代码）', NULL, 'public-code:53264941240', 'G', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'xiamen sme guarantee 厦门市中小企业融资担保有限公司 xiamen sme financing guarantee', '{a,am,an,ar,c,ci,e,ee,en,f,fi,g,gu,i,ia,in,m,me,n,na,nc,ng,nt,r,ra,s,sm,t,te,u,ua,x,xi,业,业融,中,中小,企,企业,保,保有,公,公司,厦,厦门,司,小,小企,市,市中,担,担保,有,有限,融,融资,资,资担,门,门市,限,限公}', '{35.,3502}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f4dbba30aeb', 'anqing-jinkong', 'other', '安庆金控', 'Anqing Financial Holding', '{340800}', NULL, '{}', NULL, NULL, NULL, NULL, NULL, NULL, '安庆金控续贷过桥（公开报道）', NULL, 'm.zgstyb.cn 2022-05-12', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'anqing jinkong 安庆金控 anqing financial holding', '{a,al,an,c,ci,d,di,f,fi,g,h,ho,i,ia,in,j,ji,k,ko,l,ld,n,na,nc,ng,nk,nq,o,ol,on,q,qi,安,安庆,庆,庆金,控,金,金控}', '{34.,3408}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f4ef713184f', 'hefei-zhengxindai', 'government', '合肥市“政信贷”（市财政、38家银行、18家担保机构）', 'Hefei policy credit (finance bureau, 38 banks, 18 guarantors)', '{340100}', NULL, '{}', NULL, NULL, NULL, NULL, NULL, NULL, '合肥市“政信贷”（公开信息）', NULL, 'bmxdwtr.cn/display/2623043', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'hefei zhengxindai 合肥市 政信贷 市财政 38 家银行 18 家担保机构 hefei policy credit finance bureau 38 banks 18 guarantors', '{1,18,3,38,8,a,ai,an,ar,au,b,ba,bu,c,ce,cr,cy,d,da,di,e,ea,ed,ef,ei,en,f,fe,fi,g,gu,gx,h,he,i,ic,in,it,k,ks,l,li,n,na,nc,nd,ng,nk,nt,o,ol,or,p,po,r,ra,re,rs,s,t,to,u,ua,ur,x,xi,y,z,zh,保,保机,信,信贷,合,合肥,家,家担,家银,市,市财,担,担保,政,政信,机,机构,构,肥,肥市,行,财,财政,贷,银,银行}', '{34.,3401}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f508d416dde', 'hefei-partner-banks', 'bank', '合肥市税融通合作银行及政策性担保机构', 'Hefei partner banks and policy guarantors', '{340100}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '合肥市税融通管理暂行办法', NULL, 'www.ahsxsj.com/laodenarong/4529.html', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'hefei partner banks 合肥市税融通合作银行及政策性担保机构 hefei partner banks and policy guarantors', '{a,an,ar,b,ba,c,cy,d,e,ef,ei,er,f,fe,g,gu,h,he,i,ic,k,ks,l,li,n,nd,ne,nk,nt,o,ol,or,p,pa,po,r,ra,rs,rt,s,t,tn,to,u,ua,y,作,作银,保,保机,及,及政,合,合作,合肥,市,市税,性,性担,担,担保,政,政策,机,机构,构,税,税融,策,策性,肥,肥市,融,融通,行,行及,通,通合,银,银行}', '{34.,3401}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f64e05db6be', 'anchao-lenders', 'bank', '安巢经开区授信银行及政策性担保机构', 'Anchao zone lenders and policy guarantors', '{340100}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '安巢经开区税融通业务实施细则', NULL, '720772.com/display.asp?id=49798', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'anchao lenders 安巢经开区授信银行及政策性担保机构 anchao zone lenders and policy guarantors', '{a,an,ao,ar,c,ch,cy,d,de,e,en,er,g,gu,h,ha,i,ic,l,le,li,n,nc,nd,ne,nt,o,ol,on,or,p,po,r,ra,rs,s,t,to,u,ua,y,z,zo,保,保机,信,信银,区,区授,及,及政,安,安巢,巢,巢经,开,开区,性,性担,担,担保,授,授信,政,政策,机,机构,构,策,策性,经,经开,行,行及,银,银行}', '{34.,3401}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7f9422f63fde', 'shushan-partner-banks', 'bank', '蜀山区科创贷合作银行', 'Shushan District partner banks', '{340104}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '蜀山区科创贷政策（公开信息）', NULL, 'edentown.cn/display.asp?id=17541', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'shushan partner banks 蜀山区科创贷合作银行 shushan district partner banks', '{a,an,ar,b,ba,c,ct,d,di,e,er,h,ha,hu,i,ic,is,k,ks,n,ne,nk,p,pa,r,ri,rt,s,sh,st,t,tn,tr,u,us,作,作银,创,创贷,区,区科,合,合作,山,山区,科,科创,蜀,蜀山,行,贷,贷合,银,银行}', '{34.,3401.,340104}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7fcac69d928f', 'factoring-banks', 'factor', '办理国内保理的银行', 'banks offering domestic factoring', '{}', NULL, '{factoring}', NULL, NULL, NULL, NULL, NULL, NULL, '国内保理业务试题资料', NULL, '1kaoti.com/t/d04b4e4950', '?', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'factoring banks 办理国内保理的银行 banks offering domestic factoring', '{a,ac,an,b,ba,c,ct,d,do,e,er,es,f,fa,fe,ff,g,i,ic,in,k,ks,m,me,n,ng,nk,o,of,om,or,r,ri,s,st,t,ti,to,保,保理,内,内保,办,办理,国,国内,理,理国,理的,的,的银,行,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-7ff62f93456f', 'zhongzheng-banks', 'bank', '中征平台政采贷银行', 'procurement-loan banks of the receivables platform', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '中征应收账款融资服务平台政府采购合同融资操作手册', NULL, 'max.book118 5233244343012122', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'zhongzheng banks 中征平台政采贷银行 procurement loan banks of the receivables platform', '{a,ab,an,at,b,ba,bl,c,ce,cu,e,ec,ei,em,en,es,f,fo,g,gz,h,he,ho,i,iv,k,ks,l,la,le,lo,m,me,n,ng,nk,nt,o,oa,oc,of,on,or,p,pl,pr,r,re,rm,ro,s,t,tf,th,u,ur,v,va,z,zh,中,中征,台,台政,平,平台,征,征平,政,政采,行,贷,贷银,采,采贷,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-8008aa1787ce', 'inventory-banks', 'bank', '办理存货、仓单质押的银行', 'banks offering inventory pledge', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '存货质押产品介绍', NULL, 'motifid.com/chanpinzhanshi/295936', 'B', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'inventory banks 办理存货 仓单质押的银行 banks offering inventory pledge', '{a,an,b,ba,d,dg,e,ed,en,er,f,fe,ff,g,ge,i,in,k,ks,l,le,n,ng,nk,nt,nv,o,of,or,p,pl,r,ri,ry,s,t,to,v,ve,y,仓,仓单,办,办理,单,单质,存,存货,押,押的,理,理存,的,的银,行,货,质,质押,银,银行}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-802bd59d66a5', 'leasing-companies', 'lessor', '融资租赁公司', 'leasing companies', '{}', NULL, '{leasing}', NULL, NULL, NULL, NULL, NULL, NULL, '新兴产业专项政策（设备融资租赁，公开信息）', NULL, 'news.qyzyw.com/5217', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'leasing companies 融资租赁公司 leasing companies', '{a,an,as,c,co,e,ea,es,g,i,ie,in,l,le,m,mp,n,ng,ni,o,om,p,pa,s,si,公,公司,司,租,租赁,融,融资,赁,赁公,资,资租}', '{*}');
-- changes 1
EXECUTE s7 ('01a1f6ae-9900-7039-9ec7-804cbcea6f39', 'park-pool-banks', 'bank', '园区资金池合作银行', 'partner banks of park pools', '{}', NULL, '{loan}', NULL, NULL, NULL, NULL, NULL, NULL, '关于印发《小微企业创业创新基地建设行动计划》等八项行动计划的通知', '陕中企规发〔2017〕69号', NULL, 'SEED', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test', 'park pool banks 园区资金池合作银行 partner banks of park pools', '{a,an,ar,b,ba,e,er,f,k,ks,l,ls,n,ne,nk,o,of,ol,oo,p,pa,po,r,rk,rt,s,t,tn,作,作银,区,区资,合,合作,园,园区,池,池合,行,资,资金,金,金池,银,银行}', '{*}');
-- rows 0
EXECUTE s16;
-- changes 1
EXECUTE s8 ('{"\\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a"}', '{policy}', '{"\\x7b227061636b73223a5b7b22636f6465223a22636e222c226a7572697364696374696f6e223a7b22"}');
-- changes 0
EXECUTE s18 ('2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s10 ('1', '\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 5
EXECUTE s9 ('{01a1f6ae-9900-7039-9ec7-80738d96c540,01a1f6ae-9900-7039-9ec7-8098c7de9129,01a1f6ae-9900-7039-9ec7-80b6cd48758a,01a1f6ae-9900-7039-9ec7-80d31a9debea,01a1f6ae-9900-7039-9ec7-80d885e590b6}', '{rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1,rongqiao.catalog.v1}', '{cn,cn-34,cn-3401,cn-340102,cn-61}', '{cn.rongqiao.policy.published.v1,cn.rongqiao.policy.published.v1,cn.rongqiao.policy.published.v1,cn.rongqiao.policy.published.v1,cn.rongqiao.policy.published.v1}', '{cn,cn-34,cn-3401,cn-340102,cn-61}', '{1,1,1,1,1}', '{NULL,NULL,NULL,NULL,NULL}', '{NULL,NULL,NULL,NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b227061636b223a22636e222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d3334222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d33343031222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d333430313032222c22706f6c6963795f76657273696f6e223a317d","\\x7b227061636b223a22636e2d3631222c22706f6c6963795f76657273696f6e223a317d"}');
-- rows 1
EXECUTE s13;
-- says
COMMIT;
-- changes 39
EXECUTE s1;
-- scenario review
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c4336636ad8a3c06860cbc38a9afb14e57784843b2cca9452431160755b2f92f33924de8a291fcbfc651f343dc9bbcd5310d21e8fb0dc1db70d3fb8b2f02b6"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x012466a969f8222db92bcad5dd15bb9b141ffa654fdf528ef3f5acb93eccb0227f4513118ed9ad4e"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- rows 2
EXECUTE s28 ('{}', '{}', '100000');
-- changes 2
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{34}', '{0}', '{7}', '{27}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x021f34847e8b272f2b5b0eeb319ee5d4"}', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '3', 'evt_01a1f6ae-9900-75ec-a240-97799c6ed536', NULL, '2026-11-20 02:00:00+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s376 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s377 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'need', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'run', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-980b1245c637}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- rows 0
EXECUTE s405 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 0
EXECUTE s148 ('{institution,product}', '2026-11-20 02:00:00+00', '1000');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s404 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s304 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao', '01a1f6ae-9900-75ec-a240-9730658eec67', 'ineligible', '1', 'requested', '\x01e33c756876ebc12a42ae7d743a8d93882772c541c19e7f5584e256d6244bc9fc22f199fdf8', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', NULL, 'requested', 'owner-0', 'enterprise', 'owner-0', 'enterprise', NULL, '社保人数登记有误,应为 23 人。', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-984959dd771d', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.review.requested.v1', 'rev_01a1f6ae-9900-75ec-a240-9830f2d0d723', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s391 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s344 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s421 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s417 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s375 ('submitted', '01a1f6ae-9900-75ec-a240-9730658eec67', '200');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s457 ('2', 'withdrawn', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s337 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 0
EXECUTE s445 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s381 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s353 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s312 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s246 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s258 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s441 ('2026-11-20 02:00:00+00', 'erased', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s442 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s455 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s253 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s475 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s477 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s458 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s443 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s460 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s245 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s256 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s467 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s468 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s472 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s470 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s247 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s254 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s244 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s435 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s431 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s430 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s248 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s454 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s452 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s453 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s251 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s250 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s474 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67', 'erased');
-- changes 0
EXECUTE s481 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s252 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s257 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s479 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s461 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s464 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s423 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s422 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s439 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s249 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s260 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s261 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s259 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s360 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-99065be6db6b', '2026-11-20 02:00:00+00', 'system:test', 'service', 'erasure.done', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'QS-2026-0001', '{"basis":"request","counts":{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":1,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":0,"needs_withdrawn":1,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":1,"untold_gains":0,"warnings_ended":0,"webhooks":0,"words":2},"erasure_id":"era_01a1f6ae-9900-75ec-a240-98b95d1db3e2"}');
-- changes 1
EXECUTE s279 ('01a1f6ae-9900-75ec-a240-98b95d1db3e2', '01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'system:test', 'request', 'QS-2026-0001', 'done', NULL, NULL, '2026-11-20 02:00:00+00', '{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":1,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":0,"needs_withdrawn":1,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":1,"untold_gains":0,"warnings_ended":0,"webhooks":0,"words":2}');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{cn.rongqiao.need.withdrawn.v1,cn.rongqiao.enterprise.erased.v1}', '{need_01a1f6ae-9900-75ec-a240-974b1c7061a4,ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{5,6}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a327d","\\x7b226261736973223a2272657175657374222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226572617365645f6174223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030227d"}');
-- says
COMMIT;
-- scenario guarantor
-- says
BEGIN;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '91340100MA2TE2W95U', NULL, '样例', '340104', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '1', '300000000', '12', 'working_capital', '{credit}', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-77b0-bebd-b9eb46a05dd0}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{1}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{1}', '{1}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{NULL}', '{01a1f6ae-9900-77b0-bebd-ba16a2328333}', '{NULL}');
-- rows 1
EXECUTE s526;
-- changes 1
EXECUTE s18 ('2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s10 ('2', '\x7ebd63c4f4e0ec12de0a16f9c290b014c5ab964d638c4960cc0bcdde667e987a', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s173 ('01a1f6ae-9900-77b0-bebd-ba1fa6bf5a86', 'change', '1', '1', '1', '2', '{some-product}', 'planning', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s174 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-ba1fa6bf5a86}', '{1}', '{00000000-0000-0000-0000-000000000000}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{1}');
-- changes 1
EXECUTE s536 ('2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-77b0-bebd-ba5c1681014f}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{1}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{2}', '{1}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{NULL}', '{01a1f6ae-9900-77b0-bebd-ba16a2328333}', '{NULL}');
-- changes 1
EXECUTE s171 ('{01a1f6ae-9900-77b0-bebd-ba7b21affa15}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{abc-anhui-diya-edai}', '{needs_info}', '{eligible}', '{01a1f6ae-9900-77b0-bebd-b9eb46a05dd0}', '{01a1f6ae-9900-77b0-bebd-ba5c1681014f}', '{change}', '{01a1f6ae-9900-77b0-bebd-ba1fa6bf5a86}', '{300000000}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{01a1f6ae-9900-77b0-bebd-ba5c1681014f}');
-- changes 1
EXECUTE s524 ('user:test', 'some-bank', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-77b0-bebd-baae78bd55ea', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'cn.rongqiao.need.submitted.v1', 'ent_01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373762302d626562642d623961383063366365343730227d');
-- rows 1
EXECUTE s64 ('match', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-bab9974ec95c}');
-- changes 1
EXECUTE s201 ('01a1f6ae-9900-77b0-bebd-baee288f31d9', 'match', NULL, 'rongqiao.enterprise.v1', '0', '1', NULL, '{}', '\x78', '\x2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'event_data', 'data is not valid', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- changes 1
EXECUTE s501 ('match', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-baeed3e799fe}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{cn.rongqiao.need.submitted.v1}', '{ent_01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{2}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373762302d626562642d623961383063366365343730227d"}');
-- changes 1
EXECUTE s91 ('client', 'key', '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '201', '{}', NULL, '\x6e756c6c', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s285 ('list_cursor', '\x0707070707070707070707070707070707070707070707070707070707070707');
-- rows 1
EXECUTE s407 ('list_cursor');
-- rows 1
EXECUTE s528 ('01a1f6ae-9900-77b0-bebd-b9eb46a05dd0');
-- says
BEGIN;
-- changes 1
EXECUTE s304 ('01a1f6ae-9900-77b0-bebd-bb12515ca6f9', '01a1f6ae-9900-77b0-bebd-b9eb46a05dd0', 'hefei-shuirongtong', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'ineligible', '1', 'requested', '\x01010101010101010101010101010101010101010101010101010101010101010101010101010101', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-77b0-bebd-bb12515ca6f9', '1', NULL, 'requested', 'owner-1', 'enterprise', 'owner-1', 'enterprise', NULL, '社保人数有误', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-77b0-bebd-bb12515ca6f9', '2', 'requested', 'assigned', 'officer-1', 'operator', 'owner-1', 'enterprise', NULL, NULL, '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s476 ('2', 'assigned', 'officer-1', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bb12515ca6f9');
-- says
COMMIT;
-- rows 1
EXECUTE s123 ('worker', 'match', 'moving house', '2026-11-20 02:00:00+00', 'operator-1', NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-77b0-bebd-bb3215108d2a', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'pause.set', 'worker/match', 'moving', '{"until":null}');
-- changes 1
EXECUTE s205 ('1', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-bb3215108d2a}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
-- changes 1
EXECUTE s901;
-- says
BEGIN;
-- changes 1
EXECUTE s301 ('01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'dispatch', '3', 'active', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', 'enterprise-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s289 ('01a1f6ae-9900-77b0-bebd-bb391a3d64be', '01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '1', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-b9eb46a05dd0', 'hefei-shuirongtong', 'huishang', 'dispatch', '1', 'offered', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:01+00', '0', '2026-11-20 02:00:01+00', '{"place":1}', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s290 ('01a1f6ae-9900-77b0-bebd-bb391a3d64be', '1', NULL, 'offered', 'offer', 'system:dispatch', 'service', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s290 ('01a1f6ae-9900-77b0-bebd-bb391a3d64be', '2', 'offered', 'claimed', 'claim', 'liaison-1', 'liaison', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s459 ('claimed', '2', 'liaison-1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:01+00', '0', '2026-11-20 02:00:01+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bb391a3d64be');
-- changes 1
EXECUTE s512 ('01a1f6ae-9900-77b0-bebd-bb4fc9f84d37', '01a1f6ae-9900-77b0-bebd-bb391a3d64be', '2026-11-20', '2026-11-20', 'documents are on their way', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s278 ('01a1f6ae-9900-77b0-bebd-bb50532fa212', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', 'huishang', 'loan_assessment', '{registry,tax}', '2026-11-20 02:00:00+00', 'enterprise-1', '2026-11-21 02:00:00+00');
-- changes 1
EXECUTE s490 ('01a1f6ae-9900-77b0-bebd-bb7666419353', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-bb50532fa212', '01a1f6ae-9900-77b0-bebd-bb391a3d64be', 'huishang', 'liaison-1', 'liaison', '{registry,tax}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', '340000', 'operator-1', 'operator', 'warning', 'oversight', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-bba20a15c9df}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}');
-- changes 1
EXECUTE s207 ('huishang', '2026-11-20 02:00:00+00', 'huishang', 'liaison-1', 'liaison', 'warning', 'consent', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-bbc2c173a69b}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}');
-- changes 1
EXECUTE s286 ('institution', 'huishang', '2', '1', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s286 ('product', 'spare', '2', '1', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s505 ('01a1f6ae-9900-77b0-bebd-bb391a3d64be', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{institution}', '{huishang}');
-- says
COMMIT;
-- changes 1
EXECUTE s270 ('01a1f6ae-9900-77b0-bebd-bbc3fdd2d804', '2026-11-20 02:00:00+00', 'planned', '2026-11-20', '1', '7', '\x7b7d', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '1', '1', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s269 ('01a1f6ae-9900-77b0-bebd-bbc3fdd2d804', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{1}', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}', '{01a1f6ae-9900-77b0-bebd-b9eb46a05dd0}', '{general}', '{1}', '{planned}');
-- changes 2
EXECUTE s268 ('01a1f6ae-9900-77b0-bebd-bbc3fdd2d804', '{01a1f6ae-9900-77b0-bebd-bbf2985bc852,01a1f6ae-9900-77b0-bebd-bc14d276389d}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a,01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{1,2}', '{hefei-shuirongtong,keji-dan}', '{huishang,hfkd}', '{NULL,NULL}', '{1000000,1000000}', '{offered,enough}', '{planned,NULL}');
-- changes 1
EXECUTE s267 ('01a1f6ae-9900-77b0-bebd-bbc3fdd2d804', 'huishang', '3', '{pool,coverage,age}', '0', '1', '1', '1', '500', '0', '1');
-- changes 1
EXECUTE s427 ('{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{done}', '01a1f6ae-9900-77b0-bebd-bbc3fdd2d804');
-- changes 2
EXECUTE s426 ('{01a1f6ae-9900-77b0-bebd-bbf2985bc852,01a1f6ae-9900-77b0-bebd-bc14d276389d}', '{made,NULL}', '{01a1f6ae-9900-77b0-bebd-bb391a3d64be,NULL}');
-- changes 1
EXECUTE s428 ('offering', '1', '01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '01a1f6ae-9900-77b0-bebd-bbc3fdd2d804');
-- says
BEGIN;
-- changes 1
EXECUTE s498 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'group-1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 0
EXECUTE s534 ('group-1', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- rows 1
EXECUTE s284 ('hefei-demo', 'guarantor', '示例融资担保', '340100', '10000000', '0', 'f', '{zhengyindan-4321}', '8000', 'principal', '{}', '2025年度审计报告', '2026-11-20', '100000000', '1000000', '1500000', '2026-11-20', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 0
EXECUTE s446 ('1000000', 'hefei-demo');
-- changes 0
EXECUTE s448 ('1500000', 'hefei-demo');
-- rows 1
EXECUTE s284 ('anhui-demo', 're_guarantor', '示例融资担保', '340100', '10000000', '0', 'f', '{zhengyindan-4321}', '8000', 'principal', '{}', '2025年度审计报告', '2026-11-20', '100000000', '1000000', '1500000', '2026-11-20', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 0
EXECUTE s446 ('1000000', 'anhui-demo');
-- changes 0
EXECUTE s448 ('1500000', 'anhui-demo');
-- rows 1
EXECUTE s281 ('huishang', '{zhengyindan-4321}', '2026-11-20 02:00:00+00', 'operator-1');
-- rows 1
EXECUTE s499 ('hefei-fund', 'compensation', '代偿补偿资金', '340100', NULL, NULL, '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bc23981e6487', 'hefei-fund', 'endow', '1000', NULL, NULL, NULL, '2026-1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s280 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '1', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-b9eb46a05dd0', 'hefei-demo', 'anhui-demo', 'huishang', 'huishang-loan', 'zhengyindan-4321', '2026-11-20', 'hefei-fund', 'small_loan', 'small', 'joint_liability', '1001', '400000', '401', '45000', 'reserved', '1', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '1', 'guarantor', '400000', 'hefei-demo');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '2', 're_guarantor', '300000', 'anhui-demo');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '3', 'bank', '200000', 'huishang');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '4', 'government', '100000', NULL);
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '1', NULL, 'reserved', 'reserve', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc29a9c60d77', '2', 'reserved', 'in_force', 'confirm', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('in_force', '2', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', NULL, NULL, NULL, NULL, NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc29a9c60d77');
-- changes 1
EXECUTE s447 ('301', 'hefei-demo', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- changes 1
EXECUTE s280 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '01a1f6ae-9900-77b0-bebd-b9bc54f7a53a', '1', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-b9eb46a05dd0', 'hefei-demo', 'anhui-demo', 'hf-bank', 'huishang-loan', 'zhengyindan-4321', '2026-11-20', 'hefei-fund', 'small_loan', 'small', 'joint_liability', '1001', '400000', '401', '45000', 'reserved', '1', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '1', 'guarantor', '400000', 'hefei-demo');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '2', 're_guarantor', '300000', 'anhui-demo');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '3', 'bank', '200000', 'huishang');
-- changes 1
EXECUTE s282 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '4', 'government', '100000', NULL);
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '1', NULL, 'reserved', 'reserve', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '2', 'reserved', 'in_force', 'confirm', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('in_force', '2', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', NULL, NULL, NULL, NULL, NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '3', 'in_force', 'overdue', 'mark_overdue', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('overdue', '3', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', NULL, NULL, NULL, NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '4', 'overdue', 'claimed', 'claim', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('claimed', '4', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', '1001', '2026-11-20', NULL, NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bc752b47e7da', 'hefei-fund', 'hold', '100', NULL, NULL, NULL, '2026-1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '5', 'claimed', 'reviewing', 'review', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('reviewing', '5', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', '1001', '2026-11-20', NULL, NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '6', 'reviewing', 'compensated', 'compensate', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('compensated', '6', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', '1001', '2026-11-20', '2026-11-20', NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s276 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '1001', '2026-11-20', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s277 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '1', 'guarantor', '401', 'borne');
-- changes 1
EXECUTE s277 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '2', 're_guarantor', '300', 'due');
-- changes 1
EXECUTE s277 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '3', 'bank', '200', 'borne');
-- changes 1
EXECUTE s277 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '4', 'government', '100', 'due');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '7', 'compensated', 'share_claimed', 'claim_shares', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('share_claimed', '7', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', '1001', '2026-11-20', '2026-11-20', NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s283 ('01a1f6ae-9900-77b0-bebd-bc4760444403', '8', 'share_claimed', 'recovering', 'recover', 'somebody', 'service', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s444 ('recovering', '8', '2026-11-20 02:00:00+00', NULL, NULL, '2026-11-20', '2027-11-20', 'BZ-1', '2026-11-20', '1001', '2026-11-20', '2026-11-20', NULL, '401', '0', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bc4760444403');
-- changes 1
EXECUTE s299 ('01a1f6ae-9900-77b0-bebd-bc926129bbec', '01a1f6ae-9900-77b0-bebd-bc4760444403', '1', '11', '1', '2026-11-20', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s300 ('01a1f6ae-9900-77b0-bebd-bc926129bbec', 'guarantor', '4');
-- changes 1
EXECUTE s300 ('01a1f6ae-9900-77b0-bebd-bc926129bbec', 're_guarantor', '3');
-- changes 1
EXECUTE s300 ('01a1f6ae-9900-77b0-bebd-bc926129bbec', 'bank', '2');
-- changes 1
EXECUTE s300 ('01a1f6ae-9900-77b0-bebd-bc926129bbec', 'government', '1');
-- changes 1
EXECUTE s436 ('4', 'borne', NULL, NULL, '01a1f6ae-9900-77b0-bebd-bc4760444403', 'guarantor');
-- changes 1
EXECUTE s436 ('3', 'paid', '2026-11-20 02:00:00+00', '2026-11-20', '01a1f6ae-9900-77b0-bebd-bc4760444403', 're_guarantor');
-- changes 1
EXECUTE s436 ('2', 'borne', NULL, NULL, '01a1f6ae-9900-77b0-bebd-bc4760444403', 'bank');
-- changes 1
EXECUTE s436 ('1', 'paid', '2026-11-20 02:00:00+00', '2026-11-20', '01a1f6ae-9900-77b0-bebd-bc4760444403', 'government');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bcd278f8120d', 'hefei-fund', 'pay', '60', NULL, NULL, NULL, '2026-1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s447 ('301', 'hefei-demo', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- changes 1
EXECUTE s902;
-- says
COMMIT;
-- says
BEGIN;
-- rows 1
EXECUTE s499 ('anqing-bridge', 'bridge', '续贷过桥资金', '340800', NULL, 'anqing', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s493 ('01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'anqing-bridge', '2026-11-20', 'huishang', '2026-11-20', '100', '100', '2026-11-20', '2026-11-30', '30000', 'reserved', '1', NULL, NULL, '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s494 ('01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8', '1', NULL, 'reserved', 'reserve', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s494 ('01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8', '2', 'reserved', 'lent', 'lend', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s533 ('lent', '2', '2026-11-20', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bd17ca8c2603', 'anqing-bridge', 'endow', '1000', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bd3b106ec8c7', 'anqing-bridge', 'hold', '100', NULL, NULL, '01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8', NULL, '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-77b0-bebd-bd570318b45c', 'anqing-bridge', 'lend', '100', NULL, NULL, '01a1f6ae-9900-77b0-bebd-bcfd36d4c2e8', NULL, '2026-11-20 02:00:00+00', 'operator-1');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s206 ('01a1f6ae-9900-77b0-bebd-bd90b3963a4d', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'title', 'srdi_province', NULL, '2026-11-20', NULL, NULL, NULL, NULL, NULL, NULL, 'title/srdi_province', 'operator', '皖经信〔2026〕12号', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '2026-11-20', '安徽省经济和信息化厅', 'verified', '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s206 ('01a1f6ae-9900-77b0-bebd-bdc6341a5565', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'lease', NULL, 'L-1', '2026-11-20', '36', '1000', NULL, NULL, NULL, NULL, 'lease/L-1', 'enterprise', '皖经信〔2026〕12号', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '2026-11-20', '安徽省经济和信息化厅', 'verified', '1', '2026-11-20 02:00:00+00', 'owner-1', '2026-11-20 02:00:00+00', 'owner-1');
-- changes 1
EXECUTE s208 ('01a1f6ae-9900-77b0-bebd-bd90b3963a4d', 'wuhu-board-award', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '2026-11-20', '2027-02-18', '2026-11-20 02:00:00+00', NULL, '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s272 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '340281', '01a1f6ae-9900-77b0-bebd-bd90b3963a4d', 'wuhu-board-award', '2026-11-20', 'enterprise', NULL, 'wuhu_board', NULL, '10', 'f', 'submitted', '1', '2026-11-20', NULL, '2026-11-20', NULL, NULL, '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '1', NULL, 'submitted', 'submit', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s273 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '1', 'title_notice', '皖经信〔2026〕12号', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '2026-11-20', '安徽省经济和信息化厅');
-- changes 1
EXECUTE s286 ('budget', 'city:340200:2026:*', '100', '1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s271 ('city:340200:2026:*', 'city', '340200', '2026', '*');
-- changes 1
EXECUTE s287 ('01a1f6ae-9900-77b0-bebd-be08b1dcc5e6', '2', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{budget}', '{city:340200:2026:*}');
-- changes 1
EXECUTE s286 ('budget', 'county:340281:2026:*', '100', '1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s271 ('county:340281:2026:*', 'county', '340281', '2026', '*');
-- changes 1
EXECUTE s287 ('01a1f6ae-9900-77b0-bebd-be3149b34bc6', '8', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{budget}', '{county:340281:2026:*}');
-- changes 1
EXECUTE s274 ('01a1f6ae-9900-77b0-bebd-be08b1dcc5e6', '01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '1', 'city', '340200', '2', 'city:340200:2026:*');
-- changes 1
EXECUTE s274 ('01a1f6ae-9900-77b0-bebd-be3149b34bc6', '01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '2', 'county', '340281', '8', 'county:340281:2026:*');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '2', 'submitted', 'accepted', 'accept', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s432 ('accepted', '2', '10', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '3', 'accepted', 'passed', 'pass', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s432 ('passed', '3', '10', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56');
-- changes 1
EXECUTE s450 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-be08b1dcc5e6');
-- changes 1
EXECUTE s434 ('2026-11-20', 'P-1', '01a1f6ae-9900-77b0-bebd-be08b1dcc5e6');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56', '4', 'passed', 'passed', 'pay', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s432 ('passed', '4', '10', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bdd6e0f1ed56');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s211 ('01a1f6ae-9900-77b0-bebd-be6d1f0b8419', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'neeq', '2023', 'huishang', 'reserve', '2026-11-20', '2026-11-20', NULL, 'standard', '0', 't', '2026-11-20', NULL, 'typical', '{}', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s214 ('01a1f6ae-9900-77b0-bebd-be6d1f0b8419', '1', 'engage', 'reserve', 'engagement', 'pool', 'enterprise', 'owner-1', '2026-11-20', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-77b0-bebd-be6d1f0b8419', '1', '1', 'pool_entry', '皖挂〔2026〕1号', '\xaca698576056b1b3541e56fcc2932c93cbaf9df7748dc9e5dfad87d4834ddbae', '2026-11-20', '主办券商', NULL);
-- changes 1
EXECUTE s238 ('huishang', 'engagement', '2026-11-20', '2026-11-20', NULL, 'standard', '1', 't', NULL, 'typical', '{}', NULL, '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-be6d1f0b8419');
-- changes 1
EXECUTE s214 ('01a1f6ae-9900-77b0-bebd-be6d1f0b8419', '2', 'investigate', 'engagement', 'due_diligence', 'pool', 'enterprise', 'owner-1', '2026-11-20', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-77b0-bebd-be6d1f0b8419', '2', '1', 'pool_entry', '皖挂〔2026〕1号', '\xaca698576056b1b3541e56fcc2932c93cbaf9df7748dc9e5dfad87d4834ddbae', '2026-11-20', '主办券商', NULL);
-- changes 1
EXECUTE s238 ('huishang', 'due_diligence', '2026-11-20', '2026-11-20', NULL, 'standard', '2', 't', NULL, 'typical', '{}', NULL, '3', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-be6d1f0b8419');
-- changes 1
EXECUTE s238 ('huishang', 'due_diligence', '2026-11-20', '2026-11-20', NULL, 'standard', '2', 't', '2027-12-25', 'typical', '{}', NULL, '4', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-be6d1f0b8419');
-- changes 1
EXECUTE s210 ('01a1f6ae-9900-77b0-bebd-be88395933ee', '01a1f6ae-9900-77b0-bebd-be6d1f0b8419', 'documents', 'target', '2027-12-25', '2028-01-04', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s213 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'neeq', 'neeq.base', '2026-11-20', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s306 ('01a1f6ae-9900-77b0-bebd-bea449074e84', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'tax', '2026-11-20 02:00:00+00', 'owner-1', '2027-02-18');
-- changes 1
EXECUTE s306 ('01a1f6ae-9900-77b0-bebd-bebd43700049', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'electricity', '2026-11-20 02:00:00+00', 'owner-1', '2026-11-20');
-- changes 1
EXECUTE s478 ('2026-11-20 02:00:00+00', 'owner-1', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'electricity');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-77b0-bebd-bee6bfcc38d8', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'tax', NULL, 'month', '2026-11-01', '1', '2026-11-20', 'test', '01a1f6ae-9900-77b0-bebd-bea449074e84', 'accept', '{}', '\x7b7d', '2026-11-20', '2026-11-20', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-77b0-bebd-bf235fee10a6', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'enterprise', NULL, 'month', '2026-11-01', '1', '2026-11-20', 'test', NULL, 'quarantine', '{revenue_jump}', '\x7b7d', '2026-11-20', '2026-11-20', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s535 ('accept', '2026-11-20 02:00:00+00', 'operator-1', '01a1f6ae-9900-77b0-bebd-bf235fee10a6');
-- changes 1
EXECUTE s303 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'tax.arrears_fen', '01a1f6ae-9900-77b0-bebd-bee6bfcc38d8', '1');
-- changes 1
EXECUTE s513 ('2026-11-20', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s514 ('2026-11-20', '{34}', '{tax}', '{2}', '{0}', '{0}', '{1}', '{1}', '{500000}');
-- changes 1
EXECUTE s517 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'monthly', '2026-11-01', '2026-11-01', '1', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s456 ('yellow', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- changes 1
EXECUTE s307 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'tax', 'yellow', 'open', '1', 'month', '2026-11-01', '2026-11-01', NULL, '\x7b7d', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s309 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '1', NULL, 'open', 'open', 'yellow', 'operator-1', 'service', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s309 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '2', 'open', 'assigned', 'assign', 'yellow', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s480 ('yellow', 'assigned', '2', '2026-11-01', '2026-11-01', 'operator-1', NULL, NULL, NULL, '\x7b7d', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bf3ac292dd72');
-- changes 1
EXECUTE s309 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '3', 'assigned', 'acknowledged', 'acknowledge', 'yellow', 'operator-1', 'operator', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s480 ('yellow', 'acknowledged', '3', '2026-11-01', '2026-11-01', 'operator-1', NULL, NULL, NULL, '\x7b7d', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bf3ac292dd72');
-- changes 1
EXECUTE s310 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '1', 'offer', '01a1f6ae-9900-77b0-bebd-bf6c3cd13d7d', 'drawn', '{hf-bank}');
-- rows 1
EXECUTE s402 ('{01a1f6ae-9900-77b0-bebd-bf3ac292dd72}');
-- changes 1
EXECUTE s520 ('01a1f6ae-9900-77b0-bebd-bf3ac292dd72', '1', 'offer', '01a1f6ae-9900-77b0-bebd-bf6c3cd13d7d', 'kept', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s308 ('1', '\x774f958deec5b02dd6d95db6d282d75d329e49d0c997f40fae3b51eae9b8614e', '{"first":1}', '2026-11-20 02:00:00+00', 'system:monitoring', NULL, NULL);
-- changes 1
EXECUTE s521 ('\xff16ae8127862fa3c9f81d6879c3dc8fa94567a872c482d8b93fec67f8ed18a2', '\x774f958deec5b02dd6d95db6d282d75d329e49d0c997f40fae3b51eae9b8614e', '2026-11-20 02:00:00+00', 'operator-1', '{}');
-- rows 1
EXECUTE s530 ('\xff16ae8127862fa3c9f81d6879c3dc8fa94567a872c482d8b93fec67f8ed18a2', '\x774f958deec5b02dd6d95db6d282d75d329e49d0c997f40fae3b51eae9b8614e');
-- changes 1
EXECUTE s537 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '1', '{}', '2026-11-20 02:00:00+00', '1');
-- changes 1
EXECUTE s308 ('2', '\xff16ae8127862fa3c9f81d6879c3dc8fa94567a872c482d8b93fec67f8ed18a2', '{"second":2}', '2026-11-20 02:00:00+00', 'operator-1', '1', NULL);
-- says
COMMIT;
-- changes 1
EXECUTE s32 ('01a1f6ae-9900-77b0-bebd-bf7f59691cae', 'example-firm', 'law_firm', '示例律师事务所', 'Example Law Firm', '{340100}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市蜀山区示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', 'share reform', '示例名单', '第一页', 'example.org/list', 'S', '2026-11-20', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1', 'example firm 示例律师事务所 example law firm 合肥市蜀山区示例路 1 号 为股份制改造提供法律服务 share reform', '{1,a,am,ar,aw,e,ef,ex,f,fi,fo,h,ha,i,ir,l,la,le,m,mp,o,or,p,pl,r,re,rm,s,sh,w,x,xa,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,区,区示,号,合,合肥,山,山区,市,市蜀,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,蜀,蜀山,路,造,造提}', '{34.,3401}');
-- says
BEGIN;
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-77b0-bebd-bfbbcbb18abb', 'reserve', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', NULL, '340104', 'member', 'operator', 'note', '2026-11-20', NULL, NULL, NULL, '2026-11-20 02:00:00+00', '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-77b0-bebd-bfbbcbb18abb', '1', NULL, 'member', 'enter', NULL, 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-77b0-bebd-bfbbcbb18abb', '2', 'member', 'member', 'aim', 'listing', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s463 ('member', '2', NULL, NULL, 'listing', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bfbbcbb18abb');
-- changes 1
EXECUTE s462 ('company', '340104', '1', '2026-11-20', '2026-11-20 16:00:00+00', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470');
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-77b0-bebd-bfdf74504dd3', 'expert_group', NULL, 'huishang', '340100', 'member', 'operator', NULL, '2026-11-20', NULL, NULL, NULL, NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-77b0-bebd-bfdf74504dd3', '1', NULL, 'member', 'enter', NULL, 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-77b0-bebd-bff8d2e96b61', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'enter', 'key_reserve', '1', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s465 ('dismissed', 'why', 'operator-1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-bff8d2e96b61');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-77b0-bebd-c02daed7662c', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'rung', 'above_scale', '1', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s492 ('huishang', 'broker', '2', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s265 ('01a1f6ae-9900-77b0-bebd-c03714fc37fa', '01a1f6ae-9900-77b0-bebd-bfbbcbb18abb', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'broker', 'huishang', NULL, 'proposed', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s266 ('01a1f6ae-9900-77b0-bebd-c03714fc37fa', '1', NULL, 'proposed', 'propose', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s266 ('01a1f6ae-9900-77b0-bebd-c03714fc37fa', '2', 'proposed', 'accepted', 'accept', 'liaison-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s424 ('accepted', '2', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c03714fc37fa');
-- says
COMMIT;
-- changes 1
EXECUTE s262 ('01a1f6ae-9900-77b0-bebd-c05cefeb7f30', 'matching', '银企对接会', '340100', '会议室', '2026-11-21 02:00:00+00', '2026-11-21 03:00:00+00', '2', 'announced', '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s263 ('01a1f6ae-9900-77b0-bebd-c065aa2ef717', '01a1f6ae-9900-77b0-bebd-c05cefeb7f30', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', NULL, 'invited', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s532 ('attended', 't', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c065aa2ef717');
-- changes 1
EXECUTE s263 ('01a1f6ae-9900-77b0-bebd-c0978df8bdc4', '01a1f6ae-9900-77b0-bebd-c05cefeb7f30', NULL, 'huishang', 'invited', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s491 ('01a1f6ae-9900-77b0-bebd-c0abf407a3c1', '01a1f6ae-9900-77b0-bebd-c065aa2ef717', 'credit', 'huishang', '100', 'note', '2026-11-20 02:00:00+00', 'operator-1');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '30', 'plan', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s506 ('01a1f6ae-9900-77b0-bebd-c0dd4d9a518a', 'ah-srdi', '340100', '2026-11-20', '3', 'board', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s519 ('01a1f6ae-9900-77b0-bebd-c11c0fea8906', 'ah-srdi-2018', 'nurture', 'recognised', '5', 'words', '2026-11-20', '2026-11-20 02:00:00+00', 'operator-1');
-- says
BEGIN;
-- rows 1
EXECUTE s531 ('sn-ladder');
-- changes 1
EXECUTE s504 ('01a1f6ae-9900-77b0-bebd-c1294cc5f91b', 'sn-ladder', '2017', '2026', '2026-11-20', '{2025-11-20}', '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '1', '0', '1', '500000', '2026-11-20 02:00:00+00', 'operator-1');
-- changes 1
EXECUTE s502 ('01a1f6ae-9900-77b0-bebd-c1294cc5f91b', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '1', '{rename}', NULL, NULL, 'admit', '{"outcome":"admit"}');
-- changes 1
EXECUTE s503 ('sn-ladder', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'sn-growth-star', '2026-11-20', NULL, NULL, NULL, '01a1f6ae-9900-77b0-bebd-c1294cc5f91b');
-- says
COMMIT;
-- changes 1
EXECUTE s122 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}');
-- rows 1
EXECUTE s152 ('{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}');
-- changes 1
EXECUTE s121 ('{all}', '{2026-11-01}', '{340104}', '{*}');
-- rows 1
EXECUTE s128 ('{all}', '{2026-11-01}', '{340104}', '{*}');
-- changes 1
EXECUTE s163 ('{all}', '{2026-11-01}', '{340104}', '{*}', '{1}', '{1}', '{0}', '{0}', '{0}', '{0}', '{1}', '{0}', '{0}');
-- changes 1
EXECUTE s172 ('{all}', '{2026-11-01}', '{340104}', '{*}', '{matched}', '{2}');
-- changes 1
EXECUTE s193 ('{all}', '{2026-11-01}', '{340104}', '{*}', '{matched}', '{2}', '{1}');
-- changes 1
EXECUTE s164 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}');
-- changes 1
EXECUTE s165 ('{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{"\\x5b5d"}');
-- rows 1
EXECUTE s527;
-- changes 1
EXECUTE s511 ('{01a1f6ae-9900-77b0-bebd-bb391a3d64be}', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{2026-11-01}', '{340104}', '{C}', '{small}', '{huishang}', '{hefei-shuirongtong}', '{declined}', '{2}', '{NULL}', '{NULL}', '{NULL}');
-- changes 1
EXECUTE s518 ('01a1f6ae-9900-77b0-bebd-c12f7f2e6327', '340000', '2025', '1', NULL, '\x7b7d', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '2026-11-20 02:00:00+00', 'operator');
-- changes 1
EXECUTE s516 ('01a1f6ae-9900-77b0-bebd-c12f7f2e6327', '{01a1f6ae-9900-77b0-bebd-b9bc54f7a53a}', '{"{0,6}"}');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-77b0-bebd-c14911615ef0', 'huishang', '340100', '2025', '1', '2026-11-20 02:00:00+00', 'manager');
-- changes 1
EXECUTE s509 ('01a1f6ae-9900-77b0-bebd-c14911615ef0', '{01a1f6ae-9900-77b0-bebd-c15af4baa4e1}', '{L-1}', '{C-1}', '{NULL}', '{NULL}', '{100}', '{1}', '{100}', '{43500}', '{t}', '{t}');
-- changes 1
EXECUTE s39 ('01a1f6ae-9900-77b0-bebd-c18814cdb5cd', 'hf-bank', 'https://hooks.example.com/in', '{}', 'active', NULL, '1', '2026-11-20 02:00:00+00', 'manager-1', '2026-11-20 02:00:00+00', '0', NULL, NULL);
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-77b0-bebd-c18814cdb5cd', '1', '\x0101010101010101010101010101010101010101010101010101010101010101', '\xc8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-77b0-bebd-c18939957802}', '{01a1f6ae-9900-77b0-bebd-c18814cdb5cd}', '{01a1f6ae-9900-77b0-bebd-c19939dfcb87}', '{0}', '{cn.rongqiao.need.decided.v1}', '{"\\x7b7d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s44 ('pending', '1', '2026-11-20 02:00:00+00', NULL, NULL, NULL, '01a1f6ae-9900-77b0-bebd-c18939957802');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-77b0-bebd-c18939957802', '1', '2026-11-20 02:00:00+00', '500', NULL, '7');
-- changes 1
EXECUTE s522;
-- changes 1
EXECUTE s53 ('01a1f6ae-9900-77b0-bebd-c1ce17bf3e56', 'hf-bank', 'liaison', 'core', '1', '2026-11-20 02:00:00+00', 'manager-1', '2026-11-20 02:00:00+00', NULL, NULL, NULL);
-- changes 1
EXECUTE s54 ('01a1f6ae-9900-77b0-bebd-c1f470e4dc69', '01a1f6ae-9900-77b0-bebd-c1ce17bf3e56', '1', '\x0909090909090909090909090909090909090909090909090909090909090909', '2026-11-20 02:00:00+00', 'manager-1', '2027-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s496 ('\x0101010101010101010101010101010101010101010101010101010101010101', 'operator-1', 'operator', NULL, NULL, '3401', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 03:00:00+00');
-- changes 1
EXECUTE s510 ('01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '{"amount":["300"]}', '2026-11-20 02:00:00+00', 'owner-1');
-- says
BEGIN;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-77b0-bebd-c232009e66e6', '91340100MA2TE2W98Q', NULL, '样例', '340102', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-77b0-bebd-c232009e66e6}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s294 ('01a1f6ae-9900-77b0-bebd-c25be38ed6c5', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-c232009e66e6', 'uploaded', '1', NULL, '2', 'HT-1', '1130000', '130000', '2026-11-20', '2027-02-18', NULL, NULL, NULL, NULL, NULL, NULL, 'enterprise', NULL, NULL, '{services_or_works}', NULL, '{}', '{}', '\xd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', 'seller-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c25be38ed6c5', '1', NULL, 'uploaded', 'upload', 'enterprise-1', 'enterprise', '\xd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s294 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '01a1f6ae-9900-77b0-bebd-c232009e66e6', 'uploaded', '1', NULL, '1', 'HT-1', '1130000', '130000', '2026-11-20', '2027-02-18', NULL, NULL, NULL, NULL, NULL, NULL, 'enterprise', NULL, NULL, '{services_or_works}', NULL, '{}', '{}', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', 'seller-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '1', NULL, 'uploaded', 'upload', 'enterprise-1', 'enterprise', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 0
EXECUTE s255 ('01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s297 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '{near}', '{"\\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '2', 'uploaded', 'confirmed', 'confirm', 'debtor-1', 'debtor', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('confirmed', '2', '{}', '{}', NULL, NULL, '2026-11-20 02:00:00+00', '2026-12-20', '1130000', '2026-11-20 02:00:00+00', 'debtor-1', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '3', 'confirmed', 'offered', 'offer', 'enterprise-1', 'enterprise', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('offered', '3', '{}', '{}', NULL, NULL, '2026-11-20 02:00:00+00', '2026-12-20', '1130000', '2026-11-20 02:00:00+00', 'debtor-1', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '4', 'offered', 'notified', 'notify', 'liaison-1', 'liaison', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('notified', '4', '{}', '{}', NULL, NULL, '2026-11-20 02:00:00+00', '2026-12-20', '1130000', '2026-11-20 02:00:00+00', 'debtor-1', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '5', 'notified', 'registered', 'register', 'liaison-1', 'liaison', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('registered', '5', '{}', '{}', NULL, NULL, '2026-11-20 02:00:00+00', '2026-12-20', '1130000', '2026-11-20 02:00:00+00', 'debtor-1', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-77b0-bebd-c28b792f0432', '6', 'registered', 'funded', 'fund', 'liaison-1', 'liaison', '\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('funded', '6', '{}', '{}', NULL, NULL, '2026-11-20 02:00:00+00', '2026-12-20', '1130000', '2026-11-20 02:00:00+00', 'debtor-1', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c28b792f0432');
-- changes 1
EXECUTE s296 ('01a1f6ae-9900-77b0-bebd-c2b851a9b387', '01a1f6ae-9900-77b0-bebd-c28b792f0432', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', 'huishang', 'factoring', 't', '1130000', 'held', '1', '2026-11-20 02:00:00+00', 'seller-1', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s471 ('funded', '1', '2026-11-20', 'letter 1', '2026-11-20', '1', '2026-11-20 02:00:00+00', '2026-11-20', NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c2b851a9b387');
-- changes 0
EXECUTE s437 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-77b0-bebd-c25be38ed6c5', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s495 ('\xd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35', '01a1f6ae-9900-77b0-bebd-c25be38ed6c5', '\xd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35', '2026-11-20 02:00:00+00', 'seller-1', '2026-11-20 02:01:00+00');
-- changes 1
EXECUTE s497 ('01a1f6ae-9900-77b0-bebd-c232009e66e6', 'enterprise', 'steel', 't', '1', '2026-11-20 02:00:00+00', 'officer-1');
-- rows 1
EXECUTE s482 ('{01a1f6ae-9900-77b0-bebd-c2e4d9222122}', '{01a1f6ae-9900-77b0-bebd-c232009e66e6}', '{91340100MA2TE2W99N}', '{"2026-11-20 02:00:00+00"}', '{debtor-1}');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-77b0-bebd-b9a80c6ce470}');
-- says
COMMIT;
-- changes 1
EXECUTE s279 ('01a1f6ae-9900-77b0-bebd-c31cfc68c002', '01a1f6ae-9900-77b0-bebd-b9a80c6ce470', '2026-11-20 02:00:00+00', 'owner-1', 'request', 'QS-2026-0001', 'held', '2026-11-30', 'granted_offer', NULL, '{"needs_withdrawn":0}');
-- rows 0
EXECUTE s529;
-- changes 1
EXECUTE s515 ('kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk1', '\x0101010101010101010101010101010101010101010101010101010101010101', '\x6565656565656565656565656565656565656565656565656565656565656565', '2026-11-20 02:00:01+00');
-- says
BEGIN;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-71f9-b961-d26feeb4f0a6', '91340100MA2TE2W96T', NULL, '样例', '610102', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-71f9-b961-d26feeb4f0a6}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-71f9-b961-d2718ddf452b', '01a1f6ae-9900-71f9-b961-d26feeb4f0a6', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-71f9-b961-d2718ddf452b', '1', '300000000', '12', 'working_capital', '{credit}', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s359 ('91340100MA2TE2W95U');
-- scenario funnel
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366bae29cff7f74268de5bc1fd69b21e8c43a9591e6b1b10377f60e96a3c44112bf99d261bf16657eb609983b618844a807d3adbd07d8684e90d77257b5"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01b7068f47da70420441e0ab37a7200dae02d6da9dfc950abfb46160faf952e636a3b124fe0c88ca"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{"\\x01630dcd2966c43366cdfa666d6414953c9c810bc09afd61cc38684b6c8f4d3ec66993adf77e6da10ed15b9bbf486dbb77f0c933efcf38dce5bb92b494642c771c6868a257"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01ab00457ba53e861ed8b46dfe3356b0196de385f95f5349a22833808c6899c0cd4d669951a09a9b"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 4
EXECUTE s1;
-- rows 1
EXECUTE s561 ('2026-11-20', '2026-11-20 02:00:00.010000+00', '2026-11-20 02:00:00.010000+00', '2026-11-20 02:00:00.010000+00', '2026-11-20 02:00:00.010000+00', '2026-11-20 02:00:00.010000+00', '{cn.rongqiao.enterprise.erased.v1,cn.rongqiao.facts.changed.v1,cn.rongqiao.need.submitted.v1,cn.rongqiao.need.withdrawn.v1,cn.rongqiao.need.decided.v1,cn.rongqiao.decision.flipped.v1,cn.rongqiao.enterprise.newly_qualifies.v1,cn.rongqiao.review.requested.v1,cn.rongqiao.review.resolved.v1,cn.rongqiao.offer.offered.v1,cn.rongqiao.offer.claimed.v1,cn.rongqiao.offer.contacted.v1,cn.rongqiao.offer.granted.v1,cn.rongqiao.offer.drawn.v1,cn.rongqiao.offer.declined.v1,cn.rongqiao.offer.expired.v1,cn.rongqiao.offer.withdrawn.v1,cn.rongqiao.offer.reassigned.v1,cn.rongqiao.offer.reminded.v1,cn.rongqiao.consent.granted.v1,cn.rongqiao.consent.revoked.v1,cn.rongqiao.allocation.finished.v1,cn.rongqiao.receivable.uploaded.v1,cn.rongqiao.receivable.amended.v1,cn.rongqiao.receivable.confirmation_requested.v1,cn.rongqiao.receivable.confirmed.v1,cn.rongqiao.receivable.disputed.v1,cn.rongqiao.receivable.lapsed.v1,cn.rongqiao.receivable.offered.v1,cn.rongqiao.receivable.declined.v1,cn.rongqiao.receivable.notified.v1,cn.rongqiao.receivable.funded.v1,cn.rongqiao.receivable.collected.v1,cn.rongqiao.receivable.released.v1,cn.rongqiao.receivable.withdrawn.v1,cn.rongqiao.receivable.reminded.v1,cn.rongqiao.supplier.invited.v1,cn.rongqiao.guarantee.reserved.v1,cn.rongqiao.guarantee.confirmed.v1,cn.rongqiao.guarantee.repaid.v1,cn.rongqiao.guarantee.released.v1,cn.rongqiao.guarantee.overdue.v1,cn.rongqiao.guarantee.claimed.v1,cn.rongqiao.guarantee.compensated.v1,cn.rongqiao.guarantee.recovered.v1,cn.rongqiao.listing.case_opened.v1,cn.rongqiao.listing.stage_entered.v1,cn.rongqiao.listing.case_ended.v1,cn.rongqiao.listing.gate_at_risk.v1,cn.rongqiao.listing.layer_changed.v1,cn.rongqiao.entitlement.opened.v1,cn.rongqiao.entitlement.closing.v1,cn.rongqiao.claim.submitted.v1,cn.rongqiao.claim.paid.v1,cn.rongqiao.claim.rejected.v1,cn.rongqiao.claim.clawed_back.v1,cn.rongqiao.pool.entered.v1,cn.rongqiao.pool.left.v1,cn.rongqiao.pool.proposed.v1,cn.rongqiao.adviser.assigned.v1,cn.rongqiao.adviser.accepted.v1,cn.rongqiao.adviser.declined.v1,cn.rongqiao.adviser.ended.v1,cn.rongqiao.activity.announced.v1,cn.rongqiao.activity.cancelled.v1,cn.rongqiao.warning.raised.v1,cn.rongqiao.warning.closed.v1,cn.rongqiao.recheck.requested.v1}');
-- rows 1
EXECUTE s563;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s565;
-- rows 2
EXECUTE s568 ('0', '{cn.rongqiao.facts.changed.v1,cn.rongqiao.match.requested.v1,cn.rongqiao.need.amended.v1,cn.rongqiao.need.submitted.v1}', '2026-11-20 02:00:00.010000+00', 'rongqiao.match', '500');
-- rows 2
EXECUTE s147 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s168 ('2026-11-20 02:00:00.010000+00', '{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s27 ('01a1f6ae-990a-748e-9d18-59e581564f61', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', 'cn.rongqiao.match.requested.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', '3', NULL, NULL, '2026-11-20 02:00:00.010000+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393739396630643334326666227d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s565;
-- rows 1
EXECUTE s568 ('0', '{cn.rongqiao.facts.changed.v1,cn.rongqiao.match.requested.v1,cn.rongqiao.need.amended.v1,cn.rongqiao.need.submitted.v1}', '2026-11-20 02:00:00.010000+00', 'rongqiao.match', '500');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s168 ('2026-11-20 02:00:00.010000+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-990a-748e-9d18-5a2566bf3513', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.match.requested.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '3', NULL, NULL, '2026-11-20 02:00:00.010000+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637227d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s565;
-- rows 0
EXECUTE s127;
-- rows 0
EXECUTE s160 ('2026-11-20', '500');
-- rows 0
EXECUTE s81 ('{}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s566 ('0', 'rongqiao.work.v1', '2026-11-20 02:00:00.010000+00', '500');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s565;
-- rows 0
EXECUTE s133 ('2026-11-20 02:00:00.010000+00', NULL, '500');
-- says
COMMIT;
-- rows 0
EXECUTE s125;
-- rows 0
EXECUTE s192 ('{}', '1');
-- rows 0
EXECUTE s139 ('2026-11-20 02:00:00.010000+00', '500');
-- rows 0
EXECUTE s162;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s167 ('2026-11-20 02:00:00.010000+00', '\x728b6f97850742d991f51031c9426a97d24dda55caccf3c8abf3458402f5a7eb', '\x728b6f97850742d991f51031c9426a97d24dda55caccf3c8abf3458402f5a7eb', '2026-11-20 02:00:00.010000+00', '500');
-- says
COMMIT;
-- rows 0
EXECUTE s137 ('2026-11-20 02:00:00.010000+00', '500');
-- rows 0
EXECUTE s136 ('2026-11-20 02:00:00.010000+00', '500');
-- rows 0
EXECUTE s169 ('{innovation,listed,listed_reformed,passed,promoted,select,tutoring_filed}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '500');
-- rows 0
EXECUTE s141 ('2026-11-20 02:00:00.010000+00', '500');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s243 ('2026-11-20 02:00:00.010000+00', '{cn.rongqiao.enterprise.erased.v1,cn.rongqiao.facts.changed.v1,cn.rongqiao.need.submitted.v1,cn.rongqiao.need.withdrawn.v1,cn.rongqiao.need.decided.v1,cn.rongqiao.decision.flipped.v1,cn.rongqiao.enterprise.newly_qualifies.v1,cn.rongqiao.review.requested.v1,cn.rongqiao.review.resolved.v1,cn.rongqiao.offer.offered.v1,cn.rongqiao.offer.claimed.v1,cn.rongqiao.offer.contacted.v1,cn.rongqiao.offer.granted.v1,cn.rongqiao.offer.drawn.v1,cn.rongqiao.offer.declined.v1,cn.rongqiao.offer.expired.v1,cn.rongqiao.offer.withdrawn.v1,cn.rongqiao.offer.reassigned.v1,cn.rongqiao.offer.reminded.v1,cn.rongqiao.consent.granted.v1,cn.rongqiao.consent.revoked.v1,cn.rongqiao.allocation.finished.v1,cn.rongqiao.receivable.uploaded.v1,cn.rongqiao.receivable.amended.v1,cn.rongqiao.receivable.confirmation_requested.v1,cn.rongqiao.receivable.confirmed.v1,cn.rongqiao.receivable.disputed.v1,cn.rongqiao.receivable.lapsed.v1,cn.rongqiao.receivable.offered.v1,cn.rongqiao.receivable.declined.v1,cn.rongqiao.receivable.notified.v1,cn.rongqiao.receivable.funded.v1,cn.rongqiao.receivable.collected.v1,cn.rongqiao.receivable.released.v1,cn.rongqiao.receivable.withdrawn.v1,cn.rongqiao.receivable.reminded.v1,cn.rongqiao.supplier.invited.v1,cn.rongqiao.guarantee.reserved.v1,cn.rongqiao.guarantee.confirmed.v1,cn.rongqiao.guarantee.repaid.v1,cn.rongqiao.guarantee.released.v1,cn.rongqiao.guarantee.overdue.v1,cn.rongqiao.guarantee.claimed.v1,cn.rongqiao.guarantee.compensated.v1,cn.rongqiao.guarantee.recovered.v1,cn.rongqiao.listing.case_opened.v1,cn.rongqiao.listing.stage_entered.v1,cn.rongqiao.listing.case_ended.v1,cn.rongqiao.listing.gate_at_risk.v1,cn.rongqiao.listing.layer_changed.v1,cn.rongqiao.entitlement.opened.v1,cn.rongqiao.entitlement.closing.v1,cn.rongqiao.claim.submitted.v1,cn.rongqiao.claim.paid.v1,cn.rongqiao.claim.rejected.v1,cn.rongqiao.claim.clawed_back.v1,cn.rongqiao.pool.entered.v1,cn.rongqiao.pool.left.v1,cn.rongqiao.pool.proposed.v1,cn.rongqiao.adviser.assigned.v1,cn.rongqiao.adviser.accepted.v1,cn.rongqiao.adviser.declined.v1,cn.rongqiao.adviser.ended.v1,cn.rongqiao.activity.announced.v1,cn.rongqiao.activity.cancelled.v1,cn.rongqiao.warning.raised.v1,cn.rongqiao.warning.closed.v1,cn.rongqiao.recheck.requested.v1}', '500');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s157 ('7242004230');
-- rows 2
EXECUTE s149 ('2026-11-20 02:00:00.010000+00', '600000.0', '500');
-- changes 2
EXECUTE s122 ('2026-11-20 02:00:00.010000+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 2
EXECUTE s152 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 2
EXECUTE s150 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 0
EXECUTE s154 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 0
EXECUTE s140 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 4
EXECUTE s121 ('{industry,borrower,size,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340104,340104,340104}', '{I,unknown,unknown,*}');
-- rows 4
EXECUTE s128 ('{industry,borrower,size,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340104,340104,340104}', '{I,unknown,unknown,*}');
-- changes 4
EXECUTE s163 ('{industry,borrower,size,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340104,340104,340104}', '{I,unknown,unknown,*}', '{2,2,2,2}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{600000000,600000000,600000000,600000000}', '{0,0,0,0}', '{0,0,0,0}');
-- changes 2
EXECUTE s164 ('2026-11-20 02:00:00.010000+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 2
EXECUTE s165 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{"\\x5b5b22323032362d31312d3031222c22333430313034222c22616c6c222c222a222c5b312c302c30","\\x5b5b22323032362d31312d3031222c22333430313034222c22616c6c222c222a222c5b312c302c30"}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s157 ('7242004230');
-- rows 0
EXECUTE s542 ('2026-11-20 02:00:00.010000+00', '600000.0', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '500');
-- says
COMMIT;
-- scenario api
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'huishang', '');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s588 ('client huishang');
-- rows 1
EXECUTE s676 ('huishang');
-- changes 1
EXECUTE s53 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'huishang', 'liaison', 'core', '1', '2026-11-20 02:00:00+00', 'manager-huishang', '2026-11-20 02:00:00+00', NULL, NULL, NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'manager-huishang', 'liaison_manager', 'client.create', 'cli_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"institution":"huishang","role":"liaison","version":1}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'huishang', '');
-- rows 1
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'huishang');
-- says
SET LOCAL ROLE NONE;
-- changes 0
EXECUTE s85 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 0
EXECUTE s84 ('01a1f6ae-9900-75ec-a240-9730658eec67', '8');
-- rows 0
EXECUTE s57 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s54 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', '\xcd3353a0222b645c5e58c38b219f45f2be4b3d6743c5dd0921816ff5fd75dd65', '2026-11-20 02:00:00+00', 'manager-huishang', '2027-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s58 ('core', '2', '2026-11-20 02:00:00+00', NULL, NULL, NULL, '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'manager-huishang', 'liaison_manager', 'client_secret.create', 'cli_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"institution":"huishang","role":"liaison","secret":"sec_01a1f6ae-9900-75ec-a240-974b1c7061a4","version":2}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s572 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'cdb');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'cdb', '');
-- rows 0
EXECUTE s574 ('cdb', '51');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s573 ('01a1f6ae-9900-75ec-a240-9730658eec67', '32');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '32');
-- rows 0
EXECUTE s575 ('32', '51');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '3401');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3401');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '3401');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3401');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '3401');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3401');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '3401');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3401');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '3401');
-- rows 0
EXECUTE s821 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3401');
-- says
ROLLBACK;
-- rows 1
EXECUTE s576 ('51');
-- scenario receivable
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE20L0F', NULL, '样例企业20', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366eba835260d505c7b04f82f2a574c10a62fe891f77989db4133ff98027d4866d1ce8ec54c0190422e877e394e5cb68dba904cccd39d7b486513c698e0"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x014730fb901eea11d9cca9cb254f7167a722231b298cc758ee5c70eaf3a998ed9ba6d636bda535d2"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE20M9C', NULL, '样例企业21', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c433668019e7069e87b3b7f1e530c7fb2dd35e816ba486707eb14c4e9dcad80372c094b759031f4be11b11ad19860a3c0520277384961ba4ca831772542665"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01e15150599a2720b6a0988053937d758715f0a2dcc7e4007f1062f509c13f3f4ed25ef3e6bddec7"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 3
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:01+00', '1', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9ce8-730f-8489-e15d757e3da8}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:01+00"}', '{2026-11-20}', '{34}', '{0}', '{7}', '{27}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x021f34847e8b272f2b5b0eeb319ee5d4"}', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9ce8-730f-8489-e15d757e3da8}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9ce8-730f-8489-e18332d0d723', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '3', 'evt_01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2026-11-20 02:00:01+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:01+00', NULL, 'system:test', 'service', 'enterprise', 'service', '2026-11-20 02:00:01+00', '{01a1f6ae-9ce8-730f-8489-e19b99dd771d}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s359 ('91340100MA2TE20M9C');
-- rows 1
EXECUTE s329 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 0
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s285 ('receivable_fingerprint', '\x9e0b4814d0ed407f7dba781ba9bd6bef55222e531dfd7e549088acb1b61cc785');
-- rows 1
EXECUTE s407 ('receivable_fingerprint');
-- rows 0
EXECUTE s416 ('{"\\xdd0de70bf046cc726ca51d93ae9cee2f1ca23b3b649c690edd68c01140a1abcc","\\x32bc81947a9da912fe41a799bc9e181848c76bde6ad8e589f22f1071fb316360","\\x3b95dc2d89bb35011071a8469b389553825c5290f1c3374cafa92b6bc4966463","\\x745ea03564da7618bc2ab207234e48f9a85966ecfc1d1c2b33921a921a79da3f","\\xb64d2cf0feaa36e519f93df4c48185ee8fa1f4bcec750e12d2b07cab869f4bea","\\xa7d61e43610522d99961af09695119dac32054484ba8eb83904db2a6a0351e4b","\\x13d6efaa6db8038259a12322726860ed29f832e875992b6b91ec34e2baf9dadb","\\x6feaa798b39461a68be2ef88ca382413dbb99145a6d3c67860999ab40efe630c"}', '01a1f6ae-9ce8-730f-8489-e1db66bf3513', '5001');
-- changes 1
EXECUTE s294 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'uploaded', '1', NULL, '24342000000010000001', 'HT-1', '113000000', '13000000', '2026-10-21', '2027-01-19', '2026-08-22', '2026-10-16', NULL, NULL, NULL, NULL, 'enterprise', 'small', 'large', '{}', 'f', '{}', '{}', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:01+00', NULL, '0', NULL, '2026-11-20 02:00:01+00', 'owner-8eec67', '2026-11-20 02:00:01+00');
-- changes 1
EXECUTE s298 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513', '1', NULL, 'uploaded', 'upload', 'owner-8eec67', 'enterprise', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:01+00');
-- changes 0
EXECUTE s255 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513');
-- changes 6
EXECUTE s297 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513', '{exact,invoice,near,stem,day,contract}', '{"\\xdd0de70bf046cc726ca51d93ae9cee2f1ca23b3b649c690edd68c01140a1abcc","\\x32bc81947a9da912fe41a799bc9e181848c76bde6ad8e589f22f1071fb316360","\\x745ea03564da7618bc2ab207234e48f9a85966ecfc1d1c2b33921a921a79da3f","\\xa7d61e43610522d99961af09695119dac32054484ba8eb83904db2a6a0351e4b","\\x13d6efaa6db8038259a12322726860ed29f832e875992b6b91ec34e2baf9dadb","\\x6feaa798b39461a68be2ef88ca382413dbb99145a6d3c67860999ab40efe630c"}');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:01+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9ce8-730f-8489-e20b9d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.uploaded.v1', 'rcv_01a1f6ae-9ce8-730f-8489-e1db66bf3513', '4', NULL, NULL, '2026-11-20 02:00:01+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2272656365697661626c655f6964223a227263765f30316131663661652d396365382d373330662d383438392d653164623636626633353133222c2276657273696f6e223a317d');
-- rows 1
EXECUTE s410 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513');
-- rows 0
EXECUTE s340 ('{01a1f6ae-9ce8-730f-8489-e1db66bf3513}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s46 ('rongqiao.receivable', '2026-11-20 02:00:02+00', '1', '{01a1f6ae-9ce8-730f-8489-e20b9d1db3e2}', '{cn.rongqiao.receivable.uploaded.v1}', '{rcv_01a1f6ae-9ce8-730f-8489-e1db66bf3513}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:01+00"}');
-- rows 1
EXECUTE s590 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 0
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 0
EXECUTE s338 ('01a1f6ae-9900-75ec-a240-9730658eec67', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 1
EXECUTE s323 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2025-11-20');
-- rows 1
EXECUTE s321 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s358 ('{}');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\x8042ac5a0e6069e021e7fbd107fd9dd3636e9ce84eb6ca945679bc3cf0407800"}', '{"\\x0145168e191aeb3c38db0eaad570362563906f437c614fd1db66424339d56bc5f8d2772a095d74b4"}', '{"2026-11-20 02:00:02+00"}', '{system:receivables}');
-- changes 1
EXECUTE s239 ('2026-11-20 02:00:02+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:02+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:02+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:02+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业20', '340104', '6510', '2019-03-15', '1', '2', '2026-11-20 02:00:02+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-a0d0-71d6-a435-e8a2af4c57a8', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '5', NULL, NULL, '2026-11-20 02:00:02+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a327d');
-- changes 1
EXECUTE s591 ('2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:03+00', '1', '{01a1f6ae-a0d0-71d6-a435-e8a2af4c57a8}', '{cn.rongqiao.facts.changed.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:02+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s95 ('{01a1f6ae-a4b8-7617-a95e-528ef7fd0b63}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\x8042ac5a0e6069e021e7fbd107fd9dd3636e9ce84eb6ca945679bc3cf0407800"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:03+00"}', '{2026-11-20}', '{34}', '{0}', '{9}', '{25}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x34788a6fb58e557804b13e240b5404de"}', '{01a1f6ae-a0d0-71d6-a435-e8a2af4c57a8}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-a4b8-7617-a95e-528ef7fd0b63}');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-a4b8-7617-a95e-52cb742eb436', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '6', 'evt_01a1f6ae-a0d0-71d6-a435-e8a2af4c57a8', NULL, '2026-11-20 02:00:03+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '', '', '');
-- rows 1
EXECUTE s388 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9ce8-730f-8489-e1db66bf3513}');
-- changes 1
EXECUTE s298 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513', '2', 'uploaded', 'confirmed', 'confirm', 'owner-7061a4', 'debtor', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:04+00');
-- changes 1
EXECUTE s469 ('confirmed', '2', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:04+00', 'owner-7061a4', NULL, NULL, NULL, NULL, '2026-11-20 02:00:04+00', NULL, '0', NULL, '2026-11-20 02:00:04+00', '01a1f6ae-9ce8-730f-8489-e1db66bf3513');
-- changes 0
EXECUTE s437 ('2026-11-20 02:00:04+00', '01a1f6ae-9ce8-730f-8489-e1db66bf3513', '2026-11-20 02:00:04+00');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:04+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('7', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.confirmed.v1', 'rcv_01a1f6ae-9ce8-730f-8489-e1db66bf3513', '7', NULL, NULL, '2026-11-20 02:00:04+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2272656365697661626c655f6964223a227263765f30316131663661652d396365382d373330662d383438392d653164623636626633353133222c2276657273696f6e223a327d');
-- rows 2
EXECUTE s410 ('01a1f6ae-9ce8-730f-8489-e1db66bf3513');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 1
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 1
EXECUTE s73 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s716 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '101');
-- rows 0
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 1
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '51');
-- rows 0
EXECUTE s710 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '201');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:04+00', NULL, 'system:test', 'service', 'lineage', 'service', '2026-11-20 02:00:04+00', '{01a1f6ae-a8a0-7796-8c2b-e28d4438b11a}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s46 ('rongqiao.receivable', '2026-11-20 02:00:05+00', '1', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{cn.rongqiao.receivable.confirmed.v1}', '{rcv_01a1f6ae-9ce8-730f-8489-e1db66bf3513}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:04+00"}');
-- rows 1
EXECUTE s590 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 0
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 0
EXECUTE s338 ('01a1f6ae-9900-75ec-a240-9730658eec67', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 1
EXECUTE s323 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2025-11-20');
-- rows 1
EXECUTE s321 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s358 ('{}');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{3}', '{"\\x2a3e71f5add6ac5b733edd6f4b7ef3f9e0527e17cb408902cf876a7a1b1fe43c"}', '{"\\x01faa842ae7cdbe0f7649c0a7e35cb0c8f55a5601bfbacffb67fa066c718a830c27ddd79ab700c0e"}', '{"2026-11-20 02:00:05+00"}', '{system:receivables}');
-- changes 1
EXECUTE s239 ('2026-11-20 02:00:05+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:05+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:05+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:05+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业20', '340104', '6510', '2019-03-15', '1', '3', '2026-11-20 02:00:05+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('8', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-ac88-773c-970a-912711548fcd', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '8', NULL, NULL, '2026-11-20 02:00:05+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a337d');
-- changes 1
EXECUTE s591 ('2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 0
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 1
EXECUTE s73 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s716 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '101');
-- rows 1
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 0
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 1
EXECUTE s47 ('{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 1
EXECUTE s711 ('{}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 0
EXECUTE s712 ('{}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508,01a1f6ae-ac88-773c-970a-912711548fcd}', '{}', '51');
-- rows 0
EXECUTE s710 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508,01a1f6ae-ac88-773c-970a-912711548fcd}', '201');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:05+00', NULL, 'system:test', 'service', 'lineage', 'service', '2026-11-20 02:00:05+00', '{01a1f6ae-ac88-773c-970a-915247e10418}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:06+00', '1', '{01a1f6ae-ac88-773c-970a-912711548fcd}', '{cn.rongqiao.facts.changed.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:05+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s95 ('{01a1f6ae-b070-75c5-b46a-ae67c177b6f7}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{3}', '{"\\x2a3e71f5add6ac5b733edd6f4b7ef3f9e0527e17cb408902cf876a7a1b1fe43c"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:06+00"}', '{2026-11-20}', '{34}', '{0}', '{9}', '{25}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x34788a6fb58e557804b13e240b5404de"}', '{01a1f6ae-ac88-773c-970a-912711548fcd}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-b070-75c5-b46a-ae67c177b6f7}');
-- changes 1
EXECUTE s82 ('9', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-b070-75c5-b46a-ae7560fe4729', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '9', 'evt_01a1f6ae-ac88-773c-970a-912711548fcd', NULL, '2026-11-20 02:00:06+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 0
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '1');
-- rows 1
EXECUTE s73 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 3
EXECUTE s716 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '101');
-- rows 1
EXECUTE s48 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}');
-- rows 0
EXECUTE s711 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 0
EXECUTE s712 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508}', '{}', '200');
-- rows 2
EXECUTE s47 ('{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 1
EXECUTE s711 ('{}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 0
EXECUTE s712 ('{}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '200');
-- rows 0
EXECUTE s715 ('{}', '{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508,01a1f6ae-ac88-773c-970a-912711548fcd}', '{}', '51');
-- rows 1
EXECUTE s762 ('01a1f6ae-9900-75ec-a240-9730658eec67', '{"2026-11-20 02:00:05+00"}');
-- rows 0
EXECUTE s713 ('{01a1f6ae-b070-75c5-b46a-ae67c177b6f7}', '201');
-- rows 0
EXECUTE s717 ('{01a1f6ae-b070-75c5-b46a-ae67c177b6f7}', '101');
-- rows 0
EXECUTE s714 ('{01a1f6ae-b070-75c5-b46a-ae67c177b6f7}', '101');
-- rows 0
EXECUTE s710 ('{01a1f6ae-a8a0-7796-8c2b-e27bb3ef6508,01a1f6ae-ac88-773c-970a-912711548fcd}', '201');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:06+00', NULL, 'system:test', 'service', 'lineage', 'service', '2026-11-20 02:00:06+00', '{01a1f6ae-b070-75c5-b46a-aea06dae6bbb}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario audit
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s156;
-- rows 0
EXECUTE s148 ('{institution,product,worker}', '2026-11-20 02:00:00+00', '1000');
-- rows 1
EXECUTE s123 ('worker', 'match', 'under revision', '2026-11-20 02:00:00+00', 'operator-1', NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'pause.set', 'worker/match', 'under revision', '{"until":null}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s117 ('worker', 'match');
-- changes 1
EXECUTE s120 ('01a1f6ae-9905-72ee-becc-9557ae42c90b', '2026-11-20 02:00:00.005000+00', 'operator-1', 'operator', 'pause.end', 'worker/match', NULL, '{}');
-- says
COMMIT;
-- rows 1
EXECUTE s217;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s230;
-- rows 2
EXECUTE s204 ('1000');
-- rows 2
EXECUTE s227 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9905-72ee-becc-9557ae42c90b}');
-- rows 0
EXECUTE s229;
-- changes 1
EXECUTE s205 ('1', '2026-11-20 02:00:00.010000+00', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9905-72ee-becc-9557ae42c90b}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x87266dca6b50346ef32b5fe979bdea107e473638eba9732b97dbfa29aa7bf289');
-- says
COMMIT;
-- changes 1
EXECUTE s903 ('01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f');
-- rows 1
EXECUTE s744 ('0', '50');
-- rows 0
EXECUTE s743 ('100');
-- rows 0
EXECUTE s742 ('100');
-- rows 1
EXECUTE s741;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s230;
-- rows 1
EXECUTE s204 ('1000');
-- rows 1
EXECUTE s227 ('{01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f}');
-- rows 1
EXECUTE s229;
-- changes 1
EXECUTE s205 ('2', '2026-11-20 02:00:00.010000+00', '{01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f}', '\x87266dca6b50346ef32b5fe979bdea107e473638eba9732b97dbfa29aa7bf289', '\x049300de0bbc7b6f7a133d092941e9c59c59f1db0cd25a260562897d6f37aad3');
-- says
COMMIT;
-- scenario webhook
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366d168223cfd12c40d67cad814bed70c70f517ff8124d28eb1e4994c6982a4eb7519228f2f2659d9f2b88009f19d2dca6d1911ed8a297bb85d3ba26cad"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x0150bddb7110c91eb5092ed7f491846b42de0cdeffd7e9aa44512b4a0ae0f9b6036e6c5770ffd882"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s588 ('webhook ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s605 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s39 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'http://127.0.0.1:46817/in', '{}', 'active', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', '0', NULL, NULL);
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '\x7fea1a9f06ffb71395d65a1ce4bd62b6176d0548de3231688b5f2983b2a9b384', '\x9a2d0b03c736e0693a4f56cb38948277775397da81601cf92fcc00c10ba18317', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.create', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{0}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.test', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- rows 1
EXECUTE s688 ('2026-11-20 02:00:00+00');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s606 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '101');
-- rows 0
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-980b1245c637}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s692 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '16', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- rows 1
EXECUTE s691 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '32', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- rows 1
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{20}', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s692 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '16', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- rows 0
EXECUTE s691 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '31', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s44 ('delivered', '1', NULL, '204', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '2026-11-20 02:00:00+00', '204', NULL, '2');
-- says
COMMIT;
-- changes 1
EXECUTE s87 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s692 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '16', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- rows 0
EXECUTE s691 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '32', '01a20b08-62e6-70c5-8e2b-fd7d28138c1c', '2026-11-20 02:01:16+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s606 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '101');
-- rows 1
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario quality
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c4336653cf9efeebfe0fc186ee1f331fa648ef4d6012addb49fdd4d0288d2c0eb9b840bcf1077719006aba7bbbffa1fc7bcf872eb03c08ef53e4737f3caf3a"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x017e5bf3db914a50fcd7bda03d2fd423c6f013a9faf0de8ad786825051f2d50f7b786b39c55a36f7"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s393 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', 'month', '2026-08-01', NULL);
-- rows 0
EXECUTE s392 ('01a1f6ae-9900-75ec-a240-9730658eec67', '5000');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s335 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', NULL, 'month', '2026-08-01', '1', '2026-11-20', '月报', NULL, 'accept', '{}', '\x0123d52db8f4f2337cabcd9dcd03cd16d71894af6cba6bf5fa1bc7f9f91fc766e2348a3346a87ca3b8c90e5f206cfa3f0bcc', NULL, '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.report.received.v1', 'rpt_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f7574636f6d65223a22616363657074222c22706572696f64223a22323032362d3038222c227265706f72745f6964223a227270745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c227265766973696f6e223a312c22736f75726365223a22656e7465727072697365227d');
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s393 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', 'month', '2026-09-01', NULL);
-- rows 1
EXECUTE s392 ('01a1f6ae-9900-75ec-a240-9730658eec67', '5000');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s335 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', NULL, 'month', '2026-09-01', '1', '2026-11-20', '月报', NULL, 'quarantine', '{revenue_jump}', '\x01bb4d5b367236af698b7c8bc136916847e621c85e2d6d62da8fa9dbdc7b44832f0e2646418005859e8ee2f8dbcedb7be70e302d', NULL, '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.report.received.v1', 'rpt_01a1f6ae-9900-75ec-a240-9799f0d342ff', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f7574636f6d65223a2271756172616e74696e65222c22706572696f64223a22323032362d3039222c227265706f72745f6964223a227270745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c227265766973696f6e223a312c22736f75726365223a22656e7465727072697365227d');
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s134;
-- rows 1
EXECUTE s124;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s134;
-- rows 1
EXECUTE s124;
-- changes 1
EXECUTE s513 ('2026-11-20', '2026-11-21 02:00:00+00');
-- rows 4
EXECUTE s650 ('', '2026-11-20 16:00:00+00', '{0,2,4,6}', '2026-11-20');
-- changes 4
EXECUTE s514 ('2026-11-20', '{"",34,3401,340104}', '{enterprise,enterprise,enterprise,enterprise}', '{1,1,1,1}', '{1,1,1,1}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{900000,900000,900000,900000}');
-- says
COMMIT;
-- rows 1
EXECUTE s649 ('', '2026-11-20', '2026-11-20', 'enterprise');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '340104');
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s535 ('accept', '2026-11-21 02:00:00+00', 'county-1', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-21 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1fbd4-f500-730f-8489-e15d757e3da8', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.report.received.v1', 'rpt_01a1f6ae-9900-75ec-a240-9799f0d342ff', '4', NULL, NULL, '2026-11-21 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f7574636f6d65223a22616363657074222c22706572696f64223a22323032362d3039222c227265706f72745f6964223a227270745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c227265766973696f6e223a312c22736f75726365223a22656e7465727072697365227d');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- rows 1
EXECUTE s646 ('92');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 4
EXECUTE s650 ('', '2026-11-20 16:00:00+00', '{0,2,4,6}', '2026-11-20');
-- rows 4
EXECUTE s648 ('2026-11-20');
-- says
COMMIT;
-- rows 0
EXECUTE s647 ('2026-11-20', '92');
-- changes 4
EXECUTE s904;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 4
EXECUTE s650 ('', '2026-11-20 16:00:00+00', '{0,2,4,6}', '2026-11-20');
-- rows 4
EXECUTE s648 ('2026-11-20');
-- changes 1
EXECUTE s651 ('2026-11-21 02:00:00+00', '2026-11-20');
-- changes 4
EXECUTE s645 ('2026-11-20');
-- changes 4
EXECUTE s514 ('2026-11-20', '{"",34,3401,340104}', '{enterprise,enterprise,enterprise,enterprise}', '{1,1,1,1}', '{1,1,1,1}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{900000,900000,900000,900000}');
-- says
COMMIT;
-- scenario allocation
-- says
BEGIN;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-74a2-864b-815da019363c', '91340100MA2TE2W95U', NULL, '样例', '340104', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-74a2-864b-815da019363c}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-74a2-864b-81729bf29ea3', '01a1f6ae-9900-74a2-864b-815da019363c', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-74a2-864b-81729bf29ea3', '1', '300000000', '12', 'working_capital', '{credit}', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-74a2-864b-81a9071aedec}', '{01a1f6ae-9900-74a2-864b-81729bf29ea3}', '{1}', '{01a1f6ae-9900-74a2-864b-815da019363c}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{1}', '{1}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{NULL}', '{01a1f6ae-9900-74a2-864b-81bbeef9ce14}', '{NULL}');
-- says
BEGIN;
-- changes 1
EXECUTE s301 ('01a1f6ae-9900-74a2-864b-81729bf29ea3', '01a1f6ae-9900-74a2-864b-815da019363c', 'dispatch', '3', 'active', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', 'enterprise-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s289 ('01a1f6ae-9900-74a2-864b-81dfe2f6923c', '01a1f6ae-9900-74a2-864b-81729bf29ea3', '1', '01a1f6ae-9900-74a2-864b-815da019363c', '01a1f6ae-9900-74a2-864b-81a9071aedec', 'hefei-shuirongtong', 'huishang', 'dispatch', '1', 'offered', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:01+00', '0', '2026-11-20 02:00:01+00', '{"place":1}', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s290 ('01a1f6ae-9900-74a2-864b-81dfe2f6923c', '1', NULL, 'offered', 'offer', 'system:dispatch', 'service', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s290 ('01a1f6ae-9900-74a2-864b-81dfe2f6923c', '2', 'offered', 'claimed', 'claim', 'liaison-1', 'liaison', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s459 ('claimed', '2', 'liaison-1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:01+00', '0', '2026-11-20 02:00:01+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-74a2-864b-81dfe2f6923c');
-- changes 1
EXECUTE s512 ('01a1f6ae-9900-74a2-864b-81efbdc2e2d7', '01a1f6ae-9900-74a2-864b-81dfe2f6923c', '2026-11-20', '2026-11-20', 'documents are on their way', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s278 ('01a1f6ae-9900-74a2-864b-81f1a510d411', '01a1f6ae-9900-74a2-864b-815da019363c', '01a1f6ae-9900-74a2-864b-81729bf29ea3', 'huishang', 'loan_assessment', '{registry,tax}', '2026-11-20 02:00:00+00', 'enterprise-1', '2026-11-21 02:00:00+00');
-- changes 1
EXECUTE s490 ('01a1f6ae-9900-74a2-864b-821f716699d2', '01a1f6ae-9900-74a2-864b-815da019363c', '01a1f6ae-9900-74a2-864b-81f1a510d411', '01a1f6ae-9900-74a2-864b-81dfe2f6923c', 'huishang', 'liaison-1', 'liaison', '{registry,tax}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', '340000', 'operator-1', 'operator', 'warning', 'oversight', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-74a2-864b-825b40a2cea5}', '{01a1f6ae-9900-74a2-864b-815da019363c}');
-- changes 1
EXECUTE s207 ('huishang', '2026-11-20 02:00:00+00', 'huishang', 'liaison-1', 'liaison', 'warning', 'consent', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-74a2-864b-8279bf6c0163}', '{01a1f6ae-9900-74a2-864b-815da019363c}');
-- changes 1
EXECUTE s286 ('institution', 'huishang', '2', '1', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s286 ('product', 'spare', '2', '1', '2026-11-20 02:00:00+00', 'manager-1');
-- changes 1
EXECUTE s505 ('01a1f6ae-9900-74a2-864b-81dfe2f6923c', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{institution}', '{huishang}');
-- says
COMMIT;
-- changes 1
EXECUTE s270 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '2026-11-20 02:00:00+00', 'planned', '2026-11-20', '1', '7', '\x7b7d', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '1', '1', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s269 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '{01a1f6ae-9900-74a2-864b-81729bf29ea3}', '{1}', '{01a1f6ae-9900-74a2-864b-815da019363c}', '{01a1f6ae-9900-74a2-864b-81a9071aedec}', '{general}', '{1}', '{planned}');
-- changes 2
EXECUTE s268 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '{01a1f6ae-9900-74a2-864b-82c484f52295,01a1f6ae-9900-74a2-864b-82d7c4783c0b}', '{01a1f6ae-9900-74a2-864b-81729bf29ea3,01a1f6ae-9900-74a2-864b-81729bf29ea3}', '{1,2}', '{hefei-shuirongtong,keji-dan}', '{huishang,hfkd}', '{NULL,NULL}', '{1000000,1000000}', '{offered,enough}', '{planned,NULL}');
-- changes 1
EXECUTE s267 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', 'huishang', '3', '{pool,coverage,age}', '0', '1', '1', '1', '500', '0', '1');
-- changes 1
EXECUTE s427 ('{01a1f6ae-9900-74a2-864b-81729bf29ea3}', '{done}', '01a1f6ae-9900-74a2-864b-82b0f93a423b');
-- changes 2
EXECUTE s426 ('{01a1f6ae-9900-74a2-864b-82c484f52295,01a1f6ae-9900-74a2-864b-82d7c4783c0b}', '{made,NULL}', '{01a1f6ae-9900-74a2-864b-81dfe2f6923c,NULL}');
-- changes 1
EXECUTE s428 ('offering', '1', '01a1f6ae-9900-74a2-864b-81729bf29ea3', '01a1f6ae-9900-74a2-864b-82b0f93a423b');
-- rows 1
EXECUTE s709 ('9');
-- rows 2
EXECUTE s539 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '9');
-- rows 2
EXECUTE s702 ('34', '01a1f6ae-9900-74a2-864b-82b0f93a423b', '9');
-- rows 1
EXECUTE s707 ('huishang', '9');
-- rows 1
EXECUTE s703 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', 'huishang', '9');
-- rows 1
EXECUTE s708 ('01a1f6ae-9900-74a2-864b-815da019363c', '9');
-- rows 2
EXECUTE s705 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '01a1f6ae-9900-74a2-864b-815da019363c', '9');
-- rows 1
EXECUTE s704 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '9');
-- changes 1
EXECUTE s425 ('01a1f6ae-9900-74a2-864b-82b0f93a423b', '01a1f6ae-9900-74a2-864b-82b0f93a423b');
-- changes 1
EXECUTE s429 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-74a2-864b-82b0f93a423b');
-- rows 1
EXECUTE s362 ('01a1f6ae-9900-74a2-864b-82b0f93a423b');
-- rows 1
EXECUTE s706 ('{01a1f6ae-9900-74a2-864b-82b0f93a423b}', '01a1f6ae-9900-74a2-864b-815da019363c');
-- scenario activity
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s262 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'matching', '银企对接会', '340100', NULL, '2026-11-21 02:00:00+00', '2026-11-21 04:00:00+00', '2', 'announced', '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{"\\x01630dcd2966c43366ddcd146dd81f050b4ea4c2306bd4be616d55dd72320e8ba6723750bc7cdd35179deea8e20ec6d23108b0d3b786cdd8aa5afeff99693cea8d04f61fba"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01e461e782a56f357aa2cf3ebc1c953cf24c3f2e1513dfd1c3e095fbd556b40ccb09d74b13d474e4"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97483e24e8bb', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-97483e24e8bb', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734383365323465386262222c2276657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s386 ('act_01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- rows 1
EXECUTE s358 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- rows 1
EXECUTE s356 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s14 ('{}');
-- changes 1
EXECUTE s263 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-97483e24e8bb', NULL, 'invited', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s330 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97483e24e8bb', 'cn.rongqiao.activity.announced.v1', 'act_01a1f6ae-9900-75ec-a240-9730658eec67', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b2261637469766974795f6964223a226163745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734383365323465386262222c226b696e64223a226d61746368696e67222c227374617274735f6174223a22323032362d31312d32315431303a30303a30302e3030303030302b30383a3030222c2276657273696f6e223a317d');
-- rows 1
EXECUTE s330 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- rows 1
EXECUTE s619 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s616 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- rows 0
EXECUTE s618 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-97483e24e8bb', '', '', '');
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s356 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s532 ('registered', 't', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 0
EXECUTE s618 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s356 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s532 ('attended', 't', '3', '2026-11-21 03:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 0
EXECUTE s618 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- rows 1
EXECUTE s617 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s615 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s49 ('huishang');
-- changes 1
EXECUTE s491 ('01a1fc0b-e380-730f-8489-e15d757e3da8', '01a1f6ae-9900-75ec-a240-97799c6ed536', 'credit', 'huishang', '5000000', NULL, '2026-11-21 03:00:00+00', 'system:test');
-- rows 1
EXECUTE s618 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- says
COMMIT;
-- rows 1
EXECUTE s614 ('2026-11-21 03:00:00+00', '2025-12-31 16:00:00+00', '2026-12-31 16:00:00+00', '3401');
-- scenario funnel-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c4336690d10001a15e5a5e2bd76c4def5cef34ed363a965138acc5011d9c92f8e8d29904c8fabdee5ef70bcb4cec7c36b46e10abe0ea3a00b9187f073ef34e"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01a20ac66962e664d64e8a8a617856a2b8432caea5701fcb805bcde7e140c47cf337249e50dee74b"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{"\\x01630dcd2966c433668230116965e863cbec81e0de905f34d7726ac75342f8889c79b5bbf47b7339e668896e792e3f84e7a824f5b225a309f9f6038183c214dd4f41b4bee4"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x018bf8b3dc87b3397cdafc997cd88c698526ee97b320c54f75f9ba3cd62c08b1af525148f1210efa"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9799f0d342ff', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '91340100MA2TE2025C', NULL, '样例企业2', '340202', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{"\\x01630dcd2966c43366cc46c2fe0c7bd117d8f2844cd42788e5884724c93fabdf55835dd1b9e529c49372e501fd01fbd772526f884f07c691b0bb205bf9b791510290879624"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{1}', '{"\\xc9fc93c47eff2eb2ed67ef909936156ba86a59e93dda0ff02a1f226d9c15bed9"}', '{"\\x019331c2c2e0a8e8968807a9dc482e291b7d329edd5d81173644877741d4a79786b4d9d9dfd55e38"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-984959dd771d', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393833306632643064373233222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-988926bf3513', '01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-988926bf3513', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-98b95d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-988926bf3513', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393833306632643064373233222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393838393236626633353133222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s683 ('7242004230');
-- changes 0
EXECUTE s678;
-- changes 0
EXECUTE s677;
-- changes 0
EXECUTE s679;
-- changes 0
EXECUTE s680;
-- changes 3
EXECUTE s122 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}');
-- rows 3
EXECUTE s152 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}');
-- rows 3
EXECUTE s150 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}');
-- rows 0
EXECUTE s154 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}');
-- rows 0
EXECUTE s140 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- changes 8
EXECUTE s121 ('{size,size,industry,industry,all,borrower,borrower,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340202,340104,340202,340104,340104,340202,340202}', '{unknown,unknown,I,I,*,unknown,unknown,*}');
-- rows 8
EXECUTE s128 ('{size,size,industry,industry,all,borrower,borrower,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340202,340104,340202,340104,340104,340202,340202}', '{unknown,unknown,I,I,*,unknown,unknown,*}');
-- changes 8
EXECUTE s163 ('{size,size,industry,industry,all,borrower,borrower,all}', '{2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01,2026-11-01}', '{340104,340202,340104,340202,340104,340104,340202,340202}', '{unknown,unknown,I,I,*,unknown,unknown,*}', '{2,1,2,1,2,2,1,1}', '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', '{600000000,300000000,600000000,300000000,600000000,600000000,300000000,300000000}', '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}');
-- changes 3
EXECUTE s164 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}');
-- changes 3
EXECUTE s165 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-988926bf3513}', '{"\\x5b5b22323032362d31312d3031222c22333430313034222c22616c6c222c222a222c5b312c302c30","\\x5b5b22323032362d31312d3031222c22333430313034222c22616c6c222c222a222c5b312c302c30","\\x5b5b22323032362d31312d3031222c22333430323032222c22616c6c222c222a222c5b312c302c30"}');
-- rows 0
EXECUTE s682 ('01a1f6ae-9900-75ec-a240-988926bf3513', '1000');
-- says
COMMIT;
-- rows 1
EXECUTE s887 ('all', '2025-12-01', '2026-11-01');
-- rows 0
EXECUTE s886 ('all', '2025-12-01', '2026-11-01');
-- rows 1
EXECUTE s892 ('industry', '2025-12-01', '2026-11-01', '3401');
-- rows 0
EXECUTE s891 ('industry', '2025-12-01', '2026-11-01', '3401');
-- rows 2
EXECUTE s897 ('all', '2025-12-01', '2026-11-01');
-- rows 0
EXECUTE s895 ('all', '2025-12-01', '2026-11-01');
-- rows 1
EXECUTE s896 ('all', '2025-12-01', '2026-11-01', '3402');
-- rows 0
EXECUTE s894 ('all', '2025-12-01', '2026-11-01', '3402');
-- scenario directory
-- rows 4
EXECUTE s62 ('listed', '{*,340104.,34,3401,340104}', '4');
-- rows 4
EXECUTE s860 ('listed', '{*,340104.,34,3401,340104}', '01a1f6ae-9900-7039-9ec7-7f64e05db6be', '4');
-- rows 3
EXECUTE s60 ('listed', '{*,34.,34}', 'guarantor', '101');
-- rows 1
EXECUTE s863 ('listed', '{an,ar,ee,gu,hu,nh,nt,ra,te,ua,ui}', 'guarantee', 'anhui', 're_guarantor', '101');
-- rows 2
EXECUTE s862 ('listed', '{担保}', '担保', '{guarantee}', '2');
-- rows 2
EXECUTE s861 ('listed', '{担保}', '担保', '{guarantee}', '01a1f6ae-9900-7039-9ec7-7ec6ddff181f', '2');
-- rows 2
EXECUTE s36 ('listed', '{商银,工商,银行}', '工商银行', '101');
-- rows 1
EXECUTE s35 ('listed', '{an,bc,cb,hu,ic,nh,ui}', 'icbc', 'anhui', '101');
-- scenario dead
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433660f44c9c809841b692525978b4f445308c58b22c4fa88dabcf251d5401a439dab29f79505f2c1846d21aaa8e100f8e34ca4af65c4a09366280998c02a"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x015ee173e0454949e17533a15dd658d3eb35bf14f48146631fd794a08bb3fce9848508bf3a3c0e13"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c43366c30f2eed3cee8cd113dcf71836ec8a3d025fb93b03c5b4625a8bdf96da4b9f29b537b446a246fb97fe73625b4ea76a95441770df7a1fc76f791a1198"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01c2f8eaed6e68f95b01a6e1cbd0451862f56eb457f664f69e5bb9f7d182960d7ce752faaf3692d7"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s203 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.match', '\x5cda6151913c4125feb4bed0dfe6142efd54a81ee6e30751c34264dc56c25d37');
-- rows 0
EXECUTE s202 ('rongqiao.match', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- changes 1
EXECUTE s201 ('01a20b04-e6a2-7366-9286-e3ab7f7916a6', 'rongqiao.match', '01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', '0', '1', '\x656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637', '{"ce_dataschema":"/schemas/events/cn.rongqiao.need.submitted.v1.json","ce_id":"evt_01a1f6ae-9900-75ec-a240-97c378267b1b","ce_partitionkey":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","ce_sequence":"2","ce_source":"/rongqiao","ce_specversion":"1.0","ce_subject":"need_01a1f6ae-9900-75ec-a240-9799f0d342ff","ce_time":"2026-11-20T10:00:00.000000+08:00","ce_type":"cn.rongqiao.need.submitted.v1","content-type":"application/json"}', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d', '\x5cda6151913c4125feb4bed0dfe6142efd54a81ee6e30751c34264dc56c25d37', 'handler_failed', 'the handler failed', '5', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', 'rongqiao.deadletter.v1', 'dl_01a20b04-e6a2-7366-9286-e3ab7f7916a6', 'cn.rongqiao.event.deadlettered.v1', 'dl_01a20b04-e6a2-7366-9286-e3ab7f7916a6', '1', 'evt_01a1f6ae-9900-75ec-a240-97c378267b1b', '00-01a1f6ae990075eca240980b1245c637-a2409830f2d0d723-01', '2026-11-20 02:00:00+00', '\x7b22617474656d707473223a352c22636f6e73756d6572223a22726f6e677169616f2e6d61746368');
-- says
COMMIT;
-- changes 1
EXECUTE s905;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s65 ('01a1f6af-8360-7477-8055-93d854cf8bfe', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', 'submitted', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00');
-- changes 1
EXECUTE s66 ('01a1f6af-8360-7477-8055-93d854cf8bfe', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:01:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-7477-8055-94089d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6af-8360-7477-8055-93d854cf8bfe', '2', NULL, NULL, '2026-11-20 02:01:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661662d383336302d373437372d383035352d393364383534636638626665222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 0
EXECUTE s203 ('01a1f6af-8360-7477-8055-94089d1db3e2', 'rongqiao.match', '\x1afed42b51bac34a150535826b75ece127273e2aeb88701e350d749f4b5deafa');
-- rows 0
EXECUTE s202 ('rongqiao.match', '01a1f6af-8360-7477-8055-94089d1db3e2');
-- changes 1
EXECUTE s201 ('01a20b04-ed71-76a1-93b8-e8ca3f23f1f4', 'rongqiao.match', '01a1f6af-8360-7477-8055-94089d1db3e2', 'rongqiao.enterprise.v1', '0', '2', '\x656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134', '{"ce_dataschema":"/schemas/events/cn.rongqiao.need.submitted.v1.json","ce_id":"evt_01a1f6af-8360-7477-8055-94089d1db3e2","ce_partitionkey":"ent_01a1f6ae-9900-75ec-a240-974b1c7061a4","ce_sequence":"2","ce_source":"/rongqiao","ce_specversion":"1.0","ce_subject":"need_01a1f6af-8360-7477-8055-93d854cf8bfe","ce_time":"2026-11-20T10:01:00.000000+08:00","ce_type":"cn.rongqiao.need.submitted.v1","content-type":"application/json"}', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661662d383336302d373437372d383035352d393364383534636638626665222c226e6565645f76657273696f6e223a317d', '\x1afed42b51bac34a150535826b75ece127273e2aeb88701e350d749f4b5deafa', 'handler_failed', 'the handler failed', '5', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-7477-8055-942b61ecd075', 'rongqiao.deadletter.v1', 'dl_01a20b04-ed71-76a1-93b8-e8ca3f23f1f4', 'cn.rongqiao.event.deadlettered.v1', 'dl_01a20b04-ed71-76a1-93b8-e8ca3f23f1f4', '1', 'evt_01a1f6af-8360-7477-8055-94089d1db3e2', '00-01a1f6af83607477805594559be6db6b-805594648ab0b385-01', '2026-11-20 02:01:00+00', '\x7b22617474656d707473223a352c22636f6e73756d6572223a22726f6e677169616f2e6d61746368');
-- says
COMMIT;
-- changes 1
EXECUTE s905;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s65 ('01a1f6af-8360-7477-8055-947da94d29a9', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', 'submitted', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00');
-- changes 1
EXECUTE s66 ('01a1f6af-8360-7477-8055-947da94d29a9', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:01:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-7477-8055-94ba342eb436', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6af-8360-7477-8055-947da94d29a9', '3', NULL, NULL, '2026-11-20 02:01:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661662d383336302d373437372d383035352d393437646139346432396139222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s201 ('01a20b04-fb3c-71b5-9d47-b64a49c10961', 'rongqiao.match', NULL, 'rongqiao.enterprise.v1', '0', '3', '\x656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134', '{"ce_dataschema":"/schemas/events/cn.rongqiao.need.submitted.v1.json","ce_id":"evt_01a1f6af-8360-7477-8055-94ba342eb436","ce_partitionkey":"ent_01a1f6ae-9900-75ec-a240-974b1c7061a4","ce_sequence":"3","ce_source":"/rongqiao","ce_specversion":"1.0","ce_subject":"need_01a1f6af-8360-7477-8055-947da94d29a9","ce_time":"2026-11-20T10:01:00.000000+08:00","ce_type":"cn.rongqiao.need.submitted.v1","content-type":"application/json"}', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661662d383336302d373437372d383035352d393437646139346432396139222c226e6565645f76657273696f6e223a317d', '\xc1076314df1ae6042dd4f855d7d435a1f576c32fca634998c75791e6da6d2820', 'handler_failed', 'the handler failed', '5', '2026-11-20 02:01:00+00', '2026-11-20 02:01:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-7477-8055-94f5eba10de5', 'rongqiao.deadletter.v1', 'dl_01a20b04-fb3c-71b5-9d47-b64a49c10961', 'cn.rongqiao.event.deadlettered.v1', 'dl_01a20b04-fb3c-71b5-9d47-b64a49c10961', '1', NULL, '00-01a1f6af83607477805594f83898c60d-80559509c438b11a-01', '2026-11-20 02:01:00+00', '\x7b22617474656d707473223a352c22636f6e73756d6572223a22726f6e677169616f2e6d61746368');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s765 ('open', 'rongqiao.match');
-- rows 3
EXECUTE s769 ('open', 'rongqiao.match', '100');
-- rows 2
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 1
EXECUTE s333 ('01a20b04-e6a2-7366-9286-e3ab7f7916a6');
-- rows 1
EXECUTE s333 ('01a20b04-ed71-76a1-93b8-e8ca3f23f1f4');
-- rows 1
EXECUTE s333 ('01a20b04-fb3c-71b5-9d47-b64a49c10961');
-- rows 3
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-974b1c7061a4}', 'rongqiao.match');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s768 ('open', 'cn.rongqiao.need.submitted.v1');
-- rows 3
EXECUTE s772 ('open', 'cn.rongqiao.need.submitted.v1', '100');
-- rows 2
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s333 ('01a20b04-e6a2-7366-9286-e3ab7f7916a6');
-- rows 1
EXECUTE s333 ('01a20b04-ed71-76a1-93b8-e8ca3f23f1f4');
-- rows 1
EXECUTE s333 ('01a20b04-fb3c-71b5-9d47-b64a49c10961');
-- rows 3
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-9730658eec67}', 'rongqiao.match');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s767 ('open', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s771 ('open', '01a1f6ae-9900-75ec-a240-9730658eec67', '100');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s333 ('01a20b04-e6a2-7366-9286-e3ab7f7916a6');
-- rows 1
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'rongqiao.match');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s766 ('open', '2026-11-20 02:00:30+00');
-- rows 1
EXECUTE s770 ('open', '2026-11-20 02:00:30+00', '100');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s333 ('01a20b04-e6a2-7366-9286-e3ab7f7916a6');
-- rows 1
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'rongqiao.match');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s767 ('open', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s771 ('open', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '100');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 1
EXECUTE s333 ('01a20b04-ed71-76a1-93b8-e8ca3f23f1f4');
-- rows 1
EXECUTE s333 ('01a20b04-fb3c-71b5-9d47-b64a49c10961');
-- rows 2
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', 'rongqiao.match');
-- changes 1
EXECUTE s484 ('01a1f6af-8360-7477-8055-94089d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6af-8360-7477-8055-93d854cf8bfe', '2', NULL, NULL, '2026-11-20 02:01:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661662d383336302d373437372d383035352d393364383534636638626665222c226e6565645f76657273696f6e223a317d', '{"rq_dead_letter":"dl_01a20b04-ed71-76a1-93b8-e8ca3f23f1f4","rq_redrive":"1"}');
-- changes 1
EXECUTE s440 ('redriving', '2026-11-20 02:01:00+00', 'officer-1', '2026-11-20 02:01:00+00', 'redriving', NULL, '1', '01a20b04-ed71-76a1-93b8-e8ca3f23f1f4');
-- changes 1
EXECUTE s120 ('01a1f6af-8360-7477-8055-95310535e5cf', '2026-11-20 02:01:00+00', 'officer-1', 'operator', 'dead_letter.redrive', 'dl_01a20b04-ed71-76a1-93b8-e8ca3f23f1f4', NULL, '{"bulk":true,"consumer":"rongqiao.match","enterprise_id":"ent_01a1f6ae-9900-75ec-a240-974b1c7061a4","event_id":"evt_01a1f6af-8360-7477-8055-94089d1db3e2","redrives":1}');
-- says
COMMIT;
-- scenario warning
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433664115c57f3d9e93a515b4beb2017d8d8c816ea8f633dc3eb34425504eb6548844a99331381c57817096b84d9267e53a45833a1a69564881fdf6f00c03"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x010e02580e58bd408abbee6d33a92b5809c8c0c0bef3f962222fe909add79bdfbf16e959e728f094"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- changes 0
EXECUTE s478 ('2026-11-20 02:00:00+00', 'owner-0', '01a1f6ae-9900-75ec-a240-9730658eec67', 'bank');
-- changes 1
EXECUTE s306 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', 'bank', '2026-11-20 02:00:00+00', 'owner-0', '2027-11-20');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s393 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', 'month', '2026-08-01', NULL);
-- rows 0
EXECUTE s392 ('01a1f6ae-9900-75ec-a240-9730658eec67', '5000');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s335 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', NULL, 'month', '2026-08-01', '1', '2026-11-20', '月报', NULL, 'accept', '{}', '\x01351078d75769c5af3904464b7554d6735594b7d4273db5d7c932b2062058368a42fb4d4b100e38e16f78a57e0cdfb52f11', NULL, '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.report.received.v1', 'rpt_01a1f6ae-9900-75ec-a240-97799c6ed536', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f7574636f6d65223a22616363657074222c22706572696f64223a22323032362d3038222c227265706f72745f6964223a227270745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c227265766973696f6e223a312c22736f75726365223a22656e7465727072697365227d');
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s354 ('bank', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s393 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'bank', 'month', '2026-09-01', NULL);
-- rows 1
EXECUTE s392 ('01a1f6ae-9900-75ec-a240-9730658eec67', '5000');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s335 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s302 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '01a1f6ae-9900-75ec-a240-9730658eec67', 'bank', NULL, 'month', '2026-09-01', '1', '2026-11-20', '月报', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'accept', '{}', '\x01b595f0074aca0b52ff9b22f3c0ab56735d61b52b04144149fefc2bb924cde390c9e9a43e67ea0ea22a993ecae79f1e32', NULL, '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s288 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.report.received.v1', 'rpt_01a1f6ae-9900-75ec-a240-97c378267b1b', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f7574636f6d65223a22616363657074222c22706572696f64223a22323032362d3039222c227265706f72745f6964223a227270745f30316131663661652d393930302d373565632d613234302d393763333738323637623162222c227265766973696f6e223a312c22736f75726365223a2262616e6b227d');
-- rows 1
EXECUTE s394 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s167 ('2026-11-20 02:00:00+00', '\x728b6f97850742d991f51031c9426a97d24dda55caccf3c8abf3458402f5a7eb', '\x728b6f97850742d991f51031c9426a97d24dda55caccf3c8abf3458402f5a7eb', '2026-11-20 02:00:00+00', '100');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s370 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s335 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s392 ('01a1f6ae-9900-75ec-a240-9730658eec67', '5000');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\xbc307005a97b9af8a42f13da70a651e003dfbe6646fc02526c5718e48f71ee02"}', '{"\\x015667f644a2913e972e6e9967bbc50fd612c00fb053cb4cdf995a525c75318e2deb4e62794c627a"}', '{"2026-11-20 02:00:00+00"}', '{system:monitoring}');
-- changes 0
EXECUTE s239 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业0', '340104', '6510', '2019-03-15', '1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s348 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'bank', 'month', '2026-09-01', NULL, '1');
-- rows 0
EXECUTE s385 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s303 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'credit.current_overdue', '01a1f6ae-9900-75ec-a240-97c378267b1b', '2');
-- rows 0
EXECUTE s162;
-- changes 1
EXECUTE s308 ('1', '\x07609ce06d8aa80a899a6d2c5a5818e19e4200712c842100cf052d36dd343200', '{"composite":{"from":"yellow","groups":3,"raise":1},"rules":[{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"revenue","conditions":[{"enter":{"orange":-200000,"red":-400000,"yellow":-100000},"leave":{"orange":-150000,"red":-350000,"yellow":-50000},"measure":{"base_floor":10000000,"kind":"year_on_year","of":"revenue","over":"year_to_date"},"worse":"lower"},{"enter":{"red":2},"measure":{"at_most":0,"kind":"run","of":"revenue"},"worse":"higher"}],"from":"2018-01-01","group":"operation","label":{"en":"revenue","zh":"营业收入"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"revenue_quarter","conditions":[{"enter":{"orange":-200000,"red":-400000,"yellow":-100000},"leave":{"orange":-150000,"red":-350000,"yellow":-50000},"measure":{"base_floor":30000000,"kind":"year_on_year","of":"revenue","over":"year_to_date"},"worse":"lower"},{"enter":{"red":2},"measure":{"at_most":0,"kind":"run","of":"revenue"},"worse":"higher"}],"from":"2018-01-01","group":"operation","label":{"en":"revenue by quarter","zh":"营业收入（季）"},"period":"quarter","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"tax","conditions":[{"enter":{"orange":-300000,"red":-500000,"yellow":-150000},"leave":{"orange":-250000,"red":-450000,"yellow":-100000},"measure":{"base_floor":1000000,"kind":"year_on_year","of":"tax_paid","over":"year_to_date"},"worse":"lower"},{"enter":{"red":1},"measure":{"kind":"value","of":"tax_arrears_notices"},"worse":"higher"}],"from":"2018-01-01","group":"tax","label":{"en":"tax paid","zh":"实缴税金"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"electricity","conditions":[{"enter":{"orange":-400000,"red":-700000,"yellow":-200000},"leave":{"orange":-350000,"red":-650000,"yellow":-150000},"measure":{"base_floor":500,"kind":"year_on_year","of":"electricity","over":"mean_3"},"worse":"lower"}],"from":"2018-01-01","group":"electricity","label":{"en":"electricity","zh":"用电量"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"staff","conditions":[{"enter":{"orange":-200000,"red":-400000,"yellow":-100000},"leave":{"orange":-150000,"red":-350000,"yellow":-50000},"measure":{"base_floor":10,"kind":"change","of":"insured_persons","periods":6},"worse":"lower"},{"enter":{"red":3},"measure":{"kind":"value","of":"insurance_arrears_months"},"worse":"higher"}],"from":"2018-01-01","group":"staff","label":{"en":"persons in social insurance","zh":"社保参保人数"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"loss","conditions":[{"enter":{"orange":2,"red":4,"yellow":1},"measure":{"at_most":-1,"kind":"run","of":"profit"},"worse":"higher"},{"enter":{"red":-1},"measure":{"kind":"value","of":"net_assets"},"worse":"lower"}],"from":"2018-01-01","group":"profit","label":{"en":"losses","zh":"亏损"},"period":"quarter","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"debt","conditions":[{"enter":{"orange":800001,"red":1000001,"yellow":700001},"leave":{"orange":780001,"red":980001,"yellow":680001},"measure":{"kind":"value","of":"debt_ratio"},"worse":"higher"}],"from":"2018-01-01","group":"debt","label":{"en":"debt ratio","zh":"资产负债率"},"period":"quarter","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"receivables","conditions":[{"enter":{"orange":600000,"red":1000000,"yellow":300000},"leave":{"orange":550000,"red":950000,"yellow":250000},"measure":{"base_floor":10,"kind":"year_on_year","of":"receivable_days","over":"single"},"worse":"higher"}],"from":"2018-01-01","group":"receivables","label":{"en":"days of receivables","zh":"应收账款周转天数"},"period":"quarter","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"overdue","conditions":[{"enter":{"orange":31,"red":91,"yellow":1},"measure":{"kind":"value","of":"overdue_days"},"worse":"higher"}],"from":"2018-01-01","group":"credit","label":{"en":"overdue loans","zh":"贷款逾期"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"court","conditions":[{"enter":{"yellow":1},"measure":{"kind":"value","of":"abnormal_operations"},"worse":"higher"},{"enter":{"orange":1},"measure":{"kind":"value","of":"executions"},"worse":"higher"},{"enter":{"orange":1},"measure":{"kind":"value","of":"equity_freezes"},"worse":"higher"},{"enter":{"red":1},"measure":{"kind":"value","of":"dishonest"},"worse":"higher"},{"enter":{"red":1},"measure":{"kind":"value","of":"consumption_limits"},"worse":"higher"},{"enter":{"red":1},"measure":{"kind":"value","of":"gravely_dishonest"},"worse":"higher"},{"enter":{"red":1},"measure":{"kind":"value","of":"bankruptcies"},"worse":"higher"}],"from":"2018-01-01","group":"credit","label":{"en":"courts and credit lists","zh":"司法与信用"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"guarantee","conditions":[{"enter":{"orange":1},"measure":{"kind":"value","of":"circle_red"},"worse":"higher"},{"enter":{"red":1},"measure":{"kind":"value","of":"compensations"},"worse":"higher"}],"from":"2018-01-01","group":"guarantee","label":{"en":"guarantees","zh":"担保代偿与互保圈"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":2,"code":"move","conditions":[{"enter":{"yellow":1},"measure":{"kind":"value","of":"moves_out"},"worse":"higher"}],"from":"2018-01-01","group":"move","label":{"en":"moving away","zh":"企业外迁"},"period":"month","platform_default":true},{"citation":{"document":"平台默认预警阈值","from":"2018-01-01","tag":"K"},"clear_after":1,"code":"reporting","conditions":[{"enter":{"orange":2,"red":3,"yellow":1},"measure":{"at_least":1,"kind":"run","of":"missed_reports"},"worse":"higher"}],"from":"2018-01-01","group":"reporting","label":{"en":"missed reports","zh":"未按期报送"},"period":"month","platform_default":true}]}', '2026-11-20 02:00:00+00', 'system:monitoring', NULL, NULL);
-- rows 0
EXECUTE s417 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s307 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '01a1f6ae-9900-75ec-a240-9730658eec67', 'overdue', 'red', 'open', '1', 'month', '2026-09-01', '2026-09-01', '2026-11-25 10:00:00+00', '\x01650aa03d149fc4d41f1a7b8eff6726c209e2a1deb9b1c1a7f0015818c2f1a60fa7b069f0cd81f5a5fefdce6a30527e1d99b59572f807431f9bc1e23485b47b55105393e9e48868c790608a0f5365d7ff12903fc9a9e7f723b292896003c1b60c01bb738f00021a82097cea7c37a2a9f04ac61a77d952e0287eba6fde5e89d1684594c5021c4929d5ee09bac65cbe3dca47b6', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s309 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', NULL, 'open', 'open', 'red', 'system:monitoring', 'service', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s311 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s366 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '100');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s456 ('red', '\x728b6f97850742d991f51031c9426a97d24dda55caccf3c8abf3458402f5a7eb', '2026-11-20 02:00:00+00', '2027-09-30 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-984959dd771d}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{cn.rongqiao.facts.changed.v1,cn.rongqiao.warning.raised.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,wrn_01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{4,5}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a327d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c22696e737469747574696f6e73223a5b5d2c226c6576656c223a22726564222c2272756c65223a226f766572647565222c2276657273696f6e223a312c227761726e696e675f6964223a2277726e5f30316131663661652d393930302d373565632d613234302d393833306632643064373233227d"}');
-- says
COMMIT;
-- rows 1
EXECUTE s408 ('1');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s418 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'warning', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-988926bf3513}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 2
EXECUTE s817 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s815 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 3
EXECUTE s816 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433669362bdfea36ae1b319021666249522221a701d707e94401603428a952a2df2f397082688892597e574be850be04c06aa4ae23d02929faf2f2622fb92"}');
-- rows 0
EXECUTE s814 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s818 ('{1,2}', '{"\\x01ecaf91a687f2c545f348a6441888ab22b01933d9b7244932ee39083ed8827f0793eba3b7e6e5ee","\\x01cf221e57d0b20344169490745cf19ea29ed36e8ae1c9ae7b967905546cc1fd44ec2c98a326201a"}', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s819 ('{01a1f6ae-9900-75ec-a240-97799c6ed536,01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{"\\x0194f3972b7fdfb76b7226ea725e4487e1a92d272c7ac2a3d0f5eced5d82ec48eee5607e8ab0a287819ff2d09c4301573110","\\x01ae37c5a614634a103095ef42b8b0dddd966c3971a5db31020199b0740eab61d819689e552f9cb7ff3372c742bed6d2fd","\\x015ea1a9a8a16cdfd9b441fedc235cccba43a62b155848d1ef607ff94c3b7c47a182c6e951a244a4072df36fefed155edd3e95b2431849c722ebc12031f0409d256d9b13ae38cc0f93a8022ddbf0f04fc8ffc5af6fae92b3529a5adfa4f1d811b2d008847ba2d0bbeaa39afd1ce03517411390a22f781481c32a399fe17069a30c48aa72839b622f0097af3825775294f68815"}');
-- changes 1
EXECUTE s820 ('{01a1f6ae-9900-75ec-a240-97799c6ed536,01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{"\\x0194f3972b7fdfb76b7226ea725e4487e1a92d272c7ac2a3d0f5eced5d82ec48eee5607e8ab0a287819ff2d09c4301573110","\\x01ae37c5a614634a103095ef42b8b0dddd966c3971a5db31020199b0740eab61d819689e552f9cb7ff3372c742bed6d2fd","\\x015ea1a9a8a16cdfd9b441fedc235cccba43a62b155848d1ef607ff94c3b7c47a182c6e951a244a4072df36fefed155edd3e95b2431849c722ebc12031f0409d256d9b13ae38cc0f93a8022ddbf0f04fc8ffc5af6fae92b3529a5adfa4f1d811b2d008847ba2d0bbeaa39afd1ce03517411390a22f781481c32a399fe17069a30c48aa72839b622f0097af3825775294f68815"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-98b95d1db3e2', '2026-11-20 02:00:00+00', 'system:test', 'service', 'key.rotated', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s419 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s415 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 0
EXECUTE s402 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s391 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s344 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s421 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s417 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s309 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '2', 'open', 'closed', 'settle', 'red', 'system:monitoring', 'service', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s480 ('red', 'closed', '2', '2026-09-01', '2026-09-01', NULL, NULL, 'erased', NULL, '\x015ea1a9a8a16cdfd9b441fedc235cccba43a62b155848d1ef607ff94c3b7c47a182c6e951a244a4072df36fefed155edd3e95b2431849c722ebc12031f0409d256d9b13ae38cc0f93a8022ddbf0f04fc8ffc5af6fae92b3529a5adfa4f1d811b2d008847ba2d0bbeaa39afd1ce03517411390a22f781481c32a399fe17069a30c48aa72839b622f0097af3825775294f68815', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 0
EXECUTE s311 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.warning.closed.v1', 'wrn_01a1f6ae-9900-75ec-a240-9830f2d0d723', '6', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c22696e737469747574696f6e73223a5b5d2c226c6576656c223a22726564222c22726561736f6e223a22657261736564222c2272756c65223a226f766572647565222c2276657273696f6e223a322c227761726e696e675f6964223a2277726e5f30316131663661652d393930302d373565632d613234302d393833306632643064373233227d');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s375 ('submitted', '01a1f6ae-9900-75ec-a240-9730658eec67', '200');
-- rows 0
EXECUTE s312 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s246 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s258 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s441 ('2026-11-20 02:00:00+00', 'erased', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s442 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s455 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s253 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s475 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s477 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s458 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s443 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s460 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s245 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s256 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s467 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s468 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s472 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s470 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s247 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s254 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s244 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s435 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s431 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s430 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s248 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s454 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s452 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s453 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s251 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s250 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s474 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67', 'erased');
-- changes 1
EXECUTE s481 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s252 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s257 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s479 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s461 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s464 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s423 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s422 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s439 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s249 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s260 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s261 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s259 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s360 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-992e694d29a9', '2026-11-20 02:00:00+00', 'owner-0', 'enterprise', 'erasure.done', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"basis":"request","counts":{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":2,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":5,"needs_withdrawn":0,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":0,"untold_gains":0,"warnings_ended":1,"webhooks":0,"words":0},"erasure_id":"era_01a1f6ae-9900-75ec-a240-99065be6db6b"}');
-- changes 1
EXECUTE s279 ('01a1f6ae-9900-75ec-a240-99065be6db6b', '01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'owner-0', 'request', NULL, 'done', NULL, NULL, '2026-11-20 02:00:00+00', '{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":2,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":5,"needs_withdrawn":0,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":0,"untold_gains":0,"warnings_ended":1,"webhooks":0,"words":0}');
-- changes 1
EXECUTE s82 ('7', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99154ab0b385', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.erased.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '7', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b226261736973223a2272657175657374222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226572617365645f6174223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030227d');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- scenario sweep
-- rows 0
EXECUTE s111 ('{91340100XX8HCYLC0K,91340181XXCK0F6T77}');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 2
EXECUTE s94 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{91340100XX8HCYLC0K,91340181XXCK0F6T77}', '{合肥仿溪模具有限公司,巢湖市样骁建材贸易有限公司}', '{340123,340181}', '{3525,5165}', '{2024-06-25,2021-10-03}', '{1,1}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- changes 2
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{"\\x01630dcd2966c43366a9154a5f629d7bc35f490ea08af29fd42d99746ab4719ad7e48a9849b1c662c25621e8dcba393a15484974de44aef988bdb5a64c6dd5a0d399dc98b5","\\x01630dcd2966c4336644ddb5ed74bb14316e8894f237a3f654b1fd75d86eb7acef253817251346949e622467dac1a2a59cd122be05bded66978d212b497522358b170efa20"}');
-- changes 2
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{1,1}', '{"\\x24e914034530fde15040a8a19cce362e01e56a3ad8e5e12ba70308d0aa29828a","\\x839f781d11591d01fe297a8c00f1ebc8e78de0dc61216978571ea921634dee8b"}', '{"\\x0113a187ac750b6172a32bcaf7a37ed50b4a8210d4d3ce21c88ba374947eac0d58697a6009d3107d","\\x0199f999018a879c92f8e17fcc52cf61b17cbeba175143261d2f70237236460dd9e3edd087634846"}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{system:sample,system:sample}');
-- changes 2
EXECUTE s83 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{1,1}');
-- changes 2
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97799c6ed536}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{cn.rongqiao.enterprise.created.v1,cn.rongqiao.enterprise.created.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{1,1}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734383365323465386262222c2276657273696f6e223a317d"}');
-- says
COMMIT;
-- rows 0
EXECUTE s104 ('{}');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '451000000', '12', 'other', '{receivable}', '2026-11-20 02:00:00+00', 'system:sample');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-97483e24e8bb', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '67000000', '12', 'working_capital', '{credit,mortgage}', '2026-11-20 02:00:00+00', 'system:sample');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-97483e24e8bb');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97483e24e8bb', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734383365323465386262222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 4
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 2
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb,01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-97483e24e8bb,01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 2
EXECUTE s46 ('match', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-980b1245c637}', '{cn.rongqiao.need.submitted.v1,cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-9799f0d342ff,need_01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}');
-- rows 2
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}');
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- rows 2
EXECUTE s95 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723,01a1f6ae-9900-75ec-a240-984959dd771d}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{1,1}', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{1,1}', '{"\\x24e914034530fde15040a8a19cce362e01e56a3ad8e5e12ba70308d0aa29828a","\\x839f781d11591d01fe297a8c00f1ebc8e78de0dc61216978571ea921634dee8b"}', '{1,1}', '{1,1}', '{2,2}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{2026-11-20,2026-11-20}', '{34,34}', '{5,1}', '{17,22}', '{12,11}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f","\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x260d656ac4a8046a60755ca3cc547d10","\\xd079059820dfa8f0b9d24faaafadff8e"}', '{01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-980b1245c637}', '{NULL,NULL}');
-- changes 2
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 2
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{01a1f6ae-9900-75ec-a240-9830f2d0d723,01a1f6ae-9900-75ec-a240-984959dd771d}');
-- changes 2
EXECUTE s83 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{3,3}');
-- changes 2
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{cn.rongqiao.need.decided.v1,cn.rongqiao.need.decided.v1}', '{need_01a1f6ae-9900-75ec-a240-9799f0d342ff,need_01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{3,3}', '{evt_01a1f6ae-9900-75ec-a240-97c378267b1b,evt_01a1f6ae-9900-75ec-a240-980b1245c637}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656c696769626c65223a352c22656e74657270726973655f6964223a22656e745f3031613166","\\x7b22656c696769626c65223a312c22656e74657270726973655f6964223a22656e745f3031613166"}');
-- says
COMMIT;
-- changes 1
EXECUTE s906 ('2', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1');
-- changes 1
EXECUTE s906 ('3', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '2');
-- changes 1
EXECUTE s906 ('4', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '3');
-- changes 1
EXECUTE s906 ('5', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '4');
-- changes 1
EXECUTE s906 ('6', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '5');
-- changes 1
EXECUTE s906 ('7', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '6');
-- changes 1
EXECUTE s906 ('8', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '7');
-- changes 1
EXECUTE s906 ('9', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '8');
-- changes 1
EXECUTE s907 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE;
-- says
LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE;
-- rows 1
EXECUTE s13;
-- rows 0
EXECUTE s197 ('2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s181 ('1');
-- rows 34
EXECUTE s187 ('1');
-- changes 1
EXECUTE s173 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', 'full', '1', '1', '1', '1', '{abc-anhui-diya-edai,abc-anhui-xiaojuren,abc-nashui-edai,anchao-shuirongtong,anhui-xinxing-zhengyindan,anhui-yingshou-rongzi,anqing-guoqiao,baoyitong-factoring,bocom-xianshang-shuirongtong,bozhou-zhengcedan,ccb-shouhu-kuaidai,ccb-xinyong-kuaidai,ccb-yunshuidai,equipment-lease,hefei-shuirongtong,hefei-zhengxindai-keji,hefei-zhengxindai-xiaowei,huishang-zhuanjing-edai,icbc-anhui-jielidai,icbc-anhui-kechuang-xinyongdai,icbc-anhui-shangshi-peiyudai,icbc-jingying-kuaidai,inventory-pledge,keji-dan,psbc-xiaowei-yidai,psbc-xiaowei-yidai-guaranteed,shushan-kechuangdai,webank-weiyedai,wuhu-guoqiao,xiamen-changrongbao,xiamen-changyidan,yuanqudai,zhongzheng-zhengcaidai,zhubaodai}', 'planning', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'operator-1');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s182;
-- rows 1
EXECUTE s13;
-- rows 0
EXECUTE s148 ('{institution,product}', '2026-11-20 02:00:00+00', '1000');
-- rows 1
EXECUTE s200 ('00000000-0000-0000-0000-000000000000', '300', '100');
-- changes 1
EXECUTE s174 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{1}', '{00000000-0000-0000-0000-000000000000}', '{01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{2}');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99065be6db6b', 'rongqiao.work.v1', 'swp_01a1f6ae-9900-75ec-a240-98dc21ecd075/1', 'cn.rongqiao.sweep.requested.v1', 'swp_01a1f6ae-9900-75ec-a240-98dc21ecd075', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22736c696365223a312c2273776565705f6964223a227377705f30316131663661652d393930302d373565632d613234302d393864633231656364303735227d');
-- changes 1
EXECUTE s195 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '2', 't', '1', 't', '1', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s643;
-- rows 0
EXECUTE s191 ('00000000-0000-0000-0000-000000000000', '1');
-- rows 1
EXECUTE s46 ('limit-1', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-99065be6db6b}', '{cn.rongqiao.sweep.requested.v1}', '{swp_01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 0
EXECUTE s183 ('00000000-0000-0000-0000-000000000000');
-- rows 1
EXECUTE s639 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '32768');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s640 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1');
-- rows 4
EXECUTE s642 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '4');
-- rows 1
EXECUTE s839 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s643;
-- rows 0
EXECUTE s191 ('00000000-0000-0000-0000-000000000000', '1');
-- rows 1
EXECUTE s46 ('limit-100', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-99065be6db6b}', '{cn.rongqiao.sweep.requested.v1}', '{swp_01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 0
EXECUTE s183 ('00000000-0000-0000-0000-000000000000');
-- rows 1
EXECUTE s639 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '32768');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s640 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '100');
-- rows 9
EXECUTE s642 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '400');
-- says
COMMIT;
-- changes 1
EXECUTE s908 ('39999', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s643;
-- rows 0
EXECUTE s191 ('00000000-0000-0000-0000-000000000000', '1');
-- rows 1
EXECUTE s46 ('large', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-99065be6db6b}', '{cn.rongqiao.sweep.requested.v1}', '{swp_01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 0
EXECUTE s183 ('00000000-0000-0000-0000-000000000000');
-- rows 1
EXECUTE s639 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '32768');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s640 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '100');
-- rows 9
EXECUTE s642 ('00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '400');
-- rows 1
EXECUTE s839 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '00000000-0000-0000-0000-000000000000', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '100');
-- says
COMMIT;
-- scenario adviser
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s49 ('firm-0');
-- changes 1
EXECUTE s32 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'firm-0', 'law_firm', '示例律师事务所', 'Example Law Firm', '{}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '示例名单', '第一页', 'example.org/list', 'S', '2026-11-19', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1', 'firm 0 示例律师事务所 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{0,1,a,am,aw,e,ex,f,fi,i,ir,l,la,le,m,mp,p,pl,r,rm,w,x,xa,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,号,合,合肥,市,市示,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,路,造,造提}', '{*}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'directory.create', 'directory/firm-0', NULL, '{"version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s49 ('firm-0');
-- rows 0
EXECUTE s406 ('firm-0', 'law_firm');
-- rows 1
EXECUTE s492 ('firm-0', 'law_firm', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00', 'system:test', 'service', 'adviser.set', 'adviser/law_firm/firm-0', NULL, '{"capacity":1}');
-- says
COMMIT;
-- rows 1
EXECUTE s634 ('law_firm', '1001');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{"\\x01630dcd2966c433667a169b82f926e3c1e23e17f0fddcadb7d6264a12b4ad6c53cfc2aa2cd982bcb27a1932567d7def5b5c15f689c1d7d90309099676220c67df8f150155"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01109d2059147c494ffa8b3df089c31942401cc71c38637b124939152b18f2aa49bbfbc2452dcf6c"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{2}', '{"\\x651f3bdd22a3eb41e92c6950ddde7c8e37b0f747d1fc10f871669a06080ccef6"}', '{"\\x011d7c2372496e1cccd5e629a12259f05330eccb8bb8e8b63154b0b9aab834e7fc702746633adf7e"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s233 ('样例企业0', '340104', '6510', '2019-03-15', '1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c2266616374735f76657273696f6e223a327d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 0
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2');
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', 'reserve', '01a1f6ae-9900-75ec-a240-97799c6ed536', NULL, '340104', 'member', 'operator', NULL, '2026-11-20', NULL, NULL, NULL, '2026-11-20 02:00:00+00', '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', NULL, 'member', 'enter', NULL, 'system:test', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s462 ('above_scale', '340104', '2', '2026-11-20', '2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rung', 'share_reform', '2');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '01a1f6ae-9900-75ec-a240-97799c6ed536', 'rung', 'share_reform', '2', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'enter', 'key_reserve', '2');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-75ec-a240-988926bf3513', '01a1f6ae-9900-75ec-a240-97799c6ed536', 'enter', 'key_reserve', '2', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 3
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-984959dd771d,01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-97799c6ed536,ent_01a1f6ae-9900-75ec-a240-97799c6ed536,ent_01a1f6ae-9900-75ec-a240-97799c6ed536}', '{cn.rongqiao.pool.entered.v1,cn.rongqiao.pool.proposed.v1,cn.rongqiao.pool.proposed.v1}', '{pml_01a1f6ae-9900-75ec-a240-97e0e179eec3,ppr_01a1f6ae-9900-75ec-a240-9830f2d0d723,ppr_01a1f6ae-9900-75ec-a240-988926bf3513}', '{3,4,5}', '{NULL,NULL,NULL}', '{NULL,NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c226d656d6265725f6964223a22706d6c5f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c22706f6f6c223a2272657365727665222c2276657273696f6e223a317d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c226b696e64223a2272756e67222c2270726f706f73616c5f6964223a227070725f30316131663661652d393930302d373565632d613234302d393833306632643064373233222c22746172676574223a2273686172655f7265666f726d227d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c226b696e64223a22656e746572222c2270726f706f73616c5f6964223a227070725f30316131663661652d393930302d373565632d613234302d393838393236626633353133222c22746172676574223a226b65795f72657365727665227d"}');
-- rows 1
EXECUTE s414 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s49 ('firm-0');
-- rows 0
EXECUTE s316 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 0
EXECUTE s264 ('law_firm', '20', '2026-11-20 02:00:00+00', 'system:test', '{law_firm}');
-- rows 1
EXECUTE s406 ('firm-0', 'law_firm');
-- changes 1
EXECUTE s265 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-97799c6ed536', 'law_firm', 'firm-0', NULL, 'proposed', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s266 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', '1', NULL, 'proposed', 'propose', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99065be6db6b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.adviser.assigned.v1', 'adv_01a1f6ae-9900-75ec-a240-98dc21ecd075', '6', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b2261737369676e6d656e745f6964223a226164765f30316131663661652d393930302d373565632d613234302d393864633231656364303735222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c22696e737469747574696f6e73223a5b226669726d2d30225d2c226b696e64223a226c61775f6669726d222c227374617465223a2270726f706f736564222c2276657273696f6e223a317d');
-- rows 1
EXECUTE s413 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'firm-0', '');
-- rows 1
EXECUTE s315 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- rows 0
EXECUTE s846 ('firm-0', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s413 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'firm-0', '');
-- rows 1
EXECUTE s847 ('firm-0', '51');
-- rows 0
EXECUTE s846 ('firm-0', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'firm-0', '');
-- rows 1
EXECUTE s315 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s315 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- rows 1
EXECUTE s406 ('firm-0', 'law_firm');
-- changes 1
EXECUTE s266 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', '2', 'proposed', 'accepted', 'accept', 'liaison-1', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s424 ('accepted', '2', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- changes 1
EXECUTE s82 ('7', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99154ab0b385', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.adviser.accepted.v1', 'adv_01a1f6ae-9900-75ec-a240-98dc21ecd075', '7', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b2261737369676e6d656e745f6964223a226164765f30316131663661652d393930302d373565632d613234302d393864633231656364303735222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c22696e737469747574696f6e73223a5b226669726d2d30225d2c226b696e64223a226c61775f6669726d222c227374617465223a226163636570746564222c2276657273696f6e223a327d');
-- rows 2
EXECUTE s413 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-992e694d29a9', '01a1f6ae-9900-75ec-a240-97799c6ed536', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-992e694d29a9', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('8', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-996af42eb436', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-992e694d29a9', '8', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393932653639346432396139222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s278 ('01a20b07-5aab-7766-845e-8bafcdc9f921', '01a1f6ae-9900-75ec-a240-97799c6ed536', '01a1f6ae-9900-75ec-a240-992e694d29a9', 'firm-0', 'loan_assessment', '{registry}', '2026-11-20 02:00:00+00', 'owner-1', '2026-11-21 02:00:00+00');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'firm-0', '');
-- rows 1
EXECUTE s315 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- rows 1
EXECUTE s846 ('firm-0', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '2026-11-20 02:00:00+00');
-- rows 2
EXECUTE s413 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- says
SET LOCAL ROLE NONE;
-- changes 1
EXECUTE s207 ('firm-0', '2026-11-20 02:00:00+00', 'firm-0', 'liaison-1', 'liaison', 'pool', 'consent', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-99a6aba10de5}', '{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'firm-0', '');
-- rows 1
EXECUTE s847 ('firm-0', '51');
-- rows 1
EXECUTE s846 ('firm-0', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '2026-11-20 02:00:00+00');
-- says
SET LOCAL ROLE NONE;
-- changes 1
EXECUTE s207 ('firm-0', '2026-11-20 02:00:00+00', 'firm-0', 'liaison-1', 'liaison', 'pool', 'consent', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-99a8f898c60d}', '{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- says
COMMIT;
-- scenario claim
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340102', '3511', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366fa6dcc6388a077ad387b158adfc98d9fbf91eddb773f2ef289e32660a656ebd68c48ba1da52e66da2390c4acec16d4501a00f43ca8b5d4bf7aa5d832"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xc7e3b107d70b7cbe97c0397079f69364637081bf6dd73aba664999e4f0c6aec4"}', '{"\\x01927872a6b441c7b5c9216038e29aa2047c39ce93a42fe2f93f2f824f527c7d9986558e4f36de9c"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\x635e89fc87766a90900729da605374387d8364ea38b5427adb12429726fa76b0"}', '{"\\x01040fe16b2f033e759a81d6cdee89777892042402b6c9e276ab05a6e2c31e4966b0836e88d4145a"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业0', '340102', '3511', '2019-03-15', '1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a327d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s365 ('{budget}', '{county:340102:2026:yaohai-ip-pledge}');
-- changes 1
EXECUTE s286 ('budget', 'county:340102:2026:yaohai-ip-pledge', '500', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s271 ('county:340102:2026:yaohai-ip-pledge', 'county', '340102', '2026', 'yaohai-ip-pledge');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'award_budget.set', 'budget/county:340102:2026:yaohai-ip-pledge', NULL, '{"limit_fen":500}');
-- rows 1
EXECUTE s317 ('county:340102:2026:yaohai-ip-pledge');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s206 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', 'ip_pledge', NULL, 'P-1', '2026-11-20', NULL, NULL, NULL, NULL, NULL, NULL, 'ip_pledge/P-1', 'service', NULL, NULL, NULL, NULL, 'verified', '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', 'system:test');
-- rows 0
EXECUTE s224 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s208 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'yaohai-ip-pledge', '01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20', NULL, '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.entitlement.opened.v1', 'awe_01a1f6ae-9900-75ec-a240-9799f0d342ff', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b2261776172645f6576656e745f6964223a226177655f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c22636c61757365223a2279616f6861692d69702d706c65646765222c22636c617573655f66726f6d223a22323032312d30312d3031222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226f70656e735f6f6e223a22323032362d31312d3230227d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s701 ('01a1f6ae-9900-75ec-a240-9730658eec67', '501');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s350 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s350 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s272 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9730658eec67', '340102', '01a1f6ae-9900-75ec-a240-9799f0d342ff', 'yaohai-ip-pledge', '2021-01-01', 'contract', 'P-1', 'ip_pledge_interest', NULL, NULL, 't', 'submitted', '1', '2026-11-20', NULL, '2026-11-20', '2026-12-04 10:00:00+00', NULL, '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', NULL, 'submitted', 'submit', 'owner-0', 'enterprise', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s273 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', 'pledge_registration', 'pledge_registration.pdf', '\x3d23d978c33a7b50be8bf0868b0e57b622bb174f4f194045cb264b2c246e1d83', '2026-11-20', '示例机构');
-- changes 1
EXECUTE s273 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', 'interest_receipts', 'interest_receipts.pdf', '\x09a45d135c052d2921f9e3a98d6bf9002f6024287b74830a92b9ef278e3a7b10', '2026-11-20', '示例机构');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.claim.submitted.v1', 'clm_01a1f6ae-9900-75ec-a240-97e0e179eec3', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b2261776172645f6576656e745f6964223a226177655f30316131663661652d393930302d373565');
-- rows 0
EXECUTE s357 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 2
EXECUTE s368 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s411 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s319 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s319 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 0
EXECUTE s357 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s350 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 1
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s319 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s319 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 0
EXECUTE s357 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s350 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 1
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s365 ('{budget,budget}', '{county:340102:2026:yaohai-ip-pledge,county:340102:2026:*}');
-- changes 1
EXECUTE s287 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '500', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{budget}', '{county:340102:2026:yaohai-ip-pledge}');
-- changes 1
EXECUTE s274 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', 'county', '340102', '500', 'county:340102:2026:yaohai-ip-pledge');
-- changes 1
EXECUTE s275 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', 'submitted', 'accepted', 'accept', 'system:test', 'service', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s432 ('accepted', '2', '500', '2027-01-01 10:00:00+00', NULL, NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s357 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 2
EXECUTE s368 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 2
EXECUTE s411 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
COMMIT;
-- scenario listing
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366e940eebdece74e08e8a1e6bdf28bcdc63ce933ba5d97d010de975300ee273597c8ccd0356fb4c82b470b3d7c33865a1744a385423a5b5fee272d783b"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x015e61682c91c9d0cfbf6b5460532af75bf1bb242c0dd32c294f9202d81939984acbb69380a41fb3"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s219 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- changes 1
EXECUTE s211 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', 'neeq', '2023', NULL, 'reserve', '2026-01-05', '2026-01-05', NULL, 'standard', '0', 't', '2026-01-05', NULL, 'typical', '{}', NULL, '1', '2026-11-20 02:00:00+00', 'owner-ec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.listing.case_opened.v1', 'lst_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22636173655f6964223a226c73745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c22646179223a22323032362d30312d3035222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c22736571223a302c227374616765223a2272657365727665227d');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s238 (NULL, 'reserve', '2026-01-05', '2026-01-05', NULL, 'standard', '0', 't', '2026-12-31', 'typical', '{}', NULL, '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s222 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s219 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 0
EXECUTE s218 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s210 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'due_diligence', 'target', '2026-12-31', '2027-01-25', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s210 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'reserve', 'window', '2026-03-06', '2026-11-20', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-980b1245c637}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{cn.rongqiao.listing.gate_at_risk.v1,cn.rongqiao.listing.gate_at_risk.v1}', '{lst_01a1f6ae-9900-75ec-a240-974b1c7061a4,lst_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{3,4}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22","\\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22"}');
-- changes 1
EXECUTE s235 ('2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'listing', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'listing', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-984959dd771d}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s214 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', 'withdraw', 'reserve', 'withdrawn', 'withdrawal', 'broker', 'officer-1', '2026-02-02', '2026-11-20 02:00:00+00', 'enterprise_withdrew');
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '1', 'withdrawal_request', '文件 withdrawal_request', '\x5da6c696a3a7c3229fa6f7ca795ca0ade6e0d72b208bfc8f12050760a139b597', '2026-02-02', '甲', NULL);
-- changes 1
EXECUTE s238 (NULL, 'withdrawn', '2026-02-02', '2026-02-02', NULL, 'standard', '1', 'f', NULL, 'typical', '{}', NULL, '3', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-988926bf3513', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.listing.case_ended.v1', 'lst_01a1f6ae-9900-75ec-a240-974b1c7061a4', '5', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22');
-- rows 2
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s222 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s219 ('01a1f6ae-9900-75ec-a240-9730658eec67', '50');
-- rows 1
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 0
EXECUTE s218 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 2
EXECUTE s237 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s235 (NULL, '01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 0
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'listing', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario allocation-2
-- rows 0
EXECUTE s176;
-- rows 0
EXECUTE s581 ('2026-12-01 01:00:00+00');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s387;
-- rows 0
EXECUTE s581 ('2026-12-01 01:00:00+00');
-- rows 0
EXECUTE s176;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s15;
-- rows 0
EXECUTE s398 ('2000');
-- rows 0
EXECUTE s148 ('{institution,product}', '2026-12-01 01:00:00+00', '1000');
-- changes 1
EXECUTE s270 ('01a22f1d-9e80-75ec-a240-9730658eec67', '2026-12-01 01:00:00+00', 'planned', '2018-05-30', '1', '1782444578', '\x7b22696e737469747574696f6e73223a5b5d2c226e65656473223a5b5d2c2270726f6475637473223a5b5d2c2273656564223a313738323434343537387d', '\xed30510e14c61bd9ef26420bfd983dfb509f79e41a16325a20abf0919ac7708a', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '0', '0', '00000000-0000-0000-0000-000000000000', '2026-12-01 01:00:00+00', 'system:allocation');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s397;
-- rows 0
EXECUTE s379 ('01a22f1d-9e80-75ec-a240-9730658eec67', '00000000-0000-0000-0000-000000000000', '7');
-- changes 0
EXECUTE s425 ('01a22f1d-9e80-75ec-a240-9730658eec67', '01a22f1d-9e80-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s429 ('2026-12-01 01:00:00+00', '01a22f1d-9e80-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s362 ('01a22f1d-9e80-75ec-a240-9730658eec67');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s387;
-- rows 0
EXECUTE s581 ('2026-12-02 01:00:00+00');
-- rows 0
EXECUTE s176;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s15;
-- rows 0
EXECUTE s398 ('2000');
-- rows 0
EXECUTE s148 ('{institution,product}', '2026-12-02 09:59:59+00', '1000');
-- changes 1
EXECUTE s270 ('01a23632-5918-72ee-becc-9557ae42c90b', '2026-12-02 01:00:00+00', 'planned', '2018-05-30', '1', '1782350754', '\x7b22696e737469747574696f6e73223a5b5d2c226e65656473223a5b5d2c2270726f6475637473223a5b5d2c2273656564223a313738323335303735347d', '\xc7e2bc7c5494db359fcc397c07fa6092d2ce71d7e5a4f7eef3e9f0ae51e0b830', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '0', '0', '00000000-0000-0000-0000-000000000000', '2026-12-02 09:59:59+00', 'system:allocation');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s397;
-- rows 0
EXECUTE s379 ('01a23632-5918-72ee-becc-9557ae42c90b', '00000000-0000-0000-0000-000000000000', '7');
-- changes 0
EXECUTE s425 ('01a23632-5918-72ee-becc-9557ae42c90b', '01a23632-5918-72ee-becc-9557ae42c90b');
-- changes 1
EXECUTE s429 ('2026-12-02 09:59:59+00', '01a23632-5918-72ee-becc-9557ae42c90b');
-- rows 0
EXECUTE s362 ('01a23632-5918-72ee-becc-9557ae42c90b');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s387;
-- rows 0
EXECUTE s581 ('2026-12-07 01:00:00+00');
-- rows 0
EXECUTE s176;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s15;
-- rows 0
EXECUTE s398 ('2000');
-- rows 0
EXECUTE s148 ('{institution,product}', '2026-12-07 02:00:00+00', '1000');
-- changes 1
EXECUTE s270 ('01a24e3a-b500-74d8-b440-6d6e50150280', '2026-12-07 01:00:00+00', 'planned', '2018-05-30', '1', '1780869922', '\x7b22696e737469747574696f6e73223a5b5d2c226e65656473223a5b5d2c2270726f6475637473223a5b5d2c2273656564223a313738303836393932327d', '\x6de9dce4942cb8b270cee3a0637e2449339a2ee0a9a507ab7c0202758d827b85', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '0', '0', '00000000-0000-0000-0000-000000000000', '2026-12-07 02:00:00+00', 'system:allocation');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s397;
-- rows 0
EXECUTE s379 ('01a24e3a-b500-74d8-b440-6d6e50150280', '00000000-0000-0000-0000-000000000000', '7');
-- changes 0
EXECUTE s425 ('01a24e3a-b500-74d8-b440-6d6e50150280', '01a24e3a-b500-74d8-b440-6d6e50150280');
-- changes 1
EXECUTE s429 ('2026-12-07 02:00:00+00', '01a24e3a-b500-74d8-b440-6d6e50150280');
-- rows 0
EXECUTE s362 ('01a24e3a-b500-74d8-b440-6d6e50150280');
-- says
COMMIT;
-- scenario ladder
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2017H', NULL, '样例企业1', '610102', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433666a72a13587b7c6087ad05bb17746c7a4670bf5779888a0744bb704539e14af9f01b4dac6827153813d65c5a8999ffdd7dfe79e069e77180efdc1894c"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\x821747de92479c60b0e82531b8bc845cf6374d7b658a22de3e729ba238f06fa6"}', '{"\\x018bd466b4c29441abd91deeed09eb94f5d418029160e5fe9d6bfeef5f08dd71887cb9dbf9498f9e"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\x697f403ada4eab5ebee1ba67e3ed96870bed54b00dff494979da2a9eee3d7c61"}', '{"\\x01a8f8ff68609866570a339f692f6a12740900e18ce2fa2463100bbf29a892c85aeea086981f6cac"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业1', '610102', '6510', '2019-03-15', '1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a327d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s531 ('sn-ladder');
-- rows 0
EXECUTE s697 ('sn-ladder', '1');
-- rows 0
EXECUTE s699 ('sn-ladder', '2000');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s358 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s694 ('sn-ladder', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s693 ('sn-ladder');
-- rows 1
EXECUTE s180 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}');
-- changes 1
EXECUTE s504 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'sn-ladder', '2017', '2026', '2026-11-20', '{}', '\x7126008d7aa1a51a2695086bf7d497ff7043db76f2ac05db3097f32ed1831d7e', '1', '0', '0', '500000', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s502 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '01a1f6ae-9900-75ec-a240-9730658eec67', '2', '{}', NULL, NULL, 'admit', '{"banned_through":null,"missing":[],"name":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","next":"sn-growth-star","outcome":"admit","rank":null,"reason":null,"score_ppm":null,"tier":null}');
-- changes 1
EXECUTE s503 ('sn-ladder', '01a1f6ae-9900-75ec-a240-9730658eec67', 'sn-growth-star', '2026-11-20', NULL, NULL, NULL, '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2026-11-20 02:00:00+00', 'system:test', 'service', 'ladder.run', 'ladder/sn-ladder', NULL, '{"lines":1,"year":2026}');
-- says
COMMIT;
-- rows 1
EXECUTE s696 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s695 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2200');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario need
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366fbca74806f69274f42f2ca28eeb41372092b6704848e1d8f7036f05e9b9ea9504206224c52bb54704af14517012397bfb456ca2d55c7366161eff43e"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01a7193e72ef99ab3961579c97b33ed8b08310c63ada1a5c243c72e67f390d176426cca3b0fd685f"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s594 ('tokenkey-1');
-- rows 0
EXECUTE s92 ('token', 'key-1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a317d');
-- changes 1
EXECUTE s91 ('token', 'key-1', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '201', '{"ETag":"\"1\"","Location":"/v1/needs/need_01a1f6ae-9900-75ec-a240-974b1c7061a4"}', NULL, '\x7b22616d6f756e74223a7b2263757272656e6379223a22434e59222c2266656e223a333030303030', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- changes 2
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{34}', '{0}', '{7}', '{27}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x021f34847e8b272f2b5b0eeb319ee5d4"}', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '3', 'evt_01a1f6ae-9900-75ec-a240-97799c6ed536', NULL, '2026-11-20 02:00:00+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s90 ('2026-10-21 02:00:00+00', '100');
-- changes 0
EXECUTE s89 ('2026-11-17 02:00:00+00', '100');
-- changes 0
EXECUTE s115 ('2026-08-22 02:00:00+00', '100');
-- changes 0
EXECUTE s118 ('2026-08-22 02:00:00+00', '100');
-- changes 0
EXECUTE s119 ('2026-10-21 02:00:00+00', '100');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s90 ('2026-10-24 02:00:00.001000+00', '100');
-- changes 1
EXECUTE s89 ('2026-11-20 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s115 ('2026-08-25 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s118 ('2026-08-25 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s119 ('2026-10-24 02:00:00.001000+00', '100');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s90 ('2026-11-20 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s89 ('2026-12-17 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s115 ('2026-09-21 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s118 ('2026-09-21 02:00:00.001000+00', '100');
-- changes 0
EXECUTE s119 ('2026-11-20 02:00:00.001000+00', '100');
-- says
COMMIT;
-- scenario rest
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-7562-9a68-0c4344783e08', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'pause.set', 'worker/match', 'moving', '{"until":null}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-7562-9a68-0c44a26ca90d', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'pause.end', 'worker/match', NULL, '{"until":null}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-7562-9a68-0c46e5dc8113', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'dead_letter.skip', 'dl_1', 'moving', '{"until":null}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-7562-9a68-0c4ef0ff818f', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'pause.set', 'worker/match', 'moving', '{"until":null}');
-- rows 4
EXECUTE s547 ('9');
-- rows 2
EXECUTE s578 ('pause.set', '9');
-- rows 1
EXECUTE s580 ('dl_1', '9');
-- rows 0
EXECUTE s577 ('pause.set', 'dl_1', '9');
-- rows 2
EXECUTE s579 ('01a1f6ae-9900-7562-9a68-0c46e5dc8113', '2');
-- scenario dead-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s81 ('{}');
-- changes 1
EXECUTE s201 ('01a20b07-1c07-73a8-960c-7416399ca5ee', 'match', NULL, 'rongqiao.enterprise.v1', '2', '7', NULL, '{}', '\x01', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', 'event_data', 'data is not valid', '3', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'rongqiao.deadletter.v1', 'dl_01a20b07-1c07-73a8-960c-7416399ca5ee', 'cn.rongqiao.event.deadlettered.v1', 'dl_01a20b07-1c07-73a8-960c-7416399ca5ee', '1', NULL, '00-01a1f6ae990075eca24097483e24e8bb-a240974b1c7061a4-01', '2026-11-20 02:00:00+00', '\x7b22617474656d707473223a332c22636f6e73756d6572223a226d61746368222c22646561645f6c65747465725f6964223a22646c5f30316132306230372d316330372d373361382d393630632d373431363339396361356565222c226576656e745f6964223a6e756c6c2c226f6666736574223a372c22706172746974696f6e223a322c22726561736f6e223a226576656e745f64617461222c22746f706963223a22726f6e677169616f2e656e74657270726973652e7631227d');
-- changes 0
EXECUTE s201 ('01a20b07-1c07-73a8-960c-7416399ca5ee', 'match', NULL, 'rongqiao.enterprise.v1', '2', '7', NULL, '{}', '\x01', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', 'event_data', 'data is not valid', '3', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', NULL, NULL);
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s81 ('{}');
-- changes 0
EXECUTE s201 ('01a20b07-1c07-73a8-960c-7416399ca5ee', 'match', NULL, 'rongqiao.enterprise.v1', '2', '7', NULL, '{}', '\x01', '\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', 'event_data', 'data is not valid', '3', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', NULL, NULL);
-- says
COMMIT;
-- rows 1
EXECUTE s131;
-- rows 1
EXECUTE s132;
-- rows 1
EXECUTE s161;
-- rows 1
EXECUTE s99;
-- rows 1
EXECUTE s129;
-- scenario bridge
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s558 ('anqing-bridge');
-- rows 1
EXECUTE s499 ('anqing-bridge', 'bridge', '续贷过桥资金', '340800', NULL, 'anqing', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'system:test', 'service', 'fund.set', 'fund/anqing-bridge', NULL, '{"cap_fen":null}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s558 ('anqing-bridge');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'anqing-bridge', 'endow', '150000000', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00', 'system:test', 'service', 'fund.endow', 'fund/anqing-bridge', NULL, '{"amount_fen":150000000}');
-- rows 1
EXECUTE s557 ('anqing-bridge');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '91340100MA2TE2009N', NULL, '样例企业0', '340802', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{"\\x01630dcd2966c4336659cc6bd4daf7c239916aa9c4e7e88150d4b3677d418389dd3b48b88b00f32250a650d2be5fabe594d95768ee0bde984cb6496a99e6353ae444fc82b6"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{1}', '{"\\xec4bc015cc50b5c20c18b8918641268a66dbb4a533bc6eebfdcf9de202d8930d"}', '{"\\x0136a5ee8094988519cd0906719cc1d5f1ff03185687a717d1cf92e6f7c684f9afebec6f3cb6b230"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-97799c6ed536', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s558 ('anqing-bridge');
-- rows 1
EXECUTE s555 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'huishang');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- changes 1
EXECUTE s493 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '01a1f6ae-9900-75ec-a240-97799c6ed536', 'anqing-bridge', '2022-05-12', 'huishang', '2026-12-05', '100000000', '100000000', '2026-12-01', '2026-12-11', '30000', 'reserved', '1', '2026-12-04 10:00:00+00', '2026-12-04 10:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s494 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '1', NULL, 'reserved', 'reserve', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s500 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', 'anqing-bridge', 'hold', '100000000', NULL, NULL, '01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2026-11-20 02:00:00+00', 'system:test');
-- rows 1
EXECUTE s559 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s558 ('anqing-bridge');
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s557 ('anqing-bridge');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s558 ('anqing-bridge');
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s557 ('anqing-bridge');
-- changes 1
EXECUTE s494 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '2', 'reserved', 'lent', 'lend', 'system:test', '2027-01-19 02:00:00+00');
-- changes 1
EXECUTE s533 ('lent', '2', '2027-01-09', NULL, NULL, NULL, NULL, '2027-01-19 02:00:00+00', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- changes 1
EXECUTE s500 ('01a32bac-2900-70de-8d5f-8f6a34616796', 'anqing-bridge', 'lend', '100000000', NULL, NULL, '01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2027-01-19 02:00:00+00', 'system:test');
-- rows 2
EXECUTE s559 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s558 ('anqing-bridge');
-- rows 1
EXECUTE s556 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s557 ('anqing-bridge');
-- changes 1
EXECUTE s494 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '3', 'lent', 'repaid', 'repay', 'system:test', '2027-01-19 02:00:00+00');
-- changes 1
EXECUTE s533 ('repaid', '3', '2027-01-09', '2027-01-19', '83333', NULL, NULL, '2027-01-19 02:00:00+00', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- changes 1
EXECUTE s500 ('01a32bac-2900-70de-8d5f-8f8299dd771d', 'anqing-bridge', 'repay', '100000000', NULL, NULL, '01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2027-01-19 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s500 ('01a32bac-2900-70de-8d5f-8fc266bf3513', 'anqing-bridge', 'fee', '83333', NULL, NULL, '01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2027-01-19 02:00:00+00', 'system:test');
-- rows 3
EXECUTE s559 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- says
COMMIT;
-- scenario api-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s588 ('client huishang');
-- rows 1
EXECUTE s676 ('huishang');
-- changes 1
EXECUTE s53 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'huishang', 'auditor', 'core', '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', NULL, NULL, NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'client.create', 'cli_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"institution":"huishang","role":"auditor","version":1}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'huishang', '');
-- rows 1
EXECUTE s675 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'huishang');
-- says
ROLLBACK;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 1
EXECUTE s56 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- changes 0
EXECUTE s85 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 0
EXECUTE s84 ('01a1f6ae-9900-75ec-a240-9730658eec67', '8');
-- rows 0
EXECUTE s57 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s54 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', '\x48bb47553aba41473904c1df6a17488166284d84695033936c2e329ba6f153c0', '2026-11-20 02:00:00+00', 'operator-1', '2027-11-20 02:00:00+00', NULL, NULL);
-- changes 1
EXECUTE s58 ('core', '2', '2026-11-20 02:00:00+00', NULL, NULL, NULL, '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'client_secret.create', 'cli_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"institution":"huishang","role":"auditor","secret":"sec_01a1f6ae-9900-75ec-a240-974b1c7061a4","version":2}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- rows 1
EXECUTE s78 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s79 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s93 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 01:00:00+00');
-- scenario review-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c4336642f9c6d6d3161b53686a1453ff5c0ce1d16dc75b1de135dae6554ea8f49b9001692445dcfd8f93b62a6196459bef915d5b54861c7b1dad43433a16c6"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01a638e6fb115e65ea5bf48eef460d36f1bf5bcd8b34543395bbfac297093aa8ac9aba881878bbce"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 2
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s103 ('1');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{34}', '{0}', '{7}', '{27}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x021f34847e8b272f2b5b0eeb319ee5d4"}', '{01a1f6ae-9900-75ec-a240-97799c6ed536}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-974b1c7061a4', '3', 'evt_01a1f6ae-9900-75ec-a240-97799c6ed536', NULL, '2026-11-20 02:00:00+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s376 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s377 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'need', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'run', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-980b1245c637}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{"\\x01630dcd2966c433663d9036441d22b94004395718467d35beef2296adff1184ab286f658c200eb2328d4718d5fa96ee31bad79a281faab07eb986bb75c08df3fcb160ffd4"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x010de985d997c62a32002a26362842733afc9666eb02b704324eda40cad2eb943fa822bc473173fc"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-984959dd771d', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393833306632643064373233222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-988926bf3513', '01a1f6ae-9900-75ec-a240-9830f2d0d723', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-988926bf3513', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-98b95d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-988926bf3513', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393833306632643064373233222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393838393236626633353133222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 3
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- rows 0
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}', 'match');
-- rows 1
EXECUTE s13;
-- rows 1
EXECUTE s46 ('match', '2026-11-20 02:00:00+00', '1', '{01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{cn.rongqiao.need.submitted.v1}', '{need_01a1f6ae-9900-75ec-a240-988926bf3513}', '{NULL}', '{NULL}', '{"2026-11-20 02:00:00+00"}');
-- rows 1
EXECUTE s108 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- rows 0
EXECUTE s109 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{01a1f6ae-9900-75ec-a240-988926bf3513}', '{1}', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{1}', '{1}', '{2}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{34}', '{0}', '{7}', '{27}', '{"\\x7b22636f6e73696465726564223a2266666666666666663033222c22636f756e7473223a7b22636f"}', '{"\\x021f34847e8b272f2b5b0eeb319ee5d4"}', '{01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{NULL}');
-- changes 1
EXECUTE s113 ('{01a1f6ae-9900-75ec-a240-988926bf3513}');
-- changes 1
EXECUTE s96 ('{01a1f6ae-9900-75ec-a240-988926bf3513}', '{01a1f6ae-9900-75ec-a240-98dc21ecd075}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99065be6db6b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.need.decided.v1', 'need_01a1f6ae-9900-75ec-a240-988926bf3513', '3', 'evt_01a1f6ae-9900-75ec-a240-98b95d1db3e2', NULL, '2026-11-20 02:00:00+00', '\x7b22656c696769626c65223a302c22656e74657270726973655f6964223a22656e745f3031613166');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s376 ('01a1f6ae-9900-75ec-a240-988926bf3513');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s377 ('{01a1f6ae-9900-75ec-a240-988926bf3513}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'need', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-99154ab0b385}', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-988926bf3513');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '1');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'run', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-992e694d29a9}', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s404 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s304 ('01a1f6ae-9900-75ec-a240-996af42eb436', '01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao', '01a1f6ae-9900-75ec-a240-9730658eec67', 'ineligible', '1', 'requested', '\x012c77436ee0dfc65271710febc679264097135ec29bec06653337dfa1eddec9cfae93ce1429', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-75ec-a240-996af42eb436', '1', NULL, 'requested', 'owner-0', 'enterprise', 'owner-0', 'enterprise', NULL, '社保人数登记有误,应为 23 人。', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99a6aba10de5', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.review.requested.v1', 'rev_01a1f6ae-9900-75ec-a240-996af42eb436', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s403 ('01a1f6ae-9900-75ec-a240-996af42eb436');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s403 ('01a1f6ae-9900-75ec-a240-996af42eb436');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-75ec-a240-996af42eb436', '2', 'requested', 'withdrawn', 'owner-0', 'enterprise', 'owner-0', 'enterprise', NULL, NULL, '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s476 ('2', 'withdrawn', NULL, NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-996af42eb436');
-- rows 2
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-996af42eb436}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9830f2d0d723', '', '', '');
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-98dc21ecd075');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-988926bf3513');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s404 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', 'anqing-guoqiao');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- changes 1
EXECUTE s304 ('01a1f6ae-9900-75ec-a240-99a8f898c60d', '01a1f6ae-9900-75ec-a240-98dc21ecd075', 'anqing-guoqiao', '01a1f6ae-9900-75ec-a240-9830f2d0d723', 'ineligible', '1', 'requested', '\x011cafa96ee3ad89e143adf55beea6c73235473bdffcac0f96038c4b157e44a2d8da79c2046b', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-75ec-a240-99a8f898c60d', '1', NULL, 'requested', 'owner-1', 'enterprise', 'owner-1', 'enterprise', NULL, '社保人数登记有误,应为 23 人。', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-99ba8438b11a', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9830f2d0d723', 'cn.rongqiao.review.requested.v1', 'rev_01a1f6ae-9900-75ec-a240-99a8f898c60d', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s395 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s374 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s404 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s304 ('01a1f6ae-9900-75ec-a240-99e1c535e5cf', '01a1f6ae-9900-75ec-a240-9799f0d342ff', 'anqing-guoqiao', '01a1f6ae-9900-75ec-a240-9730658eec67', 'ineligible', '1', 'requested', '\x01d42f5e0dacb4c1695e2f130ad89af56a9693e0f7fd8b46ad9c006716513eeae383ab06e286', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s305 ('01a1f6ae-9900-75ec-a240-99e1c535e5cf', '1', NULL, 'requested', 'owner-0', 'enterprise', 'owner-0', 'enterprise', NULL, '社保人数登记有误,应为 23 人。', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9a155fbc7f43', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.review.requested.v1', 'rev_01a1f6ae-9900-75ec-a240-99e1c535e5cf', '5', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d37356563');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 3
EXECUTE s792 ('51');
-- rows 4
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-99e1c535e5cf,01a1f6ae-9900-75ec-a240-99a8f898c60d,01a1f6ae-9900-75ec-a240-996af42eb436}');
-- changes 2
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'review', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9a4087e10418,01a1f6ae-9900-75ec-a240-9a68925cc171}', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 3
EXECUTE s792 ('3');
-- rows 2
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-99e1c535e5cf,01a1f6ae-9900-75ec-a240-99a8f898c60d}');
-- changes 2
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'review', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9aa68310d01f,01a1f6ae-9900-75ec-a240-9ab420fe4729}', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s872 ('01a1f6ae-9900-75ec-a240-99a8f898c60d', '3');
-- rows 2
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-996af42eb436}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'review', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9adf2dae6bbb}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 2
EXECUTE s874 ('requested', '51');
-- rows 2
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-99e1c535e5cf,01a1f6ae-9900-75ec-a240-99a8f898c60d}');
-- changes 2
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'review', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9ae902ccc591,01a1f6ae-9900-75ec-a240-9b0bffdb19fa}', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s873 ('withdrawn', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- rows 2
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-996af42eb436}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'review', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9b2d264335c2}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9830f2d0d723', '', '', '');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9830f2d0d723');
-- rows 1
EXECUTE s791 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '51');
-- rows 1
EXECUTE s399 ('{01a1f6ae-9900-75ec-a240-99a8f898c60d}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s790 ('3402', '51');
-- says
COMMIT;
-- scenario rest-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366a14d6f71615836bc531b8818fb7bd2cd86f3b9a0a94b13d7e465c8b922de4623305a232f3c0ecbfc62043b585f5dd8ba353502abcdb69ea9fab3c1dd"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x019d704ea4f907eaf048be88738e625703ee424f33a72512a284a2726d82417872e1ef41f518913f"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- rows 1
EXECUTE s854 ('1000');
-- rows 1
EXECUTE s852;
-- rows 1
EXECUTE s853;
-- changes 1
EXECUTE s909 ('\x014a197b130ad486fccb5329b1db5701441359dd8caf2a6846eb6c3cc87cbb42152a4f96d2658ef8818c48b1c6e99dd9d046a7b3bb65ef61a31088abc92ab9c9583cfae6bb');
-- scenario match
-- says
BEGIN;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-70d7-988a-90fef8d7926d', '91340100MA2TE2W95U', NULL, '样例', '340104', '6510', '2019-04-14', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-70d7-988a-90fef8d7926d}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{"\\x5b5d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- says
COMMIT;
-- says
BEGIN;
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-70d7-988a-913b3206f84f', '01a1f6ae-9900-70d7-988a-90fef8d7926d', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-70d7-988a-913b3206f84f', '1', '300000000', '12', 'working_capital', '{credit}', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s95 ('{01a1f6ae-9900-70d7-988a-914e0c07b807}', '{01a1f6ae-9900-70d7-988a-913b3206f84f}', '{1}', '{01a1f6ae-9900-70d7-988a-90fef8d7926d}', '{1}', '{"\\x4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}', '{1}', '{1}', '{1}', '{"2026-11-20 02:00:00+00"}', '{2026-11-20}', '{3}', '{1}', '{1}', '{1}', '{"\\x7b7d"}', '{NULL}', '{01a1f6ae-9900-70d7-988a-91617de28e44}', '{NULL}');
-- rows 1
EXECUTE s170;
-- rows 0
EXECUTE s611 ('01a1f6ae-9900-70d7-988a-914e0c07b807', '10');
-- rows 1
EXECUTE s597 ('1');
-- rows 1
EXECUTE s598 ('1');
-- scenario loan
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2025');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'huishang', '340100', '2025', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 2
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb}', '{a,b}', '{"customer a","customer b"}', '{small,large}', '{1000,1000}', '{120,900}', '{0,0}', '{120,900}', '{43500,43500}', '{t,t}', '{t,t}');
-- says
COMMIT;
-- rows 1
EXECUTE s585 ('2025', '200');
-- rows 0
EXECUTE s584 ('2024', '340100', 'huishang', '1');
-- rows 2
EXECUTE s587 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2024');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'huishang', '340100', '2024', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 2
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '{01a1f6ae-9900-75ec-a240-97799c6ed536,01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{a,b}', '{"customer a","customer b"}', '{small,large}', '{1000,1000}', '{100,750}', '{0,0}', '{100,750}', '{43500,43500}', '{t,t}', '{t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2025');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-984959dd771d', 'huishang', '340100', '2025', '2', '2026-11-20 02:00:00+00', 'system:test');
-- changes 3
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-984959dd771d', '{01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{a,b,c}', '{"customer a","customer b","customer c"}', '{small,large,NULL}', '{1000,1000,1000}', '{119,901,1}', '{0,0,0}', '{119,901,1}', '{43500,43500,43500}', '{t,t,t}', '{t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2025');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-988926bf3513', 'huishang', '340100', '2025', '3', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- scenario webhook-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433660dcbd32c465fde76ef0c7e88250e7633318ef14e9a41403c658c13ee62c13c18bbd619f2e0a3165f5dceb8e70d977382cc7e63c486fc9388fe26e739"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x0139ddd30c512d46eab9c8f5801654d65aac41cd9e70fde7900daddb028f2b9121193126363a0bc8"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s588 ('webhook ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s605 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s39 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'https://hooks.example.com/in', '{}', 'active', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', '0', NULL, NULL);
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '\x2fb0c50741d07ea132526f2dbae20fce9599eacc543be56380c326882e29b485', '\x286d1dc0728ab9d3cd8e54d0247293c192bb8e1febf97fe047523236069a6c22', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.create', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{0}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.test', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-980b1245c637}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{0}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-984959dd771d', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.test', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-988926bf3513}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{0}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-98dc21ecd075', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.test', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s88 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '1', '27325e9b-9afa-4f33-a926-463035a671f5', '2026-11-20 02:01:00+00');
-- rows 1
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s44 ('discarded', '1', NULL, '410', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '2026-11-20 02:00:00+00', '410', NULL, '3');
-- changes 2
EXECUTE s756 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-99065be6db6b', '2026-11-20 02:00:00+00', 'system:webhook', 'service', 'webhook.disable', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'gone', '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67"}');
-- changes 1
EXECUTE s45 ('https://hooks.example.com/in', '{}', 'disabled', 'gone', '2', '2026-11-20 02:00:00+00', '0', NULL, NULL, '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
COMMIT;
-- changes 1
EXECUTE s87 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '27325e9b-9afa-4f33-a926-463035a671f5');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-99154ab0b385}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 3
EXECUTE s689 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'discarded', '101');
-- rows 1
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-992e694d29a9}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s88 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '100', 'ba6920a0-77d1-4264-b04a-123ac2b01d3d', '2026-11-20 02:01:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 0
EXECUTE s756 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s45 ('https://hooks.example.com/in', '{}', 'active', NULL, '3', '2026-11-20 02:00:00+00', '0', NULL, NULL, '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-996af42eb436', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.change', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":3}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s88 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '100', 'd0fa4fce-cb9c-4da4-a513-731ab27fc85d', '2026-11-20 02:01:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 3
EXECUTE s752 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '{failed,discarded}', '2026-11-20 02:00:00+00', '1001');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 3
EXECUTE s606 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '101');
-- rows 1
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-99a6aba10de5}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 3
EXECUTE s752 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '{failed,discarded}', '2026-11-20 02:00:00+00', '1001');
-- changes 3
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-99a8f898c60d,01a1f6ae-9900-75ec-a240-99ba8438b11a,01a1f6ae-9900-75ec-a240-99e1c535e5cf}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-9830f2d0d723,01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{1,1,1}', '{cn.rongqiao.webhook.test.v1,cn.rongqiao.webhook.test.v1,cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d","\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d","\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9a155fbc7f43', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.replay', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"deliveries":3,"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":3}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s88 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '100', '6e6b826c-9952-4326-9b0b-64ffaa9b1a07', '2026-11-20 02:01:00+00');
-- rows 3
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{100}', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-99a8f898c60d');
-- changes 1
EXECUTE s44 ('delivered', '1', NULL, '204', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-99a8f898c60d');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-75ec-a240-99a8f898c60d', '1', '2026-11-20 02:00:00+00', '204', NULL, '5');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-99ba8438b11a');
-- changes 1
EXECUTE s44 ('delivered', '1', NULL, '204', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-99ba8438b11a');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-75ec-a240-99ba8438b11a', '1', '2026-11-20 02:00:00+00', '204', NULL, '5');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s40 ('01a1f6ae-9900-75ec-a240-99e1c535e5cf');
-- changes 1
EXECUTE s44 ('delivered', '1', NULL, '204', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-99e1c535e5cf');
-- changes 1
EXECUTE s37 ('01a1f6ae-9900-75ec-a240-99e1c535e5cf', '1', '2026-11-20 02:00:00+00', '204', NULL, '5');
-- says
COMMIT;
-- changes 1
EXECUTE s87 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '6e6b826c-9952-4326-9b0b-64ffaa9b1a07');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 6
EXECUTE s606 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '101');
-- rows 4
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-99e1c535e5cf,01a1f6ae-9900-75ec-a240-99ba8438b11a,01a1f6ae-9900-75ec-a240-99a8f898c60d,01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9a4087e10418}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s753 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '{delivered,failed,discarded}', '{01a1f6ae-9900-75ec-a240-99e1c535e5cf}', '1001');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-9a68925cc171}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-98b95d1db3e2}', '{2}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9aa68310d01f', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.replay', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"deliveries":1,"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":3}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s689 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'pending', '101');
-- rows 0
EXECUTE s41 ('{01a1f6ae-9900-75ec-a240-9a68925cc171}');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9ab420fe4729}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario listing-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '2', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":2}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '7', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":7}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '3', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":3}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '8', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":8}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '4', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":4}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '5', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":5}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '1', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":1}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s659 ('ah-srdi', '2026', '340100');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340100', '6', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-980b1245c637', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340100', NULL, '{"count":6}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3401', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3401');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s659 ('ah-srdi', '2026', '340200');
-- rows 1
EXECUTE s507 ('ah-srdi', '2026', '340200', '3', '征集通知', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '2026-11-20 02:00:00+00', 'system:test', 'service', 'listing_target.set', 'listing-target/ah-srdi/2026/340200', NULL, '{"count":3}');
-- rows 0
EXECUTE s661 ('{ah-srdi}', '{listed}', '3402', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31', '3402');
-- says
COMMIT;
-- rows 2
EXECUTE s660 ('2026', '', '2');
-- rows 1
EXECUTE s760 ('2026', '', 'ah-srdi', '340100', '2');
-- scenario directory-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s49 ('example-firm');
-- changes 1
EXECUTE s32 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'example-firm', 'law_firm', '示例律师事务所', 'Example Law Firm', '{340100}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '示例名单', '第一页', 'example.org/list', 'S', '2026-11-19', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1', 'example firm 示例律师事务所 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{1,a,am,aw,e,ex,f,fi,i,ir,l,la,le,m,mp,p,pl,r,rm,w,x,xa,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,号,合,合肥,市,市示,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,路,造,造提}', '{34.,3401}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'directory.create', 'directory/example-firm', NULL, '{"version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s775 ('example-firm');
-- changes 1
EXECUTE s52 ('law_firm', '示例律师事务所', 'Example Law Firm', '{340100}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '示例名单', '第一页', 'example.org/list', 'S', '2026-11-19', 'unlisted', '已注销', '2', '2026-11-20 02:00:00+00', 'operator-1', 'example firm 示例律师事务所 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{1,a,am,aw,e,ex,f,fi,i,ir,l,la,le,m,mp,p,pl,r,rm,w,x,xa,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,号,合,合肥,市,市示,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,路,造,造提}', '{34.,3401}', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'directory.unlist', 'directory/example-firm', '已注销', '{"version":2}');
-- says
COMMIT;
-- rows 1
EXECUTE s50;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s51 ('{example-firm}');
-- changes 1
EXECUTE s52 ('law_firm', '新名称', 'Example Law Firm', '{340100}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '名单', NULL, NULL, 'S', NULL, 'unlisted', '已注销', '3', '2026-11-20 02:00:00+00', 'system:test', 'example firm 新名称 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{1,a,am,aw,e,ex,f,fi,i,ir,l,la,le,m,mp,p,pl,r,rm,w,x,xa,为,为股,份,份制,例,例路,供,供法,制,制改,务,号,合,合肥,名,名称,市,市示,律,律服,提,提供,改,改造,新,新名,服,服务,法,法律,示,示例,称,股,股份,肥,肥市,路,造,造提}', '{34.,3401}', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'directory.amend', 'directory/example-firm', 'import sha256:d339acefbbe773ccd676288332f840ab3d30b7e2adfb6a8ca2251bd6ff81bcb3', '{"changed":["name_zh","source_document","source_clause","source_url","observed_on"],"version":3}');
-- says
COMMIT;
-- scenario console
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s595 ('2026-11-20 02:00:00+00', '100');
-- changes 1
EXECUTE s496 ('\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', 'operator-1', 'operator', NULL, NULL, '3401', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 10:00:00+00');
-- says
COMMIT;
-- rows 1
EXECUTE s553 ('\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s552 ('\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 0
EXECUTE s552 ('\x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a');
-- says
COMMIT;
-- scenario dead-3
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433666e605751eaa91c45390fdde2c7a1d4f01e1592e17047dadf10f54f0f014591d6e3483d3d6e9a7f1372bafa3e1d05c53613245bad1fb959db4d7447da"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01e6dd33fca34c1cf56967c2574493c3177c756c4284021f50436f367466bf553ca15dd71b690e7d"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c43366fd8971017a591343190953d6e64a0138e068473087813aa2fe760227dfc9baf052b48251fb5bb0b90b8da3ce5c714b972e90fa11656c46e606380514"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x019ddb2a938550c34d9458b2300a4a94ecc3b6506f011627bc6ebc4ff6eedac22f0d827ad3e2eb6f"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s203 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.match', '\x5cda6151913c4125feb4bed0dfe6142efd54a81ee6e30751c34264dc56c25d37');
-- rows 0
EXECUTE s202 ('rongqiao.match', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- changes 1
EXECUTE s201 ('01a20b06-4eeb-752f-98c5-2c5f9d2f75c6', 'rongqiao.match', '01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', '0', '1', '\x656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637', '{"ce_dataschema":"/schemas/events/cn.rongqiao.need.submitted.v1.json","ce_id":"evt_01a1f6ae-9900-75ec-a240-97c378267b1b","ce_partitionkey":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","ce_sequence":"2","ce_source":"/rongqiao","ce_specversion":"1.0","ce_subject":"need_01a1f6ae-9900-75ec-a240-9799f0d342ff","ce_time":"2026-11-20T10:00:00.000000+08:00","ce_type":"cn.rongqiao.need.submitted.v1","content-type":"application/json"}', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d', '\x5cda6151913c4125feb4bed0dfe6142efd54a81ee6e30751c34264dc56c25d37', 'handler_failed', 'the handler failed', '5', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', 'rongqiao.deadletter.v1', 'dl_01a20b06-4eeb-752f-98c5-2c5f9d2f75c6', 'cn.rongqiao.event.deadlettered.v1', 'dl_01a20b06-4eeb-752f-98c5-2c5f9d2f75c6', '1', 'evt_01a1f6ae-9900-75ec-a240-97c378267b1b', '00-01a1f6ae990075eca240984959dd771d-a240988926bf3513-01', '2026-11-20 02:00:00+00', '\x7b22617474656d707473223a352c22636f6e73756d6572223a22726f6e677169616f2e6d61746368');
-- says
COMMIT;
-- changes 1
EXECUTE s905;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s158;
-- rows 0
EXECUTE s155 ('rongqiao.enterprise.v1');
-- rows 1
EXECUTE s146 ('2026-11-20 02:00:59.999000+00', '2026-11-20 02:01:00.001000+00', '2026-11-20 02:01:00.001000+00', '2026-11-20 02:01:00+00', '1', 'rongqiao.match', '10');
-- rows 1
EXECUTE s147 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s168 ('2026-11-20 02:01:00+00', '{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-778a-92ea-977010d7a28a', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.match.requested.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '3', NULL, NULL, '2026-11-20 02:01:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s332 ('01a20b06-4eeb-752f-98c5-2c5f9d2f75c6');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s333 ('01a20b06-4eeb-752f-98c5-2c5f9d2f75c6');
-- rows 1
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'rongqiao.match');
-- changes 1
EXECUTE s440 ('skipping', '2026-11-20 02:01:00+00', 'officer-1', '2026-11-20 02:01:00+00', 'skipping', 'not needed', '0', '01a20b06-4eeb-752f-98c5-2c5f9d2f75c6');
-- changes 1
EXECUTE s120 ('01a1f6af-8360-778a-92ea-97a94ab0b385', '2026-11-20 02:01:00+00', 'officer-1', 'operator', 'dead_letter.skip', 'dl_01a20b06-4eeb-752f-98c5-2c5f9d2f75c6', 'not needed', '{"bulk":false,"consumer":"rongqiao.match","enterprise_id":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","event_id":"evt_01a1f6ae-9900-75ec-a240-97c378267b1b","redrives":0}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6af-8360-778a-92ea-979a5be6db6b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.deadletter.skipped.v1', 'dl_01a20b06-4eeb-752f-98c5-2c5f9d2f75c6', '3', 'evt_01a1f6ae-9900-75ec-a240-97c378267b1b', NULL, '2026-11-20 02:01:00+00', '\x7b22636f6e73756d6572223a22726f6e677169616f2e6d61746368222c22646561645f6c65747465725f6964223a22646c5f30316132306230362d346565622d373532662d393863352d326335663964326637356336222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c22726561736f6e223a226e6f74206e6565646564227d');
-- rows 1
EXECUTE s332 ('01a20b06-4eeb-752f-98c5-2c5f9d2f75c6');
-- says
COMMIT;
-- changes 1
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 1
EXECUTE s105 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', 'rongqiao.match');
-- rows 1
EXECUTE s13;
-- changes 1
EXECUTE s440 ('skipped', '2026-11-20 02:01:00+00', 'rongqiao.match', NULL, 'skipped', NULL, '0', '01a20b06-4eeb-752f-98c5-2c5f9d2f75c6');
-- rows 1
EXECUTE s64 ('rongqiao.match', '2026-11-20 02:01:00+00', '{01a1f6ae-9900-75ec-a240-97c378267b1b}');
-- rows 0
EXECUTE s483 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'rongqiao.match', NULL);
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s158;
-- rows 0
EXECUTE s155 ('rongqiao.enterprise.v1');
-- rows 2
EXECUTE s146 ('2026-11-20 02:01:59.999000+00', '2026-11-20 02:02:00.001000+00', '2026-11-20 02:02:00.001000+00', '2026-11-20 02:02:00+00', '1', 'rongqiao.match', '10');
-- rows 2
EXECUTE s147 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 2
EXECUTE s168 ('2026-11-20 02:02:00+00', '{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 2
EXECUTE s83 ('{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{4,4}');
-- changes 2
EXECUTE s9 ('{01a1f6b0-6dc0-76a6-adff-42d8d72baaf1,01a1f6b0-6dc0-76a6-adff-4314aba10de5}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{cn.rongqiao.match.requested.v1,cn.rongqiao.match.requested.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{4,4}', '{NULL,NULL}', '{NULL,NULL}', '{"2026-11-20 02:02:00+00","2026-11-20 02:02:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637227d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d"}');
-- says
COMMIT;
-- scenario receivable-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE20L0F', NULL, '样例企业20', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366d89747205ad4752f74b0c848b7320e7824a0d7b3d544ab67512dc77a112f1630f229b9625b09effcc60052118127a531a4bf6cb32aaec7dac7f1f1ee"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01f2cf529bd9abdc378dd5222b96e4cbfaf877ef14677168701af0e0236562105ca9fdf2778adbc3"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE20M9C', NULL, '样例企业21', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c4336653b2dfa349776fa3436717885e65b9d4074e055197f675c62d04928f558b046874658999b33d84961549a4b68b6e1a1df14b5d89b1f8dfe08bc6fa36"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x012477a44e697b690051c89d48d863d5df137e67901a6c0a29844c02c1ee5393a5c23c3a810ff734"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s497 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'enterprise', NULL, 't', '1', '2026-11-20 02:00:00+00', 'officer-1');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2026-11-20 02:00:00+00', 'officer-1', 'operator', 'core_enterprise.set', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"group":null,"payer_kind":"enterprise","strong":true}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'enterprise', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s359 ('91340100MA2TE20M9C');
-- rows 1
EXECUTE s329 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 1
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s285 ('receivable_fingerprint', '\x99063e0a8522175a01ee0bce02a77d712e3ac32f9b554166df397a7c95770d3b');
-- rows 1
EXECUTE s407 ('receivable_fingerprint');
-- rows 0
EXECUTE s416 ('{"\\xb7f605931d21324039cea91904449c89a898be4869f9c7f80e7580b4f11263d9","\\x69341d734e8c8fec4015d8592f27340061a480471505a392f7a4cabe5a24be08","\\x8fd95495814b6778acf775faff31ffe6a8b028268dff0c236f99e55aed66f6b5","\\xf771e249ab2698bed10cafcdf6c712442d6004c3e547800d778c0038c63865a9","\\x9f2cfdc78c6d4e8e2ac19f13c6fe18f98ee29fddf9e83d133fcce621b825b265","\\x41162aed649ac3fa7105e021e73ff554ce50ae53c2d3d822cd5cc3e53fa57145","\\x95ce8404955ddbb4b8fba7add4f78744c32c4bbc9a5c3636fe9bb7229d28bf71","\\x34105cf7663a83b6ec2a478331ca651cc0d9d6a1e9b121b0e2eb1dd9a8ac33c3"}', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '5001');
-- changes 1
EXECUTE s294 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'uploaded', '1', NULL, '24342000000010000001', 'HT-1', '113000000', '13000000', '2026-10-21', '2027-01-19', '2026-08-22', '2026-10-16', NULL, NULL, NULL, NULL, 'enterprise', 'small', 'large', '{}', 'f', '{}', '{}', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', 'owner-8eec67', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', NULL, 'uploaded', 'upload', 'owner-8eec67', 'enterprise', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:00+00');
-- changes 0
EXECUTE s255 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 6
EXECUTE s297 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '{exact,invoice,near,stem,day,contract}', '{"\\xb7f605931d21324039cea91904449c89a898be4869f9c7f80e7580b4f11263d9","\\x69341d734e8c8fec4015d8592f27340061a480471505a392f7a4cabe5a24be08","\\xf771e249ab2698bed10cafcdf6c712442d6004c3e547800d778c0038c63865a9","\\x41162aed649ac3fa7105e021e73ff554ce50ae53c2d3d822cd5cc3e53fa57145","\\x95ce8404955ddbb4b8fba7add4f78744c32c4bbc9a5c3636fe9bb7229d28bf71","\\x34105cf7663a83b6ec2a478331ca651cc0d9d6a1e9b121b0e2eb1dd9a8ac33c3"}');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.uploaded.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2272656365697661626c655f6964223a227263765f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c2276657273696f6e223a317d');
-- rows 1
EXECUTE s410 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 0
EXECUTE s340 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '', '', '');
-- rows 1
EXECUTE s388 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2', 'uploaded', 'confirmed', 'confirm', 'owner-7061a4', 'debtor', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('confirmed', '2', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:00+00', 'owner-7061a4', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', NULL, '0', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 0
EXECUTE s437 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.confirmed.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2272656365697661626c655f6964223a227263765f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c2276657273696f6e223a327d');
-- rows 2
EXECUTE s410 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s388 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 1
EXECUTE s318 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 0
EXECUTE s338 ('01a1f6ae-9900-75ec-a240-9730658eec67', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- rows 1
EXECUTE s323 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2025-11-20');
-- rows 1
EXECUTE s321 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s364 ('{credit_line}', '{huishang:ent_01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '3', 'confirmed', 'offered', 'offer', 'owner-8eec67', 'enterprise', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s469 ('offered', '3', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:00+00', 'owner-7061a4', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', '2026-11-27 10:00:00+00', '0', '2026-11-26 10:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s296 ('01a1f6ae-9900-75ec-a240-984959dd771d', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9730658eec67', 'huishang', 'factoring', 't', '10000000', 'held', '1', '2026-11-20 02:00:00+00', 'owner-8eec67', '2026-11-20 02:00:00+00', 'platform', '2020-01-01');
-- rows 0
EXECUTE s365 ('{receivable,credit_line}', '{rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3,huishang:ent_01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s286 ('receivable', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '80000000', '1', '2026-11-20 02:00:00+00', 'owner-8eec67');
-- changes 1
EXECUTE s287 ('01a1f6ae-9900-75ec-a240-984959dd771d', '10000000', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{receivable}', '{rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s295 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-988926bf3513', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.offered.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- rows 1
EXECUTE s145 ('2026-12-30 02:00:00+00', '10');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s388 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s469 ('offered', '3', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:00+00', 'owner-7061a4', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', '2026-11-27 10:00:00+00', '1', '2026-11-27 10:00:00+00', '2026-12-30 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a2c4ac-f900-778a-92ea-977010d7a28a', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.reminded.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '5', NULL, NULL, '2026-12-30 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s388 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s469 ('offered', '3', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:00+00', 'owner-7061a4', NULL, NULL, 'huishang', 'factoring', '2026-11-20 02:00:00+00', '2026-11-27 10:00:00+00', '2', '2026-12-04 10:00:00+00', '2026-12-30 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a2c4ac-f900-778a-92ea-979a5be6db6b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.reminded.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '6', NULL, NULL, '2026-12-30 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s388 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s389 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- rows 1
EXECUTE s340 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s471 ('released', '2', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no_response', '2026-12-30 02:00:00+00', '01a1f6ae-9900-75ec-a240-984959dd771d');
-- rows 1
EXECUTE s314 ('01a1f6ae-9900-75ec-a240-984959dd771d');
-- changes 1
EXECUTE s451 ('2026-12-30 02:00:00+00', '01a1f6ae-9900-75ec-a240-984959dd771d');
-- rows 1
EXECUTE s340 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s298 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '4', 'offered', 'confirmed', 'decline', 'system:escalation', 'service', '\x34d36ec1d207bc8a4a5e67a55f0670be0b77f8c30eadee9a6903dd560ef8bc45', '2026-12-30 02:00:00+00');
-- changes 1
EXECUTE s469 ('confirmed', '4', '{}', '{}', NULL, NULL, NULL, NULL, '113000000', '2026-11-20 02:00:00+00', 'owner-7061a4', NULL, NULL, NULL, NULL, '2026-12-30 02:00:00+00', NULL, '0', NULL, '2026-12-30 02:00:00+00', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s295 ('2026-12-30 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s82 ('7', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a2c4ac-f900-778a-92ea-97a94ab0b385', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.receivable.declined.v1', 'rcv_01a1f6ae-9900-75ec-a240-97e0e179eec3', '7', NULL, NULL, '2026-12-30 02:00:00+00', '\x7b22646562746f725f6964223a22656e745f30316131663661652d393930302d373565632d613234');
-- says
COMMIT;
-- rows 1
EXECUTE s570;
-- scenario loan-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report bocom');
-- rows 1
EXECUTE s586 ('bocom', '340100', '2025');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-9ae902ccc591', 'bocom', '340100', '2025', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 27
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-9ae902ccc591', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-97483e24e8bb,01a1f6ae-9900-75ec-a240-974b1c7061a4,01a1f6ae-9900-75ec-a240-97799c6ed536,01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-980b1245c637,01a1f6ae-9900-75ec-a240-9830f2d0d723,01a1f6ae-9900-75ec-a240-984959dd771d,01a1f6ae-9900-75ec-a240-988926bf3513,01a1f6ae-9900-75ec-a240-98b95d1db3e2,01a1f6ae-9900-75ec-a240-98dc21ecd075,01a1f6ae-9900-75ec-a240-99065be6db6b,01a1f6ae-9900-75ec-a240-99154ab0b385,01a1f6ae-9900-75ec-a240-992e694d29a9,01a1f6ae-9900-75ec-a240-996af42eb436,01a1f6ae-9900-75ec-a240-99a6aba10de5,01a1f6ae-9900-75ec-a240-99a8f898c60d,01a1f6ae-9900-75ec-a240-99ba8438b11a,01a1f6ae-9900-75ec-a240-99e1c535e5cf,01a1f6ae-9900-75ec-a240-9a155fbc7f43,01a1f6ae-9900-75ec-a240-9a4087e10418,01a1f6ae-9900-75ec-a240-9a68925cc171,01a1f6ae-9900-75ec-a240-9aa68310d01f,01a1f6ae-9900-75ec-a240-9ab420fe4729,01a1f6ae-9900-75ec-a240-9adf2dae6bbb}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{small,small,small,small,small,small,small,small,small,small,small,small,small,small,small,large,large,large,large,large,large,large,large,large,large,large,large}', '{1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', '{100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report bocom');
-- rows 1
EXECUTE s586 ('bocom', '340100', '2026');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-9e5226d9e721', 'bocom', '340100', '2026', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 27
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-9e5226d9e721', '{01a1f6ae-9900-75ec-a240-9b0bffdb19fa,01a1f6ae-9900-75ec-a240-9b2d264335c2,01a1f6ae-9900-75ec-a240-9b5be58ac659,01a1f6ae-9900-75ec-a240-9b77596b389a,01a1f6ae-9900-75ec-a240-9b7e9c185bcb,01a1f6ae-9900-75ec-a240-9b849035a093,01a1f6ae-9900-75ec-a240-9b87e1e78b88,01a1f6ae-9900-75ec-a240-9bc562cb8091,01a1f6ae-9900-75ec-a240-9bf5efe3166e,01a1f6ae-9900-75ec-a240-9bfc345aa92c,01a1f6ae-9900-75ec-a240-9c0b6ac9e85c,01a1f6ae-9900-75ec-a240-9c2d372831d2,01a1f6ae-9900-75ec-a240-9c2f2d52cf10,01a1f6ae-9900-75ec-a240-9c480f2087ef,01a1f6ae-9900-75ec-a240-9c74e9ffc34e,01a1f6ae-9900-75ec-a240-9c95779c3440,01a1f6ae-9900-75ec-a240-9ca3b5b79ab3,01a1f6ae-9900-75ec-a240-9cbb54c38398,01a1f6ae-9900-75ec-a240-9ce10a2ffe7a,01a1f6ae-9900-75ec-a240-9cfe39364c0c,01a1f6ae-9900-75ec-a240-9d1cfa698401,01a1f6ae-9900-75ec-a240-9d3a13519cfb,01a1f6ae-9900-75ec-a240-9d73886be33f,01a1f6ae-9900-75ec-a240-9db1d4d8003d,01a1f6ae-9900-75ec-a240-9dd63c2bcf39,01a1f6ae-9900-75ec-a240-9dfa1931c2c2,01a1f6ae-9900-75ec-a240-9e26059d61c9}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{small,small,small,small,small,small,small,small,small,small,small,small,small,small,small,large,large,large,large,large,large,large,large,large,large,large,large}', '{1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{110,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', '{110,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2025');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-a1d7abd82eab', 'huishang', '340100', '2025', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 27
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-a1d7abd82eab', '{01a1f6ae-9900-75ec-a240-9e8549f357e7,01a1f6ae-9900-75ec-a240-9e9a3d55502c,01a1f6ae-9900-75ec-a240-9eaef80a14a4,01a1f6ae-9900-75ec-a240-9eb421b1746c,01a1f6ae-9900-75ec-a240-9ed404602c8e,01a1f6ae-9900-75ec-a240-9f03702686a0,01a1f6ae-9900-75ec-a240-9f1a622e2538,01a1f6ae-9900-75ec-a240-9f332e1b26a6,01a1f6ae-9900-75ec-a240-9f5e51ea7719,01a1f6ae-9900-75ec-a240-9f9b4265516d,01a1f6ae-9900-75ec-a240-9fb64168b862,01a1f6ae-9900-75ec-a240-9fe0e4619b53,01a1f6ae-9900-75ec-a240-a00fc7ae59f5,01a1f6ae-9900-75ec-a240-a0284a598fa7,01a1f6ae-9900-75ec-a240-a04a74b187ba,01a1f6ae-9900-75ec-a240-a067fe408556,01a1f6ae-9900-75ec-a240-a084ec3ac253,01a1f6ae-9900-75ec-a240-a088a4332da8,01a1f6ae-9900-75ec-a240-a0999e1e20d1,01a1f6ae-9900-75ec-a240-a0aea7ef658d,01a1f6ae-9900-75ec-a240-a0de770cc82e,01a1f6ae-9900-75ec-a240-a0f3f39168d0,01a1f6ae-9900-75ec-a240-a11b46faa653,01a1f6ae-9900-75ec-a240-a129e992cc70,01a1f6ae-9900-75ec-a240-a1624e212541,01a1f6ae-9900-75ec-a240-a1985b0e14de,01a1f6ae-9900-75ec-a240-a1d538c75738}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{small,small,small,small,small,small,small,small,small,small,small,small,small,small,small,large,large,large,large,large,large,large,large,large,large,large,large}', '{1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', '{100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2026');
-- changes 1
EXECUTE s508 ('01a1f6ae-9900-75ec-a240-a505a8b93fa1', 'huishang', '340100', '2026', '1', '2026-11-20 02:00:00+00', 'system:test');
-- changes 27
EXECUTE s509 ('01a1f6ae-9900-75ec-a240-a505a8b93fa1', '{01a1f6ae-9900-75ec-a240-a2043c36b609,01a1f6ae-9900-75ec-a240-a222b0095f90,01a1f6ae-9900-75ec-a240-a23e481cac9b,01a1f6ae-9900-75ec-a240-a2558b537a5e,01a1f6ae-9900-75ec-a240-a265ef3cd6db,01a1f6ae-9900-75ec-a240-a29031f255cb,01a1f6ae-9900-75ec-a240-a29fd8d6c2df,01a1f6ae-9900-75ec-a240-a2d086320297,01a1f6ae-9900-75ec-a240-a2e3bcfc292c,01a1f6ae-9900-75ec-a240-a30f66343fd0,01a1f6ae-9900-75ec-a240-a34d86028af5,01a1f6ae-9900-75ec-a240-a36e36c80a42,01a1f6ae-9900-75ec-a240-a3927600e47f,01a1f6ae-9900-75ec-a240-a3cf0001deea,01a1f6ae-9900-75ec-a240-a3e393c17c0d,01a1f6ae-9900-75ec-a240-a3e42f1cc050,01a1f6ae-9900-75ec-a240-a3f925afd750,01a1f6ae-9900-75ec-a240-a4102a8f794f,01a1f6ae-9900-75ec-a240-a434def10ba0,01a1f6ae-9900-75ec-a240-a43e5d905db8,01a1f6ae-9900-75ec-a240-a4417f6117bc,01a1f6ae-9900-75ec-a240-a45d68fa6fee,01a1f6ae-9900-75ec-a240-a49301e055de,01a1f6ae-9900-75ec-a240-a4ae764270c5,01a1f6ae-9900-75ec-a240-a4cd7a39808a,01a1f6ae-9900-75ec-a240-a4e418b6c5e7,01a1f6ae-9900-75ec-a240-a4edc98cd1a9}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{small,small,small,small,small,small,small,small,small,small,small,small,small,small,small,large,large,large,large,large,large,large,large,large,large,large,large}', '{1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{110,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', '{110,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
SET LOCAL idle_in_transaction_session_timeout = 0;
-- rows 1
EXECUTE s731;
-- rows 1
EXECUTE s725 ('340000', '2026');
-- rows 0
EXECUTE s724 ('2026');
-- rows 0
EXECUTE s730 ('34', '2025-12-31 16:00:00+00', '2026-12-31 16:00:00+00', '1000');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 0
EXECUTE s729 ('{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '2025', '2027', '8');
-- rows 2
EXECUTE s723 ('2026', '{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '100');
-- rows 1
EXECUTE s584 ('2025', '340100', 'bocom', '1');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-9e5226d9e721', '1000');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-9ae902ccc591', '1000');
-- rows 1
EXECUTE s584 ('2025', '340100', 'huishang', '1');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-a505a8b93fa1', '1000');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-a1d7abd82eab', '1000');
-- rows 0
EXECUTE s722 ('2026', '{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '340100', 'huishang', '100');
-- changes 1
EXECUTE s518 ('01a32bac-2900-72f4-97e5-fb288b9a9f17', '340000', '2026', '1', NULL, '\x7b2261735f6f66223a22323032372d30312d31395431303a30303a30302e3030303030302b30383a', '\x940ab738778f3a17eb4668fa62fe7c7fcd271aefaf9d2eb871a0767ab222ba2a', '2027-01-19 02:00:00+00', 'system:test');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s588 ('loan_report huishang');
-- rows 1
EXECUTE s586 ('huishang', '340100', '2026');
-- changes 1
EXECUTE s508 ('01a32bac-2900-72f4-97e5-ff14658bfa42', 'huishang', '340100', '2026', '2', '2027-01-19 02:00:00+00', 'system:test');
-- changes 27
EXECUTE s509 ('01a32bac-2900-72f4-97e5-ff14658bfa42', '{01a32bac-2900-72f4-97e5-fb2d4668f164,01a32bac-2900-72f4-97e5-fb397f4347e4,01a32bac-2900-72f4-97e5-fb6a99f2b919,01a32bac-2900-72f4-97e5-fb6b5e545e6e,01a32bac-2900-72f4-97e5-fb9a64016fb3,01a32bac-2900-72f4-97e5-fba32c6624bf,01a32bac-2900-72f4-97e5-fbdaef5f7a3c,01a32bac-2900-72f4-97e5-fc02fe16961e,01a32bac-2900-72f4-97e5-fc1f1e8b666e,01a32bac-2900-72f4-97e5-fc3b4de0bd82,01a32bac-2900-72f4-97e5-fc704c991c00,01a32bac-2900-72f4-97e5-fc97c601449f,01a32bac-2900-72f4-97e5-fca919493947,01a32bac-2900-72f4-97e5-fcca8f4a17d0,01a32bac-2900-72f4-97e5-fd08d4a3e780,01a32bac-2900-72f4-97e5-fd444f7e7673,01a32bac-2900-72f4-97e5-fd6a214b1fa4,01a32bac-2900-72f4-97e5-fd86658d5e1c,01a32bac-2900-72f4-97e5-fd9685008cb8,01a32bac-2900-72f4-97e5-fdbc1d6f146f,01a32bac-2900-72f4-97e5-fdf1c2fe67f9,01a32bac-2900-72f4-97e5-fe26aa5d1401,01a32bac-2900-72f4-97e5-fe2b825098a7,01a32bac-2900-72f4-97e5-fe66c5674b38,01a32bac-2900-72f4-97e5-fea398ea95ee,01a32bac-2900-72f4-97e5-fede69bfbed5,01a32bac-2900-72f4-97e5-ff0b6f4204d8}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{s-0,s-1,s-2,s-3,s-4,s-5,s-6,s-7,s-8,s-9,s-10,s-11,s-12,s-13,s-14,l-0,l-1,l-2,l-3,l-4,l-5,l-6,l-7,l-8,l-9,l-10,l-11}', '{small,small,small,small,small,small,small,small,small,small,small,small,small,small,small,large,large,large,large,large,large,large,large,large,large,large,large}', '{1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{111,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', '{111,110,110,110,110,110,110,110,110,110,110,110,110,110,110,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000}', '{43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500,43500}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}', '{t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- says
SET LOCAL idle_in_transaction_session_timeout = 0;
-- rows 1
EXECUTE s731;
-- rows 1
EXECUTE s725 ('340000', '2026');
-- rows 0
EXECUTE s724 ('2026');
-- rows 0
EXECUTE s730 ('34', '2025-12-31 16:00:00+00', '2026-12-31 16:00:00+00', '1000');
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s729 ('{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '2025', '2027', '8');
-- rows 0
EXECUTE s728 ('{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '2025', '2027', '340000', '2026', '1', '8');
-- rows 2
EXECUTE s723 ('2026', '{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '100');
-- rows 1
EXECUTE s584 ('2025', '340100', 'bocom', '1');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-9e5226d9e721', '1000');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-9ae902ccc591', '1000');
-- rows 1
EXECUTE s584 ('2025', '340100', 'huishang', '1');
-- rows 27
EXECUTE s726 ('01a32bac-2900-72f4-97e5-ff14658bfa42', '1000');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-a1d7abd82eab', '1000');
-- rows 27
EXECUTE s726 ('01a1f6ae-9900-75ec-a240-a505a8b93fa1', '1000');
-- rows 0
EXECUTE s722 ('2026', '{340000,340100,340200,340300,340400,340500,340600,340700,340800,341000,341100,341200,341300,341500,341600,341700,341800}', '340100', 'huishang', '100');
-- changes 1
EXECUTE s518 ('01a32bac-2900-72f4-97e5-ff19e31f2848', '340000', '2026', '2', '一户更正', '\x7b2261735f6f66223a22323032372d30312d31395431303a30303a30302e3030303030302b30383a', '\x9b36efb5c5e3e24c1f3763692a32f62fafd44bcda79bbdef6febdd69d11c0962', '2027-01-19 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 1
EXECUTE s727 ('01a32bac-2900-72f4-97e5-ff19e31f2848');
-- scenario receivable-3
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366e395f1155e653f7907e515470546c6e71276b0ba9e3ad3a1cc306fa0adb7dd0c9ba021be33cd5c104ea4b4fdb58518c30e953be44775fa5efb9461f8"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01efbc9d60b1d9e9275c562e591d90254a0b075f12fe12cf72178cc854a2ae525a23831d2adbbe84"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s391 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s344 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s421 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s390 ('01a1f6ae-9900-75ec-a240-9730658eec67', '10000');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s221 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s417 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s81 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- rows 0
EXECUTE s375 ('submitted', '01a1f6ae-9900-75ec-a240-9730658eec67', '200');
-- rows 0
EXECUTE s312 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s246 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s258 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s441 ('2026-11-20 02:00:00+00', 'erased', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s442 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s455 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s253 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s475 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s477 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s458 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s443 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s460 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s245 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s256 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s467 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s468 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s472 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s470 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s247 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s254 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s244 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s435 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s431 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s430 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s248 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s454 ('erased', 'erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s452 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s453 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s251 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s250 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s474 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67', 'erased');
-- changes 0
EXECUTE s481 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s252 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s257 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s479 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s461 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s464 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s423 ('erased', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s422 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s439 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s249 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s260 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s261 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s259 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s360 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2026-11-20 02:00:00+00', 'system:test', 'service', 'erasure.done', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '{"basis":"request","counts":{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":1,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":0,"needs_withdrawn":0,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":0,"untold_gains":0,"warnings_ended":0,"webhooks":0,"words":0},"erasure_id":"era_01a1f6ae-9900-75ec-a240-974b1c7061a4"}');
-- changes 1
EXECUTE s279 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9730658eec67', '2026-11-20 02:00:00+00', 'system:test', 'request', NULL, 'done', NULL, NULL, '2026-11-20 02:00:00+00', '{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":1,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":0,"needs_withdrawn":0,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":0,"untold_gains":0,"warnings_ended":0,"webhooks":0,"words":0}');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.erased.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b226261736973223a2272657175657374222c22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226572617365645f6174223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030227d');
-- says
COMMIT;
-- changes 1
EXECUTE s856 ('\x5b5d', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s215 ('10', '10');
-- rows 0
EXECUTE s857;
-- scenario need-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c43366916acc0da4f6b615f68064dd7bd5079749e9a4bce9b812d7a0ec65d34431fd27325fd075d2cb0908c6553f4668a7c89c22be2f1418c477bc8165f5a8"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x012a068bdf251a8f091a96971af15f4274d3638f0fbcb8ee356ac6595ad7fa185522778ee0f6a482"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE2017H', NULL, '样例企业1', '340202', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c43366235c48aaced4819bff632a560771e1ce824f1534d41b477e96c4a6992d7114ec2fcca9bbead8fdd796660fc6525bed763f9242b37dbc46b412a87bad"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xc9fc93c47eff2eb2ed67ef909936156ba86a59e93dda0ff02a1f226d9c15bed9"}', '{"\\x01390db5646677f650b53500415883bd488f255bf039f0c707f5c8d21dd09504de472b6e1b220c53"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '300000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393739396630643334326666222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s100 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s65 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '01a1f6ae-9900-75ec-a240-9730658eec67', '1', 'submitted', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s66 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', '200000000', '12', 'working_capital', '{credit,guarantee}', '2026-11-20 02:00:00+00', 'system:test');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.need.submitted.v1', 'need_01a1f6ae-9900-75ec-a240-97e0e179eec3', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226e6565645f6964223a226e6565645f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c226e6565645f76657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 2
EXECUTE s77 ('51');
-- rows 0
EXECUTE s377 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- says
SET LOCAL ROLE NONE;
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'auditor-1', 'auditor', 'need', 'audit', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('country', NULL, '', '', '');
-- rows 2
EXECUTE s31 ('', '51');
-- says
SET LOCAL ROLE NONE;
-- changes 2
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'auditor-1', 'auditor', 'enterprise', 'audit', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-984959dd771d,01a1f6ae-9900-75ec-a240-988926bf3513}', '{01a1f6ae-9900-75ec-a240-9730658eec67,01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-9730658eec67', '', '', '');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 2
EXECUTE s663 ('identified', 'consent', '01a1f6ae-9900-75ec-a240-9730658eec67', '101', '01a1f6ae-9900-75ec-a240-9730658eec67', '101', '101');
-- says
COMMIT;
-- scenario pool
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c4336608d06c9af84ed53a3e72da02d59e7d43d59ff6e77cee4cfa53a4e42ca86206178d825c48005f667d5dc1a36bfc929ab5514a2e6269d4cc6591954821"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01a7b3504403bb2d244acad84cc7618d89c73146382a89be5294141e18894edcc80cf43a8d7555db"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s97 ('1');
-- rows 34
EXECUTE s98 ('1');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '1');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{2}', '{"\\x651f3bdd22a3eb41e92c6950ddde7c8e37b0f747d1fc10f871669a06080ccef6"}', '{"\\x01f60dfafbbfa5c40841d584d791ba17e1c75c6d0de62d10fe4b45a3dada4b23cc9c13800e15e3c6"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s240 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业0', '340104', '6510', '2019-03-15', '1', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a327d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'reserve', '01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '340104', 'member', 'operator', NULL, '2026-11-20', NULL, NULL, NULL, '2026-11-20 02:00:00+00', '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '1', NULL, 'member', 'enter', NULL, 'system:test', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s462 ('above_scale', '340104', '2', '2026-11-20', '2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'rung', 'share_reform', '2');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-75ec-a240-97c378267b1b', '01a1f6ae-9900-75ec-a240-9730658eec67', 'rung', 'share_reform', '2', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'enter', 'key_reserve', '2');
-- changes 1
EXECUTE s292 ('01a1f6ae-9900-75ec-a240-980b1245c637', '01a1f6ae-9900-75ec-a240-9730658eec67', 'enter', 'key_reserve', '2', 'open', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s82 ('5', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 3
EXECUTE s9 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff,01a1f6ae-9900-75ec-a240-97e0e179eec3,01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{rongqiao.enterprise.v1,rongqiao.enterprise.v1,rongqiao.enterprise.v1}', '{ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-9730658eec67,ent_01a1f6ae-9900-75ec-a240-9730658eec67}', '{cn.rongqiao.pool.entered.v1,cn.rongqiao.pool.proposed.v1,cn.rongqiao.pool.proposed.v1}', '{pml_01a1f6ae-9900-75ec-a240-97799c6ed536,ppr_01a1f6ae-9900-75ec-a240-97c378267b1b,ppr_01a1f6ae-9900-75ec-a240-980b1245c637}', '{3,4,5}', '{NULL,NULL,NULL}', '{NULL,NULL,NULL}', '{"2026-11-20 02:00:00+00","2026-11-20 02:00:00+00","2026-11-20 02:00:00+00"}', '{"\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226d656d6265725f6964223a22706d6c5f30316131663661652d393930302d373565632d613234302d393737393963366564353336222c22706f6f6c223a2272657365727665222c2276657273696f6e223a317d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226b696e64223a2272756e67222c2270726f706f73616c5f6964223a227070725f30316131663661652d393930302d373565632d613234302d393763333738323637623162222c22746172676574223a2273686172655f7265666f726d227d","\\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226b696e64223a22656e746572222c2270726f706f73616c5f6964223a227070725f30316131663661652d393930302d373565632d613234302d393830623132343563363337222c22746172676574223a226b65795f72657365727665227d"}');
-- rows 1
EXECUTE s414 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 2
EXECUTE s799 ('open', '51');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-984959dd771d}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s800 ('01a1f6ae-9900-75ec-a240-980b1245c637');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s800 ('01a1f6ae-9900-75ec-a240-980b1245c637');
-- changes 1
EXECUTE s465 ('accepted', NULL, 'system:test', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-980b1245c637');
-- rows 1
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-75ec-a240-988926bf3513', 'key_reserve', '01a1f6ae-9900-75ec-a240-9730658eec67', NULL, '340104', 'member', 'proposal', NULL, '2026-11-20', NULL, NULL, NULL, '2026-11-20 02:00:00+00', '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-75ec-a240-988926bf3513', '1', NULL, 'member', 'enter', NULL, 'system:test', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s462 ('above_scale', '340104', '2', '2026-11-20', '2026-11-20 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-988926bf3513');
-- changes 1
EXECUTE s82 ('6', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-98b95d1db3e2', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.pool.entered.v1', 'pml_01a1f6ae-9900-75ec-a240-988926bf3513', '6', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226d656d6265725f6964223a22706d6c5f30316131663661652d393930302d373565632d613234302d393838393236626633353133222c22706f6f6c223a226b65795f72657365727665222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s800 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s800 ('01a1f6ae-9900-75ec-a240-97c378267b1b');
-- changes 1
EXECUTE s465 ('dismissed', 'later', 'system:test', '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s798 ('key_reserve', 'member', '3401', '3401', '51');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-98dc21ecd075}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- rows 0
EXECUTE s138 ('2026-11-20 02:00:00+00', '10');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 2
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s462 ('above_scale', '340104', '2', '2026-11-21', '2026-11-21 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'rung', 'share_reform', '2');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{3}', '{"\\x94eb420454508094387ddbab1793c997185d61c88884bd4ba53ec358422dcd27"}', '{"\\x01f3701d620395e69500abbee96e5d8bf922adb37c55205c976b1313b317d09c20fbd48826850bb7"}', '{"2026-11-21 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s240 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业0', '340104', '6510', '2019-03-15', '1', '3', '2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('7', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1fbd4-f500-75ae-9bd3-15ea25794a3b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '7', NULL, NULL, '2026-11-21 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a337d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3');
-- rows 2
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s462 ('above_scale', '340104', '3', '2026-11-21', '2026-11-21 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 0
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s313 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'rung', 'share_reform', '3');
-- changes 1
EXECUTE s292 ('01a1fbd4-f500-75ae-9bd3-1603294d29a9', '01a1f6ae-9900-75ec-a240-9730658eec67', 'rung', 'share_reform', '3', 'open', '1', '2026-11-21 02:00:00+00', '2026-11-21 02:00:00+00');
-- changes 1
EXECUTE s82 ('8', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1fbd4-f500-75ae-9bd3-163fb42eb436', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.pool.proposed.v1', 'ppr_01a1fbd4-f500-75ae-9bd3-1603294d29a9', '8', NULL, NULL, '2026-11-21 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c226b696e64223a2272756e67222c2270726f706f73616c5f6964223a227070725f30316131666264342d663530302d373561652d396264332d313630333239346432396139222c22746172676574223a2273686172655f7265666f726d227d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s799 ('open', '51');
-- changes 1
EXECUTE s207 (NULL, '2026-11-21 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-21 02:00:00+00', '{01a1fbd4-f500-75ae-9bd3-167b6ba10de5}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s15;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '3');
-- rows 1
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{4}', '{"\\xc753b75d689f26319e04489ad342e43dfb2e54e10cd568d1ec7c653621f354da"}', '{"\\x01975d67fd5bb386b59ec32b996f8a31892ae5cc9c05e8a7987e0180fab7e75935804ffeb0db71af"}', '{"2026-11-21 02:00:00+00"}', '{system:test}');
-- changes 0
EXECUTE s239 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s236 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 0
EXECUTE s234 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s240 ('2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s233 ('样例企业0', '340104', '6510', '2019-03-15', '1', '4', '2026-11-21 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s82 ('9', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1fbd4-f500-75ae-9bd3-167db898c60d', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.facts.changed.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '9', NULL, NULL, '2026-11-21 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2266616374735f76657273696f6e223a347d');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '4');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s225 ('01a1f6ae-9900-75ec-a240-9730658eec67', '4');
-- rows 2
EXECUTE s372 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 2
EXECUTE s462 ('share_reform', '340104', '4', '2026-11-21', '2026-11-21 16:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s382 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s465 ('lapsed', NULL, 'system:pools', '2', '2026-11-21 02:00:00+00', '01a1fbd4-f500-75ae-9bd3-1603294d29a9');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- rows 1
EXECUTE s414 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- changes 1
EXECUTE s207 (NULL, '2026-11-21 02:00:00+00', NULL, 'system:test', 'service', 'pool', 'service', '2026-11-21 02:00:00+00', '{01a1fbd4-f500-75ae-9bd3-168f4438b11a}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario webhook-3
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-9730658eec67', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{"\\x01630dcd2966c433667800c2f9c8e0f6c0530c10f3c54041e05d6f011d79977ebd4eadb5aa2a8239dfba9e9c793dd36df67da15f84cfde9c7a002ef1e5480b6b481dc6e331"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x012e97a7a23a55a194576d4b09b08b4af42f56aea32aef12adba09fa8a5e8dd629bc9cee8be9c199"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393733303635386565633637222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s588 ('webhook ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- rows 1
EXECUTE s605 ('ent_01a1f6ae-9900-75ec-a240-9730658eec67');
-- changes 1
EXECUTE s39 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'ent_01a1f6ae-9900-75ec-a240-9730658eec67', 'https://hooks.example.com/in', '{}', 'active', NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00', '0', NULL, NULL);
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', '\xf7d60e1d23dca9268a4ffbd25d647de5e2abcb8c218c5f613f7c10ef9310d172', '\xd5da83b381aa31c6e658870cc4e4c327510c30a5a29323dd90faa217ad1c6280', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.create', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s38 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-97c378267b1b}', '{0}', '{cn.rongqiao.webhook.test.v1}', '{"\\x7b2264617461223a7b22776562686f6f6b5f6964223a22686f6f6b5f30316131663661652d393930302d373565632d613234302d393734623163373036316134227d2c2274696d657374616d70223a22323032362d31312d32305431303a30303a30302e3030303030302b30383a3030222c2274797065223a22636e2e726f6e677169616f2e776562686f6f6b2e746573742e7631227d"}', '{"2026-11-20 02:00:00+00"}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.test', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-980b1245c637}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s88 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '1', 'ae93d870-a774-4d3a-be54-055d54d04712', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-9830f2d0d723}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 0
EXECUTE s738 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s739 ('2026-11-20 04:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', '\x0555b7c99c92d1ba27af43938d1d6db0cc89d6f7483d9ef6a1241e8b09eb7bf1', '\x35b100fe4fff5b7f1e602bdb2c812f184e54417baef608698c883948425a25ae', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s45 ('https://hooks.example.com/in', '{}', 'active', NULL, '2', '2026-11-20 02:00:00+00', '0', NULL, NULL, '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-984959dd771d', '2026-11-20 02:00:00+00', 'system:test', 'service', 'webhook.rotate', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":2}');
-- rows 2
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-988926bf3513}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s88 ('2026-11-20 02:00:00.001000+00', '2026-11-20 02:00:00.001000+00', '2026-11-20 02:00:00.001000+00', '1', '3f1a5151-7a2f-4873-b715-ed35fc2b1d27', '2026-11-20 02:00:00.001000+00');
-- rows 1
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '2026-11-20 02:00:00.001000+00');
-- rows 2
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00.001000+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 02:00:00.001000+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 02:00:00.001000+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 02:00:00.001000+00', '{01a1f6ae-9901-778a-92ea-977010d7a28a}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s88 ('2026-11-20 04:00:00+00', '2026-11-20 04:00:00+00', '2026-11-20 04:00:00+00', '1', '22223bcd-e75a-4992-b8f7-fdb1f1a5d2da', '2026-11-20 04:00:00+00');
-- rows 1
EXECUTE s86 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '2026-11-20 04:00:00+00');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 04:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 04:00:00+00', '{01a1f71c-7600-75ae-9bd3-15ea25794a3b}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 04:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 04:00:00+00', '{01a1f71c-7600-75ae-9bd3-1603294d29a9}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s43 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 2
EXECUTE s737 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s523 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '3', '\xeae990e244ecc07c5a1b99387002d430b2e3141008527edcfcf1d182571a0170', '\x11df408017d682165fcd73de059d6d2538737a8b623cb3359867327d0fbd3ac5', '2026-11-20 04:00:00+00', NULL);
-- changes 1
EXECUTE s45 ('https://hooks.example.com/in', '{}', 'active', NULL, '3', '2026-11-20 04:00:00+00', '0', NULL, NULL, '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s120 ('01a1f71c-7600-75ae-9bd3-163fb42eb436', '2026-11-20 04:00:00+00', 'system:test', 'service', 'webhook.rotate', 'hook_01a1f6ae-9900-75ec-a240-974b1c7061a4', NULL, '{"organisation":"ent_01a1f6ae-9900-75ec-a240-9730658eec67","state":"active","version":3}');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 04:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 04:00:00+00', '{01a1f71c-7600-75ae-9bd3-167b6ba10de5}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 04:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 04:00:00+00', '{01a1f71c-7600-75ae-9bd3-167db898c60d}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s42 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s690 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '2026-11-20 04:00:00+00');
-- changes 1
EXECUTE s207 (NULL, '2026-11-20 04:00:00+00', NULL, 'system:test', 'service', 'webhook', 'service', '2026-11-20 04:00:00+00', '{01a1f71c-7600-75ae-9bd3-168f4438b11a}', '{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- says
COMMIT;
-- scenario allocation-3
-- changes 1
EXECUTE s270 ('01a1f6ae-9900-75be-98cc-b7b281cf32c4', '2026-11-20 02:00:00+00', 'planned', '2026-11-20', '1', '7', '\x7b7d', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '1', '1', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'system:test');
-- changes 0
EXECUTE s425 ('01a1f6ae-9900-75be-98cc-b7b281cf32c4', '01a1f6ae-9900-75be-98cc-b7b281cf32c4');
-- changes 1
EXECUTE s429 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-75be-98cc-b7b281cf32c4');
-- rows 1
EXECUTE s540 ('01a1f6ae-9900-75be-98cc-b7b281cf32c4');
-- changes 1
EXECUTE s270 ('01a1f6ae-9900-75be-98cc-b81784040282', NULL, 'planned', '2026-11-20', '1', '7', '\x7b7d', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '1', '1', '00000000-0000-0000-0000-000000000000', '2026-11-20 02:00:00+00', 'system:test');
-- rows 1
EXECUTE s538 ('01a1f6ae-9900-75be-98cc-b7b281cf32c4');
-- scenario listing-3
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s49 ('guoyuan');
-- changes 1
EXECUTE s32 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'guoyuan', 'broker', '示例律师事务所', 'Example Law Firm', '{340100}', '340104', '{listing_sponsorship}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '示例名单', '第一页', 'example.org/list', 'S', '2026-11-19', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1', 'guoyuan 示例律师事务所 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{1,a,am,an,aw,e,ex,f,fi,g,gu,i,ir,l,la,le,m,mp,n,o,oy,p,pl,r,rm,u,ua,uo,w,x,xa,y,yu,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,号,合,合肥,市,市示,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,路,造,造提}', '{34.,3401}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'directory.create', 'directory/guoyuan', NULL, '{"version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '91340100MA2TE2009N', NULL, '样例企业0', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{"\\x01630dcd2966c43366fdd0f216a9d8f8da982c579a4b4eac30560b4cad431528159ef9ed8151a222f9cfe4ac2f6812608c7cb541cccc79bef7475676abad9bdbc5bbbdf079"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x01102cc5488cbab96f4cbbdf7821941133519f531659ee20b9b44062ef312e3e9e4522e9bc9ef71e"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97799c6ed536', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393734623163373036316134222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '', '', '');
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s49 ('guoyuan');
-- rows 0
EXECUTE s219 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '50');
-- changes 1
EXECUTE s211 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'neeq', '2023', 'guoyuan', 'reserve', '2026-01-05', '2026-01-05', NULL, 'standard', '0', 't', '2026-01-05', NULL, 'typical', '{}', NULL, '1', '2026-11-20 02:00:00+00', 'owner-61a4', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('2', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-97c378267b1b', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.listing.case_opened.v1', 'lst_01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- changes 2
EXECUTE s1;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s25 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '91340100MA2TE2017H', NULL, '样例企业1', '340104', '6510', '2019-03-15', '1', '1', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00');
-- rows 0
EXECUTE s106 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}');
-- changes 1
EXECUTE s112 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{"\\x01630dcd2966c433667c2be4c9061661b80bb211043a10827665b564a6ae9756313f91892daa23d4aab7383e84af6477980a89bc2a332cac541f5a06773bbed11e28da6479"}');
-- changes 1
EXECUTE s26 ('{01a1f6ae-9900-75ec-a240-97e0e179eec3}', '{1}', '{"\\xbb6de6300428dd1bc69c5e7bb09bafa25119eaa9d637602ec59cce19d1a2dda2"}', '{"\\x012f7c29e6977fa209d088b0bcfedffef2739e0be9319bf828ec52b19d7147fa6c01c46daa6b1904"}', '{"2026-11-20 02:00:00+00"}', '{system:test}');
-- changes 1
EXECUTE s82 ('1', '01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-980b1245c637', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-97e0e179eec3', 'cn.rongqiao.enterprise.created.v1', 'ent_01a1f6ae-9900-75ec-a240-97e0e179eec3', '1', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22656e74657270726973655f6964223a22656e745f30316131663661652d393930302d373565632d613234302d393765306531373965656333222c2276657273696f6e223a317d');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'huishang', '');
-- says
SET LOCAL ROLE NONE;
-- rows 0
EXECUTE s784 ('huishang', '51');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-97e0e179eec3', '', '', '');
-- rows 1
EXECUTE s228 ('01a1f6ae-9900-75ec-a240-97e0e179eec3');
-- rows 0
EXECUTE s782 ('01a1f6ae-9900-75ec-a240-97e0e179eec3', '51');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('region', NULL, '', '', '61');
-- rows 0
EXECUTE s780 ('61', '51');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('enterprise', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '', '', '');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 0
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 0
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s214 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', 'engage', 'reserve', 'engagement', 'pool', 'enterprise', 'owner-61a4', '2026-02-02', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '1', 'pool_entry', '文件 pool_entry', '\xaca698576056b1b3541e56fcc2932c93cbaf9df7748dc9e5dfad87d4834ddbae', '2026-02-02', '甲', NULL);
-- changes 1
EXECUTE s238 ('guoyuan', 'engagement', '2026-02-02', '2026-02-02', NULL, 'standard', '1', 't', NULL, 'typical', '{}', NULL, '2', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('3', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.listing.stage_entered.v1', 'lst_01a1f6ae-9900-75ec-a240-9799f0d342ff', '3', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22');
-- rows 0
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s401 ('institution', NULL, '', 'guoyuan', '');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- says
SET LOCAL ROLE NONE;
-- rows 1
EXECUTE s107 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s220 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s232 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- rows 1
EXECUTE s231 ('01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s214 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', 'investigate', 'engagement', 'due_diligence', 'agreements', 'broker', 'b-1', '2026-02-02', '2026-11-20 02:00:00+00', NULL);
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', '1', 'sponsor_agreement', '文件 sponsor_agreement', '\x5a10138539c80a6b6c1d23e718a6fda75193597c96a1397ba0228b8b9c9eac18', '2026-02-02', '甲', NULL);
-- changes 1
EXECUTE s212 ('01a1f6ae-9900-75ec-a240-9799f0d342ff', '2', '2', 'service_contracts', '文件 service_contracts', '\xc9e5459f03cd75b61eeca7f37184d0967e29957d4b5f7a405061ccba4ca1e869', '2026-02-02', '甲', NULL);
-- changes 1
EXECUTE s238 ('guoyuan', 'due_diligence', '2026-02-02', '2026-02-02', NULL, 'standard', '2', 't', NULL, 'typical', '{}', NULL, '3', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9799f0d342ff');
-- changes 1
EXECUTE s209 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s82 ('4', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s27 ('01a1f6ae-9900-75ec-a240-984959dd771d', 'rongqiao.enterprise.v1', 'ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', 'cn.rongqiao.listing.stage_entered.v1', 'lst_01a1f6ae-9900-75ec-a240-9799f0d342ff', '4', NULL, NULL, '2026-11-20 02:00:00+00', '\x7b22626f617264223a226e656571222c22626f6172645f76657273696f6e223a2232303233222c22');
-- rows 0
EXECUTE s226 ('{01a1f6ae-9900-75ec-a240-9799f0d342ff}');
-- says
SET LOCAL ROLE NONE;
-- says
COMMIT;
-- scenario pool-2
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 0
EXECUTE s49 ('example-firm');
-- changes 1
EXECUTE s32 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'example-firm', 'law_firm', '示例律师事务所', 'Example Law Firm', '{340100}', '340104', '{share_reform,legal}', '+86 551 6264 6666', '合肥市示例路 1 号', 'https://example.org/', 'office@example.org', '为股份制改造提供法律服务', NULL, '示例名单', '第一页', 'example.org/list', 'S', '2026-11-19', 'listed', NULL, '1', '2026-11-20 02:00:00+00', 'operator-1', '2026-11-20 02:00:00+00', 'operator-1', 'example firm 示例律师事务所 example law firm 合肥市示例路 1 号 为股份制改造提供法律服务', '{1,a,am,aw,e,ex,f,fi,i,ir,l,la,le,m,mp,p,pl,r,rm,w,x,xa,为,为股,事,事务,份,份制,例,例律,例路,供,供法,制,制改,务,务所,号,合,合肥,市,市示,师,师事,律,律师,律服,所,提,提供,改,改造,服,服务,法,法律,示,示例,股,股份,肥,肥市,路,造,造提}', '{34.,3401}');
-- changes 1
EXECUTE s120 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', '2026-11-20 02:00:00+00', 'operator-1', 'operator', 'directory.create', 'directory/example-firm', NULL, '{"version":1}');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s775 ('example-firm');
-- rows 1
EXECUTE s849 ('example-firm', 'expert_group');
-- changes 1
EXECUTE s291 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'expert_group', NULL, 'example-firm', '340104', 'member', 'operator', NULL, '2026-11-20', NULL, NULL, NULL, NULL, '1', '2026-11-20 02:00:00+00', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '1', NULL, 'member', 'enter', NULL, 'system:test', '2026-11-20 02:00:00+00');
-- rows 1
EXECUTE s414 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- rows 1
EXECUTE s373 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 1
EXECUTE s850 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- changes 1
EXECUTE s293 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '2', 'member', 'left', 'leave', 'own_wish', 'system:test', '2026-11-20 02:00:00+00');
-- changes 1
EXECUTE s463 ('left', '2', '2026-11-20', 'own_wish', NULL, '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- rows 2
EXECUTE s414 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- says
COMMIT;
-- scenario task
-- rows 0
EXECUTE s795 ('{cities}', 'ah-srdi-2018', 'local_policies', '2018-05-30', '2018-08-30');
-- rows 1
EXECUTE s793 ('ah-srdi', '2018-05-30', '2018-12-31', '34', '34', 'listed', 'ah-srdi', '2018-05-30', '2018-12-31');
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s519 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'ah-srdi-2018', 'nurture', 'recognised', '400', '已认定', '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s519 ('01a1f6ae-9900-75ec-a240-97483e24e8bb', 'ah-srdi-2018', 'nurture', 'recognised', '520', '已认定', '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- says
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
-- changes 1
EXECUTE s519 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', 'ah-srdi-2018', 'nurture', NULL, NULL, '已认定', '2026-11-20', '2026-11-20 02:00:00+00', 'system:test');
-- says
COMMIT;
-- rows 3
EXECUTE s794 ('ah-srdi-2018', 'nurture', '3');
-- samples
-- sample
EXECUTE s22;
-- sample
EXECUTE s20;
-- sample
EXECUTE s21;
-- sample
EXECUTE s19;
-- sample
EXECUTE s23;
-- sample
EXECUTE s24 ('{2}');
-- sample
EXECUTE s29 ('', '01a1f6ae-9900-75ec-a240-988926bf3513', '3');
-- sample
EXECUTE s30 ('', '91340100MA2TE2025C', '4');
-- sample
EXECUTE s34 ('listed', '3');
-- sample
EXECUTE s33 ('listed', '01a1f6ae-9900-7685-bb2b-7f576f322293', '3');
-- sample
EXECUTE s55 ('01a1f6ae-9900-753e-bc74-f8edb6f5983c');
-- sample
EXECUTE s59 ('listed', 'bank', '100');
-- sample
EXECUTE s61 ('listed', '{*,34.,34}', '{loan}', '100');
-- sample
EXECUTE s63 ('listed', '{律师}', '律师', 'bank', '{loan}', '100');
-- sample
EXECUTE s74 ('01a1f6ae-9900-716f-89e1-3014934b8035', '5');
-- sample
EXECUTE s76 ('submitted', '5');
-- sample
EXECUTE s75 ('submitted', '01a1f6ae-9900-716f-89e1-321da5122494', '5');
-- sample
EXECUTE s72 ('01a1f6ae-9900-716f-89e1-2de4a6850b36', '01a1f6ae-9900-716f-89e1-3548c7b6bcc5', '5');
-- sample
EXECUTE s71 ('34', '51');
-- sample
EXECUTE s68 ('3402', '01a1f6ae-9900-716f-89e1-388cdf52f469', '5');
-- sample
EXECUTE s70 ('34', 'withdrawn', '01a1f6ae-9900-716f-89e1-2de4a6850b36', '5');
-- sample
EXECUTE s69 ('34', 'withdrawn', '01a1f6ae-9900-716f-89e1-2de4a6850b36', '01a1f6ae-9900-716f-89e1-3c79004e3f63', '5');
-- sample
EXECUTE s67 ('34', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s80 ('2026-11-20 02:00:00+00', '01a1f6ae-9900-74da-adab-9c81f66eba8b', '01a1f6ae-9900-74da-adab-9c2c85072f25');
-- sample
EXECUTE s110 ('7242004219');
-- sample
EXECUTE s114 ('2026-11-24 00:45:44.701887+00', '{50}', '{cn.rongqiao.enterprise.erased.v1,cn.rongqiao.facts.changed.v1,cn.rongqiao.need.submitted.v1,cn.rongqiao.need.withdrawn.v1,cn.rongqiao.need.decided.v1,cn.rongqiao.decision.flipped.v1,cn.rongqiao.enterprise.newly_qualifies.v1,cn.rongqiao.review.requested.v1,cn.rongqiao.review.resolved.v1,cn.rongqiao.offer.offered.v1,cn.rongqiao.offer.claimed.v1,cn.rongqiao.offer.contacted.v1,cn.rongqiao.offer.granted.v1,cn.rongqiao.offer.drawn.v1,cn.rongqiao.offer.declined.v1,cn.rongqiao.offer.expired.v1,cn.rongqiao.offer.withdrawn.v1,cn.rongqiao.offer.reassigned.v1,cn.rongqiao.offer.reminded.v1,cn.rongqiao.consent.granted.v1,cn.rongqiao.consent.revoked.v1,cn.rongqiao.allocation.finished.v1,cn.rongqiao.receivable.uploaded.v1,cn.rongqiao.receivable.amended.v1,cn.rongqiao.receivable.confirmation_requested.v1,cn.rongqiao.receivable.confirmed.v1,cn.rongqiao.receivable.disputed.v1,cn.rongqiao.receivable.lapsed.v1,cn.rongqiao.receivable.offered.v1,cn.rongqiao.receivable.declined.v1,cn.rongqiao.receivable.notified.v1,cn.rongqiao.receivable.funded.v1,cn.rongqiao.receivable.collected.v1,cn.rongqiao.receivable.released.v1,cn.rongqiao.receivable.withdrawn.v1,cn.rongqiao.receivable.reminded.v1,cn.rongqiao.supplier.invited.v1,cn.rongqiao.guarantee.reserved.v1,cn.rongqiao.guarantee.confirmed.v1,cn.rongqiao.guarantee.repaid.v1,cn.rongqiao.guarantee.released.v1,cn.rongqiao.guarantee.overdue.v1,cn.rongqiao.guarantee.claimed.v1,cn.rongqiao.guarantee.compensated.v1,cn.rongqiao.guarantee.recovered.v1,cn.rongqiao.listing.case_opened.v1,cn.rongqiao.listing.stage_entered.v1,cn.rongqiao.listing.case_ended.v1,cn.rongqiao.listing.gate_at_risk.v1,cn.rongqiao.listing.layer_changed.v1,cn.rongqiao.entitlement.opened.v1,cn.rongqiao.entitlement.closing.v1,cn.rongqiao.claim.submitted.v1,cn.rongqiao.claim.paid.v1,cn.rongqiao.claim.rejected.v1,cn.rongqiao.claim.clawed_back.v1,cn.rongqiao.pool.entered.v1,cn.rongqiao.pool.left.v1,cn.rongqiao.pool.proposed.v1,cn.rongqiao.adviser.assigned.v1,cn.rongqiao.adviser.accepted.v1,cn.rongqiao.adviser.declined.v1,cn.rongqiao.adviser.ended.v1,cn.rongqiao.activity.announced.v1,cn.rongqiao.activity.cancelled.v1,cn.rongqiao.warning.raised.v1,cn.rongqiao.warning.closed.v1,cn.rongqiao.recheck.requested.v1}', 'rongqiao.webhook', '{50}');
-- sample
EXECUTE s101;
-- sample
EXECUTE s102;
-- sample
EXECUTE s130;
-- sample
EXECUTE s126;
-- sample
EXECUTE s153 ('100');
-- sample
EXECUTE s159 ('2026-11-20 02:00:00+00', '10');
-- sample
EXECUTE s144 ('2026-11-24 00:47:28.560304+00', '10');
-- sample
EXECUTE s143 ('2026-11-20 02:00:00+00', '10');
-- sample
EXECUTE s142 ('2027-01-19 02:00:00+00', '10');
-- sample
EXECUTE s151;
-- sample
EXECUTE s166 (NULL);
-- sample
EXECUTE s135 ('2036-11-21', '10');
-- sample
EXECUTE s116 ('2026-11-20 02:00:01+00');
-- sample
EXECUTE s178;
-- sample
EXECUTE s189 ('2026-11-24 00:46:14.533271+00', '2026-11-24 00:46:14.033271+00', '500', '200');
-- sample
EXECUTE s199 ('2026-11-24 00:46:14.033271+00', '{01a20b04-3e5e-74d0-8e54-03f2e6d91a1b}', '{1}');
-- sample
EXECUTE s190 ('01a20b04-3e5e-74d0-8e54-03f2e6d91a1b', '1');
-- sample
EXECUTE s184 ('{01a1f6ae-9900-75ec-a240-b8834824cfe6}');
-- sample
EXECUTE s186 ('00000000-0000-0000-0000-000000000000', '01a20b03-f164-70fb-896a-d52fb13b4376', '20000');
-- sample
EXECUTE s185 ('{01a1f6ae-9900-75ec-a240-a5e6af5f7a3c}', '{1}');
-- sample
EXECUTE s188 ('{01a1f6ae-9900-75ec-a240-99e1c535e5cf}');
-- sample
EXECUTE s194 ('{01a20b03-fbbe-76b1-92ca-b4c10ddf8011}', '{0}', '{NULL}');
-- sample
EXECUTE s175 ('00000000-0000-0000-0000-000000000000', '01a20b03-f164-70fb-896a-d52fb13b4376');
-- sample
EXECUTE s198 ('2026-11-24 00:46:20.223812+00', 'f', '01a20b04-3e5e-74d0-8e54-03f2e6d91a1b', '1');
-- sample
EXECUTE s196 ('8', '8', '2026-11-24 00:46:20.223812+00', '01a20b04-3e5e-74d0-8e54-03f2e6d91a1b');
-- sample
EXECUTE s179;
-- sample
EXECUTE s177;
-- sample
EXECUTE s242 ('{innovation,listed,listed_reformed,passed,promoted,select,tutoring_filed}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '100');
-- sample
EXECUTE s216 ('{01a1f6ae-9900-7633-a101-cb1678495e59}', '2026-11-20 02:00:00+00');
-- sample
EXECUTE s241 ('{innovation,listed,listed_reformed,passed,promoted,select,tutoring_filed}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '01a20b03-97aa-764e-a299-8c851995bc48', '100');
-- sample
EXECUTE s223 ('2026-11-24 00:47:08.547107+00', '01a20b03-97aa-764e-a299-8c851995bc48', '100');
-- sample
EXECUTE s349 ('{01a20b03-e3ec-7293-a03a-82804c6e9399}');
-- sample
EXECUTE s346;
-- sample
EXECUTE s347;
-- sample
EXECUTE s378 ('{01a1f6ae-9900-75ec-a240-a5e6af5f7a3c}');
-- sample
EXECUTE s361 ('{bocom}', '2026-08-27 12:00:00+00');
-- sample
EXECUTE s369 ('01a1f6ae-9900-75ec-a240-c868802cc0a7', '{01a1f6ae-9900-75ec-a240-a5e6af5f7a3c}');
-- sample
EXECUTE s380 ('01a20b05-040b-71b9-8acc-89599177beb4');
-- sample
EXECUTE s355 ('01a1f6ae-9900-75ec-a240-c868802cc0a7');
-- sample
EXECUTE s409 ('01a20b05-040b-71b9-8acc-89599177beb4');
-- sample
EXECUTE s352 ('01a1f6ae-9900-75ec-a240-a5e6af5f7a3c', 'bocom');
-- sample
EXECUTE s351 ('01a20b05-c3de-73f9-8043-987bf8727868');
-- sample
EXECUTE s438 ('2026-11-20 02:00:00+00', 'owner-7a3c', 'replaced', '01a1f6ae-9900-75ec-a240-c98379569c11');
-- sample
EXECUTE s328 ('{01a1f6ae-9900-75ec-a240-c98379569c11}');
-- sample
EXECUTE s466 (NULL, '24342000000010000001', NULL, '1000001', '0', '2026-11-03', '2027-01-23', NULL, NULL, NULL, NULL, NULL, NULL, 'enterprise', NULL, NULL, '{}', 'f', '\xca12227a1b2a8f36364ebe4636ab36386d6cbe0d2b32a309e7eb7df4436f9cb2', '01a20b05-dd66-7360-b217-aa920156b53e');
-- sample
EXECUTE s473 ('01a20b05-dd66-7360-b217-aa920156b53e');
-- sample
EXECUTE s339 ('01a20b06-0541-7281-a748-d389ab85a6fc');
-- sample
EXECUTE s327 ('hefei-demo');
-- sample
EXECUTE s325 ('1000');
-- sample
EXECUTE s363 ('1000');
-- sample
EXECUTE s400 ('01a1f6ae-9900-7702-96a6-0fc614398ea4');
-- sample
EXECUTE s320 ('hefei-demo', '01a20b03-a804-71da-8685-1cee3749293c', 'hefei-demo', '01a20b03-a804-71da-8685-1cee3749293c');
-- sample
EXECUTE s367 ('hefei-demo', '01a20b03-a804-71da-8685-1d149dfab419');
-- sample
EXECUTE s326 ('anhui-demo');
-- sample
EXECUTE s343 ('01a20b03-cc38-763e-b4fd-aded8d84e99c');
-- sample
EXECUTE s322 ('2026', '2026', 'hefei-demo', NULL, NULL, NULL, NULL, 'hefei-demo', '2026', '2026', NULL, NULL, NULL, NULL);
-- sample
EXECUTE s324 ('1000');
-- sample
EXECUTE s384 ('01a20b06-a5d4-7495-95c4-de6399dff952');
-- sample
EXECUTE s412 ('01a20b06-a5d4-7495-95c4-de6399dff952');
-- sample
EXECUTE s371 ('01a20b06-b27c-7349-87b1-ccce66220767');
-- sample
EXECUTE s396 ('01a20b06-b27c-7349-87b1-ccce66220767');
-- sample
EXECUTE s342 ('01a20b06-a5d4-7495-95c4-de6399dff952');
-- sample
EXECUTE s383 ('01a20b06-b27c-7349-87b1-ccce66220767');
-- sample
EXECUTE s331 ('01a20b06-b27c-7349-87b1-ccce66220767');
-- sample
EXECUTE s336 ('01a1f6ae-9900-75ec-a240-d59577848235');
-- sample
EXECUTE s449 ('50000000', '50000000', '50000000', '2026-11-24 00:49:16.941799+00', '01a20b07-3ced-760c-91c0-adecff924c1e');
-- sample
EXECUTE s433 ('50000000', '50000000', '01a20b07-3ced-760c-91c0-adecff924c1e');
-- sample
EXECUTE s341 ('01a20b07-6a7b-7490-8a18-5b8a5f1d2bf5', '2000');
-- sample
EXECUTE s420 ('金融培训', NULL, '2026-11-25 00:49:25.114662+00', '2026-11-25 01:49:25.114662+00', '10', 'cancelled', '改期', '2', '2026-11-24 00:49:25.957182+00', '01a20b07-6a7b-7490-8a18-5b8a5f1d2bf5');
-- sample
EXECUTE s345;
-- sample
EXECUTE s334 ('open', '01a20b03-a804-71da-8685-1cee3749293c', '11');
-- sample
EXECUTE s488;
-- sample
EXECUTE s486 ('{01a1f6ae-9900-73c7-a5e4-bd4507ea6bde}', 'match');
-- sample
EXECUTE s489 ('handler_failed', 'again', '4', '2026-11-20 02:00:00+00', 'match', '01a1f6ae-9900-738b-b625-f7fd4875beb9');
-- sample
EXECUTE s485 ('open', '100');
-- sample
EXECUTE s487 ('{01a1f6ae-9900-75ec-a240-97799c6ed536}', 'rongqiao.match');
-- sample
EXECUTE s525 ('2');
-- sample
EXECUTE s541;
-- sample
EXECUTE s543 ('2026-11-24 00:46:04.718002+00', '{01a20b04-0e43-778e-bb8e-cb0322370efb}');
-- sample
EXECUTE s545 ('34', 'passed', '10');
-- sample
EXECUTE s546 ('paid', '01a1f6ae-9900-76da-a75c-fd688ace2976', '10');
-- sample
EXECUTE s544 ('2026', '2026', '', '10');
-- sample
EXECUTE s549 ('{01a1f6ae-9900-75ec-a240-9ce10a2ffe7a}');
-- sample
EXECUTE s551 ('{}', '3');
-- sample
EXECUTE s550 ('{01a1f6ae-9900-75ec-a240-974b1c7061a4}');
-- sample
EXECUTE s548 ('{01a1f6ae-9900-75ec-a240-9ce10a2ffe7a}');
-- sample
EXECUTE s554 ('2026-11-20 02:01:00+00', '\x0101010101010101010101010101010101010101010101010101010101010101');
-- sample
EXECUTE s560 ('anhui-demo', 'anhui-demo', 'anhui-demo', '10');
-- sample
EXECUTE s913;
-- sample
EXECUTE s567 ('0', '{cn.rongqiao.facts.changed.v1,cn.rongqiao.match.requested.v1,cn.rongqiao.need.amended.v1,cn.rongqiao.need.submitted.v1}', '2026-11-20 02:00:00.010000+00', 'rongqiao.match', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-a0999e1e20d1', '2');
-- sample
EXECUTE s569 ('{01a1f6ae-9900-75ec-a240-99a8f898c60d}', '2026-11-20', '2026-11-20 02:00:00.010000+00');
-- sample
EXECUTE s564 ('2', '1');
-- sample
EXECUTE s562;
-- sample
EXECUTE s571 ('anhui', '34');
-- sample
EXECUTE s582 ('tax', '2');
-- sample
EXECUTE s583 ('{01a1f6ae-9900-75ec-a240-a9f8d020f698}');
-- sample
EXECUTE s589;
-- sample
EXECUTE s592 ('{innovation,listed,listed_reformed,passed,promoted,select,tutoring_filed}', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '2026-11-20 01:00:00+00', '{ah-srdi.listed,ah-star.listed,ah-star.listed_reformed,ipo.passed,ipo.tutoring_filed,neeq.innovation,neeq.listed,neeq.promoted,neeq.select}', '2026-11-20 01:00:00+00', '100');
-- sample
EXECUTE s593 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s596;
-- sample
EXECUTE s599;
-- sample
EXECUTE s601 ('34', '51');
-- sample
EXECUTE s600 ('01a1f6ae-9900-75ec-a240-97799c6ed536', '51');
-- sample
EXECUTE s603 ('{01a1f6ae-9900-75ec-a240-984959dd771d}', '1000');
-- sample
EXECUTE s602 ('{01a1f6ae-9900-75ec-a240-984959dd771d}', '01a1f6ae-9900-75ec-a240-a7fd82fe67f9', '1000');
-- sample
EXECUTE s607 ('{ent_01a1f6ae-9900-75ec-a240-9730658eec67}');
-- sample
EXECUTE s604 ('{01a1f6ae-9900-75ec-a240-98dc21ecd075}');
-- sample
EXECUTE s608 ('huishang', '01a1f6ae-9900-75ec-a240-974b1c7061a4', 'huishang');
-- sample
EXECUTE s609 ('credit_line', '41', ':ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '1000');
-- sample
EXECUTE s610 ('credit_line', 'huishang:ent_01a1f6ae-9900-75ec-a240-974b1c7061a4', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-984959dd771d}', '{16000000}');
-- sample
EXECUTE s613 ('61', '51');
-- sample
EXECUTE s612 ('3401', 'done', '51');
-- sample
EXECUTE s914 ('2026-11-30');
-- sample
EXECUTE s621 ('hefei-demo');
-- sample
EXECUTE s620 ('hefei-demo', 'hefei-demo');
-- sample
EXECUTE s628 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '500');
-- sample
EXECUTE s624 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'court', '51');
-- sample
EXECUTE s626 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-c89e4e42719c', '2');
-- sample
EXECUTE s623 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'social_insurance', '2026-11-20', '51');
-- sample
EXECUTE s622 ('{01a1f6ae-9900-75ec-a240-9730658eec67}', '{01a1f6ae-9900-75ec-a240-c89e4e42719c}', '21');
-- sample
EXECUTE s625 ('2026-11-20', '340202', '51');
-- sample
EXECUTE s627 ('2', '01a1f6ae-9900-75ec-a240-9730658eec67', 'credit.current_overdue', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- sample
EXECUTE s910;
-- sample
EXECUTE s629 ('01a1f6ae-9900-75ec-a240-9830f2d0d723', '3');
-- sample
EXECUTE s630 ('\x655101a7636ae407ad54e72cf867f93a0fc6f446a637bd01d1e831fe98971046', '\x07609ce06d8aa80a899a6d2c5a5818e19e4200712c842100cf052d36dd343200');
-- sample
EXECUTE s631 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s633 ('', 'reserve', 'law_firm', '200');
-- sample
EXECUTE s635 ('law_firm', '{law_firm}');
-- sample
EXECUTE s632 ('{01a1f6ae-9900-75ec-a240-984959dd771d}', 'law_firm');
-- sample
EXECUTE s636;
-- sample
EXECUTE s637;
-- sample
EXECUTE s641 ('32MB');
-- sample
EXECUTE s638 ('01aa029e-5900-7362-aa0a-c45e59cdd613', '01a1f6ae-9900-75ec-a240-9d73886be33f', '1', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1', '\xd37bfe7d1ca88ca508ae0ae1a79def0cfd2882befb974ee2086e483e1261e310', '1', '1', '2', '2025-07-08 02:00:00+00', '2025-07-08', '12', '0', '6', '6', '\x7b22636f6e73696465726564223a2237633730303139303032222c22636f756e7473223a7b22636f', '\xb388422979f34cadd0198043bf88cb92', '01aa029e-5900-7362-aa0a-c307eb922024', NULL, '2026-11-24 00:48:17.357912+00');
-- sample
EXECUTE s644 ('2026-11-20 02:00:00+00', '2026-11-20 02:00:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s654 ('open', 'event_data');
-- sample
EXECUTE s656 ('open', 'handler_failed', '4');
-- sample
EXECUTE s653 ('open', '01a20b04-2a83-7279-9c1f-ea6f5848230c');
-- sample
EXECUTE s655 ('open', '01a20b04-2a83-7279-9c1f-ea6f5848230c', '100');
-- sample
EXECUTE s652;
-- sample
EXECUTE s657;
-- sample
EXECUTE s658 ('{01a1f6ae-9900-75ec-a240-9730658eec67}');
-- sample
EXECUTE s664 ('01a1f6ae-9900-75ec-a240-a5e6af5f7a3c', 'bocom');
-- sample
EXECUTE s666 ('f', 'f', '51');
-- sample
EXECUTE s665 ('f', 'f', 'bocom', '2026-11-20 02:00:00+00', '51');
-- sample
EXECUTE s662 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'bocom', '2026-11-20 02:00:00+00');
-- sample
EXECUTE s667 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'bocom', '2026-11-20 02:00:00+00', '51');
-- sample
EXECUTE s669;
-- sample
EXECUTE s918;
-- sample
EXECUTE s668;
-- sample
EXECUTE s670 ('{01a1f6ae-9900-75ec-a240-9c0b6ac9e85c}');
-- sample
EXECUTE s671 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s672 ('2026-11-20', '{1,31,61,91}', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s673 ('2026-11-20', '{1,31,61,91}', '01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- sample
EXECUTE s674 ('done', '2036-11-21 02:00:00+00', '{"claims":0,"claims_withdrawn":0,"dead_letters":0,"facts_versions":1,"kept_answers":0,"listing_cases":0,"memberships_ended":0,"monitoring":0,"needs_withdrawn":1,"pools":0,"receivables":0,"receivables_withdrawn":0,"runs":1,"untold_gains":0,"warnings_ended":0,"webhooks":0,"words":0}', '01a1f6ae-9900-75ec-a240-caa2366eaa17');
-- sample
EXECUTE s681;
-- sample
EXECUTE s928;
-- sample
EXECUTE s929;
-- sample
EXECUTE s685 ('test-bank', '2026-11-19 16:00:00+00', '\x25137aad0899dc2ab5d2b92712947b7ae452e26e136faea55e1be89600ffa13c');
-- sample
EXECUTE s684;
-- sample
EXECUTE s686 ('00000000-0000-0000-0000-000000000000', '1000');
-- sample
EXECUTE s687 ('2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-a5453f4347e4}');
-- sample
EXECUTE s698 ('sn-ladder', '61', '51');
-- sample
EXECUTE s700 ('', '1001');
-- sample
EXECUTE s719 ('01a1f6ae-9900-755d-8b36-a2381cbc1b9f', '3');
-- sample
EXECUTE s718 ('01a1f6ae-9900-755d-8b36-a2381cbc1b9f', '01a1f6ae-9900-755d-8b36-a429e54c31d2', '3');
-- sample
EXECUTE s720;
-- sample
EXECUTE s721 (NULL, '2026-11-20 02:00:00+00', NULL, 'token', 'enterprise', 'facts', 'party', '2026-11-20 02:00:00+00', '{01a1f6ae-9900-75ec-a240-974b1c7061a4}', '{01a1f6ae-9900-75ec-a240-9730658eec67}', '91340100MA2TE2009N');
-- sample
EXECUTE s732 ('01a1f6ae-9900-7488-9407-2d3a8f26add4', '2026-11-20 02:00:00+00');
-- sample
EXECUTE s733 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-974b1c7061a4', '51');
-- sample
EXECUTE s734 ('\x3dceb1b342ffc8df8597ff697f5645951c6ce5895d6e5c2ccffdde9beb849eb6');
-- sample
EXECUTE s735 ('2026-11-20 02:00:00+00', '\x3dceb1b342ffc8df8597ff697f5645951c6ce5895d6e5c2ccffdde9beb849eb6');
-- sample
EXECUTE s736 ('{01a1f6ae-9900-75ec-a240-97c378267b1b,01a1f6ae-9900-75ec-a240-9830f2d0d723,01a1f6ae-9900-75ec-a240-9830f2d0d723}');
-- sample
EXECUTE s740 ('01a1f6ae-9900-75ec-a240-dc3caed2b2d7', '01a1f6ae-9900-75ec-a240-e6f5176d8cda', '101');
-- sample
EXECUTE s747 ('{01a1f6ae-9900-75ec-a240-c868802cc0a7}', 'bocom');
-- sample
EXECUTE s746 ('01a1f6ae-9900-75ec-a240-c868802cc0a7', 'bocom', 'cdb-not', '101');
-- sample
EXECUTE s745 ('01a1f6ae-9900-75ec-a240-c868802cc0a7', 'bocom');
-- sample
EXECUTE s748 ('{01a1f6ae-9900-75ec-a240-b2a819b97260}');
-- sample
EXECUTE s749 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- sample
EXECUTE s755 ('failed', '2026-11-20 02:00:00.001000+00', '01a1f6ae-9900-759b-bec1-e47953178291');
-- sample
EXECUTE s754 ('01a1f6ae-9900-759b-bec1-e47783f45deb', '{failed,discarded}', '9');
-- sample
EXECUTE s751 ('01a1f6ae-9900-759b-bec1-e47783f45deb', '{delivered,failed,discarded}', '2026-11-20 02:00:00+00', '2026-11-20 02:00:00.030000+00', '9');
-- sample
EXECUTE s750;
-- sample
EXECUTE s757;
-- sample
EXECUTE s758;
-- sample
EXECUTE s759 ('2026-11-20 02:00:03+00');
-- sample
EXECUTE s761 ('', '2026-12-08 16:00:00+00', '{0,2,4,6}', 'monthly', '2026-11-01', '2026-11-01', 'enterprise', 'month', '2026-11-01', '2026-12-08', '2026-12-08 16:00:00+00');
-- sample
EXECUTE s763 ('abc', '51');
-- sample
EXECUTE s764 ('51');
-- sample
EXECUTE s773 ('2026', '', 'ah-srdi', '501');
-- sample
EXECUTE s774 ('51');
-- sample
EXECUTE s776 ('listed', '{ch,ds,no,or,rd,su,uc,wo}', 'no', 'such', 'words', '500');
-- sample
EXECUTE s777 ('1');
-- sample
EXECUTE s779 ('verified', '2', 'lease/L-1', '1000000000', NULL, NULL, NULL, NULL, '2026-11-20 02:00:00+00', 'county-1', '01a1f6ae-9900-75ec-a240-97c378267b1b');
-- sample
EXECUTE s778 ('01a1f6ae-9900-7534-9215-ed1789aa501e', 'title/srdi_province');
-- sample
EXECUTE s781 ('neeq', '10');
-- sample
EXECUTE s783 ('t', '10');
-- sample
EXECUTE s785 ('listed', '{合肥,律师}', '合肥', '律师', '{*,1101.,11,1101}', '101');
-- sample
EXECUTE s786 ('01a1f6ae-9900-75ec-a240-974b1c7061a4');
-- sample
EXECUTE s787 ('01a1f6ae-9900-75ec-a240-97799c6ed536');
-- sample
EXECUTE s788 ('{01a1f6ae-9900-75ec-a240-99a8f898c60d}');
-- sample
EXECUTE s917 ('2026-11-20');
-- sample
EXECUTE s789 ('', 'reserve', 'law_firm', '01a1f6ae-9900-75ec-a240-984959dd771d', '1');
-- sample
EXECUTE s931;
-- sample
EXECUTE s796 ('34', 'contacted', '3', '51');
-- sample
EXECUTE s797 ('340104', '51');
-- sample
EXECUTE s801 ('3402', '2026', '10');
-- sample
EXECUTE s927 ('01a1f6ae-9900-75ec-a240-9bfc345aa92c');
-- sample
EXECUTE s803 ('1');
-- sample
EXECUTE s802 ('01a1f6ae-9900-7702-96a6-0fc614398ea4');
-- sample
EXECUTE s804 ('01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '01a1f6ae-9900-75ec-a240-9730658eec67', '201');
-- sample
EXECUTE s805 ('law_firm', 'law_firm', 'firm-0', '2');
-- sample
EXECUTE s806;
-- sample
EXECUTE s808 ('2026-11-20', '2027-02-18', '1000');
-- sample
EXECUTE s810 ('2026-11-20', '2027-02-18', '1000');
-- sample
EXECUTE s807 ('2027-10-02', '2027-12-31', '01a1f6ae-9900-75ec-a240-9b849035a093', '1000');
-- sample
EXECUTE s809 ('2026-11-20', '2027-02-18', '01a1f6ae-9900-75ec-a240-9730658eec67', '1000');
-- sample
EXECUTE s811;
-- sample
EXECUTE s813 ('3401', 'submitted', '3');
-- sample
EXECUTE s812 ('3401', 'submitted', '01a1f6ae-9900-75ec-a240-9ae902ccc591', '3');
-- sample
EXECUTE s824 ('01a1f6ae-9900-75ec-a240-9c480f2087ef');
-- sample
EXECUTE s822 ('9223372036854775807', '01a1f6ae-9900-75ec-a240-9c480f2087ef');
-- sample
EXECUTE s823 ('01a1f6ae-9900-75ec-a240-9c480f2087ef');
-- sample
EXECUTE s825 ('open', 'handler_failed', '01a1f6ae-9900-75ec-a240-9730658eec67', '2');
-- sample
EXECUTE s827 ('', 'reserve', '200');
-- sample
EXECUTE s826 ('3401', 'reserve', '01a1f6ae-9900-75ec-a240-97799c6ed536', '100');
-- sample
EXECUTE s828;
-- sample
EXECUTE s829 ('00000000-0000-0000-0000-000000000000', '1000');
-- sample
EXECUTE s830 ('340202', 'f', 'f', '51');
-- sample
EXECUTE s831 ('hefei-fund', '2');
-- sample
EXECUTE s912;
-- sample
EXECUTE s832;
-- sample
EXECUTE s834;
-- sample
EXECUTE s833 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s835 ('\x01630dcd2966c433660266a7f46e44b63b02b2b78d5d4d3b08512e70932d5366bfe98fbe660e4e51a1b4d64504aab161bffc772ec71bc85cebfffe1a507302d581ce1e1016', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s837 ('2026-11-21 02:10:00+00', '01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s922;
-- sample
EXECUTE s838 ('01a1f6ae-9900-75ec-a240-a0f3f39168d0', '2026-11-21');
-- sample
EXECUTE s840 ('01a1f6ae-9900-75ec-a240-9730658eec67');
-- sample
EXECUTE s842 ('\x5b5b22656e74657270726973652e6261636b776172645f6361706163697479222c66616c73652c22', '01a1f6ae-9900-75ec-a240-9799f0d342ff', '1');
-- sample
EXECUTE s841;
-- sample
EXECUTE s924;
-- sample
EXECUTE s843 ('reserve', '4');
-- sample
EXECUTE s844;
-- sample
EXECUTE s911;
-- sample
EXECUTE s845 ('01a1f6ae-9900-75ec-a240-9730658eec67', 'enterprise', 'month');
-- sample
EXECUTE s848 ('rongqiao.match');
-- sample
EXECUTE s851 ('01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s855 ('00000000-0000-0000-0000-000000000000', '500');
-- sample
EXECUTE s858 ('340104', 'red', '51');
-- sample
EXECUTE s859;
-- sample
EXECUTE s926;
-- sample
EXECUTE s865 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '51');
-- sample
EXECUTE s864 ('01a1f6ae-9900-75ec-a240-974b1c7061a4', '01a1f6ae-9900-75ec-a240-9cfe39364c0c', '3');
-- sample
EXECUTE s866 ('01a1f6ae-9900-75ec-a240-9c95779c3440', '51');
-- sample
EXECUTE s867 ('3402', '01a1f6ae-9900-75ec-a240-9730658eec67', '51');
-- sample
EXECUTE s932;
-- sample
EXECUTE s868 ('01a1f6ae-a0d0-70de-8d5f-8f6a34616796');
-- sample
EXECUTE s869 ('bocom', '51');
-- sample
EXECUTE s870 ('34', '01a1f6ae-9900-75ec-a240-c868802cc0a7', '01a1f6ae-9900-75ec-a240-d59577848235', '101');
-- sample
EXECUTE s871 ('3401', '01a1f6ae-9900-75ec-a240-97799c6ed536', '51');
-- sample
EXECUTE s923;
-- sample
EXECUTE s875 ('34');
-- sample
EXECUTE s876 ('34', '00000000-0000-0000-0000-000000000000', '1000');
-- sample
EXECUTE s878 ('91340100MA2TE2X176');
-- sample
EXECUTE s877 ('91340100MA2TE2X176');
-- sample
EXECUTE s879 ('2026-07-01', '2027-06-01');
-- sample
EXECUTE s925 ('abc-anhui-diya-edai');
-- sample
EXECUTE s880 ('2026-07-01', '2027-06-01');
-- sample
EXECUTE s881 ('2026-07-01', '2027-06-01');
-- sample
EXECUTE s882 ('2025-11-20 02:00:00+00', '019a99d7-1100-0000-0000-000000000000');
-- sample
EXECUTE s883 ('2025-11-20 02:00:00+00', '019a99d7-1100-0000-0000-000000000000', '019a99d7-1100-0000-0000-000000000000', '1000');
-- sample
EXECUTE s884 ('01a1f6ae-9900-75ec-a240-aad48ec9a0b2', 'bocom');
-- sample
EXECUTE s885 ('pool', '01a1f6ae-9900-75ec-a240-d59577848235', NULL);
-- sample
EXECUTE s890;
-- sample
EXECUTE s888 ('4', 'all', '2026-07-01', '2027-06-01', '34');
-- sample
EXECUTE s889 ('2', 'all', '2026-07-01', '2027-06-01');
-- sample
EXECUTE s893 ('{small_loan,farm_loan}', '{small_loan,farm_loan}', 'hefei-demo');
-- sample
EXECUTE s921 ('small_loan');
-- sample
EXECUTE s898 ('01a1f6ae-9900-75ec-a240-9b849035a093');
-- sample
EXECUTE s899;
-- sample
EXECUTE s920;
-- sample
EXECUTE s915 ('01a20b09-7bf2-747a-8151-e697ce14c231', '01a1f6ae-9900-75ec-a240-d6762f643a32');
-- sample
EXECUTE s916 ('bocom', '01a20b09-7bf2-747a-8151-e697ce14c231');
-- sample
EXECUTE s930 ('2974000000', '2974000000', '2974000000');
-- sample
EXECUTE s900;
-- sample
EXECUTE s919;
