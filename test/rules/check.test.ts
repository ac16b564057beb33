import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plantTree } from './plant-tree.ts'

interface Ended {
  readonly exitCode: number | string | null | undefined
  readonly stdout: string
  readonly stderr: string
}

const script = join(import.meta.dirname, '../../scripts/check.ts')

const check = (args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve({ exitCode: error ? error.code : 0, stdout, stderr }),
    )
  })

/** Nothing of this tree may keep a rule: each guard has something to find. */
const planted = {
  'src-main/chat/bad.ts': `import { app } from 'electron'
export let   count: any = app
const work = async (): Promise<void> => {}
work()
${'// a line too many\n'.repeat(400)}`,
}

test('a product that keeps every rule passes every guard', async () => {
  using tree = plantTree({})

  const { exitCode, stdout } = await check(['--root', tree.root])

  expect(stdout.match(/^ok/gm)).toHaveLength(7)
  expect(exitCode).toBe(0)
})

test('a broken rule fails the run, and the guard says where, why and what to do', async () => {
  using tree = plantTree(planted)

  const { exitCode, stdout } = await check(['imports', 'format', 'sizes', 'house', 'unused', 'lint', '--root', tree.root])

  expect(stdout.match(/^FAIL/gm)).toHaveLength(6)
  expect(stdout).toContain('driver-electron: electron: imported by value only in')
  expect(stdout).toContain('    src-main/chat/bad.ts → electron')
  expect(stdout).toContain('  no-module-let: No mutable variable of a module')
  expect(exitCode).toBe(1)
})

test('a tool that gives no report fails its guard', async () => {
  using tree = plantTree({ '.dependency-cruiser.mjs': 'this is no configuration\n' })

  const { exitCode, stdout } = await check(['imports', '--root', tree.root])

  expect(stdout).toMatch(/^FAIL {2}imports .*could not look: dependency-cruiser gave no report/)
  expect(exitCode).toBe(1)
})

test('an unknown guard is refused with the names of those there are', async () => {
  const { exitCode, stderr } = await check(['spelling'])

  expect(stderr).toContain('No guard is called spelling. There are: types, lint, imports')
  expect(exitCode).toBe(2)
})
