import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/db/database.ts'
import { runMortal } from '../../helpers/run-mortal.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const child = fileURLToPath(new URL('./importing-child.ts', import.meta.url))

const runChild = (args: readonly string[]) => runMortal(child, args)

/** Everything an import leaves that does not depend on chance. */
function rowsOf(store: string): unknown {
  using db = openDatabase(store, '0'.repeat(64), { readonly: true })
  const all = (sql: string) => db.prepare(sql).all()
  return {
    documents: all('SELECT name, status, fault, content_hash, passages, characters, job_id FROM documents ORDER BY name'),
    passages: all(`SELECT name, position, start, "end", heading, tokens, passages.text FROM passages
      JOIN documents ON documents.id = document_id ORDER BY name, position`),
    vectors: all(`SELECT name, position, scale, vector FROM vectors JOIN passages ON passages.rowid = vectors.id & 1099511627775
      JOIN documents ON documents.id = document_id ORDER BY name, position`),
    words: all('SELECT term, doc, cnt FROM passage_words_terms ORDER BY term'),
    trigrams: all(`SELECT count(*) AS found FROM passage_trigrams WHERE passage_trigrams MATCH '"eta"'`),
    jobs: all("SELECT status, total, done, failed, unchanged FROM import_jobs WHERE status = 'done'"),
  }
}

function writeDocuments(folder: string): string {
  for (const [at, words] of ['alpha beta', 'gamma delta', 'beta epsilon'].entries()) {
    const sections = Array.from({ length: 14 }, (_, n) => `## Section ${n}\n\n${`${words} ${n} `.repeat(60)}`)
    writeFileSync(join(folder, `${at}.md`), `# Document ${at}\n\n${sections.join('\n\n')}\n`)
  }
  writeFileSync(join(folder, 'broken.pdf'), 'no PDF at all')
  return folder
}

test.each(['before', 'after'])('killed %s any commit of an import, it goes on to the same rows', async (when) => {
  using temp = tempFolder()
  using files = tempFolder()
  const folder = writeDocuments(files.path)
  await runChild([join(temp.path, 'whole.db'), folder, '0', when])
  const whole = rowsOf(join(temp.path, 'whole.db'))

  const store = join(temp.path, 'killed.db')
  let kills = 0
  // Later in every run, so that commits of every kind are hit and it comes to an end.
  while ((await runChild([store, folder, String(2 + kills * 2), when])) === 'SIGKILL') kills += 1

  expect(kills).toBeGreaterThan(4)
  expect(rowsOf(store)).toEqual(whole)
})

const tableRow = (row: number): string => `${row},pump${row},a remark on valve${row} in some words`

/** More passages than change places in one commit. */
const tableOf = (change: (row: number) => string): string =>
  `number,name,remark\n${Array.from({ length: 4500 }, (_, row) => change(row)).join('\n')}\n`

test('killed at any commit of reading a large changed document again, it goes on to the rows of one that was not', async () => {
  using temp = tempFolder()
  using files = tempFolder()
  const file = join(files.path, 'table.csv')
  const [whole, killed] = [join(temp.path, 'whole.db'), join(temp.path, 'killed.db')]
  writeFileSync(
    file,
    tableOf((row) => `${tableRow(row)}${row % 1500 === 0 ? ' that are longer' : ''}`),
  )
  await runChild([whole, files.path, '0', 'after'])
  copyFileSync(whole, killed)
  writeFileSync(file, tableOf(tableRow))
  await runChild([whole, files.path, '0', 'after', 'again'])

  let kills = 0
  while ((await runChild([killed, files.path, String(1 + kills * 2), 'after', 'again'])) === 'SIGKILL') kills += 1

  expect(kills).toBeGreaterThan(8)
  const { jobs: _, ...rows } = Object(rowsOf(killed))
  const { jobs: __, ...expected } = Object(rowsOf(whole))
  expect(rows).toEqual(expected)
})
