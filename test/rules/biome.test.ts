import { expect, test } from 'vitest'
import { biomeGuard } from '../../scripts/check/biome.ts'
import { found } from './found.ts'

const logs = `console.log('a')\n`

const said = await found(biomeGuard, {
  'src-main/chat/format.ts': `export const a = {b:1};\n`,
  'src-main/chat/order.ts': `import { z } from 'zod'\nimport { readFileSync } from 'node:fs'\n\nexport const a = [z, readFileSync]\n`,
  'src-main/chat/any.ts': `export const a = (value: any): unknown => value\n`,
  'src-main/chat/non-null.ts': `export const a = (values: string[]): string => values[0]!\n`,
  'src-main/chat/logs.ts': logs,
  'src-main/core/log.ts': logs,
  'scripts/logs.ts': logs,
  'src-main/chat/type-import.ts': `import { Note } from '../../src-shared/note.ts'\n\nexport const a = (note: Note): string => note.text\n`,
  'src-main/chat/bare-builtin.ts': `import { sep } from 'path'\n\nexport const a = sep\n`,
})

test.each([
  'format at src-main/chat/format.ts:1',
  'assist/source/organizeImports at src-main/chat/order.ts:1',
  'lint/suspicious/noExplicitAny at src-main/chat/any.ts:1',
  'lint/style/noNonNullAssertion at src-main/chat/non-null.ts:1',
  'lint/suspicious/noConsole at src-main/chat/logs.ts:1',
  'lint/style/useImportType at src-main/chat/type-import.ts:1',
  'lint/style/useNodejsImportProtocol at src-main/chat/bare-builtin.ts:1',
])('found: %s', (finding) => {
  expect(said).toContain(finding)
})

test('console is allowed where the log and the scripts write', () => {
  expect(said.filter((finding) => finding.includes('noConsole'))).toEqual([
    'lint/suspicious/noConsole at src-main/chat/logs.ts:1',
  ])
})
