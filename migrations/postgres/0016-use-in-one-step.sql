-- The highest threshold of this period that was told already, in per cent of the limit.
ALTER TABLE quotas ADD COLUMN told_percent INTEGER NOT NULL DEFAULT 0;

-- One entry, and its hour set to what the ledger says. False when the same entry was there already; with other content HU409, whose detail is
-- the usage_id. The caller has locked the user: whoever else adds to the same hour, also from another period, waits there.
CREATE FUNCTION add_to_ledger(
  p_user_id UUID, p_usage_id UUID, p_resource_type TEXT, p_quantity INTEGER, p_occurred_at TIMESTAMPTZ, p_received_at TIMESTAMPTZ,
  p_period_start TIMESTAMPTZ, p_period_end TIMESTAMPTZ, p_source TEXT, p_payload_hash TEXT
) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  v_hour TIMESTAMPTZ := date_trunc('hour', p_occurred_at, 'UTC');
BEGIN
  INSERT INTO usage_ledger
    (user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, source, payload_hash)
  VALUES (p_user_id, p_usage_id, p_resource_type, p_quantity, p_occurred_at, p_received_at, p_period_start, p_source, p_payload_hash)
  ON CONFLICT (user_id, usage_id) DO NOTHING;
  IF NOT FOUND THEN
    IF NOT EXISTS (
      SELECT 1 FROM usage_ledger WHERE user_id = p_user_id AND usage_id = p_usage_id AND payload_hash = p_payload_hash
    ) THEN
      RAISE EXCEPTION 'the same use with other content' USING ERRCODE = 'HU409', DETAIL = p_usage_id;
    END IF;
    RETURN false;
  END IF;
  INSERT INTO usage_records (user_id, resource_type, quantity, hour_start, billing_period_start, billing_period_end)
  SELECT p_user_id, p_resource_type, sum(quantity), v_hour, p_period_start, p_period_end FROM usage_ledger
  WHERE user_id = p_user_id AND resource_type = p_resource_type
    AND occurred_at >= v_hour AND occurred_at < v_hour + INTERVAL '1 hour'
  ON CONFLICT (user_id, resource_type, hour_start) DO UPDATE SET quantity = EXCLUDED.quantity, updated_at = now();
  RETURN true;
END $$;

-- All of an upload under the user's lock. Returns the places of those that are new, counted from 1; null when there is no such user. With thresholds
-- ('{80,100}') it stops at what takes more than this one statement, a period that was not opened yet or a threshold that was not told yet: HU001,
-- and nothing was taken. With null it stops at neither.
CREATE FUNCTION record_usage(p_user_id UUID, p_received_at TIMESTAMPTZ, p_records JSONB, p_stops_at TEXT)
RETURNS INTEGER[] LANGUAGE plpgsql AS $$
DECLARE
  v_thresholds INTEGER[] := p_stops_at::INTEGER[];
  v_taken INTEGER[] := '{}';
  v_place INTEGER := 0;
  v_percent INTEGER;
  r RECORD;
  q RECORD;
BEGIN
  PERFORM 1 FROM users WHERE id = p_user_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  FOR r IN
    SELECT * FROM jsonb_to_recordset(p_records) AS given (
      usage_id UUID, resource_type TEXT, quantity INTEGER, occurred_at TIMESTAMPTZ, period_start TIMESTAMPTZ, period_end TIMESTAMPTZ,
      payload_hash TEXT)
  LOOP
    v_place := v_place + 1;
    CONTINUE WHEN NOT add_to_ledger(
      p_user_id, r.usage_id, r.resource_type, r.quantity, r.occurred_at, p_received_at, r.period_start, r.period_end, 'device', r.payload_hash);
    v_taken := v_taken || v_place;
    UPDATE quotas SET used = used + r.quantity
    WHERE user_id = p_user_id AND resource_type = r.resource_type AND period_start = r.period_start
    RETURNING used, max_allowed, told_percent INTO q;
    CONTINUE WHEN v_thresholds IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a period that was not opened yet' USING ERRCODE = 'HU001';
    END IF;
    FOREACH v_percent IN ARRAY v_thresholds LOOP
      IF v_percent > q.told_percent AND q.max_allowed > 0 AND q.used::BIGINT * 100 >= q.max_allowed::BIGINT * v_percent THEN
        RAISE EXCEPTION 'a threshold that was not told yet' USING ERRCODE = 'HU001';
      END IF;
    END LOOP;
  END LOOP;
  RETURN v_taken;
END $$;
