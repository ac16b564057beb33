CREATE TABLE templates (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  text       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Whose attachments it holds: a conversation's id, or `new` for the chat that does not exist yet. Null is a collection of the knowledge.
ALTER TABLE collections ADD COLUMN owner TEXT;
CREATE UNIQUE INDEX collections_by_owner ON collections (owner) WHERE owner IS NOT NULL;

-- The question that an attachment was sent with; one without a row here waits in the composer.
CREATE TABLE sent_attachments (
  document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  message_id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
