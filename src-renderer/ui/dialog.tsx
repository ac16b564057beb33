import './dialog.css'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Toasts } from '../toasts/toasts.tsx'
import { usePage } from '../use-page.ts'

export interface DialogProps {
  readonly title: string
  /** Escape, a press beside it, and what its buttons do. */
  readonly onClose: () => void
  /** Something was typed in it: a press beside it, which happens by mistake, does nothing. */
  readonly isHeld?: boolean
  readonly children: ReactNode
}

/** Stands over the window until it is answered; focus stays in it and goes back where it was. */
export function Dialog({ title, onClose, isHeld = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const { toasts } = usePage()
  /** Words that are marked with the pointer may end beside it: only what began there is a press on the veil. */
  const isPressed = useRef(false)
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  useEffect(() => {
    const { cover, uncover } = toasts.getState()
    cover(titleId)
    return () => uncover(titleId)
  }, [toasts, titleId])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the veil beside it.
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => {
        isPressed.current = event.target === event.currentTarget
      }}
      onClick={(event) => {
        if (isPressed.current && event.target === event.currentTarget && !isHeld) onClose()
      }}
    >
      <div className="dialog-body">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
      <Toasts within={titleId} />
    </dialog>
  )
}
