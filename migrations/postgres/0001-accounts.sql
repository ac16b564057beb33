CREATE TABLE users (
  id                UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  email             VARCHAR(255) NOT NULL,
  hashed_password   VARCHAR(255) NOT NULL,
  is_active         BOOLEAN NOT NULL DEFAULT true,
  is_verified       BOOLEAN NOT NULL DEFAULT false,
  is_superuser      BOOLEAN NOT NULL DEFAULT false,
  subscription_plan VARCHAR(50) NOT NULL DEFAULT 'free',
  -- Access tokens name it; a new password counts it up, and every token from before is refused.
  token_generation  INTEGER NOT NULL DEFAULT 0,
  created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at        TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX idx_users_email ON users (email);

-- One sign-in on one device: every refresh token that grew out of it. Revoked as a whole.
CREATE TABLE token_families (
  id         UUID PRIMARY KEY,
  user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ,
  reason     TEXT CHECK (reason IN ('logout', 'reuse', 'password', 'disabled'))
);
CREATE INDEX token_families_by_user ON token_families (user_id);

CREATE TABLE refresh_tokens (
  token_hash  TEXT PRIMARY KEY,
  family_id   UUID NOT NULL REFERENCES token_families (id) ON DELETE CASCADE,
  -- The token that was exchanged for this one.
  predecessor TEXT,
  expires_at  TIMESTAMPTZ NOT NULL,
  used_at     TIMESTAMPTZ
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);
CREATE INDEX refresh_tokens_by_predecessor ON refresh_tokens (predecessor);

-- What a mail carries: its hash, what it is for, until when.
CREATE TABLE mailed_tokens (
  token_hash TEXT PRIMARY KEY,
  user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  purpose    TEXT NOT NULL CHECK (purpose IN ('verify', 'reset')),
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mailed_tokens_by_user ON mailed_tokens (user_id, purpose);

-- Shared by every process. The private half is sealed with JWT_SECRET_KEY.
CREATE TABLE signing_keys (
  kid            TEXT PRIMARY KEY,
  public_jwk     JSONB NOT NULL,
  sealed_private TEXT NOT NULL,
  created_at     TIMESTAMPTZ NOT NULL,
  retired_at     TIMESTAMPTZ
);

-- Each entry holds the hash of the one before it: a change, a gap or another order shows.
CREATE TABLE audit_log (
  seq       BIGINT PRIMARY KEY,
  at        TIMESTAMPTZ NOT NULL,
  action    TEXT NOT NULL,
  -- Ids without a reference: the entry outlives the account.
  actor_id  UUID,
  user_id   UUID,
  details   TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash      TEXT NOT NULL
);
CREATE INDEX audit_log_by_user ON audit_log (user_id);
