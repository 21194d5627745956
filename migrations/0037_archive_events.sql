-- What was taken out of events: a partition each, written to a file together with its seals. The seals stay, so that the
-- chain goes on. All events with an id before the last `ends_before` are archived.
CREATE TABLE event_archives (
    ends_before    bigint      PRIMARY KEY,
    events         bigint      NOT NULL CHECK (events >= 0),
    first_id       bigint,     -- these are of the events in it; NULL: there are none
    last_id        bigint,
    first_sequence bigint,
    last_sequence  bigint,
    first_at       timestamptz,
    last_at        timestamptz,
    file           text        NOT NULL, -- its name, without the directory
    sha256         bytea       NOT NULL CHECK (length(sha256) = 32), -- of its lines, uncompressed, without the last
    told_by        bigint      NOT NULL, -- the event that tells of it
    archived_at    timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_change_of_archives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was archived stays written down' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER archives_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON event_archives
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_archives();

-- Drops the first partition, of which `archive` tells (ends_before, events, first_sequence, last_sequence, file, and sha256
-- in hexadecimal), and writes that down in the same transaction. For the owner of the tables. Waits no longer than a
-- moment for a lock that everybody would wait behind: then it fails (lock_not_available), and nothing is changed.
CREATE FUNCTION drop_archived_events(archive jsonb) RETURNS bigint LANGUAGE plpgsql
    SET lock_timeout = '5s' AS $$
DECLARE
    told event_archives := jsonb_populate_record(NULL::event_archives, archive - 'sha256');
    partition text := (SELECT name FROM event_partitions ORDER BY ends_before LIMIT 1);
    found bigint;
BEGIN
    IF told.ends_before IS DISTINCT FROM (SELECT min(ends_before) FROM event_partitions)
       OR told.ends_before > (SELECT last_value FROM events_id_seq) THEN
        RAISE EXCEPTION 'the events before % are not the oldest partition, or are still being written',
            told.ends_before USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    -- Nobody writes there, so nobody waits behind this; an autovacuum gives way after a second (deadlock_timeout).
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', partition);
    PERFORM set_config('lock_timeout', '500ms', true);
    SELECT count(*), min(id), max(id), min(occurred_at), max(occurred_at)
        INTO found, told.first_id, told.last_id, told.first_at, told.last_at
        FROM events WHERE id < told.ends_before;
    IF told.events <> found OR EXISTS (SELECT FROM unsealed_events WHERE event_id < told.ends_before) THEN
        RAISE EXCEPTION 'the events before % are others than those in the archive', told.ends_before
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    LOCK TABLE ONLY users, ONLY events IN ACCESS EXCLUSIVE MODE; -- users: the partition refers to them
    EXECUTE format('ALTER TABLE events DETACH PARTITION %I', partition);
    EXECUTE format('DROP TABLE %I', partition);
    told.sha256 := decode(archive->>'sha256', 'hex');
    told.archived_at := now();
    told.told_by := append_event(NULL, 'event_archive', told.ends_before, 1, 'archived', NULL,
        archive || jsonb_build_object('first_id', told.first_id, 'last_id', told.last_id,
                                      'first_at', told.first_at, 'last_at', told.last_at), '', '');
    INSERT INTO event_archives SELECT told.*;
    RETURN told.told_by;
END
$$;
