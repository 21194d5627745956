-- What a reader takes for the same word is the same text, however it was typed: composed or decomposed letters, full width,
-- upper or lower case, digits of any of the languages, any dash, and without marks that nobody sees. Made like folded() of
-- core/unicode.hpp upon plain(), for the scripts of the languages that people here write.
-- Nearly all texts are ASCII, which has nothing to be composed. Upper and lower case are the same in whatever locale the database
-- was made, C too, where the system's own lower() would leave all but ASCII as it is.
CREATE FUNCTION folded(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length(written) = length(written) THEN lower(written COLLATE "C") COLLATE "default" ELSE
        lower(translate(normalize(translate(written,
                U&'\2018\2019\201A\201B\2032' || U&'\201C\201D\201E\201F\2033', '''''''''''' || '"""""'), NFKC),
            U&'\2010\2012\2013\2014\2015\2212' || '०१२३४५६७८९' || '০১২৩৪৫৬৭৮৯' || '௦௧௨௩௪௫௬௭௮௯' || '౦౧౨౩౪౫౬౭౮౯'
                || U&'\00AD\034F\061C\180E\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062\2063\2064\2066\2067\2068\2069'
                || U&'\FE00\FE01\FE02\FE03\FE04\FE05\FE06\FE07\FE08\FE09\FE0A\FE0B\FE0C\FE0D\FE0E\FE0F\FEFF',
            '------' || '0123456789' || '0123456789' || '0123456789' || '0123456789') COLLATE "und-x-icu") COLLATE "default" END;

-- A pattern for LIKE: folded texts that contain this one, of which nothing is a wildcard.
CREATE FUNCTION containing(part text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '%' || regexp_replace(folded(part), '([\\%_])', '\\\1', 'g') || '%';
