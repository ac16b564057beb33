import { parseArgs } from 'node:util'
import { biomeGuard } from './check/biome.ts'
import { compileGuard } from './check/compile.ts'
import type { Finding, Guard } from './check/guard.ts'
import { houseRulesGuard } from './check/house-rules.ts'
import { importsGuard } from './check/imports.ts'
import { oxlintGuard } from './check/oxlint.ts'
import { sizesGuard } from './check/sizes.ts'
import { unusedGuard } from './check/unused.ts'

/** `node scripts/check.ts [guard …] [--root folder]`: one line a guard; exit code 1 when any finds something. */
const guards: readonly Guard[] = [compileGuard, oxlintGuard, importsGuard, unusedGuard, biomeGuard, sizesGuard, houseRulesGuard]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: `${import.meta.dirname}/..` } },
})
const chosen = positionals.length === 0 ? guards : guards.filter(({ name }) => positionals.includes(name))
const unknown = positionals.filter((name) => guards.every((guard) => guard.name !== name))
if (unknown.length > 0) {
  console.error(`No guard is called ${unknown.join(', ')}. There are: ${guards.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const passed = await Promise.all(chosen.map((guard) => runGuard(guard, values.root)))
process.exitCode = passed.every(Boolean) ? 0 : 1

async function runGuard(guard: Guard, root: string): Promise<boolean> {
  const startMs = performance.now()
  const line = (word: string, rest: string) => {
    const seconds = `${((performance.now() - startMs) / 1000).toFixed(1)} s`
    console.log(`${word.padEnd(5)} ${guard.name.padEnd(12)} ${seconds.padStart(6)}  ${rest}`)
  }
  try {
    const { findings, looked } = await guard.run(root)
    line(findings.length === 0 ? 'ok' : 'FAIL', findings.length === 0 ? looked : `${looked}; ${findings.length} to correct`)
    if (findings.length > 0) console.log(report(findings))
    return findings.length === 0
  } catch (error) {
    line('FAIL', `could not look: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

function report(findings: readonly Finding[]): string {
  const byRule = Map.groupBy(findings, ({ rule, says }) => `  ${rule}: ${says}`)
  return [...byRule]
    .flatMap(([heading, places]) => [heading, ...places.map(({ place, detail }) => `    ${place}  ${detail ?? ''}`.trimEnd())])
    .join('\n')
}
