-- How many passages have three characters in a row: what a search in them would cost. It keeps nothing itself.
CREATE VIRTUAL TABLE passage_trigrams_terms USING fts5vocab ('passage_trigrams', 'row');
