-- One article in several feeds, folded into one row; rules; what is shown in which list.

-- 1: the feed's articles are never folded with those of other feeds.
ALTER TABLE feeds ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;

-- A hash of the link in its canonical form; NULL where it leads to no article of its own.
ALTER TABLE articles ADD COLUMN address INTEGER;
-- A hash of the title's letters; NULL where they are too few to tell articles apart.
ALTER TABLE articles ADD COLUMN heading INTEGER;
-- The number of the article that leads its fold, its own where it does; NULL where no other feed has it.
ALTER TABLE articles ADD COLUMN fold INTEGER;
-- The lists in which it stands: 0 all; 1 those of its folder and its feed, as another article of its fold leads;
-- 2 that of its feed alone, as another one of its fold stands in its folder; 3 none: a rule hid it.
ALTER TABLE articles ADD COLUMN tier INTEGER NOT NULL DEFAULT 0;
-- 1: the rules that ask for its text or its quotations were applied to it; they are applied once.
ALTER TABLE articles ADD COLUMN ruled INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET ruled = 1;

-- Both as in `articles`. All articles of a fold stand here, or none of them.
ALTER TABLE unread ADD COLUMN fold INTEGER;
ALTER TABLE unread ADD COLUMN tier INTEGER NOT NULL DEFAULT 0;

-- The tier stands behind the key of each list, so that a walk passes over a row without looking at the article.
DROP INDEX articles_by_date;
DROP INDEX articles_by_feed;
DROP INDEX articles_by_folder;
DROP INDEX unread_by_feed;
DROP INDEX unread_by_folder;
CREATE INDEX articles_by_date ON articles (date, id, tier);
CREATE INDEX articles_by_feed ON articles (feed, date, id, tier);
CREATE INDEX articles_by_folder ON articles (folder, date, id, tier) WHERE folder IS NOT NULL;
CREATE INDEX unread_by_feed ON unread (feed, date, article, tier);
CREATE INDEX unread_by_folder ON unread (folder, date, article, tier) WHERE folder IS NOT NULL;

CREATE INDEX articles_by_address ON articles (address, date) WHERE address IS NOT NULL;
CREATE INDEX articles_by_heading ON articles (heading, date) WHERE heading IS NOT NULL;
-- In the order of precedence: the leading article first.
CREATE INDEX articles_by_fold ON articles (fold, tier, id, feed) WHERE fold IS NOT NULL;
CREATE INDEX articles_hidden ON articles (date, id, feed) WHERE tier = 3;
CREATE INDEX unread_by_fold ON unread (fold) WHERE fold IS NOT NULL;
-- What is unread in a feed, and not counted in every list.
CREATE INDEX unread_aside ON unread (feed, tier) WHERE tier > 0;

-- Where an article leaves its fold, the first of the others leads, and each stands in the lists that it left free.
CREATE TRIGGER articles_left_fold AFTER UPDATE OF fold ON articles WHEN new.fold IS NULL AND old.fold IS NOT NULL BEGIN
    UPDATE unread SET fold = NULL, tier = new.tier WHERE date = new.date AND article = new.id;
    UPDATE articles SET tier = 0
        WHERE old.id = old.fold AND id = (SELECT min(id) FROM articles WHERE fold = old.fold);
    UPDATE articles SET tier = 1 + EXISTS (SELECT 1 FROM articles m WHERE m.fold = articles.fold
            AND m.folder = articles.folder AND m.id <> articles.id AND (m.tier = 0 OR m.id < articles.id))
        WHERE fold = old.fold AND tier > 0;
    UPDATE unread SET tier = (SELECT tier FROM articles WHERE id = unread.article),
            fold = (SELECT id FROM articles WHERE fold = old.fold AND tier = 0)
        WHERE fold = old.fold;
    UPDATE articles SET fold = (SELECT id FROM articles WHERE fold = old.fold AND tier = 0)
        WHERE fold = old.fold AND old.id = old.fold;
END;

CREATE TRIGGER articles_gone_from_fold AFTER DELETE ON articles WHEN old.fold IS NOT NULL BEGIN
    UPDATE articles SET tier = 0
        WHERE old.id = old.fold AND id = (SELECT min(id) FROM articles WHERE fold = old.fold);
    UPDATE articles SET tier = 1 + EXISTS (SELECT 1 FROM articles m WHERE m.fold = articles.fold
            AND m.folder = articles.folder AND m.id <> articles.id AND (m.tier = 0 OR m.id < articles.id))
        WHERE fold = old.fold AND tier > 0;
    UPDATE unread SET tier = (SELECT tier FROM articles WHERE id = unread.article),
            fold = (SELECT id FROM articles WHERE fold = old.fold AND tier = 0)
        WHERE fold = old.fold AND article <> old.id;
    UPDATE articles SET fold = (SELECT id FROM articles WHERE fold = old.fold AND tier = 0)
        WHERE fold = old.fold AND old.id = old.fold;
END;

-- A feed moved to another folder: the articles of a fold stand in other lists.
CREATE TRIGGER articles_moved AFTER UPDATE OF folder ON articles WHEN new.fold IS NOT NULL BEGIN
    UPDATE articles SET tier = 1 + EXISTS (SELECT 1 FROM articles m WHERE m.fold = articles.fold
            AND m.folder = articles.folder AND m.id <> articles.id AND (m.tier = 0 OR m.id < articles.id))
        WHERE fold = new.fold AND tier > 0;
    UPDATE unread SET tier = (SELECT tier FROM articles WHERE id = unread.article) WHERE fold = new.fold;
END;
