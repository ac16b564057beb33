import { conversationExport } from '../../src-shared/desktop/conversations.ts'
import { libraryHead, transferError } from '../../src-shared/desktop/transfer.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { importChatGpt, isChatGpt } from './chatgpt/import-chatgpt.ts'
import { type ImportedItem, nothingLeftOut } from './imported-item.ts'
import { type PackedFile, unzipFiles } from './zip.ts'

/** A string of JavaScript holds no more. */
const longestTextBytes = 500_000_000

/** Everything in the file that can come in. Errors: `transferError`. Takes its time: run it beside the core's thread. */
export function* readImport(bytes: Uint8Array): Generator<ImportedItem> {
  const texts = isZip(bytes) ? unzipTexts(bytes) : [textOf(bytes)]
  const wholes = texts.map(parseJson)
  const [only] = wholes
  if (wholes.length === 1 && (only === undefined || isOurs(only))) yield* readLibrary(texts[0] ?? '')
  else if (wholes.length > 0 && wholes.every(isChatGpt)) yield* importChatGpt(wholes)
  else throw new AppError(transferError.unknownFormat)
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/** ChatGPT's file has its chats in `conversations.json`, of late in several that are numbered; pictures stay packed. */
function unzipTexts(bytes: Uint8Array): string[] {
  const isWanted = ({ name, originalSize }: PackedFile): boolean =>
    /(?:^|\/)conversations[^/]*\.json$/.test(name) && originalSize <= longestTextBytes
  try {
    return [...unzipFiles(bytes, isWanted)].sort(([a], [b]) => a.localeCompare(b)).map(([, content]) => textOf(content))
  } catch (error) {
    throw new AppError(transferError.unreadable, {}, { cause: error })
  }
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > longestTextBytes) throw new AppError(transferError.unreadable)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError(transferError.unreadable, {}, { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const formatOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
const isOurs = (value: unknown): boolean => formatOf(value) === 'hearth.conversation' || formatOf(value) === 'hearth.library'

/** One chat alone however it is laid out, or a line for each. */
function* readLibrary(text: string): Generator<ImportedItem> {
  const whole = parseJson(text)
  const lines = whole === undefined ? text.split('\n').filter((line) => line.trim() !== '') : []
  const values = whole === undefined ? lines.map(parseJson) : [whole]
  const [first] = values
  if (!isOurs(first)) throw new AppError(first === undefined ? transferError.unreadable : transferError.unknownFormat)
  const hasHead = formatOf(first) === 'hearth.library'
  yield { kind: 'start', source: 'hearth', total: values.length - (hasHead ? 1 : 0) }
  if (hasHead) {
    const head = libraryHead.safeParse(first)
    if (!head.success) throw new AppError(transferError.newer)
    yield { kind: 'head', head: head.data }
  }
  for (const value of hasHead ? values.slice(1) : values) yield ownChat(value)
}

function ownChat(value: unknown): ImportedItem {
  const chat = conversationExport.safeParse(value)
  if (!chat.success) return { kind: 'skipped', title: titleOf(value), reason: 'damaged' }
  return { kind: 'chat', chat: chat.data, leftOut: nothingLeftOut }
}

function titleOf(value: unknown): string {
  const found = conversationExport.shape.conversation
    .pick({ title: true })
    .safeParse(typeof value === 'object' && value !== null && 'conversation' in value ? value.conversation : undefined)
  return found.data?.title ?? ''
}
