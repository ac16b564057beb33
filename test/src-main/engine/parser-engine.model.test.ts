import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createParserEngine, type ParserEngine, parserChild } from '../../../src-main/engine/parser-engine.ts'
import { createSupervised } from '../../../src-main/engine/supervise.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { misbehaviour } from '../../fuzz/fuzz-outcome.ts'
import { mutate } from '../../fuzz/mutate.ts'
import { seedFiles } from '../../fuzz/seed-files.ts'
import { seeded } from '../../helpers/seeded.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { collectParts } from '../knowledge/parse/collect-parts.ts'

const { signal } = new AbortController()

interface Started extends AsyncDisposable {
  readonly engine: ParserEngine
  /** How often the child was started. */
  readonly run: () => number
}

/** With the parsers, or with a child of the test's own that has the same flags. */
function startParser({ entry = parserChild.entry, limitMs }: { entry?: URL; limitMs?: number } = {}): Started {
  const supervised = createSupervised({ ...parserChild, entry, log: pino({ level: 'silent' }) })
  const engine = createParserEngine({ supervised, ...(limitMs !== undefined && { limitMs }) })
  return { engine, run: () => supervised.state().run, [Symbol.asyncDispose]: () => supervised.stop() }
}

function fileIn(folder: string, name: string, text: string): { path: string; name: string } {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
  return { path: join(folder, name), name }
}

const read = (engine: ParserEngine, request: { path: string; name: string }, given = signal) =>
  collectParts(engine.parse(request, given))

const hostile = new URL('./hostile-parser.ts', import.meta.url)

test('a file is read in the child', async () => {
  using temp = tempFolder()
  await using started = startParser()

  const parsed = await read(started.engine, fileIn(temp.path, 'a.md', '# Title\n\nWords.\n'))

  expect(parsed).toMatchObject({ kind: 'markdown', text: expect.stringContaining('Words.') })
})

test.each([
  ['takes too long', 'loop', parserError.timeout],
  ['takes too much memory outside the heap', 'buffers', parserError.memory],
  ['fills the heap', 'heap', parserError.memory],
])('a file that %s costs the child, and the next one is read', async (_, name, code) => {
  using temp = tempFolder()
  await using started = startParser({ entry: hostile, limitMs: name === 'loop' ? 1_000 : 60_000 })
  const bad = fileIn(temp.path, name, '')
  const good = fileIn(temp.path, 'good', '')
  // Its time grows with its size, and a new child has to start in it.
  truncateSync(good.path, 32 * 1024 * 1024)

  const first = read(started.engine, bad)
  const second = read(started.engine, good)

  await expect(first).rejects.toMatchObject({ code })
  expect(await second).toMatchObject({ text: 'good' })
})

test('a promise of the PDF library that nobody waits for does not cost the child', async () => {
  using temp = tempFolder()
  await using started = startParser()
  const seed = seedFiles.find(({ name }) => name === 'a.pdf')
  const damaged = { path: join(temp.path, 'a.pdf'), name: 'a.pdf' }
  writeFileSync(damaged.path, mutate(seed?.bytes ?? new Uint8Array(), seeded(8)))

  const outcome = await misbehaviour(read(started.engine, damaged))

  expect(outcome).toBeUndefined()
  expect(started.run()).toBe(1)
})

test('an abort ends a parser that hears nothing, and the next file is read', async () => {
  using temp = tempFolder()
  await using started = startParser({ entry: hostile })
  const controller = new AbortController()
  const first = read(started.engine, fileIn(temp.path, 'loop', ''), controller.signal)
  const waiting = read(started.engine, fileIn(temp.path, 'good', ''), AbortSignal.abort())
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })

  controller.abort()

  await expect(first).rejects.toMatchObject({ code: 'aborted' })
  expect(await read(started.engine, fileIn(temp.path, 'good', ''))).toMatchObject({ text: 'good' })
})

test('the child can reach no network, write no file and start no process', async () => {
  using temp = tempFolder()
  await using started = startParser({ entry: hostile })

  const { text } = await read(started.engine, fileIn(temp.path, 'escape', ''))

  expect(JSON.parse(text)).toEqual({
    fetch: 'refused',
    webSocket: 'refused',
    connect: 'refused',
    socket: 'refused',
    http: 'refused',
    lookup: 'refused',
    datagram: 'refused',
    write: 'refused',
    spawn: 'refused',
    binding: 'refused',
  })
})
