import './toasts.css'
import { CircleAlert, Info, X } from 'lucide-react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'
import type { Toast } from './toast-store.ts'

export function Toasts() {
  const { toasts: store } = usePage()
  const toasts = useStore(store, (state) => state.toasts)
  return (
    <section className="toasts" aria-label="Notes" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onClose={() => store.getState().dismiss(toast.id)} />
      ))}
    </section>
  )
}

function ToastLine({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { action } = toast
  const act = (): void => {
    action?.run()
    onClose()
  }
  return (
    <div className="toast" role={toast.kind === 'error' ? 'alert' : undefined}>
      {toast.kind === 'error' ? <CircleAlert className="bad" /> : <Info />}
      <p>{toast.text}</p>
      {action ? (
        <button type="button" className="link" onClick={act}>
          {action.label}
        </button>
      ) : null}
      <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
        <X />
      </button>
    </div>
  )
}
