-- Authenticator apps (RFC 6238). The secret is sealed with a key that the database does not have.
CREATE TABLE second_factors (
    user_id       bigint      PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret text        NOT NULL CHECK (sealed_secret <> ''),
    confirmed_at  timestamptz,                                         -- NULL: begun, not in use yet
    last_step     bigint      NOT NULL DEFAULT 0 CHECK (last_step >= 0), -- of the last code that was used: none is good twice
    failures      bigint      NOT NULL DEFAULT 0 CHECK (failures >= 0), -- since the last success
    retry_at      timestamptz NOT NULL DEFAULT '-infinity',            -- no code is looked at before
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);

-- For whoever has lost the phone. Good once each.
CREATE TABLE recovery_codes (
    user_id    bigint      NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    code_hash  text        NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

-- Whether the installation asks somebody of the staff for a second factor that they have not set up.
CREATE FUNCTION lacks_second_factor(staff bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (SELECT require_second_factor_for_staff FROM system_settings)
           AND NOT EXISTS (SELECT FROM second_factors WHERE user_id = staff AND confirmed_at IS NOT NULL)
$$;

ALTER TABLE sessions DROP CONSTRAINT sessions_revoked_for_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_revoked_for_check CHECK (revoked_for IN (
    'logout', 'password_change', 'token_reuse', 'deactivation', 'ended', 'administrator', 'password_reset',
    'second_factor_change'));
