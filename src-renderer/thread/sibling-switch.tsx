import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { isAnswering } from './thread-state.ts'

/** ‹ 2 / 3 ›: the versions of a question, the answers to it. Nothing where there is only one. */
export function SiblingSwitch({ id }: { readonly id: string }) {
  const { thread, toasts } = usePage()
  const t = useWords('thread')
  const siblings = useStore(thread, (state) => state.siblings[id])
  const isBusy = useStore(thread, isAnswering)
  if (!siblings || siblings.length < 2) return null
  const at = siblings.indexOf(id)
  const show = (sibling: string | undefined): void => {
    if (sibling !== undefined) void toasts.getState().attempt(() => thread.getState().select(sibling))
  }
  return (
    <fieldset className="siblings">
      <legend className="visually-hidden">{t('versions.label')}</legend>
      <button
        type="button"
        className="icon-button"
        aria-label={t('versions.previous')}
        disabled={isBusy || at <= 0}
        onClick={() => show(siblings[at - 1])}
      >
        <ChevronLeft className="small" />
      </button>
      <span>{t('versions.at', { at: at + 1, count: siblings.length })}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('versions.next')}
        disabled={isBusy || at >= siblings.length - 1}
        onClick={() => show(siblings[at + 1])}
      >
        <ChevronRight className="small" />
      </button>
    </fieldset>
  )
}
