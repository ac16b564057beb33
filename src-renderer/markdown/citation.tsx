import { useWords } from '../language/use-words.ts'

export interface CitationTarget {
  /** The documents' names, first is [1]. */
  readonly names: readonly string[]
  open(number: number): void
}

export function Citation({ number, target }: { readonly number: number; readonly target: CitationTarget }) {
  const t = useWords('markdown')
  const name = target.names[number - 1] ?? ''
  return (
    <button
      type="button"
      className="cite"
      data-source={number}
      aria-label={t('source', { number, name })}
      onClick={() => target.open(number)}
    >
      {number}
    </button>
  )
}
