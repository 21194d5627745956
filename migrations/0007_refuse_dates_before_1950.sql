-- A date of work before 1950 is a slip of the finger; see maintenance_forms::date_of_work().
ALTER TABLE wheel_specifications ADD CONSTRAINT wheel_specifications_date CHECK (submitted_date >= '1950-01-01');
ALTER TABLE bogie_checksheets ADD CONSTRAINT bogie_checksheets_date CHECK (inspection_date >= '1950-01-01');
ALTER TABLE bogie_checksheets ADD CONSTRAINT bogie_checksheets_ioh CHECK (date_of_ioh >= '1950-01-01');
