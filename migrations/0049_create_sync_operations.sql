-- What devices asked for and were given a lasting answer: each operation is done once, however often it is sent. `digest` is
-- the SHA-256 of the operation, to tell a repeat from something else under its number. The clock of a device is only
-- written down: `device_time` is what it said, `clock_offset` how many milliseconds it was behind the server's.
CREATE TABLE sync_operations (
    user_id        bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device         uuid        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    digest         text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    kind           text        NOT NULL CHECK (kind <> ''),
    record_id      bigint      NOT NULL,
    record_version bigint      NOT NULL CHECK (record_version > 0),
    conflict       jsonb       CHECK (jsonb_typeof(conflict) = 'array'), -- NULL: it was stored
    device_time    timestamptz,
    clock_offset   bigint      NOT NULL,
    received_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, device, sequence)
);

CREATE INDEX idx_sync_operations_received_at ON sync_operations (received_at);
