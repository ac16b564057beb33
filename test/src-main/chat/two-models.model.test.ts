import { expect, test } from 'vitest'
import { newId } from '../../../src-shared/ids.ts'
import { type CoreProcess, startCoreProcess } from '../../helpers/core-process.ts'
import { longSentence, teachLongSentence } from '../../helpers/knowing-core.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('two chats asked at the same time with two models: each answer is by the model its row names', async () => {
  const { scripted } = await ensureTestModels('scripted')
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const collection_ids = [await teachLongSentence(core, folder.path)]
  const { id } = await core.api.models.import({ path: scripted })
  await core.api.settings.change({ temperature: 0 })
  const asScripted = { model_id: id, text: 'How are you?' }
  const asDemo = { model_id: 'demo', text: 'What does the warranty of the pump cover?', collection_ids }

  const rows = await Promise.all([ask(core, asScripted), ask(core, asDemo), ask(core, asScripted), ask(core, asDemo)])

  expect(rows.map(({ model_id, status, text }) => [model_id, status, text])).toEqual([
    [id, 'complete', scriptedAnswer],
    ['demo', 'complete', `${longSentence} [1]`],
    [id, 'complete', scriptedAnswer],
    ['demo', 'complete', `${longSentence} [1]`],
  ])
})

interface Question {
  readonly model_id: string
  readonly text: string
  readonly collection_ids?: string[]
}

async function ask({ api }: CoreProcess, question: Question) {
  const ids = { conversation_id: newId(), message_id: newId(), reply_id: newId() }
  await Array.fromAsync(api.chat.send({ ...ids, ...question }))
  return api.messages.get({ id: ids.reply_id })
}
