-- Work that must happen once, and work that comes again. Waiting and running rows are the queue; the others are results and dead letters.
CREATE TABLE jobs (
  id             UUID PRIMARY KEY,
  kind           TEXT NOT NULL,
  -- Who asked for it and may see the result; null for work of the server itself.
  user_id        UUID REFERENCES users (id) ON DELETE CASCADE,
  payload        TEXT NOT NULL,
  -- 0 goes first.
  priority       SMALLINT NOT NULL CHECK (priority BETWEEN 0 AND 2),
  -- Of one name only one waits or runs.
  once_key       TEXT,
  -- It is due again so long after it began.
  every_ms       BIGINT CHECK (every_ms > 0),
  -- What was held of the quota for it.
  reservation_id UUID,
  state          TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
  attempts       INTEGER NOT NULL DEFAULT 0,
  due_at         TIMESTAMPTZ NOT NULL,
  -- Who works on it, and until when others leave it alone.
  claim          UUID,
  claimed_until  TIMESTAMPTZ,
  created_at     TIMESTAMPTZ NOT NULL,
  finished_at    TIMESTAMPTZ,
  result         TEXT,
  -- The code of the last failure.
  failure        TEXT
);
CREATE UNIQUE INDEX jobs_once ON jobs (once_key) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_by_priority ON jobs (priority, due_at) WHERE state = 'waiting';
CREATE INDEX jobs_by_age ON jobs (due_at) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (claimed_until) WHERE state = 'running';
CREATE INDEX jobs_finished ON jobs (state, finished_at) WHERE state IN ('done', 'dead');
CREATE INDEX jobs_by_user ON jobs (user_id);

-- What came every so often is a job now.
DROP TABLE billing_schedules;
