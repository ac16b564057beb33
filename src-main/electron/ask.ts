/** A question in the system's own dialog. */
export interface Question {
  readonly type: 'question' | 'warning' | 'error'
  readonly message: string
  readonly detail: string
  /** The last one changes nothing; it is what Escape and closing mean. */
  readonly buttons: readonly [string, ...string[]]
  /** What Enter presses. */
  readonly defaultId: number
  /** Takes the dialog away again; the answer is then the last button. */
  readonly signal?: AbortSignal
}

/** Resolves with the number of the button. */
export type Ask = (question: Question) => Promise<number>
