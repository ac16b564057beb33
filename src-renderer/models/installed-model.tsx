import { Ellipsis, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { FitBadge } from './fit-badge.tsx'
import { modelInUse } from './model-store.ts'
import { memoryWords, modelFacts } from './model-words.ts'

/** A model that is on this device. */
export function InstalledModel({ entry }: { readonly entry: ModelEntry }) {
  const { models, toasts } = usePage()
  const { id, name, summary, offer, row } = entry
  const isDefault = useStore(models, ({ entries }) => modelInUse(entries, entry.role)?.id === id)
  const { attempt } = toasts.getState()
  const fault = useStore(models, ({ inMemory }) => (inMemory?.id === id && inMemory.state === 'failed' ? inMemory.fault : null))
  return (
    <li className="model">
      <div className="model-name">
        <p>
          <b>{name}</b> <span className="cap">{modelFacts({ offer, row })}</span>
          {isDefault ? <span className="badge accent">Default</span> : null}
        </p>
        <p className="cap">{summary ?? row?.path}</p>
      </div>
      <FitBadge id={id} />
      {entry.role === 'chat' ? <Memory id={id} /> : <span className="model-state cap">On this device</span>}
      <div className="model-actions">
        {isDefault ? null : <DefaultButton entry={entry} />}
        {entry.role === 'chat' ? <LoadButton id={id} /> : null}
        <Menu label={`More about ${name}`} face={<Ellipsis className="small" />}>
          <button type="button" onClick={() => void attempt(() => models.getState().remove(id))}>
            <Trash2 className="small" /> Remove from Hearth
          </button>
        </Menu>
      </div>
      {fault ? <p className="model-fault">{errorSentence(fault)}</p> : null}
    </li>
  )
}

function Memory({ id }: { readonly id: string }) {
  const inMemory = useStore(usePage().models, (state) => state.inMemory)
  const isLoading = inMemory?.id === id && inMemory.state === 'loading'
  return (
    <span className="model-state cap">
      {isLoading ? <progress aria-label="Loading" max={1} value={inMemory.progress} /> : null}
      {memoryWords(inMemory, id)}
    </span>
  )
}

function DefaultButton({ entry: { id, role, name } }: { readonly entry: ModelEntry }) {
  const { settings, models, toasts } = usePage()
  if (role === 'reranker') return null
  const choose = async (): Promise<void> => {
    await settings.getState().change(role === 'chat' ? { chat_model_id: id } : { embedder_id: id })
    await models.getState().reread()
  }
  return (
    <button
      type="button"
      className="button sm"
      aria-label={`Use ${name} by default`}
      onClick={() => void toasts.getState().attempt(choose)}
    >
      Use by default
    </button>
  )
}

function LoadButton({ id }: { readonly id: string }) {
  const { models, toasts } = usePage()
  const isInMemory = useStore(models, ({ inMemory }) => inMemory?.id === id && inMemory.state !== 'failed')
  const { load, unload } = models.getState()
  return (
    <button
      type="button"
      className="button sm"
      onClick={() => void toasts.getState().attempt(isInMemory ? unload : () => load(id))}
    >
      {isInMemory ? 'Unload' : 'Load'}
    </button>
  )
}
