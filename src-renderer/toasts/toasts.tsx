import './toasts.css'
import { CircleAlert, Info, X } from 'lucide-react'
import { useStore } from 'zustand'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { Toast } from './toast-store.ts'

export function Toasts() {
  const { toasts: store } = usePage()
  const t = useWords('app')
  const toasts = useStore(store, (state) => state.toasts)
  return (
    <section className="toasts" aria-label={t('notes')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onClose={() => store.getState().dismiss(toast.id)} />
      ))}
    </section>
  )
}

function ToastLine({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { action } = toast
  const t = useWords('app')
  const act = (): void => {
    action?.run()
    onClose()
  }
  return (
    <div className="toast" role={toast.kind === 'error' ? 'alert' : undefined}>
      {toast.kind === 'error' ? <CircleAlert className="bad" /> : <Info />}
      <ToastText toast={toast} />
      {action ? (
        <button type="button" className="link" onClick={act}>
          {action.label}
        </button>
      ) : null}
      <button type="button" className="icon-button" aria-label={t('close')} onClick={onClose}>
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
