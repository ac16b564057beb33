-- What MongoDB keeps where there is one: a row a passage, with what is known of its document.
CREATE TABLE knowledge_vectors (
  user_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  content TEXT NOT NULL,
  -- float32, little endian
  embedding BLOB NOT NULL,
  embedder TEXT NOT NULL,
  -- Of the document; in its first passage alone, which is written last.
  passage_count INTEGER,
  source TEXT NOT NULL,
  category TEXT,
  tags TEXT NOT NULL,
  importance REAL NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  retrieval_count INTEGER NOT NULL DEFAULT 0,
  last_accessed INTEGER,
  relevance_scores TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (user_id, document_id, position)
) STRICT;

CREATE INDEX knowledge_heads ON knowledge_vectors (user_id, created_at, document_id) WHERE position = 0;

CREATE TABLE conversations_metadata (
  user_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_activity INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  topics TEXT NOT NULL,
  sentiment_scores TEXT NOT NULL,
  subscription_plan TEXT NOT NULL,
  last_turn TEXT NOT NULL,
  PRIMARY KEY (user_id, session_id)
) STRICT;

CREATE INDEX conversations_by_activity ON conversations_metadata (user_id, last_activity, session_id);
