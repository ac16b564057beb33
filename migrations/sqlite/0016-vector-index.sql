-- Vectors of one embedder are a space. `removals` only grows: it tells who keeps rows in memory that some went or changed.
CREATE TABLE vector_spaces (
  id           INTEGER PRIMARY KEY,
  embedder_id  TEXT NOT NULL UNIQUE,
  dimension    INTEGER NOT NULL,
  size         INTEGER NOT NULL DEFAULT 0,
  removals     INTEGER NOT NULL DEFAULT 0,
  -- The lists that are searched; 0 when there are none.
  generation   INTEGER NOT NULL DEFAULT 0,
  -- Grows with every change of the lists.
  list_changes INTEGER NOT NULL DEFAULT 0,
  -- Rows when the lists were trained, and removals when they were last swept.
  trained_size INTEGER NOT NULL DEFAULT 0,
  swept        INTEGER NOT NULL DEFAULT 0,
  -- Loose rows up to this number are in the lists already.
  loose_done   INTEGER NOT NULL DEFAULT 0,
  -- Lists looked at for a query; 0 until it was found out how many it takes.
  probes       INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE vectors RENAME TO old_vectors;
DROP INDEX vectors_by_passage;

-- Eight-bit vectors with their scale: component = scale * value. The key is the space (above 40 bits) and the passage: in the order of passages,
-- so those of a document lie together.
CREATE TABLE vectors (
  id     INTEGER PRIMARY KEY,
  scale  REAL NOT NULL CHECK (scale > 0),
  vector BLOB NOT NULL
) STRICT;

-- Rows that are in no list yet. Whoever writes a row writes this with it, so none is ever out of both.
CREATE TABLE loose_vectors (
  n  INTEGER PRIMARY KEY AUTOINCREMENT,
  id INTEGER NOT NULL
) STRICT;

-- The three of a list share its key: space, generation, number. Segments of codes have one field more.
CREATE TABLE vector_centroids (
  list   INTEGER PRIMARY KEY,
  scale  REAL NOT NULL,
  vector BLOB NOT NULL
) STRICT;
CREATE TABLE vector_lists (
  list     INTEGER PRIMARY KEY,
  size     INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  -- `list_changes` of the space when it last changed.
  changed  INTEGER NOT NULL
) STRICT;
CREATE TABLE vector_codes (
  segment INTEGER PRIMARY KEY,
  codes   BLOB NOT NULL
) STRICT;

-- A generation that is being built: what it covers so far, and the loose rows that were there when it began.
CREATE TABLE vector_builds (
  space      INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  lists      INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  built_to   INTEGER NOT NULL,
  loose_to   INTEGER NOT NULL,
  removals   INTEGER NOT NULL
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

-- What is of another length than its space is left behind, and embedded again.
INSERT INTO vector_spaces (embedder_id, dimension)
  SELECT embedder_id, max(length(vector)) FROM old_vectors GROUP BY embedder_id ORDER BY embedder_id;
INSERT INTO vectors (id, scale, vector)
  SELECT (vector_spaces.id << 40) + passage, scale, vector FROM old_vectors JOIN vector_spaces USING (embedder_id)
  WHERE length(vector) = dimension AND scale > 0
  ORDER BY vector_spaces.id, passage;
DROP TABLE old_vectors;
