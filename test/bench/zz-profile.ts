import { randomUUIDv7 } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { findEmbedder } from './bench-embedder.ts'
import { makePassages } from './bench-texts.ts'
const { signal } = new AbortController()
using folder = tempFolder()
const { path: embedderPath } = await findEmbedder()
await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
const t0 = () => performance.now()
const orig = bench.db.transact
let commitMs = 0, commits = 0
Object.assign(bench.db, { transact: (w: any, o: any) => { const a = t0(); try { return (orig as any)(w, o) } finally { commitMs += t0() - a; commits++ } } })
for (let run = 0; run < 6; run++) {
  const path = join(folder.path, `rules-${run}.txt`)
  writeFileSync(path, makePassages(64, run + 1000).join('\n\n'))
  commitMs = 0; commits = 0
  const marks: string[] = []
  const a = t0()
  const e = bench.embedder as any
  const poll = setInterval(() => {}, 1000)
  const job = await bench.importer.importPaths({ jobId: randomUUIDv7(), collectionId: bench.collectionId }, [path], signal)
  marks.push(`queued ${(t0() - a).toFixed(0)}`)
  let last = ''
  const watch = setInterval(() => {
    const s = bench.db.prepare<[string], any>('SELECT status, (SELECT count(*) FROM passages WHERE document_id=documents.id) AS p, (SELECT count(*) FROM vectors) AS v FROM documents WHERE path = ?').get(path)
    const line = `${s.status} p${s.p > 0 ? '+' : '0'}`
    if (line !== last) { marks.push(`${line} ${(t0() - a).toFixed(0)}`); last = line }
  }, 1)
  await bench.importer.idle()
  clearInterval(watch); clearInterval(poll)
  const total = t0() - a
  const n = bench.db.prepare<[string], number>('SELECT passages FROM documents WHERE path = ?').pluck().get(path)
  console.log(run, 'total', total.toFixed(0), 'passages', n, 'commits', commits, commitMs.toFixed(1), marks.join(' | '))
  // direct engine on the same texts
  const texts = bench.db.prepare<[string], string>("SELECT text FROM passages WHERE document_id = (SELECT id FROM documents WHERE path = ?) ORDER BY position").pluck().all(path)
  const b = t0()
  for await (const _ of bench.embedder.embed(texts.map((t) => `rules-${run}.txt\n${t}`), signal)) {}
  const c = t0()
  await bench.embedder.count(texts, signal)
  console.log('   engine embed alone', (c - b).toFixed(0), 'count of passages', (t0() - c).toFixed(0))
}
