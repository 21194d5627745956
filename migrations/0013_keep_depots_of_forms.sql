-- Where the work was done: the depot of the inspector at that time. It decides which staff see the form. Forms from
-- before there were depots have none.
ALTER TABLE wheel_specifications ADD COLUMN depot_id bigint CONSTRAINT wheel_specifications_depot REFERENCES depots (id);
ALTER TABLE bogie_checksheets ADD COLUMN depot_id bigint CONSTRAINT bogie_checksheets_depot REFERENCES depots (id);

CREATE INDEX idx_wheel_spec_depot ON wheel_specifications (depot_id, created_at, id);
CREATE INDEX idx_bogie_depot ON bogie_checksheets (depot_id, created_at, id);
