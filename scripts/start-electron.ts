import { spawn } from 'node:child_process'
import { electronBinary } from './choose-shell.ts'
import { buildShell } from './packaging/build-shell.ts'
import { root } from './root.ts'

/** Builds the shell and opens the window. Ends with it, and takes it along when it is told to end. */
export async function startElectron(args: readonly string[]): Promise<void> {
  const binary = electronBinary()
  if (binary === undefined) return
  await buildShell((text) => process.stderr.write(`${text}\n`))
  const child = spawn(binary, ['.', ...args], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
}
