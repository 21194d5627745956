-- The client's own name for a form, made before the server knows of it: what is sent twice, out of order or after days, is
-- stored once. It is unique among what one person entered, so nobody learns from it what others have. `sent_digest` is the
-- SHA-256 of what came first, to tell a repeat from something else.
ALTER TABLE wheel_specifications
    ADD COLUMN uuid uuid,
    ADD COLUMN sent_digest text CHECK (sent_digest ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT wheel_specifications_named CHECK ((uuid IS NULL) = (sent_digest IS NULL));
ALTER TABLE bogie_checksheets
    ADD COLUMN uuid uuid,
    ADD COLUMN sent_digest text CHECK (sent_digest ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT bogie_checksheets_named CHECK ((uuid IS NULL) = (sent_digest IS NULL));

-- Also for what somebody entered, with a name or without.
CREATE UNIQUE INDEX idx_wheel_spec_uuid ON wheel_specifications (created_by, uuid);
CREATE UNIQUE INDEX idx_bogie_uuid ON bogie_checksheets (created_by, uuid);
