import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { CommandContext } from './command-context.ts'
import { documentTable, type ListChoice } from './documents-list.ts'
import { documentsNamed } from './documents-named.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { categoriesOf, importanceOf, tagsOf } from './facet-options.ts'
import { UsageError } from './usage-error.ts'

export interface Setting extends ListChoice {
  readonly untag?: readonly string[] | undefined
  readonly named: readonly string[]
}

/** As many as one call takes. */
const perCall = 1000

export async function setDocuments(setting: Setting, { isJson, output, open }: CommandContext): Promise<ExitCode> {
  const change = changeOf(setting)
  await using session = await open()
  const ids = await documentsNamed(session.api, setting.named)
  const changed: DocumentRow[] = []
  for (let at = 0; at < ids.length; at += perCall)
    changed.push(...(await session.api.documents.organise({ ids: ids.slice(at, at + perCall), ...change })))
  if (isJson) output.json(changed)
  else output.line(documentTable(changed))
  return exitCode.ok
}

function changeOf({ tag, untag, category, importance, collection, named }: Setting) {
  if (named.length === 0) throw new UsageError('Which document? hearth documents set DOCUMENT… --tag T')
  if (collection) throw new UsageError('--collection goes with list.')
  const [only, ...more] = categoriesOf(category) ?? []
  if (more.length > 0) throw new UsageError('A document has one category.')
  const asked = {
    add_tags: tagsOf(tag),
    remove_tags: tagsOf(untag, '--untag'),
    category: only,
    importance: importanceOf(importance),
  }
  if (Object.values(asked).every((each) => each === undefined))
    throw new UsageError('There is nothing to set: --tag, --untag, --category or --importance.')
  return asked
}
