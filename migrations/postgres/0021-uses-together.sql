CREATE TYPE given_use AS (
  user_id UUID, usage_id UUID, resource_type TEXT, quantity INTEGER, occurred_at TIMESTAMPTZ, received_at TIMESTAMPTZ,
  period_start TIMESTAMPTZ, payload_hash TEXT
);

CREATE TYPE open_quota AS (
  user_id UUID, resource_type TEXT, period_start TIMESTAMPTZ, used INTEGER, max_allowed INTEGER, told_percent INTEGER
);

-- What several users used, in one transaction. Returns the users whose uses were taken, all of them and all new. Nothing of the others was: of who is gone; or locked
-- by somebody else, who is not waited for; with an entry that is in the ledger already, or in a period that was not opened yet; or who reaches one of the
-- thresholds ('{80,100}', in per cent) that was not told yet. No use may be given twice.
CREATE FUNCTION record_uses(p_uses JSONB, p_stops_at TEXT) RETURNS UUID[]
LANGUAGE plpgsql
-- Planned once: planning takes longer than any of it, and the plan is the same for one use and for a hundred.
SET plan_cache_mode = force_generic_plan
-- And by the keys, however small a table was when it was planned.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  v_thresholds INTEGER[] := p_stops_at::INTEGER[];
  v_uses given_use[];
  v_open open_quota[];
  v_taken UUID[];
BEGIN
  v_uses := ARRAY(SELECT g FROM jsonb_populate_recordset(NULL::given_use, p_uses) g);
  v_open := ARRAY(
    SELECT ROW (q.user_id, q.resource_type, q.period_start, q.used, q.max_allowed, q.told_percent)::open_quota
    FROM (SELECT DISTINCT user_id, resource_type, period_start FROM unnest(v_uses)) g
    JOIN users u ON u.id = g.user_id
    JOIN quotas q ON (q.user_id, q.resource_type, q.period_start) = (g.user_id, g.resource_type, g.period_start)
    FOR NO KEY UPDATE OF u, q SKIP LOCKED);

  -- A statement of its own: it sees what was left in the ledger by whoever had the locks before.
  v_taken := ARRAY(
    SELECT given.user_id FROM (
      SELECT g.user_id, g.resource_type, g.period_start, sum(g.quantity) AS quantity, bool_or(l.usage_id IS NOT NULL) AS is_known
      FROM unnest(v_uses) g LEFT JOIN usage_ledger l ON (l.user_id, l.usage_id) = (g.user_id, g.usage_id)
      GROUP BY g.user_id, g.resource_type, g.period_start
    ) given
    LEFT JOIN unnest(v_open) q ON (q.user_id, q.resource_type, q.period_start) = (given.user_id, given.resource_type, given.period_start)
    GROUP BY given.user_id
    HAVING bool_and(
      NOT is_known AND q.user_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM unnest(v_thresholds) threshold
        WHERE threshold > told_percent AND max_allowed > 0 AND (used + quantity) * 100 >= max_allowed::BIGINT * threshold)));

  INSERT INTO usage_ledger
    (user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, source, payload_hash)
  SELECT user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, 'device', payload_hash
  FROM unnest(v_uses) WHERE user_id = ANY (v_taken);

  UPDATE quotas q SET used = used + given.quantity
  FROM (
    SELECT user_id, resource_type, period_start, sum(quantity) AS quantity
    FROM unnest(v_uses) WHERE user_id = ANY (v_taken) GROUP BY user_id, resource_type, period_start
  ) given
  WHERE (q.user_id, q.resource_type, q.period_start) = (given.user_id, given.resource_type, given.period_start);

  RETURN v_taken;
END $$;

-- Until when the ledger was summed up by hour: one row. What is received is found by the order in which it lies on the disk, which costs a use nothing.
CREATE TABLE usage_rollup (
  only_one     BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
  -- Null: never.
  rolled_up_to TIMESTAMPTZ
);
INSERT INTO usage_rollup (rolled_up_to) SELECT max(received_at) FROM usage_ledger;
CREATE INDEX usage_ledger_by_arrival ON usage_ledger USING brin (received_at) WITH (pages_per_range = 16, autosummarize = on);

-- How much of it the analytics have.
ALTER TABLE usage_records ADD COLUMN told_quantity INTEGER NOT NULL DEFAULT 0;
CREATE INDEX usage_records_untold ON usage_records (hour_start) WHERE told_quantity < quantity;

-- As before, but that its hour is left to the rollup.
CREATE OR REPLACE FUNCTION add_to_ledger(
  p_user_id UUID, p_usage_id UUID, p_resource_type TEXT, p_quantity INTEGER, p_occurred_at TIMESTAMPTZ, p_received_at TIMESTAMPTZ,
  p_period_start TIMESTAMPTZ, p_period_end TIMESTAMPTZ, p_source TEXT, p_payload_hash TEXT
) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_ledger
    (user_id, usage_id, resource_type, quantity, occurred_at, received_at, period_start, source, payload_hash)
  VALUES (p_user_id, p_usage_id, p_resource_type, p_quantity, p_occurred_at, p_received_at, p_period_start, p_source, p_payload_hash)
  ON CONFLICT (user_id, usage_id) DO NOTHING;
  IF FOUND THEN
    RETURN true;
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM usage_ledger WHERE user_id = p_user_id AND usage_id = p_usage_id AND payload_hash = p_payload_hash
  ) THEN
    RAISE EXCEPTION 'the same use with other content' USING ERRCODE = 'HU409', DETAIL = p_usage_id;
  END IF;
  RETURN false;
END $$;
