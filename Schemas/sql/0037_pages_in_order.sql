-- What became of the offers of each institution is summed from an index alone: a row of an offer is some five times
-- as wide, and a province has hundreds of thousands of them.
DROP INDEX offer_by_institution_state;
CREATE INDEX offer_by_institution_state ON offer (institution, state, id)
  INCLUDE (enterprise_id, granted_fen, drawn_fen);
