-- The newest generation of a session's tokens that was seen in use. The answer with a newer one may have been lost: until one is
-- seen, the refresh token of this generation is good once more.
ALTER TABLE sessions ADD COLUMN seen_generation bigint NOT NULL DEFAULT 1;
UPDATE sessions s SET seen_generation = t.generation FROM refresh_tokens t WHERE t.session_id = s.id AND t.rotated_at IS NULL;
