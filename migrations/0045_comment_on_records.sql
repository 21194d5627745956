-- Comments on records of any kind, or on one of their fields, in threads: `thread_id` is the comment that began the
-- thread, NULL for that one itself. Each is also an event in the record's history.
CREATE TABLE review_comments (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind <> ''),
    record_id  bigint      NOT NULL,
    text       text        NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
    field      text        CHECK (length(field) BETWEEN 1 AND 200),
    answers_id bigint,
    thread_id  bigint,
    mentions   bigint[]    NOT NULL DEFAULT '{}',
    written_by bigint      NOT NULL REFERENCES users (id),
    version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    edited_at  timestamptz,
    CONSTRAINT review_comments_record UNIQUE (kind, record_id, id),
    CONSTRAINT review_comments_answers FOREIGN KEY (kind, record_id, answers_id)
        REFERENCES review_comments (kind, record_id, id),
    CONSTRAINT review_comments_thread FOREIGN KEY (kind, record_id, thread_id)
        REFERENCES review_comments (kind, record_id, id),
    CHECK ((answers_id IS NULL) = (thread_id IS NULL))
);

CREATE INDEX idx_review_comments_mentions ON review_comments USING gin (mentions);
