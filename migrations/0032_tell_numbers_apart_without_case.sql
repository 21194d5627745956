-- kpa: no-transaction
-- `KGP-0471` and `kgp-0471` are one employee id, `WS-1` and `ws-1` one form number. Where two records have such by now, only
-- people can say which keeps it: nothing is changed, and this says what to do.
DO $$
DECLARE
    same text;
BEGIN
    SELECT string_agg(what || ': ' || who, '; ' ORDER BY what, who) INTO same FROM (
        SELECT 'employee ids of users' AS what, string_agg(format('%s (id %s)', employee_id, id), ', ' ORDER BY id) AS who
        FROM users WHERE employee_id IS NOT NULL GROUP BY folded(employee_id) HAVING count(*) > 1
        UNION ALL
        SELECT 'form numbers of wheel_specifications', string_agg(format('%s (id %s)', form_number, id), ', ' ORDER BY id)
        FROM wheel_specifications GROUP BY lower(form_number) HAVING count(*) > 1
        UNION ALL
        SELECT 'form numbers of bogie_checksheets', string_agg(format('%s (id %s)', form_number, id), ', ' ORDER BY id)
        FROM bogie_checksheets GROUP BY lower(form_number) HAVING count(*) > 1) AS found;
    IF same IS NOT NULL THEN
        RAISE EXCEPTION 'these differ in upper and lower case or in spelling only, and are the same from now on: %. Give all but one of each another number with the program as it was, or with UPDATE, and migrate again', same
            USING ERRCODE = 'unique_violation';
    END IF;
END
$$;

-- The indexes of forms are built while others go on writing; the next migration puts them in the place of the old ones.
DROP INDEX CONCURRENTLY IF EXISTS idx_wheel_spec_form_number_folded;
CREATE UNIQUE INDEX CONCURRENTLY idx_wheel_spec_form_number_folded ON wheel_specifications (lower(form_number));
DROP INDEX CONCURRENTLY IF EXISTS idx_bogie_form_number_folded;
CREATE UNIQUE INDEX CONCURRENTLY idx_bogie_form_number_folded ON bogie_checksheets (lower(form_number));
DROP INDEX CONCURRENTLY IF EXISTS idx_bogie_number_folded;
CREATE INDEX CONCURRENTLY idx_bogie_number_folded ON bogie_checksheets (folded(bogie_no), created_at, id);
