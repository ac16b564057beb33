import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../src-shared/ids.ts'
import type { CoreProcess } from './core-process.ts'
import { waitFor } from './wait-for.ts'

/** A sentence of over a hundred words that just fits a passage: quoting it takes the demo model about a second. */
export const longSentence = `The warranty covers ${Array.from({ length: 28 }, (_, index) => `part ${index} of the pump`).join(', ')} and nothing else.`

/** Adds the demo model and one document with a long sentence; answers the collection's id. */
export async function teachLongSentence({ api }: Pick<CoreProcess, 'api'>, folder: string): Promise<string> {
  await api.models.addDemo()
  const collectionId = newId()
  await api.collections.create({ id: collectionId, name: 'Manuals' })
  const path = join(folder, 'warranty.txt')
  writeFileSync(path, `${longSentence}\n`)
  const job = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [path] })
  await importDone({ api }, job.id)
  return collectionId
}

/** Waits for the end of an import. */
export async function importDone({ api }: Pick<CoreProcess, 'api'>, jobId: string): Promise<void> {
  await waitFor(
    'the import to end',
    async () => {
      const job = (await api.documents.jobs()).find(({ id }) => id === jobId)
      return job?.status === 'done' ? job : undefined
    },
    120_000,
  )
}
