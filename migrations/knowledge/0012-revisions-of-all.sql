-- Who had documents before there were revisions has one too: without it there seems to be nothing to search.
INSERT INTO knowledge_revisions (user_id, revision)
SELECT DISTINCT user_id, 1 FROM knowledge_vectors WHERE true
ON CONFLICT (user_id) DO NOTHING;
