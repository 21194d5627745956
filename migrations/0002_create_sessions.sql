-- One row for each login. Access and refresh tokens are good as long as their session is.
CREATE TABLE sessions (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device        text        NOT NULL DEFAULT '' CHECK (length(device) <= 200),
    address       text        NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    revoked_for   text        CHECK (revoked_for IN ('logout', 'password_change', 'token_reuse', 'deactivation')),
    CHECK ((revoked_at IS NULL) = (revoked_for IS NULL))
);

CREATE INDEX idx_sessions_user_id ON sessions (user_id);
CREATE INDEX idx_sessions_expires_at ON sessions (expires_at);

-- The refresh tokens of a session, one after another: each use of the live one makes the next generation. Used ones stay
-- until they would have expired, so that their reuse is noticed. From token_id and the times the server can sign the live
-- one again, for a client that lost it; without the server's key nobody can.
CREATE TABLE refresh_tokens (
    session_id bigint      NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    generation bigint      NOT NULL CHECK (generation > 0),
    token_hash text        NOT NULL CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    token_id   text        NOT NULL CHECK (token_id <> ''),
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    rotated_at timestamptz,
    PRIMARY KEY (session_id, generation)
);

CREATE UNIQUE INDEX idx_refresh_tokens_live ON refresh_tokens (session_id) WHERE rotated_at IS NULL;
