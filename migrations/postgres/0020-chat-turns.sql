-- What becomes of a message that was sent to be answered, by the name that its sender gave it: sent again it has the same answer.
-- The texts lie in conversation_history.
CREATE TABLE chat_turns (
  user_id        UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  message_id     UUID NOT NULL,
  session_id     UUID NOT NULL,
  answer_id      UUID NOT NULL,
  -- Of the text, so that another one under the same name is noticed.
  content_hash   TEXT NOT NULL,
  asked_at       TIMESTAMPTZ NOT NULL,
  -- Absent before the quota was asked.
  reservation_id UUID,
  state          TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  -- Later than this whoever answered is gone.
  claimed_until  TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (user_id, message_id)
);

CREATE INDEX chat_turns_by_age ON chat_turns (asked_at);
