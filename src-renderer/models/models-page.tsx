import './models.css'
import { FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { InstalledModel } from './installed-model.tsx'
import { inOrder, isOnDevice } from './model-words.ts'
import { OfferedModel } from './offered-model.tsx'

const roles = [
  { role: 'chat', name: 'Chat models', says: 'They write the answers.' },
  { role: 'embedder', name: 'Search models', says: 'They read your documents and find the passages for an answer.' },
  { role: 'reranker', name: 'Reranking models', says: 'They sort the passages that were found once more.' },
] as const

export function ModelsPage() {
  const { models, toasts } = usePage()
  const entries = useStore(models, (state) => state.entries)
  const isLoaded = useStore(models, (state) => state.isLoaded)
  useEffect(() => {
    if (isLoaded) void toasts.getState().attempt(models.getState().rereadMemory)
  }, [isLoaded, models, toasts])
  return (
    <>
      <PageHeader title="Models" />
      <div className="page-body">
        {roles.map(({ role, name, says }) => (
          <RoleSection key={role} name={name} says={says} entries={entries.filter((entry) => entry.role === role)} />
        ))}
        <ImportForm />
      </div>
    </>
  )
}

interface RoleSectionProps {
  readonly name: string
  readonly says: string
  readonly entries: readonly ModelEntry[]
}

function RoleSection({ name, says, entries }: RoleSectionProps) {
  if (entries.length === 0) return null
  return (
    <section className="role" aria-label={name}>
      <div className="row role-head">
        <h2>{name}</h2>
        <span className="cap">{says}</span>
      </div>
      <ul className="models">
        {inOrder(entries).map((entry) =>
          isOnDevice(entry) ? <InstalledModel key={entry.id} entry={entry} /> : <OfferedModel key={entry.id} entry={entry} />,
        )}
      </ul>
    </section>
  )
}

function ImportForm() {
  const { models, toasts } = usePage()
  const [path, setPath] = useState('')
  const add = (): void => {
    const wanted = path.trim()
    if (wanted === '') return
    void toasts.getState().attempt(async () => {
      await models.getState().importFile(wanted)
      setPath('')
    })
  }
  return (
    <section className="card" aria-label="Use a model from this disk">
      <h2>Use a model from this disk</h2>
      <p className="cap">A GGUF file, or a folder with an ONNX search model. It is used where it lies and never copied.</p>
      <form
        className="row path-form"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <input
          className="field"
          aria-label="Path of the model"
          placeholder="Path of the file or folder"
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
        <button type="submit" className="button" disabled={path.trim() === ''}>
          <FolderOpen className="small" /> Add
        </button>
      </form>
    </section>
  )
}
