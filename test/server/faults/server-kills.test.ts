import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPglite } from '../../../server/stores/pglite.ts'
import { startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { expectKillsLoseNothing } from './end-servers.ts'
import { loadedServer } from './struck-server.ts'

test('the embedded server killed under load: no acknowledged use is lost, and none is counted twice', async () => {
  using folder = tempFolder()

  const { uses } = await expectKillsLoseNothing({
    ...{ processes: 1, times: 1, start: () => startServer({ data: folder.path, environment: loadedServer }) },
    open: () => openPglite(join(folder.path, 'postgres')),
  })

  expect(uses.length).toBeGreaterThanOrEqual(10)
})
