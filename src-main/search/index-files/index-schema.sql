-- The index of one owner's passages. What is searched here is what `migrations/sqlite` made of the desktop's store, and has to stay so: the same
-- code searches both (a test compares them). All of it can be made again, so it is not migrated: of another shape, it is.
CREATE TABLE applied (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO applied VALUES (1, -1);

CREATE TABLE documents (
  id       TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name     TEXT NOT NULL
) STRICT;

CREATE TABLE passages (
  rowid       INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  text        TEXT NOT NULL,
  UNIQUE (document_id, position)
) STRICT;

CREATE VIRTUAL TABLE passage_words USING fts5 (
  text, heading, title, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_words_terms USING fts5vocab ('passage_words', 'row');
CREATE VIRTUAL TABLE passage_trigrams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE VIRTUAL TABLE passage_trigrams_terms USING fts5vocab ('passage_trigrams', 'row');
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
  INSERT INTO passage_words (rowid, text, heading, title)
  SELECT new.rowid, new.text, '', name FROM documents WHERE id = new.document_id;
  INSERT INTO passage_trigrams (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
  DELETE FROM passage_words WHERE rowid = old.rowid;
  DELETE FROM passage_trigrams WHERE rowid = old.rowid;
END;

CREATE TABLE vector_spaces (
  id           INTEGER PRIMARY KEY,
  embedder_id  TEXT NOT NULL UNIQUE,
  dimension    INTEGER NOT NULL,
  size         INTEGER NOT NULL DEFAULT 0,
  removals     INTEGER NOT NULL DEFAULT 0,
  generation   INTEGER NOT NULL DEFAULT 0,
  list_changes INTEGER NOT NULL DEFAULT 0,
  trained_size INTEGER NOT NULL DEFAULT 0,
  swept        INTEGER NOT NULL DEFAULT 0,
  loose_done   INTEGER NOT NULL DEFAULT 0,
  probes       INTEGER NOT NULL DEFAULT 0,
  remove_at    INTEGER
) STRICT;
CREATE TABLE vectors (
  id     INTEGER PRIMARY KEY,
  scale  REAL NOT NULL CHECK (scale > 0),
  vector BLOB NOT NULL
) STRICT;
CREATE TABLE loose_vectors (
  n  INTEGER PRIMARY KEY AUTOINCREMENT,
  id INTEGER NOT NULL
) STRICT;
CREATE TABLE vector_centroids (
  list   INTEGER PRIMARY KEY,
  scale  REAL NOT NULL,
  vector BLOB NOT NULL
) STRICT;
CREATE TABLE vector_lists (
  list     INTEGER PRIMARY KEY,
  size     INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  changed  INTEGER NOT NULL,
  slack    REAL NOT NULL DEFAULT 0,
  tail_slack REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE vector_codes (
  segment INTEGER PRIMARY KEY,
  codes   BLOB NOT NULL
) STRICT;
CREATE TABLE vector_builds (
  space      INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  lists      INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  built_to   INTEGER NOT NULL,
  loose_to   INTEGER NOT NULL,
  removals   INTEGER NOT NULL
) STRICT;
CREATE TABLE vector_directions (
  list       INTEGER PRIMARY KEY,
  directions BLOB NOT NULL,
  scales     BLOB NOT NULL,
  deviations BLOB NOT NULL,
  four_bits  INTEGER NOT NULL,
  two_bits   INTEGER NOT NULL,
  one_bit    INTEGER NOT NULL,
  slack      REAL NOT NULL,
  has_sketches INTEGER NOT NULL DEFAULT 0,
  tail_four_bits INTEGER,
  tail_two_bits INTEGER NOT NULL DEFAULT 0,
  tail_one_bit INTEGER NOT NULL DEFAULT 0,
  tail_slack REAL NOT NULL DEFAULT 0,
  sketch_error REAL NOT NULL DEFAULT 0,
  own_miss REAL,
  own_tail_miss REAL
) STRICT;
CREATE TRIGGER vectors_fit BEFORE INSERT ON vectors BEGIN
  SELECT raise(ABORT, 'a vector of another dimension') WHERE length(new.vector) IS NOT
    (SELECT dimension FROM vector_spaces WHERE id = new.id >> 40);
END;
CREATE TRIGGER vectors_still_fit BEFORE UPDATE ON vectors BEGIN
  SELECT raise(ABORT, 'a vector of another dimension') WHERE length(new.vector) <> length(old.vector);
END;
CREATE TRIGGER vectors_added AFTER INSERT ON vectors BEGIN
  INSERT INTO loose_vectors (id) VALUES (new.id);
  UPDATE vector_spaces SET size = size + 1 WHERE id = new.id >> 40;
END;
CREATE TRIGGER vectors_changed AFTER UPDATE ON vectors BEGIN
  INSERT INTO loose_vectors (id) VALUES (new.id);
  UPDATE vector_spaces SET removals = removals + 1 WHERE id = new.id >> 40;
END;
CREATE TRIGGER vectors_removed AFTER DELETE ON vectors BEGIN
  UPDATE vector_spaces SET size = size - 1, removals = removals + 1 WHERE id = old.id >> 40;
END;
CREATE TRIGGER passages_without_vectors AFTER DELETE ON passages BEGIN
  DELETE FROM vectors WHERE id IN (SELECT (id << 40) + old.rowid FROM vector_spaces);
END;
