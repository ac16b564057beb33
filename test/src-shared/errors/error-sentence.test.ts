import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { chatError } from '../../../src-shared/desktop/chat.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { englishSentences } from '../../../src-shared/errors/english-sentences.ts'
import { errorSentence, inEnglish } from '../../../src-shared/errors/error-sentence.ts'
import type { SentenceWords } from '../../../src-shared/errors/fill-sentence.ts'
import { germanSentences } from '../../../src-shared/errors/german-sentences.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'

const inGerman: SentenceWords = {
  language: 'de',
  sentence: (key) => new Map<string, string>(Object.entries(germanSentences)).get(key),
}

test.each([
  ['split', 'one GGUF file', 'eine einzige GGUF-Datei'],
  ['no_single_score', 'one score', 'einen einzigen Wert'],
  ['embedder_needs_folder', 'not from a GGUF file', 'nicht aus einer GGUF-Datei'],
  ['no_gguf', 'no model that Hearth can use', 'kein Modell, das Hearth verwenden kann'],
])('why a file is no model, %s, is said where the usual advice would not help', (why, english, german) => {
  const fault = { code: modelError.notAModel, data: { why } }

  expect(errorSentence(fault)).toContain(english)
  expect(errorSentence(fault, inGerman)).toContain(german)
})

/** What a code may come with, so that no sentence is said with its stand-ins only. */
const data = {
  ...{
    found: 'picture',
    format: 'PNG',
    kind: 'pdf',
    reason: 'missing',
    name: 'Tides',
    host: 'hub.example',
    path: 'a/b',
    id: 'demo',
    count: 3,
  },
  ...{ tokens: 5000, limit: 4096, pages: 3, size_bytes: 5_000_000, limit_bytes: 2_000_000, limit_ms: 60_000, free_bytes: 9 },
}

/** Every code of every table, wherever it is declared: read from the source, so that one nobody imports is found as well. */
async function declaredCodes(): Promise<readonly string[]> {
  const codes: string[] = []
  for await (const file of glob('src-shared/**/*.ts')) {
    const source = await readFile(file, 'utf8')
    for (const [, body = ''] of source.matchAll(/^export const \w+(?:Error|Notice) = \{(.*?)\} as const/gms))
      codes.push(...[...body.matchAll(/\w+: '([\w.]+)'/g)].map(([, code = '']) => code))
  }
  return codes
}

test('every code that is declared anywhere has a sentence of its own in both languages, so nobody reads a bare code', async () => {
  const codes = await declaredCodes()

  expect(codes.length).toBeGreaterThan(100)
  for (const code of codes.filter((each) => each !== rpcError.internal)) {
    const fault = { code, data: code === 'parser.bomb' ? { ...data, reason: 'ratio' } : data }
    for (const words of [inEnglish, inGerman]) {
      const sentence = errorSentence(fault, words)
      expect([code, sentence]).not.toEqual([code, errorSentence({ code: rpcError.internal }, words)])
      expect(sentence).toMatch(/^[\p{Lu}“„a-z].*[.)]$/u)
      expect(sentence).not.toMatch(/undefined|\[object|\{\{|\}\}|please|oops|bitte|!/i)
    }
    expect([code, errorSentence(fault, inGerman)]).not.toEqual([code, errorSentence(fault)])
  }
})

test('German says the same figures and names as English, case by case', () => {
  const german = new Map<string, string>(Object.entries(germanSentences))
  const fields = (words: string): readonly string[] =>
    [...words.matchAll(/\{\{\s*([^|}]*?)\s*(?:\|[^}]*)?\}\}/g)].map(([, field = '']) => field).toSorted()

  for (const [key, words] of Object.entries(englishSentences))
    expect([key, fields(german.get(key) ?? '')]).toEqual([key, fields(words)])
})

test('a code from a newer version reads as the general sentence instead of an empty line', () => {
  expect(errorSentence({ code: 'future.code', data: 7 })).toBe(errorSentence({ code: rpcError.internal }))
  expect(errorSentence({ code: 'constructor' })).toBe(errorSentence({ code: rpcError.internal }))
  expect(errorSentence({ code: 'parser.scanned', data: 'nonsense' })).toBe(errorSentence({ code: rpcError.internal }))
})

test('figures of the data stand in the sentence as the language writes them', () => {
  const tooLong = { code: chatError.questionTooLong, data: { tokens: 5000, limit: 4096 } }
  const full = { code: modelError.diskFull, data: { needed_bytes: 5_200_000_000, free_bytes: 812_000_000 } }

  expect(errorSentence(tooLong)).toContain('5,000 tokens of at most 4,096')
  expect(errorSentence(tooLong, inGerman)).toContain('5.000 Token von höchstens 4.096')
  expect(errorSentence(full)).toContain('5.2 GB are needed, 812 MB are free')
  expect(errorSentence(full, inGerman)).toContain('5,2 GB werden gebraucht, 812 MB sind frei')
})

test('one and many are told apart, and what is missing has words that stand in for it', () => {
  expect(errorSentence({ code: 'store.interrupted', data: { count: 1 } })).toContain('1 answer cut short')
  expect(errorSentence({ code: 'store.interrupted', data: { count: 2 } })).toContain('2 answers cut short')
  expect(errorSentence({ code: 'start.key_missing' })).toContain('The key file of the data folder is missing')
})

test('what nothing reads is named in the language of the sentence around it', () => {
  const fault = { code: 'parser.unsupported', data: { found: 'picture', format: 'PNG', instead: 'recognise' } }

  expect(errorSentence(fault)).toContain('it is a picture (PNG).')
  expect(errorSentence(fault, inGerman)).toContain('Es ist ein Bild (PNG).')
})
