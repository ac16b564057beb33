import { type BeginDeps, type BegunDocument, beginDocument } from './begin-document.ts'
import { importDocument } from './import-document.ts'
import { type NextDocument, nextDocument } from './import-jobs.ts'
import { settleFault } from './settle-fault.ts'

export interface InHandOptions {
  /** Nothing begins while this is so. */
  readonly isHeld: () => boolean
  readonly disposed: AbortSignal
}

/** The document that is embedded and, once it is read, the next one, which is read meanwhile; never more. */
export interface DocumentsInHand {
  /** Imports it to its end, or until it is let go of. */
  take(next: NextDocument): Promise<void>
  /** There may be one to read ahead. */
  lookAhead(): void
  dropAhead(): Promise<void>
  all(): readonly BegunDocument[]
}

export function createDocumentsInHand(deps: BeginDeps, { isHeld, disposed }: InHandOptions): DocumentsInHand {
  const { db, onFault } = deps
  let inHand: BegunDocument | undefined
  let ahead: BegunDocument | undefined

  /** The one that is being read ahead if it is this one; else it is begun now, unless all is held meanwhile. */
  async function takeOver(next: NextDocument): Promise<BegunDocument | undefined> {
    if (ahead !== undefined && isUpToDate(ahead, next)) {
      const begun = ahead
      ahead = undefined
      return begun
    }
    await dropAhead()
    return isHeld() ? undefined : beginDocument(deps, next, disposed)
  }

  function lookAhead(): void {
    if (isHeld() || ahead !== undefined || inHand === undefined || !inHand.reading.isOver()) return
    const next = nextDocument(db, inHand.work.documentId)
    if (next !== undefined && next.document.status !== 'embedding') ahead = beginDocument(deps, next, disposed)
  }

  async function dropAhead(): Promise<void> {
    const dropped = ahead
    ahead = undefined
    dropped?.letGo()
    await dropped?.reading.done.catch(() => undefined)
  }

  return {
    async take(next) {
      const begun = await takeOver(next)
      if (begun === undefined) return
      inHand = begun
      begun.reading.done.then(lookAhead, () => undefined).catch((error: unknown) => onFault('import', error))
      try {
        await importDocument(deps, begun)
      } catch (error) {
        if (!begun.isLetGo()) await settleFault(deps, begun.work, error)
      } finally {
        inHand = undefined
      }
    },
    lookAhead,
    dropAhead,
    all: () => [inHand, ahead].filter((each) => each !== undefined),
  }
}

/** Not so when something else has become more urgent, or it was queued once more since it was read. */
const isUpToDate = ({ work, reading, isLetGo }: BegunDocument, { document, jobId }: NextDocument): boolean =>
  work.documentId === document.id && work.jobId === jobId && !isLetGo() && !(reading.isOver() && document.status === 'waiting')
