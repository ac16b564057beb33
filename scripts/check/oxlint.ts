import { z } from 'zod'
import type { Guard } from './guard.ts'
import { parseReport, presentRoots, runTool } from './run-tool.ts'

const report = z.object({
  number_of_files: z.int(),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().default('oxlint'),
      help: z.string().optional(),
      filename: z.string().default(''),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })).default([]),
    }),
  ),
})

const sentences: Readonly<Record<string, string>> = {
  'typescript(no-floating-promises)': 'No floating promise. Await it, return it, or mark a meant one with void.',
  'typescript(no-misused-promises)': 'A promise goes where nobody awaits it. Await inside, or mark it with void.',
  'typescript(await-thenable)': 'await on something that is no promise. Remove the await.',
  'typescript(no-unnecessary-type-assertion)': 'The assertion changes nothing. Remove it.',
  'typescript(switch-exhaustiveness-check)': 'The switch misses a case. Add it, so that a new one stops the compiler here.',
  'typescript(consistent-type-assertions)':
    'No type assertion outside adapters and RPC. Parse it with a schema, narrow it, or use satisfies.',
  'import(no-cycle)': 'These files import each other in a circle. Move what both need into a third file.',
  'eslint(max-params)': 'At most three positional parameters. Take one options object.',
}

export const oxlintGuard: Guard = {
  name: 'lint',
  async run(root) {
    const args = ['--type-aware', '--format=json', ...presentRoots(root)]
    const run = await runTool({ script: 'oxlint/bin/oxlint', args, cwd: root })
    const { diagnostics, number_of_files } = report.parse(parseReport('oxlint', run))
    const findings = diagnostics.map(({ message, code, help, filename, labels }) => ({
      rule: code,
      place: `${filename.replaceAll('\\', '/')}:${labels[0]?.span.line ?? 1}`,
      says: sentences[code] ?? help ?? message,
      detail: message,
    }))
    return { findings, looked: `${number_of_files} files with their types` }
  },
}
