import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKnowledgeBench } from '../../helpers/knowledge-bench.ts'
import { findTestEmbedder } from '../../helpers/real-embedder.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const files = {
  'lease.md': '# Lease of the flat\n\n## Notice\n\nThe tenant may end the lease with a notice period of three months.\n',
  'pets.md': '# House rules\n\n## Animals\n\nCats are allowed. Dogs need the consent of the owner.\n',
  'heating.md':
    '# Heating\n\n## Boiler\n\nWhen the boiler shows E7, the water pressure is too low. Open the valve until it reads 1.5 bar.\n',
  'bins.md': '# Waste\n\n## Collection\n\nPaper is collected every second Tuesday, glass is brought to the container.\n',
  'party.md': '# Noise\n\n## Quiet hours\n\nBetween 22 and 6 no music may be heard outside the rooms.\n',
}

const byWords = [
  ['How long is the notice period of the lease?', 'lease.md'],
  ['Are dogs allowed?', 'pets.md'],
  ['"water pressure is too low"', 'heating.md'],
  ['E7', 'heating.md'],
  ['paper collection tuesday', 'bins.md'],
] as const

const byMeaning = [
  ['May I keep a puppy here?', 'pets.md'],
  ['How loud can my stereo be at midnight?', 'party.md'],
  ['I want to move out, how much time in advance must I say so?', 'lease.md'],
  ['Where do I put old newspapers?', 'bins.md'],
] as const

test('questions find their document through parsers, embedder and index; by meaning too where the embedder knows meanings', async ({
  annotate,
}) => {
  using temp = tempFolder()
  const embedder = await findTestEmbedder(temp.path)
  if (!embedder.isReal) await annotate('all-MiniLM-L6-v2 is not here: asked on the generated embedder, by words only')
  const folder = join(temp.path, 'files')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  await using bench = await openKnowledgeBench({ folder: temp.path, embedderPath: embedder.path })
  await bench.importFolder(folder, () => {})

  for (const [query, document] of embedder.isReal ? [...byWords, ...byMeaning] : byWords) {
    const { results } = await bench.ask({ query, route: 'auto', top_k: 5 })

    expect(results[0]?.document, query).toBe(document)
  }
})

test('a question that the documents do not answer is told from one that they do', async () => {
  using temp = tempFolder()
  const embedder = await findTestEmbedder(temp.path)
  const folder = join(temp.path, 'files')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  await using bench = await openKnowledgeBench({ folder: temp.path, embedderPath: embedder.path })
  await bench.importFolder(folder, () => {})
  const relevant = async (query: string) => (await bench.ask({ query, route: 'auto', top_k: 5 })).relevant

  expect(await relevant('How long is the notice period of the lease?')).toBe(true)
  expect(await relevant('Which vaccination do I need for a journey to Kenya?')).toBe(false)
})
