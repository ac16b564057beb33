import { z } from 'zod'
import { email } from './accounts.ts'
import { billingCycle, planType } from './billing.ts'
import { idInAnyCase } from './id-in-any-case.ts'

export const userParams = z.strictObject({ user_id: idInAnyCase })
export const findUserBody = z.strictObject({ email })
export const changeUserBody = z
  .strictObject({ is_active: z.boolean().optional(), is_superuser: z.boolean().optional() })
  .refine((body) => Object.keys(body).length > 0, 'name what to change')
  .meta({ minProperties: 1 })
export const grantPlanBody = z.strictObject({ plan_type: planType, billing_cycle: billingCycle })

export const rotated = z.object({ kid: z.string() })

/** Work that was given up after many attempts. */
export const deadJob = z
  .object({
    job_id: z.uuid(),
    kind: z.string(),
    user_id: z.uuid().nullable(),
    attempts: z.int(),
    failure: z.string().describe('The code of the last failure.'),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime(),
  })
  .meta({ id: 'DeadJob' })
export type DeadJob = z.infer<typeof deadJob>

export const deadJobs = z.object({ items: z.array(deadJob) })
export const jobParams = z.strictObject({ job_id: idInAnyCase })
