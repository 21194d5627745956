-- Submissions are reviewed like other forms; they wait from the beginning, and what is reopened waits again.
ALTER TABLE form_submissions
    ADD COLUMN revision  bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    ADD COLUMN rejection jsonb  CHECK (jsonb_typeof(rejection) = 'object'),
    ADD COLUMN amends_id bigint CONSTRAINT form_submissions_amends REFERENCES form_submissions (id);

CREATE UNIQUE INDEX idx_form_submissions_amends ON form_submissions (amends_id) WHERE amends_id IS NOT NULL;

CREATE TRIGGER approved_is_final BEFORE UPDATE OR DELETE ON form_submissions
    FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION refuse_change_of_approved();

INSERT INTO reviews (kind, record_id, title, status, version, revision, inspector, created_by, depot_id, severity, workflow,
                     waiting_since)
SELECT 'form_submission', form_submissions.id, forms.title || ' ' || form_submissions.id,
       CASE form_submissions.status WHEN 'pending' THEN 'submitted' ELSE form_submissions.status END,
       form_submissions.version, 1, submitted_by, submitted_by, depot_id, worst_severity, 1, submitted_at
FROM form_submissions JOIN forms ON forms.id = form_id
WHERE form_submissions.status IN ('pending', 'reviewed');
