import { once } from 'node:events'
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listJobs } from '../../../../src-main/knowledge/import-jobs.ts'
import { knowledgeError } from '../../../../src-shared/desktop/knowledge.ts'
import { watchedFolderError } from '../../../../src-shared/desktop/watched-folders.ts'
import { openKnowledge } from '../../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { waitFor } from '../../../helpers/wait-for.ts'
import { startWatching, type Watching } from '../../../helpers/watching.ts'

const { signal } = new AbortController()
const namesOf = (watching: Watching): string[] => watching.documents().map(({ name }) => name)
const section = (words: string): string => `## ${words}\n\n${`${words} `.repeat(200)}\n\n`

async function open(times = {}) {
  await using opening = new AsyncDisposableStack()
  const temp = opening.use(tempFolder())
  const knowledge = opening.use(openKnowledge({ folder: temp.path }))
  const watching = opening.use(startWatching(knowledge, temp.path, times))
  const all = opening.move()
  return { temp, knowledge, watching, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

test('what comes, changes and goes in a watched folder does so in its collection, and only what changed is embedded again', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.md': section('alpha') + section('beta'), 'deep/b.md': section('gamma') })
  await watching.watch()

  expect(await watching.settle()).toMatchObject({ state: 'current', files: 2, unreadable: 0 })
  expect(namesOf(watching)).toEqual(['a.md', 'b.md'])
  const first = knowledge.embedded.length
  watching.write({ 'a.md': section('alpha') + section('delta'), 'c.md': section('epsilon') })
  rmSync(join(watching.folder, 'deep', 'b.md'))
  await watching.settle()

  expect(namesOf(watching)).toEqual(['a.md', 'c.md'])
  const again = knowledge.embedded.slice(first)
  expect(again.some((text) => text.includes('delta'))).toBe(true)
  expect(again.filter((text) => text.includes('alpha') && !text.includes('delta'))).toEqual([])
  expect((await knowledge.retrieve({ query: 'gamma', route: 'exact', top_k: 5 }, signal)).results).toEqual([])
})

test('while the store is replaced no folder brings anything in, and afterwards what came is brought', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.md': 'alpha' })
  await watching.watch()
  await watching.settle()

  await watching.alone(async () => {
    watching.write({ 'b.md': 'beta' })
    await watching.settle()
    expect(namesOf(watching)).toEqual(['a.md'])
  })

  await waitFor('what came meanwhile', () => namesOf(watching).find((name) => name === 'b.md'))
  await knowledge.importer.idle()
  await expect(watching.alone(() => Promise.reject(new Error('no backup')))).rejects.toThrow('no backup')
  watching.write({ 'c.md': 'gamma' })
  await watching.settle()
  expect(namesOf(watching)).toEqual(['a.md', 'b.md', 'c.md'])
})

test('a moved and renamed file keeps its document, passages and vectors, and is found by its new name', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.txt': section('alpha'), 'b.txt': section('beta') })
  await watching.watch()
  await watching.settle()
  const before = watching.documents().find(({ name }) => name === 'a.txt')
  const embedded = knowledge.embedded.length
  mkdirSync(join(watching.folder, 'archive'))
  renameSync(join(watching.folder, 'a.txt'), join(watching.folder, 'archive', 'quarterly.txt'))

  await watching.settle()

  const after = watching.documents().find(({ id }) => id === before?.id)
  expect(after).toMatchObject({ name: 'quarterly.txt', path: join(watching.folder, 'archive', 'quarterly.txt'), status: 'ready' })
  expect(knowledge.embedded).toHaveLength(embedded)
  const { results } = await knowledge.retrieve({ query: 'quarterly.txt', route: 'exact', top_k: 5 }, signal)
  expect(results[0]?.document_id).toBe(before?.id)
})

test('a touched file is looked at and not embedded; one that cannot be read fails in its row, and the others come', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.md': section('alpha'), 'b.pdf': 'no pdf at all' })
  await watching.watch()
  await watching.settle()
  const embedded = knowledge.embedded.length

  utimesSync(join(watching.folder, 'a.md'), 1, 1)
  await watching.settle()

  expect(knowledge.embedded).toHaveLength(embedded)
  expect(watching.documents().map(({ name, status }) => [name, status])).toEqual([
    ['a.md', 'ready'],
    ['b.pdf', 'failed'],
  ])
})

test('a drive that is away, and a mount point that is left empty, cost no document; said to be meant, they go', async () => {
  await using bed = await open()
  const { watching, temp } = bed
  watching.write({ 'a.md': 'alpha', 'b.md': 'beta' })
  const { id } = await watching.watch()
  await watching.settle()
  renameSync(watching.folder, join(temp.path, 'away'))

  expect(await watching.settle()).toMatchObject({ state: 'missing' })
  mkdirSync(watching.folder)
  expect(await watching.settle()).toMatchObject({ state: 'emptied', files: 0 })
  expect(namesOf(watching)).toEqual(['a.md', 'b.md'])
  expect(await watching.handlers.acceptEmptied({ id }, signal)).toMatchObject({ state: 'current' })

  expect(namesOf(watching)).toEqual([])
})

test('a file that is still being written waits until it is left alone, and is read whole', async () => {
  await using bed = await open({ settleMs: 3000 })
  const { knowledge, watching } = bed
  const path = join(watching.folder, 'growing.md')
  writeFileSync(path, section('alpha'))
  await watching.watch()
  await watching.settle()
  expect(namesOf(watching)).toEqual([])

  writeFileSync(path, section('alpha') + section('omega'))
  await waitFor('a file that is read', () => listJobs(knowledge.db).find(({ done }) => done > 0))

  const { results } = await knowledge.retrieve({ query: 'omega', route: 'exact', top_k: 1 }, signal)
  expect(results).toHaveLength(1)
  expect(listJobs(knowledge.db)).toMatchObject([{ done: 1 }])
})

test('events of the system are heard in folders that came later, without anybody asking', async () => {
  await using bed = await open({ quietMs: 30, settleMs: 0 })
  const { watching } = bed
  await watching.watch()
  await watching.settle()
  mkdirSync(join(watching.folder, 'new'))
  await waitFor('the new folder to be listened to', () => (watching.faults.length === 0 ? true : undefined))

  writeFileSync(join(watching.folder, 'new', 'a.md'), 'alpha')
  await waitFor('the first file', () => (namesOf(watching).includes('a.md') ? true : undefined), 10_000)
  writeFileSync(join(watching.folder, 'new', 'b.md'), 'beta')
  await waitFor('the second file', () => (namesOf(watching).includes('b.md') ? true : undefined), 10_000)

  expect(watching.faults).toEqual([])
})

test('other rules take out what they leave out, a pause keeps everything as it is, and removing asks for nothing on the disk', async () => {
  await using bed = await open()
  const { watching } = bed
  watching.write({ 'a.md': 'alpha', 'drafts/b.md': 'beta' })
  const { id } = await watching.watch()
  await watching.settle()

  await watching.handlers.change({ id, include: [], exclude: ['drafts/'], use_gitignore: true }, signal)
  expect(namesOf(watching)).toEqual(['a.md'])
  await watching.handlers.pause({ id }, signal)
  watching.write({ 'c.md': 'gamma' })
  await watching.settle()
  expect(namesOf(watching)).toEqual(['a.md'])
  await watching.handlers.resume({ id }, signal)
  expect(namesOf(watching)).toEqual(['a.md', 'c.md'])
  await watching.handlers.remove({ id, documents: 'keep' }, signal)
  expect(namesOf(watching)).toEqual(['a.md', 'c.md'])
})

test('a second folder inside a watched one is refused, and so is a file; a preview counts and queues nothing', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.md': 'alpha', 'deep/b.md': 'beta', 'deep/c.md': 'gamma' })
  const rules = { include: [], exclude: ['c.md'], use_gitignore: true }
  const add = (path: string) =>
    watching.handlers.add(
      { ...rules, id: '0199c000-0000-7000-8000-000000000001', collection_id: knowledge.collectionId, path },
      signal,
    )

  expect(await watching.handlers.preview({ path: watching.folder, ...rules }, signal)).toMatchObject({
    files: 2,
    folders: 2,
    examples: ['a.md', join('deep', 'b.md')],
  })
  expect(namesOf(watching)).toEqual([])
  await watching.watch()

  await expect(add(join(watching.folder, 'deep'))).rejects.toMatchObject({ code: watchedFolderError.overlaps })
  await expect(add(join(watching.folder, 'a.md'))).rejects.toMatchObject({ code: watchedFolderError.notAFolder })
  await expect(add(join(watching.folder, 'nowhere'))).rejects.toMatchObject({ code: knowledgeError.unreadablePath })
})

test('what lies in a folder that cannot be looked at stays as it was', async () => {
  await using bed = await open()
  const { watching } = bed
  watching.write({ 'a.md': 'alpha', 'shut/b.md': 'beta' })
  await watching.watch()
  await watching.settle()
  rmSync(join(watching.folder, 'shut'), { recursive: true })
  symlinkSync('shut', join(watching.folder, 'shut'))

  expect(await watching.settle()).toMatchObject({ state: 'current', files: 1, unreadable: 1 })
  expect(namesOf(watching)).toEqual(['a.md', 'b.md'])
})

test('ten thousand files are queued once; what a kill left half queued is gone on with by the next look', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path, pace: (_, at) => once(at, 'abort').then(() => undefined) })
  await using watching = startWatching(knowledge, temp.path)
  watching.write(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`${n % 100}/${n}.md`, `note ${n}`])))
  const { id } = await watching.watch()
  const waiting = () => knowledge.db.prepare("SELECT count(*) FROM documents WHERE status = 'waiting'").pluck().get()

  await watching.handlers.compare({ id }, signal)
  await watching.handlers.compare({ id }, signal)
  expect(waiting()).toBe(10_000)
  expect(listJobs(knowledge.db)).toMatchObject([{ id, status: 'running', total: 10_000 }])
  knowledge.db.transact((tx) => tx.prepare("UPDATE import_jobs SET status = 'stopped', total = 0").run())
  await watching.handlers.compare({ id }, signal)

  expect(listJobs(knowledge.db)).toMatchObject([{ id, status: 'running', total: 10_000 }])
})

test('an import that a person stopped stays stopped when more comes', async () => {
  await using bed = await open()
  const { knowledge, watching } = bed
  watching.write({ 'a.md': section('alpha'), 'b.md': section('beta') })
  const { id } = await watching.watch()
  await watching.handlers.compare({ id }, signal)
  knowledge.importer.stop(id)
  await knowledge.importer.idle()
  watching.write({ 'c.md': 'gamma' })

  await watching.settle()

  expect(listJobs(knowledge.db)).toMatchObject([{ id, status: 'stopped' }])
  knowledge.importer.resume(id)
  await knowledge.importer.idle()
  expect(watching.documents().map(({ status }) => status)).toEqual(['ready', 'ready', 'ready'])
})
