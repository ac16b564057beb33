import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { watchTree } from '../../../../src-main/knowledge/watch/watch-tree.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

test('folders behind one that cannot be opened are listened to all the same', async () => {
  using temp = tempFolder()
  const behind = join(temp.path, 'behind')
  mkdirSync(behind)
  const heard = Promise.withResolvers<void>()
  using tree = watchTree({ root: temp.path, onEvent: heard.resolve, isRecursive: false })

  const isWhole = tree.follow([join(temp.path, 'gone'), behind])
  writeFileSync(join(behind, 'a.md'), 'text')

  expect(isWhole).toBe(false)
  await heard.promise
})
