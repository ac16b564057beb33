import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  readonly title: string
  /** What goes, and what stays. */
  readonly children: ReactNode
  readonly keep: string
  readonly confirm: string
  readonly onClose: () => void
  /** Comes after the dialog is closed. */
  readonly onConfirm: () => void
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({ title, children, keep, confirm, onClose, onConfirm }: ConfirmDialogProps) {
  const act = (): void => {
    onClose()
    onConfirm()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {keep}
        </button>
        <button type="button" className="button primary" onClick={act}>
          {confirm}
        </button>
      </div>
    </Dialog>
  )
}
