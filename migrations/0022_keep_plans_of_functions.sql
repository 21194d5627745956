-- Both are asked for with nearly every request of the staff. A function in SQL with a subquery is planned anew in
-- each statement that calls it, which took longer than the statements; PL/pgSQL keeps the plan for the connection.

CREATE OR REPLACE FUNCTION lacks_second_factor(staff bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT require_second_factor_for_staff FROM system_settings)
           AND NOT EXISTS (SELECT FROM second_factors WHERE user_id = staff AND confirmed_at IS NOT NULL);
END
$$;

CREATE OR REPLACE FUNCTION depots_seen_by(overseer bigint) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(seen.id), '{}')
            FROM users JOIN depots AS own ON own.id = users.depot_id
                       JOIN depots AS seen ON seen.id = own.id
                                           OR (users.sight = 'division' AND seen.division_id = own.division_id)
            WHERE users.id = overseer AND users.is_staff AND users.sight IN ('depot', 'division'));
END
$$;
