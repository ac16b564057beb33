import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '../../../src-shared/ids.ts'
import { startCoreProcess } from '../../helpers/core-process.ts'
import { importDone } from '../../helpers/knowing-core.ts'
import { newIds } from '../../helpers/share-knowing-core.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const words = new URL('../../../src-renderer/language/en/first-run.json', import.meta.url)
const { question: questions } = z
  .object({ question: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(words, 'utf8')))

const sentences: Readonly<Record<string, string>> = {
  pump: 'The K-200 pump is covered by the warranty for 24 months from the date of installation, or 30 months from the date of delivery, whichever ends first.',
  letter: 'The water will be turned off on Tuesday, 14 April, from 8 in the morning until 1 in the afternoon.',
  travel: 'Reisekosten werden innerhalb von drei Monaten nach dem Ende der Reise abgerechnet.',
}

// The first that a person sees of it. With the same sentences in three sources the demo model once answered from none of them.
test('each question that is proposed for the samples is answered with the sentence that answers it, each in a chat of its own and one after another', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()
  const job_id = newId()
  const { id } = await api.collections.addSamples({ id: newId(), name: 'Samples', job_id })
  await importDone(core, job_id)
  const together = newId()

  for (const [about, text] of Object.entries(questions)) {
    for (const chat of [{}, { conversation_id: together }]) {
      const ids = { ...newIds(), ...chat }
      await Array.fromAsync(api.chat.send({ ...ids, text, collection_ids: [id] }))
      expect((await api.messages.get({ id: ids.reply_id })).text).toContain(sentences[about])
    }
  }
})
