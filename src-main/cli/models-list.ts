import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { bytesInWords } from '../../src-shared/errors/byte-words.ts'
import { alignColumns } from './align-columns.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { ModelTarget } from './models-target.ts'
import { errorWords } from './tell-error.ts'

export async function listModels(_: ModelTarget, { isJson, output, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  const entries = await session.api.models.list()
  if (isJson) output.json(entries)
  else output.line(alignColumns([['ID', 'FOR', 'SIZE', 'STATE', 'NAME'], ...entries.map(cells)]))
  return exitCode.ok
}

const roles = { chat: 'answers', embedder: 'search', reranker: 'ranking' } as const

const cells = (entry: ModelEntry): string[] => [
  entry.id,
  roles[entry.role],
  bytesInWords(entry.row?.size_bytes || (entry.offer?.approximate_bytes ?? 0)),
  stateOf(entry),
  entry.name,
]

function stateOf({ row, isDefault }: ModelEntry): string {
  if (row === null) return isDefault ? 'can be pulled (recommended)' : 'can be pulled'
  if (row.status === 'failed' && row.fault) return `failed: ${errorWords(row.fault)}`
  if (row.status === 'downloading' || row.status === 'paused') {
    return `${row.status} at ${Math.floor((100 * row.received_bytes) / Math.max(1, row.size_bytes))} %`
  }
  return row.status
}
