import { createProbe, type Probe } from './probe.ts'

interface Probed {
  readonly kind: string
  readonly ping: () => Promise<void>
}

export interface ProbedStores {
  readonly store: Probed
  readonly knowledge: Probed
  readonly cache: Probed
  readonly history: Probed
}

/** By the reference's names. */
export const probeStores = ({ store, knowledge, cache, history }: ProbedStores): ReadonlyMap<string, Probe> =>
  new Map(
    Object.entries({ postgres: store, mongodb: knowledge, redis: cache, scylla: history }).map(([name, { kind, ping }]) => [
      name,
      createProbe({ adapter: kind, ping }),
    ]),
  )
