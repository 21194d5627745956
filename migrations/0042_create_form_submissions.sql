-- What people fill in. `uuid` is the client's own name for it, so that what is sent twice is stored once;
-- `sent_digest` is the SHA-256 of what came with it, to tell a repeat from something else.
CREATE TABLE form_submissions (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid            uuid        NOT NULL DEFAULT gen_random_uuid(),
    form_id         bigint      NOT NULL REFERENCES forms (id),
    form_version    bigint      NOT NULL,
    submitted_by    bigint      NOT NULL REFERENCES users (id),
    depot_id        bigint      CONSTRAINT form_submissions_depot REFERENCES depots (id),
    status          text        NOT NULL DEFAULT 'pending'
                    CHECK (status IN ('pending', 'reviewed', 'approved', 'rejected')),
    submission_data jsonb       NOT NULL CHECK (jsonb_typeof(submission_data) = 'object'),
    notes           text        CHECK (length(notes) BETWEEN 1 AND 2000),
    pruned          jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(pruned) = 'array'),
    findings        jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(findings) = 'array'),
    worst_severity  smallint    NOT NULL DEFAULT 1 CHECK (worst_severity BETWEEN 1 AND 4),
    sent_digest     text        NOT NULL CHECK (sent_digest ~ '^[0-9a-f]{64}$'),
    reviewed_by     bigint      REFERENCES users (id),
    reviewed_at     timestamptz,
    version         bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    submitted_at    timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT form_submissions_version FOREIGN KEY (form_id, form_version) REFERENCES form_versions (form_id, version)
);

-- The lists' order is part of their indexes, so that the first page is read without sorting. Filters on answers that ask
-- for equality are containment (@>), for which the GIN index is.
CREATE UNIQUE INDEX idx_form_submissions_uuid ON form_submissions (uuid);
CREATE INDEX idx_form_submissions_form ON form_submissions (form_id, submitted_at, id);
CREATE INDEX idx_form_submissions_submitted_by ON form_submissions (submitted_by, submitted_at, id);
CREATE INDEX idx_form_submissions_depot ON form_submissions (depot_id, submitted_at, id);
CREATE INDEX idx_form_submissions_status ON form_submissions (status, submitted_at, id);
CREATE INDEX idx_form_submissions_submitted_at ON form_submissions (submitted_at, id);
CREATE INDEX idx_form_submissions_findings ON form_submissions (submitted_at, id) WHERE findings <> '[]';
CREATE INDEX idx_form_submissions_data ON form_submissions USING gin (submission_data jsonb_path_ops);
