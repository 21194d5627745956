-- Numbers that the server gives to forms come from sequences, which nobody waits for: a counter's row stayed
-- locked until the form was stored. A number whose form was not stored is left out.

CREATE SEQUENCE form_numbers_ws;
CREATE SEQUENCE form_numbers_bc;

-- The sequences go on from year to year; numbers of a year begin behind what its first form found.
CREATE TABLE form_number_years (
    series         text     NOT NULL,
    year           int      NOT NULL,
    numbers_before bigint   NOT NULL CHECK (numbers_before >= 0),
    PRIMARY KEY (series, year)
);

-- Each series goes on where it is in its last year.
INSERT INTO form_number_years (series, year, numbers_before)
SELECT series, max(year), 0 FROM form_number_counters GROUP BY series;

SELECT setval('form_numbers_' || lower(series), last_number)
FROM form_number_counters JOIN form_number_years USING (series, year);

DROP TABLE form_number_counters;

-- The next number of a series in a year, from 1. With its owner's rights: whoever serves need not have any to
-- the sequences. The first form of a year is the only one for which others wait, until it is stored. The functions are
-- named with their schema: one of somebody else in ours, e.g. nextval(text), would be preferred, and run with those
-- rights.
CREATE FUNCTION next_form_number(of_series text, in_year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    drawn bigint;
    before bigint;
BEGIN
    LOOP
        drawn := pg_catalog.nextval(('form_numbers_' || pg_catalog.lower(of_series))::regclass);
        SELECT numbers_before INTO before FROM form_number_years WHERE series = of_series AND year = in_year;
        IF NOT FOUND THEN
            INSERT INTO form_number_years (series, year, numbers_before) VALUES (of_series, in_year, drawn - 1)
            ON CONFLICT DO NOTHING;
            SELECT numbers_before INTO STRICT before
            FROM form_number_years WHERE series = of_series AND year = in_year;
        END IF;
        -- Drawn before the one that began the year: another is.
        IF drawn > before THEN RETURN drawn - before; END IF;
    END LOOP;
END
$$;

-- The caller's own tables come last, so that none is taken for one of ours. pg_catalog comes first, unsaid.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION next_form_number(text, integer) SET search_path = %I, pg_temp', current_schema());
END
$$;
