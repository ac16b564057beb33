import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { findEmbedder } from './bench-embedder.ts'
import { largeDocuments } from './large-documents.ts'
import { watchTasks } from './longest-task.ts'
import type { Benchmark, Row } from './row.ts'
import { shortNumber } from './statistics.ts'

const { signal } = new AbortController()

/** How long the core is at one thing while 300 MB of rows and 2,000 pages are imported. */
export const importTasks: Benchmark = {
  group: 'import',
  rows: ['import.longest_core_task_ms'],
  async *run({ tell }) {
    yield await longestTask(tell)
  },
}

/** An import is watched so long: reading 300 MB to the end, and embedding it, would take hours. */
const watchMs = 60_000

async function longestTask(tell: (line: string) => void): Promise<Row> {
  using folder = tempFolder()
  const { path: embedderPath, name } = await findEmbedder()
  const samples: number[] = []
  const notes: string[] = []
  for (const document of largeDocuments.slice(0, 2)) {
    await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
    const path = document.write(folder.path)
    using watch = watchTasks()
    const job = await bench.importer.importPaths({ jobId: randomUUIDv7(), collectionId: bench.collectionId }, [path], signal)
    await Promise.race([bench.importer.idle(), delay(watchMs)])
    const count = bench.db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0
    bench.importer.stop(job.id)
    await bench.importer.idle()
    samples.push(watch.longestMs())
    notes.push(`${document.name} ${shortNumber(watch.longestMs())} ms over ${count} passages`)
    tell(notes.at(-1) ?? '')
  }
  return {
    ...{ name: 'import.longest_core_task_ms', figure: Math.max(...samples), unit: 'ms', n: samples.length, samples },
    note: `processor time of the core's thread, the first ${watchMs / 1000} s of each, ${name}: ${notes.join('; ')}`,
  }
}
