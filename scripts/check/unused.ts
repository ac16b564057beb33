import { z } from 'zod'
import type { Guard } from './guard.ts'
import { parseReport, runTool } from './run-tool.ts'

const named = z.array(z.object({ name: z.string(), line: z.int().optional() })).default([])
const report = z.object({ issues: z.array(z.object({ file: z.string() }).catchall(z.unknown())) })

const sentences: Readonly<Record<string, string>> = {
  files: 'Nothing reaches this file. Use it or remove it.',
  exports: 'Nobody imports this export. Remove the word export, or the thing.',
  types: 'Nobody imports this type. Remove the word export, or the type.',
  duplicates: 'Exported twice under two names. Keep one.',
  dependencies: 'Nothing imports this package. Remove it from package.json.',
  devDependencies: 'Nothing uses this package. Remove it from package.json.',
  optionalPeerDependencies: 'An optional peer is imported. Make it a dependency.',
  unlisted: 'Imported but not in package.json. Add it with an exact version.',
  binaries: 'This command comes from no package of ours. Add its package.',
}

export const unusedGuard: Guard = {
  name: 'unused',
  async run(root) {
    const run = await runTool({
      script: 'knip/bin/knip.js',
      args: ['--reporter', 'json', '--no-progress', '--no-config-hints'],
      cwd: root,
    })
    const { issues } = report.parse(parseReport('knip', run))
    const findings = issues.flatMap(({ file, ...kinds }) =>
      Object.entries(sentences).flatMap(([kind, says]) =>
        named.parse([kinds[kind] ?? []].flat(2)).map(({ name, line }) => ({
          rule: kind,
          place: line === undefined ? file : `${file}:${line}`,
          says,
          detail: kind === 'files' ? '' : name,
        })),
      ),
    )
    return { findings, looked: 'files, exports and packages' }
  },
}
