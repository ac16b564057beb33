-- Large documents with another name than their passages are found by: those up to this position have it.
CREATE TABLE renamed_documents (
  document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  indexed_to  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is written is merged by the core in pieces, never by FTS5 within a commit.
INSERT INTO passage_words (passage_words, rank) VALUES ('automerge', 0);
INSERT INTO passage_words (passage_words, rank) VALUES ('crisismerge', 1000);
INSERT INTO passage_words (passage_words, rank) VALUES ('usermerge', 8);
INSERT INTO passage_trigrams (passage_trigrams, rank) VALUES ('automerge', 0);
INSERT INTO passage_trigrams (passage_trigrams, rank) VALUES ('crisismerge', 1000);
INSERT INTO passage_trigrams (passage_trigrams, rank) VALUES ('usermerge', 8);
