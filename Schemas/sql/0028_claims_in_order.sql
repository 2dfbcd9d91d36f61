-- Lists of receivables, of money on them and of guarantees by a state that few are in, and sums over what ended
-- in a year, without reading a table from end to end; and the day on which a drawn loan falls due.

CREATE INDEX receivable_by_state ON receivable (state, id);
-- Those that wait for a person to look at them.
CREATE INDEX receivable_held_open ON receivable (id) WHERE held_for <> '{}' AND reviewed_at IS NULL;
CREATE INDEX receivable_financing_by_state ON receivable_financing (state, id);
CREATE INDEX guarantee_by_state ON guarantee (state, id);
CREATE INDEX guarantee_ended_on ON guarantee (guarantor, ended_on) WHERE ended_on IS NOT NULL;

-- Null for what was drawn before, and for what nobody named a day of.
ALTER TABLE offer ADD COLUMN matures_on date CONSTRAINT offer_matures_after CHECK (matures_on > drawn_on);

CREATE INDEX offer_maturing ON offer (matures_on, id) WHERE state = 'drawn';

SELECT grant_tenant_rights();
