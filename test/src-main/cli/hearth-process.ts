import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { waitFor } from '../../helpers/wait-for.ts'

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly said: string
}

export interface RunningHearth {
  readonly child: ChildProcess
  /** Waits for the next piece of standard output. */
  firstOutput(): Promise<void>
  /** Waits until standard output has this. */
  until(pattern: RegExp): Promise<void>
  readonly finished: Promise<Finished>
}

export interface HearthOptions {
  readonly data: string
  readonly input?: string
  /** All of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

const entry = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url))

/** Starts the real command line as a process of its own. */
export function startHearth({ data, input, env = {} }: HearthOptions, ...args: readonly string[]): RunningHearth {
  const child = spawn(process.execPath, [entry, ...args, '--data', data], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input ?? '')
  const output = collect(child.stdout)
  const said = collect(child.stderr)
  const exited = once(child, 'close')
  return {
    child,
    firstOutput: async () => void (await once(child.stdout, 'data')),
    until: (pattern) => waitFor(String(pattern), () => (pattern.test(output()) ? true : undefined)).then(() => undefined),
    finished: exited.then(async () => ({ code: child.exitCode, out: output(), said: said() })),
  }
}

export const hearth = (options: HearthOptions, ...args: readonly string[]): Promise<Finished> =>
  startHearth(options, ...args).finished

/** What came so far. */
function collect(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return () => text
}
