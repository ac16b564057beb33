import { type ChatEvent, chatEvent } from '../../../src-shared/api/chat.ts'

/** Of a stream of server-sent events that has ended, or of what came of it so far. */
export const readEvents = (text: string): readonly ChatEvent[] =>
  text.split('\n\n').flatMap((block) => {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
    return event === undefined || data === undefined ? [] : [chatEvent.parse({ event, data: JSON.parse(data) })]
  })

export const textOf = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.event === 'text' ? event.data.text : '')).join('')
