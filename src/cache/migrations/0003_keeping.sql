-- Tags and notes of any article, no longer of bookmarks alone; what retention took away.

-- Names as the reader first wrote them. They are compared without case, which SQLite knows of ASCII letters alone:
-- the program compares them.
CREATE TABLE tags (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- RESTRICT: no clean-up can take such an article away.
CREATE TABLE tagged (
    tag     INTEGER NOT NULL REFERENCES tags (id),
    -- The article's date, repeated here for the list of a tag.
    date    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE RESTRICT,
    created INTEGER NOT NULL,
    PRIMARY KEY (tag, date, article)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tagged_by_article ON tagged (article, tag);

CREATE TABLE notes (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE RESTRICT,
    date    INTEGER NOT NULL,
    created INTEGER NOT NULL,
    note    TEXT NOT NULL CHECK (note <> '')
) STRICT;

CREATE INDEX notes_by_date ON notes (date);
CREATE INDEX highlights_with_note ON highlights (article) WHERE note <> '';

INSERT INTO tags (name)
    SELECT DISTINCT t.value FROM bookmarks b, json_each(b.tags) t WHERE json_valid(b.tags) AND t.value <> '';
INSERT OR IGNORE INTO tagged (tag, date, article, created)
    SELECT g.id, b.date, b.article, b.created FROM bookmarks b, json_each(b.tags) t JOIN tags g ON g.name = t.value
    WHERE json_valid(b.tags);
INSERT INTO notes (article, date, created, note)
    SELECT article, date, created, note FROM bookmarks WHERE note <> '';

ALTER TABLE bookmarks DROP COLUMN note;
ALTER TABLE bookmarks DROP COLUMN tags;

-- Entries whose articles retention took away, by a hash of their ids, as long as their feed's document holds them:
-- otherwise they would come back as new.
CREATE TABLE removed (
    feed  INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    entry INTEGER NOT NULL,
    -- When the document was last seen to hold it, to the day.
    seen  INTEGER NOT NULL,
    PRIMARY KEY (feed, entry)
) STRICT, WITHOUT ROWID;
