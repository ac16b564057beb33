import { languageError, languageFileLimitBytes } from '../../src-shared/desktop/languages.ts'
import { type LanguageFile, languageFile } from '../../src-shared/rows/language.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

const builtIn: readonly string[] = ['en', 'de']

/** What a stranger wrote, as a language; whether its sentences fit is the page's business, which knows what it says. Errors: `languageError`. */
export function readLanguageFile(bytes: Uint8Array): LanguageFile {
  if (bytes.byteLength > languageFileLimitBytes)
    throw new AppError(languageError.tooLarge, { size_bytes: bytes.byteLength, limit_bytes: languageFileLimitBytes })
  const parsed = languageFile.safeParse(parseJson(bytes))
  if (!parsed.success) throw new AppError(languageError.unreadable, { reason: parsed.error.issues[0]?.path.join('.') ?? '' })
  const { tag } = parsed.data
  if (builtIn.includes(tag)) throw new AppError(languageError.builtIn, { tag })
  return parsed.data
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new AppError(languageError.unreadable, { reason: 'json' })
  }
}
