import { findJob } from './import-jobs.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { tellDocument, tellJob } from './tell-knowledge.ts'

/** Tells the change feed about rows that change often: the newest state of each, a few times a second. */
export interface ProgressFeed extends Disposable {
  documentChanged(id: string): void
  jobChanged(id: string): void
  /** Now, not at the next beat: the end of a job, or before an answer that others compare with the feed. */
  flush(): void
}

const beatMs = 200

export function createProgressFeed({ db, onFault }: Pick<KnowledgeDeps, 'db' | 'onFault'>): ProgressFeed {
  const documents = new Set<string>()
  const jobs = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (documents.size + jobs.size === 0) return
    db.transact((tx) => {
      // Who hears that a job ended has heard what became of its documents.
      for (const id of documents) tellDocument(tx, id)
      for (const id of jobs) tellJob(tx, id, findJob(tx, id) ?? null)
    })
    documents.clear()
    jobs.clear()
  }
  const soon = () => {
    timer ??= setTimeout(() => {
      try {
        flush()
      } catch (error) {
        onFault('import.progress', error)
      }
    }, beatMs)
  }
  return {
    documentChanged(id) {
      documents.add(id)
      soon()
    },
    jobChanged(id) {
      jobs.add(id)
      soon()
    },
    flush,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
