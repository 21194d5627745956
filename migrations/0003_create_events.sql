-- Every change of every record, written in the transaction that makes the change. Audit trail, history, notifications and
-- search read it; nothing updates or deletes it.
CREATE TABLE events (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at    timestamptz NOT NULL DEFAULT now(),
    actor_id       bigint      REFERENCES users (id),
    entity_type    text        NOT NULL CHECK (entity_type <> ''),
    entity_id      bigint      NOT NULL,
    entity_version bigint      NOT NULL CHECK (entity_version > 0),
    action         text        NOT NULL CHECK (action <> ''),
    before         jsonb,
    after          jsonb,
    request_id     text        NOT NULL DEFAULT '',
    client_address text        NOT NULL DEFAULT ''
);

CREATE INDEX idx_events_entity ON events (entity_type, entity_id, id);
CREATE INDEX idx_events_actor ON events (actor_id, id);

CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER events_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();

-- For statements that change a record and say so in one: the event's id, so that the statement must use the call.
CREATE FUNCTION append_event(
    actor bigint, type text, entity bigint, version bigint, what text, was jsonb, becomes jsonb, request text, address text
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    INSERT INTO events (actor_id, entity_type, entity_id, entity_version, action, before, after, request_id, client_address)
    VALUES (actor, type, entity, version, what, was, becomes, request, address)
    RETURNING id
$$;
