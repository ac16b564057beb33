import { resolve } from 'node:path'
import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import { allConversations } from './all-conversations.ts'
import type { Api, CommandContext } from './command-context.ts'
import { conversationId } from './conversation-id.ts'
import type { ConversationsTarget } from './conversations-target.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { createLineFile } from './line-file.ts'

export async function exportConversations(
  { target, output: path }: ConversationsTarget,
  { output, isJson, interrupt, open }: CommandContext,
): Promise<ExitCode> {
  const id = target === undefined ? undefined : conversationId(target)
  await using session = await open()
  const chats = id === undefined ? everyExport(session.api) : [await session.api.conversations.export({ id })]
  if (path === undefined) {
    for await (const chat of chats) {
      interrupt.signal.throwIfAborted()
      output.json(chat)
    }
    return exitCode.ok
  }
  await using file = await createLineFile(resolve(path))
  let count = 0
  for await (const chat of chats) {
    interrupt.signal.throwIfAborted()
    await file.add(JSON.stringify(chat))
    count++
  }
  await file.keep()
  if (isJson) output.json({ path: resolve(path), conversations: count })
  else output.line(`${count} ${count === 1 ? 'chat was' : 'chats were'} written to ${resolve(path)}.`)
  return exitCode.ok
}

async function* everyExport(api: Api): AsyncGenerator<ConversationExport> {
  for (const view of ['active', 'archived'] as const) {
    for await (const { id } of allConversations(api, view)) yield await api.conversations.export({ id })
  }
}
