import { type DrawingJob, type DrawingResult, nothingDrawn } from './drawing-job.ts'

/** The part of `Worker` that is used. */
export interface DrawingWorker {
  postMessage(job: DrawingJob): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: { readonly data: DrawingResult }) => void, options: ListenerOptions): void
  addEventListener(type: 'error', listener: () => void, options: ListenerOptions): void
}

interface ListenerOptions {
  readonly signal: AbortSignal
}

export interface Drawer {
  /** Never fails: what cannot be drawn, or takes too long, is nothing. */
  draw(job: DrawingJob): Promise<DrawingResult>
}

export interface DrawerDeps {
  readonly createWorker: () => DrawingWorker
  /** After this the worker is ended: a pattern can be made to run for minutes. */
  readonly limitMs?: number
}

const keptResults = 200
const longestSource = 50_000

/** Draws code and formulas beside the page's thread, one at a time, and remembers the last ones. */
export function createDrawer({ createWorker, limitMs = 2000 }: DrawerDeps): Drawer {
  const kept = new Map<string, Promise<DrawingResult>>()
  const running: { worker: DrawingWorker | undefined } = { worker: undefined }
  const queue = { end: Promise.resolve(nothingDrawn) }

  async function run(job: DrawingJob): Promise<DrawingResult> {
    running.worker ??= createWorker()
    const { worker } = running
    const result = await answerOf(worker, job, limitMs)
    if (result) return result
    worker.terminate()
    running.worker = undefined
    return nothingDrawn
  }

  return {
    draw(job) {
      const source = job.kind === 'code' ? job.code : job.tex
      if (source.length > longestSource) return Promise.resolve(nothingDrawn)
      const key = JSON.stringify(job)
      const known = kept.get(key)
      if (known) return known
      queue.end = queue.end.then(() => run(job))
      kept.set(key, queue.end)
      const [oldest] = kept.keys()
      if (kept.size > keptResults && oldest !== undefined) kept.delete(oldest)
      return queue.end
    },
  }
}

/** Undefined when the worker failed or did not answer in time. */
function answerOf(worker: DrawingWorker, job: DrawingJob, limitMs: number): Promise<DrawingResult | undefined> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const end = (result: DrawingResult | undefined): void => {
      clearTimeout(timer)
      over.abort()
      resolve(result)
    }
    const timer = setTimeout(() => end(undefined), limitMs)
    worker.addEventListener('message', ({ data }) => end(data), { signal: over.signal })
    worker.addEventListener('error', () => end(undefined), { signal: over.signal })
    worker.postMessage(job)
  })
}
