-- One installation of a client. The server gives the id; a client that shows it when it signs in again is the same device.
CREATE TABLE devices (
  id           UUID PRIMARY KEY,
  user_id      UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name         VARCHAR(100),
  created_at   TIMESTAMPTZ NOT NULL,
  last_seen_at TIMESTAMPTZ NOT NULL,
  revoked_at   TIMESTAMPTZ
);
CREATE INDEX devices_by_user ON devices (user_id);

-- Sign-ins from before have none.
ALTER TABLE token_families ADD COLUMN device_id UUID REFERENCES devices (id) ON DELETE CASCADE;
CREATE INDEX token_families_by_device ON token_families (device_id);
ALTER TABLE token_families DROP CONSTRAINT token_families_reason_check;
ALTER TABLE token_families ADD CONSTRAINT token_families_reason_check
  CHECK (reason IN ('logout', 'reuse', 'password', 'disabled', 'device', 'restored'));
