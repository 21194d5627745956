-- A condition is kept as a word of its section's vocabulary, in the section's own case.
CREATE TABLE bogie_checksheets (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form_number     text        NOT NULL CHECK (form_number ~ '^[A-Za-z0-9_/.-]{1,50}$'),
    inspection_by   bigint      NOT NULL REFERENCES users (id),
    inspection_date date        NOT NULL,
    status          text        NOT NULL DEFAULT 'saved'
                    CHECK (status IN ('saved', 'submitted', 'reviewed', 'approved', 'rejected')),

    -- Two of the details are kept as they were written, and in the parts that could be told apart.
    bogie_no              text NOT NULL CHECK (length(bogie_no) BETWEEN 1 AND 50),
    maker_year_built      text CHECK (length(maker_year_built) BETWEEN 1 AND 100),
    maker                 text,
    year_built            int  CHECK (year_built BETWEEN 1850 AND 2199),
    incoming_div_and_date text CHECK (length(incoming_div_and_date) BETWEEN 1 AND 100),
    incoming_division     text,
    incoming_date         date,
    deficit_components    text CHECK (length(deficit_components) BETWEEN 1 AND 1000),
    date_of_ioh           date,

    bogie_frame_condition      text NOT NULL,
    bolster                    text NOT NULL,
    bolster_suspension_bracket text NOT NULL,
    lower_spring_seat          text NOT NULL,
    axle_guide                 text NOT NULL,
    axle_guide_assembly        text,
    protective_tubes           text,
    anchor_links               text,
    side_bearer                text,
    CONSTRAINT bogie_conditions CHECK (
        array_remove(ARRAY[bogie_frame_condition, bolster, bolster_suspension_bracket, lower_spring_seat, axle_guide,
                           axle_guide_assembly, protective_tubes, anchor_links, side_bearer], NULL)
        <@ ARRAY['Good', 'Fair', 'Poor', 'Worn', 'Worn Out', 'Overaged', 'Corroded', 'Misaligned', 'Bent', 'Damaged',
                 'Cracked']),

    cylinder_body        text NOT NULL,
    piston_trunnion      text NOT NULL,
    adjusting_tube       text NOT NULL,
    plunger_spring       text NOT NULL,
    tee_bolt_hex_nut     text,
    pawl_and_pawl_spring text,
    dust_excluder        text,
    CONSTRAINT bmbc_conditions CHECK (
        array_remove(ARRAY[cylinder_body, piston_trunnion, adjusting_tube, plunger_spring, tee_bolt_hex_nut,
                           pawl_and_pawl_spring, dust_excluder], NULL)
        <@ ARRAY['GOOD', 'FAIR', 'WORN OUT', 'DAMAGED']),

    findings       jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(findings) = 'array'),
    worst_severity smallint    NOT NULL DEFAULT 1 CHECK (worst_severity BETWEEN 1 AND 4),
    created_by     bigint      NOT NULL REFERENCES users (id),
    version        bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);

-- The lists' order is part of their indexes, so that the first page is read without sorting.
CREATE UNIQUE INDEX idx_bogie_form_number ON bogie_checksheets (form_number);
CREATE INDEX idx_bogie_form_number_part ON bogie_checksheets USING gin (form_number gin_trgm_ops);
CREATE INDEX idx_bogie_inspection_by ON bogie_checksheets (inspection_by, created_at, id);
CREATE INDEX idx_bogie_date ON bogie_checksheets (inspection_date, id);
CREATE INDEX idx_bogie_number ON bogie_checksheets (lower(bogie_no), created_at, id);
CREATE INDEX idx_bogie_status ON bogie_checksheets (status, created_at, id);
CREATE INDEX idx_bogie_created_at ON bogie_checksheets (created_at, id);
CREATE INDEX idx_bogie_findings ON bogie_checksheets (created_at, id) WHERE worst_severity > 2;
