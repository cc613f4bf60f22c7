-- The first schema. Times are Unix seconds. JSON columns are read whole and never searched.

CREATE TABLE folders (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE feeds (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    url      TEXT NOT NULL UNIQUE,
    -- The place in the configuration; NULL where the feed left it and articles that the reader kept remain.
    position INTEGER,
    name     TEXT,
    title    TEXT,
    site     TEXT,
    folder   INTEGER REFERENCES folders (id),
    tags     TEXT NOT NULL DEFAULT '[]',
    language TEXT,
    poll     TEXT NOT NULL DEFAULT '{}',
    next_due INTEGER,
    -- Counted as articles come and go, so that showing them costs the same at any size.
    total    INTEGER NOT NULL DEFAULT 0,
    unread   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- AUTOINCREMENT: a number is never given to another article, and a higher number arrived later.
CREATE TABLE articles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    feed        INTEGER NOT NULL REFERENCES feeds (id),
    -- The folder of its feed, repeated here for the index.
    folder      INTEGER REFERENCES folders (id),
    entry       TEXT NOT NULL,
    -- Set when the article is first seen and never changed: places in lists stay right.
    date        INTEGER NOT NULL,
    first_seen  INTEGER NOT NULL,
    updated     INTEGER,
    title       TEXT NOT NULL CHECK (title <> ''),
    author      TEXT,
    link        TEXT,
    -- Of title and text, white space and markup left out: when it changes, the article was edited.
    fingerprint INTEGER NOT NULL,
    -- Of everything else that is stored.
    details     INTEGER NOT NULL,
    edited      INTEGER,
    preview     INTEGER NOT NULL DEFAULT 0,
    -- The version of the quotation engine that read it; 0 where its text is not yet indexed.
    engine      INTEGER NOT NULL DEFAULT 0,
    quotes      INTEGER,
    UNIQUE (feed, entry)
) STRICT;

-- Each index ends with the row's number, so that it also orders articles of one date.
CREATE INDEX articles_by_date ON articles (date);
CREATE INDEX articles_by_feed ON articles (feed, date);
CREATE INDEX articles_by_folder ON articles (folder, date) WHERE folder IS NOT NULL;
CREATE INDEX articles_by_engine ON articles (engine, date);

-- What is not yet read. A table of its own, so that a million articles are marked in a moment.
CREATE TABLE unread (
    date    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    feed    INTEGER NOT NULL,
    folder  INTEGER,
    PRIMARY KEY (date, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX unread_by_feed ON unread (feed, date, article);
CREATE INDEX unread_by_folder ON unread (folder, date, article) WHERE folder IS NOT NULL;

-- Apart from `articles`, so that lists never load a body.
CREATE TABLE bodies (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    -- HTML, LZ4 block format after its length (four bytes, little endian).
    html    BLOB NOT NULL,
    details TEXT
) STRICT;

-- The texts that an edited article had before.
CREATE TABLE revisions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    -- When it was found to be replaced.
    until   INTEGER NOT NULL,
    title   TEXT NOT NULL,
    html    BLOB NOT NULL
) STRICT;

CREATE INDEX revisions_by_article ON revisions (article, id);

-- Who is quoted, over all articles.
CREATE TABLE people (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    title   TEXT,
    aliases TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- Ranges are byte ranges in the article's text; the words stand here too, so that a list of quotations needs no text.
CREATE TABLE quotes (
    article    INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    ranges     TEXT NOT NULL,
    words      TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    confidence REAL NOT NULL,
    cue        TEXT,
    cue_words  TEXT,
    speaker    TEXT,
    title      TEXT,
    aliases    TEXT,
    mention    TEXT,
    person     INTEGER REFERENCES people (id) ON DELETE SET NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX quotes_by_speaker ON quotes (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX quotes_by_person ON quotes (person) WHERE person IS NOT NULL;

-- What the reader keeps. RESTRICT: no clean-up can take such an article away.
CREATE TABLE bookmarks (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE RESTRICT,
    -- The article's date, repeated here for the index.
    date    INTEGER NOT NULL,
    created INTEGER NOT NULL,
    note    TEXT,
    tags    TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE INDEX bookmarks_by_date ON bookmarks (date);

CREATE TABLE highlights (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE RESTRICT,
    exact   TEXT NOT NULL,
    prefix  TEXT NOT NULL,
    suffix  TEXT NOT NULL,
    colour  INTEGER NOT NULL,
    note    TEXT,
    created INTEGER NOT NULL
) STRICT;

CREATE INDEX highlights_by_article ON highlights (article, id);

-- Where the reader was: when an article was read, and how far.
CREATE TABLE marks (
    article  INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    read     INTEGER,
    -- A byte in the article's text.
    position INTEGER
) STRICT;

-- The index alone: the text stands in `bodies`. `place` holds "f" and the feed's number.
CREATE VIRTUAL TABLE search USING fts5 (
    title, author, text, speakers, place,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
    DELETE FROM unread WHERE date = old.date AND article = old.id;
    DELETE FROM search WHERE rowid = old.id AND old.engine > 0;
END;
