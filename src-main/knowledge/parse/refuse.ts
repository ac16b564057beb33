import type { ParserErrorCode, ParserErrorData } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

/** Ends the reading of a document with one of the parser's codes and the data its sentence needs. */
export function refuse<C extends ParserErrorCode>(code: C, data: ParserErrorData<C>, cause?: unknown): never {
  throw new AppError(code, data, cause === undefined ? undefined : { cause })
}
