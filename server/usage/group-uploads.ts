import { setImmediate as nextTurn } from 'node:timers/promises'
import { isUnavailable } from '../stores/pulse.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { takeTogether } from './ledger.ts'
import type { Upload, UploadGroups } from './upload.ts'

interface Waiting {
  readonly upload: Upload
  readonly settle: PromiseWithResolvers<boolean>
}

/** A group is one statement: it may not take so long that the next one waits for it. */
const most = { uploads: 100, entriesEach: 20 } as const

/**
 * Group commit: while one group is being written, what comes waits, and is written as the next one. Whoever comes alone waits for a turn of the loop.
 * An upload is acknowledged when its group is committed, so nothing that was acknowledged is lost.
 */
export function groupUploads(store: SqlStore, thresholds: readonly number[]): UploadGroups {
  const state: { waiting: readonly Waiting[]; isWriting: boolean } = { waiting: [], isWriting: false }

  async function write(): Promise<void> {
    state.isWriting = true
    await untilNobodyComes()
    while (state.waiting.length > 0) {
      const group = nextGroup(state.waiting)
      state.waiting = state.waiting.filter((each) => !group.has(each))
      await settle(store, thresholds, [...group])
    }
    state.isWriting = false
  }

  /** What comes at once comes within a few turns: else the first of it would be a group by itself, and all others wait for that. */
  async function untilNobodyComes(): Promise<void> {
    for (let before = 0; before < state.waiting.length && before < most.uploads; ) {
      before = state.waiting.length
      await nextTurn()
    }
  }

  return {
    take(upload) {
      if (!fitsGroup(upload)) return Promise.resolve(false)
      const settle = Promise.withResolvers<boolean>()
      state.waiting = [...state.waiting, { upload, settle }]
      if (!state.isWriting) void write()
      return settle.promise
    },
  }
}

/** The same use twice is found out one by one. */
const fitsGroup = ({ entries }: Upload): boolean =>
  entries.length <= most.entriesEach && new Set(entries.map(({ usage_id }) => usage_id)).size === entries.length

/** In the order in which they came, of each user one. */
function nextGroup(waiting: readonly Waiting[]): ReadonlySet<Waiting> {
  const firsts = new Map<string, Waiting>()
  for (const each of waiting) {
    if (firsts.size === most.uploads) break
    if (!firsts.has(each.upload.userId)) firsts.set(each.upload.userId, each)
  }
  return new Set(firsts.values())
}

async function settle(store: SqlStore, thresholds: readonly number[], group: readonly Waiting[]): Promise<void> {
  try {
    const uploads = group.map(({ upload }) => upload)
    const taken = await takeTogether(store, uploads, thresholds)
    for (const { upload, settle } of group) settle.resolve(taken.has(upload.userId))
  } catch (error) {
    // The database is away for all of them. Else one of them is at fault: by itself each gets its own answer.
    for (const { settle } of group) isUnavailable(error) ? settle.reject(error) : settle.resolve(false)
  }
}
