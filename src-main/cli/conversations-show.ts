import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { Api, CommandContext } from './command-context.ts'
import { conversationId } from './conversation-id.ts'
import type { ConversationsTarget } from './conversations-target.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { sourceLines } from './source-lines.ts'
import { errorWords } from './tell-error.ts'

/** The branch that was shown last, from its first message on. */
export async function showConversation({ target }: ConversationsTarget, context: CommandContext): Promise<ExitCode> {
  const id = conversationId(target)
  await using session = await context.open()
  const conversation = await session.api.conversations.get({ id })
  const messages = await branchOf(session.api, id)
  if (context.isJson) context.output.json({ conversation, messages })
  else context.output.line(written(conversation, messages))
  return exitCode.ok
}

async function branchOf(api: Api, conversation_id: string): Promise<MessageRow[]> {
  const found: MessageRow[] = []
  for (let hasMore = true; hasMore; ) {
    const [first] = found
    const { items, has_more } = await api.messages.page({ conversation_id, limit: 500, ...(first && { before_id: first.id }) })
    found.unshift(...items)
    hasMore = has_more && items.length > 0
  }
  return found
}

const written = ({ title }: ConversationRow, messages: readonly MessageRow[]): string =>
  [title || 'A chat without a title', ...messages.map(paragraph)].join('\n\n')

function paragraph({ role, text, status, fault, sources }: MessageRow): string {
  if (role === 'user') return `> ${text.replaceAll('\n', '\n> ')}`
  const ending = fault ? [errorWords(fault)] : status === 'stopped' ? ['(stopped)'] : []
  return [...(text === '' ? [] : [text]), ...ending, ...sourceLines(sources)].join('\n')
}
