ALTER TABLE chat_turns
  -- Of whoever answers it: one that was taken for dead and comes back changes nothing any more.
  ADD COLUMN claim_id UUID,
  -- The time that its answer is kept under: whoever keeps one keeps it in the same place.
  ADD COLUMN answered_at TIMESTAMPTZ;
