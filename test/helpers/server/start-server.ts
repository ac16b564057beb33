import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { waitFor } from '../wait-for.ts'
import { canaries, sawLines } from './canaries.ts'

export interface ServerProcess extends AsyncDisposable {
  readonly child: ChildProcess
  readonly url: string
  readonly stores: Readonly<Record<string, string>>
  /** All of stderr until now. */
  said(): string
  kill(signal: NodeJS.Signals): Promise<number | null>
}

export interface ServerOptions {
  readonly data?: string
  /** A command instead of a server. */
  readonly words?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Another copy of the server than this tree's. */
  readonly main?: string
}

const ofThisTree = join(import.meta.dirname, '../../../server/main.ts')

const firstLine = z.object({ url: z.string(), stores: z.record(z.string(), z.string()) })

export interface SpawnedServer {
  readonly child: ChildProcess
  readonly wrote: () => string
  readonly said: () => string
  readonly ended: Promise<number | null>
}

/** `server/main.ts` as a process of its own, which nothing of our environment configures. */
export function spawnServer({ data, words = [], environment = {}, main = ofThisTree }: ServerOptions): SpawnedServer {
  const args = [main, '--json', '--port', '0', ...(data === undefined ? [] : ['--data', data]), ...words]
  const env = { ...testEnvironment(), ...environment }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (texts.out += String(chunk)))
  child.stderr.on('data', (chunk) => (texts.err += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  // Also of one that a test only waits for: the next server of the file finds it.
  void ended.then(() => sawLines(texts.err))
  return { child, wrote: () => texts.out, said: () => texts.err, ended }
}

/** What of our environment is about running tests, not about the server. */
export function testEnvironment(): Readonly<Record<string, string>> {
  const { PATH = '', NODE_V8_COVERAGE, NODE_COMPILE_CACHE } = process.env
  return {
    PATH,
    ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
  }
}

/** Until it says where it listens. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { child, wrote, said, ended } = spawnServer(options)
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  const started = await waitFor('the server', () => {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said()}`)
    return wrote().includes('\n') ? wrote() : undefined
  })
  return {
    child,
    ...firstLine.parse(JSON.parse(started)),
    said,
    kill,
    async [Symbol.asyncDispose]() {
      await kill('SIGKILL')
      canaries.expectNone()
    },
  }
}

export interface Asked {
  readonly token?: string
  readonly body?: unknown
}

const envelope = z.object({ data: z.unknown().optional(), error: z.object({ code: z.string() }).optional() })

export async function ask(url: string, route: `${string} /${string}`, { token, body }: Asked = {}) {
  const [method, path] = route.split(' ')
  const response = await fetch(`${url}${path}`, {
    method: method ?? 'GET',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answered = envelope.parse(JSON.parse(text))
  canaries.watchFor([body, { token }, answered.data])
  if (!response.ok) canaries.saw('refusal', text)
  return { status: response.status, ...answered }
}
