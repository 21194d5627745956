-- Forms that people build. `forms` and `form_fields` hold the draft; what is published is copied into form_versions and
-- stays as it is, since submissions are judged by the version that they were filled in on.
CREATE TABLE forms (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title             text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    description       text        CHECK (length(description) <= 2000),
    form_type         text        NOT NULL DEFAULT 'other'
                      CHECK (form_type IN ('contact', 'feedback', 'survey', 'application', 'inspection', 'other')),
    language          text        NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'hi', 'mr', 'ta', 'bn', 'te')),
    translations      jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(translations) = 'object'),
    is_active         boolean     NOT NULL DEFAULT true,
    published_version bigint      CHECK (published_version > 0),  -- the newest; NULL: none yet
    has_draft         boolean     NOT NULL DEFAULT true,          -- whether the draft differs from that version
    created_by        bigint      NOT NULL REFERENCES users (id),
    version           bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT forms_unpublished_are_drafts CHECK (published_version IS NOT NULL OR has_draft)
);

CREATE INDEX idx_forms_created_at ON forms (created_at, id);
CREATE INDEX idx_forms_title ON forms (lower(title), id);
CREATE INDEX idx_forms_created_by ON forms (created_by, created_at, id);

-- The fields of the draft. `parent` is the path of the group in which a field is: '', 'axles', 'axles.wheels'.
CREATE TABLE form_fields (
    id               bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form_id          bigint  NOT NULL REFERENCES forms (id) ON DELETE CASCADE,
    parent           text    NOT NULL DEFAULT '',
    name             text    NOT NULL CHECK (name ~ '^[A-Za-z][A-Za-z0-9_]{0,62}$'),
    label            text    NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    field_type       text    NOT NULL CHECK (field_type <> ''),
    placeholder      text,
    help_text        text,
    is_required      boolean NOT NULL DEFAULT false,
    "order"          bigint  NOT NULL CHECK ("order" > 0),
    options          jsonb   NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(options) = 'array'),
    validation_rules jsonb   CHECK (jsonb_typeof(validation_rules) = 'object'),
    visible_if       text,
    required_if      text,
    read_only_if     text,
    rule             text,
    rule_message     text,
    calculation      text,
    translations     jsonb   NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(translations) = 'object'),
    CONSTRAINT form_fields_name UNIQUE (form_id, parent, name)
);

-- `definition` is the whole form as it can be exported, `logic` its expressions as trees.
CREATE TABLE form_versions (
    form_id      bigint      NOT NULL REFERENCES forms (id),
    version      bigint      NOT NULL CHECK (version > 0),
    definition   jsonb       NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
    logic        jsonb       NOT NULL,
    published_by bigint      NOT NULL REFERENCES users (id),
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (form_id, version)
);

CREATE FUNCTION refuse_change_of_form_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published versions of a form are never changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER form_versions_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON form_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_form_versions();
