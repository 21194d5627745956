-- kpa: no-transaction
-- For the next migration, which makes this table a partition: PostgreSQL then knows where its ids end and need not
-- read it all under a lock. Validating lets others read and write meanwhile.
DO $$
DECLARE
    size CONSTANT bigint := 1000000; -- as make_event_partitions() has it
    last bigint := coalesce((SELECT max(id) FROM events), 0);
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'events'::regclass AND conname = 'events_end') THEN
        -- Half a partition is left for what is written until then.
        EXECUTE format('ALTER TABLE events ADD CONSTRAINT events_end CHECK (id < %s) NOT VALID',
                       ((last + size / 2) / size + 1) * size);
    END IF;
END
$$;

ALTER TABLE events VALIDATE CONSTRAINT events_end;
