import { randomUUIDv7 } from 'node:crypto'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WriteDb } from '../../src-main/db/database.ts'
import { moveDocument } from '../../src-main/knowledge/move-document.ts'
import { removeDocument } from '../../src-main/knowledge/remove-document.ts'
import { type KnowledgeBench, openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { findEmbedder } from './bench-embedder.ts'
import { largeDocuments } from './large-documents.ts'
import { watchTasks } from './longest-task.ts'
import type { Benchmark, Row } from './row.ts'
import { shortNumber } from './statistics.ts'

const { signal } = new AbortController()

/** How long the core is at one thing while 300 MB of rows and 2,000 pages are imported, and while the rows are renamed and removed again. */
export const importTasks: Benchmark = {
  group: 'import',
  rows: ['import.longest_core_task_ms', 'import.longest_chore_task_ms'],
  async *run({ tell }) {
    using folder = tempFolder()
    const { path: embedderPath, name } = await findEmbedder()
    const imported: Task[] = []
    for (const document of largeDocuments.slice(0, 2)) {
      await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
      const task = await importing(bench, document.write(folder.path))
      imported.push(task)
      tell(inWords(task))
    }
    await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
    const id = bench.db.prepare<[], string>("SELECT id FROM documents WHERE name = 'rows.csv'").pluck().get() ?? ''
    // One that is being read gets its name later.
    bench.db.transact((tx) => tx.prepare('UPDATE documents SET job_id = NULL WHERE id = ?').run(id))
    const renaming = await chore(bench, 'renaming', (tx) => moveDocument(tx, id, { path: '/moved', name: 'moved.csv', at: 1 }))
    const chores = [renaming, await chore(bench, 'removing', (tx) => removeDocument(tx, id, 1))]
    tell(chores.map(inWords).join('; '))
    yield rowOf('import.longest_core_task_ms', imported, `the first ${importMs / 1000} s of each, ${name}`)
    yield rowOf(
      'import.longest_chore_task_ms',
      chores,
      `the first ${choreMs / 1000} s of each, the rows in the commit that tells it`,
    )
  },
}

/** An import is watched so long: reading 300 MB to the end, and embedding it, would take hours. */
const importMs = 60_000
const choreMs = 15_000

interface Task {
  readonly of: string
  readonly passages: number
  readonly longestMs: number
}

const inWords = ({ of, longestMs, passages }: Task): string => `${of} ${shortNumber(longestMs)} ms over ${passages} passages`

const rowOf = (name: string, tasks: readonly Task[], note: string): Row => {
  const samples = tasks.map(({ longestMs }) => longestMs)
  return {
    ...{ name, figure: Math.max(...samples), unit: 'ms', n: samples.length, samples },
    note: `processor time of the core's thread, ${note}: ${tasks.map(inWords).join('; ')}`,
  }
}

const passagesIn = ({ db }: KnowledgeBench): number => db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0

async function importing(bench: KnowledgeBench, path: string): Promise<Task> {
  using watch = watchTasks()
  const job = await bench.importer.importPaths({ jobId: randomUUIDv7(), collectionId: bench.collectionId }, [path], signal)
  await Promise.race([bench.importer.idle(), delay(importMs)])
  const passages = passagesIn(bench)
  bench.importer.stop(job.id)
  await bench.importer.idle()
  return { of: basename(path), passages, longestMs: watch.longestMs() }
}

async function chore(bench: KnowledgeBench, of: string, begin: (tx: WriteDb) => void): Promise<Task> {
  const passages = passagesIn(bench)
  using watch = watchTasks()
  bench.db.transact(begin)
  await Promise.race([bench.chores.idle(), delay(choreMs)])
  return { of, passages, longestMs: watch.longestMs() }
}
