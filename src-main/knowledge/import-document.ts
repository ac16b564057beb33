import { type BeginDeps, type BegunDocument, modelInUse } from './begin-document.ts'
import { journalDocument } from './documents.ts'
import { embedDocument } from './embed-document.ts'
import type { ReadOutcome } from './reading.ts'

/** Embeds a begun document while it is being read, and lets its job count it. Nothing is done for it any more when this ends. */
export async function importDocument(deps: BeginDeps, begun: BegunDocument): Promise<void> {
  const { work } = begun
  const { outcome, made } = await whenBoth(deps, begun)
  // It still waits for its vectors, and comes next again.
  if (made === undefined) return
  const isUnchanged = outcome === 'unchanged' && made === 0
  const counts = isUnchanged ? ({ done: 1, unchanged: 1 } as const) : ({ done: 1 } as const)
  const isDone = work.finish({ status: 'ready', fault: null }, counts, (tx, document) => {
    if (!isUnchanged) journalDocument(tx, document)
  })
  if (isDone) await deps.inbox.remove(work.documentId)
}

interface Both {
  readonly outcome: ReadOutcome
  /** Vectors; undefined when another embedder came into use meanwhile. */
  readonly made: number | undefined
}

/** The first fault of the two ends both. */
async function whenBoth(deps: BeginDeps, begun: BegunDocument): Promise<Both> {
  const embedding = embedBegun(deps, begun)
  try {
    const [outcome, made] = await Promise.all([begun.reading.done, embedding])
    return { outcome, made }
  } catch (error) {
    begun.fail()
    await Promise.allSettled([begun.reading.done, embedding])
    throw error
  }
}

async function embedBegun(deps: BeginDeps, { work, reading, signal }: BegunDocument): Promise<number | undefined> {
  // What an earlier reading left is out of the way when the first of this one is written.
  if (!reading.isOver()) await reading.more()
  const model = modelInUse(deps)
  await deps.embedder.load(model, signal)
  return await embedDocument(deps, { work, reading, embedderId: model.id }, signal)
}
