import { spawn } from 'node:child_process'
import { electronBinary } from './choose-shell.ts'
import { root } from './root.ts'
import { runScript } from './run-script.ts'

/** Builds the shell and opens the window. Ends with it, and takes it along when it is told to end. */
export function startElectron(args: readonly string[]): void {
  const binary = electronBinary()
  if (binary === undefined) return
  runScript('build-shell-now.ts')
  const child = spawn(binary, ['.', ...args], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
}
