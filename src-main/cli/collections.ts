import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { CollectionRow, DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { alignColumns } from './align-columns.ts'
import { allDocuments } from './all-documents.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { Api, CommandContext, CoreSession } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { categoriesOf, importanceOf, tagsOf } from './facet-options.ts'
import { collectionNamed } from './find-collections.ts'
import { errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export const collections = defineCommand({
  name: 'collections',
  usage: [
    'collections [list]',
    'collections show C',
    'collections rename C NAME',
    'collections give C [--tag T]… [--category K] [--importance I]',
    'collections rm C',
  ],
  summary: 'your documents by collection',
  details: [
    'C is a name or an id. give says what documents that come into it from now on are given (--tag "" no tags). rm takes the documents',
    'out of Hearth; the files themselves stay where they are.',
  ],
  options: {
    tag: { type: 'string', multiple: true, value: 'T', words: 'give: this tag; may be repeated' },
    category: { type: 'string', value: 'K', words: 'give: this category' },
    importance: { type: 'string', value: 'I', words: 'give: low, normal or high' },
    ...commonOptions,
  },

  async run({ values, positionals: [word = 'list', target, name, ...rest] }, context) {
    const wanted = { list: 0, show: 1, rename: 2, give: 1, rm: 1 }[word]
    if (wanted === undefined) throw new UsageError(`“collections ${word}” is not known; there are list, show, rename, give, rm.`)
    const change = givenBy(values)
    if ((word === 'give') !== (change !== undefined))
      throw new UsageError('--tag, --category and --importance go with give, and give with one of them.')
    const given = [target, name, ...rest].filter((part) => part !== undefined)
    if (given.length !== wanted)
      throw new UsageError(`hearth collections ${word} takes ${wanted === 0 ? 'nothing more' : usageOf(word)}.`)
    await using session = await context.open()
    if (word === 'list') return await list(session, context)
    const collection = await named(session.api, target ?? '')
    if (word === 'show') return await show(session, collection, context)
    if (change) return await give(session, { id: collection.id, ...change }, context)
    if (word === 'rename') return await rename(session, { ...collection, name: name ?? '' }, context)
    return await remove(session, collection, context)
  },
})

interface Given {
  readonly tag?: readonly string[] | undefined
  readonly category?: string | undefined
  readonly importance?: string | undefined
}

/** Undefined where nothing was said. */
function givenBy({ tag, category, importance }: Given) {
  if (tag === undefined && category === undefined && importance === undefined) return undefined
  const tags = tagsOf(tag?.filter((word) => word !== ''))
  return {
    tags,
    category: categoriesOf(category === undefined ? undefined : [category])?.[0],
    importance: importanceOf(importance),
  }
}

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
  const documents = await allDocuments(api, id)
  if (isJson) output.json(documents)
  else output.line(alignColumns([['STATE', 'PASSAGES', 'DOCUMENT'], ...documents.map(cells)]))
  return exitCode.ok
}

const cells = ({ status, fault, passages, path, name }: DocumentRow): string[] => [
  fault ? `${status}: ${errorWords(fault)}` : status,
  String(passages ?? 0),
  path ?? name,
]

async function rename({ api }: CoreSession, { id, name }: CollectionRow, { isJson, output }: CommandContext): Promise<ExitCode> {
  const row = await api.collections.rename({ id, name })
  if (isJson) output.json(row)
  else output.line(`It is called ${row.name} now.`)
  return exitCode.ok
}

async function give(
  { api }: CoreSession,
  change: Parameters<Api['collections']['giveToNew']>[0],
  { isJson, output }: CommandContext,
): Promise<ExitCode> {
  const row = await api.collections.giveToNew(change)
  const words = [row.tags.join(', '), row.category, `${row.importance} importance`].filter((part) => part !== '').join(' · ')
  if (isJson) output.json(row)
  else output.line(`What comes into ${row.name} from now on is given: ${words}.`)
  return exitCode.ok
}

async function remove({ api }: CoreSession, { id, name }: CollectionRow, { isJson, output }: CommandContext): Promise<ExitCode> {
  await api.collections.remove({ id })
  if (isJson) output.json({ removed: id })
  else output.line(`${name} was removed.`)
  return exitCode.ok
}
