-- Every request that left the machine or was kept from leaving: when, where to, why. Never synced, kept for 90 days.
CREATE TABLE requests (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  at             INTEGER NOT NULL,
  method         TEXT NOT NULL,
  host           TEXT NOT NULL,
  path           TEXT NOT NULL,
  reason         TEXT NOT NULL,
  -- `running`, an HTTP status, or why there is none.
  outcome        TEXT NOT NULL,
  sent_bytes     INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_time ON requests (at);
