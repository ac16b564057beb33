import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface Ended {
  readonly code: number
  readonly wrote: string
}

const script = join(import.meta.dirname, '../../../scripts/run-services.ts')

/** `npm run services:…` on a folder of its own; no database that our environment names is meant. */
export function runServices(folder: string, ...args: readonly string[]): Promise<Ended> {
  const { PATH = '' } = process.env
  return new Promise((resolve) => {
    const command = [script, ...args, '--folder', folder]
    const child = execFile(process.execPath, command, { env: { PATH } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, wrote: stdout + stderr }),
    )
  })
}
