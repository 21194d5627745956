-- Files of people, and what became of each. A scheduled job, one at a time for all processes, works on the oldest that is
-- not finished, and ends it in the transaction that also stores the people.
CREATE TABLE user_imports (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_by     bigint      NOT NULL REFERENCES users (id),
    dry_run        boolean     NOT NULL,
    language       text        NOT NULL CHECK (language ~ '^[a-z]{2}$'),
    file           text,       -- until it is finished
    status         text        NOT NULL DEFAULT 'waiting'
                               CHECK (status IN ('waiting', 'running', 'done', 'refused', 'failed')),
    attempts       bigint      NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    rows           bigint      CHECK (rows >= 0),
    rows_done      bigint      NOT NULL DEFAULT 0 CHECK (rows_done >= 0),
    imported       bigint      NOT NULL DEFAULT 0 CHECK (imported IN (0, rows)),
    problems       jsonb       NOT NULL DEFAULT '[]',
    more_problems  bigint      NOT NULL DEFAULT 0 CHECK (more_problems >= 0),
    request_id     text        NOT NULL,
    client_address text        NOT NULL,
    finished_at    timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CHECK ((finished_at IS NULL) = (status IN ('waiting', 'running'))),
    CHECK ((finished_at IS NULL) = (file IS NOT NULL))
);

CREATE INDEX idx_user_imports_unfinished ON user_imports (id) WHERE finished_at IS NULL;
CREATE INDEX idx_user_imports_finished_at ON user_imports (finished_at);
