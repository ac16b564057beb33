-- In which letters are written that nobody asked for just now.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de'));

-- The end of the period that its owner was reminded of.
ALTER TABLE subscriptions ADD COLUMN reminded_for TIMESTAMPTZ;
