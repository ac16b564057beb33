import { homedir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { houseRulesGuard } from '../../scripts/check/house-rules.ts'
import { found } from './found.ts'

/** Put together here, so that this file keeps the rule about it. */
const joined = (...parts: string[]): string => parts.join('')

const environment = `export const a = process.env['PATH']\n`

const said = await found(houseRulesGuard, {
  'src-main/chat/barrel.ts': `export * from './keep-note.ts'\nexport type { Note } from '../../src-shared/note.ts'\n`,
  'src-main/chat/barrel-in-two-steps.ts': `import { keepNote } from './keep-note.ts'\n\nexport { keepNote }\n`,
  'src-main/chat/one-re-export.ts': `export { keepNote } from './keep-note.ts'\nexport const own = 1\n`,
  'src-main/chat/empty-module.ts': `export {}\n`,
  'src-main/chat/index.ts': `export const a = 1\n`,
  'src-main/chat/module-let.ts': `let count = 0\nexport const next = (): number => ++count\n`,
  'src-main/chat/local-let.ts': `export function a(): number {\n  let count = 0\n  return ++count\n}\n`,
  'src-main/chat/default-export.ts': `export default function a(): void {}\n`,
  'src-main/chat/default-value.ts': `const a = 1\nexport default a\n`,
  'tool.config.ts': `export default {}\n`,
  'src-main/chat/inline-import.ts': `export const a = async (): Promise<unknown> => await import('node:fs')\n`,
  'src-main/chat/environment.ts': environment,
  'src-main/chat/environment-taken.ts': `const { env } = process\nexport const a = env\n`,
  'src-main/chat/environment-imported.ts': `import { env } from 'node:process'\n\nexport const a = env\n`,
  'src-main/core/config.ts': environment,
  'server/config.ts': environment,
  'scripts/environment.ts': environment,
  'src-main/chat/Utils.ts': `export const a = 1\n`,
  'src-main/chat/helpers.ts': `export const a = 1\n`,
  'src-main/chat/note-manager.ts': `export const a = 1\n`,
  'src-main/chat/types.ts': `export type A = 1\n`,
  'src-main/chat/keep-note-v2.ts': `export const a = 1\n`,
  'src-main/chat/keepNote.ts': `export const a = 1\n`,
  'test/helpers/open-store.ts': `export const a = 1\n`,
  'src-main/chat/unfinished.ts': joined('// TO', 'DO: later\nexport const a = 1 // FIX', 'ME\n'),
  'src-main/chat/home.ts': `export const a = '${homedir()}/notes'\n`,
  'docs/start.md': joined('Open /wo', 'rk/somewhere and run it.\n'),
  'src-main/chat/silenced.ts': joined('// @ts-', 'ignore\nexport const a: number = "a"\n'),
  'src-main/chat/expected.ts': joined('// @ts-expect-', 'error\nexport const a: number = "a"\n'),
  'src-main/chat/unlinted.ts': joined('// oxlint-', 'disable-next-line\nexport const a = 1\n'),
  '.npmrc': 'omit-lockfile-registry-resolved=true\nregistry=https://registry.example\n',
  'package-lock.json': '{ "packages": { "node_modules/a": { "resolved": "https://registry.example/a.tgz" } } }\n',
  'test/skips.test.ts': `import { describe, expect, it, test } from 'vitest'

test.skip('a', () => expect(1).toBe(1))
describe.only('b', () => {})
it.todo('c')
test.skipIf(process.platform === 'win32')('d', () => expect(1).toBe(1))
test('e', (context) => {
  context.skip()
  expect(1).toBe(1)
})
`,
  'test/beside-others.test.ts': `import { expect, test } from 'vitest'

test.concurrent.each([1, 2])('a %s', (n) => expect(n).toBe(1))
test.concurrent.for([1, 2])('b %s', async (n) => {
  await expect.poll(() => n).toBe(1)
})
test.concurrent.for([1, 2])('c %s', async (n, { expect }) => {
  await expect.poll(() => n).toBe(1)
})
`,
  'test/asserts.test.ts': `import { test } from 'vitest'
import { keepNote } from '../src-main/chat/keep-note.ts'
import { expectKept } from './helpers/kept.ts'

test('asserts nothing', async () => {
  await keepNote({ save: async () => {} }, { text: 'a' })
})
test.each([1, 2])('asserts nothing %s', (n) => {
  work(n)
})
test('asserts through a helper', () => expectKept())
test('asserts through a function of its file', () => kept(1))
const kept = (n: number): void => expectKept(n)
const work = (n: number): number => n
`,
})

test.each([
  'no-barrel at src-main/chat/barrel.ts:1',
  'no-barrel at src-main/chat/barrel-in-two-steps.ts:1',
  'no-index at src-main/chat/index.ts',
  'no-module-let at src-main/chat/module-let.ts:1',
  'no-default-export at src-main/chat/default-export.ts:1',
  'no-default-export at src-main/chat/default-value.ts:2',
  'no-inline-import at src-main/chat/inline-import.ts:1',
  'no-process-env at src-main/chat/environment.ts:1',
  'no-process-env at src-main/chat/environment-taken.ts:1',
  'no-process-env at src-main/chat/environment-imported.ts:1',
  'kebab-case at src-main/chat/Utils.ts',
  'kebab-case at src-main/chat/keepNote.ts',
  'telling-name at src-main/chat/helpers.ts',
  'telling-name at src-main/chat/note-manager.ts',
  'telling-name at src-main/chat/types.ts',
  'replace-the-old at src-main/chat/keep-note-v2.ts',
  joined('nothing-unfinished at src-main/chat/unfinished.ts:1 TO', 'DO'),
  joined('nothing-unfinished at src-main/chat/unfinished.ts:2 FIX', 'ME'),
  `no-machine-path at src-main/chat/home.ts:1 ${homedir()}`,
  joined('no-machine-path at docs/start.md:1 /wo', 'rk/somewhere'),
  joined('no-type-suppression at src-main/chat/silenced.ts:1 @ts-', 'ignore'),
  joined('no-expected-type-error at src-main/chat/expected.ts:1 @ts-expect-', 'error'),
  joined('no-lint-suppression at src-main/chat/unlinted.ts:1 oxlint-', 'disable'),
  'no-registry at .npmrc:2 registry=https://registry.example',
  'lockfile-without-hosts at package-lock.json node_modules/a',
  'no-skipped-test at test/skips.test.ts:3',
  'no-skipped-test at test/skips.test.ts:4',
  'no-skipped-test at test/skips.test.ts:5',
  'no-skipped-test at test/skips.test.ts:6',
  'no-skipped-test at test/skips.test.ts:8',
  'concurrent-expect at test/beside-others.test.ts:3',
  'concurrent-expect at test/beside-others.test.ts:4',
  'test-asserts at test/asserts.test.ts:5',
  'test-asserts at test/asserts.test.ts:8',
])('found: %s', (finding) => {
  expect(said).toContain(finding)
})

describe('allowed, and not found', () => {
  test.each([
    'src-main/chat/one-re-export.ts',
    'src-main/chat/empty-module.ts',
    'src-main/chat/local-let.ts',
    'tool.config.ts',
    'src-main/core/config.ts',
    'server/config.ts',
    'scripts/environment.ts',
    'test/helpers/open-store.ts',
    'test/beside-others.test.ts:7',
    'test/asserts.test.ts:11',
    'test/asserts.test.ts:12',
  ])('%s', (place) => {
    expect(said.filter((finding) => finding.includes(place))).toEqual([])
  })
})
