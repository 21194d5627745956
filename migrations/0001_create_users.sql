-- People. Who somebody is, is the phone number, in E.164.
CREATE TABLE users (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_number    text        NOT NULL CHECK (phone_number ~ '^\+[0-9]{9,15}$'),
    password_hash   text        NOT NULL CHECK (password_hash <> ''),
    first_name      text        NOT NULL CHECK (length(first_name) BETWEEN 1 AND 150),
    last_name       text        NOT NULL CHECK (length(last_name) BETWEEN 1 AND 150),
    email           text        CHECK (length(email) BETWEEN 3 AND 254),
    profile_picture text        CHECK (length(profile_picture) BETWEEN 1 AND 500),
    bio             text        CHECK (length(bio) BETWEEN 1 AND 500),
    date_of_birth   date,
    address_line_1  text        CHECK (length(address_line_1) BETWEEN 1 AND 255),
    address_line_2  text        CHECK (length(address_line_2) BETWEEN 1 AND 255),
    city            text        CHECK (length(city) BETWEEN 1 AND 100),
    state           text        CHECK (length(state) BETWEEN 1 AND 100),
    postal_code     text        CHECK (length(postal_code) BETWEEN 1 AND 20),
    country         text        CHECK (length(country) BETWEEN 1 AND 100),
    employee_id     text        CHECK (length(employee_id) BETWEEN 1 AND 50),
    department      text        CHECK (length(department) BETWEEN 1 AND 100),
    position        text        CHECK (length(position) BETWEEN 1 AND 100),
    manager_id      bigint      REFERENCES users (id) CHECK (manager_id <> id),
    is_staff        boolean     NOT NULL DEFAULT false,
    is_superuser    boolean     NOT NULL DEFAULT false CHECK (is_staff OR NOT is_superuser),
    is_active       boolean     NOT NULL DEFAULT true,
    date_joined     timestamptz NOT NULL DEFAULT now(),
    last_login      timestamptz,
    version         bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX idx_users_phone_number ON users (phone_number);
CREATE UNIQUE INDEX idx_users_employee_id ON users (employee_id);
CREATE INDEX idx_users_is_active ON users (is_active);
CREATE INDEX idx_users_manager_id ON users (manager_id);
