import type { ReactNode } from 'react'
import { safeAddress, shownAddress } from './safe-address.ts'

export interface OutgoingLinkProps {
  readonly address: string
  /** The words of the link, to tell whether they already say where it leads. */
  readonly words: string
  readonly children: ReactNode
}

/** The only way out of an answer: shows where it leads, and opens beside the page without handing anything over. */
export function OutgoingLink({ address, words, children }: OutgoingLinkProps) {
  const safe = safeAddress(address)
  if (safe === undefined)
    return (
      <span>
        {children} <bdi className="address">({address})</bdi>
      </span>
    )
  const shown = shownAddress(safe)
  return (
    <a href={safe} title={safe} target="_blank" rel="noopener noreferrer nofollow">
      {children}
      {words.includes(shown) ? null : <bdi className="address"> ({shown})</bdi>}
    </a>
  )
}
