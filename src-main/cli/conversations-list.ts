import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { alignColumns } from './align-columns.ts'
import { allConversations } from './all-conversations.ts'
import type { CommandContext } from './command-context.ts'
import type { ConversationsTarget } from './conversations-target.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

export async function listConversations({ view }: ConversationsTarget, context: CommandContext): Promise<ExitCode> {
  const { isJson, output, interrupt, open } = context
  await using session = await open()
  const rows: ConversationRow[] = []
  for await (const row of allConversations(session.api, view)) {
    interrupt.signal.throwIfAborted()
    rows.push(row)
  }
  if (isJson) output.json(rows)
  else if (rows.length === 0) output.note('There are no chats here.')
  else output.line(alignColumns(rows.map(({ id, updated_at, title }) => [id, dayOf(updated_at), title])))
  return exitCode.ok
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
