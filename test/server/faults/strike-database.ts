import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '../../helpers/wait-for.ts'
import type { LoadCall } from './load-contract.ts'
import type { MortalDatabase } from './mortal-database.ts'
import type { HealthWatch, Looked } from './watch-health.ts'

export const harms = ['kill', 'freeze'] as const
export type Harm = (typeof harms)[number]

/** When what happened, and how the server was before and after. */
export interface Strike {
  readonly harm: Harm
  readonly name: string
  readonly from: number
  readonly to: number
  /** From the moment when the database answered again. */
  readonly recoveredMs: number
  readonly looks: readonly Looked[]
  readonly grownBytes: number
}

export interface Struck {
  readonly database: MortalDatabase
  readonly health: HealthWatch
  readonly serverPid: number
  readonly awayMs: number
}

/** Longer than the server believes what it found out about a database: whoever looks then has it asked. */
const believedMs = 1200
/** It finds out anew each second, and an answer that does not come is waited for two seconds; the rest is left to the machine. */
const toldWithinMs = 10_000

/** Takes a database away for a while, until the server has told so, and waits until it says that everything is well again. */
export async function strike(harm: Harm, { database, health, serverPid, awayMs }: Struck): Promise<Strike> {
  const before = memoryOf(serverPid)
  const first = health.looks.length
  // So the very first look meets a database that is away, and would be held up by it for as long as may be.
  const from = await health.without(async () => {
    await delay(believedMs)
    if (harm === 'kill') await database.kill()
    else await database.freeze()
    return Date.now()
  })
  await delay(awayMs)
  await waitFor('the server to tell it', () => health.looks.slice(first).some(tellsAbsence) || undefined, toldWithinMs)
  const to = Date.now()
  if (harm === 'kill') await database.restart()
  else database.thaw()
  const back = Date.now()
  const well = await waitFor('the server to be well', () => health.looks.find(({ at, ...look }) => at > back && isWell(look)))
  return {
    ...{ harm, name: database.name, from, to, recoveredMs: well.at + well.ms - back },
    ...{ looks: health.looks.slice(first), grownBytes: memoryOf(serverPid) - before },
  }
}

const tellsAbsence = ({ services = {} }: Looked): boolean => Object.values(services).includes('unhealthy')

const isWell = ({ services, isReady }: Pick<Looked, 'services' | 'isReady'>): boolean =>
  isReady && services !== undefined && Object.values(services).every((state) => state === 'healthy')

/** Pages of 4 KiB. */
const memoryOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096

/** The answers by kind, and how long they took, to what was sent and answered while the database was away. */
export function callsDuring({ from, to }: Pick<Strike, 'from' | 'to'>, calls: readonly LoadCall[]) {
  const during = calls.filter(({ at, ms }) => at >= from && at + ms < to)
  return Object.fromEntries([...Map.groupBy(during, ({ kind }) => kind)].map(([kind, each]) => [kind, summaryOf(each)]))
}

export interface Summary {
  /** How many of each. */
  readonly statuses: Readonly<Record<string, number>>
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export function summaryOf(calls: readonly { readonly status: number; readonly ms: number }[]): Summary {
  const times = calls.map(({ ms }) => Math.round(ms)).toSorted((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  const statuses = [...Map.groupBy(calls, ({ status }) => status)].map(([status, each]) => [status, each.length])
  return { statuses: Object.fromEntries(statuses), p50: at(0.5), p99: at(0.99), max: times.at(-1) ?? 0 }
}
