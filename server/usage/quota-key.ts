import type { z } from 'zod'
import type { resourceType } from '../../src-shared/api/billing.ts'

export type ResourceType = z.infer<typeof resourceType>

/** The one row on which admission is decided: a user, a resource, a period. */
export interface QuotaKey {
  readonly userId: string
  readonly resource: ResourceType
  readonly start: Date
  readonly end: Date
}
