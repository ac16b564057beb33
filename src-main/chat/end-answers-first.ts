import type { conversations } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReplyRuns } from './reply-runs.ts'

type Conversations = FeatureHandlers<typeof conversations>

/** A chat that is put into the trash or erased is not written on: what is being answered in it ends before, with the words it has. */
export function endAnswersFirst(handlers: Conversations, { stopIn }: Pick<ReplyRuns, 'stopIn'>): Conversations {
  return {
    ...handlers,
    async organise(input, signal) {
      if (input.in_trash === true) await Promise.all(input.ids.map(stopIn))
      return await handlers.organise(input, signal)
    },
    async trash(input, signal) {
      await stopIn(input.id)
      return await handlers.trash(input, signal)
    },
    async purge(input, signal) {
      await stopIn(input.id)
      return await handlers.purge(input, signal)
    },
  }
}
