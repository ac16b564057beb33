import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { localAddress } from '../../../src-main/core/local-socket.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('a socket folder that others may write to is refused: they could answer in the place of the core', () => {
  using folder = tempFolder()
  vi.stubEnv('TMPDIR', folder.path)
  const deep = join(folder.path, 'd'.repeat(120))

  const home = dirname(localAddress(deep))
  chmodSync(home, 0o777)
  expect(() => localAddress(deep)).toThrow(startError.readOnly)

  rmSync(home, { recursive: true })
  mkdirSync(home, { mode: 0o700 })
  expect(localAddress(deep).startsWith(home)).toBe(true)
  vi.unstubAllEnvs()
})
