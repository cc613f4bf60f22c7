-- When the first articles of a feed came: nobody is told of those. NULL for feeds that were polled before this was kept.
ALTER TABLE feeds ADD COLUMN begun INTEGER;
