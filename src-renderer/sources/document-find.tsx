import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { TextRange } from '../../src-shared/find/match-terms.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { findInDocument } from './find-in-document.ts'

export interface DocumentFindProps {
  readonly documentId: string
  readonly onClose: () => void
}

/** Finds in the whole document that is shown, not only in what is drawn of it. */
export function DocumentFind({ documentId, onClose }: DocumentFindProps) {
  const t = useWords('sources')
  const field = useRef<HTMLInputElement>(null)
  const { words, setWords, places, at, step } = useFound(documentId)
  useEffect(() => field.current?.focus(), [])
  const count = places?.length ?? 0
  const says =
    words.trim() === ''
      ? ''
      : places === null
        ? t('find.searching')
        : count === 0
          ? t('find.none')
          : t('find.at', { at, of: count })
  return (
    <search className="viewer-find" aria-label={t('find.open')}>
      <input
        ref={field}
        aria-label={t('find.open')}
        placeholder={t('find.open')}
        value={words}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) step(event.shiftKey ? -1 : 1)
        }}
      />
      <span role="status">{says}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('find.previous')}
        disabled={count === 0}
        onClick={() => step(-1)}
      >
        <ChevronUp />
      </button>
      <button type="button" className="icon-button" aria-label={t('find.next')} disabled={count === 0} onClick={() => step(1)}>
        <ChevronDown />
      </button>
      <button type="button" className="icon-button" aria-label={t('find.close')} onClick={onClose}>
        <X />
      </button>
    </search>
  )
}

function useFound(documentId: string) {
  const { link, sources: store, toasts } = usePage()
  const [words, setWords] = useState('')
  const [places, setPlaces] = useState<readonly TextRange[] | null>(null)
  const [at, setAt] = useState(0)
  useEffect(() => {
    setPlaces(null)
    if (words.trim() === '') return
    const asking = new AbortController()
    const { signal } = asking
    const find = async (): Promise<void> => {
      const found = await findInDocument(link.api, { documentId, words }, signal)
      if (signal.aborted) return
      setPlaces(found)
      setAt(1)
      if (found[0]) void store.getState().show(found[0])
    }
    const timer = setTimeout(() => {
      void toasts.getState().attempt(() => find().catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error))))
    }, 150)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [words, documentId, link, store, toasts])
  const step = (by: 1 | -1): void => {
    const count = places?.length ?? 0
    if (count === 0) return
    const next = ((at - 1 + by + count) % count) + 1
    setAt(next)
    const place = places?.[next - 1]
    if (place) void store.getState().show(place)
  }
  return { words, setWords, places, at, step }
}
