import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Db } from '../../src-main/db/database.ts'
import { type AnswerSigns, answerSigns } from '../../src-main/search/answer-signs.ts'
import { findWords } from '../../src-main/search/full-text.ts'
import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import { fuseRanks } from '../../src-shared/retrieval/fuse-ranks.ts'
import { queryTerms } from '../../src-shared/retrieval/query-terms.ts'
import type { Importance } from '../../src-shared/rows/facets.ts'
import { openKnowledgeBench, type SearchModels } from '../helpers/knowledge-bench.ts'
import { fileFormat } from './formats.ts'
import { readDocuments } from './quality-set.ts'

export const routes = ['auto', 'exact', 'vector', 'hybrid'] as const
export type MeasuredRoute = (typeof routes)[number] | 'plain'

/** What was found: by document and text, best first. */
export interface Found {
  readonly document: string
  readonly text: string
}

export interface Quality extends AsyncDisposable {
  find(text: string, route: (typeof routes)[number], limit: number): Promise<SearchAnswer>
  /** Rank fusion (k = 60) of words and vectors, best passages first, nothing else: what a plain system does. */
  findPlainly(text: string, limit: number): Promise<Found[]>
  /** As a chat asks, in all documents but this one, and by what signs that is judged; undefined where nothing was found. */
  findWithout(document: string | null, text: string): Promise<Judged>
  /** To every document of the set; all are of normal importance when it is opened. */
  giveImportance(importanceOf: (document: string) => Importance): void
}

export interface Judged {
  readonly answer: SearchAnswer
  readonly signs: AnswerSigns | undefined
}

const cache = fileURLToPath(new URL('../../.cache/quality/', import.meta.url))

/** The set as files, read and embedded once for each embedder: what did not change is kept in `.cache`. */
export async function openQuality({ embedderPath, rerankerPath }: SearchModels, tell: (line: string) => void): Promise<Quality> {
  const documents = join(cache, 'documents')
  writeDocuments(documents)
  const folder = join(cache, basename(embedderPath))
  mkdirSync(folder, { recursive: true })
  const bench = await openKnowledgeBench({ folder, embedderPath, rerankerPath })
  forgetRemoved(bench.db, new Set(readdirSync(documents)))
  await bench.importFolder(documents, tell)
  giveImportance(bench.db, () => 'normal')
  const read = bench.db.prepare<[number], Found>(
    'SELECT documents.name AS document, text FROM passages JOIN documents ON documents.id = document_id WHERE passages.rowid = ?',
  )
  return {
    find: (text, route, limit) => bench.ask({ query: text, route, top_k: limit }),
    async findPlainly(text, limit) {
      const words = findWords(bench.db, queryTerms(text), { match: 'any', limit: 100 }).map(({ passage }) => passage)
      const near = (await bench.nearest(text, 100)).map(({ passage }) => passage)
      const fused = fuseRanks([words, near].map((ids) => ({ ids, weight: 1 })))
      return fused.slice(0, limit).flatMap(({ id }) => read.get(id) ?? [])
    },
    async findWithout(document, text) {
      const all = bench.db.prepare<[], { id: string; name: string }>('SELECT id, name FROM documents').all()
      const others = all.filter(({ name }) => documentOf({ document: name }) !== document).map(({ id }) => id)
      const within = document === null ? {} : { document_ids: others }
      const answer = await bench.ask({ query: text, route: 'auto', top_k: 5, ...within })
      const found = { query: text, terms: queryTerms(text), results: answer.results }
      return { answer, signs: answer.results.length === 0 ? undefined : answerSigns(bench.db, found) }
    },
    giveImportance: (importanceOf) => giveImportance(bench.db, importanceOf),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}

/** `brewline-k200-manual.md` is the document `brewline-k200-manual`. */
export const documentOf = ({ document }: Pick<Found, 'document'>): string => basename(document, extname(document))

function writeDocuments(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const files = readDocuments().map(({ id, format, extension, source, title }) => {
    const file = fileFormat(format, extension)
    return { name: `${id}.${file.extension}`, bytes: file.write(source, title) }
  })
  const names = new Set(files.map(({ name }) => name))
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name))
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
}

function giveImportance(db: Db, importanceOf: (document: string) => Importance): void {
  const documents = db.prepare<[], string>('SELECT name FROM documents').pluck().all()
  db.transact((tx) => {
    const give = tx.prepare('UPDATE documents SET importance = ? WHERE name = ?')
    for (const document of documents) give.run(importanceOf(documentOf({ document })), document)
  })
}

function forgetRemoved(db: Db, names: ReadonlySet<string>): void {
  const known = db.prepare<[], string>('SELECT name FROM documents').pluck().all()
  db.transact((tx) => {
    for (const name of known) if (!names.has(name)) tx.prepare('DELETE FROM documents WHERE name = ?').run(name)
  })
}
