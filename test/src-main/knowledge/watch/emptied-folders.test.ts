import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKnowledge } from '../../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { waitFor } from '../../../helpers/wait-for.ts'
import { startWatching } from '../../../helpers/watching.ts'

const { signal } = new AbortController()

async function open(files: readonly string[], times = {}) {
  await using opening = new AsyncDisposableStack()
  const temp = opening.use(tempFolder())
  const knowledge = opening.use(openKnowledge({ folder: temp.path }))
  const watching = opening.use(startWatching(knowledge, temp.path, times))
  watching.write(Object.fromEntries(files.map((name) => [name, `words of ${name}`])))
  const { id } = await watching.watch()
  await watching.settle()
  const all = opening.move()
  return {
    ...{ id, temp, knowledge, watching },
    at: (...names: string[]) => join(watching.folder, ...names),
    names: () => watching.documents().map(({ name }) => name),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

test('a folder that had one file, and is bare now, keeps its document until a person says that it may go', async () => {
  await using bed = await open(['only.md'])
  rmSync(bed.at('only.md'))

  expect(await bed.watching.settle()).toMatchObject({ state: 'emptied', files: 0 })
  expect(bed.names()).toEqual(['only.md'])
  expect(await bed.watching.handlers.acceptEmptied({ id: bed.id }, signal)).toMatchObject({ state: 'current' })

  expect(bed.names()).toEqual([])
})

test('the only document of a folder in which something else is left goes with its file', async () => {
  await using bed = await open(['only.md'])
  writeFileSync(bed.at('photo.raw'), 'x')
  rmSync(bed.at('only.md'))

  expect(await bed.watching.settle()).toMatchObject({ state: 'current' })

  expect(bed.names()).toEqual([])
})

test('a folder inside that goes bare keeps its documents, which are the same when its drive is back; all else is brought up to date', async () => {
  await using bed = await open(['a.md', 'drive/b.md', 'drive/deep/c.md'])
  const { embedded } = bed.knowledge
  const before = embedded.length
  renameSync(bed.at('drive'), join(bed.temp.path, 'drive'))
  mkdirSync(bed.at('drive'))
  rmSync(bed.at('a.md'))
  bed.watching.write({ 'd.md': 'delta' })

  expect(await bed.watching.settle()).toMatchObject({ state: 'emptied', files: 1 })
  expect(bed.names()).toEqual(['b.md', 'c.md', 'd.md'])
  rmSync(bed.at('drive'), { recursive: true })
  renameSync(join(bed.temp.path, 'drive'), bed.at('drive'))
  expect(await bed.watching.settle()).toMatchObject({ state: 'current', files: 3 })

  expect(bed.names()).toEqual(['b.md', 'c.md', 'd.md'])
  expect(embedded.length - before).toBe(1)
})

test('said to be meant, the documents of a folder inside that went bare go', async () => {
  await using bed = await open(['a.md', 'drive/b.md', 'drive/c.md'])
  rmSync(bed.at('drive', 'b.md'))
  rmSync(bed.at('drive', 'c.md'))
  expect(await bed.watching.settle()).toMatchObject({ state: 'emptied' })

  expect(await bed.watching.handlers.acceptEmptied({ id: bed.id }, signal)).toMatchObject({ state: 'current' })

  expect(bed.names()).toEqual(['a.md'])
})

test('what is no sign of a drive goes at once: a folder with its files, one file of a folder, files that moved out of it', async () => {
  await using bed = await open(['a.md', 'whole/b.md', 'whole/c.md', 'one/d.md', 'moved/e.md', 'moved/f.md'])
  const moved = bed.watching.documents().filter(({ name }) => 'e.md f.md'.includes(name))
  rmSync(bed.at('whole'), { recursive: true })
  rmSync(bed.at('one', 'd.md'))
  renameSync(bed.at('moved', 'e.md'), bed.at('e.md'))
  renameSync(bed.at('moved', 'f.md'), bed.at('f.md'))

  expect(await bed.watching.settle()).toMatchObject({ state: 'current', files: 3 })

  expect(bed.names()).toEqual(['a.md', 'e.md', 'f.md'])
  expect(bed.watching.documents().map(({ id }) => id)).toEqual(expect.arrayContaining(moved.map(({ id }) => id)))
})

test('a file that is copied and then deleted, all within the time a file is left alone, is one that moved: its document and vectors stay', async () => {
  await using bed = await open(['a.md', 'b.md'], { settleMs: 1500 })
  const before = bed.watching.documents().find(({ name }) => name === 'a.md')
  const embedded = bed.knowledge.embedded.length
  copyFileSync(bed.at('a.md'), bed.at('copied.md'))
  rmSync(bed.at('a.md'))

  await bed.watching.settle()
  expect(bed.names()).toEqual(['a.md', 'b.md'])
  await waitFor('the copy', () => bed.names().includes('copied.md') || undefined)
  await bed.knowledge.importer.idle()

  expect(bed.watching.documents().find(({ id }) => id === before?.id)).toMatchObject({ name: 'copied.md', status: 'ready' })
  expect(bed.names()).toEqual(['b.md', 'copied.md'])
  expect(bed.knowledge.embedded).toHaveLength(embedded)
})
