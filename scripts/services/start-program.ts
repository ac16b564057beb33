import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { StartOptions } from './native-database.ts'

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** Whose process it is, where that matters. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined
  /** Ends it in order. */
  readonly stopSignal: NodeJS.Signals
  readonly answers: () => Promise<boolean>
}

export interface StartedProgram {
  readonly pid: number
  readonly stopSignal: NodeJS.Signals
  stop(): Promise<void>
}

const patienceMs = 120_000
const pauseMs = 50

/** Runs it in `folder`, where what it writes is kept in `log`, until it answers. Errors: with the end of the log. */
export async function startProgram(program: Program, { folder, isKept }: StartOptions): Promise<StartedProgram> {
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'log')
  const output = openSync(log, 'a')
  const child = spawn(program.command, [...program.args], {
    ...program.owner,
    cwd: folder,
    detached: isKept,
    stdio: ['ignore', output, output],
  })
  const failure = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`${program.command} ended:\n${readFileSync(log, 'utf8').slice(-2000)}`)))
  })
  failure.catch(() => undefined)
  await Promise.race([failure, untilAnswers(program)])
  if (isKept) child.unref()
  return { pid: child.pid ?? 0, stopSignal: program.stopSignal, stop: () => stopped(child, program.stopSignal) }
}

async function untilAnswers({ command, answers }: Program): Promise<void> {
  for (const until = Date.now() + patienceMs; !(await answers()); await delay(pauseMs))
    if (Date.now() > until) throw new Error(`${command} does not answer`)
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // One that was to outlive this process is waited for all the same.
  child.ref()
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await end
}

/** Whether somebody listens there. */
export function listensOn(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).then((isOpen) => {
    socket.destroy()
    return isOpen === true
  })
}

/** Below those that systems give to whoever connects: between now and its use no socket of a client takes it. */
const ports = { from: 20_000, to: 32_768 }
const portsTried = 100

/** What was given out and may not be listened on yet. */
const given = new Set<number>()

/** Where nobody listens. */
export async function freePort(): Promise<number> {
  for (let left = portsTried; left > 0; left--) {
    const port = randomInt(ports.from, ports.to)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`none of ${portsTried} ports is free`)
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
