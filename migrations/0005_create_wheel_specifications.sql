-- Numbers that the server gives out, one row a series and year.
CREATE TABLE form_number_counters (
    series      text   NOT NULL,
    year        int    NOT NULL,
    last_number bigint NOT NULL CHECK (last_number > 0),
    PRIMARY KEY (series, year)
);

-- Substrings of form numbers are searched for.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A measurement is kept as it was written, and as it was understood: nominal, lower and upper size in micrometres.
CREATE TABLE wheel_specifications (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form_number      text        NOT NULL CHECK (form_number ~ '^[A-Za-z0-9_/.-]{1,50}$'),
    submitted_by     bigint      NOT NULL REFERENCES users (id),
    submitted_date   date        NOT NULL,
    status           text        NOT NULL DEFAULT 'saved'
                     CHECK (status IN ('saved', 'submitted', 'reviewed', 'approved', 'rejected')),
    stock_type       text        NOT NULL,
    rule_set_version int         NOT NULL CHECK (rule_set_version > 0),
    tread_diameter_new text NOT NULL CHECK (length(tread_diameter_new) BETWEEN 1 AND 100),
    tread_diameter_new_nominal int,
    tread_diameter_new_low int,
    tread_diameter_new_high int,
    last_shop_issue_size text NOT NULL CHECK (length(last_shop_issue_size) BETWEEN 1 AND 100),
    last_shop_issue_size_nominal int,
    last_shop_issue_size_low int,
    last_shop_issue_size_high int,
    condemning_dia text NOT NULL CHECK (length(condemning_dia) BETWEEN 1 AND 100),
    condemning_dia_nominal int,
    condemning_dia_low int,
    condemning_dia_high int,
    wheel_gauge text NOT NULL CHECK (length(wheel_gauge) BETWEEN 1 AND 100),
    wheel_gauge_nominal int,
    wheel_gauge_low int,
    wheel_gauge_high int,
    variation_same_axle text NOT NULL CHECK (length(variation_same_axle) BETWEEN 1 AND 100),
    variation_same_axle_nominal int,
    variation_same_axle_low int,
    variation_same_axle_high int,
    variation_same_bogie text NOT NULL CHECK (length(variation_same_bogie) BETWEEN 1 AND 100),
    variation_same_bogie_nominal int,
    variation_same_bogie_low int,
    variation_same_bogie_high int,
    variation_same_coach text NOT NULL CHECK (length(variation_same_coach) BETWEEN 1 AND 100),
    variation_same_coach_nominal int,
    variation_same_coach_low int,
    variation_same_coach_high int,
    wheel_profile text NOT NULL CHECK (length(wheel_profile) BETWEEN 1 AND 100),
    wheel_profile_nominal int,
    wheel_profile_low int,
    wheel_profile_high int,
    intermediate_wwp text NOT NULL CHECK (length(intermediate_wwp) BETWEEN 1 AND 100),
    intermediate_wwp_nominal int,
    intermediate_wwp_low int,
    intermediate_wwp_high int,
    bearing_seat_diameter text NOT NULL CHECK (length(bearing_seat_diameter) BETWEEN 1 AND 100),
    bearing_seat_diameter_nominal int,
    bearing_seat_diameter_low int,
    bearing_seat_diameter_high int,
    roller_bearing_outer_dia text NOT NULL CHECK (length(roller_bearing_outer_dia) BETWEEN 1 AND 100),
    roller_bearing_outer_dia_nominal int,
    roller_bearing_outer_dia_low int,
    roller_bearing_outer_dia_high int,
    roller_bearing_bore_dia text NOT NULL CHECK (length(roller_bearing_bore_dia) BETWEEN 1 AND 100),
    roller_bearing_bore_dia_nominal int,
    roller_bearing_bore_dia_low int,
    roller_bearing_bore_dia_high int,
    roller_bearing_width text NOT NULL CHECK (length(roller_bearing_width) BETWEEN 1 AND 100),
    roller_bearing_width_nominal int,
    roller_bearing_width_low int,
    roller_bearing_width_high int,
    axle_box_housing_bore_dia text NOT NULL CHECK (length(axle_box_housing_bore_dia) BETWEEN 1 AND 100),
    axle_box_housing_bore_dia_nominal int,
    axle_box_housing_bore_dia_low int,
    axle_box_housing_bore_dia_high int,
    wheel_disc_width text NOT NULL CHECK (length(wheel_disc_width) BETWEEN 1 AND 100),
    wheel_disc_width_nominal int,
    wheel_disc_width_low int,
    wheel_disc_width_high int,
    flange_height text CHECK (length(flange_height) BETWEEN 1 AND 100),
    flange_height_nominal int,
    flange_height_low int,
    flange_height_high int,
    root_radius text CHECK (length(root_radius) BETWEEN 1 AND 100),
    root_radius_nominal int,
    root_radius_low int,
    root_radius_high int,
    findings         jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(findings) = 'array'),
    worst_severity   smallint    NOT NULL DEFAULT 1 CHECK (worst_severity BETWEEN 1 AND 4),
    created_by       bigint      NOT NULL REFERENCES users (id),
    version          bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);

-- The lists' order is part of their indexes, so that the first page is read without sorting.
CREATE UNIQUE INDEX idx_wheel_spec_form_number ON wheel_specifications (form_number);
CREATE INDEX idx_wheel_spec_form_number_part ON wheel_specifications USING gin (form_number gin_trgm_ops);
CREATE INDEX idx_wheel_spec_submitted_by ON wheel_specifications (submitted_by, created_at, id);
CREATE INDEX idx_wheel_spec_date ON wheel_specifications (submitted_date, id);
CREATE INDEX idx_wheel_spec_status ON wheel_specifications (status, created_at, id);
CREATE INDEX idx_wheel_spec_created_at ON wheel_specifications (created_at, id);
CREATE INDEX idx_wheel_spec_findings ON wheel_specifications (created_at, id) WHERE worst_severity > 1;
