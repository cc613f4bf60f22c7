-- Kept quotations, and speakers that the reader corrected.

-- The byte at which a highlight began when it was made: of places that agree as well, the nearest is taken.
ALTER TABLE highlights ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
-- A kept quotation is a highlight, too. These hold what was said and by whom; `words` is NULL for any other highlight.
ALTER TABLE highlights ADD COLUMN words TEXT;
ALTER TABLE highlights ADD COLUMN speaker TEXT;
ALTER TABLE highlights ADD COLUMN title TEXT;

-- Who said a quotation, by the reader's own word. It stands above what any engine finds.
CREATE TABLE corrections (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    -- The quotation's words in lower case, without points and marks.
    words   TEXT NOT NULL,
    -- NULL: nobody is named.
    speaker TEXT,
    title   TEXT,
    PRIMARY KEY (article, words)
) STRICT, WITHOUT ROWID;
