import { storeError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** SQLite's and the system's words for what happened to the file, as the codes that have a sentence. Anything else stays what it is. */
export function storeFault(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  const ours = code === undefined ? undefined : translations.find(([pattern]) => pattern.test(code))?.[1]
  return ours === undefined ? error : new AppError(ours, { reason: code }, { cause: error })
}

export const isStoreFault = (error: unknown, code: string): error is AppError => error instanceof AppError && error.code === code

/** `SQLITE_FULL`, `ENOSPC` and the like; undefined for errors without one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

const translations: readonly (readonly [RegExp, string])[] = [
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT)/, storeError.diskFull],
  // Some systems report a full disk only when the shared-memory file grows.
  [/^SQLITE_IOERR_SHMSIZE/, storeError.diskFull],
  [/^(?:SQLITE_READONLY|EROFS|EACCES|EPERM)/, storeError.readOnly],
  // A page that fails its authentication reads as "not a database".
  [/^(?:SQLITE_CORRUPT|SQLITE_NOTADB)/, storeError.damaged],
  [/^SQLITE_BUSY/, storeError.busy],
]
