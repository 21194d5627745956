-- Attempts to log in that have not succeeded (yet), by account and source; source '' stands for all that the account's person
-- was never seen at. Not logged: a crash forgets them, and nothing is flushed to disk for a guess.
CREATE UNLOGGED TABLE login_attempts (
    account  text        NOT NULL CHECK (account <> ''),
    source   text        NOT NULL,
    failures integer     NOT NULL DEFAULT 1 CHECK (failures >= 0),
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, source)
);

CREATE INDEX idx_login_attempts_last_at ON login_attempts (last_at);

-- How long the next attempt has to wait: nothing for the first three, then 1 s, 2 s, 4 s … up to 15 minutes.
CREATE FUNCTION login_wait(failures integer, last_at timestamptz) RETURNS interval LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN failures <= 3 THEN interval '0'
                ELSE greatest(interval '0', last_at - now() + least(interval '15 minutes',
                                                                    interval '1 second' * 2 ^ least(failures - 4, 20)))
           END
$$;
