import { z } from 'zod'

export const metadata = z
  .object({
    timestamp: z.iso.datetime(),
    request_id: z.string(),
    version: z.string(),
  })
  .meta({ id: 'Metadata' })
export type Metadata = z.infer<typeof metadata>

/** What every answer of the API looks like; `failure` is its other half. */
export const success = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal('success'), data, metadata })

export const failure = z
  .object({
    status: z.literal('error'),
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
    metadata,
  })
  .meta({ id: 'Failure' })
