import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Outcome, type Scores, scoresOf } from './measure-quality.ts'
import { isAnswerable, languages, readDocuments } from './quality-set.ts'

const page = fileURLToPath(new URL('../../docs/retrieval.md', import.meta.url))
const [begin, end] = ['<!-- figures: written by the benchmark -->', '<!-- end of figures -->']
const routes = ['auto', 'exact', 'vector', 'hybrid', 'plain'] as const

export interface Measured {
  /** Of the embedder. */
  readonly name: string
  readonly outcomes: readonly Outcome[]
}

/** Puts the tables between the two marks of `docs/retrieval.md`. */
export async function writeReport(measured: readonly Measured[]): Promise<void> {
  const text = await readFile(page, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${page} has lost its marks`)
  const tables = measured.flatMap(({ name, outcomes }) => [`### With ${name}`, ...tablesOf(outcomes)])
  await writeFile(page, `${before}${begin}\n\n${tables.join('\n\n')}\n\n${end}${after}`)
}

function tablesOf(outcomes: readonly Outcome[]): string[] {
  const english = outcomes.filter(({ question }) => question.language === 'en')
  const auto = outcomes.filter(({ route }) => route === 'auto')
  const formats = new Map(readDocuments().map(({ id, format }) => [id, format]))
  const byFormat = (format: string) => auto.filter(({ question }) => formats.get(question.document ?? '') === format)
  return [
    table(
      'English, by route',
      routes.map((route) => [route, english.filter((outcome) => outcome.route === route)]),
    ),
    table(
      'English, `auto`, by kind of question',
      [...new Set(english.map(({ question }) => question.kind))].map((kind) => [
        kind,
        auto.filter(({ question }) => question.language === 'en' && question.kind === kind),
      ]),
    ),
    table(
      '`auto`, by language',
      languages.map((language) => [language, auto.filter(({ question }) => question.language === language)]),
    ),
    table(
      '`auto`, all languages, by format',
      [...new Set(formats.values())].map((format) => [format, byFormat(format).filter(({ question }) => isAnswerable(question))]),
    ),
  ]
}

function table(head: string, rows: readonly (readonly [string, readonly Outcome[]])[]): string {
  const lines = rows.filter(([, outcomes]) => outcomes.length > 0).map(([name, outcomes]) => line(name, scoresOf(outcomes)))
  return [
    `| ${head} | n | recall@5 | passage@5 | MRR | nDCG@10 | silent | without answer | answered |`,
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}

function line(name: string, scores: Scores): string {
  const figures = [scores.recall5, scores.passage5, scores.mrr, scores.ndcg10, scores.silent].map(shown)
  return `| ${name} | ${scores.n} | ${figures.join(' | ')} | ${scores.unanswerable} | ${shown(scores.falseAnswers)} |`
}

const shown = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2))
