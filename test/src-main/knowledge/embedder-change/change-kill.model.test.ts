import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../../src-main/db/database.ts'
import { runMortal } from '../../../helpers/run-mortal.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const child = fileURLToPath(new URL('./changing-child.ts', import.meta.url))

const runChild = (args: readonly string[]) => runMortal(child, args)

/** Everything a change leaves that does not depend on chance. */
function rowsOf(store: string) {
  using db = openDatabase(store, '0'.repeat(64), { readonly: true })
  const all = (sql: string) => db.prepare(sql).all()
  return {
    vectors: all(`SELECT embedder_id, name, position, scale, hex(vector) AS vector FROM vectors
      JOIN vector_spaces ON vector_spaces.id = vectors.id >> 40 JOIN passages ON passages.rowid = vectors.id & 1099511627775
      JOIN documents ON documents.id = document_id ORDER BY embedder_id, name, position`),
    spaces: all('SELECT embedder_id, size, generation, remove_at FROM vector_spaces ORDER BY embedder_id'),
    loose: all(
      'SELECT DISTINCT vector_spaces.embedder_id FROM loose_vectors JOIN vector_spaces ON vector_spaces.id = loose_vectors.id >> 40',
    ),
    change: all('SELECT * FROM embedder_change'),
    documents: all('SELECT name, status, job_id FROM documents ORDER BY name'),
    missing: all(`SELECT rowid FROM passages WHERE rowid NOT IN (SELECT id & 1099511627775 FROM vectors)`),
  }
}

function writeDocuments(folder: string): string {
  for (const [at, words] of ['alpha beta', 'gamma delta', 'beta epsilon'].entries()) {
    const sections = Array.from({ length: 14 }, (_, n) => `## Section ${n}\n\n${`${words} ${n} `.repeat(60)}`)
    writeFileSync(join(folder, `${at}.md`), `# Document ${at}\n\n${sections.join('\n\n')}\n`)
  }
  return folder
}

test.each(['before', 'after'])('killed %s any commit of a change of embedder, it ends in the same rows', async (when) => {
  using temp = tempFolder()
  using files = tempFolder()
  const folder = writeDocuments(files.path)
  await runChild([join(temp.path, 'whole.db'), folder, '0', when])
  const whole = rowsOf(join(temp.path, 'whole.db'))
  expect(whole.missing).toEqual([])
  expect(whole.spaces).toMatchObject([{ embedder_id: 'first', size: 0, remove_at: null }, { embedder_id: 'second' }])

  const store = join(temp.path, 'killed.db')
  let kills = 0
  // Later in every run, so that commits of every kind are hit and it comes to an end.
  while ((await runChild([store, folder, String(1 + kills), when])) === 'SIGKILL') kills += 1

  expect(kills).toBeGreaterThan(4)
  expect(rowsOf(store)).toEqual(whole)
})
