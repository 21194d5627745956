-- Nobody is their own manager's manager, however far up. Two who change managers at once would each see only half of
-- the circle, so changes go one after another: each looks when the one before it is committed.
CREATE FUNCTION refuse_circle_of_managers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('users'::regclass::oid::int, 1);
    IF EXISTS (
        WITH RECURSIVE above (id) AS (
            SELECT NEW.manager_id
            UNION
            SELECT users.manager_id FROM users JOIN above ON users.id = above.id WHERE users.manager_id IS NOT NULL)
        SELECT FROM above WHERE id = NEW.id)
    THEN
        RAISE EXCEPTION 'user % would be below themselves', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'users_no_circle';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER users_no_circle AFTER UPDATE OF manager_id ON users FOR EACH ROW
    WHEN (NEW.manager_id IS NOT NULL AND NEW.manager_id IS DISTINCT FROM OLD.manager_id)
    EXECUTE FUNCTION refuse_circle_of_managers();

-- Somebody can always administer the system. Here too one after another, or two would remove each other.
CREATE FUNCTION keep_a_superuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('users'::regclass::oid::int, 2);
    IF NOT EXISTS (SELECT FROM users WHERE is_superuser AND is_active) THEN
        RAISE EXCEPTION 'user % is the last active superuser', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'users_keep_a_superuser';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER users_keep_a_superuser AFTER UPDATE OF is_superuser, is_active ON users FOR EACH ROW
    WHEN (OLD.is_superuser AND OLD.is_active AND NOT (NEW.is_superuser AND NEW.is_active))
    EXECUTE FUNCTION keep_a_superuser();

CREATE INDEX idx_users_superusers ON users (id) WHERE is_superuser AND is_active;

-- What people are searched by: see people::store. The lists' orders are indexes, so that a page is read without sorting.
CREATE INDEX idx_users_search ON users USING gin (
    (first_name || ' ' || last_name || ' ' || phone_number || ' ' || coalesce(email, '') || ' ' || coalesce(employee_id, ''))
    gin_trgm_ops);
CREATE INDEX idx_users_name ON users (lower(first_name || ' ' || last_name), id);
CREATE INDEX idx_users_date_joined ON users (date_joined, id);
CREATE INDEX idx_users_department ON users (lower(department));
