-- A summary that stands in the prompt for every message of a branch up to `message_id`. The messages themselves stay.
CREATE TABLE compactions (
  id              TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  message_id      TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  messages        INTEGER NOT NULL,
  text            TEXT NOT NULL,
  source          TEXT NOT NULL CHECK (source IN ('auto', 'user')),
  model_id        TEXT,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX compactions_by_conversation ON compactions (conversation_id);
CREATE UNIQUE INDEX compactions_by_message ON compactions (message_id);
