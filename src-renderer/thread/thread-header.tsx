import { PanelLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import { defaultChatModel } from '../models/model-store.ts'
import { usePage } from '../use-page.ts'
import { CollectionMenu } from './collection-menu.tsx'

/** The line above every page: its title, and what belongs to it. */
export function PageHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const { place } = usePage()
  return (
    <header className="page-header">
      <button
        type="button"
        className="icon-button rail-toggle"
        aria-label="Chats and pages"
        onClick={() => place.getState().showRail(true)}
      >
        <PanelLeft />
      </button>
      <h1 className="cut">{title}</h1>
      {children}
    </header>
  )
}

export function ThreadHeader() {
  const { thread, conversations } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const row = useStore(conversations, (state) => (conversationId === null ? undefined : state.rows.get(conversationId)))
  return (
    <PageHeader title={row?.title ?? 'New chat'}>
      <ModelChip modelId={row?.model_id ?? null} />
      <CollectionMenu row={row} />
    </PageHeader>
  )
}

function ModelChip({ modelId }: { readonly modelId: string | null }) {
  const { models, place } = usePage()
  const entries = useStore(models, (state) => state.entries)
  const inMemory = useStore(models, (state) => state.inMemory)
  const model = entries.find(({ id }) => id === modelId) ?? defaultChatModel(entries)
  const loaded = inMemory !== null && inMemory.id === model?.id ? inMemory : null
  return (
    <button type="button" className="chip" title={stateWords(loaded)} onClick={() => place.getState().go({ page: 'models' })}>
      <span className={loaded?.state === 'ready' ? 'dot ready' : loaded?.state === 'loading' ? 'dot busy' : 'dot'} />
      <b className="cut">{model?.name ?? 'No model'}</b>
      {loaded?.state === 'ready' ? <small>{loaded.gpu ?? 'CPU'}</small> : null}
    </button>
  )
}

function stateWords(loaded: LoadedModel | null): string {
  if (loaded?.state === 'ready') return 'In memory'
  return loaded?.state === 'loading' ? 'Loading' : 'Loaded with the first question'
}
