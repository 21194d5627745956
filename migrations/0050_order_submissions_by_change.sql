-- Lists of submissions, of all forms and of one, are sorted by their last change, too.
CREATE INDEX form_submissions_by_change ON form_submissions (updated_at, id);
CREATE INDEX form_submissions_of_form_by_change ON form_submissions (form_id, updated_at, id);
