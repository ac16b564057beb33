import { ChevronLeft, ChevronRight } from 'lucide-react'

export interface StepsProps {
  readonly words: { readonly previous: string; readonly next: string; readonly at: string }
  readonly place: { readonly at: number; readonly of: number }
  readonly onStep: (by: 1 | -1) => void
}

/** "‹ 41 of 86 ›". */
export function Steps({ words, place: { at, of }, onStep }: StepsProps) {
  return (
    <>
      <button type="button" className="icon-button" aria-label={words.previous} disabled={at <= 1} onClick={() => onStep(-1)}>
        <ChevronLeft />
      </button>
      <span>{words.at}</span>
      <button type="button" className="icon-button" aria-label={words.next} disabled={at >= of} onClick={() => onStep(1)}>
        <ChevronRight />
      </button>
    </>
  )
}
