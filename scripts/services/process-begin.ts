import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * When a process began, as the system writes it; undefined when it has ended. An id that was written down may be somebody else's
 * by now: both together name one process.
 */
export function beginOf(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return beginOnLinux(pid)
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function beginOnLinux(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  // Behind the name, which may hold anything: the state, then 18 numbers, then the begin.
  const [state, ...numbers] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' ? undefined : numbers[18]
}
