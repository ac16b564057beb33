import type { Fault } from '../src-shared/errors/error-sentence.ts'
import { AppError, rpcError } from '../src-shared/rpc/errors.ts'

/** What `errorSentence` takes, of whatever was thrown. */
export function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, data: error.data }
  return { code: rpcError.internal }
}
