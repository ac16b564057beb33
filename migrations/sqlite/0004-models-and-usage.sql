CREATE TABLE models (
  id             TEXT PRIMARY KEY,
  role           TEXT NOT NULL CHECK (role IN ('chat', 'embedder', 'reranker')),
  name           TEXT NOT NULL,
  path           TEXT NOT NULL,
  size_bytes     INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL,
  sha256         TEXT,
  status         TEXT NOT NULL CHECK (status IN ('waiting', 'downloading', 'paused', 'verifying', 'ready', 'failed')),
  fault          TEXT,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

-- Append only. A correction is a new record; the hash chain shows a gap or a change.
CREATE TABLE usage_log (
  useq            INTEGER PRIMARY KEY AUTOINCREMENT,
  usage_id        TEXT NOT NULL UNIQUE,
  meter           TEXT NOT NULL CHECK (meter IN ('messages', 'api_calls', 'background_tasks')),
  quantity        INTEGER NOT NULL,
  model_id        TEXT,
  started_at      INTEGER NOT NULL,
  ended_at        INTEGER,
  mono_ms         REAL NOT NULL,
  lease_id        TEXT,
  -- No reference: use is counted even when the conversation is erased.
  conversation_id TEXT,
  message_id      TEXT,
  prev_hash       TEXT NOT NULL,
  hash            TEXT NOT NULL
) STRICT;
CREATE INDEX usage_by_time ON usage_log (meter, started_at);

-- How fast this machine reads and writes with a model, for the models page and the fit.
CREATE TABLE model_speeds (
  model_id     TEXT PRIMARY KEY,
  tokens_per_s REAL NOT NULL,
  measured_at  INTEGER NOT NULL
) STRICT;
