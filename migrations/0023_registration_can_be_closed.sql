-- Where administrators enrol everybody, nobody registers on their own.
ALTER TABLE system_settings ADD COLUMN registration_open boolean NOT NULL DEFAULT true;
