import { type ChatEvent, chatEvent } from '../../src-shared/api/chat.ts'

/** Longer than any answer with its sources. */
const longestEvent = 8 * 1024 * 1024

/** The events of a stream, however it was cut up on its way. Undefined for one that is none of ours, and nothing after it. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ChatEvent | undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const blocks = `${rest}${decoder.decode(chunk, { stream: true })}`.replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks.filter(isEvent)) {
      const event = readEvent(block)
      yield event
      if (event === undefined) return
    }
    if (rest.length > longestEvent) return yield undefined
  }
}

/** A comment is a sign of life. */
const isEvent = (block: string): boolean => block.split('\n').some((line) => line !== '' && !line.startsWith(':'))

function readEvent(block: string): ChatEvent | undefined {
  const values = (name: string) =>
    block.split('\n').flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).replace(/^ /, '')] : []))
  try {
    return chatEvent.safeParse({ event: values('event').at(-1), data: JSON.parse(values('data').join('\n')) }).data
  } catch {
    return undefined
  }
}
