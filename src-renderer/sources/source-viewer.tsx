import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Source } from '../../src-shared/rows/message.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { DocumentFind } from './document-find.tsx'
import { SourceBar } from './source-bar.tsx'
import { SourceBody } from './source-body.tsx'
import { sourceTitle, useSourceWords } from './source-words.ts'
import { useViewerFocus } from './use-viewer-focus.ts'

/** A document beside the chat, with the cited passage marked. */
export function SourceViewer() {
  const { sources: store } = usePage()
  const source = useStore(store, ({ sources, number }) => sources[number - 1])
  return source ? <Viewer source={source} /> : null
}

function Viewer({ source }: { readonly source: Source }) {
  const { sources: store } = usePage()
  const words = useSourceWords()
  const { t } = words
  const fault = useStore(store, (state) => state.fault)
  const excerpt = useStore(store, (state) => state.excerpt)
  const viewer = useRef<HTMLElement>(null)
  const [isFinding, setFinding] = useState(false)
  useViewerFocus(viewer)
  const endFinding = (): void => {
    setFinding(false)
    viewer.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f'
    if (!isFind && event.key !== 'Escape') return
    event.preventDefault()
    if (isFind) return setFinding(true)
    if (isFinding) return endFinding()
    store.getState().close()
  }
  return (
    <aside ref={viewer} className="viewer" aria-label={t('viewer')} tabIndex={-1} onKeyDown={onKeyDown}>
      <h2>
        <span className="cut grow">{sourceTitle(words, source)}</span>
        <button
          type="button"
          className="icon-button"
          aria-label={t('find.open')}
          aria-pressed={isFinding}
          onClick={() => setFinding(true)}
        >
          <Search />
        </button>
        <button type="button" className="icon-button" aria-label={t('close')} onClick={store.getState().close}>
          <X />
        </button>
      </h2>
      <SourceBar source={source} />
      {isFinding ? <DocumentFind key={source.document_id} documentId={source.document_id} onClose={endFinding} /> : null}
      {fault ? <ErrorNote fault={fault} /> : null}
      {excerpt ? <SourceBody excerpt={excerpt} source={source} /> : <div className="viewer-page" />}
    </aside>
  )
}
