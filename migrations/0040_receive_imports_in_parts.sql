-- Files of people are read while they come, row by row, so that nobody holds a whole one. A file belongs to no import before
-- all of it is there; one that never gets there is forgotten.
CREATE TABLE user_import_files (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rows          bigint      NOT NULL DEFAULT 0 CHECK (rows >= 0),
    problems      jsonb       NOT NULL DEFAULT '[]',  -- the first that were found without looking at other tables
    problem_count bigint      NOT NULL DEFAULT 0 CHECK (problem_count >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()   -- when rows were last added
);
CREATE INDEX idx_user_import_files_updated_at ON user_import_files (updated_at);

CREATE TABLE user_import_rows (
    file_id       bigint NOT NULL REFERENCES user_import_files (id) ON DELETE CASCADE,
    place         bigint NOT NULL,  -- from 0, without gaps
    row_number    bigint NOT NULL,  -- as a spreadsheet numbers it
    person        jsonb  NOT NULL,
    phone_number  text,             -- in E.164, where it is one
    employee_id   text,
    employee_key  text GENERATED ALWAYS AS (folded(employee_id)) STORED,
    manager       text,
    manager_key   text GENERATED ALWAYS AS (folded(manager)) STORED,
    manager_phone text,
    depot         text,
    ranks         text[] NOT NULL,  -- columns that only a superuser may fill in so
    -- What the import finds out:
    depot_id      bigint,
    manager_place bigint,           -- in this file,
    manager_id    bigint,           -- or somebody who is there already
    user_id       bigint,
    PRIMARY KEY (file_id, place)
);

-- `file` stays for those that were taken before.
ALTER TABLE user_imports
    ADD COLUMN file_id bigint UNIQUE REFERENCES user_import_files (id),
    DROP CONSTRAINT user_imports_check2,
    ADD CONSTRAINT user_imports_file_until_finished CHECK ((finished_at IS NULL) = (file IS NOT NULL OR file_id IS NOT NULL));
