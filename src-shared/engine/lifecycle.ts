import { z } from 'zod'
import { call } from '../rpc/contract.ts'

/** Every engine child answers these, so that the supervisor can tell a busy child from a dead one. */
export const lifecycle = {
  /** Resident memory in bytes. An answer within the heartbeat's limit is the proof of life. */
  ping: call(z.void(), z.object({ memory_bytes: z.int() })),
}

/** Faults of an engine child, told to the person in `error-sentences.ts`. */
export const engineError = {
  /** The process died; data: {signal, exit_code, stage}. */
  crashed: 'engine.crashed',
  /** It died again and again; it is not started any more until asked. */
  crashLoop: 'engine.crash_loop',
  /** It did not answer in time and was ended. */
  hung: 'engine.hung',
  couldNotStart: 'engine.could_not_start',
  outOfMemory: 'engine.out_of_memory',
} as const
