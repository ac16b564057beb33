/** What the words after `models` were about. */
export interface ModelTarget {
  /** An id, a name or a path; empty for `list`. */
  readonly target: string
  /** Tokens. */
  readonly contextSize: number | undefined
}
