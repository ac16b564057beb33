-- What ScyllaDB keeps where there is one. No reference to users: whoever erases a user asks every store, whichever it is.
CREATE TABLE conversation_history (
  user_id UUID NOT NULL,
  session_id UUID NOT NULL,
  timestamp TIMESTAMPTZ NOT NULL,
  message_id UUID NOT NULL,
  actor TEXT NOT NULL,
  message TEXT NOT NULL,
  embedding_used BOOLEAN NOT NULL,
  tokens_used INTEGER,
  response_time_ms INTEGER,
  model_used TEXT,
  confidence DOUBLE PRECISION,
  feedback_score INTEGER,
  metadata JSONB NOT NULL,
  PRIMARY KEY (user_id, session_id, timestamp, message_id)
);

CREATE INDEX conversation_history_by_user ON conversation_history (user_id, timestamp, message_id, session_id);

CREATE TABLE usage_analytics (
  user_id UUID NOT NULL,
  date DATE NOT NULL,
  hour INTEGER NOT NULL,
  resource_type TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (user_id, date, hour, resource_type)
);
