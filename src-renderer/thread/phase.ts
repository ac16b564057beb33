import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import type { Words } from '../language/use-words.ts'

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

export function phaseWords(t: Words<'thread'>, phase: Phase): string {
  switch (phase.kind) {
    case 'loading':
      return t('phase.loading', { model: phase.model })
    case 'reading':
      return t('phase.reading', { done: phase.done, total: phase.total })
    default:
      return t(`phase.${phase.kind}`)
  }
}

/** How far it is, 0 to 1; undefined when that is not known. */
export function phaseProgress(phase: Phase): number | undefined {
  if (phase.kind === 'loading') return phase.progress
  const isCounted = phase.kind === 'reading' || phase.kind === 'summarising'
  if (isCounted && phase.total > 0) return phase.done / phase.total
  return undefined
}
