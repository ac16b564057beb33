import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onlyChild } from './core-process.ts'

export interface RunningShell extends AsyncDisposable {
  readonly url: string
  readonly process: ChildProcess
  /** Of the shell itself, which has the core in it. */
  readonly pid: number
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>
}

const bootstrap = new URL('../../scripts/start.mjs', import.meta.url)

export interface ShellStart {
  readonly entry?: URL
  /** A folder with programs that are found before the system's. */
  readonly tools?: string | undefined
}

/** Starts Hearth as `npm start -- --no-open --port 0 --data FOLDER` does, and waits for the line that says where it serves. */
export async function startShell(folder: string, { entry = bootstrap, tools }: ShellStart = {}): Promise<RunningShell> {
  const args = [fileURLToPath(entry), '--no-open', '--port', '0', '--data', folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environmentWith(tools) })
  const said: string[] = []
  child.stderr.on('data', (data: Buffer) => said.push(data.toString()))
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line'), exited.then(() => undefined)])
  if (line === undefined) throw new Error(`Hearth did not start: ${said.join('')}`)
  const { url } = JSON.parse(String(line[0]))
  const pid = onlyChild(child.pid ?? -1) ?? child.pid ?? -1
  return {
    url,
    process: child,
    pid,
    async kill() {
      process.kill(pid, 'SIGKILL')
      await exited
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await exited
    },
  }
}

function environmentWith(tools: string | undefined): NodeJS.ProcessEnv {
  const { env } = process
  return tools === undefined ? env : { ...env, PATH: [tools, env.PATH].join(delimiter) }
}
