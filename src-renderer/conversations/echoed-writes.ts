import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'
import { chunksOf, type Organisation, organised, undoSteps } from './organise.ts'

export interface EchoDeps {
  readonly api: Pick<Api, 'conversations'>
  readonly known: (id: string) => ConversationRow | undefined
  readonly takeAll: (rows: readonly ConversationRow[]) => void
}

/** As many as the core takes at once. */
const atOnce = 100

/** What the person did shows at once and is taken back when the core refuses. */
export function echoedWrites({ api, known, takeAll }: EchoDeps) {
  async function echo(id: string, change: Partial<ConversationRow>, ask: () => Promise<ConversationRow>): Promise<void> {
    const before = known(id)
    if (before) takeAll([{ ...before, ...change }])
    try {
      takeAll([await ask()])
    } catch (error) {
      if (before) takeAll([before])
      throw error
    }
  }

  async function organise(ids: readonly string[], change: Organisation): Promise<() => Promise<void>> {
    const before = ids.flatMap((id) => known(id) ?? [])
    takeAll(before.map((row) => organised(row, change, Date.now())))
    const waiting = new Map(before.map((row) => [row.id, row]))
    try {
      for (const chunk of chunksOf(ids, atOnce)) {
        takeAll(await api.conversations.organise({ ids: chunk, ...change }))
        for (const id of chunk) waiting.delete(id)
      }
    } catch (error) {
      takeAll([...waiting.values()])
      throw error
    }
    return async () => {
      for (const step of undoSteps(before, change)) await organise(step.ids, step.change)
    }
  }

  return { echo, organise }
}
