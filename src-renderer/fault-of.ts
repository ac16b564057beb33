import { accessError } from '../src-shared/desktop/access.ts'
import type { Fault } from '../src-shared/errors/error-sentence.ts'
import { AppError, rpcError } from '../src-shared/rpc/errors.ts'

/** What `errorSentence` takes, of whatever was thrown. */
export function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, data: error.data }
  return { code: rpcError.internal }
}

/** What heals by itself, and then is asked again: a lost connection has its banner, a lock its page. */
export function isPassing(error: unknown): boolean {
  const { code } = faultOf(error)
  return code === rpcError.disconnected || code === accessError.locked
}
