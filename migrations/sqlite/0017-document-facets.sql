-- What a person says of a document. `tags` is a JSON list of words.
ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE documents ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN importance TEXT NOT NULL DEFAULT 'normal' CHECK (importance IN ('low', 'normal', 'high'));
CREATE INDEX documents_of_note ON documents (importance) WHERE importance <> 'normal';

-- What documents that come into a collection are given.
ALTER TABLE collections ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE collections ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE collections ADD COLUMN importance TEXT NOT NULL DEFAULT 'normal' CHECK (importance IN ('low', 'normal', 'high'));

-- The words of the rows above as they are compared, for filters: made from them, never the other way round.
CREATE TABLE document_facets (
  facet       TEXT NOT NULL CHECK (facet IN ('tag', 'category')),
  key         TEXT NOT NULL,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  PRIMARY KEY (facet, key, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_facets_by_document ON document_facets (document_id);
