import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { newId } from '../../src-shared/ids.ts'
import type { CollectionRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { collectionFor } from './collection-for.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { filesLeft, filesWait } from './files-left.ts'
import { type FollowedImport, followImport } from './follow-import.ts'
import { errorJson, errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

const defaultCollection = 'Documents'

/** `import` is a word of the language. */
export const importCommand = defineCommand({
  name: 'import',
  usage: ['import PATH… [--collection C]'],
  summary: 'add files or folders to your documents',
  details: [
    'Reads PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), OpenDocument (.odt), EPUB, mail (.eml, .mbox), HTML, Markdown, CSV, JSON, RTF, source code',
    'and plain text. Files that were read before and have not changed are left as they are.',
    'Ctrl-C stops; what was read stays, and the same command goes on from there.',
  ],
  options: {
    collection: {
      ...{ type: 'string', value: 'C', default: defaultCollection },
      words: `the collection (name or id), made when it is new (${defaultCollection})`,
    },
    ...commonOptions,
  },

  async run({ values, positionals }, context) {
    if (positionals.length === 0) throw new UsageError('There is nothing to import: hearth import PATH…')
    const paths = positionals.map((path) => resolve(path))
    for (const path of paths) await assertReadable(path)
    await using session = await context.open()
    context.interrupt.signal.throwIfAborted()
    const { collection, isNew } = await collectionFor(session.api, values.collection)
    const order = { job_id: newId(), collection_id: collection.id, paths }
    try {
      return finish(context, collection, await followImport(context, session.api, order))
    } catch (error) {
      // Refused before anything was queued: nothing shall be left of it.
      if (isNew && error instanceof AppError && refusals.has(error.code))
        await session.api.collections.remove({ id: collection.id })
      throw error
    }
  },
})

async function assertReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK)
  } catch {
    throw new AppError(knowledgeError.unreadablePath, { path })
  }
}

const refusals = new Set<string>([knowledgeError.noEmbedder, knowledgeError.nothingToImport, knowledgeError.unreadablePath])

function finish(
  { output, isJson, interrupt }: CommandContext,
  { id, name }: CollectionRow,
  { job, documents }: FollowedImport,
): ExitCode {
  const { status, total, done, failed, unchanged } = job
  const read = documents.filter(({ path }) => path !== null)
  if (isJson) {
    output.json({
      collection: { id, name },
      ...{ status, total, done, failed, unchanged, waiting: filesLeft(job) },
      documents: read.map(({ name: document, path, status, pages, passages, fault }) => ({
        ...{ document, path, status, pages, passages },
        error: fault && errorJson(fault),
      })),
    })
  } else {
    for (const { path, fault } of read) if (fault) output.note(`${path}: ${errorWords(fault)}`)
    output.line(`${name}: ${summary(job)}`)
  }
  if (status === 'done') return failed > 0 ? exitCode.failed : exitCode.ok
  const isAsked = interrupt.signal.aborted
  const left = isAsked ? `${done} of ${total} files are done, and stay` : filesWait(filesLeft(job))
  output.note(`Stopped: ${left}. The same command goes on with ${isAsked ? 'the others' : 'them'}.`)
  return isAsked ? exitCode.stopped : exitCode.failed
}

function summary(job: ImportJobRow): string {
  const { done, unchanged, failed } = job
  const counts = [`${done - unchanged} imported`, `${unchanged} unchanged`, `${failed} failed`, filesWait(filesLeft(job))]
  return counts.filter((part) => !part.startsWith('0 ')).join(', ') || 'nothing to do'
}
