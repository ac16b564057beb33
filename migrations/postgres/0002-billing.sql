CREATE TABLE subscriptions (
  id             UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id        UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  plan_type      VARCHAR(50) NOT NULL,
  status         VARCHAR(50) NOT NULL CHECK (status IN ('active', 'cancelled', 'expired')),
  billing_cycle  VARCHAR(20) NOT NULL CHECK (billing_cycle IN ('monthly', 'yearly')),
  started_at     TIMESTAMPTZ NOT NULL,
  -- End of what is paid; null for a plan without a price.
  ends_at        TIMESTAMPTZ,
  auto_renew     BOOLEAN NOT NULL DEFAULT true,
  limits         JSONB NOT NULL,
  amount_cents   INTEGER NOT NULL,
  currency       VARCHAR(3) NOT NULL DEFAULT 'USD',
  -- What it becomes at ends_at.
  next_plan_type VARCHAR(50),
  next_billing_cycle VARCHAR(20),
  created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at     TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX unique_active_subscription ON subscriptions (user_id) WHERE status = 'active';
CREATE INDEX idx_subscriptions_user_id ON subscriptions (user_id);
CREATE INDEX idx_subscriptions_status ON subscriptions (status);

CREATE TABLE billing_history (
  id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id         UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  subscription_id UUID REFERENCES subscriptions (id) ON DELETE SET NULL,
  event_type      VARCHAR(50) NOT NULL,
  amount_cents    INTEGER,
  currency        VARCHAR(3),
  description     TEXT,
  metadata        JSONB,
  created_at      TIMESTAMPTZ NOT NULL,
  -- Two events of one moment keep their order.
  seq             BIGINT GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX idx_billing_history_user ON billing_history (user_id, created_at DESC);

-- Append only; the truth about what was used.
CREATE TABLE usage_ledger (
  user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  usage_id      UUID NOT NULL,
  resource_type VARCHAR(50) NOT NULL,
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  occurred_at   TIMESTAMPTZ NOT NULL,
  received_at   TIMESTAMPTZ NOT NULL,
  period_start  TIMESTAMPTZ NOT NULL,
  source        TEXT NOT NULL CHECK (source IN ('gateway', 'device')),
  payload_hash  TEXT NOT NULL,
  PRIMARY KEY (user_id, usage_id)
);
CREATE INDEX usage_ledger_by_hour ON usage_ledger (user_id, resource_type, occurred_at);

-- The ledger by hour: set to what the ledger says, never counted up.
CREATE TABLE usage_records (
  id                   UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id              UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  resource_type        VARCHAR(50) NOT NULL,
  quantity             INTEGER NOT NULL,
  hour_start           TIMESTAMPTZ NOT NULL,
  billing_period_start TIMESTAMPTZ NOT NULL,
  billing_period_end   TIMESTAMPTZ NOT NULL,
  extra_data           JSONB,
  created_at           TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at           TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (user_id, resource_type, hour_start)
);
CREATE INDEX idx_usage_records_user_resource ON usage_records (user_id, resource_type);
CREATE INDEX idx_usage_records_period ON usage_records (billing_period_start, billing_period_end);

-- What admission is decided on: one row, one statement.
CREATE TABLE quotas (
  user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  resource_type VARCHAR(50) NOT NULL,
  period_start  TIMESTAMPTZ NOT NULL,
  period_end    TIMESTAMPTZ NOT NULL,
  -- -1 means unlimited.
  max_allowed   INTEGER NOT NULL,
  used          INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
  reserved      INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  PRIMARY KEY (user_id, resource_type, period_start)
);

CREATE TABLE quota_reservations (
  id            UUID PRIMARY KEY,
  user_id       UUID NOT NULL,
  resource_type VARCHAR(50) NOT NULL,
  period_start  TIMESTAMPTZ NOT NULL,
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  state         TEXT NOT NULL CHECK (state IN ('held', 'committed', 'released')),
  expires_at    TIMESTAMPTZ NOT NULL,
  FOREIGN KEY (user_id, resource_type, period_start) REFERENCES quotas ON DELETE CASCADE
);
CREATE INDEX quota_reservations_held ON quota_reservations (expires_at) WHERE state = 'held';
