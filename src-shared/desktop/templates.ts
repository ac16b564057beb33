import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { templateRow } from '../rows/template.ts'
import { call } from '../rpc/contract.ts'

const words = { name: z.string().trim().min(1).max(60), text: z.string().trim().min(1).max(20_000) }

/** Words for questions that are asked often. */
export const templates = {
  /** By name. */
  list: call(z.void(), z.array(templateRow)),
  /** Adds it, or changes the one with this id. Errors: `nameTaken`. */
  put: call(z.object({ id: entityId, ...words }), templateRow),
  remove: call(z.object({ id: entityId }), z.void()),
}

export const templateError = {
  unknown: 'templates.unknown',
  nameTaken: 'templates.name_taken',
} as const
