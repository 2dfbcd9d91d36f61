-- Listing cases are watched without a target, too, and layers on the day that time turns them: what was to be looked
-- at no more is looked at once, and says itself when to look again.
UPDATE listing_account SET due_at = now() WHERE due_at IS NULL;
