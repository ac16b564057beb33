import { errorSentence, type Fault } from '../../src-shared/errors/error-sentence.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { UsageError, usageErrorCode } from './usage-error.ts'

export const errorWords = (error: unknown): string =>
  error instanceof UsageError ? error.message : errorSentence(faultOf(error))

/** For JSON: a code to branch on, the sentence, and what the sentence was made from. */
export function errorJson(error: unknown) {
  if (error instanceof UsageError) return { code: usageErrorCode, message: error.message }
  const { code, data } = faultOf(error)
  return { code, message: errorSentence({ code, data }), data }
}

function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, data: error.data }
  return isFault(error) ? error : { code: rpcError.internal }
}

/** The fault of a row: what was thrown, stored. */
const isFault = (error: unknown): error is Fault =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && typeof error.code === 'string'
