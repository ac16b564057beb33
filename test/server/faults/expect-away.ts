import { expect } from 'vitest'
import type { LoadCall } from './load-contract.ts'
import { callsDuring, type Strike, type Summary, summaryOf } from './strike-database.ts'

// What docs/server.md promises of a database that is away, and what is then promised of its coming back.

/** Nobody waits longer for a refusal; by the server's own limits it takes 1750 ms at most. */
const refusedWithinMs = 2000
/** More than that is not put down to the machine: what waits for a database would look like it. */
const lateAtMostMs = 1000
const recoveredWithinMs = 10_000
const healthWithinMs = 100
/** A database that is asked and waited for does not answer for longer. */
const heldUpMs = 1000
const none: Summary = { statuses: {}, p50: 0, p99: 0, max: 0 }

/** Reads of what is cached are answered, everything else is refused; the server is alive and not ready. */
export function expectPostgresAway(struck: Strike, calls: readonly LoadCall[]): void {
  const { read = none, record = none, hold = none, commit = none } = callsDuring(struck, calls)
  expect(Object.keys(read.statuses)).toEqual(['200'])
  // Such a read needs no database: what it takes is how late the machine is, which runs the load, the server and the databases.
  const lateMs = Math.min(read.max, lateAtMostMs)
  for (const each of [record, hold]) {
    expect(Object.keys(each.statuses)).toEqual(['503'])
    expect(each.max).toBeLessThan(refusedWithinMs + lateMs)
  }
  expect(Object.keys(commit.statuses).filter((status) => status !== '503')).toEqual([])
  expect(struck.looks.some(({ isReady }) => !isReady)).toBe(true)
  expectTold(struck, 'postgres')
}

/** Nobody notices but whoever waits for the first answer that does not come. */
export function expectNobodyRefused(struck: Strike, calls: readonly LoadCall[], name: 'redis' | 'mongodb' | 'scylla'): void {
  const during = calls.filter(({ at, ms }) => at + ms >= struck.from && at < struck.to)
  const good = during.filter(({ status }) => status === 200 || status === 201)
  expect(summaryOf(during).statuses).toEqual(summaryOf(good).statuses)
  expect(good.length).toBeGreaterThan(10)
  expect(struck.looks.every(({ isReady }) => isReady)).toBe(true)
  expectTold(struck, name)
}

function expectTold({ looks, recoveredMs }: Strike, name: string): void {
  expect(looks.filter(({ services }) => services === undefined)).toEqual([])
  expect(looks.some(({ services }) => services?.[name] === 'unhealthy')).toBe(true)
  expect(recoveredMs).toBeLessThan(recoveredWithinMs)
}

/** How long `/health` took, on a machine that does nothing else: nothing that is away may hold it up. */
export function expectHealthQuick(strikes: readonly Strike[]): void {
  const times = timesOf(strikes.flatMap(({ looks }) => looks))
  // One in a hundred is left to the machine, which runs the load, the server and the databases on the same processors.
  expect(times[Math.floor(times.length * 0.99)]).toBeLessThan(healthWithinMs)
  expect(times.at(-1)).toBeLessThan(heldUpMs)
}

/** The same beside other work: some looks are late because the machine is, but none as late as one that waits for a database. */
export function expectHealthNotHeldUp(strikes: readonly Strike[]): void {
  const times = timesOf(strikes.flatMap(({ looks, from, to }) => looks.filter(({ at }) => at >= from && at < to)))
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(healthWithinMs)
  expect(times.at(-1)).toBeLessThan(heldUpMs)
}

const timesOf = (looks: Strike['looks']): number[] => looks.map(({ ms }) => ms).toSorted((a, b) => a - b)

/** What was seen, for the log of the run. */
export const figuresOf = (struck: Strike, calls: readonly LoadCall[]) => ({
  ...{ name: struck.name, harm: struck.harm, awayMs: struck.to - struck.from, recoveredMs: Math.round(struck.recoveredMs) },
  health: healthOf(struck),
  grownMegabytes: Math.round(struck.grownBytes / 1e5) / 10,
  calls: callsDuring(struck, calls),
})

function healthOf({ looks }: Strike) {
  const { p50, p99, max } = summaryOf(looks.map(({ ms }) => ({ status: 200, ms })))
  return { p50, p99, max, looks: looks.length }
}
