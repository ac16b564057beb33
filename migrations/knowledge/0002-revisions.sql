-- What was made of a user's documents is as they are while this is the same; each of them has the one that it was written under.
CREATE TABLE knowledge_revisions (
  user_id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT;

ALTER TABLE knowledge_vectors ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
