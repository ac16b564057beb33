import { expect, test } from 'vitest'
import { limits, sizesGuard } from '../../scripts/check/sizes.ts'
import { found } from './found.ts'
import { lines } from './plant-tree.ts'

const constants = (count: number): string => lines(count, (index) => `export const a${index} = ${index}`)
const longFunction = (count: number): string =>
  `export function long(): void {\n${lines(count - 2, (index) => `  void ${index}`)}}\n`
const describes = (count: number): string => `describe('a', () => {\n${lines(count - 2, (index) => `  void ${index}`)}})\n`

test('a file, a root and a function may be as long as the stop, and not a line longer', async () => {
  const said = await found(sizesGuard, {
    'src-main/chat/short-functions.ts': lines(9, (index) => `export const a${index} = () => ${index}`),
    'src-main/chat/longest.ts': constants(limits.fileLines),
    'src-main/chat/too-long.ts': constants(limits.fileLines + 1),
    'src-main/chat/words.css': lines(limits.fileLines + 1, (index) => `.a${index} {}`),
    'test/too-long.test.ts': constants(limits.fileLines + 1),
    'src-main/core/app.ts': constants(limits.rootLines),
    'src-main/core/main.ts': constants(limits.rootLines + 1),
    'src-main/engine/llama-process.ts': constants(limits.rootLines + 1),
    'src-main/chat/longest-function.ts': longFunction(limits.functionLines),
    'src-main/chat/long-function.ts': longFunction(limits.functionLines + 1),
    'test/long-function.ts': longFunction(limits.functionLines + 1),
    'test/long-describe.test.ts': describes(limits.functionLines + 1),
  })

  expect(said.toSorted()).toEqual([
    'file-lines at src-main/chat/too-long.ts 401 lines',
    'file-lines at src-main/chat/words.css 401 lines',
    'file-lines at test/too-long.test.ts 401 lines',
    'function-lines at src-main/chat/long-function.ts:1 long, 61 lines',
    'function-lines at test/long-function.ts:1 long, 61 lines',
    'root-lines at src-main/core/main.ts 151 lines',
    'root-lines at src-main/engine/llama-process.ts 151 lines',
  ])
})

test('medians over the grain are found in the product, and tests do not count', async () => {
  const long = (folder: string): [string, string][] =>
    Array.from({ length: 20 }, (_, index) => [`${folder}/long-${index}.ts`, longFunction(50) + constants(100)])

  const ofProduct = await found(sizesGuard, Object.fromEntries(long('src-main/chat')))
  const ofTests = await found(sizesGuard, Object.fromEntries(long('test')))

  expect(ofProduct).toEqual([
    'median-file-lines at src-*, server 150, at most 80',
    'median-function-lines at src-*, server 50, at most 12',
  ])
  expect(ofTests).toEqual([])
})

test('files that import Electron are short together; its types and files that do without it do not count', async () => {
  const file = (first: string, count: number): string => `${first}\n${constants(count - 1)}`
  const shell = {
    'src-main/electron/window.ts': file("import { app } from 'electron'", 300),
    'src-main/electron/news.ts': file("import updater, { type AppUpdater } from 'electron-updater'", 297),
    'src-main/electron/decides.ts': file("import type { App } from 'electron'", 300),
    'src-main/electron/short-functions.ts': lines(9, (index) => `export const a${index} = () => ${index}`),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`src-main/chat/short-${index}.ts`, constants(2)])),
  }

  // The tree that is planted has three lines of its own.
  const within = await found(sizesGuard, shell)
  const over = await found(sizesGuard, {
    ...shell,
    'src-preload/preload.ts': file("import {\n  ipcRenderer,\n} from 'electron'", 3),
  })

  expect(within).toEqual([])
  expect(over).toEqual(['electron-lines at src-main/electron, src-preload 602 lines'])
})
