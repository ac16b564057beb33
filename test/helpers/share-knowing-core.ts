import { afterAll, beforeAll } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { type CoreProcess, startCoreProcess } from './core-process.ts'
import { teachLongSentence } from './knowing-core.ts'
import { tempFolder } from './temp-folder.ts'

export interface SharedCore {
  readonly folder: string
  core(): CoreProcess
  api(): CoreProcess['api']
  /** Of a question: answered from the document with the long sentence. */
  collections(): { collection_ids: string[] }
}

/** One core for all tests of a file, with the demo model and a document of one long sentence. */
export function shareKnowingCore(): SharedCore {
  const folder = tempFolder()
  const shared: { core?: CoreProcess; collectionId?: string } = {}

  beforeAll(async () => {
    const core = await startCoreProcess(folder.path)
    Object.assign(shared, { core, collectionId: await teachLongSentence(core, folder.path) })
  })

  afterAll(async () => {
    await shared.core?.[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  })

  const core = (): CoreProcess => {
    if (!shared.core) throw new Error('The core did not start')
    return shared.core
  }

  return {
    folder: folder.path,
    core,
    api: () => core().api,
    collections: () => ({ collection_ids: [shared.collectionId ?? ''] }),
  }
}

/** Of a question and its answer in a chat of their own. */
export const newIds = () => ({ conversation_id: newId(), message_id: newId(), reply_id: newId() })
