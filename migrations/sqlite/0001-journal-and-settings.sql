-- What sync will tell the server: one numbered mutation per change, in the transaction of the row it describes.
CREATE TABLE journal (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid       TEXT NOT NULL UNIQUE,
  op        TEXT NOT NULL,
  kind      TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  -- Server sequence of the version that was looked at; null before the first sync.
  base      INTEGER,
  at        INTEGER NOT NULL,
  args      TEXT NOT NULL,
  -- Version of the entity's shape, so that old entries are read as they were meant.
  schema    INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_by_entity ON journal (kind, entity_id);

CREATE TABLE settings (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
