CREATE TABLE folders (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  position   INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
  id               TEXT PRIMARY KEY,
  title            TEXT NOT NULL,
  title_source     TEXT NOT NULL CHECK (title_source IN ('auto', 'user')),
  folder_id        TEXT REFERENCES folders (id) ON DELETE SET NULL,
  selected_leaf_id TEXT,
  model_id         TEXT,
  collection_ids   TEXT NOT NULL DEFAULT '[]',
  pinned           INTEGER NOT NULL DEFAULT 0,
  archived         INTEGER NOT NULL DEFAULT 0,
  local_only       INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  deleted_at       INTEGER
) STRICT;
CREATE INDEX conversations_newest ON conversations (updated_at DESC, id DESC);
CREATE INDEX conversations_by_folder ON conversations (folder_id, updated_at DESC);

CREATE TABLE messages (
  -- Written out because compacting the file renumbers a rowid that is not; a full-text table refers to it.
  rowid             INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  conversation_id   TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  parent_id         TEXT REFERENCES messages (id) ON DELETE CASCADE,
  role              TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text              TEXT NOT NULL,
  thought           TEXT,
  status            TEXT NOT NULL CHECK (status IN ('complete', 'writing', 'stopped', 'interrupted', 'failed')),
  fault             TEXT,
  model_id          TEXT,
  sources           TEXT NOT NULL DEFAULT '[]',
  search            TEXT,
  prompt_tokens     INTEGER,
  completion_tokens INTEGER,
  timings           TEXT,
  feedback          TEXT CHECK (feedback IN ('up', 'down')),
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  deleted_at        INTEGER
) STRICT;
CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id, created_at, id);
CREATE INDEX messages_parents ON messages (parent_id);
CREATE INDEX messages_writing ON messages (status) WHERE status = 'writing';

CREATE TABLE tags (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE conversation_tags (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  tag_id          TEXT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (conversation_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tags_by_tag ON conversation_tags (tag_id);

CREATE TABLE drafts (
  id         TEXT PRIMARY KEY,
  text       TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Rows that could not be read are moved here and reported; they never hide their conversation.
CREATE TABLE set_aside (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  row_id   TEXT NOT NULL,
  content  TEXT NOT NULL,
  reason   TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
