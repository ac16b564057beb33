-- Which messages have a word, of every branch. What is being written is added when it ends, and what was removed is not found.
-- Only the messages are kept of each word, not the places in them: any beginning of one to three letters is a list of its own then,
-- newest first, and one letter is found as fast as a long word.
CREATE VIRTUAL TABLE message_words USING fts5 (
  text, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
-- The places as well, for words that stand in a row.
CREATE VIRTUAL TABLE message_phrases USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
-- Scripts without spaces, by three characters in a row; the blanks behind the text let shorter ones be found as beginnings of them.
CREATE VIRTUAL TABLE message_trigrams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE VIRTUAL TABLE message_trigrams_terms USING fts5vocab ('message_trigrams', 'row');

-- More is kept in memory while old messages are added: half the time for 100,000.
INSERT INTO message_words (message_words, rank) VALUES ('hashsize', 33554432);
INSERT INTO message_words (rowid, text) SELECT rowid, text FROM messages WHERE status <> 'writing' AND deleted_at IS NULL;
INSERT INTO message_words (message_words, rank) VALUES ('hashsize', 1048576);
INSERT INTO message_phrases (message_phrases, rank) VALUES ('hashsize', 33554432);
INSERT INTO message_phrases (rowid, text) SELECT rowid, text FROM messages WHERE status <> 'writing' AND deleted_at IS NULL;
INSERT INTO message_phrases (message_phrases, rank) VALUES ('hashsize', 1048576);
INSERT INTO message_trigrams (rowid, text)
SELECT rowid, text || '  ' FROM messages
WHERE status <> 'writing' AND deleted_at IS NULL
  AND text GLOB '*[⺀-⿟぀-ヿ㄰-㆏㐀-䶿一-鿿ꥠ-꥿가-힣豈-﫿฀-๿຀-໿က-႟ក-៿𠀀-𲎯]*';

CREATE TRIGGER message_words_added AFTER INSERT ON messages
WHEN new.status <> 'writing' AND new.deleted_at IS NULL BEGIN
  INSERT INTO message_words (rowid, text) VALUES (new.rowid, new.text);
  INSERT INTO message_phrases (rowid, text) VALUES (new.rowid, new.text);
  INSERT INTO message_trigrams (rowid, text) SELECT new.rowid, new.text || '  '
  WHERE new.text GLOB '*[⺀-⿟぀-ヿ㄰-㆏㐀-䶿一-鿿ꥠ-꥿가-힣豈-﫿฀-๿຀-໿က-႟ក-៿𠀀-𲎯]*';
END;
CREATE TRIGGER message_words_changed AFTER UPDATE ON messages
WHEN new.status <> 'writing' AND (new.text <> old.text OR old.status = 'writing' OR new.deleted_at IS NOT old.deleted_at) BEGIN
  DELETE FROM message_words WHERE rowid = new.rowid;
  DELETE FROM message_phrases WHERE rowid = new.rowid;
  DELETE FROM message_trigrams WHERE rowid = new.rowid;
  INSERT INTO message_words (rowid, text) SELECT new.rowid, new.text WHERE new.deleted_at IS NULL;
  INSERT INTO message_phrases (rowid, text) SELECT new.rowid, new.text WHERE new.deleted_at IS NULL;
  INSERT INTO message_trigrams (rowid, text) SELECT new.rowid, new.text || '  '
  WHERE new.deleted_at IS NULL AND new.text GLOB '*[⺀-⿟぀-ヿ㄰-㆏㐀-䶿一-鿿ꥠ-꥿가-힣豈-﫿฀-๿຀-໿က-႟ក-៿𠀀-𲎯]*';
END;
CREATE TRIGGER message_words_removed AFTER DELETE ON messages BEGIN
  DELETE FROM message_words WHERE rowid = old.rowid;
  DELETE FROM message_phrases WHERE rowid = old.rowid;
  DELETE FROM message_trigrams WHERE rowid = old.rowid;
END;
