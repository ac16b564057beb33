CREATE TABLE collections (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE import_jobs (
  id            TEXT PRIMARY KEY,
  collection_id TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  status        TEXT NOT NULL CHECK (status IN ('running', 'stopped', 'done')),
  total         INTEGER NOT NULL DEFAULT 0,
  done          INTEGER NOT NULL DEFAULT 0,
  failed        INTEGER NOT NULL DEFAULT 0,
  unchanged     INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE documents (
  id            TEXT PRIMARY KEY,
  collection_id TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  -- The job that still has to do something for it.
  job_id        TEXT REFERENCES import_jobs (id) ON DELETE SET NULL,
  name          TEXT NOT NULL,
  path          TEXT,
  kind          TEXT,
  title         TEXT,
  size_bytes    INTEGER NOT NULL,
  content_hash  TEXT,
  status        TEXT NOT NULL CHECK (status IN ('waiting', 'reading', 'embedding', 'ready', 'failed')),
  fault         TEXT,
  warnings      TEXT NOT NULL DEFAULT '[]',
  pages         INTEGER,
  characters    INTEGER,
  passages      INTEGER,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_collection ON documents (collection_id, name);
CREATE INDEX documents_by_job ON documents (job_id, status) WHERE job_id IS NOT NULL;
CREATE UNIQUE INDEX documents_by_path ON documents (collection_id, path) WHERE path IS NOT NULL;

-- The kept text, whole: passages are slices of it by UTF-16 offsets.
CREATE TABLE document_texts (
  document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  text        TEXT NOT NULL,
  pages       TEXT NOT NULL,
  headings    TEXT NOT NULL
) STRICT;

CREATE TABLE passages (
  -- Small integers for the full-text and vector tables; `id` is what the outside sees.
  rowid       INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  page        INTEGER,
  heading     TEXT NOT NULL,
  tokens      INTEGER NOT NULL,
  text        TEXT NOT NULL,
  UNIQUE (document_id, position)
) STRICT;

-- Neither index keeps the text a second time. Titles are words of every passage below them: "the backup chapter of the manual".
CREATE VIRTUAL TABLE passage_words USING fts5 (
  text, heading, title, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_words_terms USING fts5vocab ('passage_words', 'row');
CREATE VIRTUAL TABLE passage_trigrams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
  INSERT INTO passage_words (rowid, text, heading, title)
  SELECT new.rowid, new.text, new.heading, coalesce(title, '') || ' ' || name FROM documents WHERE id = new.document_id;
  INSERT INTO passage_trigrams (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
  DELETE FROM passage_words WHERE rowid = old.rowid;
  DELETE FROM passage_trigrams WHERE rowid = old.rowid;
END;

-- Eight-bit vectors with their scale: component = scale * value. One per passage and embedder.
CREATE TABLE vectors (
  passage     INTEGER NOT NULL REFERENCES passages (rowid) ON DELETE CASCADE,
  embedder_id TEXT NOT NULL,
  scale       REAL NOT NULL,
  vector      BLOB NOT NULL,
  PRIMARY KEY (embedder_id, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX vectors_by_passage ON vectors (passage);

CREATE TABLE usage_stats (
  passage_id       TEXT PRIMARY KEY,
  retrieval_count  INTEGER NOT NULL,
  last_accessed    INTEGER NOT NULL,
  relevance_scores TEXT NOT NULL
) STRICT;
