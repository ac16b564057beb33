import type { conversations } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReplyRuns } from './reply-runs.ts'

type Conversations = FeatureHandlers<typeof conversations>

/** A chat that is erased is not written on: what is being answered in it ends before. */
export function endAnswersFirst(handlers: Conversations, { stopIn }: Pick<ReplyRuns, 'stopIn'>): Conversations {
  return {
    ...handlers,
    async purge(input, signal) {
      await stopIn(input.id)
      return await handlers.purge(input, signal)
    },
  }
}
