import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './root.ts'

/** As `.ci/run` installs it. */
export const stripeMockVersion = '0.203.0'

/** Stripe's own server that checks requests against its description of the API: built into `.cache`, or on the path. */
export function findStripeMock(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = [join(root, '.cache/bin'), ...(environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')]
  return folders.map((folder) => join(folder, 'stripe-mock')).find((program) => existsSync(program))
}
