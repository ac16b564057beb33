import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import type { EmbedderChangeRow } from '../../src-shared/rows/embedder-change.ts'
import type { Api, CommandContext } from './command-context.ts'
import { timeInWords } from './progress-bar.ts'
import { errorJson, errorWords } from './tell-error.ts'

/** Which embedder finds passages now, and the change to another if there is one. */
export interface EmbedderState {
  readonly serving: ModelEntry | undefined
  readonly target: ModelEntry | undefined
  readonly change: EmbedderChangeRow | null
}

export async function readEmbedder(api: Api): Promise<EmbedderState> {
  const [entries, change] = await Promise.all([api.models.list(), api.embedderChange.get()])
  const withId = (id: string) => entries.find((entry) => entry.id === id)
  const chosen = entries.find(({ role, row, isDefault }) => role === 'embedder' && row?.status === 'ready' && isDefault)
  if (change === null) return { serving: chosen, target: undefined, change }
  return { serving: withId(change.serving_id), target: withId(change.target_id), change }
}

export function tellEmbedder({ output, isJson }: Pick<CommandContext, 'output' | 'isJson'>, state: EmbedderState): void {
  if (isJson) output.json(embedderJson(state))
  else for (const line of embedderWords(state)) output.line(line)
}

const embedderJson = ({ serving, target, change }: EmbedderState) => ({
  serving: serving ? { id: serving.id, name: serving.name } : null,
  target: target ? { id: target.id, name: target.name } : null,
  ...(change && {
    ...{ status: change.status, done: change.done, total: change.total, left_ms: change.left_ms },
    error: change.fault && errorJson(change.fault),
  }),
})

/** “120 of 300 passages, about 40 s left”. */
export function progressWords({ done, total, left_ms: left }: EmbedderChangeRow): string {
  const amount = `${done} of ${total} passages`
  return left === null ? amount : `${amount}, about ${timeInWords(left / 1000)} left`
}

function embedderWords({ serving, target, change }: EmbedderState): string[] {
  const first = serving ? `Passages are found with ${serving.name}.` : 'There is no embedder: passages are found by their words.'
  if (change === null) return [first]
  const name = target?.name ?? change.target_id
  if (change.status === 'running') return [first, `It is changed to ${name}: ${progressWords(change)}.`]
  const why = change.fault ? [errorWords(change.fault)] : []
  return [first, `The change to ${name} is stopped at ${progressWords(change)}.`, ...why, 'hearth embedder resume goes on.']
}
