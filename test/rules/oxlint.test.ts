import { expect, test } from 'vitest'
import { oxlintGuard } from '../../scripts/check/oxlint.ts'
import { found } from './found.ts'

const asserts = `export const a = (value: unknown): string => value as string\n`

const said = await found(oxlintGuard, {
  'src-main/chat/floating.ts': `export const work = async (): Promise<void> => {}\nwork()\n`,
  'src-main/chat/misused.ts': `export const all = (ids: string[]): void => ids.forEach(async () => {})\n`,
  'src-main/chat/not-thenable.ts': `export const a = async (): Promise<number> => await 1\n`,
  'src-main/chat/missing-case.ts': `export function name(kind: 'a' | 'b'): string {
  switch (kind) {
    case 'a':
      return 'A'
  }
  return ''
}
`,
  'src-main/chat/asserts.ts': asserts,
  'src-main/chat/constant.ts': `export const kinds = ['a', 'b'] as const\n`,
  'src-main/rpc/asserts.ts': asserts,
  'src-main/engine/llama.ts': asserts,
  'test/asserts.ts': asserts,
  'src-main/chat/unneeded.ts': `const text: string = 'a'\nexport const a = text!\n`,
  'src-main/chat/many-parameters.ts': `export const a = (b: number, c: number, d: number, e: number): number => b + c + d + e\n`,
  'src-main/chat/circle.ts': `import { half } from './circle-half.ts'\n\nexport const whole = (n: number): number => (n > 1 ? half(n) : n)\n`,
  'src-main/chat/circle-half.ts': `import { whole } from './circle.ts'\n\nexport const half = (n: number): number => whole(n / 2)\n`,
})

test.each([
  ['typescript(no-floating-promises) at src-main/chat/floating.ts:2'],
  ['typescript(no-misused-promises) at src-main/chat/misused.ts:1'],
  ['typescript(await-thenable) at src-main/chat/not-thenable.ts:1'],
  ['typescript(switch-exhaustiveness-check) at src-main/chat/missing-case.ts:2'],
  ['typescript(consistent-type-assertions) at src-main/chat/asserts.ts:1'],
  ['typescript(no-unnecessary-type-assertion) at src-main/chat/unneeded.ts:2'],
  ['eslint(max-params) at src-main/chat/many-parameters.ts:1'],
  ['import(no-cycle) at src-main/chat/circle.ts:1'],
])('found: %s', (finding) => {
  expect(said).toContainEqual(expect.stringContaining(finding))
})

test('assertions are allowed in adapters, RPC and tests, and `as const` everywhere', () => {
  expect(said.filter((finding) => finding.includes('consistent-type-assertions'))).toHaveLength(1)
})
