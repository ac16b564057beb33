-- Folders whose files a collection follows. `id` is also the id of the import job that reads what changed in it.
CREATE TABLE watched_folders (
  id            TEXT PRIMARY KEY,
  collection_id TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  path          TEXT NOT NULL,
  -- Patterns as .gitignore has them, JSON lists. Nothing to include: every file that a parser knows.
  include       TEXT NOT NULL,
  exclude       TEXT NOT NULL,
  use_gitignore INTEGER NOT NULL,
  is_paused     INTEGER NOT NULL,
  -- What the last comparison with the disk found.
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'current', 'missing', 'emptied', 'too_large')),
  files         INTEGER NOT NULL,
  unreadable    INTEGER NOT NULL,
  compared_at   INTEGER,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (collection_id, path)
) STRICT;

-- The state of a file that its document was queued for: what differs from it on the disk is read again.
CREATE TABLE watched_files (
  document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  folder_id   TEXT NOT NULL REFERENCES watched_folders (id) ON DELETE CASCADE,
  size_bytes  INTEGER NOT NULL,
  -- Milliseconds since 1970, with the fraction that the file system keeps.
  modified_ms REAL NOT NULL
) STRICT;
CREATE INDEX watched_files_by_folder ON watched_files (folder_id);
