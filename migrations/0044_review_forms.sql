-- Reviews of records of any kind. Each kind's own table has the status of its records; what waits for a decision has a row
-- in `reviews` besides, so that the queue is read from one index, however many records there are.

-- `revision` counts how often a form was reopened; `rejection` says why it was rejected last, until it is approved.
-- `device_times` says when each field was filled in, by the clock of the device.
ALTER TABLE wheel_specifications
    ADD COLUMN revision     bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    ADD COLUMN rejection    jsonb  CHECK (jsonb_typeof(rejection) = 'object'),
    ADD COLUMN amends_id    bigint CONSTRAINT wheel_specifications_amends REFERENCES wheel_specifications (id),
    ADD COLUMN device_times jsonb  CHECK (jsonb_typeof(device_times) = 'array'),
    ADD COLUMN wheel_no     text   CHECK (length(wheel_no) BETWEEN 1 AND 50);
ALTER TABLE bogie_checksheets
    ADD COLUMN revision     bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    ADD COLUMN rejection    jsonb  CHECK (jsonb_typeof(rejection) = 'object'),
    ADD COLUMN amends_id    bigint CONSTRAINT bogie_checksheets_amends REFERENCES bogie_checksheets (id),
    ADD COLUMN device_times jsonb  CHECK (jsonb_typeof(device_times) = 'array');

-- A form is amended once; what is wrong with the amendment is amended there.
CREATE UNIQUE INDEX idx_wheel_spec_amends ON wheel_specifications (amends_id) WHERE amends_id IS NOT NULL;
CREATE UNIQUE INDEX idx_bogie_amends ON bogie_checksheets (amends_id) WHERE amends_id IS NOT NULL;
CREATE INDEX idx_wheel_spec_wheel_no ON wheel_specifications (folded(wheel_no), created_at, id) WHERE wheel_no IS NOT NULL;

-- What was approved stays as it was: an amendment is a new form.
CREATE FUNCTION refuse_change_of_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is approved is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER approved_is_final BEFORE UPDATE OR DELETE ON wheel_specifications
    FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION refuse_change_of_approved();
CREATE TRIGGER approved_is_final BEFORE UPDATE OR DELETE ON bogie_checksheets
    FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION refuse_change_of_approved();

-- `kind` is the entity_type of the record's events. The other columns are the record's own, kept with it in the
-- transaction that changes them. `workflow` is the version of the rules that were in force when it was submitted.
CREATE TABLE reviews (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind <> ''),
    record_id     bigint      NOT NULL,
    title         text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('submitted', 'reviewed')),
    version       bigint      NOT NULL CHECK (version > 0),
    revision      bigint      NOT NULL CHECK (revision > 0),
    inspector     bigint      NOT NULL REFERENCES users (id),
    created_by    bigint      NOT NULL REFERENCES users (id),
    depot_id      bigint      REFERENCES depots (id),
    severity      smallint    NOT NULL CHECK (severity BETWEEN 1 AND 4),
    assigned_to   bigint      REFERENCES users (id),
    workflow      bigint      NOT NULL CHECK (workflow > 0),
    waiting_since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT reviews_record UNIQUE (kind, record_id)
);

CREATE INDEX idx_reviews_waiting ON reviews (waiting_since, id);
CREATE INDEX idx_reviews_kind ON reviews (kind, waiting_since, id);
CREATE INDEX idx_reviews_depot ON reviews (depot_id, waiting_since, id);
CREATE INDEX idx_reviews_severity ON reviews (severity, waiting_since, id);
CREATE INDEX idx_reviews_inspector ON reviews (inspector, waiting_since, id);
CREATE INDEX idx_reviews_assigned_to ON reviews (assigned_to, waiting_since, id) WHERE assigned_to IS NOT NULL;

INSERT INTO reviews (kind, record_id, title, status, version, revision, inspector, created_by, depot_id, severity, workflow,
                     waiting_since)
SELECT 'wheel_specification', id, form_number, status, version, 1, submitted_by, created_by, depot_id, worst_severity, 1,
       updated_at
FROM wheel_specifications WHERE status IN ('submitted', 'reviewed')
UNION ALL
SELECT 'bogie_checksheet', id, form_number, status, version, 1, inspection_by, created_by, depot_id, worst_severity, 1,
       updated_at
FROM bogie_checksheets WHERE status IN ('submitted', 'reviewed');

-- What was decided, by whom and under which version of the rules. `version` is that of the record on which it was
-- decided, and there is one decision on each. Nobody decides on a record of their own, nor for somebody whose it is.
CREATE TABLE review_decisions (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind <> ''),
    record_id    bigint      NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    revision     bigint      NOT NULL CHECK (revision > 0),
    decision     text        NOT NULL CHECK (decision IN ('reviewed', 'approved', 'rejected')),
    inspector    bigint      NOT NULL REFERENCES users (id),
    created_by   bigint      NOT NULL REFERENCES users (id),
    decided_by   bigint      NOT NULL REFERENCES users (id),
    on_behalf_of bigint      REFERENCES users (id),
    workflow     bigint      NOT NULL CHECK (workflow > 0),
    reason       text        CHECK (length(reason) BETWEEN 1 AND 2000),
    note         text        CHECK (length(note) BETWEEN 1 AND 2000),
    pins         jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(pins) = 'array'),
    decided_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT review_decisions_once UNIQUE (kind, record_id, version),
    CONSTRAINT review_decisions_not_own CHECK (
        decided_by NOT IN (inspector, created_by) AND (on_behalf_of IS NULL OR on_behalf_of NOT IN (inspector, created_by))),
    CONSTRAINT review_decisions_reason CHECK (decision <> 'rejected' OR reason IS NOT NULL)
);

CREATE FUNCTION refuse_change_of_decisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER decisions_are_final BEFORE UPDATE OR DELETE ON review_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_decisions();
