-- For the migration that makes this table a partition: PostgreSQL then knows where its ids end and need not read it all
-- under a lock. The next migration checks the ids that are there, beside those who read and write. From here on all of
-- them have to follow: half a million events are left until then.
DO $$
DECLARE
    size CONSTANT bigint := 1000000; -- as make_event_partitions() has it
    last bigint := coalesce((SELECT max(id) FROM events), 0);
BEGIN
    EXECUTE format('ALTER TABLE events ADD CONSTRAINT events_end CHECK (id < %s) NOT VALID',
                   ((last + size / 2) / size + 1) * size);
END
$$;
