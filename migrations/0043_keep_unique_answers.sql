-- Answers that a form wants only once. `answer` is the SHA-256 of the answer as it is compared: an answer can be longer than
-- an entry of an index.
CREATE TABLE form_unique_answers (
    form_id       bigint NOT NULL,
    field         text   NOT NULL,
    answer        text   NOT NULL CHECK (answer ~ '^[0-9a-f]{64}$'),
    submission_id bigint NOT NULL REFERENCES form_submissions (id) ON DELETE CASCADE,
    PRIMARY KEY (form_id, field, answer)
);
CREATE INDEX idx_form_unique_answers_submission ON form_unique_answers (submission_id);
