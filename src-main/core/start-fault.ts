import { startError, storeError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { codeOf, isStoreFault, storeFault } from '../db/store-fault.ts'

/** What kept the core from starting, in a code that has a sentence. The lock and the socket come before the store and meet the folder first. */
export function startFault(error: unknown, folder: string): unknown {
  if (error instanceof AppError) return error
  const fault = storeFault(error)
  if (isStoreFault(fault, storeError.diskFull)) return new AppError(startError.diskFull, { folder }, { cause: error })
  const isForbidden = isStoreFault(fault, storeError.readOnly) || isCannotOpen(error)
  return isForbidden ? new AppError(startError.readOnly, { folder, reason: codeOf(error) }, { cause: error }) : error
}

/** A file where the folder should be, a link that leads nowhere, a share that is gone. */
const isCannotOpen = (error: unknown): boolean =>
  /^(?:SQLITE_CANTOPEN|SQLITE_IOERR|ENOTDIR|EEXIST|ENOENT|ELOOP|ENAMETOOLONG|EIO)/.test(codeOf(error) ?? '')
