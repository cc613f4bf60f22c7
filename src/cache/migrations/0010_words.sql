-- How many words an article has, for the list; NULL until its text is read for the first time after this step.
ALTER TABLE articles ADD COLUMN words INTEGER;
