import { workerData } from 'node:worker_threads'
import { z } from 'zod'

const { parentPid, everyMs } = z.object({ parentPid: z.int(), everyMs: z.int() }).parse(workerData)

/** Where the system hands orphans to another parent, the number changes; Windows keeps it, so there the process is looked for. */
function isOrphan(): boolean {
  if (process.platform !== 'win32') return process.ppid !== parentPid
  try {
    return !process.kill(parentPid, 0)
  } catch {
    return true
  }
}

setInterval(() => {
  if (isOrphan()) process.kill(process.pid, 'SIGKILL')
}, everyMs)
