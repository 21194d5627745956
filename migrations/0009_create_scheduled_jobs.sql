-- When each scheduled job is next to be run, by whichever process gets its lock. Written in the transaction in which the
-- job did its work.
CREATE TABLE scheduled_jobs (
    name         text        PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    due_at       timestamptz NOT NULL DEFAULT now(),
    succeeded_at timestamptz,
    failures     bigint      NOT NULL DEFAULT 0 CHECK (failures >= 0), -- since the last success
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

-- For the job that forgets expired tokens.
CREATE INDEX idx_refresh_tokens_expires_at ON refresh_tokens (expires_at);
