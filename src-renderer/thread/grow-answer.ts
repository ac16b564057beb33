import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { ThreadKit } from './thread-state.ts'

export interface GrowingAnswer {
  /** A piece of the answer; it shows with the next picture, however many come before that. */
  add(event: Extract<ChatEvent, { type: 'text' | 'thought' }>): void
  /** Its row is the truth from now on; what is shown stays until that comes. */
  end(): void
}

/** Gathers the words of an answer as they are told, beginning with what its first row holds. */
export function growAnswer(kit: ThreadKit, { id, text, thought }: MessageRow): GrowingAnswer {
  const { growing, get, set, onFrame = runNow } = kit
  let isWaiting = false
  growing.set(id, { text, thought: thought ?? '' })

  function show(): void {
    isWaiting = false
    const { items } = get()
    const row = items.find((item) => item.id === id)
    const grown = row && growRow(kit, row)
    if (grown !== row) set({ items: items.map((item) => (item === row && grown ? grown : item)) })
  }

  return {
    add(event) {
      const so = growing.get(id)
      if (!so) return
      growing.set(id, { ...so, [event.type]: so[event.type] + event.text })
      if (isWaiting) return
      isWaiting = true
      onFrame(show)
    },
    end() {
      show()
      growing.delete(id)
    },
  }
}

const runNow = (run: () => void): void => run()

/** The row with the words that were told of it, if those are ahead. Both begin alike, so the longer one is the newer one. */
export function growRow({ growing }: Pick<ThreadKit, 'growing'>, row: MessageRow): MessageRow {
  const told = row.status === 'writing' ? growing.get(row.id) : undefined
  if (!told) return row
  const isAhead = told.text.length > row.text.length || told.thought.length > (row.thought?.length ?? 0)
  return isAhead ? { ...row, text: told.text, thought: told.thought === '' ? null : told.thought } : row
}
