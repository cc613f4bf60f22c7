-- An article of a feed that left the configuration stands in no list: its tier, and that of its row in `unread`, is higher
-- by 8 until the feed comes back or the article goes. Where the reader keeps it after all, it is listed again, as read.
CREATE TRIGGER bookmarked_of_left AFTER INSERT ON bookmarks BEGIN
    DELETE FROM unread WHERE tier >= 8 AND (date, article) = (SELECT date, id FROM articles WHERE id = new.article);
    UPDATE articles SET tier = tier - 8 WHERE id = new.article AND tier >= 8;
END;
CREATE TRIGGER tagged_of_left AFTER INSERT ON tagged BEGIN
    DELETE FROM unread WHERE tier >= 8 AND (date, article) = (SELECT date, id FROM articles WHERE id = new.article);
    UPDATE articles SET tier = tier - 8 WHERE id = new.article AND tier >= 8;
END;
CREATE TRIGGER noted_of_left AFTER INSERT ON notes BEGIN
    DELETE FROM unread WHERE tier >= 8 AND (date, article) = (SELECT date, id FROM articles WHERE id = new.article);
    UPDATE articles SET tier = tier - 8 WHERE id = new.article AND tier >= 8;
END;
CREATE TRIGGER highlighted_of_left AFTER INSERT ON highlights BEGIN
    DELETE FROM unread WHERE tier >= 8 AND (date, article) = (SELECT date, id FROM articles WHERE id = new.article);
    UPDATE articles SET tier = tier - 8 WHERE id = new.article AND tier >= 8;
END;
