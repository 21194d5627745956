-- Answers of creating requests, kept for a day for clients that lost them and ask again with the same key.
CREATE TABLE idempotency_keys (
    user_id     bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint text        NOT NULL,
    status      smallint    NOT NULL DEFAULT 0,
    etag        text        NOT NULL DEFAULT '',
    location    text        NOT NULL DEFAULT '',
    body        text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);

CREATE INDEX idx_idempotency_keys_created_at ON idempotency_keys (created_at);
