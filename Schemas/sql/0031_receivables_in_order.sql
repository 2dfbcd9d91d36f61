-- Receivables: what a policy wants looked at strictly, and the days of money in their order.

-- The new rule admits all that the old one did.
ALTER TABLE receivable
  DROP CONSTRAINT receivable_held_for,
  ADD CONSTRAINT receivable_held_for CHECK (held_for <@ ARRAY['near', 'split', 'crowd', 'strict']);

-- The debtor is told, then the registry is asked, then the claim is registered, then money goes out. Days
-- that were written before this rule stay; whoever changes one keeps the order. A look into the registry may
-- be renewed after the registration, before the money.
CREATE FUNCTION financing_days_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.registry_queried_on < NEW.notified_on OR NEW.funded_on < NEW.registry_queried_on
    OR NEW.funded_on < (NEW.registered_at AT TIME ZONE 'Asia/Shanghai')::date THEN
    RAISE check_violation USING MESSAGE = 'notice, query, registration and money come in this order',
      CONSTRAINT = 'receivable_financing_days', TABLE = 'receivable_financing';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER receivable_financing_days AFTER UPDATE ON receivable_financing
  FOR EACH ROW WHEN (
    (OLD.notified_on, OLD.registry_queried_on, OLD.registered_at, OLD.funded_on)
      IS DISTINCT FROM (NEW.notified_on, NEW.registry_queried_on, NEW.registered_at, NEW.funded_on))
  EXECUTE FUNCTION financing_days_in_order();

SELECT grant_tenant_rights();
