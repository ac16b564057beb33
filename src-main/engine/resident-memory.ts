import { readFile } from 'node:fs/promises'

/**
 * Resident bytes of another process, asked of the system, so that a child too busy to answer is still watched.
 * Null where only the process itself can tell (Linux alone has /proc), or when it is gone.
 */
export async function readResidentBytes(pid: number): Promise<number | null> {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  } catch {
    return null
  }
}
