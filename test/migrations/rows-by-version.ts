const id = (n: number): string => `01890a5d-ac96-774b-bcce-b302099a8${String(n).padStart(3, '0')}`

/** What a store of each version holds in the tests: at least a row for every table that its migration made. */
export const rowsByVersion: Readonly<Record<number, readonly string[]>> = {
  1: [
    `INSERT INTO journal (uid, op, kind, entity_id, base, at, args, schema) VALUES ('00', 'put', 'setting', 'theme', NULL, 1, '{"value":"dark"}', 1)`,
    `INSERT INTO settings VALUES ('theme', '"dark"', 1)`,
  ],
  2: [
    `INSERT INTO folders VALUES ('${id(1)}', 'Work', 0, 1)`,
    `INSERT INTO conversations (id, title, title_source, folder_id, selected_leaf_id, created_at, updated_at)
       VALUES ('${id(2)}', 'Boat trip', 'user', '${id(1)}', '${id(4)}', 1, 2)`,
    `INSERT INTO messages (id, conversation_id, parent_id, role, text, status, created_at, updated_at)
       VALUES ('${id(3)}', '${id(2)}', NULL, 'user', 'When does the ferry leave?', 'complete', 1, 1)`,
    `INSERT INTO messages (id, conversation_id, parent_id, role, text, status, sources, timings, created_at, updated_at)
       VALUES ('${id(4)}', '${id(2)}', '${id(3)}', 'assistant', 'At nine [1].', 'complete', '[]', '{"total":12.5}', 2, 2)`,
    `INSERT INTO tags VALUES ('${id(5)}', 'Sea', 1)`,
    `INSERT INTO conversation_tags VALUES ('${id(2)}', '${id(5)}')`,
    `INSERT INTO drafts VALUES ('new', 'half a thought', 1)`,
    `INSERT INTO set_aside VALUES (1, 'messages', 'x', '{}', 'sources', 1)`,
  ],
  3: [
    `INSERT INTO collections VALUES ('${id(6)}', 'Manuals', 1, 1)`,
    `INSERT INTO import_jobs (id, collection_id, status, created_at, updated_at) VALUES ('${id(7)}', '${id(6)}', 'running', 1, 1)`,
    `INSERT INTO documents (id, collection_id, job_id, name, size_bytes, status, created_at, updated_at)
       VALUES ('${id(8)}', '${id(6)}', '${id(7)}', 'ferry.txt', 24, 'embedding', 1, 1)`,
    `INSERT INTO document_texts VALUES ('${id(8)}', 'The ferry leaves at nine', '[]', '[]')`,
    `INSERT INTO passages (rowid, id, document_id, position, start, "end", page, heading, tokens, text)
       VALUES (1, 'p1', '${id(8)}', 0, 0, 24, NULL, '[]', 6, 'The ferry leaves at nine')`,
    `INSERT INTO vectors VALUES (1, 'embedder', 0.5, x'0102')`,
    `INSERT INTO usage_stats VALUES ('p1', 1, 1, '[0.5]')`,
  ],
  4: [
    `INSERT INTO models VALUES ('demo', 'chat', 'Demo', '/models/demo.gguf', 1, 1, NULL, 'ready', NULL, 1, 1)`,
    `INSERT INTO usage_log VALUES (1, '${id(9)}', 'messages', 1, 'demo', 1, NULL, 0.5, NULL, '${id(2)}', '${id(4)}', '0', '1')`,
    `INSERT INTO model_speeds VALUES ('demo', 20.5, 1)`,
  ],
  5: [`INSERT INTO model_memory VALUES ('demo', 4096, '"auto"', 1000, 1)`],
  7: [
    `INSERT INTO personas (id, name, icon, system_prompt, position, created_at, updated_at)
       VALUES ('${id(10)}', 'Editor', 'feather', 'Mend the words.', 0, 1, 1)`,
    `UPDATE conversations SET persona_id = '${id(10)}'`,
  ],
  8: [
    `INSERT INTO templates VALUES ('${id(20)}', 'Summary', 'Summarise {{text}}', 1, 1)`,
    `INSERT INTO sent_attachments VALUES ('${id(8)}', '${id(3)}')`,
  ],
  9: [
    `INSERT INTO compactions (id, conversation_id, message_id, messages, text, source, created_at, updated_at)
       VALUES ('${id(11)}', '${id(2)}', '${id(4)}', 2, 'The ferry leaves at nine.', 'auto', 3, 3)`,
  ],
  10: [`INSERT INTO model_settings VALUES ('demo', '{"context_size":4096}', 1)`],
  12: [
    `INSERT INTO watched_folders VALUES ('${id(30)}', '${id(6)}', '/home/manuals', '[]', '["drafts/"]', 1, 0, 'current', 1, 0, 1, 1, 1)`,
    `INSERT INTO watched_files VALUES ('${id(8)}', '${id(30)}', 24, 1.5)`,
  ],
  16: [
    `INSERT OR IGNORE INTO vector_spaces (embedder_id, dimension) VALUES ('embedder', 2)`,
    `INSERT INTO vectors (id, scale, vector) SELECT (id << 40) + 1, 0.5, x'0102' FROM vector_spaces WHERE true ON CONFLICT DO NOTHING`,
    `INSERT INTO vector_centroids VALUES (1, 0.5, x'0102')`,
    `INSERT INTO vector_lists VALUES (1, 1, 1, 0)`,
    `INSERT INTO vector_codes VALUES (1, x'00')`,
    `INSERT INTO vector_builds VALUES (1, 1, 1, 1, 0, 0, 0)`,
  ],
  17: [`INSERT INTO document_facets VALUES ('tag', 'sea', '${id(8)}')`],
  18: [`INSERT INTO embedder_change VALUES (1, 'embedder', 'another', 'running', NULL)`],
  19: [`INSERT INTO vector_directions VALUES (1, x'7f00', x'0000803f', x'0000803f', 1, 0, 0, 0.02)`],
  20: [`INSERT INTO renamed_documents VALUES ('${id(8)}', 0)`],
  21: [`UPDATE vector_directions SET has_sketches = 1`],
  22: [
    `UPDATE vector_directions SET tail_four_bits = 0, tail_two_bits = 36, tail_one_bit = 56, tail_slack = 0.19, sketch_error = 0.015`,
  ],
  23: [
    `UPDATE vector_lists SET slack = 0.3, tail_slack = 0.2`,
    `UPDATE vector_directions SET own_miss = 0.2, own_tail_miss = 0.1`,
  ],
  24: [
    `INSERT INTO next_texts VALUES ('${id(8)}', 0, 'The ferry leaves at ten', '[]')`,
    `INSERT INTO next_readings VALUES ('${id(8)}', '{}')`,
  ],
  11: [`INSERT INTO requests VALUES (1, 1, 'GET', 'hub.example', '/model', 'Size of a model', '200', 80, 200)`],
  13: [`INSERT INTO languages VALUES ('fr', 'Français', 'ltr', '{"rail:newChat":"Nouvelle discussion"}', 1)`],
}
