import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentHit } from '../../../src-main/find/document-hit.ts'
import { documentAt } from '../../../src-main/knowledge/documents.ts'
import { keptText } from '../../../src-main/knowledge/kept-text.ts'
import { parseDocument } from '../../../src-main/knowledge/parse/parse-document.ts'
import { listPassages, passagePage } from '../../../src-main/knowledge/passages.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()

type Parse = typeof parseDocument

const rows = 4500
/** A table of several pieces, and of more passages than one commit moves. */
const table = (wordOf: (row: number) => string): string =>
  `number,name,remark\n${Array.from({ length: rows }, (_, row) => `${row},pump${row},a remark on ${wordOf(row)}${row} in some more words\n`).join('')}`

const asItWas = table(() => 'valve')
/** A word more in front, so that everything moves, and other words at the end. */
const changed = table((row) => (row < 3000 ? 'valve' : 'gasket')).replace('pump0,a remark', 'pump0,a longer remark')

/** Parses as ever until a test says otherwise. */
async function openTable() {
  const temp = tempFolder()
  let parse: Parse = parseDocument
  const knowledge = openKnowledge({ folder: temp.path, parse: (request, given) => parse(request, given) })
  const { db, collectionId } = knowledge
  const path = join(temp.path, 'table.csv')
  writeFileSync(path, asItWas)
  await knowledge.importAll([path])
  const document = () => {
    const found = documentAt(db, collectionId, path)
    if (found === undefined) throw new Error('there is no document')
    return found
  }
  return {
    ...{ ...knowledge, path, document },
    parseAs(other: Parse): void {
      parse = other
    },
    passages: () => listPassages(db, document().id),
    async find(query: string) {
      const { results } = await knowledge.retrieve({ query, route: 'hybrid', top_k: 5 }, signal)
      return results.map(({ start, end, text }) => ({ start, end, text }))
    },
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      temp[Symbol.dispose]()
    },
  }
}

const failing: Parse = async function* (request, given) {
  let pieces = 0
  for await (const part of parseDocument(request, given)) {
    if (part.part === 'text' && ++pieces === 2) throw new AppError(parserError.timeout, { limit_ms: 1 })
    yield part
  }
}

test('a document whose second reading fails midway is found as it was read first, and read whole when the fault is gone', async () => {
  await using bed = await openTable()
  const before = { passages: bed.passages(), text: keptText(bed.db, bed.document().id), found: await bed.find('valve3500') }
  const embedded = bed.embedded.length
  writeFileSync(bed.path, changed)
  bed.parseAs(failing)

  await bed.importAll([bed.path])

  expect(bed.document()).toMatchObject({ status: 'failed', fault: { code: parserError.timeout } })
  expect(before.found[0]?.text).toContain('valve3500')
  expect({
    ...{ passages: bed.passages(), text: keptText(bed.db, bed.document().id), found: await bed.find('valve3500') },
  }).toEqual(before)
  expect(passagePage(bed.db, bed.document().id, { limit: 20, offset: 0 })).toMatchObject({ total: before.passages.length })
  expect(bed.db.prepare('SELECT count(*) FROM next_texts').pluck().get()).toBe(0)

  bed.parseAs(parseDocument)
  await bed.importAll([bed.path])

  const text = keptText(bed.db, bed.document().id)
  const after = bed.passages()
  expect(after.map(({ position }) => position)).toEqual(after.map((_, index) => index))
  for (const passage of after) expect(text.slice(passage.start, passage.end)).toBe(passage.text)
  expect((await bed.find('gasket3500'))[0]?.text).toContain('gasket3500')
  expect(bed.document()).toMatchObject({ status: 'ready', passages: after.length, characters: text.length })
  const kept = new Set(before.passages.map(({ id }) => id))
  const isNew = after.filter(({ id }) => !kept.has(id)).length
  expect(bed.embedded.length - embedded).toBe(isNew)
  expect(isNew).toBeLessThan(after.length / 2)
  expect(bed.db.prepare('SELECT count(*) FROM vectors').pluck().get()).toBe(after.length)
  expect(bed.db.prepare('SELECT count(*) FROM passages').pluck().get()).toBe(after.length)
})

test('while a document is read again every answer from it is a slice of one and the same reading, with its surroundings', async () => {
  await using bed = await openTable()
  const before = await bed.find('valve1500')
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  writeFileSync(bed.path, changed)
  bed.parseAs(async function* (request, given) {
    for await (const part of parseDocument(request, given)) {
      if (part.part === 'end') {
        reached.resolve()
        await held.promise
      }
      yield part
    }
  })

  const importing = bed.importAll([bed.path])
  await reached.promise
  const during = await bed.find('valve1500')
  held.resolve()
  await importing

  expect(before[0]?.text.length).toBeGreaterThan(200)
  expect(during).toEqual(before)
})

test('a passage that is not at its place in the kept text, as while a large document changes, is handed on as it was found', async () => {
  await using bed = await openTable()
  bed.db.transact((tx) => tx.prepare("UPDATE document_texts SET text = 'other words ' || text WHERE start = 0").run())

  const [found] = await bed.find('valve20')

  expect(found?.text).toContain('valve20')
  expect(bed.passages().map(({ text }) => text)).toContain(found?.text)
})

test('what a reading has set aside, or added ahead, is in no list and among no results', async () => {
  await using bed = await openTable()
  const [passage] = bed.passages().filter(({ text }) => text.includes('valve1500'))
  const row =
    bed.db
      .prepare<[string], number>('SELECT rowid FROM passages WHERE id = ?')
      .pluck()
      .get(passage?.id ?? '') ?? 0
  bed.db.transact((tx) => tx.prepare('UPDATE passages SET position = -1 - position WHERE rowid = ?').run(row))

  expect((await bed.find('valve1500')).filter(({ text }) => text.includes('valve1500,'))).toEqual([])
  expect(bed.passages().map(({ id }) => id)).not.toContain(passage?.id)
  expect(documentHit(bed.db, { passage: row }, [])).toBeUndefined()
})

test('a document that was ended in the middle of a change is whole again, though its file is gone meanwhile', async () => {
  await using bed = await openTable()
  const run = (statement: string) => bed.db.transact((tx) => void tx.prepare(statement).run())
  writeFileSync(bed.path, changed)
  run("CREATE TRIGGER halt BEFORE DELETE ON next_readings BEGIN SELECT RAISE(ABORT, 'ended here'); END")
  await bed.importAll([bed.path]).catch(() => undefined)
  run('DROP TRIGGER halt')
  rmSync(bed.path)

  await bed.importAll([bed.path]).catch(() => undefined)
  await bed.importer.retry(bed.document())
  await bed.importer.idle()

  expect(bed.document().status).toBe('failed')
  expect(keptText(bed.db, bed.document().id)).toBe(changed)
  expect((await bed.find('gasket3500'))[0]?.text).toContain('gasket3500')
})
