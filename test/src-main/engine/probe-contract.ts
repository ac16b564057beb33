import { z } from 'zod'
import { lifecycle } from '../../../src-shared/engine/lifecycle.ts'
import { call, stream } from '../../../src-shared/rpc/contract.ts'

export const probe = {
  echo: call(z.object({ text: z.string() }), z.string()),
  /** Counts, then waits for ever. */
  count: stream(z.object({ to: z.int() }), z.int()),
  die: call(z.object({ with: z.enum(['exit', 'fault']) }), z.void()),
  /** Blocks the JavaScript thread outside of JavaScript, as a model library does. */
  block: call(z.object({ ms: z.number() }), z.void()),
  grow: call(z.object({ bytes: z.int() }), z.void()),
  environment: call(z.void(), z.record(z.string(), z.string())),
  wait: call(z.void(), z.void()),
}

export const probeContract = { probe, lifecycle }
