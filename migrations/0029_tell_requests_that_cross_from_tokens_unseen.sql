-- The generation that was presented when the token gave way to its successor. Only a token that was itself presented can come again
-- in a request that crosses; one that nobody had shown until then is somebody else's. Unknown for tokens of before.
ALTER TABLE refresh_tokens ADD COLUMN rotated_for bigint,
    ADD CONSTRAINT refresh_tokens_rotated_for_check CHECK (rotated_for IS NULL OR (rotated_at IS NOT NULL AND rotated_for <= generation));
