-- Somebody reviews in another's place, from one day to another, both included.
CREATE TABLE review_delegations (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delegator  bigint      NOT NULL REFERENCES users (id),
    delegate   bigint      NOT NULL REFERENCES users (id) CHECK (delegate <> delegator),
    starts_on  date        NOT NULL,
    ends_on    date        NOT NULL CHECK (ends_on >= starts_on),
    ended_at   timestamptz,
    version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_review_delegations_delegate ON review_delegations (delegate, ends_on) WHERE ended_at IS NULL;
CREATE INDEX idx_review_delegations_delegator ON review_delegations (delegator, id);

-- What these people see as reviewers: a row per person and depot. depot_id NULL: everything. In a language that is not
-- inlined, so that a statement calls it once and not for each row.
CREATE FUNCTION sight_of_reviewers(people bigint[]) RETURNS TABLE (person bigint, depot_id bigint)
    LANGUAGE plpgsql STABLE ROWS 10 AS $$
BEGIN
    RETURN QUERY
    SELECT users.id, seen.depot
    FROM users, LATERAL unnest(CASE WHEN users.is_superuser OR users.sight = 'all' THEN ARRAY[NULL::bigint]
                                    ELSE depots_seen_by(users.id) END) AS seen (depot)
    WHERE users.id = ANY (people) AND users.is_active AND (users.is_staff OR users.is_superuser);
END
$$;
