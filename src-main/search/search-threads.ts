import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { type SearchThread, type StoreFile, startThread } from './search-thread.ts'
import type { Sharing } from './vectors/search-vectors.ts'
import {
  type Neighbour,
  type ShareFound,
  type ShareQuery,
  shareQuery,
  type VectorQuery,
  wholeIndex,
} from './vectors/vector-query.ts'

export interface SearchThreads {
  search(query: Float32Array, wanted: VectorQuery): Promise<readonly Neighbour[]>
  /** How many share the next search. */
  count(): number
  /** Ends the threads, and what they search for. */
  letGo(): Promise<void>
}

/** Those of one opening of the file. */
interface Crew {
  /** Each has searched once, but for the first. */
  ready: SearchThread[]
  starting: SearchThread | undefined
  failures: number
}

/** A commit between the beginnings of two shares is seen by one of them alone. */
const sharedAttempts = 3
/** Where a second thread does not come up, the first does without. */
const startAttempts = 3

const newCrew = (): Crew => ({ ready: [], starting: undefined, failures: 0 })

/** Threads that share each search where the index is large. The others are started when the first found it so, and used once they have searched. */
export function createSearchThreads(file: StoreFile, sharing: Sharing): SearchThreads {
  let crew = newCrew()
  let ending: Promise<unknown> = Promise.resolve()

  const end = (threads: readonly SearchThread[]): void => {
    ending = Promise.all([ending, ...threads.map((thread) => thread.close())])
  }

  /** At least one. */
  function alive(mine: Crew): readonly [SearchThread, ...SearchThread[]] {
    end(mine.ready.filter((thread) => thread.isOver()))
    const [first = startThread(file, sharing), ...others] = mine.ready.filter((thread) => !thread.isOver())
    mine.ready = [first, ...others]
    return [first, ...others]
  }

  function add(mine: Crew, query: Float32Array, wanted: ShareQuery): void {
    const part = mine.ready.length
    if (mine.starting !== undefined || part >= sharing.threads || mine.failures >= startAttempts) return
    const thread = startThread(file, sharing)
    mine.starting = thread
    const done = (isReady: boolean): void => {
      mine.starting = undefined
      if (isReady) mine.ready.push(thread)
      else mine.failures++
    }
    thread.search(query, wanted, { part, of: part + 1, isAgain: false }).then(
      () => done(mine === crew),
      () => done(false),
    )
  }

  async function searchShared(mine: Crew, query: Float32Array, wanted: ShareQuery): Promise<readonly ShareFound[]> {
    for (let attempt = 0; attempt < sharedAttempts; attempt++) {
      const threads = alive(mine)
      const share = { of: threads.length, isAgain: attempt > 0 }
      const answers = await Promise.all(threads.map((thread, part) => thread.search(query, wanted, { ...share, part })))
      if (mine !== crew) throw new AppError(rpcError.aborted, undefined, { cause: 'the file is let go' })
      if (new Set(answers.map(({ state }) => state)).size === 1) return answers
    }
    return [await alive(mine)[0].search(query, wanted, wholeIndex)]
  }

  return {
    async search(query, asked) {
      const mine = crew
      const wanted = shareQuery(asked)
      const answers = await searchShared(mine, query, wanted)
      if (mine === crew && answers.some(({ isLarge }) => isLarge)) add(mine, query, wanted)
      return bestOf(answers, wanted.limit)
    },
    count: () => crew.ready.length,
    async letGo() {
      const { ready, starting } = crew
      crew = newCrew()
      end(starting ? [...ready, starting] : ready)
      await ending
    },
  }
}

/** A row that two lists hold was found by two threads. */
function bestOf(answers: readonly ShareFound[], limit: number): readonly Neighbour[] {
  const all = answers.flatMap(({ found }) => found)
  if (answers.length === 1) return all
  return [...new Map(all.map((each) => [each.passage, each])).values()].sort((a, b) => b.cosine - a.cosine).slice(0, limit)
}
