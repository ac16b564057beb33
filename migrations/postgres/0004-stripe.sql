-- What was paid is worth something until it is used up; the day on which periods begin is kept through shorter months.
ALTER TABLE subscriptions
  ADD COLUMN anchor_day   SMALLINT CHECK (anchor_day BETWEEN 1 AND 31),
  ADD COLUMN credit_cents INTEGER NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
  -- Null: nobody but this server knows of it.
  ADD COLUMN stripe_subscription_id TEXT UNIQUE,
  -- The last invoice is not paid.
  ADD COLUMN payment_due  BOOLEAN NOT NULL DEFAULT false;
UPDATE subscriptions SET anchor_day = EXTRACT(DAY FROM started_at AT TIME ZONE 'UTC');
ALTER TABLE subscriptions ALTER COLUMN anchor_day SET NOT NULL;

-- What may be written once however often it is found: an invoice that was paid, a threshold of a period.
ALTER TABLE billing_history ADD COLUMN once_key TEXT UNIQUE;

-- A customer outlives the account here until Stripe has closed it: a deleted account is not charged again.
CREATE TABLE stripe_customers (
  customer_id TEXT PRIMARY KEY,
  user_id     UUID UNIQUE REFERENCES users (id) ON DELETE SET NULL,
  -- Counts how often the customer was looked at: only the latest look may be written.
  looks       INTEGER NOT NULL DEFAULT 0,
  created_at  TIMESTAMPTZ NOT NULL
);

-- Every call that changes something at Stripe, before it is made. The id is its idempotency key.
CREATE TABLE stripe_intents (
  id         UUID PRIMARY KEY,
  -- Without a reference: it is needed after the account is gone.
  user_id    UUID NOT NULL,
  kind       TEXT NOT NULL,
  params     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('open', 'broken', 'done', 'refused', 'not_made', 'closed')),
  object_id  TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  settled_at TIMESTAMPTZ,
  -- Which was later, whatever the clocks of two processes say.
  seq        BIGINT GENERATED ALWAYS AS IDENTITY
);
-- The same wish twice at once is one call.
CREATE UNIQUE INDEX stripe_intents_open ON stripe_intents (user_id, kind, params) WHERE state IN ('open', 'broken');
CREATE INDEX stripe_intents_by_user ON stripe_intents (user_id, kind, seq);

-- What Stripe told, by its id; the waiting ones are the queue. What an event says about an object is not kept: the object is fetched.
CREATE TABLE stripe_events (
  id            TEXT PRIMARY KEY,
  type          TEXT NOT NULL,
  object_id     TEXT,
  customer_id   TEXT,
  created_at    TIMESTAMPTZ NOT NULL,
  received_at   TIMESTAMPTZ NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'ignored')),
  attempts      INTEGER NOT NULL DEFAULT 0,
  due_at        TIMESTAMPTZ NOT NULL,
  -- Who works on it, and until when others leave it alone.
  claim         UUID,
  claimed_until TIMESTAMPTZ,
  processed_at  TIMESTAMPTZ
);
CREATE INDEX stripe_events_waiting ON stripe_events (due_at) WHERE state = 'waiting';
CREATE INDEX stripe_events_by_customer ON stripe_events (customer_id) WHERE state = 'waiting';
CREATE INDEX stripe_events_by_claim ON stripe_events (claim) WHERE claim IS NOT NULL;

CREATE TABLE stripe_invoices (
  invoice_id        TEXT PRIMARY KEY,
  user_id           UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  status            TEXT NOT NULL,
  amount_due_cents  INTEGER NOT NULL,
  amount_paid_cents INTEGER NOT NULL,
  created_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX stripe_invoices_by_user ON stripe_invoices (user_id);

-- What runs every so often, in one of the processes.
CREATE TABLE billing_schedules (
  name   TEXT PRIMARY KEY,
  ran_at TIMESTAMPTZ NOT NULL
);
