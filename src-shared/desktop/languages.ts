import { z } from 'zod'
import { languageRow, languageTag } from '../rows/language.ts'
import { call } from '../rpc/contract.ts'

/** A file of words is some hundred kilobytes; one of this size is something else. */
export const languageFileLimitBytes = 2_000_000

/** Languages that the person added, beside those that are built in. */
export const languages = {
  /** By name. */
  list: call(z.void(), z.array(languageRow)),
  /** Adds the language in the file, or replaces the one of its tag. Errors: `languageError`. */
  add: call(z.object({ bytes: z.instanceof(Uint8Array) }), languageRow),
  remove: call(z.object({ tag: languageTag }), z.void()),
}

export const languageError = {
  /** Not JSON, or JSON of something else. data: {reason}. */
  unreadable: 'languages.unreadable',
  /** data: {size_bytes, limit_bytes}. */
  tooLarge: 'languages.too_large',
  /** data: {tag}. */
  builtIn: 'languages.built_in',
  unknown: 'languages.unknown',
} as const
