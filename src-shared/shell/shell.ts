import { z } from 'zod'
import { call } from '../rpc/contract.ts'

/** What the core asks of the shell it runs in. A shell that cannot do one answers `shell.unavailable`. */
export const shell = {
  /** The database key from the system's secret store; null when none was stored yet. */
  readSecret: call(z.object({ name: z.string() }), z.string().nullable()),
  writeSecret: call(z.object({ name: z.string(), value: z.string() }), z.void()),
  /** Paths the person picked; empty when cancelled. */
  pickFiles: call(z.object({ title: z.string(), folders: z.boolean() }), z.array(z.string())),
  openPath: call(z.object({ path: z.string() }), z.void()),
  openExternal: call(z.object({ url: z.url({ protocol: /^https$|^mailto$/ }) }), z.void()),
}

export const shellError = { unavailable: 'shell.unavailable' } as const
