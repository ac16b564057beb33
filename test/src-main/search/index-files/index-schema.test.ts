import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ReadDb } from '../../../../src-main/db/database.ts'
import { openToWrite } from '../../../../src-main/search/index-files/index-file.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { openTestDb } from '../../../helpers/test-db.ts'

interface Shape {
  readonly name: string
  readonly sql: string
}

/** By the names of what is searched, without what is only written for people. */
function shapesOf(db: ReadDb): Map<string, string> {
  const rows = db
    .prepare<[], Shape>(
      "SELECT name, sql FROM sqlite_schema WHERE name GLOB 'vector*' OR name GLOB 'loose*' OR name GLOB 'passage_*'",
    )
    .all()
  const plain = (sql: string) =>
    sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').replaceAll('"', '').replaceAll(' )', ')').replaceAll(' ,', ',')
  return new Map(rows.filter(({ sql }) => sql !== null).map(({ name, sql }) => [name, plain(sql).trim()]))
}

test('what the index keeps is what the desktop’s store keeps of it: the same code searches both', () => {
  using folder = tempFolder()
  using index = openToWrite({ folder: join(folder.path, 'users'), key: 'a'.repeat(64) }, 'owner')
  using desktop = openTestDb()
  const [own, theirs] = [shapesOf(index), shapesOf(desktop)]

  expect(own.size).toBeGreaterThan(15)
  for (const [name, sql] of own) expect([name, sql]).toEqual([name, theirs.get(name)])
  expect([...theirs.keys()].filter((name) => name.startsWith('vector') && !own.has(name))).toEqual([])
})
