-- A login ends the session in whose place it is.
ALTER TABLE sessions DROP CONSTRAINT sessions_revoked_for_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_revoked_for_check CHECK (revoked_for IN (
    'logout', 'password_change', 'token_reuse', 'deactivation', 'ended', 'administrator', 'password_reset',
    'second_factor_change', 'new_login'));
