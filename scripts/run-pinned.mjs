import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { root, setUp } from './set-up.mjs'

/** Runs one of our TypeScript files on the pinned Node, as if it were this process: same streams, signals and exit code. */
export function runPinned(file, args = process.argv.slice(2)) {
  const node = setUp()
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, [join(root, file), ...args], {
    // The channel tells the child when this process is gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}
