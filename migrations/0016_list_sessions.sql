-- What people see of their sessions. last_used_at is written about once a minute, not with every request.
ALTER TABLE sessions ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now();
UPDATE sessions SET last_used_at = updated_at;

-- `ended`: from the list of sessions, by the person; `administrator`: by one.
ALTER TABLE sessions DROP CONSTRAINT sessions_revoked_for_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_revoked_for_check CHECK (revoked_for IN
    ('logout', 'password_change', 'token_reuse', 'deactivation', 'ended', 'administrator'));
