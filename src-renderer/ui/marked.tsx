import type { ReactNode } from 'react'
import type { Snippet } from '../../src-shared/desktop/find.ts'

/** Text with what was found in it marked. */
export function Marked({ text, marks }: Snippet) {
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of marks) {
    if (start > at) parts.push(text.slice(at, start))
    parts.push(<mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
