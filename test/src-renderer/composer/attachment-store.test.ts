import { expect, test } from 'vitest'
import { createAttachmentHandlers } from '../../../src-main/knowledge/attachment-handlers.ts'
import { createAttachmentStore, waitingOf } from '../../../src-renderer/composer/attachment-store.ts'
import { attachments } from '../../../src-shared/desktop/attachments.ts'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { serveFeatures } from '../serve-features.ts'

/** The real feature on a real store; only the embedder is stood in for. */
function open({ hasEmbedder = true } = {}) {
  const folder = tempFolder()
  const embedder = hasEmbedder ? {} : { embedderModel: () => undefined }
  const knowledge = openKnowledge({ folder: folder.path, ...embedder })
  const { db, importer } = knowledge
  const { api, end } = serveFeatures(
    { attachments },
    { attachments: createAttachmentHandlers({ db, importer, now: Date.now, newId }) },
  )
  const store = createAttachmentStore({ api, newId })
  db.watch((changes) => {
    for (const change of changes) if (change.table === 'attachments') store.getState().changed(change.id, change.row)
  })
  return {
    importer,
    state: () => store.getState(),
    waiting: () => waitingOf(store.getState(), 'new').map(({ name, status }) => `${name} ${status}`),
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      end()
      folder[Symbol.dispose]()
    },
  }
}

test('files are handed over, read, found again after a reload of the page, and removed', async () => {
  await using page = open()

  await page.state().add('new', [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')])
  await page.importer.idle()
  expect(page.state().handed).toEqual([])
  expect(page.waiting()).toEqual(['one.txt ready', 'two.txt ready'])
  const [first] = page.state().rows.keys()
  await page.state().remove(first ?? '')
  await page.state().read('new')

  expect(page.waiting()).toEqual(['two.txt ready'])
})

test('a picture is refused in the page and keeps no other file from being attached', async () => {
  await using page = open()

  await page.state().add('new', [new File(['x'], 'photo.png', { type: 'image/png' }), new File(['one'], 'one.txt')])
  await page.importer.idle()

  expect(page.state().handed).toMatchObject([{ name: 'photo.png', refusal: { kind: 'picture' } }])
  expect(page.waiting()).toEqual(['one.txt ready'])
})

test('what the core refuses stays in sight with its reason, until it is dismissed', async () => {
  await using page = open({ hasEmbedder: false })

  await page.state().add('new', [new File(['one'], 'one.txt')])

  const [refused] = page.state().handed
  expect(refused).toMatchObject({ name: 'one.txt', refusal: { fault: { code: knowledgeError.noEmbedder } } })
  page.state().dismiss(refused?.id ?? '')
  expect(page.state().handed).toEqual([])
})
