-- A failure of a time that is not there yet, since the clock has gone back, keeps nobody waiting. (By less than a minute it may be
-- that of a transaction which began a moment later.)
CREATE OR REPLACE FUNCTION login_wait(failures integer, last_at timestamptz) RETURNS interval LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN failures <= 3 OR last_at > now() + interval '1 minute' THEN interval '0'
                ELSE greatest(interval '0', last_at - now() + least(interval '15 minutes',
                                                                    interval '1 second' * 2 ^ least(failures - 4, 20)))
           END
$$;
