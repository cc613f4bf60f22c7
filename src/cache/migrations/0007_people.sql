-- Who is quoted, over all articles, and what several outlets quote. Counts are kept by triggers: a list of people reads
-- them from an index, whatever was said how often.

DROP INDEX quotes_by_person;
DROP TABLE people;

CREATE TABLE people (
    -- AUTOINCREMENT: a number is never given to another person, so that what the reader decided stays right.
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The name that is this person's own; others may have been merged into it.
    own     INTEGER NOT NULL,
    name    TEXT NOT NULL,
    -- In small letters without marks, the family name first.
    sort    TEXT NOT NULL,
    title   TEXT,
    -- Other forms that stood in texts; JSON.
    aliases TEXT NOT NULL DEFAULT '[]',
    quotes  INTEGER NOT NULL DEFAULT 0,
    outlets INTEGER NOT NULL DEFAULT 0,
    -- The date of the latest article that quotes them.
    last    INTEGER
) STRICT;

CREATE INDEX people_by_count ON people (quotes, id) WHERE quotes > 0;
CREATE INDEX people_by_last ON people (last, id) WHERE quotes > 0;
CREATE INDEX people_by_name ON people (sort, id) WHERE quotes > 0;

-- Every name, and whose it is. A row that points to another person than the one it was made for is a merge.
CREATE TABLE names (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    -- In small letters, without marks, titles and honorifics.
    key    TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES people (id)
) STRICT;

CREATE INDEX names_by_person ON names (person);

-- Quotations that the reader took from the person of that name: with this title ('' for any), in this article (0 for any).
CREATE TABLE partings (
    name    INTEGER NOT NULL REFERENCES names (id),
    title   TEXT NOT NULL,
    article INTEGER NOT NULL,
    person  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (name, title, article)
) STRICT, WITHOUT ROWID;

-- The feeds of one web site are one outlet: the number of the first of them.
ALTER TABLE feeds ADD COLUMN outlet INTEGER;

ALTER TABLE quotes ADD COLUMN name INTEGER REFERENCES names (id);
ALTER TABLE quotes ADD COLUMN date INTEGER;
ALTER TABLE quotes ADD COLUMN outlet INTEGER;

CREATE INDEX quotes_by_person ON quotes (person) WHERE person IS NOT NULL;
CREATE INDEX quotes_by_name ON quotes (name) WHERE name IS NOT NULL;

-- The articles that quote a person.
CREATE TABLE appearances (
    person  INTEGER NOT NULL,
    date    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    quotes  INTEGER NOT NULL,
    PRIMARY KEY (person, date, article)
) STRICT, WITHOUT ROWID;

-- The outlets that quote a person.
CREATE TABLE heard (
    person INTEGER NOT NULL,
    outlet INTEGER NOT NULL,
    quotes INTEGER NOT NULL,
    PRIMARY KEY (person, outlet)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER heard_more AFTER INSERT ON heard BEGIN
    UPDATE people SET outlets = outlets + 1 WHERE id = new.person;
END;

CREATE TRIGGER heard_less AFTER DELETE ON heard BEGIN
    UPDATE people SET outlets = outlets - 1 WHERE id = old.person;
END;

CREATE TRIGGER quotes_said AFTER INSERT ON quotes WHEN new.person IS NOT NULL BEGIN
    INSERT INTO appearances VALUES (new.person, new.date, new.article, 1)
        ON CONFLICT DO UPDATE SET quotes = quotes + 1;
    INSERT INTO heard VALUES (new.person, new.outlet, 1) ON CONFLICT DO UPDATE SET quotes = quotes + 1;
    UPDATE people SET quotes = quotes + 1, last = max(ifnull(last, new.date), new.date) WHERE id = new.person;
END;

CREATE TRIGGER quotes_unsaid AFTER DELETE ON quotes WHEN old.person IS NOT NULL BEGIN
    UPDATE appearances SET quotes = quotes - 1
        WHERE person = old.person AND date = old.date AND article = old.article;
    DELETE FROM appearances
        WHERE person = old.person AND date = old.date AND article = old.article AND quotes <= 0;
    UPDATE heard SET quotes = quotes - 1 WHERE person = old.person AND outlet = old.outlet;
    DELETE FROM heard WHERE person = old.person AND outlet = old.outlet AND quotes <= 0;
    UPDATE people SET quotes = quotes - 1,
        last = (SELECT date FROM appearances WHERE person = old.person ORDER BY date DESC LIMIT 1)
        WHERE id = old.person;
END;

CREATE TRIGGER quotes_moved AFTER UPDATE OF person ON quotes WHEN old.person IS NOT new.person BEGIN
    UPDATE appearances SET quotes = quotes - 1
        WHERE person = old.person AND date = old.date AND article = old.article;
    DELETE FROM appearances
        WHERE person = old.person AND date = old.date AND article = old.article AND quotes <= 0;
    UPDATE heard SET quotes = quotes - 1 WHERE person = old.person AND outlet = old.outlet;
    DELETE FROM heard WHERE person = old.person AND outlet = old.outlet AND quotes <= 0;
    UPDATE people SET quotes = quotes - 1,
        last = (SELECT date FROM appearances WHERE person = old.person ORDER BY date DESC LIMIT 1)
        WHERE id = old.person;
    INSERT INTO appearances SELECT new.person, new.date, new.article, 1 WHERE new.person IS NOT NULL
        ON CONFLICT DO UPDATE SET quotes = quotes + 1;
    INSERT INTO heard SELECT new.person, new.outlet, 1 WHERE new.person IS NOT NULL
        ON CONFLICT DO UPDATE SET quotes = quotes + 1;
    UPDATE people SET quotes = quotes + 1, last = max(ifnull(last, new.date), new.date) WHERE id = new.person;
END;

-- Followed people: each is a list of articles.
CREATE TABLE follows (
    person  INTEGER PRIMARY KEY REFERENCES people (id),
    created INTEGER NOT NULL
) STRICT;

-- The index alone; the rowid is the person's number.
CREATE VIRTUAL TABLE people_search USING fts5 (
    name, title, aliases,
    content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- What was said; the rowid is the article's number times 65536, plus the quotation's.
CREATE VIRTUAL TABLE spoken USING fts5 (
    words, speaker,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Word sequences of quotations, by the month in which they were printed. Rows whose quotation is gone do no harm: what
-- they lead to is compared word by word. `Store::vacuum` removes them.
CREATE TABLE shingles (
    month   INTEGER NOT NULL,
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (month, hash, article, number)
) STRICT, WITHOUT ROWID;

-- Pairs of quotations that are one and the same in two articles, in both directions.
CREATE TABLE echoes (
    article      INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    other        INTEGER NOT NULL,
    other_number INTEGER NOT NULL,
    PRIMARY KEY (article, number, other, other_number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER quotes_silenced AFTER DELETE ON quotes WHEN old.kind <> 4 BEGIN
    DELETE FROM spoken WHERE rowid = old.article * 65536 + old.number AND old.number < 65536;
    DELETE FROM echoes WHERE (article, number, other, other_number) IN (
        SELECT other, other_number, article, number FROM echoes
        WHERE article = old.article AND number = old.number);
    DELETE FROM echoes WHERE article = old.article AND number = old.number;
END;
