-- How a chat is answered: by which prompt, model and sampling. What is null is as the settings say.
CREATE TABLE personas (
  id             TEXT PRIMARY KEY,
  name           TEXT NOT NULL COLLATE NOCASE UNIQUE,
  icon           TEXT NOT NULL,
  system_prompt  TEXT NOT NULL,
  model_id       TEXT,
  think          INTEGER,
  temperature    REAL,
  top_p          REAL,
  top_k          INTEGER,
  collection_ids TEXT,
  position       INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

ALTER TABLE conversations ADD COLUMN persona_id TEXT REFERENCES personas (id) ON DELETE SET NULL;
CREATE INDEX conversations_by_persona ON conversations (persona_id) WHERE persona_id IS NOT NULL;
