import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type ConversationExport, conversationError, conversationExport } from '../../src-shared/desktop/conversations.ts'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { CommandContext } from './command-context.ts'
import type { ConversationsTarget } from './conversations-target.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { importLibrary } from './import-library.ts'

/** Adds what `export` wrote; everything is read and checked before the first chat is added. Other files the core reads. */
export async function importConversations({ target = '-' }: ConversationsTarget, context: CommandContext): Promise<ExitCode> {
  const { output, isJson, interrupt, open } = context
  const bytes = await contentOf(target)
  if (isForeign(bytes)) return await importLibrary(basename(target), new Uint8Array(bytes), context)
  const chats = readExports(bytes.toString('utf8'))
  await using session = await open()
  const added: ConversationRow[] = []
  for (const chat of chats) {
    interrupt.signal.throwIfAborted()
    added.push(await session.api.conversations.import({ export: chat }))
  }
  if (isJson) output.json(added)
  else for (const { id, title } of added) output.line(`${id}  ${title}`)
  return exitCode.ok
}

/** A library's head, a ZIP, or JSON as ChatGPT writes it. */
function isForeign(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4096).toString('utf8').trimStart()
  if (/^\{\s*"format"\s*:\s*"hearth\.conversation"/.test(start)) return false
  return /^(?:PK|\[|\{\s*"format"\s*:\s*"hearth\.library")/.test(start) || (start.startsWith('{') && start.includes('"mapping"'))
}

async function contentOf(target: string): Promise<Buffer> {
  if (target === '-') return await buffer(process.stdin)
  const path = resolve(target)
  try {
    return await readFile(path)
  } catch (error) {
    throw new AppError(knowledgeError.unreadablePath, { path }, { cause: error })
  }
}

/** One chat a line, or one chat alone however it is laid out. Errors: `conversations.damaged_export` {line}. */
export function readExports(content: string): ConversationExport[] {
  const whole = readExport(content)
  if (whole) return [whole]
  const lines = content.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]))
  if (lines.length === 0) throw new AppError(conversationError.damagedExport, { reason: 'empty' })
  return lines.map(({ line, number }) => {
    const chat = readExport(line)
    if (!chat) throw new AppError(conversationError.damagedExport, { line: number })
    return chat
  })
}

function readExport(text: string): ConversationExport | undefined {
  try {
    return conversationExport.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
