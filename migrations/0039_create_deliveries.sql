-- What is to be done outside of the database (a text message to be handed to a gateway): written in the transaction that it
-- belongs to, and gone when it is done. What was given up stays for a while, without its payload.
CREATE TABLE deliveries (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    target     text        NOT NULL CHECK (target <> ''), -- of one kind and target the lowest id goes first
    payload    text,                                      -- sealed
    -- Goes up with each attempt, and so tells the process that makes the last one from one whose time is over.
    attempts   bigint      NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- When it may be attempted. During an attempt, when its time is over: whoever made it has died if nothing was heard until then.
    due_at     timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,                      -- it is of no use later
    given_up   text        CHECK (given_up <> ''),        -- why
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((payload IS NULL) = (given_up IS NOT NULL))
);

CREATE INDEX idx_deliveries_waiting ON deliveries (kind, target, id) WHERE given_up IS NULL;
CREATE INDEX idx_deliveries_given_up ON deliveries (updated_at) WHERE given_up IS NOT NULL;
