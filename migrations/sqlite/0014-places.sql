-- Where a passage stands in a document without pages: slide, rows, lines, chapter, message. Null where nothing tells it.
ALTER TABLE passages ADD COLUMN place TEXT;

-- The kept text in pieces, each at the number of UTF-16 units before it: one may be hundreds of megabytes long.
CREATE TABLE text_pieces (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start       INTEGER NOT NULL,
  text        TEXT NOT NULL,
  -- Of the whole text, with its first piece.
  pages       TEXT NOT NULL,
  headings    TEXT NOT NULL,
  PRIMARY KEY (document_id, start)
) STRICT;
INSERT INTO text_pieces SELECT document_id, 0, text, pages, headings FROM document_texts;
DROP TABLE document_texts;
ALTER TABLE text_pieces RENAME TO document_texts;
