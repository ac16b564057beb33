import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { CollectionRow, DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { alignColumns } from './align-columns.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { Api, CommandContext, CoreSession } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { collectionNamed } from './find-collections.ts'
import { errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export const collections = defineCommand({
  name: 'collections',
  usage: ['collections [list]', 'collections show C', 'collections rename C NAME', 'collections rm C'],
  summary: 'your documents by collection',
  details: ['C is a name or an id. rm takes the documents out of Hearth; the files themselves stay where they are.'],
  options: commonOptions,

  async run({ positionals: [word = 'list', target, name, ...rest] }, context) {
    const wanted = { list: 0, show: 1, rename: 2, rm: 1 }[word]
    if (wanted === undefined) throw new UsageError(`“collections ${word}” is not known; there are list, show, rename, rm.`)
    const given = [target, name, ...rest].filter((part) => part !== undefined)
    if (given.length !== wanted)
      throw new UsageError(`hearth collections ${word} takes ${wanted === 0 ? 'nothing more' : usageOf(word)}.`)
    await using session = await context.open()
    if (word === 'list') return await list(session, context)
    const collection = await named(session.api, target ?? '')
    if (word === 'show') return await show(session, collection, context)
    if (word === 'rename') return await rename(session, { ...collection, name: name ?? '' }, context)
    return await remove(session, collection, context)
  },
})

const usageOf = (word: string): string => (word === 'rename' ? 'a collection and its new name' : 'one collection')

async function named(api: Api, wanted: string): Promise<CollectionRow> {
  const found = collectionNamed(await api.collections.list(), wanted)
  if (!found) throw new AppError(knowledgeError.unknownCollection, { name: wanted })
  return found
}

async function list({ api }: CoreSession, { isJson, output }: CommandContext): Promise<ExitCode> {
  const rows: (CollectionRow & { documents: number })[] = []
  for (const collection of await api.collections.list()) {
    const { total } = await api.documents.list({ collection_id: collection.id, limit: 1 })
    rows.push({ ...collection, documents: total })
  }
  if (isJson) output.json(rows)
  else if (rows.length === 0) output.line('There is no collection yet. hearth import PATH makes one.')
  else output.line(alignColumns([['NAME', 'DOCUMENTS', 'ID'], ...rows.map((row) => [row.name, String(row.documents), row.id])]))
  return exitCode.ok
}

async function show({ api }: CoreSession, { id }: CollectionRow, { isJson, output }: CommandContext): Promise<ExitCode> {
  const documents = await documentsOf(api, id)
  if (isJson) output.json(documents)
  else output.line(alignColumns([['STATE', 'PASSAGES', 'DOCUMENT'], ...documents.map(cells)]))
  return exitCode.ok
}

const cells = ({ status, fault, passages, path, name }: DocumentRow): string[] => [
  fault ? `${status}: ${errorWords(fault)}` : status,
  String(passages ?? 0),
  path ?? name,
]

async function documentsOf(api: Api, collectionId: string): Promise<DocumentRow[]> {
  const found: DocumentRow[] = []
  while (true) {
    const { items, total } = await api.documents.list({ collection_id: collectionId, limit: 1000, offset: found.length })
    found.push(...items)
    if (items.length === 0 || found.length >= total) return found
  }
}

async function rename({ api }: CoreSession, { id, name }: CollectionRow, { isJson, output }: CommandContext): Promise<ExitCode> {
  const row = await api.collections.rename({ id, name })
  if (isJson) output.json(row)
  else output.line(`It is called ${row.name} now.`)
  return exitCode.ok
}

async function remove({ api }: CoreSession, { id, name }: CollectionRow, { isJson, output }: CommandContext): Promise<ExitCode> {
  await api.collections.remove({ id })
  if (isJson) output.json({ removed: id })
  else output.line(`${name} was removed.`)
  return exitCode.ok
}
