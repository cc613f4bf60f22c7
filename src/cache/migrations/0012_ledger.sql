-- What the reader keeps is also written as lines of JSON into a file beside this one. A line is made here, by triggers,
-- in the transaction that changes something, and written to the file after it: whatever happens between, it is not lost.

-- Lines on their way into the file; empty almost always.
CREATE TABLE to_log (
    -- AUTOINCREMENT: in the order of what was done, for ever.
    n    INTEGER PRIMARY KEY AUTOINCREMENT,
    did  TEXT NOT NULL,
    -- The line; NULL of read marks, whose line is made when it is written.
    line TEXT,
    -- The numbers of articles that were marked; JSON.
    ids  TEXT,
    at   INTEGER NOT NULL
) STRICT;

-- The file that holds all that is kept here, by the name in its first line: none of another name is ever replaced.
CREATE TABLE log_file (
    name TEXT NOT NULL,
    -- Its length when it was last written anew, in bytes.
    size INTEGER NOT NULL
) STRICT;

-- What was read back from the file, of articles that have not come again yet.
CREATE TABLE waiting (
    feed  INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    -- The lower 48 bits of a hash of the entry's id.
    entry INTEGER NOT NULL,
    read  INTEGER NOT NULL,
    -- Lines of the file, in their order; a JSON array of strings.
    lines TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (feed, entry)
) STRICT, WITHOUT ROWID;

-- The numbers of articles among which are some that were stored before there were folds; no row once all were looked at.
CREATE TABLE to_fold (
    next INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT;

INSERT INTO to_fold SELECT min(id), max(id) FROM articles HAVING max(id) IS NOT NULL;

CREATE INDEX people_by_own ON people (own, id);

CREATE VIEW identities AS
    SELECT a.id, json_object('feed', f.url, 'entry', a.entry, 'link', a.link, 'title', a.title, 'date', a.date) AS article
    FROM articles a JOIN feeds f ON f.id = a.feed;

-- A person: the name that is their own, and how many of that name were there before them.
CREATE VIEW persons AS
    SELECT p.id, json_object('key', n.key, 'name', p.name, 'sort', p.sort,
        'nth', (SELECT count(*) FROM people q WHERE q.own = p.own AND q.id < p.id)) AS person
    FROM people p JOIN names n ON n.id = p.own;

-- The line of each row: a trigger asks for one, and to write the file anew is to ask for all.

CREATE VIEW bookmark_lines AS
    SELECT b.article, json_object('v', 1, 'at', unixepoch(), 'do', 'bookmark', 'article', json(i.article),
        'created', b.created) AS line
    FROM bookmarks b JOIN identities i ON i.id = b.article;

CREATE VIEW tag_lines AS
    SELECT t.article, t.tag, json_object('v', 1, 'at', unixepoch(), 'do', 'tag', 'article', json(i.article),
        'tag', g.name, 'created', t.created) AS line
    FROM tagged t JOIN tags g ON g.id = t.tag JOIN identities i ON i.id = t.article;

CREATE VIEW note_lines AS
    SELECT n.article, json_object('v', 1, 'at', unixepoch(), 'do', 'note', 'article', json(i.article),
        'note', n.note, 'created', n.created) AS line
    FROM notes n JOIN identities i ON i.id = n.article;

-- Kept quotations are highlights with `said`.
CREATE VIEW highlight_lines AS
    SELECT h.id, json_object('v', 1, 'at', unixepoch(), 'do', 'highlight', 'article', json(i.article),
        'exact', h.exact, 'prefix', h.prefix, 'suffix', h.suffix, 'start', h.start,
        'colour', CASE h.colour WHEN 1 THEN 'green' WHEN 2 THEN 'blue' WHEN 3 THEN 'red' ELSE 'yellow' END,
        'note', h.note, 'created', h.created,
        'said', iif(h.words IS NULL, NULL,
            json_object('words', h.words, 'speaker', h.speaker, 'title', h.title))) AS line
    FROM highlights h JOIN identities i ON i.id = h.article;

CREATE VIEW correction_lines AS
    SELECT c.article, c.words, json_object('v', 1, 'at', unixepoch(), 'do', 'correct', 'article', json(i.article),
        'words', c.words, 'speaker', c.speaker, 'title', c.title) AS line
    FROM corrections c JOIN identities i ON i.id = c.article;

CREATE VIEW name_lines AS
    SELECT n.id, json_object('v', 1, 'at', unixepoch(), 'do', 'name', 'name', json(o.person),
        'person', json(p.person)) AS line
    FROM names n JOIN persons o ON o.id = (SELECT min(id) FROM people WHERE own = n.id)
        JOIN persons p ON p.id = n.person;

CREATE VIEW part_lines AS
    SELECT r.name, r.title, r.article, json_object('v', 1, 'at', unixepoch(), 'do', 'part', 'name', json(o.person),
        'title', r.title, 'article', json(i.article), 'person', json(p.person)) AS line
    FROM partings r JOIN persons o ON o.id = (SELECT min(id) FROM people WHERE own = r.name)
        JOIN persons p ON p.id = r.person LEFT JOIN identities i ON i.id = r.article
    WHERE r.article = 0 OR i.id IS NOT NULL;

CREATE VIEW follow_lines AS
    SELECT f.person, json_object('v', 1, 'at', unixepoch(), 'do', 'follow', 'person', json(p.person),
        'created', f.created) AS line
    FROM follows f JOIN persons p ON p.id = f.person;

-- What is taken away says so with all that it was.

CREATE TRIGGER bookmarks_logged AFTER INSERT ON bookmarks BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'bookmark', line, unixepoch() FROM bookmark_lines
        WHERE article = new.article;
END;
CREATE TRIGGER bookmarks_unlogged BEFORE DELETE ON bookmarks BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'unbookmark', json_set(line, '$.do', 'unbookmark'), unixepoch()
        FROM bookmark_lines WHERE article = old.article;
END;
CREATE TRIGGER tagged_logged AFTER INSERT ON tagged BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'tag', line, unixepoch() FROM tag_lines
        WHERE article = new.article AND tag = new.tag;
END;
CREATE TRIGGER tagged_unlogged BEFORE DELETE ON tagged BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'untag', json_set(line, '$.do', 'untag'), unixepoch()
        FROM tag_lines WHERE article = old.article AND tag = old.tag;
END;
CREATE TRIGGER notes_logged AFTER INSERT ON notes BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'note', line, unixepoch() FROM note_lines WHERE article = new.article;
END;
CREATE TRIGGER notes_relogged AFTER UPDATE ON notes WHEN new.note <> old.note BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'note', line, unixepoch() FROM note_lines WHERE article = new.article;
END;
CREATE TRIGGER notes_unlogged BEFORE DELETE ON notes BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'unnote', json_set(line, '$.do', 'unnote'), unixepoch()
        FROM note_lines WHERE article = old.article;
END;
CREATE TRIGGER highlights_logged AFTER INSERT ON highlights BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'highlight', line, unixepoch() FROM highlight_lines WHERE id = new.id;
END;
CREATE TRIGGER highlights_relogged AFTER UPDATE ON highlights BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'highlight', line, unixepoch() FROM highlight_lines WHERE id = new.id;
END;
CREATE TRIGGER highlights_unlogged BEFORE DELETE ON highlights BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'unhighlight', json_set(line, '$.do', 'unhighlight'), unixepoch()
        FROM highlight_lines WHERE id = old.id;
END;
CREATE TRIGGER corrections_logged AFTER INSERT ON corrections BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'correct', line, unixepoch() FROM correction_lines
        WHERE article = new.article AND words = new.words;
END;
CREATE TRIGGER corrections_unlogged BEFORE DELETE ON corrections BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'uncorrect', json_set(line, '$.do', 'uncorrect'), unixepoch()
        FROM correction_lines WHERE article = old.article AND words = old.words;
END;
CREATE TRIGGER names_logged AFTER UPDATE OF person ON names WHEN new.person <> old.person BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'name', line, unixepoch() FROM name_lines WHERE id = new.id;
END;
CREATE TRIGGER partings_logged AFTER INSERT ON partings BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'part', line, unixepoch() FROM part_lines
        WHERE name = new.name AND title = new.title AND article = new.article;
END;
CREATE TRIGGER partings_relogged AFTER UPDATE OF person ON partings BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'part', line, unixepoch() FROM part_lines
        WHERE name = new.name AND title = new.title AND article = new.article;
END;
CREATE TRIGGER partings_unlogged BEFORE DELETE ON partings BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'unpart', json_set(line, '$.do', 'unpart'), unixepoch() FROM part_lines
        WHERE name = old.name AND title = old.title AND article = old.article;
END;
CREATE TRIGGER follows_logged AFTER INSERT ON follows BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'follow', line, unixepoch() FROM follow_lines WHERE person = new.person;
END;
CREATE TRIGGER follows_unlogged BEFORE DELETE ON follows BEGIN
    INSERT INTO to_log (did, line, at) SELECT 'unfollow', json_set(line, '$.do', 'unfollow'), unixepoch()
        FROM follow_lines WHERE person = old.person;
END;
