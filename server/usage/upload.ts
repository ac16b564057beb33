import type { QuotaKey, ResourceType } from './quota-key.ts'

export interface LedgerEntry {
  readonly usage_id: string
  readonly resource_type: ResourceType
  readonly quantity: number
  readonly occurred_at: Date
}

/** Of a device, with the period that it counts in. */
export interface PeriodEntry extends LedgerEntry {
  readonly period: QuotaKey
}

export interface Upload {
  readonly userId: string
  readonly at: Date
  readonly entries: readonly PeriodEntry[]
}

export interface UploadGroups {
  /**
   * False when nothing of it was taken, because it takes more than writing it down: then it wants a transaction of its own. Errors:
   * `STORE_UNAVAILABLE`.
   */
  take(upload: Upload): Promise<boolean>
}
