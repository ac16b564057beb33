import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.ts'

/** Runs one of our scripts in a process of its own, so that what a build needs is not loaded where nothing is built. */
export function runScript(file: string): void {
  // Stdout belongs to the command that was asked for.
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', file)], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`scripts/${file} failed; it says why above`)
}
