-- Joined and lowered once, when it is written, and not for every row that a search looks at.
DROP INDEX idx_users_search;
ALTER TABLE users ADD COLUMN searched_by text NOT NULL GENERATED ALWAYS AS (lower(
    first_name || ' ' || last_name || ' ' || phone_number || ' ' || coalesce(email, '') || ' ' || coalesce(employee_id, ''))) STORED;
CREATE INDEX idx_users_search ON users USING gin (searched_by gin_trgm_ops);
