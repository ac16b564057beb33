import { access, chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await file.writeFile(bytes)
  await file.sync()
}

/** Files that were handed over as bytes, kept until they are read. Their names are the ids of their documents. */
export interface Inbox {
  pathOf(documentId: string): string
  has(documentId: string): Promise<boolean>
  /** On the disk when it resolves; a file of the same document is replaced. */
  put(documentId: string, bytes: Uint8Array): Promise<void>
  remove(documentId: string): Promise<void>
  /** Removes what `isKept` does not know: left by a process that ended between the file and its row. */
  sweep(isKept: (documentId: string) => boolean): Promise<void>
}

const partial = '.partial'

export function createInbox(folder: string): Inbox {
  const pathOf = (documentId: string) => join(folder, documentId)
  async function openFolder(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // It may have been made by something else, with more rights: what lies here is not encrypted.
    await chmod(folder, 0o700)
  }
  return {
    pathOf,
    has: (documentId) =>
      access(pathOf(documentId)).then(
        () => true,
        () => false,
      ),
    async put(documentId, bytes) {
      await openFolder()
      try {
        await writeWhole(pathOf(documentId) + partial, bytes)
        await rename(pathOf(documentId) + partial, pathOf(documentId))
      } catch (error) {
        await rm(pathOf(documentId) + partial, { force: true })
        throw error
      }
    },
    remove: (documentId) => rm(pathOf(documentId), { force: true }),
    async sweep(isKept) {
      await openFolder()
      for (const name of await readdir(folder)) if (!isKept(name)) await rm(join(folder, name), { force: true })
    },
  }
}
