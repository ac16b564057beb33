-- What was chosen for one model, as JSON: only what differs from the settings that hold for all.
CREATE TABLE model_settings (
  model_id   TEXT PRIMARY KEY,
  fields     TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
-- Covers what the speed over time is made of, so that no text of an answer is read for it.
CREATE INDEX answers_by_time ON messages (created_at, model_id, completion_tokens, timings)
  WHERE role = 'assistant' AND completion_tokens IS NOT NULL;
