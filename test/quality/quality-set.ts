import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { formatNames } from './formats.ts'

export const languages = ['en', 'de', 'fr', 'es', 'zh'] as const
export type Language = (typeof languages)[number]

const header = z.strictObject({ format: z.enum(formatNames), language: z.enum(languages), extension: z.string().optional() })

/** One text of the set with the format it comes in. */
export interface SetDocument extends z.infer<typeof header> {
  readonly id: string
  readonly source: string
  readonly title: string
}

const question = z.strictObject({
  id: z.string(),
  text: z.string().min(1),
  kind: z.enum(['paraphrase', 'question', 'keyword', 'identifier', 'number', 'phrase', 'near_miss', 'absent']),
  /** The document that answers, or that a near miss comes near to; null when none is near. */
  document: z.string().nullable(),
  /** Each of these sentences answers, exactly as it stands in the document. Empty when nothing does. */
  answers: z.array(z.string()),
})

export interface SetQuestion extends z.infer<typeof question> {
  readonly language: Language
  /** What is chosen on the one half is reported on the other. */
  readonly half: 'tune' | 'report'
}

const folder = fileURLToPath(new URL('set/', import.meta.url))

export function readDocuments(): SetDocument[] {
  const names = readdirSync(join(folder, 'documents')).sort()
  return names.map((name) => toDocument(basename(name, '.md'), readFileSync(join(folder, 'documents', name), 'utf8')))
}

function toDocument(id: string, text: string): SetDocument {
  const [, head = '', source = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  const fields = head.split('\n').map((line) => line.split(': '))
  const title = /^# (.*)$/m.exec(source)?.[1] ?? id
  return { id, ...header.parse(Object.fromEntries(fields)), source, title }
}

/** Every second question is for tuning, by its number. */
export function readQuestions(): SetQuestion[] {
  return languages.flatMap((language) => {
    const lines = readFileSync(join(folder, 'questions', `${language}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    return lines.map((line) => {
      const parsed = question.parse(JSON.parse(line))
      return { ...parsed, language, half: Number(parsed.id.split('-')[1]) % 2 === 1 ? ('tune' as const) : ('report' as const) }
    })
  })
}

export const isAnswerable = ({ answers }: Pick<SetQuestion, 'answers'>): boolean => answers.length > 0

/** White space and the signs of Markdown make no difference: a PDF breaks lines where the source has none. */
export const foldForMatch = (text: string): string => text.replaceAll(/[`*]/g, '').replaceAll(/\s+/gu, ' ').trim()
