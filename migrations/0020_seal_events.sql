-- A fact without a record of its own (a refused login) is an event too; one without a version changed nothing.
ALTER TABLE events ALTER COLUMN entity_id DROP NOT NULL;
ALTER TABLE events ALTER COLUMN entity_version DROP NOT NULL;

-- The order in which events are read, by whom or what they are looked for.
DROP INDEX idx_events_actor;
CREATE INDEX idx_events_occurred_at ON events (occurred_at, id);
CREATE INDEX idx_events_actor ON events (actor_id, occurred_at, id);
CREATE INDEX idx_events_action ON events (action, occurred_at, id);
CREATE INDEX idx_events_client_address ON events (client_address, occurred_at, id) WHERE client_address <> '';
CREATE INDEX idx_events_request_id ON events (request_id) WHERE request_id <> '';

-- The hash chain over the events. Each seal is made of its event and of the seal before it, so that none can be altered,
-- removed or put elsewhere without all later seals becoming others. An event has no foreign key from here: its check would
-- lock, and so rewrite, the row.
CREATE TABLE event_seals (
    sequence  bigint      PRIMARY KEY CHECK (sequence > 0),
    event_id  bigint      NOT NULL UNIQUE,
    hash      bytea       NOT NULL CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL
);

CREATE FUNCTION refuse_change_of_seals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'seals are never changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER seals_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON event_seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_seals();

-- Events that wait for their seal: each is here or in the chain from the moment it is committed, in whatever order that is.
CREATE TABLE unsealed_events (
    event_id bigint PRIMARY KEY
);

INSERT INTO unsealed_events SELECT id FROM events;

CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unsealed_events SELECT id FROM fresh;
    RETURN NULL;
END
$$;

CREATE TRIGGER events_await_their_seal AFTER INSERT ON events REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION await_seal();
