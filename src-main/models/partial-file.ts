import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { FileDigest } from './file-digest.ts'

const record = z.object({ digest: z.string(), sizeBytes: z.int(), etag: z.string().nullable() })

export interface PartialFile {
  readonly path: string
  /** Bytes on disk, whatever they belong to. */
  size(): Promise<number>
  /** Bytes on disk that belong to the file that is promised now; of another version nothing is kept. */
  open(promise: { digest: FileDigest; sizeBytes: number }): Promise<{ receivedBytes: number; etag: string | null }>
  /** Notes under which tag the server gave the bytes, before the first of them is written. */
  note(promise: { digest: FileDigest; sizeBytes: number }, etag: string | null): Promise<void>
  remove(): Promise<void>
  /** Puts the finished file in its place. */
  finish(): Promise<void>
}

/** What was received of `target`, in `target.partial`, and beside it what it is a part of: enough to go on after any stop. */
export function partialFile(target: string): PartialFile {
  const path = `${target}.partial`
  const notePath = `${path}.json`

  const size = (): Promise<number> =>
    stat(path).then(
      (file) => file.size,
      () => 0,
    )

  const remove = async (): Promise<void> => {
    await rm(path, { force: true })
    await rm(notePath, { force: true })
  }

  return {
    path,
    size,
    remove,

    async open({ digest, sizeBytes }) {
      const noted = await readNote(notePath)
      const receivedBytes = await size()
      if (noted?.digest === digest.hex && noted.sizeBytes === sizeBytes && receivedBytes <= sizeBytes)
        return { receivedBytes, etag: noted.etag }
      await remove()
      return { receivedBytes: 0, etag: null }
    },

    async note({ digest, sizeBytes }, etag) {
      const unfinished = `${notePath}.writing`
      await writeFile(unfinished, JSON.stringify({ digest: digest.hex, sizeBytes, etag }))
      await rename(unfinished, notePath)
    },

    async finish() {
      await rename(path, target)
      await rm(notePath, { force: true })
    },
  }
}

async function readNote(path: string): Promise<z.infer<typeof record> | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}
