import { useEffect, useState } from 'react'
import type { DocumentRow, PassageRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import { joined, placeWords } from './knowledge-words.ts'

export interface PassagesDialogProps {
  readonly document: DocumentRow
  readonly onClose: () => void
}

/** What was made of a document, as search and the model see it. */
export function PassagesDialog({ document, onClose }: PassagesDialogProps) {
  const { sources, toasts } = usePage()
  const t = useWords('knowledge')
  const places = useWords('places')
  const { items, total, readMore } = usePassages(document.id)
  const open = (passage: PassageRow): void => {
    onClose()
    const { id: passage_id, document_id, page, place: at, heading, start, end, text } = passage
    const place = { passage_id, document_id, document: document.name, path: document.path }
    const source = { ...place, page, place: at, heading, start, end, text, score: 0 }
    void toasts.getState().attempt(() => sources.getState().open(document.id, [source], 1))
  }
  return (
    <Dialog title={document.name} onClose={onClose}>
      <p role="status">{joined([t('passages', { count: total }), t('passagesAbout')])}</p>
      <ol className="passages">
        {items.map((passage) => (
          <li key={passage.id}>
            <div className="row cap">
              <span className="cut">{joined([placeWords({ t, places }, passage), t('tokens', { count: passage.tokens })])}</span>
              <button type="button" className="link push" onClick={() => open(passage)}>
                {t('openInDocument')}
              </button>
            </div>
            <p>{passage.text}</p>
          </li>
        ))}
      </ol>
      <div className="dialog-actions">
        {items.length < total ? (
          <button type="button" className="button" onClick={readMore}>
            {t('showMore', { count: total - items.length })}
          </button>
        ) : null}
        <button type="button" className="button" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </Dialog>
  )
}

function usePassages(documentId: string) {
  const { knowledge, toasts } = usePage()
  const [shown, setShown] = useState<{ items: readonly PassageRow[]; total: number }>({ items: [], total: 0 })
  const read = (before: readonly PassageRow[]): void =>
    void toasts.getState().attempt(async () => {
      const { items, total } = await knowledge.getState().passages(documentId, before.length)
      setShown({ items: [...before, ...items], total })
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page, once
  useEffect(() => read([]), [documentId])
  return { ...shown, readMore: () => read(shown.items) }
}
