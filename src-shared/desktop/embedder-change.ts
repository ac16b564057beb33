import { z } from 'zod'
import { embedderChangeRow } from '../rows/embedder-change.ts'
import { call } from '../rpc/contract.ts'

/** The change to another embedder that is going on; null when there is none. It begins by choosing one in the settings, and ends by itself. */
export const embedderChange = {
  get: call(z.void(), embedderChangeRow.nullable()),
  /** The embedder that serves goes on serving; what is embedded again stays. */
  stop: call(z.void(), embedderChangeRow.nullable()),
  resume: call(z.void(), embedderChangeRow.nullable()),
}
