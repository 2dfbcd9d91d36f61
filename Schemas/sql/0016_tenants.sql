-- Row-level security: a transaction that acts for a tenant runs as the role rongqiao_tenant and says by
-- settings whose it is. It sees that tenant's rows, whatever its statements ask, and of what belongs to
-- nobody what anybody may read. The service itself, which owns the tables, is not bound by policies.
--
-- Settings, all of one transaction:
--   rongqiao.kind         enterprise, institution, region or country; else no rows
--   rongqiao.enterprise   the identifier of the enterprise, or
--   rongqiao.uscc         its credit code before it is registered
--   rongqiao.institution  the institution's code
--   rongqiao.region       what all regions of an operator begin with

CREATE FUNCTION tenant_setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  'SELECT nullif(current_setting(''rongqiao.'' || name, true), '''')';

ALTER TABLE enterprise ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON enterprise USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN id = tenant_setting('enterprise')::uuid OR uscc = tenant_setting('uscc')
  WHEN 'region' THEN starts_with(region, tenant_setting('region'))
  ELSE false END);

-- The enterprise that a transaction is of. Reads under the policy above, and so gives no other's.
CREATE FUNCTION tenant_enterprise() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  'SELECT coalesce(tenant_setting(''enterprise'')::uuid,
     (SELECT id FROM enterprise WHERE uscc = tenant_setting(''uscc'')))';

-- What belongs to an enterprise, and to whoever oversees its region. `OFFSET 0` has the owner of each row
-- looked up: a planner that is free to may read all enterprises first.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'facts_version', 'need', 'match_run', 'decision_flip', 'review', 'referral']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        CASE tenant_setting(''kind'')
        WHEN ''country'' THEN true
        WHEN ''enterprise'' THEN enterprise_id = (SELECT tenant_enterprise())
        WHEN ''region'' THEN EXISTS (
          SELECT FROM enterprise seen WHERE seen.id = %1$I.enterprise_id OFFSET 0)
        ELSE false END)', name);
  END LOOP;
  -- What an institution has of an enterprise stands beside it.
  FOREACH name IN ARRAY ARRAY['offer', 'consent', 'access_entry']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        CASE tenant_setting(''kind'')
        WHEN ''country'' THEN true
        WHEN ''enterprise'' THEN enterprise_id = (SELECT tenant_enterprise())
        WHEN ''institution'' THEN institution = tenant_setting(''institution'')
        WHEN ''region'' THEN EXISTS (
          SELECT FROM enterprise seen WHERE seen.id = %1$I.enterprise_id OFFSET 0)
        ELSE false END)', name);
  END LOOP;
END $$;

ALTER TABLE webhook_endpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON webhook_endpoint USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN organisation = (SELECT 'ent_' || tenant_enterprise())
  WHEN 'institution' THEN organisation = tenant_setting('institution')
  ELSE false END);

-- What is part of something is seen with it.
DO $$
DECLARE part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('need_version', 'need', 'need_id'), ('need_rematch', 'need', 'need_id'),
    ('review_step', 'review', 'review_id'), ('offer_step', 'offer', 'offer_id'),
    ('offer_pause', 'offer', 'offer_id'),
    ('webhook_delivery', 'webhook_endpoint', 'endpoint_id'),
    ('webhook_attempt', 'webhook_delivery', 'delivery_id')) AS t (name, whole, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part.name);
    EXECUTE format(
      'CREATE POLICY tenant ON %1$I USING (
        EXISTS (SELECT FROM %2$I whole WHERE whole.id = %1$I.%3$I OFFSET 0))',
      part.name, part.whole, part.key);
  END LOOP;
END $$;

-- Makes the role, which belongs to the whole server, and gives it its rights in this database; a backup
-- of one database has neither. Callers need CREATEROLE, unless somebody made the role for them and let
-- them be members of it. It may read what policies bind, and lock it (which asks for the right to update
-- a column); what has neither a policy nor a place in the list below is the service's alone. To be called
-- again by every migration that brings a policy.
CREATE FUNCTION grant_tenant_rights() RETURNS void LANGUAGE plpgsql AS $$
DECLARE bound regclass;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rongqiao_tenant') THEN
      CREATE ROLE rongqiao_tenant NOLOGIN;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- Another database of this server made it at the same time.
    NULL;
  END;
  IF NOT pg_has_role(current_user, 'rongqiao_tenant', 'MEMBER') THEN
    EXECUTE format('GRANT rongqiao_tenant TO %I', current_user);
  END IF;
  FOR bound IN SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY oid
  LOOP
    EXECUTE format('GRANT SELECT ON %s TO rongqiao_tenant', bound);
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = bound AND attname = 'updated_at') THEN
      EXECUTE format('GRANT UPDATE (updated_at) ON %s TO rongqiao_tenant', bound);
    END IF;
  END LOOP;
  -- Anybody may read these.
  GRANT SELECT ON catalog_version, catalog_product, product, product_version, policy_version,
    document, directory_entry, pause TO rongqiao_tenant;
END $$;

SELECT grant_tenant_rights();

-- Institutions of the catalog may have an underscore in their code, and one may be paused. The new rule
-- admits all that the old one did.
ALTER TABLE pause DROP CONSTRAINT pause_target,
  ADD CONSTRAINT pause_target CHECK (target ~ '^[a-z0-9][a-z0-9_-]{0,63}$');
