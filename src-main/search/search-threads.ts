import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { type SearchThread, type StoreFile, startThread } from './search-thread.ts'
import type { Sharing } from './vectors/search-vectors.ts'
import { type Neighbour, type ShareFound, type VectorQuery, wholeIndex } from './vectors/vector-query.ts'

export interface SearchThreads {
  search(query: Float32Array, wanted: VectorQuery): Promise<Neighbour[]>
  /** How many share the next search. */
  count(): number
  /** Ends the threads, and what they search for. */
  letGo(): Promise<void>
}

/** A commit between the beginnings of two shares is seen by one of them alone. */
const sharedAttempts = 3

/** Threads that share each search where the index is large. The others are started when the first found it so, and used once they have searched. */
export function createSearchThreads(file: StoreFile, sharing: Sharing): SearchThreads {
  let ready: SearchThread[] = []
  let starting: SearchThread | undefined
  let timesLetGo = 0

  function add(query: Float32Array, wanted: VectorQuery): void {
    if (starting !== undefined || ready.length >= sharing.threads) return
    const thread = startThread(file, sharing)
    starting = thread
    const done = (): void => {
      if (starting === thread) starting = undefined
    }
    thread.search(query, wanted, { part: ready.length, of: ready.length + 1 }).then(() => {
      if (starting === thread) ready.push(thread)
      done()
    }, done)
  }

  async function searchShared(query: Float32Array, wanted: VectorQuery): Promise<readonly ShareFound[]> {
    const times = timesLetGo
    for (let attempt = 0; attempt < sharedAttempts && ready.length > 1; attempt++) {
      const of = ready.length
      const answers = await Promise.all(ready.map((thread, part) => thread.search(query, wanted, { part, of })))
      if (new Set(answers.map(({ state }) => state)).size === 1) return answers
      if (times !== timesLetGo) throw new AppError(rpcError.aborted, undefined, { cause: 'the file is let go' })
    }
    const [first = startThread(file, sharing)] = ready
    if (ready.length === 0) ready = [first]
    return [await first.search(query, wanted, wholeIndex)]
  }

  return {
    async search(query, wanted) {
      ready = ready.filter((thread) => !thread.isOver())
      const answers = await searchShared(query, wanted)
      if (answers.some(({ isLarge }) => isLarge)) add(query, wanted)
      return bestOf(answers, wanted.limit)
    },
    count: () => ready.length,
    async letGo() {
      const ending = starting === undefined ? ready : [...ready, starting]
      ready = []
      starting = undefined
      timesLetGo++
      await Promise.all(ending.map((thread) => thread.close()))
    },
  }
}

/** A row that two lists hold was found by two threads. */
function bestOf(answers: readonly ShareFound[], limit: number): Neighbour[] {
  const all = answers.flatMap(({ found }) => found)
  if (answers.length === 1) return all
  return [...new Map(all.map((each) => [each.passage, each])).values()].sort((a, b) => b.cosine - a.cosine).slice(0, limit)
}
