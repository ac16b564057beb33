-- Accounts that were deleted, until and after every store has followed. Ids only; `HEARTH_ERASURE_LIST` has them outside of the database.
CREATE TABLE erasures (
  user_id      UUID PRIMARY KEY,
  requested_at TIMESTAMPTZ NOT NULL,
  finished_at  TIMESTAMPTZ
);
