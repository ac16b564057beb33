import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'
import { chunksOf, type Organisation, organised, undoSteps } from './organise.ts'

export interface EchoDeps {
  readonly api: Pick<Api, 'conversations'>
  readonly known: (id: string) => ConversationRow | undefined
  /** As the core has them. */
  readonly takeAll: (rows: readonly ConversationRow[]) => void
  /** As they may become, or were before. */
  readonly showAll: (rows: readonly ConversationRow[]) => void
}

/** As many as the core takes at once. */
const atOnce = 100

/** What the person did shows at once and is taken back when the core refuses. */
export function echoedWrites({ api, known, takeAll, showAll }: EchoDeps) {
  async function echo(id: string, change: Partial<ConversationRow>, ask: () => Promise<ConversationRow>): Promise<void> {
    const before = known(id)
    if (before) showAll([{ ...before, ...change }])
    const echoed = known(id)
    try {
      takeAll([await ask()])
    } catch (error) {
      // What the core told meanwhile stays.
      if (before && known(id) === echoed) showAll([before])
      throw error
    }
  }

  async function organise(ids: readonly string[], change: Organisation): Promise<() => Promise<void>> {
    const before = ids.flatMap((id) => known(id) ?? [])
    showAll(before.map((row) => organised(row, change, Date.now())))
    const echoed = new Map(ids.map((id) => [id, known(id)]))
    const waiting = new Map(before.map((row) => [row.id, row]))
    try {
      for (const chunk of chunksOf(ids, atOnce)) {
        takeAll(await api.conversations.organise({ ids: chunk, ...change }))
        for (const id of chunk) waiting.delete(id)
      }
    } catch (error) {
      showAll([...waiting.values()].filter(({ id }) => known(id) === echoed.get(id)))
      throw error
    }
    return async () => {
      for (const step of undoSteps(before, change)) await organise(step.ids, step.change)
    }
  }

  return { echo, organise }
}
