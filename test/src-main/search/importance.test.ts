import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { organiseDocument } from '../../../src-main/knowledge/document-facets.ts'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { type Route, searchQuery } from '../../../src-shared/desktop/search.ts'
import type { Importance } from '../../../src-shared/rows/facets.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()
const routes = ['exact', 'vector', 'hybrid'] as const

async function open(files: Readonly<Record<string, string>>) {
  const folder = tempFolder()
  const knowledge = openKnowledge({ folder: folder.path })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text)
  await knowledge.importAll(Object.keys(files).map((name) => join(folder.path, name)))
  const { db } = knowledge
  return {
    ...knowledge,
    mark(name: string, importance: Importance) {
      const id = listDocuments(db, { limit: 50, offset: 0 }).items.find((each) => each.name === name)?.id ?? ''
      db.transact((tx) => organiseDocument(tx, id, { change: { importance }, at: 1 }))
    },
    ask: (query: string, route: Route) => knowledge.retrieve(searchQuery.parse({ query, route }), signal),
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

const twins = {
  'a.md': 'The boiler is serviced each autumn by the house.',
  'b.md': 'The boiler is serviced each autumn by the house.',
  'other.md': 'Dogs may stay in the flat if the landlord agrees.',
}

test.each(routes)(
  'of two passages that are as good, %s puts that of the more important document first and says so',
  async (route) => {
    await using store = await open(twins)
    const first = async () => (await store.ask('When is the boiler serviced?', route)).results

    const [plain, second] = await first()
    store.mark(second?.document ?? '', 'high')
    expect((await first())[0]).toMatchObject({ document: second?.document, scores: { importance: 0.05 } })
    store.mark(second?.document ?? '', 'low')
    expect((await first())[0]?.document).toBe(plain?.document)
    expect((await first())[1]).toMatchObject({ document: second?.document, scores: { importance: -0.05 } })
    store.mark(second?.document ?? '', 'normal')

    expect((await first()).map(({ document, scores }) => [document, scores.importance])).toEqual(
      [plain, second].map((each) => [each?.document, undefined]).concat(route === 'exact' ? [] : [['other.md', undefined]]),
    )
  },
)

test.each(routes)(
  'by %s nothing of high importance comes before a clearly better passage, nor does a low one fall behind a poor one',
  async (route) => {
    await using store = await open({
      'right.md': 'The notice period of the flat is three months.',
      'poor.md': 'The flat has a view of the harbour, and a long period of repairs lies behind it.',
    })
    store.mark('right.md', 'low')
    store.mark('poor.md', 'high')

    const { results } = await store.ask('How long is the notice period of the flat?', route)

    expect(results[0]?.document).toBe('right.md')
  },
)

test.each(['light bulbs of the cellar', 'How long is the notice period of the flat?'])(
  'whether “%s” is answered is no matter of importance',
  async (query) => {
    const flat = 'The notice period of the flat, which lies on the second floor of the house at the harbour, is three months.'
    const files = { 'flat.md': flat, 'loft.md': flat.replace('flat', 'loft'), ...twins }
    await using store = await open(files)
    const ask = async () => (await store.retrieve(searchQuery.parse({ query, top_k: 1 }), signal)).relevant
    const relevant = await ask()

    for (const name of Object.keys(files)) {
      for (const other of Object.keys(files)) store.mark(other, other === name ? 'high' : 'low')
      expect(await ask()).toBe(relevant)
    }
  },
)

test.each(routes)('the importance of documents that a question does not find changes nothing of what %s finds', async (route) => {
  const query = 'How long is the notice period of the flat?'
  await using store = await open({
    ...twins,
    'lease.md': 'The notice period of the flat is three months.',
    'zoo.md': 'Zebras graze.',
  })
  const found = async () => (await store.ask(query, route)).results.filter(({ document }) => document !== 'zoo.md')
  const before = await found()

  store.mark('zoo.md', 'low')

  expect(await found()).toEqual(before)
})
