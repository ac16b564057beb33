export interface TaskWatch extends Disposable {
  /** Processor time of this thread between two moments at which it was free, the longest so far; what others take does not count. */
  longestMs(): number
}

/** A moment later than this, and several tasks are counted as one: the figure is never too small. */
const lookEveryMs = 2

/** Watches how long this thread is at one thing without coming back to its queue. */
export function watchTasks(): TaskWatch {
  let longest = 0
  let before = cpuMs()
  const timer = setInterval(() => {
    const now = cpuMs()
    longest = Math.max(longest, now - before)
    before = now
  }, lookEveryMs)
  return { longestMs: () => longest, [Symbol.dispose]: () => clearInterval(timer) }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
