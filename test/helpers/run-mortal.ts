import { execFile } from 'node:child_process'

/** Runs a script with a mortal store. Resolves with the signal it ended by; null when it came to its end. */
export const runMortal = (script: string, args: readonly string[]): Promise<string | null> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], (error, _, stderr) => {
      if (error === null) resolve(null)
      else if (error.signal === 'SIGKILL') resolve('SIGKILL')
      else reject(new Error(stderr))
    })
  })
