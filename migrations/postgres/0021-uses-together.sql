CREATE TYPE given_use AS (
  user_id UUID, usage_id UUID, resource_type TEXT, quantity INTEGER, occurred_at TIMESTAMPTZ, received_at TIMESTAMPTZ,
  period_start TIMESTAMPTZ, period_end TIMESTAMPTZ, payload_hash TEXT
);

-- What several users used, in one transaction. Returns the users whose uses were taken, all of them and all new. Nothing of the others was: of who is gone, or
-- locked by somebody else, who is not waited for; with an entry that is in the ledger already, or in a period that was not opened yet; or who reaches one of
-- the thresholds ('{80,100}', in per cent) that was not told yet. No use may be given twice.
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
  v_free UUID[];
  v_taken UUID[];
BEGIN
  v_uses := ARRAY(SELECT g FROM jsonb_populate_recordset(NULL::given_use, p_uses) g);
  v_free := ARRAY(
    SELECT id FROM users WHERE id IN (SELECT user_id FROM unnest(v_uses)) FOR NO KEY UPDATE SKIP LOCKED);

  -- A statement of its own: it sees what was left by whoever had the locks before.
  v_taken := ARRAY(
    SELECT given.user_id FROM (
      SELECT g.user_id, g.resource_type, g.period_start, sum(g.quantity) AS quantity, bool_or(l.usage_id IS NOT NULL) AS is_known
      FROM unnest(v_uses) g LEFT JOIN usage_ledger l ON (l.user_id, l.usage_id) = (g.user_id, g.usage_id)
      WHERE g.user_id = ANY (v_free)
      GROUP BY g.user_id, g.resource_type, g.period_start
    ) given
    LEFT JOIN quotas q ON (q.user_id, q.resource_type, q.period_start) = (given.user_id, given.resource_type, given.period_start)
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
