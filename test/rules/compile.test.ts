import { expect, test } from 'vitest'
import { compileGuard } from '../../scripts/check/compile.ts'
import { found } from './found.ts'

const said = await found(compileGuard, {
  'src-shared/reads-file.ts': `import { readFileSync } from 'node:fs'\n\nexport const read = (path: string) => readFileSync(path, 'utf8')\n`,
  'src-shared/sets-title.ts': `export const setTitle = (title: string) => {\n  document.title = title\n}\n`,
  'src-main/chat/wrong.ts': `export const wrong: number = 'text'\nexport const first = (all: string[]): string => all[0]\n`,
  'src-preload/enum.ts': `export enum Kind {\n  a,\n}\n`,
  'src-renderer/reads-process.ts': `export const here = process.cwd()\n`,
  'server/sets-title.ts': `export const setTitle = (title: string) => {\n  document.title = title\n}\n`,
  'test/wrong.test.ts': `import { keepNote } from '../src-main/chat/keep-note.ts'\n\nvoid keepNote(1)\n`,
})

test.each([
  ['Node in src-shared', /^src-shared\/tsconfig\.json at src-shared\/reads-file\.ts:1 TS2591/],
  ['the DOM in src-shared', /^src-shared\/tsconfig\.node\.json at src-shared\/sets-title\.ts:2 TS2584/],
  ['a wrong type', /^src-main\/tsconfig\.json at src-main\/chat\/wrong\.ts:1 TS2322/],
  ['an element that may be missing', /^src-main\/tsconfig\.json at src-main\/chat\/wrong\.ts:2 TS2322/],
  ['syntax that Node cannot strip', /^src-preload\/tsconfig\.json at src-preload\/enum\.ts:1 TS1294/],
  ['Node in the page', /^src-renderer\/tsconfig\.json at src-renderer\/reads-process\.ts:1 TS2591/],
  ['the DOM in the server', /^server\/tsconfig\.json at server\/sets-title\.ts:2 TS2584/],
  ['a test that calls wrongly', /^test\/tsconfig\.json at test\/wrong\.test\.ts:3 TS2554/],
])('%s does not compile', (_, finding) => {
  expect(said).toContainEqual(expect.stringMatching(finding))
})
