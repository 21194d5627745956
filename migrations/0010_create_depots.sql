-- Where people work: zones → divisions → depots. A code is the railway's own abbreviation: SER, KGP.
CREATE TABLE zones (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text        NOT NULL CONSTRAINT zones_code UNIQUE CHECK (code ~ '^[A-Z0-9-]{1,20}$'),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE divisions (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone_id    bigint      NOT NULL CONSTRAINT divisions_zone REFERENCES zones (id),
    code       text        NOT NULL CONSTRAINT divisions_code UNIQUE CHECK (code ~ '^[A-Z0-9-]{1,20}$'),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE depots (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    division_id bigint      NOT NULL CONSTRAINT depots_division REFERENCES divisions (id),
    code        text        NOT NULL CONSTRAINT depots_code UNIQUE CHECK (code ~ '^[A-Z0-9-]{1,20}$'),
    name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    version     bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_depots_division_id ON depots (division_id);

-- How far staff see: only their own records, those of their depot, of all depots of its division, or all.
ALTER TABLE users
    ADD COLUMN depot_id bigint CONSTRAINT users_depot REFERENCES depots (id),
    ADD COLUMN sight    text   NOT NULL DEFAULT 'all' CHECK (sight IN ('own', 'depot', 'division', 'all'));

CREATE INDEX idx_users_depot_id ON users (depot_id);

-- The depots whose records `overseer` sees besides their own. None for regular users, and none for those who see
-- everything: nobody asks for them. Used in SQL that accounts::seen_by() writes, and nowhere else.
CREATE FUNCTION depots_seen_by(overseer bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(seen.id), '{}')
    FROM users JOIN depots AS own ON own.id = users.depot_id
               JOIN depots AS seen ON seen.id = own.id
                                   OR (users.sight = 'division' AND seen.division_id = own.division_id)
    WHERE users.id = overseer AND users.is_staff AND users.sight IN ('depot', 'division')
$$;
