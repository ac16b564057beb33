import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { walkFiles } from '../../../src-main/knowledge/walk-files.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('a folder that cannot be listed is closed by its own name, also when a link led to it first', async () => {
  using temp = tempFolder()
  const root = realpathSync(temp.path)
  mkdirSync(join(root, 'b'))
  writeFileSync(join(root, 'b', 'x.txt'), 'text')
  symlinkSync(join(root, 'b'), join(root, 'a'))
  const denied = Object.assign(new Error('denied'), { syscall: 'scandir', code: 'EACCES' })
  const rules = {
    enter: (folder: string) => (folder === join(root, 'b') ? Promise.reject(denied) : Promise.resolve()),
    allows: () => true,
  }

  const walk = await walkFiles([root], new AbortController().signal, rules)

  expect(walk.files).toEqual([])
  expect(walk.closed).toContain(join(root, 'b'))
})

test('one folder that cannot be listed is one place that nothing is known of', async () => {
  using temp = tempFolder()
  const root = realpathSync(temp.path)
  mkdirSync(join(root, 'b'))
  const denied = Object.assign(new Error('denied'), { syscall: 'scandir', code: 'EACCES' })
  const rules = {
    enter: (folder: string) => (folder === join(root, 'b') ? Promise.reject(denied) : Promise.resolve()),
    allows: () => true,
  }

  const { closed } = await walkFiles([root], new AbortController().signal, rules)

  expect(closed).toEqual([join(root, 'b')])
})
