ALTER TABLE conversations_metadata ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations_metadata ADD COLUMN last_message TEXT NOT NULL DEFAULT '';
