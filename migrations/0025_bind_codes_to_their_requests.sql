-- A code is good with the challenge of the request that it was sent for, so that strangers can neither try it nor use up its
-- attempts. '': from before, when there was none.
ALTER TABLE one_time_codes
    ADD COLUMN challenge_hash text NOT NULL DEFAULT '' CHECK (challenge_hash ~ '^([0-9a-f]{64})?$');
UPDATE one_time_codes SET ended_at = now() WHERE ended_at IS NULL;

-- A new code supersedes the one before of the same challenge.
DROP INDEX idx_one_time_codes_live;
CREATE UNIQUE INDEX idx_one_time_codes_live ON one_time_codes (phone_number, purpose, challenge_hash) WHERE ended_at IS NULL;
