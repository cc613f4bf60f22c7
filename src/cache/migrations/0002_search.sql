-- The index again, with numbers that order articles as lists do: its matches come the latest first, at any number.
-- All texts are indexed anew, in the background.

DROP TRIGGER articles_removed;
DROP TABLE search;

-- The article's number in the index, given once: seconds since the year 1 times 4096, and a part of its own. NULL
-- before its text is indexed for the first time.
ALTER TABLE articles ADD COLUMN indexed INTEGER;
-- What its own document says of the language; NULL where it says nothing and its feed's language holds.
ALTER TABLE articles ADD COLUMN language TEXT;
-- Files of any kind come with it; a picture comes with it: repeated here so that lists need no body.
ALTER TABLE articles ADD COLUMN enclosure INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN image INTEGER NOT NULL DEFAULT 0;

UPDATE articles SET engine = 0 WHERE engine > 0;
UPDATE articles SET
    language = json_extract(b.details, '$.language'),
    enclosure = ifnull(json_array_length(b.details, '$.enclosures'), 0) > 0,
    image = json_extract(b.details, '$.image') IS NOT NULL OR EXISTS (
        SELECT 1 FROM json_each(b.details, '$.enclosures')
        WHERE json_extract(value, '$.media_type') LIKE 'image/%')
FROM (SELECT article, details FROM bodies WHERE json_valid(details)) b
WHERE b.article = articles.id;

CREATE UNIQUE INDEX articles_by_indexed ON articles (indexed) WHERE indexed IS NOT NULL;
CREATE INDEX articles_by_edit ON articles (date) WHERE edited IS NOT NULL;

-- The index alone: the text stands in `bodies`. `place` holds U+E000 and the feed's number, which no word looks like.
CREATE VIRTUAL TABLE search USING fts5 (
    title, author, text, speakers, place,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
    DELETE FROM unread WHERE date = old.date AND article = old.id;
    DELETE FROM search WHERE rowid = ifnull(old.indexed, -1) AND old.engine > 0;
END;
