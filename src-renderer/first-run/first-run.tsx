import './first-run.css'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { modelInUse } from '../models/model-store.ts'
import { useKeptFocus } from '../ui/use-kept-focus.ts'
import { usePage } from '../use-page.ts'
import { FirstSteps } from './first-steps.tsx'
import { Welcome } from './welcome.tsx'

/** In the place of an empty chat: what is still missing before a question can be answered from documents. */
export function FirstRun() {
  const { models, knowledge, firstRun } = usePage()
  // Documents are found by a model of their own.
  const hasModel = useStore(models, ({ entries }) => (['chat', 'embedder'] as const).every((role) => modelInUse(entries, role)))
  const hasDocuments = useStore(knowledge, ({ documents }) => documents.values().some(({ status }) => status === 'ready'))
  const isKnown = useStore(models, (state) => state.isLoaded)
  const isRead = useStore(knowledge, (state) => state.isLoaded)
  const isSkipped = useStore(firstRun, (state) => state.isSkipped)
  const place = useRef<HTMLDivElement>(null)
  const isReady = hasModel && hasDocuments
  const isLeft = isReady || isSkipped
  useKeptFocus(place, isLeft ? 'left' : hasModel ? 'documents' : 'model')
  if (!isKnown || !isRead) return null
  return (
    <div className="welcome" ref={place}>
      {isLeft ? <Welcome isReady={isReady} /> : <FirstSteps hasModel={hasModel} />}
    </div>
  )
}
