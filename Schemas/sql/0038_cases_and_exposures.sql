-- How institutions decide of whom in one city or county is summed from the cases there: without it all cases of the
-- months asked for are looked at, and those of one place are few of them.
CREATE INDEX offer_case_by_place ON offer_case (region text_pattern_ops, month);

-- Who has paid for an enterprise by a guarantee, and has not yet given up what it is owed back, is exposed to it more
-- than before; the other sides of the guarantee, the bank among them, stay exposed as long. Otherwise as it was.
CREATE OR REPLACE FUNCTION tenant_is_exposed(enterprise uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
      SELECT FROM consent c WHERE c.enterprise_id = enterprise AND c.revoked_at IS NULL
        AND c.institution = tenant_setting('institution'))
    AND (
      EXISTS (
        SELECT FROM offer o WHERE o.enterprise_id = enterprise AND o.state = 'drawn'
          AND o.institution = tenant_setting('institution'))
      OR EXISTS (
        SELECT FROM guarantee g WHERE g.enterprise_id = enterprise
          AND (g.is_live OR g.state IN ('compensated', 'share_claimed', 'recovering'))
          AND tenant_setting('institution') IN (g.guarantor, g.bank, g.re_guarantor))
      OR EXISTS (
        SELECT FROM receivable_financing f WHERE f.enterprise_id = enterprise AND f.state = 'funded'
          AND f.institution = tenant_setting('institution')))
$$;
