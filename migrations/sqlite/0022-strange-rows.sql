-- Rows that come after the directions were learned may differ in other directions (docs/decisions/0084). How far heads of a list may lie below
-- products because of these, like `vector_directions.slack`; 0 where they are as usual.
ALTER TABLE vector_lists ADD COLUMN slack REAL NOT NULL DEFAULT 0;
-- How far hardly any head of the training lies below the product of its row with itself. Null: not measured.
ALTER TABLE vector_directions ADD COLUMN own_miss REAL;
