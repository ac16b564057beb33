import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const entry = z.object({ user_id: z.uuid(), erased_at: z.iso.datetime() })
export type ErasedUser = z.infer<typeof entry>

/**
 * Who was erased, outside of every database, so that a backup from before does not bring them back. It holds ids and times only.
 * Processes on one machine, or on a shared folder, append to the same file; lists of several are put together.
 */
export interface ErasureList {
  append(erased: ErasedUser): Promise<void>
  read(): Promise<readonly ErasedUser[]>
}

export const createErasureList = (file: string): ErasureList => ({
  async append(erased) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    // On a line of its own, also after one that a crash cut off.
    await appendFile(file, `\n${JSON.stringify(erased)}\n`, { mode: 0o600, flush: true })
  },
  read: () => readErasures(file),
})

/** A line that a crash cut off belongs to an erasure that was not finished, and comes again. Errors: a whole one that is no erasure. */
export async function readErasures(file: string): Promise<readonly ErasedUser[]> {
  if (!existsSync(file)) return []
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.filter((line) => line.endsWith('}')).map((line) => entry.parse(JSON.parse(line)))
}
