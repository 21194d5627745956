-- People are found, and told apart, by how their texts read. Forms are, too: their indexes are ready.
DROP INDEX idx_users_search;
ALTER TABLE users DROP COLUMN searched_by;
ALTER TABLE users ADD COLUMN searched_by text NOT NULL GENERATED ALWAYS AS (folded(
    first_name || ' ' || last_name || ' ' || phone_number || ' ' || coalesce(email, '') || ' ' || coalesce(employee_id, ''))) STORED;
CREATE INDEX idx_users_search ON users USING gin (searched_by gin_trgm_ops);

DROP INDEX idx_users_department;
CREATE INDEX idx_users_department ON users (folded(department));

DROP INDEX idx_users_employee_id;
CREATE UNIQUE INDEX idx_users_employee_id ON users (folded(employee_id));

DROP INDEX idx_wheel_spec_form_number;
ALTER INDEX idx_wheel_spec_form_number_folded RENAME TO idx_wheel_spec_form_number;
DROP INDEX idx_bogie_form_number;
ALTER INDEX idx_bogie_form_number_folded RENAME TO idx_bogie_form_number;
DROP INDEX idx_bogie_number;
ALTER INDEX idx_bogie_number_folded RENAME TO idx_bogie_number;
