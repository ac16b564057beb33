import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { keepLastLines } from './last-lines.ts'

export interface ForkOptions {
  readonly entry: URL
  /** All of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
  /** The JavaScript heap, where it is to be smaller than Node's own limit. */
  readonly heapMebibytes: number | null
}

export interface ProcessEnd {
  readonly signal: string | null
  readonly exit_code: number | null
  /** What it wrote last, standard output and error together. */
  readonly tail: readonly string[]
}

export interface ForkedNode {
  readonly process: ChildProcess
  readonly ended: Promise<ProcessEnd>
}

/** A plain Node process with a channel for frames; what it writes is kept, never shown. */
export function forkNode({ entry, environment, heapMebibytes }: ForkOptions): ForkedNode {
  const child = fork(fileURLToPath(entry), [], {
    env: { ...environment },
    execArgv: heapMebibytes === null ? [] : [`--max-old-space-size=${heapMebibytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const tail = keepLastLines(40)
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => tail.add(text))
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (exit_code, signal) => resolve({ signal, exit_code, tail: tail.all() }))
    // One that could not be started at all has no number, and may not close.
    child.on('error', ({ message }) => {
      if (child.pid === undefined) resolve({ signal: null, exit_code: null, tail: [message] })
    })
  })
  return { process: child, ended }
}
