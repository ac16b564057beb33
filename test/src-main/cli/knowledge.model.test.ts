import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCoreProcess } from '../../helpers/core-process.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { type TempFolder, tempFolder } from '../../helpers/temp-folder.ts'
import { type Finished, hearth, startHearth } from './hearth-process.ts'

const lease = `# Lease

The rent is 900 euros. It is due on the third day of each month. Dogs may stay in the flat if the landlord agrees in writing.

## Notice

The tenant must give notice three months before the end of a quarter. The deposit is two rents.
`
const pump = 'The K-200 is warranted for 24 months. Seals are wear parts. Running dry voids the warranty.\n'

interface Prepared {
  readonly home: TempFolder
  readonly imported: Finished
}

const prepared = Promise.withResolvers<Prepared>()
const documentsIn = (home: string): string => join(home, 'documents')

/** A data folder with the demo model and both documents, made once by the command line itself and copied for each test. */
beforeAll(async () => {
  const home = tempFolder()
  const data = join(home.path, 'data')
  const documents = documentsIn(home.path)
  mkdirSync(documents)
  writeFileSync(join(documents, 'lease.md'), lease)
  writeFileSync(join(documents, 'pump.txt'), pump)
  await hearth({ data }, 'models', 'add', 'demo')
  prepared.resolve({ home, imported: await hearth({ data }, 'import', documents, '--collection', 'Papers', '--json') })
})

afterAll(async () => (await prepared.promise).home[Symbol.dispose]())

async function ownData() {
  const { home } = await prepared.promise
  const folder = tempFolder()
  const data = join(folder.path, 'data')
  cpSync(join(home.path, 'data'), data, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  return { data, documents: documentsIn(home.path), [Symbol.dispose]: folder[Symbol.dispose] }
}

test('an import makes the collection and tells what became of each file', async () => {
  const { imported } = await prepared.promise

  expect(imported).toMatchObject({ code: 0, said: '' })
  expect(JSON.parse(imported.out)).toMatchObject({
    ...{ collection: { name: 'Papers' }, status: 'done', total: 2, done: 2, failed: 0 },
    documents: [
      { document: 'lease.md', status: 'ready', error: null },
      { document: 'pump.txt', status: 'ready', error: null },
    ],
  })
})

test('an answer quotes the document, and each source is the very piece of the file it names', async () => {
  using own = await ownData()

  const { code, out, said } = await hearth(own, 'ask', 'When must the tenant give notice?', '--json')

  expect({ code, said }).toEqual({ code: 0, said: '' })
  const answer = JSON.parse(out)
  expect(answer.answer).toContain('The tenant must give notice three months before the end of a quarter.')
  expect(Object.keys(answer)).toEqual([
    ...['answer', 'sources', 'model', 'conversation_id'],
    ...['message_id', 'tokens', 'timings_ms'],
  ])
  expect(answer.sources[0]).toMatchObject({ document: 'lease.md', path: join(own.documents, 'lease.md') })
  for (const { path, start, end, text, score } of answer.sources) {
    expect(text).toBe(readFileSync(path, 'utf8').slice(start, end))
    expect(score).toBeTypeOf('number')
  }
  expect(answer.tokens).toEqual({ prompt: expect.any(Number), completion: expect.any(Number) })
  expect(Object.keys(answer.timings_ms)).toEqual(['load', 'embed', 'retrieve', 'first_token', 'total'])
})

test('a chat goes on where it was, and is shown with its sources', async () => {
  using own = await ownData()
  const first = await hearth(own, 'ask', '--json', 'How long is the K-200 warranted?')
  const { conversation_id: id } = JSON.parse(first.out)

  const second = await hearth({ ...own, input: 'What is the deposit?\n' }, 'ask', '-', '--conversation', id)
  const shown = await hearth(own, 'conversations', 'show', id)

  expect(second).toMatchObject({ code: 0, out: expect.stringContaining('The deposit is two rents.') })
  expect(shown.out).toMatch(/> How long.*24 months.*> What is the deposit\?.*two rents.*lease\.md/s)
})

test('a talk answers each line of its input and starts anew when it is told to', async () => {
  using own = await ownData()
  const input = 'How long is the K-200 warranted?\n/nothing\n/new\nWhat is the deposit?\n'

  const { code, out, said } = await hearth({ ...own, input }, 'chat', '--json')

  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(code).toBe(0)
  expect(answers.map(({ answer }) => answer)).toEqual([
    expect.stringContaining('24 months'),
    expect.stringContaining('two rents'),
  ])
  expect(new Set(answers.map(({ conversation_id }) => conversation_id)).size).toBe(2)
  expect(said).toContain('“/nothing” is not known')
})

test('a search takes the route it is told to, and only its collection', async () => {
  using own = await ownData()
  writeFileSync(join(own.data, 'pool.txt'), 'The warranty of the pool is none.')
  await hearth(own, 'import', join(own.data, 'pool.txt'), '--collection', 'Garden')

  const exact = JSON.parse((await hearth(own, 'search', 'warranty', '--route', 'exact', '--json')).out)
  const vector = JSON.parse((await hearth(own, 'search', 'warranty', '--route', 'vector', '--top-k', '1', '--json')).out)
  const inPapers = JSON.parse((await hearth(own, 'search', 'warranty', '--collection', 'papers', '--json')).out)
  const nowhere = await hearth(own, 'search', 'warranty', '--collection', 'Attic')

  expect(exact).toMatchObject({ route: 'exact', reason: expect.any(String), timings_ms: { total: expect.any(Number) } })
  expect(exact.results.map(({ document }: { document: string }) => document).sort()).toEqual(['pool.txt', 'pump.txt'])
  expect(exact.results[0].scores).toHaveProperty('exact')
  expect(vector).toMatchObject({ route: 'vector', results: [{ scores: { vector: expect.any(Number) } }] })
  expect(inPapers.results.map(({ document }: { document: string }) => document)).not.toContain('pool.txt')
  expect(nowhere).toMatchObject({ code: 1, out: '', said: expect.stringContaining('no collection “Attic”') })
})

test('a search is narrowed to a document, a kind and days, and says whether what it found is an answer', async () => {
  using own = await ownData()
  const search = (...filters: readonly string[]) => hearth(own, 'search', 'When must the tenant give notice?', ...filters)
  const answer = async (...filters: readonly string[]) => JSON.parse((await search('--json', ...filters)).out)

  const ofKind = await answer('--from', '2020-01-01', '--kind', 'markdown')
  const ofDocument = await answer('--document', 'pump.txt')
  const nowhere = await search('--document', 'gone.txt')
  const before = await search('--to', '2020-01-01')

  expect(ofKind).toMatchObject({ relevant: true, results: [{ document: 'lease.md' }] })
  expect(ofDocument).toMatchObject({ relevant: false, results: [{ document: 'pump.txt' }] })
  expect(nowhere).toMatchObject({ code: 1, said: expect.stringContaining('“gone.txt”') })
  expect(before.said).toContain('no document fits the filters')
})

test('documents are given tags, a category and an importance, listed by them, and a search is narrowed to them', async () => {
  using own = await ownData()
  const names = (out: string): string[] => JSON.parse(out).map(({ name }: { name: string }) => name)

  const set = await hearth(
    own,
    'documents',
    'set',
    'pump.txt',
    '--tag',
    'Machine',
    '--category',
    'Manuals',
    '--importance',
    'high',
  )
  const given = await hearth(own, 'collections', 'give', 'Papers', '--tag', 'paper')
  writeFileSync(join(own.data, 'pool.txt'), 'The warranty of the pool is none.')
  await hearth(own, 'import', join(own.data, 'pool.txt'), '--collection', 'Papers')

  expect(set.out).toMatch(/pump\.txt\s+Manuals\s+high\s+Machine/)
  expect(given).toMatchObject({ code: 0, out: expect.stringContaining('paper · normal importance') })
  expect(names((await hearth(own, 'documents', '--tag', 'machine', '--json')).out)).toEqual(['pump.txt'])
  expect(names((await hearth(own, 'documents', '--importance', 'normal', '--tag', 'paper', '--json')).out)).toEqual(['pool.txt'])
  const found = JSON.parse((await hearth(own, 'search', 'warranty', '--tag', 'MACHINE', '--category', 'manuals', '--json')).out)
  expect(found.results).toMatchObject([{ document: 'pump.txt', scores: { importance: expect.any(Number) } }])
  const unknown = await hearth(own, 'documents', 'set', 'gone.txt', '--tag', 'x')
  expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining('“gone.txt” is not there any more') })
})

test('files that did not change are not read again, and one that cannot be read fails alone and says why', async () => {
  using own = await ownData()
  writeFileSync(join(own.data, 'empty.txt'), '')

  const again = await hearth(own, 'import', own.documents, join(own.data, 'empty.txt'), '--collection', 'Papers')

  expect(again).toMatchObject({ code: 1, out: 'Papers: 2 unchanged, 1 failed\n' })
  expect(again.said).toContain('empty.txt: There is no text in this file.')
})

test('an embedder that cannot be loaded is no import that had nothing to do: the file waits, and the fault is told', async () => {
  using home = tempFolder()
  // The rows of a copied folder still name the models of the first.
  const own = { data: join(home.path, 'data') }
  await hearth(own, 'models', 'add', 'demo')
  writeFileSync(join(own.data, 'pool.txt'), 'The warranty of the pool is none.')
  writeFileSync(join(own.data, 'models', 'demo-embedder', 'onnx', 'model_quantized.onnx'), 'broken')

  const stopped = await hearth(own, 'import', join(own.data, 'pool.txt'), '--collection', 'Garden')
  const told = await hearth(own, 'import', join(own.data, 'pool.txt'), '--collection', 'Garden', '--json')

  expect(stopped).toMatchObject({ code: 1, out: 'Garden: 1 file waits\n' })
  expect(stopped.said).toContain('pool.txt: The model for searching is damaged.')
  expect(told.code).toBe(1)
  expect(JSON.parse(told.out)).toMatchObject({
    ...{ status: 'stopped', waiting: 1 },
    documents: [{ document: 'pool.txt', error: { code: 'embedder.damaged' } }],
  })
})

test('a path that is not there is refused by name, and no collection is made for it', async () => {
  using own = await ownData()

  const refused = await hearth(own, 'import', own.documents, join(own.data, 'gone.pdf'), '--collection', 'Ghosts')

  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.said).toContain(`“${join(own.data, 'gone.pdf')}” cannot be opened`)
  expect((await hearth(own, 'search', 'x', '--collection', 'Ghosts')).said).toContain('no collection “Ghosts”')
})

test('Ctrl-C stops an answer, which is kept as far as it was shown', async () => {
  using own = await ownData()
  const { random107M } = await ensureTestModels('random107M')
  const [id = ''] = (await hearth(own, 'models', 'add', random107M)).out.split(' ')
  const asking = startHearth(own, 'ask', 'Tell me a long story', '--no-knowledge', '--model', id)
  await asking.firstOutput()

  asking.child.kill('SIGINT')
  const { code, out, said } = await asking.finished

  expect(code).toBe(130)
  expect(said).toContain('Stopped. The text so far is kept.')
  const [chat] = JSON.parse((await hearth(own, 'conversations', '--json')).out)
  const { messages } = JSON.parse((await hearth(own, 'conversations', 'show', chat.id, '--json')).out)
  expect(messages).toMatchObject([{ text: 'Tell me a long story' }, { status: 'stopped', text: out.replace(/\n$/, '') }])
  expect(out.length).toBeGreaterThan(1)
})

test('while another process serves the folder, commands ask it, stop only their own answer, and leave it running', async () => {
  using own = await ownData()
  const { random107M } = await ensureTestModels('random107M')
  await using core = await startCoreProcess(own.data)
  const { id: slow } = await core.api.models.import({ path: random107M })

  const asked = await hearth(own, 'ask', 'What is the deposit?', '--model', 'demo', '--json')
  const asking = startHearth(own, 'ask', 'Tell me a long story', '--no-knowledge', '--model', slow, '--json')
  await expectWriting(core.api)
  asking.child.kill('SIGINT')
  const stopped = await asking.finished

  expect([asked.code, stopped.code]).toEqual([0, 130])
  const { message_id: id, answer } = JSON.parse(asked.out)
  expect(await core.api.messages.get({ id })).toMatchObject({ status: 'complete', text: answer })
  const partial = JSON.parse(stopped.out)
  expect(partial).toMatchObject({ model: slow, answer: expect.stringMatching(/./) })
  expect(await core.api.messages.get({ id: partial.message_id })).toMatchObject({ status: 'stopped', text: partial.answer })
})

/** Waits for the first words of an answer. */
async function expectWriting(api: Awaited<ReturnType<typeof startCoreProcess>>['api']): Promise<void> {
  for await (const { table, row } of api.changes.watch()) {
    if (table === 'messages' && row?.role === 'assistant' && row.text !== '') return
  }
  throw new Error('The core went away')
}

test('without a model a question ends with the sentence that says what to do', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')

  const asked = await hearth({ data }, 'ask', 'Who?', '--json')
  const imported = await hearth({ data }, 'import', folder.path)

  expect(asked.code).toBe(1)
  expect(JSON.parse(asked.out).error).toMatchObject({
    code: 'chat.no_model',
    message: expect.stringContaining('models add demo'),
  })
  expect(imported).toMatchObject({ code: 1, said: expect.stringContaining('models add demo') })
})
