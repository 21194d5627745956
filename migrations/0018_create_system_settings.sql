-- What superusers decide for the whole installation while it runs: one row.
CREATE TABLE system_settings (
    id                               bigint      PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    require_second_factor_for_staff  boolean     NOT NULL DEFAULT false,
    version                          bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at                       timestamptz NOT NULL DEFAULT now(),
    updated_at                       timestamptz NOT NULL DEFAULT now()
);

INSERT INTO system_settings DEFAULT VALUES;
