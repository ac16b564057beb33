import { parserError } from '../../src-shared/engine/parser.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

const codes = new Set<string>(Object.values(parserError))

/** A document, or an error of the parser in words: all that a damaged file may come to. Anything else is told. */
export async function misbehaviour(reading: Promise<unknown>): Promise<string | undefined> {
  try {
    await reading
    return undefined
  } catch (error) {
    if (error instanceof AppError && codes.has(error.code)) return undefined
    return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error)
  }
}
