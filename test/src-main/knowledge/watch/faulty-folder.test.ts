import { mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listJobs } from '../../../../src-main/knowledge/import-jobs.ts'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { knowledgeError } from '../../../../src-shared/desktop/knowledge.ts'
import { embedderError } from '../../../../src-shared/engine/embedder.ts'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { AppError } from '../../../../src-shared/rpc/errors.ts'
import { openKnowledge } from '../../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { waitFor } from '../../../helpers/wait-for.ts'
import { startWatching } from '../../../helpers/watching.ts'
import { wordVector } from '../../../helpers/word-vectors.ts'

const { signal } = new AbortController()

/** A watched folder whose embedder, or parser, a test can break and mend, and whose import it can hold up. */
async function open(times = {}) {
  await using opening = new AsyncDisposableStack()
  const temp = opening.use(tempFolder())
  const state = { embedderFault: undefined as Error | undefined, parserFault: undefined as Error | undefined, tries: 0 }
  const gate = { open: Promise.resolve() }
  const embedder = {
    async load() {
      state.tries += 1
      if (state.embedderFault) throw state.embedderFault
      return { max_tokens: 384 }
    },
    count: async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4)),
    async *embed(texts: readonly string[]) {
      for (const text of texts) yield wordVector(text)
    },
  }
  const parse: typeof parseDocument = (request, given) => {
    if (state.parserFault) throw state.parserFault
    return parseDocument(request, given)
  }
  const knowledge = opening.use(openKnowledge({ folder: temp.path, embedder, parse, pace: () => gate.open }))
  const watching = opening.use(startWatching(knowledge, temp.path, times))
  const all = opening.move()
  return {
    ...{ temp, knowledge, watching, state },
    /** Nothing is read before what it answers is called. */
    holdUp(): () => void {
      const held = Promise.withResolvers<void>()
      gate.open = held.promise
      return held.resolve
    },
    statuses: () => watching.documents().map(({ name, status }) => `${name} ${status}`),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

const broken = () => new AppError(embedderError.missingFile, { path: 'words', file: 'config.json' })

test('a job that a fault of the embedder has stopped goes on by itself when that is mended', async () => {
  await using bed = await open({ everyMs: 40, deafMs: 40, faultRestMs: 120 })
  bed.state.embedderFault = broken()
  bed.watching.write({ 'a.md': 'alpha', 'b.md': 'beta' })
  await bed.watching.watch()
  await waitFor('the job to be stopped', () => listJobs(bed.knowledge.db).find(({ status }) => status === 'stopped'))

  bed.state.embedderFault = undefined
  await waitFor('the documents', () => bed.statuses().every((each) => each.endsWith('ready')) || undefined)
  await bed.knowledge.importer.idle()

  expect(listJobs(bed.knowledge.db)).toMatchObject([{ status: 'done', done: 2 }])
})

test('while the embedder stays broken its job rests from one try to the next, however often the folder is looked at; who asks waits for no rest', async () => {
  await using bed = await open({ everyMs: 20, deafMs: 20, faultRestMs: 3_600_000 })
  bed.state.embedderFault = broken()
  bed.watching.write({ 'a.md': 'alpha' })
  await bed.watching.watch()
  await waitFor('the job to be stopped', () => listJobs(bed.knowledge.db).find(({ status }) => status === 'stopped'))
  const { tries } = bed.state

  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(bed.state.tries).toBe(tries)
  bed.state.embedderFault = undefined
  await bed.watching.settle()

  expect(bed.statuses()).toEqual(['a.md ready'])
})

test.each(['away', 'an empty mount point'])(
  'files that a drive took with it before they were read, %s, are read when it is back',
  async (how) => {
    await using bed = await open()
    const { watching, temp } = bed
    const away = join(temp.path, 'away')
    watching.write({ 'a.md': 'alpha', 'b.md': 'beta' })
    const goOn = bed.holdUp()
    const { id } = await watching.watch()
    await watching.handlers.compare({ id }, signal)
    renameSync(watching.folder, away)
    if (how !== 'away') mkdirSync(watching.folder)
    goOn()
    await bed.knowledge.importer.idle()
    expect(bed.statuses().filter((each) => each.endsWith('ready'))).toEqual([])
    if (how === 'away') expect(bed.statuses().filter((each) => each.endsWith('failed'))).toEqual([])
    else rmdirSync(watching.folder)
    expect(await watching.settle()).toMatchObject({ state: 'missing' })

    renameSync(away, watching.folder)
    await watching.settle()

    expect(bed.statuses()).toEqual(['a.md ready', 'b.md ready'])
  },
)

test('a file that could not be read is read at a later look, though it is as it was; one that is no document is not', async () => {
  await using bed = await open()
  const { watching } = bed
  watching.write({ 'a.md': 'alpha', 'b.pdf': 'no pdf at all' })
  bed.state.parserFault = new AppError(parserError.unreadable, { reason: 'denied' })
  await watching.watch()
  await watching.settle()
  expect(bed.statuses()).toEqual(['a.md failed', 'b.pdf failed'])
  bed.state.parserFault = undefined

  await watching.settle()
  expect(bed.statuses()).toEqual(['a.md ready', 'b.pdf failed'])
  const [{ updated_at: before } = { updated_at: 0 }] = watching.documents().filter(({ name }) => name === 'b.pdf')
  await watching.settle()

  expect(watching.documents().find(({ name }) => name === 'b.pdf')?.updated_at).toBe(before)
})

test('a file that is gone though its folder is there fails, and the others come', async () => {
  await using bed = await open()
  const { watching } = bed
  watching.write({ 'a.md': 'alpha', 'b.md': 'beta' })
  const goOn = bed.holdUp()
  const { id } = await watching.watch()
  await watching.handlers.compare({ id }, signal)
  renameSync(join(watching.folder, 'a.md'), join(bed.temp.path, 'a.md'))
  goOn()

  await bed.knowledge.importer.idle()

  expect(watching.documents()).toMatchObject([
    { status: 'failed', fault: { code: knowledgeError.unreadablePath } },
    { status: 'ready' },
  ])
})
