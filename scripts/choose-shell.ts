import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

export interface ShellChoice {
  readonly shell: 'electron' | 'browser'
  /** One sentence, printed at every start. */
  readonly reason: string
}

/** Electron when its binary is there and there is a display to show it on, else the browser. */
export function chooseShell(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): ShellChoice {
  if (args.includes('--browser')) return { shell: 'browser', reason: '--browser asks for it.' }
  if (args.includes('--no-open')) return { shell: 'browser', reason: '--no-open serves without opening anything.' }
  if (electronBinary() === undefined)
    return { shell: 'browser', reason: "Electron's binary is not installed (npx install-electron fetches it)." }
  if (!hasDisplay(environment)) return { shell: 'browser', reason: 'there is no display for a window.' }
  return { shell: 'electron', reason: 'its binary and a display are there.' }
}

/** The Electron executable, when it was fetched. Never fetches it: requiring the package would. */
export function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron')
  const pointer = join(folder, 'path.txt')
  if (!existsSync(pointer)) return undefined
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

function hasDisplay({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): boolean {
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY)
}
