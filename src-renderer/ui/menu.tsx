import { type ReactNode, useId } from 'react'

export interface MenuProps {
  readonly label: string
  /** What stands on the button. */
  readonly face: ReactNode
  readonly className?: string
  /** Stays open while things in it are chosen. */
  readonly stays?: boolean
  readonly children: ReactNode
}

/** A button and the choices below it. The browser closes it on Escape and on a press elsewhere. */
export function Menu({ label, face, className = 'icon-button', stays = false, children }: MenuProps) {
  const id = useId()
  return (
    <>
      <button type="button" className={className} aria-label={label} popoverTarget={id}>
        {face}
      </button>
      <section id={id} popover="auto" className="menu" aria-label={label}>
        {stays ? children : <CloseOnChoice id={id}>{children}</CloseOnChoice>}
      </section>
    </>
  )
}

function CloseOnChoice({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const close = (): void => document.getElementById(id)?.hidePopover()
  return (
    <div className="choices" onClickCapture={() => queueMicrotask(close)}>
      {children}
    </div>
  )
}
