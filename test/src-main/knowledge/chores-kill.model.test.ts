import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/db/database.ts'
import { runMortal } from '../../helpers/run-mortal.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const child = fileURLToPath(new URL('./choring-child.ts', import.meta.url))

function rowsOf(store: string) {
  using db = openDatabase(store, '0'.repeat(64), { readonly: true })
  const all = (sql: string) => db.prepare(sql).all()
  const found = (word: string) => db.prepare('SELECT count(*) FROM passage_words WHERE passage_words MATCH ?').pluck().get(word)
  return {
    collections: all('SELECT owner FROM collections'),
    documents: all('SELECT name, passages FROM documents ORDER BY name'),
    texts: all(
      'SELECT name, start, length(document_texts.text) FROM document_texts JOIN documents ON documents.id = document_id',
    ),
    passages: all(
      'SELECT name, position, passages.text FROM passages JOIN documents ON documents.id = document_id ORDER BY 1, 2',
    ),
    vectors: all('SELECT count(*) AS vectors, (SELECT count(*) FROM passages) AS passages FROM vectors'),
    words: { old: found('old'), quarterly: found('quarterly'), alpha: found('alpha'), beta: found('beta') },
    left: all('SELECT * FROM renamed_documents'),
  }
}

const sections = (words: string, count: number): string =>
  Array.from({ length: count }, (_, n) => `## Section ${n}\n\n${`${words} ${n} `.repeat(30)}\n\n`).join('')

test.each(['before', 'after'])(
  'killed %s any commit of removing and renaming in pieces, it ends in the same rows',
  async (when) => {
    using temp = tempFolder()
    using files = tempFolder()
    writeFileSync(join(files.path, 'removed.md'), sections('alpha', 110))
    writeFileSync(join(files.path, 'old.md'), sections('beta', 110))
    await runMortal(child, [join(temp.path, 'whole.db'), files.path, '0', when])
    const whole = rowsOf(join(temp.path, 'whole.db'))
    expect(whole.words).toEqual({ old: 0, quarterly: 110, alpha: 0, beta: 110 })
    expect(whole.left).toEqual([])
    expect(whole.collections).toEqual([{ owner: null }])

    const store = join(temp.path, 'killed.db')
    let kills = 0
    // Later in every run, so that commits of every kind are hit and it comes to an end.
    while ((await runMortal(child, [store, files.path, String(1 + kills), when])) === 'SIGKILL') kills += 1

    expect(kills).toBeGreaterThan(3)
    expect(rowsOf(store)).toEqual(whole)
  },
)
