-- Articles' pages on the web: what came of fetching them.
CREATE TABLE pages (
    article  INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    -- When it was last asked for.
    asked    INTEGER NOT NULL,
    -- The status code of the last answer.
    status   INTEGER,
    -- In a row.
    failures INTEGER NOT NULL DEFAULT 0,
    -- Not to be asked before, because the server said so.
    retry    INTEGER,
    error    TEXT,
    -- The article in the page: JSON, LZ4 block format after its length (four bytes, little endian). A later failure
    -- leaves it as it is.
    reading  BLOB,
    -- When it was read.
    read     INTEGER
) STRICT;
