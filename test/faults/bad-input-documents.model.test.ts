import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { parserError } from '../../src-shared/engine/parser.ts'
import { newId } from '../../src-shared/ids.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { badDocuments, nestedHtml, pointingOutside } from './bad-documents.ts'
import {
  type Api,
  documentsOf,
  expectAnswers,
  expectInWords,
  importFiles,
  jobEnded,
  knownFact,
  newCollection,
  refusalOf,
} from './bad-input.ts'

async function textOf({ api }: Api, document: DocumentRow | undefined): Promise<string> {
  return (await api.documents.read({ id: document?.id ?? '' })).text
}

test('every bad document of an import fails by its own name, the good ones beside it are ready, and a mended one can be tried again', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()
  const collectionId = await newCollection(core)
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder.path, name), content)
    return join(folder.path, name)
  }
  const good = [
    file('boiler.txt', knownFact),
    file('outside.docx', pointingOutside('The archive points outside.')),
    file('deep.html', nestedHtml('The innermost word is chrysanthemum.')),
  ]
  const bad = badDocuments.map(({ name, bytes }) => file(name, bytes))
  const all = [...bad.slice(0, 6), ...good, ...bad.slice(6)]

  const { job, documents } = await importFiles(core, collectionId, [...all, join(folder.path, 'missing.txt')])

  expect(job).toMatchObject({ status: 'done', total: all.length + 1, done: good.length, failed: bad.length + 1 })
  for (const { name, code, words } of badDocuments) {
    expect(documents.get(name)?.status).toBe('failed')
    expectInWords(documents.get(name)?.fault, code, words)
  }
  expectInWords(documents.get('missing.txt')?.fault, knowledgeError.unreadablePath, 'missing.txt')
  expect(await textOf(core, documents.get('outside.docx'))).toBe('The archive points outside.')
  expect(await textOf(core, documents.get('deep.html'))).toContain('chrysanthemum')
  expect(documents.get('deep.html')?.warnings).toEqual(['nesting_too_deep'])
  for (let above = folder.path; above !== dirname(above); above = dirname(above)) {
    expect(existsSync(join(above, 'outside.xml'))).toBe(false)
  }
  expect(readdirSync(folder.path).filter((name) => name.includes('outside.xml'))).toEqual([])
  await expectAnswers(core, [collectionId])

  const torn = documents.get('torn.docx')
  copyFileSync(join(folder.path, 'outside.docx'), join(folder.path, 'torn.docx'))
  await api.documents.retry({ id: torn?.id ?? '' })
  await expect.poll(async () => (await api.documents.get({ id: torn?.id ?? '' })).status, { timeout: 20_000 }).toBe('ready')
  expect(await api.documents.get({ id: torn?.id ?? '' })).toMatchObject({ fault: null, kind: 'docx' })
  expect(core.said()).toBe('')
})

test('a text of 200 MB is refused with both figures, from disk and as it is handed over, and the next file is read', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  await core.api.models.addDemo()
  const collectionId = await newCollection(core)
  const huge = join(folder.path, 'huge.txt')
  writeHuge(huge, 200)
  writeFileSync(join(folder.path, 'boiler.txt'), knownFact)
  const startedMs = performance.now()

  const { job, documents } = await importFiles(core, collectionId, [huge, join(folder.path, 'boiler.txt')])

  expect(job).toMatchObject({ status: 'done', done: 1, failed: 1 })
  expectInWords(documents.get('huge.txt')?.fault, parserError.tooLarge, '200 MB', '64 MB', 'Split it')

  const bytes = readFileSync(huge)
  const handedOver = await core.api.documents.add({
    job_id: newId(),
    collection_id: collectionId,
    name: 'handed over.txt',
    bytes,
  })
  expect(await jobEnded(core, handedOver.id)).toMatchObject({ status: 'done', failed: 1 })
  const refused = (await documentsOf(core, collectionId)).get('handed over.txt')
  expectInWords(refused?.fault, parserError.tooLarge, '200 MB', '64 MB')

  expect(performance.now() - startedMs).toBeLessThan(60_000)
  await expectAnswers(core, [collectionId])
  rmSync(huge)
  expect(core.said()).toBe('')
})

function writeHuge(path: string, megabytes: number): void {
  const file = openSync(path, 'w')
  const piece = Buffer.alloc(1024 * 1024, 'The pump has a valve. It opens at six bar.\n')
  for (let written = 0; written < megabytes; written++) writeSync(file, piece)
  closeSync(file)
}

/** A sentence in several languages as bytes of several encodings. */
const german = 'Die Wärmepumpe läuft täglich früh um fünf; danach prüft der Hausmeister die Füllhöhe und öffnet die Lüftung.'
const japanese = '装置の電源を入れる前に、必ず水位を確認してください。ポンプは毎日午前五時に動きます。'
/** The Japanese sentence in Shift-JIS, which Node cannot write. */
const shiftJis = Buffer.from(
  '9195927582cc93648cb982f093fc82ea82e9914f82c98141954b82b8908588ca82f08a6d944682b582c482ad82be82b382a28142837c8393837682cd968893fa8cdf914f8cdc8e9e82c993ae82ab82dc82b78142',
  'hex',
)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

test('texts of any encoding are read, and what had to be guessed or replaced is said', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()
  const collectionId = await newCollection(core)
  const long = (text: string) => `${text}\n`.repeat(4)
  const cases: readonly { name: string; bytes: Uint8Array<ArrayBuffer>; says: string; warns: readonly string[] }[] = [
    { name: 'utf-16le.txt', bytes: utf16(long(german)), says: german, warns: [] },
    { name: 'utf-16be.txt', bytes: swapped(utf16(long(german))), says: german, warns: [] },
    { name: 'latin1.txt', bytes: Buffer.from(long(german), 'latin1'), says: german, warns: ['encoding_guessed'] },
    {
      name: 'torn.txt',
      bytes: Buffer.concat([Buffer.from(long(german)), Buffer.from([0xc3])]),
      says: german,
      warns: ['characters_replaced'],
    },
    { name: 'shift-jis.txt', bytes: Buffer.concat(Array(4).fill(shiftJis)), says: japanese, warns: ['encoding_guessed'] },
    { name: 'bom.txt', bytes: Buffer.from(`\ufeff${japanese}`), says: japanese, warns: [] },
  ]

  for (const { name, bytes } of cases) {
    const { id } = await api.documents.add({ job_id: newId(), collection_id: collectionId, name, bytes })
    expect(await jobEnded(core, id)).toMatchObject({ status: 'done', failed: 0 })
  }
  const documents = await documentsOf(core, collectionId)

  for (const { name, says, warns } of cases) {
    expect(documents.get(name)).toMatchObject({ status: 'ready', warnings: warns })
    expect(await textOf(core, documents.get(name))).toContain(says)
  }
})

test('an import of nothing that can be read is refused before anything is added', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  const collectionId = await newCollection(core)
  const start = (paths: string[]) => api.documents.import({ job_id: newId(), collection_id: collectionId, paths })

  expectInWords(await refusalOf(start([folder.path])), knowledgeError.noEmbedder, 'demo')
  await api.models.addDemo()
  mkdirSync(join(folder.path, 'pictures'))
  writeFileSync(join(folder.path, 'pictures', 'picture.xyz'), 'x')
  expectInWords(await refusalOf(start([join(folder.path, 'nowhere.txt')])), knowledgeError.unreadablePath, 'nowhere.txt')
  expectInWords(await refusalOf(start([join(folder.path, 'pictures')])), knowledgeError.nothingToImport)

  expect((await api.documents.list({})).total).toBe(0)
  expect(await api.documents.jobs()).toEqual([])
})
