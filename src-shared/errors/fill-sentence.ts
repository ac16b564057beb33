import { bytesInWords, mebibytesInWords } from './byte-words.ts'
import { field } from './read-data.ts'

/** The sentences of one language. */
export interface SentenceWords {
  /** BCP 47: what figures are written in. */
  readonly language: string
  /** Of the key, in this language or else in English. */
  sentence(key: string): string | undefined
}

/** `{{name}}`, `{{size_bytes, bytes}}`, `{{name/path, quoted | This path}}`: fields of the data, how they are written, what stands in for them. */
const place = /\{\{\s*([\w/]+)\s*(?:,\s*(\w+)\s*)?(?:\|([^}]*))?\}\}/g

/** The sentence with what the data says in it. What is missing, or of another shape, reads as its stand-in. */
export function fillSentence(template: string, data: unknown, words: SentenceWords): string {
  return template.replace(place, (...match: readonly unknown[]) => {
    const [, fields, format = 'text', otherwise = ''] = match.map((part) => (part === undefined ? undefined : String(part)))
    const values = (fields ?? '').split('/').map((name) => field(data, name))
    const written = values.map((value) => writeValue(value, format, { words, data })).find((each) => each !== '')
    return written ?? otherwise.trim()
  })
}

interface Filling {
  readonly words: SentenceWords
  readonly data: unknown
}

function writeValue(value: unknown, format: string, { words, data }: Filling): string {
  if (typeof value === 'number') return writeNumber(value, format, words.language)
  if (typeof value !== 'string' || value === '') return ''
  // A phrase with places of its own, filled from the same data.
  if (format === 'found') return fillSentence(words.sentence(`found.${value}`) ?? value, data, words)
  if (format === 'kind') return words.sentence(`kind.${value}`) ?? value
  if (format === 'quoted') return words.language.startsWith('de') ? `„${value}“` : `“${value}”`
  return format === 'text' ? value : ''
}

function writeNumber(value: number, format: string, language: string): string {
  if (format === 'bytes') return bytesInWords(value, language)
  if (format === 'mebibytes') return mebibytesInWords(value, language)
  if (format === 'seconds') return `${Math.round(value / 1000).toLocaleString(language)} s`
  return format === 'number' ? value.toLocaleString(language) : ''
}
