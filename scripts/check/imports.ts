import { z } from 'zod'
import type { Finding, Guard } from './guard.ts'
import { parseReport, presentRoots, runTool } from './run-tool.ts'
import { readTree } from './source-tree.ts'

const report = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.unknown()) })),
  summary: z.object({
    totalDependenciesCruised: z.int(),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        cycle: z.array(z.object({ name: z.string() })).optional(),
      }),
    ),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) }),
  }),
})
type Report = z.infer<typeof report>

export const importsGuard: Guard = {
  name: 'imports',
  async run(root) {
    const roots = presentRoots(root)
    const importing = importingFiles(root, roots)
    const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...roots]
    const run = await runTool({ script: 'dependency-cruiser/bin/dependency-cruiser.mjs', args, cwd: root })
    const { modules, summary } = report.parse(parseReport('dependency-cruiser', run))
    const says = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]))
    const findings = summary.violations.map(({ from, to, rule, cycle }) => ({
      rule: rule.name,
      place: cycle ? [from, ...cycle.map(({ name }) => name)].join(' → ') : `${from} → ${to.replace(/^.*node_modules\//, '')}`,
      says: says.get(rule.name) ?? rule.name,
    }))
    const read = modules.filter(({ source }) => /\.tsx?$/.test(source)).length
    return {
      findings: [...findings, ...unread(importing, modules)],
      looked: `${read} TypeScript modules, ${summary.totalDependenciesCruised} imports`,
    }
  },
}

const importingFiles = (root: string, roots: readonly string[]): string[] =>
  readTree(root)
    .filter(
      ({ path, text }) => /\.tsx?$/.test(path) && roots.some((name) => path.startsWith(`${name}/`)) && /^import\b/m.test(text),
    )
    .map(({ path }) => path)

/** Without a TypeScript it can use, dependency-cruiser reads no .ts file, warns, and finds nothing wrong. */
function unread(importing: readonly string[], modules: Report['modules']): Finding[] {
  const read = new Set(modules.filter(({ dependencies }) => dependencies.length > 0).map(({ source }) => source))
  return importing
    .filter((path) => !read.has(path))
    .map((path) => ({
      rule: 'really-read',
      place: path,
      says: 'dependency-cruiser did not see the imports of this file, so its silence means nothing. Is TypeScript 6 installed as typescript?',
    }))
}
