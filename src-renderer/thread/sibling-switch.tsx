import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** ‹ 2 / 3 ›: the versions of a question, the answers to it. Nothing where there is only one. */
export function SiblingSwitch({ id }: { readonly id: string }) {
  const { thread, toasts } = usePage()
  const siblings = useStore(thread, (state) => state.siblings[id])
  const isBusy = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  if (!siblings || siblings.length < 2) return null
  const at = siblings.indexOf(id)
  const show = (sibling: string | undefined): void => {
    if (sibling !== undefined) void toasts.getState().attempt(() => thread.getState().select(sibling))
  }
  return (
    <fieldset className="siblings">
      <legend className="visually-hidden">Versions</legend>
      <button
        type="button"
        className="icon-button"
        aria-label="Previous version"
        disabled={isBusy || at <= 0}
        onClick={() => show(siblings[at - 1])}
      >
        <ChevronLeft className="small" />
      </button>
      <span>
        {at + 1} / {siblings.length}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next version"
        disabled={isBusy || at >= siblings.length - 1}
        onClick={() => show(siblings[at + 1])}
      >
        <ChevronRight className="small" />
      </button>
    </fieldset>
  )
}
