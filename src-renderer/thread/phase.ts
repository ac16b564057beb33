import type { ChatEvent } from '../../src-shared/desktop/chat.ts'

/** What an answer that is being made is busy with, for the words in its place. */
export type Phase =
  | { readonly kind: 'starting' | 'searching' | 'thinking' | 'writing' }
  | { readonly kind: 'loading'; readonly model: string; readonly progress: number }
  | { readonly kind: 'reading' | 'summarising'; readonly done: number; readonly total: number }

/** The phase an event begins; undefined when it begins none. */
export function phaseOf(event: ChatEvent): Phase | undefined {
  switch (event.type) {
    case 'saved':
    case 'sources':
      return { kind: 'starting' }
    case 'searching':
      return { kind: 'searching' }
    case 'loading':
      return { kind: 'loading', model: event.model, progress: event.progress }
    case 'reading':
      return { kind: 'reading', done: event.done, total: event.total }
    case 'summarising':
      return { kind: 'summarising', done: event.done, total: event.total }
    case 'thought':
      return { kind: 'thinking' }
    case 'text':
      return { kind: 'writing' }
    case 'trimmed':
    case 'done':
      return undefined
  }
}

export function phaseWords(phase: Phase): string {
  switch (phase.kind) {
    case 'starting':
      return 'Starting'
    case 'searching':
      return 'Searching your documents'
    case 'loading':
      return `Loading ${phase.model}`
    case 'reading':
      return `Reading ${phase.done.toLocaleString('en')} of ${phase.total.toLocaleString('en')} tokens`
    case 'summarising':
      return 'Summarising the beginning of this chat'
    case 'thinking':
      return 'Thinking'
    case 'writing':
      return 'Writing'
  }
}

/** How far it is, 0 to 1; undefined when that is not known. */
export function phaseProgress(phase: Phase): number | undefined {
  if (phase.kind === 'loading') return phase.progress
  if ((phase.kind === 'reading' || phase.kind === 'summarising') && phase.total > 0) return phase.done / phase.total
  return undefined
}
