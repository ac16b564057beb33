import { type FileHandle, open, rm } from 'node:fs/promises'
import { storeError } from '../../src-shared/desktop/app.ts'
import { backupError } from '../../src-shared/desktop/backups.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { codeOf, isStoreFault, storeFault } from '../db/store-fault.ts'
import { UsageError } from './usage-error.ts'

/** A new file that is written line by line, readable by its owner only. What was not kept is gone when it is disposed. */
export interface LineFile extends AsyncDisposable {
  add(line: string): Promise<void>
  keep(): Promise<void>
}

/** Errors: `backups.exists` {path}, `store.disk_full`, a UsageError for a path that cannot be written. */
export async function createLineFile(path: string): Promise<LineFile> {
  const handle = await openNew(path)
  let isKept = false
  return {
    async add(line) {
      try {
        await handle.appendFile(`${line}\n`)
      } catch (error) {
        throw storeFault(error)
      }
    },
    async keep() {
      await handle.sync()
      isKept = true
    },
    async [Symbol.asyncDispose]() {
      await handle.close()
      if (!isKept) await rm(path, { force: true })
    },
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new AppError(backupError.exists, { path })
    const fault = storeFault(error)
    if (isStoreFault(fault, storeError.diskFull)) throw fault
    throw new UsageError(`${path} cannot be written. Nothing was written. Check that its folder is there and may be written to.`)
  }
}
