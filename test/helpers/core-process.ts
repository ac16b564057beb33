import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { localAddress } from '../../src-main/core/local-socket.ts'
import { joinSocket } from '../../src-main/rpc/socket-server.ts'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface CoreProcess extends AsyncDisposable {
  readonly api: Client<typeof desktop>
  readonly pid: number
  /** It found another core on the folder: `api` is that one's. */
  readonly joined: boolean
  /** What it wrote to stderr: nothing, as long as all is well. */
  said(): string
  /** Its log so far. */
  log(): string
  /** Process ids of its engine children, by the name of their entry: `llama`, `embedder`, `parser`. */
  children(): ReadonlyMap<string, number>
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>
}

const entry = fileURLToPath(new URL('run-core.ts', import.meta.url))

const firstLine = z.object({
  joined: z.boolean().optional(),
  fault: z.object({ code: z.string(), data: z.unknown().optional() }).optional(),
})

/** Starts a core on a data folder and joins it as a command line would. Throws what kept the core from starting. */
export async function startCoreProcess(folder: string): Promise<CoreProcess> {
  const child = spawn(process.execPath, [entry, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (data: Buffer) => said.push(data.toString()))
  const exited = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout, 'data'), exited.then(() => [])])
  const { fault, joined = false } = firstLine.parse(JSON.parse(String(line ?? '{"fault":{"code":"no_word"}}')))
  if (fault || child.pid === undefined) {
    await exited
    throw new AppError(fault?.code ?? 'no_process', fault?.data, { cause: said.join('') })
  }
  const api = connect(await joinSocket(localAddress(folder)), desktop)
  const pid = child.pid

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return {
    api,
    pid,
    joined,
    said: () => said.join(''),
    log: () => readFileSync(join(folder, 'logs', 'hearth.log'), 'utf8'),
    children: () => engineChildren(pid),
    kill: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      api[Symbol.dispose]()
      if (child.exitCode === null && child.signalCode === null) await end('SIGTERM')
    },
  }
}

/** Process ids of the engine children of a core, by the name of their entry: `llama`, `embedder`, `parser`. */
export function engineChildren(parent: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const name of readdirSync('/proc')) {
    const child = Number(name)
    if (!Number.isInteger(child) || parentOf(child) !== parent) continue
    const engine = /(\w+)-process\.ts/.exec(readProc(child, 'cmdline'))?.[1]
    if (engine !== undefined) found.set(engine, child)
  }
  return found
}

/** Of a process that only starts another one and waits for it. */
export const onlyChild = (parent: number): number | undefined =>
  readdirSync('/proc')
    .map(Number)
    .find((pid) => Number.isInteger(pid) && parentOf(pid) === parent)

const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)/m.exec(readProc(pid, 'status'))?.[1])

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Whether a process is there and no zombie. */
export const isAlive = (pid: number): boolean => /^State:\s*[^ZX]/m.test(readProc(pid, 'status'))
