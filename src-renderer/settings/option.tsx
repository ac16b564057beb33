import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** A card of options, one below the other. */
export function Options({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section className="card options" aria-label={label}>
      {children}
    </section>
  )
}

export interface OptionProps {
  readonly Icon: LucideIcon
  readonly title: string
  /** What it does, in a sentence. */
  readonly about: ReactNode
  /** What it is changed with. */
  readonly children?: ReactNode
  /** What belongs below the line. */
  readonly below?: ReactNode
}

export function Option({ Icon, title, about, children, below }: OptionProps) {
  return (
    <div className="option">
      <Icon />
      <div className="option-words">
        <b>{title}</b>
        <p>{about}</p>
      </div>
      {children ? <div className="option-control">{children}</div> : null}
      {below ? <div className="option-below">{below}</div> : null}
    </div>
  )
}
