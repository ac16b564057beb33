import './toasts.css'
import { CircleAlert, Info, X } from 'lucide-react'
import { type SyntheticEvent, useEffect } from 'react'
import { useStore } from 'zustand'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { Toast } from './toast-store.ts'

/** Of the page, or of the dialog `within`: shown by the topmost of them, for all that lies below cannot be pressed. */
export function Toasts({ within }: { readonly within?: string }) {
  const { toasts: store } = usePage()
  const t = useWords('app')
  const toasts = useStore(store, (state) => state.toasts)
  const topmost = useStore(store, ({ covers }) => covers.at(-1))
  if (topmost !== within) return null
  return (
    <section className="toasts" aria-label={t('notes')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastLine({ toast }: { readonly toast: Toast }) {
  const { action, id } = toast
  const { dismiss, hold, release } = usePage().toasts.getState()
  const t = useWords('app')
  const act = (): void => {
    action?.run()
    dismiss(id)
  }
  // Nobody who is about to press “Undo” finds it gone. A focus that nobody put there, when another note went, holds nothing.
  const stay = ({ currentTarget, type }: SyntheticEvent): void => {
    if (type !== 'focus' || currentTarget.matches(':has(:focus-visible)')) hold(id)
  }
  const goUnless = (isAtIt: string) => (event: SyntheticEvent) => {
    if (!event.currentTarget.matches(isAtIt)) release(id)
  }
  // Drawn anew elsewhere it is under no pointer.
  useEffect(() => () => release(id), [id, release])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it, it only stays
    <div
      className="toast"
      role={toast.kind === 'error' ? 'alert' : undefined}
      onPointerEnter={stay}
      onPointerLeave={goUnless(':has(:focus-visible)')}
      onFocus={stay}
      onBlur={goUnless(':hover')}
    >
      {toast.kind === 'error' ? <CircleAlert className="bad" /> : <Info />}
      <ToastText toast={toast} />
      {action ? (
        <button type="button" className="link" onClick={act}>
          {action.label}
        </button>
      ) : null}
      <button type="button" className="icon-button" aria-label={t('close')} onClick={() => dismiss(id)}>
        <X />
      </button>
    </div>
  )
}

function ToastText({ toast }: { readonly toast: Toast }) {
  const faults = useFaults()
  if (toast.kind === 'note') return <p>{toast.text}</p>
  if (toast.kind === 'notice') return <p>{faults.sentence(toast.fault)}</p>
  const { head, rest } = faults.words(toast.fault)
  return (
    <p>
      {head}
      <small>{rest}</small>
    </p>
  )
}
