-- The events, a million ids to a partition, so that old ones can be archived and dropped as a whole. The table that was
-- becomes the first partition as it is: no row is read or moved, so its locks are held for a moment only.
LOCK TABLE users, events IN ACCESS EXCLUSIVE MODE;

ALTER TABLE events RENAME TO events_0;
ALTER INDEX events_pkey RENAME TO events_0_pkey;
ALTER INDEX idx_events_entity RENAME TO idx_events_0_entity;
ALTER INDEX idx_events_occurred_at RENAME TO idx_events_0_occurred_at;
ALTER INDEX idx_events_actor RENAME TO idx_events_0_actor;
ALTER INDEX idx_events_action RENAME TO idx_events_0_action;
ALTER INDEX idx_events_client_address RENAME TO idx_events_0_client_address;
ALTER INDEX idx_events_request_id RENAME TO idx_events_0_request_id;
ALTER SEQUENCE events_id_seq RENAME TO events_0_id_seq;
DROP TRIGGER events_are_final ON events_0;
DROP TRIGGER events_await_their_seal ON events_0;

-- With the names that the constraints have, by which those of a partition are recognised.
CREATE TABLE events (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at    timestamptz NOT NULL DEFAULT now(),
    actor_id       bigint      CONSTRAINT events_actor_id_fkey REFERENCES users (id),
    entity_type    text        NOT NULL CONSTRAINT events_entity_type_check CHECK (entity_type <> ''),
    entity_id      bigint,
    entity_version bigint      CONSTRAINT events_entity_version_check CHECK (entity_version > 0),
    action         text        NOT NULL CONSTRAINT events_action_check CHECK (action <> ''),
    before         jsonb,
    after          jsonb,
    request_id     text        NOT NULL DEFAULT '',
    client_address text        NOT NULL DEFAULT ''
) PARTITION BY RANGE (id);

CREATE INDEX idx_events_entity ON events (entity_type, entity_id, id);
CREATE INDEX idx_events_occurred_at ON events (occurred_at, id);
CREATE INDEX idx_events_actor ON events (actor_id, occurred_at, id);
CREATE INDEX idx_events_action ON events (action, occurred_at, id);
CREATE INDEX idx_events_client_address ON events (client_address, occurred_at, id) WHERE client_address <> '';
CREATE INDEX idx_events_request_id ON events (request_id) WHERE request_id <> '';

-- No id is given twice, so that what was sealed is never taken for another event.
DO $$
BEGIN
    EXECUTE format('ALTER TABLE events ALTER COLUMN id RESTART WITH %s',
                   (SELECT last_value + is_called::int FROM events_0_id_seq));
    ALTER TABLE events_0 ALTER COLUMN id DROP IDENTITY;
    EXECUTE (SELECT format('ALTER TABLE events ATTACH PARTITION events_0 FOR VALUES FROM (MINVALUE) TO (%s)',
                           (regexp_match(pg_get_constraintdef(oid), '\d+'))[1])
             FROM pg_constraint WHERE conrelid = 'events_0'::regclass AND conname = 'events_end');
END
$$;
ALTER TABLE events_0 DROP CONSTRAINT events_end;

-- Nothing is changed or removed through the table; and nothing is written to a partition but through the table, where
-- it gets its id and waits for its seal.
CREATE OR REPLACE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', CASE TG_OP WHEN 'INSERT' THEN 'events are written through their whole table only'
                                    ELSE 'events are never changed' END
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER events_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();
CREATE TRIGGER events_await_their_seal AFTER INSERT ON events REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION await_seal();
CREATE TRIGGER events_are_final BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON events_0
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();

-- Takes from a role what it was granted on the partitions, as by GRANT … ON ALL TABLES: it needs the whole table only.
CREATE FUNCTION keep_from_event_partitions(role regrole) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'events'::regclass LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', partition, role);
    END LOOP;
END
$$;

-- What roles may do with the table that was, they may do with the one that is.
DO $$
DECLARE
    granted record;
BEGIN
    FOR granted IN
        SELECT grantee::regrole AS role, privilege_type || coalesce(' (' || quote_ident(attname) || ')', '') AS what
        FROM (SELECT relacl AS acl, NULL AS attname FROM pg_class WHERE oid = 'events_0'::regclass
              UNION ALL SELECT attacl, attname FROM pg_attribute WHERE attrelid = 'events_0'::regclass) AS of_table,
             aclexplode(acl)
        WHERE grantee NOT IN (0, (SELECT relowner FROM pg_class WHERE oid = 'events_0'::regclass))
    LOOP
        EXECUTE format('GRANT %s ON events TO %s', granted.what, granted.role);
        PERFORM keep_from_event_partitions(granted.role);
    END LOOP;
END
$$;

-- Where each partition begins (NULL: before all) and where the next one does.
CREATE VIEW event_partitions AS
SELECT c.relname::text AS name,
       (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''?(-?\d+)''?\)'))[1]::bigint AS first_id,
       (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''?(-?\d+)''?\)'))[1]::bigint AS ends_before
FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
WHERE inhparent = 'events'::regclass;

-- Makes partitions ahead of the ids that are given, and gives how many. The service calls it every minute, as a role
-- that may not create tables: hence with the rights of the owner. Waits for no lock longer than a moment, since others
-- would wait behind it; the next minute is as good. A function that does not take the very types it is given is named
-- with its schema: one of somebody else in ours that does would be preferred, and run with those rights.
CREATE FUNCTION make_event_partitions() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET lock_timeout = '500ms' AS $$
DECLARE
    size CONSTANT bigint := 1000000;
    ahead CONSTANT bigint := 3000000;
    made integer := 0;
    up_to CONSTANT bigint := (SELECT last_value + ahead FROM events_id_seq);
    next bigint := (SELECT max(ends_before) FROM event_partitions);
BEGIN
    WHILE next < up_to LOOP
        LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE; -- one at a time
        next := (SELECT max(ends_before) FROM event_partitions);
        EXIT WHEN next >= up_to;
        EXECUTE pg_catalog.format('CREATE TABLE events_%s (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', next);
        EXECUTE pg_catalog.format('CREATE TRIGGER events_are_final BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE '
                                  'ON events_%s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events()', next);
        EXECUTE pg_catalog.format('ALTER TABLE events ATTACH PARTITION events_%s FOR VALUES FROM (%s) TO (%s)',
                                  next, next, next + size);
        next := next + size;
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- The caller's own tables come last, so that none is taken for one of ours. pg_catalog comes first unsaid; said, it
-- would be where the partitions are made.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION make_event_partitions() SET search_path = %I, pg_temp', current_schema());
END
$$;

SELECT make_event_partitions();
