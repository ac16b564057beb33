-- The directions in which a generation's rows differ most, learned from them: its codes begin with a draft by these, its lists are near or far by
-- them. A generation without a row has codes of signs alone.
CREATE TABLE vector_directions (
  -- The key of the generation's list 0.
  list       INTEGER PRIMARY KEY,
  -- Eight bits a component, one direction behind the other, and what one of them stands for (f32 for each direction).
  directions BLOB NOT NULL,
  scales     BLOB NOT NULL,
  -- How far rows usually are from the middle of their list in each direction (f32).
  deviations BLOB NOT NULL,
  -- Directions by the bits each is given, the widest first.
  four_bits  INTEGER NOT NULL,
  two_bits   INTEGER NOT NULL,
  one_bit    INTEGER NOT NULL,
  -- How far a draft of a neighbour may lie below its product, for a row and a query at a distance of 1 from the middle.
  slack      REAL NOT NULL
) STRICT;
