import { z } from 'zod'
import type { Guard } from './guard.ts'
import { parseReport, runTool } from './run-tool.ts'

const report = z.object({
  summary: z.object({ changed: z.int(), unchanged: z.int(), diagnosticsNotPrinted: z.int() }),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
})

const sentences: Readonly<Record<string, string>> = {
  format: 'The formatter writes this differently. Run `npm run format`.',
  'assist/source/organizeImports': 'Imports are in the formatter’s order. Run `npm run format`.',
  'lint/suspicious/noExplicitAny': 'No any. Take unknown and parse it once, or name the type.',
  'lint/style/noNonNullAssertion': 'No non-null assertion. Check for undefined and say what happens then.',
  'lint/suspicious/noConsole': 'console is for core/log.ts, cli/output.ts and scripts. Log through log.ts.',
}

export const biomeGuard: Guard = {
  name: 'format',
  async run(root) {
    const args = ['ci', '--colors=off', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=warn', '.']
    const run = await runTool({ script: '@biomejs/biome/bin/biome', args, cwd: root })
    const { summary, diagnostics } = report.parse(parseReport('biome', run))
    const findings = diagnostics.map(({ message, category, location }) => ({
      rule: category,
      place: `${location.path.replaceAll('\\', '/')}:${Math.max(1, location.start.line)}`,
      says: sentences[category] ?? message,
    }))
    return { findings, looked: `${summary.changed + summary.unchanged} files formatted and linted` }
  },
}
