import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src-shared/ids.ts'
import { startCoreProcess } from '../../helpers/core-process.ts'
import { importDone } from '../../helpers/knowing-core.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'

test('a reranker that is imported ranks nothing until it is chosen, then judges what was found, and its death costs no answer', async () => {
  using temp = tempFolder()
  const { reranker } = await ensureTestModels('reranker')
  await using core = await startCoreProcess(join(temp.path, 'data'))
  const { api } = core
  await api.models.addDemo()
  const collection = await api.collections.create({ id: newId(), name: 'Papers' })
  writeFileSync(join(temp.path, 'lease.md'), '# Lease\n\nThe tenant must give notice three months before the end of a quarter.\n')
  writeFileSync(join(temp.path, 'pump.md'), '# Pump\n\nThe warranty of the pump is 24 months. Seals are wear parts.\n')
  const paths = [join(temp.path, 'lease.md'), join(temp.path, 'pump.md')]
  const job = await api.documents.import({ job_id: newId(), collection_id: collection.id, paths })
  await importDone({ api }, job.id)
  const ask = (query: string) => api.search.query({ query, route: 'hybrid', top_k: 2 })
  // A question does not wait for a process that is still starting.
  const askRanked = (query: string) =>
    waitFor('the ranking to come in time', async () => {
      const answer = await ask(query)
      return answer.rerank === 'late' ? undefined : answer
    })
  const known = 'How long is the warranty of the pump?'

  const { id, role } = await api.models.import({ path: reranker })
  const before = await ask(known)
  await api.settings.change({ reranker_id: id })
  const after = await askRanked(known)
  const unknown = await askRanked('Who won the chess championship of Norway?')
  process.kill(pidOf(core.children().get('reranker')), 'SIGKILL')
  const again = await ask(known)

  expect([role, before.rerank]).toEqual(['reranker', null])
  expect(after).toMatchObject({ rerank: 'done', relevant: true, results: [{ document: 'pump.md' }, { document: 'lease.md' }] })
  expect(after.results[0]?.scores.rerank).toBeGreaterThan(after.results[1]?.scores.rerank ?? 1)
  expect(unknown).toMatchObject({ rerank: 'done', relevant: false })
  expect(again.results[0]?.document).toBe('pump.md')
  await waitFor('the reranker to be there again', async () => ((await ask(known)).rerank === 'done' ? true : undefined))
  expect((await api.models.list()).find((entry) => entry.id === id)).toMatchObject({ isDefault: true })
  await api.models.remove({ id })
  expect((await ask(known)).rerank).toBeNull()
})
