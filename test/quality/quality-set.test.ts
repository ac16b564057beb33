import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDocument } from '../../src-main/knowledge/parse/parse-document.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { collectParts } from '../src-main/knowledge/parse/collect-parts.ts'
import { fileFormat, formatNames } from './formats.ts'
import { foldForMatch, isAnswerable, languages, readDocuments, readQuestions } from './quality-set.ts'

const documents = readDocuments()
const questions = readQuestions()
const sourceOf = (id: string | null) => documents.find((document) => document.id === id)?.source ?? ''

test('every answer stands in its document word for word', () => {
  const missing = questions.flatMap(({ id, document, answers }) =>
    answers.filter((answer) => !sourceOf(document).includes(answer)).map((answer) => `${id}: ${answer}`),
  )

  expect(missing).toEqual([])
})

test('the set is as large and as mixed as its figures say', () => {
  const english = questions.filter(({ language }) => language === 'en')
  const unanswerable = questions.filter((question) => !isAnswerable(question))

  expect(documents.length).toBeGreaterThanOrEqual(60)
  expect(questions.filter(isAnswerable).length).toBeGreaterThanOrEqual(300)
  expect(english.filter(isAnswerable).length).toBeGreaterThanOrEqual(150)
  expect(unanswerable.length).toBeGreaterThanOrEqual(40)
  expect(english.filter(({ kind }) => kind === 'near_miss')).toHaveLength(20)
  expect(questions.filter(({ kind }) => kind === 'paraphrase').length).toBeGreaterThanOrEqual(150)
  expect(new Set(documents.map(({ format }) => format))).toEqual(new Set(formatNames))
  expect(new Set(documents.map(({ language }) => language))).toEqual(new Set(languages))
})

test('no question is asked twice, and each half has its share of every language', () => {
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  expect(new Set(questions.map(({ text }) => text)).size).toBe(questions.length)
  for (const language of languages) {
    const own = questions.filter((question) => question.language === language && isAnswerable(question))
    expect(own.filter(({ half }) => half === 'report').length / own.length).toBeCloseTo(0.5, 0)
  }
})

test('every document has 600 words or more, Chinese ones a thousand characters', () => {
  const short = documents.filter(({ language, source }) =>
    language === 'zh' ? source.length < 1000 : source.split(/\s+/).length < 600,
  )

  expect(short.map(({ id }) => id)).toEqual([])
})

test('each document is written in its format, and the product reads every answer out of it', async () => {
  using temp = tempFolder()
  const { signal } = new AbortController()
  const lost: string[] = []
  for (const { id, format, extension, source, title } of documents) {
    const file = fileFormat(format, extension)
    const name = `${id}.${file.extension}`
    writeFileSync(join(temp.path, name), file.write(source, title))
    const parsed = await collectParts(parseDocument({ path: join(temp.path, name), name }, signal))
    const text = foldForMatch(parsed.text)
    const answers = questions.filter(({ document }) => document === id).flatMap((question) => question.answers)
    lost.push(...answers.filter((answer) => !text.includes(foldForMatch(answer))).map((answer) => `${name}: ${answer}`))
  }

  expect(lost).toEqual([])
})
