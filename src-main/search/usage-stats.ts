import { z } from 'zod'
import type { SearchResult } from '../../src-shared/desktop/search.ts'
import type { Db, WriteDb } from '../db/database.ts'

/** How often a passage was found and how well: kept for the person's own statistics, never on a question's way. */
export interface UsageStats extends Disposable {
  retrieved(results: readonly SearchResult[]): void
  flush(): void
}

interface Use {
  readonly count: number
  readonly at: number
  readonly scores: readonly number[]
}

const flushAfterMs = 2_000
const scoresKept = 20

export function createUsageStats(db: Db, now: () => number, onFault: (stage: string, error: unknown) => void): UsageStats {
  const uses = new Map<string, Use>()
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (uses.size === 0) return
    const written = [...uses]
    uses.clear()
    try {
      db.transact((tx) => {
        for (const [passageId, use] of written) addUse(tx, passageId, use)
      })
    } catch (error) {
      // Nobody asked for these figures: on a full disk they are missing, and nothing else is.
      onFault('usage-stats', error)
    }
  }
  return {
    retrieved(results) {
      for (const { passage_id, scores } of results) {
        const before = uses.get(passage_id)
        const score = scores.fused ?? scores.vector ?? scores.exact ?? 0
        uses.set(passage_id, { count: (before?.count ?? 0) + 1, at: now(), scores: [...(before?.scores ?? []), score] })
      }
      timer ??= setTimeout(flush, flushAfterMs).unref()
    },
    flush,
    [Symbol.dispose]: flush,
  }
}

const scoreList = z.array(z.number())

function addUse(tx: WriteDb, passageId: string, { count, at, scores }: Use): void {
  const kept = tx
    .prepare<[string], string>('SELECT relevance_scores FROM usage_stats WHERE passage_id = ?')
    .pluck()
    .get(passageId)
  const all = [...(kept === undefined ? [] : scoreList.parse(JSON.parse(kept))), ...scores].slice(-scoresKept)
  tx.prepare(`
    INSERT INTO usage_stats (passage_id, retrieval_count, last_accessed, relevance_scores) VALUES (?, ?, ?, ?)
    ON CONFLICT (passage_id) DO UPDATE SET retrieval_count = retrieval_count + excluded.retrieval_count,
      last_accessed = excluded.last_accessed, relevance_scores = excluded.relevance_scores
  `).run(passageId, count, at, JSON.stringify(all))
}
