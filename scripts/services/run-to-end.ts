import { spawn } from 'node:child_process'

/** What it writes is written here. Errors: when it ends with another code than 0. */
export function runToEnd(command: string, args: readonly string[], folder = process.cwd()): Promise<void> {
  const child = spawn(command, [...args], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code ?? 'a signal'}`))))
  })
}
