-- What a document that is read again will be: its text with the passages of each piece. Until all of it is here, the document is what it was.
CREATE TABLE next_texts (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start       INTEGER NOT NULL,
  text        TEXT NOT NULL,
  passages    TEXT NOT NULL,
  PRIMARY KEY (document_id, start)
) STRICT;

-- The document has been read whole, and takes over what is above.
CREATE TABLE next_readings (
  document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  facts       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
