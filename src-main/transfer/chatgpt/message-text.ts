import type { LeftOut } from '../../../src-shared/desktop/transfer.ts'
import type { ChatGptContent, ChatGptMessage } from './chatgpt-format.ts'

/** What a message says, as Markdown, and what of it has no place here. */
export interface MessageText {
  readonly text: string
  /** What the model thought; not said. */
  readonly thought: string
  readonly leftOut: Partial<LeftOut>
}

const nothing: MessageText = { text: '', thought: '', leftOut: {} }
const said = (text: string, leftOut: Partial<LeftOut> = {}): MessageText => ({ text, thought: '', leftOut })

/** What a tool brings back may be whole web pages. */
const longestToolText = 4000

export function messageText(message: ChatGptMessage): MessageText {
  const { content, author, recipient } = message
  if (!content) return nothing
  if (author?.role === 'tool') return toolText(content, author.name ?? 'tool')
  const isForTool = recipient !== null && recipient !== undefined && recipient !== 'all'
  const found = contentText(content)
  if (isForTool) return said(asBlock(found.text, content.language ?? ''), { tools: 1 })
  const files = (message.metadata?.attachments ?? []).map(({ name }) => `[File: ${name ?? 'without a name'}]`)
  if (files.length === 0) return found
  return { ...found, text: joined([found.text, ...files]), leftOut: { ...found.leftOut, files: files.length } }
}

function contentText(content: ChatGptContent): MessageText {
  switch (content.content_type) {
    case 'code':
      return said(fenced(content.text ?? '', content.language ?? ''))
    case 'tether_quote':
      return said(`> ${(content.text ?? '').replaceAll('\n', '\n> ')}\n\n${content.title ?? content.url ?? ''}`.trim())
    case 'thoughts':
      return { ...nothing, thought: joined((content.thoughts ?? []).map(thoughtText)) }
    case 'reasoning_recap':
    case 'user_editable_context':
    case 'model_editable_context':
    case 'system_error':
      return { ...nothing, leftOut: content.content_type === 'system_error' ? { other: 1 } : {} }
    default:
      return partsText(content)
  }
}

const thoughtText = ({ summary, content }: NonNullable<ChatGptContent['thoughts']>[number]): string =>
  joined([summary ? `**${summary}**` : '', content ?? ''])

function partsText({ parts, text, content_type }: ChatGptContent): MessageText {
  if (!parts) return text ? said(text) : { ...nothing, leftOut: isPlain(content_type) ? {} : { other: 1 } }
  const read = parts.map(partText)
  const sum = (key: keyof LeftOut): number => read.reduce((count, part) => count + (part.leftOut[key] ?? 0), 0)
  const leftOut = { images: sum('images'), other: sum('other') }
  return said(joined(read.map((part) => part.text)), leftOut)
}

const isPlain = (type: string | null | undefined): boolean => type === 'text' || type === 'multimodal_text' || !type

function partText(part: unknown): MessageText {
  if (typeof part === 'string') return said(part)
  if (typeof part !== 'object' || part === null) return nothing
  const type = 'content_type' in part ? String(part.content_type) : ''
  if (type.includes('image')) return said('[Image]', { images: 1 })
  if ('text' in part && typeof part.text === 'string') return said(part.text)
  return said(type === '' ? '' : `[${type.replaceAll('_', ' ')}]`, { other: 1 })
}

function toolText(content: ChatGptContent, name: string): MessageText {
  const { text, leftOut } = contentText(content)
  const found = text === '' ? (content.result ?? '') : text
  const cut = found.length > longestToolText ? `${found.slice(0, longestToolText)}…` : found
  return said(joined([`[Tool: ${name}]`, asBlock(cut, '')]), { ...leftOut, tools: 1 })
}

const asBlock = (text: string, language: string): string =>
  text === '' || text.startsWith('```') ? text : fenced(text, language)

/** A fence longer than any in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const name = /^[\w+#.-]{1,20}$/.test(language) && language !== 'unknown' ? language : ''
  return `${fence}${name}\n${text.replace(/\n$/, '')}\n${fence}`
}

export const joined = (parts: readonly string[]): string => parts.filter((part) => part.trim() !== '').join('\n\n')
