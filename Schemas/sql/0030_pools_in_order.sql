-- Hosts of activities see the institutions that they invited; members of pools that are to be looked at wait in an
-- order; an adviser may be for a listing case; what a ladder counts of its quota; and reads of all of it without
-- reading a table from end to end.

-- Where its activity is held: an activity stays in its region. By the activity itself, whoever writes the guest.
ALTER TABLE activity_guest ADD COLUMN region text;
UPDATE activity_guest g SET region = a.region FROM activity a WHERE a.id = g.activity_id;
ALTER TABLE activity_guest
  ALTER COLUMN region SET NOT NULL,
  ADD CONSTRAINT activity_guest_region CHECK (region ~ '^[0-9]{6}$');

CREATE FUNCTION place_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.region := (SELECT region FROM activity WHERE id = NEW.activity_id);
  RETURN NEW;
END
$$;

CREATE TRIGGER activity_guest_place BEFORE INSERT ON activity_guest
  FOR EACH ROW EXECUTE FUNCTION place_guest();

-- An institution that is invited is seen by those who oversee the region of the activity.
DROP POLICY tenant ON activity_guest;
CREATE POLICY tenant ON activity_guest USING (
  CASE tenant_setting('kind')
  WHEN 'country' THEN true
  WHEN 'enterprise' THEN enterprise_id = (SELECT tenant_enterprise())
  WHEN 'institution' THEN institution = tenant_setting('institution')
  WHEN 'region' THEN CASE WHEN enterprise_id IS NULL THEN starts_with(region, tenant_setting('region'))
    ELSE EXISTS (SELECT FROM enterprise seen WHERE seen.id = activity_guest.enterprise_id OFFSET 0) END
  ELSE false END);

-- When a member that is an enterprise is to be placed on the ladder anew; null when only a change can make it so.
-- What a program of the release before lets in is due at once.
ALTER TABLE pool_member ADD COLUMN due_at timestamptz DEFAULT now();

CREATE INDEX pool_member_due ON pool_member (due_at, enterprise_id)
  WHERE state = 'member' AND enterprise_id IS NOT NULL;
CREATE INDEX pool_member_by_state ON pool_member (state, id);
CREATE INDEX pool_member_by_rung ON pool_member (rung, id) WHERE rung IS NOT NULL;

-- The listing case of the member that the adviser is for; null for all of them.
ALTER TABLE adviser_assignment
  ADD COLUMN case_id uuid CONSTRAINT adviser_assignment_case REFERENCES listing_case (id);

CREATE INDEX adviser_by_kind ON adviser (kind, institution);
CREATE INDEX adviser_assignment_by_state ON adviser_assignment (state, id);
-- Who declined a member already.
CREATE INDEX adviser_assignment_by_member ON adviser_assignment (member_id, kind);

CREATE INDEX listing_target_by_year ON listing_target (year, board, region);

-- What was told last of each target.
CREATE INDEX task_report_told ON task_report (plan, task, target, reported_on DESC, id DESC)
  WHERE target IS NOT NULL;

-- Members after a run, those of them below scale (规下, 限下), those of whom that is not known, and the least share
-- that was to be below. Null of runs before such were kept.
ALTER TABLE ladder_run
  ADD COLUMN members integer,
  ADD COLUMN below_scale integer,
  ADD COLUMN scale_unknown integer,
  ADD COLUMN least_ppm integer,
  ADD CONSTRAINT ladder_run_quota CHECK (
    num_nonnulls(members, below_scale, scale_unknown, least_ppm) IN (0, 4)
    AND below_scale >= 0 AND scale_unknown >= 0 AND below_scale + scale_unknown <= members
    AND least_ppm BETWEEN 0 AND 1000000);

SELECT grant_tenant_rights();
