-- Whose vectors are searched, and whose take their place once they are whole. One row at most: there is none before the first embedder.
CREATE TABLE embedder_change (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  serving_id TEXT NOT NULL,
  target_id  TEXT CHECK (target_id <> serving_id),
  status     TEXT NOT NULL CHECK (status IN ('running', 'stopped')),
  -- What stopped it, when nobody did.
  fault      TEXT
) STRICT;

-- When the vectors of a space go, because its embedder neither serves nor is to serve; NULL while it is or will be.
ALTER TABLE vector_spaces ADD COLUMN remove_at INTEGER;
