import type { LucideIcon } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'

export interface MenuChoice {
  readonly label: string
  readonly Icon: LucideIcon
  readonly run: () => void
  /** The key that does the same, as it is written. */
  readonly keys?: string
  /** A line above it. */
  readonly isApart?: boolean
}

export interface ContextMenuProps {
  readonly label: string
  readonly x: number
  readonly y: number
  readonly choices: readonly MenuChoice[]
  readonly onClose: () => void
}

const marginPx = 8

/** What can be done with a thing, at the pointer or beside it. Escape and a press elsewhere close it, and focus goes back. */
export function ContextMenu({ label, x, y, choices, onClose }: ContextMenuProps) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const menu = ref.current
    if (!menu) return
    menu.showPopover()
    const { width, height } = menu.getBoundingClientRect()
    menu.style.left = `${Math.max(marginPx, Math.min(x, innerWidth - width - marginPx))}px`
    menu.style.top = `${Math.max(marginPx, Math.min(y, innerHeight - height - marginPx))}px`
    menu.querySelector('button')?.focus()
  }, [x, y])
  const run = (choice: MenuChoice): void => {
    // First, so that focus is back where it was when the choice takes it elsewhere.
    ref.current?.hidePopover()
    choice.run()
  }
  return (
    <div
      ref={ref}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="menu context-menu"
      onKeyDown={walk}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose()
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      {choices.map((choice) => (
        <button
          key={choice.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={choice.isApart ? 'apart' : undefined}
          onClick={() => run(choice)}
        >
          <choice.Icon className="small" /> {choice.label}
          {choice.keys === undefined ? null : <kbd className="push">{choice.keys}</kbd>}
        </button>
      ))}
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button.matches(':focus'))
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const to = steps[event.key]
  event.stopPropagation()
  if (event.key === 'Tab') event.currentTarget.hidePopover()
  if (to === undefined) return
  event.preventDefault()
  buttons.at(to % buttons.length)?.focus()
}
