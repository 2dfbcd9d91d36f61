-- Who read what of an enterprise outside of an offer: those who oversee, the systems of the operator, the other party
-- of a claim, and institutions that a consent lets see warnings. The enterprise is shown it beside `access_entry`,
-- which stays as it is: what an institution read through an offer. Never changed.
--
-- No foreign keys: they would have a read lock, and so write, every enterprise that it shows. Enterprises and consents
-- are never deleted.
CREATE TABLE enterprise_read (
  id uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL,
  -- That which let an institution read; null for others.
  consent_id uuid,
  -- Code of an institution, identifier of an enterprise or region of an operator; null for those who stand for none.
  organisation text CONSTRAINT enterprise_read_organisation CHECK (length(organisation) BETWEEN 1 AND 200),
  -- Subject of the token, never a person's name.
  reader text NOT NULL CONSTRAINT enterprise_read_reader CHECK (length(reader) BETWEEN 1 AND 200),
  reader_role text NOT NULL CONSTRAINT enterprise_read_role CHECK (
    reader_role IN ('enterprise', 'liaison', 'liaison_manager', 'operator', 'auditor', 'service')),
  -- The kind of document; `ReadDocument` has them.
  document text NOT NULL CONSTRAINT enterprise_read_document CHECK (document ~ '^[a-z][a-z_]{0,63}$'),
  -- What let the reader read: a consent, the oversight of the region, an audit, the service's own work, or that they are
  -- the other party.
  basis text NOT NULL CONSTRAINT enterprise_read_basis CHECK (
    basis IN ('consent', 'oversight', 'audit', 'service', 'party')),
  read_at timestamptz NOT NULL
);

CREATE INDEX enterprise_read_by_enterprise ON enterprise_read (enterprise_id, id);

CREATE TRIGGER enterprise_read_only_appended AFTER UPDATE OR DELETE OR TRUNCATE ON enterprise_read
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE enterprise_read ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON enterprise_read USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN
    organisation = tenant_setting('institution') AND reader_role IN ('liaison', 'liaison_manager')
  WHEN 'region' THEN EXISTS (
    SELECT FROM enterprise seen WHERE seen.id = enterprise_read.enterprise_id OFFSET 0)
  ELSE false END);

SELECT grant_tenant_rights();
