-- The language in which people want to be answered; NULL: what each request asks for.
ALTER TABLE users ADD COLUMN language text CHECK (language IN ('en', 'hi', 'mr', 'ta', 'bn', 'te'));
