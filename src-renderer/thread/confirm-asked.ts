import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { faultOf } from '../fault-of.ts'
import type { ThreadKit } from './thread-state.ts'

/**
 * The connection was lost between a question and the word that it is committed. Nobody but the core knows which came first: the
 * words stand in the thread or in the composer, never in both and never in neither.
 */
export async function confirmAsked({ api, unsure }: ThreadKit): Promise<void> {
  for (const [replyId, settle] of [...unsure]) {
    const isSaved = await isKnown(api, replyId)
    if (unsure.delete(replyId)) settle(isSaved)
  }
}

async function isKnown(api: ThreadKit['api'], id: string): Promise<boolean> {
  try {
    await api.messages.get({ id })
    return true
  } catch (error) {
    if (faultOf(error).code !== conversationError.unknownMessage) throw error
    return false
  }
}
