import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { waitFor } from './wait-for.ts'

/** Stops a process, and returns when each of its threads stands still: one that runs on another processor would still answer. `SIGCONT` lets it go on. */
export async function freezeProcess(pid: number): Promise<void> {
  // To the system 0 and -1 are many processes, this one among them.
  if (pid <= 0) throw new Error(`there is no process ${pid} to freeze`)
  process.kill(pid, 'SIGSTOP')
  await waitFor(
    `process ${pid} to stand still`,
    () => readdirSync(`/proc/${pid}/task`).every((thread) => isStopped(pid, thread)) || undefined,
  )
}

/** The state is the field behind the name, which may hold anything (proc(5)). */
function isStopped(pid: number, thread: string): boolean {
  const place = `/proc/${pid}/task/${thread}/stat`
  // Ended before it could be stopped; so are those that nobody has waited for yet (`Z`).
  if (!existsSync(place)) return true
  const stat = readFileSync(place, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).search(/^[TZX]/) === 0
}
