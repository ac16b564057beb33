-- Codes are heads and sketches now, where rows differ in few directions (docs/decisions/0078). Generations without sketches are of before: they are searched
-- by their signs until they are made anew.
ALTER TABLE vector_directions ADD COLUMN has_sketches INTEGER NOT NULL DEFAULT 0;
