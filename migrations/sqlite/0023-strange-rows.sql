-- Rows that come after the directions were learned may differ in other directions (docs/decisions/0086). How far heads of a list, and heads and tails, may lie
-- below products because of these, like `slack` and `tail_slack` of `vector_directions`; 0 where they are as usual.
ALTER TABLE vector_lists ADD COLUMN slack REAL NOT NULL DEFAULT 0;
ALTER TABLE vector_lists ADD COLUMN tail_slack REAL NOT NULL DEFAULT 0;
-- How far hardly any row of the training lies below the product with itself, by its head and by head and tail. Null: not measured.
ALTER TABLE vector_directions ADD COLUMN own_miss REAL;
ALTER TABLE vector_directions ADD COLUMN own_tail_miss REAL;
