-- What a finding is, the rules of each kind of form decide; the index asks whether there are any.
DROP INDEX idx_wheel_spec_findings;
CREATE INDEX idx_wheel_spec_findings ON wheel_specifications (created_at, id) WHERE findings <> '[]';
DROP INDEX idx_bogie_findings;
CREATE INDEX idx_bogie_findings ON bogie_checksheets (created_at, id) WHERE findings <> '[]';
