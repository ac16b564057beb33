import { z } from 'zod'
import { oneLine } from './described-text.ts'
import { idInAnyCase } from './id-in-any-case.ts'

/** Control characters are no part of a name; PostgreSQL cannot even keep the first of them. */
export const deviceName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'no control characters')
  .meta(oneLine)

export const device = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().describe('When it last signed in or refreshed its access token.'),
    is_current: z.boolean().describe('Whether this request comes from it.'),
  })
  .meta({ id: 'Device' })
export type Device = z.infer<typeof device>

export const deviceList = z.object({ items: z.array(device) })
export const deviceParams = z.strictObject({ device_id: idInAnyCase })
export const renameDeviceBody = z.strictObject({ name: deviceName })
