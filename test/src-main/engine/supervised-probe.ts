import { pino } from 'pino'
import { createSupervised, type Supervised } from '../../../src-main/engine/supervise.ts'
import type { SupervisedLimits } from '../../../src-main/engine/supervised-limits.ts'
import { probeContract } from './probe-contract.ts'

const probeEngine = new URL('./probe-engine.ts', import.meta.url)

export interface SupervisedProbe {
  readonly engine: Supervised<typeof probeContract>
  /** What was logged, parsed. */
  readonly logged: readonly Readonly<Record<string, unknown>>[]
}

export function superviseProbe(
  limits: Partial<SupervisedLimits> = {},
  { entry = probeEngine, environment = {} }: { readonly entry?: URL; readonly environment?: Record<string, string> } = {},
): SupervisedProbe {
  const logged: Record<string, unknown>[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const engine = createSupervised({
    name: 'probe',
    entry,
    contract: probeContract,
    log,
    environment,
    limits: { firstDelayMs: 1, longestDelayMs: 10, ...limits },
  })
  return { engine, logged }
}
