import { startError } from '../desktop/app.ts'
import { modelError } from '../desktop/models.ts'
import { storeNotice } from '../desktop/notices.ts'
import { parserError, parserErrorData } from '../engine/parser.ts'
import { rpcError } from '../rpc/errors.ts'
import { englishSentences } from './english-sentences.ts'
import { fillSentence, type SentenceWords } from './fill-sentence.ts'
import { field, text } from './read-data.ts'

export interface Fault {
  readonly code: string
  readonly data?: unknown
}

const english: Readonly<Record<string, string>> = englishSentences

export const inEnglish: SentenceWords = {
  language: 'en',
  sentence: (key) => (Object.hasOwn(english, key) ? english[key] : undefined),
}

/** What a person reads for an error: what happened, what was kept, what to do. Every code has one. */
export function errorSentence(fault: Fault, words: SentenceWords = inEnglish): string {
  const template = keysOf(fault, words.language)
    .map(words.sentence)
    .find((each) => each !== undefined)
  return fillSentence(template ?? words.sentence(rpcError.internal) ?? fault.code, fault.data, words)
}

/** Where the sentence of a code depends on what came with it: its key, best first. */
function keysOf({ code, data }: Fault, language: string): readonly string[] {
  if (!isWhole({ code, data })) return []
  if (code === parserError.bomb || code === parserError.unreadable) return [`${code}.${text(data, 'reason')}`]
  if (code === modelError.notAModel) return [`${code}.${text(data, 'why')}`, code]
  if (code === parserError.unsupported) return [`${code}.${text(data, 'instead')}`, code]
  if (code === startError.damaged || code === storeNotice.damaged)
    return [`${code}.${text(data, 'backup') === '' ? 'no_backup' : 'backup'}`]
  const many = field(data, code === parserError.scanned ? 'pages' : 'count')
  const category = typeof many === 'number' ? new Intl.PluralRules(language).select(many) : 'other'
  return [code, `${code}_${category}`, `${code}_other`]
}

/** The sentences of the parser are made of its data, and are not said without it. */
function isWhole({ code, data }: Fault): boolean {
  const schema = Object.entries(parserErrorData).find(([each]) => each === code)?.[1]
  return schema === undefined || schema.safeParse(data).success
}
