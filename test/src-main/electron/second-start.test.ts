import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { fakeElectron } from '../../helpers/fake-electron.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const folder = tempFolder()
const electron = fakeElectron(join(import.meta.dirname, '../../..'))
electron.app.isFirst = false
vi.mock('electron', () => electron)
vi.stubEnv('HEARTH_DATA', folder.path)
await import('../../../src-main/electron/main.ts')
afterAll(() => folder[Symbol.dispose]())

test('a second start ends at once: no window, no core beside the one that runs', async () => {
  expect(await electron.app.exited()).toBe(0)

  expect(electron.windows).toEqual([])
  expect(readdirSync(folder.path).toSorted()).toEqual(['logs', 'window'])
})
