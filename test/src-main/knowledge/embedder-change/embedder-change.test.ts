import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { embedderError } from '../../../../src-shared/engine/embedder.ts'
import type { EmbedderChangeRow } from '../../../../src-shared/rows/embedder-change.ts'
import { AppError } from '../../../../src-shared/rpc/errors.ts'
import { type ChangingKnowledge, openChanging } from '../../../helpers/changing-knowledge.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const { signal } = new AbortController()
const section = (name: string, words: string): string => `## ${name}\n\n${`${words} `.repeat(40)}\n\n`

function write(folder: string, name: string, words: readonly string[]): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, words.map((word, at) => section(`Part ${at}`, `${word} about ${word}`)).join(''))
  return path
}

const words = Array.from({ length: 40 }, (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at}`)

/** Documents of forty passages and more, all found by the first embedder. */
async function openFilled(folder: string): Promise<ChangingKnowledge> {
  const knowledge = openChanging({ folder })
  await knowledge.importAll([write(join(folder, 'files'), 'a.md', words)])
  return knowledge
}

const sizes = ({ db }: ChangingKnowledge) =>
  Object.fromEntries(
    db.prepare<[], [string, number]>('SELECT embedder_id, size FROM vector_spaces WHERE size > 0 ORDER BY 1').raw().all(),
  )
const passages = ({ db }: ChangingKnowledge): number => db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0

async function answersBy(knowledge: ChangingKnowledge, word = words[7]): Promise<string | undefined> {
  const { results, detour } = await knowledge.retrieve({ query: `${word} about`, route: 'vector', top_k: 3 }, signal)
  expect(detour).toBeNull()
  expect(results[0]?.text).toContain(word)
  return knowledge.asked.at(-1)
}

test('questions are answered by the old embedder until the new one has every passage, and by the new one from then on', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  const all = passages(knowledge)
  knowledge.holdAfter(20)

  knowledge.choose('second')
  await knowledge.held()

  expect(await answersBy(knowledge)).toBe('first')
  expect(sizes(knowledge)).toEqual({ first: all, second: 16 })
  expect(knowledge.change.row()).toMatchObject({
    serving_id: 'first',
    target_id: 'second',
    status: 'running',
    done: 16,
    total: all,
  })
  knowledge.goOn()
  await knowledge.change.idle()
  expect(knowledge.change.row()).toBeNull()
  expect(await answersBy(knowledge)).toBe('second')
  expect(sizes(knowledge)).toEqual({ first: all, second: all })
  expect(knowledge.again).toHaveLength(all)
})

test('what is imported meanwhile is found at once by the old embedder, and by the new one after the change', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  await knowledge.importAll([write(join(temp.path, 'files'), 'b.md', ['walrus', 'narwhal'])])

  expect(await answersBy(knowledge, 'walrus')).toBe('first')
  knowledge.goOn()
  await knowledge.change.idle()
  await knowledge.importer.idle()
  expect(await answersBy(knowledge, 'narwhal')).toBe('second')
  expect(sizes(knowledge)).toEqual({ first: passages(knowledge), second: passages(knowledge) })
  await knowledge.importAll([write(join(temp.path, 'files'), 'c.md', ['dolphin'])])
  expect(await answersBy(knowledge, 'dolphin')).toBe('second')
})

test('a document that is half embedded when the search changes over is finished with the new embedder', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  const [id] = knowledge.db.prepare<[], string>('SELECT id FROM documents').pluck().all()
  // As an import leaves it that is stopped in the middle: some passages have no vector yet.
  knowledge.db.transact((tx) => {
    tx.prepare('DELETE FROM vectors WHERE id % 3 = 0').run()
    tx.prepare("UPDATE import_jobs SET status = 'stopped', done = 0").run()
    tx.prepare("UPDATE documents SET status = 'embedding', job_id = (SELECT id FROM import_jobs) WHERE id = ?").run(id)
  })

  knowledge.choose('second')
  await knowledge.change.idle()
  const [job] = knowledge.db.prepare<[], string>('SELECT id FROM import_jobs').pluck().all()
  knowledge.importer.resume(job ?? '')
  await knowledge.importer.idle()

  expect(sizes(knowledge).second).toBe(passages(knowledge))
  expect(knowledge.db.prepare('SELECT status FROM documents').pluck().all()).toEqual(['ready'])
})

test('stopped, it stays stopped; told to go on it embeds what is left and nothing twice', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  expect(knowledge.change.stop()).toMatchObject({ status: 'stopped', fault: null, done: 16, left_ms: null })
  await knowledge.change.idle()
  knowledge.goOn()
  knowledge.change.settle()
  await knowledge.change.idle()
  expect(sizes(knowledge).second).toBe(16)
  expect(await answersBy(knowledge)).toBe('first')
  knowledge.change.resume()
  await knowledge.change.idle()

  expect(await answersBy(knowledge)).toBe('second')
  // Four that were made and not written were in work when it was stopped.
  expect(knowledge.again).toHaveLength(passages(knowledge) + 4)
})

test('back to the old one half-way changes nothing, and what was embedded is there for who changes their mind again', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  knowledge.choose('first')
  await knowledge.change.idle()

  expect(knowledge.change.row()).toBeNull()
  expect(await answersBy(knowledge)).toBe('first')
  expect(leftSpaces(knowledge)).toEqual(['second'])
  knowledge.goOn()
  knowledge.choose('second')
  await knowledge.change.idle()
  expect(await answersBy(knowledge)).toBe('second')
  expect(knowledge.again).toHaveLength(passages(knowledge) + 4)
  expect(leftSpaces(knowledge)).toEqual(['first'])
})

const leftSpaces = ({ db }: ChangingKnowledge) =>
  db.prepare('SELECT embedder_id FROM vector_spaces WHERE remove_at IS NOT NULL').pluck().all()

test('a third that is chosen meanwhile takes the place of the second, while the first still answers', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  knowledge.choose('third')
  expect(await answersBy(knowledge)).toBe('first')
  knowledge.goOn()
  await knowledge.change.idle()

  expect(await answersBy(knowledge)).toBe('third')
  expect(sizes(knowledge).third).toBe(passages(knowledge))
  expect(leftSpaces(knowledge)).toEqual(['first', 'second'])
})

test('an embedder that fails stops the change in words, and the old one goes on answering', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  const told: (EmbedderChangeRow | null)[] = []
  knowledge.db.watch((changes) => told.push(...changes.flatMap((each) => (each.table === 'embedder_change' ? [each.row] : []))))
  knowledge.failWith(new AppError(embedderError.damaged, { file: 'model.onnx' }))

  knowledge.choose('second')
  await knowledge.change.idle()

  const fault = { code: embedderError.damaged, data: { file: 'model.onnx' } }
  expect(told.at(-1)).toMatchObject({ status: 'stopped', fault })
  expect(await answersBy(knowledge)).toBe('first')
  knowledge.change.resume()
  await knowledge.change.idle()
  expect(told.at(-1)).toBeNull()
  expect(await answersBy(knowledge)).toBe('second')
})

test('when the model that serves is gone, the chosen one serves with what it has', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  knowledge.installed.delete('first')
  knowledge.choose('second')
  expect(knowledge.change.serving()?.id).toBe('second')
  knowledge.importer.embedMissing()
  await knowledge.importer.idle()

  expect(sizes(knowledge).second).toBe(passages(knowledge))
})

test('with nothing embedded yet the chosen one serves at once', async () => {
  using temp = tempFolder()
  await using knowledge = openChanging({ folder: temp.path })

  knowledge.choose('second')

  expect(knowledge.change.row()).toBeNull()
  await knowledge.importAll([write(join(temp.path, 'files'), 'a.md', words.slice(0, 2))])
  expect(sizes(knowledge)).toEqual({ second: passages(knowledge) })
})

test('its two models are in use while it goes on; stopped, the new one may be removed', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  const inUse = () => ['first', 'second', 'third'].filter((id) => knowledge.change.isUsing(id))
  expect(inUse()).toEqual([])
  knowledge.holdAfter(0)
  knowledge.choose('second')
  await knowledge.held()

  expect(inUse()).toEqual(['first', 'second'])
  knowledge.change.stop()
  expect(inUse()).toEqual(['first'])
})

test('while the store is replaced nothing is written, and it goes on after that', async () => {
  using temp = tempFolder()
  await using knowledge = await openFilled(temp.path)
  knowledge.holdAfter(20)
  knowledge.choose('second')
  await knowledge.held()

  const [before, after] = await knowledge.change.alone(async () => {
    const here = sizes(knowledge)
    knowledge.goOn()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    return [here, sizes(knowledge)]
  })
  await knowledge.change.idle()

  expect(after).toEqual(before)
  expect(await answersBy(knowledge)).toBe('second')
})
