-- Codes sent by text message. There is a row for every one that was neither too soon nor too many, also for a number that
-- nobody has (user_id NULL; nothing is sent then): neither an answer nor its time tells who exists, and caps count the same.
CREATE TABLE one_time_codes (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purpose      text        NOT NULL CHECK (purpose IN ('login', 'password_reset')),
    phone_number text        NOT NULL CHECK (phone_number ~ '^\+[0-9]{9,15}$'),
    user_id      bigint      REFERENCES users (id) ON DELETE CASCADE,
    code_hash    text        NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
    attempts     smallint    NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
    address      text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
);

-- A new code supersedes the one before.
CREATE UNIQUE INDEX idx_one_time_codes_live ON one_time_codes (phone_number, purpose) WHERE ended_at IS NULL;
CREATE INDEX idx_one_time_codes_phone_number ON one_time_codes (phone_number, created_at);
CREATE INDEX idx_one_time_codes_address ON one_time_codes (address, created_at);
CREATE INDEX idx_one_time_codes_created_at ON one_time_codes (created_at);
CREATE INDEX idx_one_time_codes_user_id ON one_time_codes (user_id);

-- Links by which somebody sets a new password, made by an administrator. The token itself is nowhere kept.
CREATE TABLE one_time_links (
    token_hash text        PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    user_id    bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);

CREATE UNIQUE INDEX idx_one_time_links_live ON one_time_links (user_id) WHERE ended_at IS NULL;
CREATE INDEX idx_one_time_links_expires_at ON one_time_links (expires_at);
