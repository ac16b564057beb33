export interface Caller {
  readonly userId: string
  readonly plan: string
}

/** Does `work` as one call of the interface that is counted. Errors: `QUOTA_EXCEEDED` before it began. */
export type Meter = <T>(caller: Caller, work: () => Promise<T>) => Promise<T>
