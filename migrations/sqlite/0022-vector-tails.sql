-- Drafts have tails behind their heads (docs/decisions/0085). Generations without are of before: they are searched by what they have until they are made anew.
ALTER TABLE vector_directions ADD COLUMN tail_four_bits INTEGER;
ALTER TABLE vector_directions ADD COLUMN tail_two_bits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE vector_directions ADD COLUMN tail_one_bit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE vector_directions ADD COLUMN tail_slack REAL NOT NULL DEFAULT 0;
ALTER TABLE vector_directions ADD COLUMN sketch_error REAL NOT NULL DEFAULT 0;
